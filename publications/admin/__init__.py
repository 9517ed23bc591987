"""The editors' forms and lists, one file per model."""

from publications.admin import (
    author,
    classification,
    download,
    featured,
    left_out,
    notice_preference,
    publication,
    tag,
    transition,
    usage,
)

__all__ = [
    "author",
    "classification",
    "download",
    "featured",
    "left_out",
    "notice_preference",
    "publication",
    "tag",
    "transition",
    "usage",
]
