"""The editors' forms and lists, one file per model."""

from publications.admin import (
    classification,
    download,
    left_out,
    notice_preference,
    publication,
    tag,
    transition,
    usage,
)

__all__ = [
    "classification",
    "download",
    "left_out",
    "notice_preference",
    "publication",
    "tag",
    "transition",
    "usage",
]
