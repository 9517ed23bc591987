"""“Did you mean”: words with a slip of the finger or two, corrected to what readers may know of."""

from collections.abc import Iterator

from publications.models import Publication, SearchWord
from publications.search.backend import backend

# Nothing that is shorter has only one thing it can have been meant for.
_SHORTEST = 4
_SHORTEST_FOR_TWO = 7
_MOST_READ = 1_500
_MOST_TRIED = 12
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def correction(word: str, languages: list[str]) -> str:
    """The nearest public spelling of a folded word, or nothing. Bounded, whatever the word.

    Of equally near ones that of the first language is taken, then the more usual one.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return ""
    near = sorted(_near(word), key=lambda each: (each[0], languages.index(each[1]), each[2]))[
        :_MOST_TRIED
    ]
    best, score = "", (9, 9, 0)
    for distance, language, spelt in near:
        if best and (distance, languages.index(language)) > score[:2]:
            break
        if uses := _public_uses(language, spelt):
            found = (distance, languages.index(language), -uses)
            if not best or found < score:
                best, score = spelt, found
    return best


def _public_uses(language: str, word: str) -> int:
    """In how many public titles, names and summaries it is spelt so, up to a hundred."""
    condition = backend().spelt_so(language, [word])
    found = Publication.objects.public().filter(pk__in=condition.numbers, language=language)
    return len(found.values_list("pk", flat=True)[:100])


def _near(word: str) -> Iterator[tuple[int, str, str]]:
    found: dict[tuple[str, str], int] = {}
    for row in _candidates(word):
        distance = _distance(word, row["folded"], 2 if len(word) >= _SHORTEST_FOR_TWO else 1)
        if distance:
            found[row["language"], row["word"]] = distance
    for (language, spelt), distance in found.items():
        yield distance, language, spelt


def _candidates(word: str) -> Iterator[dict[str, str]]:
    """Every word one slip away, and those two away that begin or end alike."""
    columns = ("language", "word", "folded")
    yield from SearchWord.objects.filter(folded__in=_one_slip_from(word)).values(*columns)
    if len(word) >= _SHORTEST_FOR_TWO:
        for alike in ({"start": word[:3]}, {"ending": word[-3:]}):
            yield from SearchWord.objects.filter(**alike).values(*columns)[:_MOST_READ]


def _one_slip_from(word: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    letters = sorted({*_ALPHABET, *word})
    return {
        *(a + b[1:] for a, b in cuts if b),
        *(a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1),
        *(a + letter + b[1:] for a, b in cuts if b for letter in letters),
        *(a + letter + b for a, b in cuts for letter in letters),
    } - {word}


def _distance(one: str, other: str, most: int) -> int:
    """How many letters are missing, too many, wrong or swapped; 0 for none, and for more than ``most``."""
    if one == other or abs(len(one) - len(other)) > most:
        return 0
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return 0
    return row[-1] if row[-1] <= most else 0
