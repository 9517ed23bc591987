"""Related analyses: the exact ranking, stored and kept exact (docs/decisions/0016-related.md).

``related_to`` is all a page needs. Changes go through ``publications.related.queue``.
"""

from publications.related.reading import related_to

__all__ = ["related_to"]
