"""The editors' forms and lists, one file per model."""

from publications.admin import classification, download, publication, tag, transition

__all__ = ["classification", "download", "publication", "tag", "transition"]
