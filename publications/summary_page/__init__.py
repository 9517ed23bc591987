"""What a summary page shows, gathered in the same eight queries for one author or for thirty.

``reading`` asks the database, ``leads`` says where pictures and files are, ``page`` makes of both what
the templates print, with ``people`` for the names and ``downloads`` for the box with the full text.
Templates are left with words that are ready: what is worked out in them is slow, and seen by no type
checker.
"""

from publications.summary_page.page import SummaryPage, addresses, collect

__all__ = ["SummaryPage", "addresses", "collect"]
