"""Whole pages kept for everybody, until anything changes or the clock brings something.

A view says with ``shared_page`` that its answer is the same for all strangers. ``SharedPages`` keeps
it under the site's version, which every change raises (``publications.derived``) and every process
looks at twice a second, and until the next moment at which the clock changes what is public.
"""

from publications.page_cache.sharing import share, shared_page

__all__ = ["share", "shared_page"]
