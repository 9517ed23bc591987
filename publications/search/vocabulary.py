"""The words of titles, names and summaries as they are spelt, kept in step with the entries.

The table knows of hidden publications too. ``completions`` feeds a search that is filtered by the
one rule, and nobody sees them; what is shown comes from ``spelling``, which asks the rule first.
"""

from collections.abc import Iterable

from publications.models import SearchWord
from publications.search.words import fold

# A beginning goes on in so many ways at most.
MOST_COMPLETIONS = 40
_BATCH = 500


def completions(start: str, language: str) -> list[str]:
    """Folded words that begin so, the shortest first."""
    found = SearchWord.objects.filter(language=language, start=start[:3], folded__startswith=start)
    words = found.order_by("folded").values_list("folded", flat=True)[: 4 * MOST_COMPLETIONS]
    return sorted(set(words), key=len)[:MOST_COMPLETIONS]


def add(language: str, words: Iterable[str]) -> None:
    """In one order, so that two who add the same words wait for each other and do not lock up."""
    SearchWord.objects.bulk_create(
        (_row(language, word) for word in sorted(words)), batch_size=_BATCH, ignore_conflicts=True
    )


def remove(language: str, words: Iterable[str]) -> None:
    SearchWord.objects.filter(language=language, word__in=list(words)).delete()


def _row(language: str, word: str) -> SearchWord:
    folded = fold(word)[:80]
    return SearchWord(
        language=language, word=word, folded=folded, start=folded[:3], ending=folded[-3:]
    )
