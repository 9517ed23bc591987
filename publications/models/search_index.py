"""What search reads: made from publications by ``publications.search.indexing``, and from nothing else.

All of it can be thrown away and rebuilt. None of it says who may see what.
"""

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from publications.models.publication import Publication


class DocumentText(models.Model):
    """The text of each page of a PDF, by the file's checksum: versions with the same file share it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    pages: "models.JSONField[Any, Any]" = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.sha256


class SearchEntry(models.Model):
    """A publication as search sees it: stems by where they stand, and the full text page by page.

    The stems carry their language (``frguerr``), stand in the order of the text between spaces and
    are broken by a ``¶``, so that a phrase is found as a piece of a line. On SQLite triggers hand
    the columns to an FTS5 table; on PostgreSQL the last three columns are what is indexed.
    """

    publication = models.OneToOneField(
        Publication, on_delete=models.CASCADE, primary_key=True, related_name="search_entry"
    )
    # What did not change is not made or written again: the head, and the text by its file.
    digest = models.CharField(max_length=32)
    text_of = models.CharField(max_length=90, blank=True)
    exact = models.CharField(max_length=300, db_index=True)
    doi = models.CharField(max_length=120, blank=True, db_index=True)
    isbn = models.CharField(max_length=17, blank=True, db_index=True)
    title = models.TextField()
    names = models.TextField()
    summary = models.TextField()
    # The commonest stems of the full text: what it is about, rather than what it mentions.
    themes = models.TextField(blank=True)
    # Words of the title, the names and the summary as they are spelt, for “did you mean”.
    forms = models.TextField(blank=True)
    # A line for each page.
    body = models.TextField(blank=True)
    # [page, text] of all that is ever shown of the full text.
    passages: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    words = SearchVectorField(null=True)
    # Of title and names alone, and therefore small: thousands are looked into for a common word.
    labels = SearchVectorField(null=True)
    pairs = SearchVectorField(null=True)

    def __str__(self) -> str:
        return self.exact


class SearchWord(models.Model):
    """A word as titles, names and summaries spell it: published or not, so it is never shown as such.

    Whoever reads it asks whether something public has the word (``search.spelling``).
    """

    language = models.CharField(max_length=10)
    word = models.CharField(max_length=40)
    folded = models.CharField(max_length=80)
    # Its first and last three letters: what is misspelt in one place is right in another.
    start = models.CharField(max_length=3)
    ending = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "word"], name="search_word_once")
        ]
        indexes = [
            models.Index(fields=["folded"], name="search_word_folded"),
            models.Index(fields=["start"], name="search_word_start"),
            models.Index(fields=["ending"], name="search_word_ending"),
        ]

    def __str__(self) -> str:
        return self.word


class SearchName(models.Model):
    """One word of the name of an author, a topic or a center, for completing it."""

    class Kind(models.TextChoices):
        AUTHOR = "author"
        TOPIC = "topic"
        CENTER = "center"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    named = models.PositiveBigIntegerField()
    word = models.CharField(max_length=40)
    start = models.CharField(max_length=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "named", "word"], name="search_name_once")
        ]
        indexes = [models.Index(fields=["start", "kind", "word"], name="search_name_start")]

    def __str__(self) -> str:
        return self.word


class SearchRebuild(models.Model):
    """How far a rebuild has come: one row while it runs, or after it was killed."""

    last = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.last)
