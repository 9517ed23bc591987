"""How many publications a reader would get by each choice (docs/decisions/0017-facets.md)."""

from publications.facets.counting import Facets, by_year, count, of_each, of_these

__all__ = ["Facets", "by_year", "count", "of_each", "of_these"]
