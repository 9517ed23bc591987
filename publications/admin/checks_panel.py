"""What stands in the way of publishing, said on the form before anybody presses the button."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publications import checks
from publications.admin.anchors import anchor
from publications.models import Publication

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Line:
    message: "StrOrPromise"
    field: str
    anchor: str


def panel(publication: Publication) -> dict[str, Any]:
    """Of what is stored, not of what is typed."""
    stored = Publication.objects.get(pk=publication.pk)
    return {"blocks": _lines(checks.blocks(stored)), "warnings": _lines(checks.warnings(stored))}


def _lines(found: list[checks.Finding]) -> list[Line]:
    return [Line(each.message, each.field, anchor(each.field)) for each in found]
