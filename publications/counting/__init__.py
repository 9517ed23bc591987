"""How much the publications are used, after the COUNTER Code of Practice 5.1 (``docs/counting.md``).

Views ``note`` what they sent; once a day ``aggregating`` sums it up and deletes it; ``reports``
reads the sums.
"""

from publications.counting.recording import note_file, note_page, note_page_later

__all__ = ["note_file", "note_page", "note_page_later"]
