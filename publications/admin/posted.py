"""A posted publication form: which of its rows and inputs belong to which field of the content."""

from django.forms import BaseForm, BaseFormSet

from ifri.editing.posted import Posted, as_sent

# The set of rows behind each relation of a content, and what makes two rows of it the same.
ROWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "authors": ("authorships", ("author", "organisation", "center", "role")),
    "centers": ("center_links", ("center",)),
    "picks": ("related_picks", ("picked",)),
    "bans": ("related_bans", ("banned",)),
    "documents": ("documents", ()),
    "corrections": ("corrections", ("date", "kind", "text", "version_number")),
}
# Inputs that belong to a field without having its name.
_BESIDE = {
    "cover": ("cover", "cover-clear", "cover-kept"),
    "documents": ("full_text_file", "full_text_file-kept"),
}


def take_stored(posted: Posted, field: str, stored: BaseForm, rows: BaseFormSet | None) -> None:
    """Replace a field of the content by what is stored."""
    for name in _BESIDE.get(field, ()):
        posted.post.pop(name, None)
        posted.files.pop(name, None)
    if rows is not None:
        posted.take_rows(rows)
    elif field != "cover":
        name = field.removesuffix("_id")
        posted.post[name] = as_sent(stored)[name]
