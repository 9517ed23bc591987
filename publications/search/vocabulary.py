"""The words of titles, names and summaries as they are spelt, kept in step with the entries.

The table knows of hidden publications too: whatever comes out of it is asked about by the one rule
before a reader's question may depend on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from publications.models import Publication, SearchWord
from publications.search.backend import backend
from publications.search.first import First
from publications.search.words import fold

# A beginning goes on in so many ways at most.
MOST_COMPLETIONS = 40
_BATCH = 500


def completions(start: str, language: str) -> dict[str, list[str]]:
    """Folded words that begin so, the shortest first, with their spellings; hidden ones among them."""
    found = SearchWord.objects.filter(language=language, start=start[:3], folded__startswith=start)
    spelt = defaultdict[str, list[str]](list)
    for folded, word in found.order_by("folded", "word").values_list("folded", "word")[
        : 4 * MOST_COMPLETIONS
    ]:
        spelt[folded].append(word)
    return {folded: spelt[folded] for folded in sorted(spelt, key=len)[:MOST_COMPLETIONS]}


def is_public(language: str, words: Sequence[str]) -> bool:
    """Whether one of them is spelt so in the title, the names or the summary of something public."""
    readable = Publication.objects.public().filter(language=language)
    return First(readable).has_any(backend().spelt_so(language, words))


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
