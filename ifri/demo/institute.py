"""The demo institute's footer, disclaimer and pages, and what stands on its home page."""

import re
import tomllib
from functools import cache
from typing import Any

from django.utils.html import escape

from ifri.demo.content import FOLDER, content
from ifri.demo.typography import typeset
from ifri.models import Institute, StaticPage
from publications.models import FeaturedPublication, Publication

LANGUAGES = ("en", "fr")


def load() -> None:
    """Only what is missing: what an editor wrote or took away stays so."""
    texts = _texts()
    if not Institute.objects.exists():
        Institute(
            **{
                f"{name}_{code}": "\n\n".join(
                    typeset(block, code) for block in texts[name][code].split("\n\n")
                )
                for name in ("footer", "disclaimer")
                for code in LANGUAGES
            }
        ).save()
        _feature(texts["featured"])
    for slug, page in texts["page"].items():
        fields = {f"body_{code}": as_html(page[code], code) for code in LANGUAGES}
        fields |= {f"title_{code}": typeset(page[f"title_{code}"], code) for code in LANGUAGES}
        StaticPage.objects.get_or_create(slug=slug, defaults=fields | {"order": page["order"]})


def _feature(keys: list[str]) -> None:
    groups = {paper.key: paper.group for paper in content().papers}
    for order, key in enumerate(keys):
        group = Publication.objects.filter(translation_group=groups[key])
        first = group.order_by("language").first()
        if first is not None:
            FeaturedPublication.objects.create(publication=first, order=order)


def as_html(text: str, language: str) -> str:
    return "".join(_block(block, language) for block in re.split(r"\n\s*\n", text.strip()))


def _block(block: str, language: str) -> str:
    def said(line: str) -> str:
        return escape(typeset(line, language))

    if block.startswith("## "):
        return f"<h2>{said(block.removeprefix('## '))}</h2>"
    if block.startswith("- "):
        items = "".join(
            f"<li><p>{said(line.removeprefix('- '))}</p></li>" for line in block.splitlines()
        )
        return f"<ul>{items}</ul>"
    return f"<p>{said(block)}</p>"


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "institute.toml").read_text(encoding="utf-8"))
