"""Search, version one: every word must be found somewhere; no index yet.

The interface is this one function, so that a full-text backend can take its place.
"""

from publications.search.matching import search

__all__ = ["search"]
