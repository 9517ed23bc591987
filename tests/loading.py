"""Running the demo's commands in tests, and all that they leave in the database."""

import io
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import Model

from authors.models import Affiliation, Author, Organisation
from programs.models import ResearchCenter
from publications.models import (
    Authorship,
    Document,
    DocumentVersion,
    Publication,
    Series,
    Tag,
    TaggedPublication,
    TagSynonym,
    Transition,
)


def run(command: str = "load_demo", **options: Any) -> str:
    """What the command says, on either of its streams."""
    out = io.StringIO()
    call_command(command, stdout=out, stderr=out, **options)
    return out.getvalue()


def everything() -> dict[str, list[dict[str, Any]]]:
    models: list[type[Model]] = [
        Publication, Authorship, Document, DocumentVersion, TaggedPublication, Transition, Tag,
        TagSynonym, Series, Author, Affiliation, Organisation, ResearchCenter, get_user_model(),
    ]  # fmt: skip
    return {
        model.__name__: list(model._default_manager.order_by("pk").values()) for model in models
    }
