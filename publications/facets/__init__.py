"""How many publications a reader would get by each choice (docs/decisions/0017-facets.md)."""

from publications.facets.counting import Facets, count, of_each, total

__all__ = ["Facets", "count", "of_each", "total"]
