"""Entries that may be one person: the same name but for accents, initials, order or one letter.

Who was told apart by somebody is not named together again, unless through a third.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from authors.models import Author, ToldApart

# Under one key a name like “Li” has dozens of different people: nobody would look through those.
MOST_ALIKE = 30


class Name(NamedTuple):
    pk: int
    first: str
    last: str


def folded(text: str) -> str:
    """``Jean-François`` → ``jean francois``."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = (
        " " if not each.isalnum() else each
        for each in decomposed
        if not unicodedata.combining(each)
    )
    return " ".join("".join(plain).split())


def groups() -> list[list[Author]]:
    """Each with two entries at least, by name. Every name is read once."""
    rows = Author.objects.order_by().values_list("pk", "first_name", "last_name")
    names = [Name(pk, folded(first), folded(last)) for pk, first, last in rows]
    apart = set(ToldApart.objects.order_by().values_list("one", "other"))
    found = _joined(pair for pair in _pairs(names) if pair not in apart)
    authors = Author.objects.in_bulk([pk for group in found for pk in group])
    ordered = [sorted((authors[pk] for pk in group), key=lambda each: each.pk) for group in found]
    return sorted(ordered, key=lambda group: folded(f"{group[0].last_name} {group[0].first_name}"))


@transaction.atomic
def tell_apart(keys: Iterable[int]) -> list[Author]:
    """Remember that these are all different people; returns them. Who is gone is left out."""
    authors = list(Author.objects.select_for_update().filter(pk__in=set(keys)).order_by("pk"))
    ToldApart.objects.bulk_create(
        (ToldApart(one=one, other=other) for one, other in combinations(authors, 2)),
        ignore_conflicts=True,
    )
    return authors


def take_over(into: Author, other: Author) -> None:
    """Whoever was told apart from the other entry is told apart from the one that stays."""
    for pair in ToldApart.objects.filter(Q(one=other) | Q(other=other)):
        (third,) = {pair.one_id, pair.other_id} - {other.pk}
        if third != into.pk:
            tell_apart([into.pk, third])


def _pairs(names: Iterable[Name]) -> Iterator[tuple[int, int]]:
    alike: defaultdict[str, list[Name]] = defaultdict(list)
    for name in names:
        for key in set(_keys(name)):
            alike[key].append(name)
    for several in alike.values():
        if len(several) <= MOST_ALIKE:
            for place, one in enumerate(several):
                yield from (
                    (min(one.pk, other.pk), max(one.pk, other.pk))
                    for other in several[place + 1 :]
                    if _may_be_one(one, other)
                )


def _keys(name: Name) -> Iterator[str]:
    """Names with a key in common are compared: the same letters but one, in either order."""
    whole = "".join(sorted(f"{name.first} {name.last}".split()))
    yield whole
    yield name.last
    last = name.last.replace(" ", "")
    if len(last) >= 5:
        for place in range(len(last)):
            yield f"{name.first[:1]}|{last[:place]}{last[place + 1 :]}"
        yield f"{name.first[:1]}|{last}"


def _may_be_one(one: Name, other: Name) -> bool:
    if sorted(f"{one.first} {one.last}".split()) == sorted(f"{other.first} {other.last}".split()):
        return True
    if one.last == other.last:
        return _first_names_fit(one.first, other.first)
    return bool(one.first) and one.first == other.first and _one_letter_apart(one.last, other.last)


def _first_names_fit(one: str, other: str) -> bool:
    """None, initials (``J.``, ``J. F.``), a part of it, or one letter different."""
    if not one or not other:
        return True
    shorter, longer = sorted((one.split(), other.split()), key=len)
    if all(a.startswith(b) or b.startswith(a) for a, b in zip(shorter, longer, strict=False)):
        return True
    return len(one) >= 5 and _one_letter_apart(one, other)


def _one_letter_apart(one: str, other: str) -> bool:
    """Replaced, left out, or two neighbours changed about."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    same = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[same:] == other[same + 1 :]
    swapped = one[same + 1 : same + 2] + one[same : same + 1] + one[same + 2 :]
    return one[same + 1 :] == other[same + 1 :] or swapped == other[same:]


def _joined(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """Pairs that share somebody become one group."""
    group_of: dict[int, set[int]] = {}
    for one, other in pairs:
        joined = group_of.get(one, {one}) | group_of.get(other, {other})
        for pk in joined:
            group_of[pk] = joined
    return list({id(group): group for group in group_of.values()}.values())
