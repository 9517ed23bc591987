"""The only receivers: what is derived from publications follows every change.

Receivers hear ``save()`` and ``delete()``. ``bulk_create()`` and ``update()`` tell nobody: code that
uses them on what readers see calls the same functions itself, or rebuilds, as making a corpus does.
"""

from publications.derived import pages, related, search

__all__ = ["pages", "related", "search"]
