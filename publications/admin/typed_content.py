"""The content that a valid form would store, without storing it.

What is not stored yet has no number: a new tag stands for itself by its name, a file by its own.
"""

from collections.abc import Callable
from typing import Any

from publications.content import SCALARS, Content, corrections
from publications.models import Document, Publication


def read(form: Any, formsets: dict[str, Any], stored: Content) -> Content:
    """``publications.content.read`` for a valid form and its formsets, by their prefix.

    Rows that this person is not shown stay as they are stored.
    """
    publication: Publication = form.instance
    typed: Content = stored | {name: getattr(publication, name) for name in SCALARS}
    typed["cover"] = publication.cover.name or ""
    typed["tags"] = _tags(form)
    for field, (prefix, read_rows) in _READERS.items():
        if prefix in formsets:
            typed[field] = read_rows(form, formsets[prefix])
    return typed


def _authors(_form: Any, formset: Any) -> list[dict[str, Any]]:
    return [
        {
            "author": row.author_id,
            "organisation": row.organisation_id,
            "center": row.center_id,
            "role": row.role,
            "frozen": row.frozen_affiliations,
        }
        for row in _rows(formset)
    ]


def _centers(_form: Any, formset: Any) -> list[dict[str, Any]]:
    centers = [{"center": row.center_id, "primary": row.is_primary} for row in _rows(formset)]
    return sorted(centers, key=lambda each: not each["primary"])


def _picks(_form: Any, formset: Any) -> list[int]:
    return [row.picked_id for row in _rows(formset)]


def _bans(_form: Any, formset: Any) -> list[int]:
    return sorted(row.banned_id for row in _rows(formset))


def _corrections(_form: Any, formset: Any) -> list[dict[str, Any]]:
    return corrections(_rows(formset))


def _documents(form: Any, formset: Any) -> list[dict[str, Any]]:
    return [*_full_text(form), *map(_document, formset.kept_forms())]


def _rows(formset: Any) -> list[Any]:
    return [form.instance for form in formset.kept_forms()]


def _tags(form: Any) -> list[int | str]:
    tags = form.cleaned_data["tags"]
    stored = sorted(each.pk for each in tags if not isinstance(each, str))
    return [*stored, *sorted(each for each in tags if isinstance(each, str))]


def _full_text(form: Any) -> list[dict[str, Any]]:
    stored: Document | None = form.instance.full_text
    upload = form.cleaned_data.get("full_text_file")
    if stored is None and not upload:
        return []
    document = stored or Document(language=form.instance.language)
    return [_entry(document, upload)]


def _document(form: Any) -> dict[str, Any]:
    return _entry(form.instance, form.cleaned_data.get("file"))


def _entry(document: Document, upload: Any) -> dict[str, Any]:
    return {
        "document": document.pk,
        "kind": document.kind,
        "title": document.title,
        "language": document.language,
        "version": upload.name if upload else document.current_id,
    }


_READERS: dict[str, tuple[str, Callable[[Any, Any], list[Any]]]] = {
    "authors": ("authorships", _authors),
    "centers": ("center_links", _centers),
    "picks": ("related_picks", _picks),
    "bans": ("related_bans", _bans),
    "documents": ("documents", _documents),
    "corrections": ("corrections", _corrections),
}
