"""The ranking of everything against everything, in memory: bits for publications.

A term (a tag, an author …) is a number whose bit *i* says that publication *i* has it. The scores
of all publications stand in a column of such numbers, bit 0 of all scores, bit 1 of all scores …;
adding a term's points to those that have it is a few ANDs and XORs of whole numbers, 64
publications to a machine word. Points are rounded up to ``_STEP``, so what comes out is an upper
bound: whoever may be among the best is then scored exactly.

For one publication among 100,000 that is about a millisecond, where a pass over the common tags'
lists takes twenty and stopping early (MaxScore) ten: in a corpus with eight tags each, even the
common ones decide. It needs no library.
"""

import heapq
import re
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from publications.related.exact import Ranked

Term = tuple[str, int]

# An upper bound is a multiple of this, and at most one of it too high for each term.
_STEP = 10**10 // 128
# A term on fewer than one in so many publications is not kept as bits, but made into them.
_RARE = 256
_SET = re.compile(rb"[^\0]")


class Index:
    """The publications of one language."""

    def __init__(self) -> None:
        self._keys = array("q")
        self._moments = array("q")
        # The terms of all, one after the other, and where each one's begin.
        self._terms = array("i")
        self._begin = array("q", [0])
        self._number: dict[Term, int] = {}
        self._members: list[array[int]] = []
        self._bits: dict[int, int] = {}
        self._ages: list[int] = []

    def add(self, pk: int, moment: int, terms: Iterable[Term]) -> None:
        place = len(self._keys)
        self._keys.append(pk)
        self._moments.append(moment)
        for term in terms:
            number = self._number.setdefault(term, len(self._number))
            if number == len(self._members):
                self._members.append(array("i"))
            self._members[number].append(place)
            self._terms.append(number)
        self._begin.append(len(self._terms))

    def close(self) -> None:
        """All are in. The ages are what every ranking starts from."""
        self._width = len(self._keys) // 8 + 1
        least = min(self._moments, default=0)
        steps = [-(-(moment - least) // _STEP) for moment in self._moments]
        columns = max(steps, default=0).bit_length()
        for column in range(columns):
            self._ages.append(
                self._as_bits(place for place, step in enumerate(steps) if step >> column & 1)
            )
        common = len(self._keys) / _RARE
        self._bits = {
            number: self._as_bits(members)
            for number, members in enumerate(self._members)
            if len(members) > common
        }

    def best(
        self, points: Mapping[Term, int], limit: int, bonus: int, without: Collection[int]
    ) -> list[Ranked]:
        """The best ``limit`` by what they share, the newer and then the later made among equals."""
        known = {self._number[term]: each for term, each in points.items() if term in self._number}
        if not known:
            return []
        few = self._few(known, limit + len(without))
        scored = (
            Ranked(self._score(place, known) + bonus, self._keys[place])
            for place in few
            if self._keys[place] not in without
        )
        return heapq.nlargest(limit, scored)

    def _score(self, place: int, known: Mapping[int, int]) -> int:
        own = self._terms[self._begin[place] : self._begin[place + 1]]
        shared = sum(known.get(number, 0) for number in own)
        return shared + self._moments[place]

    def _few(self, known: Mapping[int, int], wanted: int) -> list[int]:
        """Those who may be among the best ``wanted``, by upper bounds."""
        columns, anything = list(self._ages), 0
        for number, points in known.items():
            members = self._bits.get(number)
            if members is None:
                members = self._as_bits(self._members[number])
            anything |= members
            _add(columns, members, -(-points // _STEP))
        # The wanted-th best bound, found bit by bit from the top.
        found, bound = anything, 0
        chosen = 0
        for column in range(len(columns) - 1, -1, -1):
            above = found & columns[column]
            if (chosen + above.bit_count()) >= wanted:
                found, bound = above, bound | 1 << column
            else:
                chosen += above.bit_count()
                found &= ~columns[column]
        # Rounding may have lifted each of them by a step for each term and one for its age.
        least = bound - len(known) - 1
        return self._places(_at_least(columns, least, anything))

    def _as_bits(self, places: Iterable[int]) -> int:
        row = bytearray(self._width)
        for place in places:
            row[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(row, "little")

    def _places(self, bits: int) -> list[int]:
        row = bits.to_bytes(self._width, "little")
        return [
            match.start() * 8 + bit
            for match in _SET.finditer(row)
            for bit in range(8)
            if row[match.start()] >> bit & 1
        ]


def _add(columns: list[int], members: int, points: int) -> None:
    """``points`` to the score of each member, with the carries."""
    column = 0
    while points:
        if points & 1:
            carry, at = members, column
            while carry:
                while at >= len(columns):
                    columns.append(0)
                columns[at], carry = columns[at] ^ carry, columns[at] & carry
                at += 1
        points >>= 1
        column += 1


def _at_least(columns: list[int], least: int, among: int) -> int:
    """Whose score is ``least`` or more."""
    if least <= 0:
        return among
    if least.bit_length() > len(columns):
        return 0
    equal, more = among, 0
    for column in range(len(columns) - 1, -1, -1):
        if least >> column & 1:
            equal &= columns[column]
        else:
            more |= equal & columns[column]
            equal &= ~columns[column]
    return equal | more


class Corpus:
    """An index for each language, asked in the order of the lists: the own language first."""

    def __init__(self) -> None:
        self._indexes: defaultdict[str, Index] = defaultdict(Index)

    def add(self, language: str, pk: int, moment: int, terms: Iterable[Term]) -> None:
        self._indexes[language].add(pk, moment, terms)

    def close(self) -> None:
        for index in self._indexes.values():
            index.close()

    def best(
        self,
        language: str,
        points: Mapping[Term, int],
        limit: int,
        bonus: int,
        without: Collection[int],
    ) -> list[Ranked]:
        found = self._indexes[language].best(points, limit, bonus, without)
        if len(found) == limit:
            return found
        others = [
            each
            for other, index in self._indexes.items()
            if other != language
            for each in index.best(points, limit - len(found), 0, without)
        ]
        return [*found, *heapq.nlargest(limit - len(found), others)]
