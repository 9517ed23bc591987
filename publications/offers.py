"""The listing's menus: each choice with the number of publications a reader would get by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from authors.index import place
from authors.models import Author
from ifri import alphabet
from publications import facets
from publications.facets import Facets
from publications.listing import Choices, Results, Selection, Sort
from publications.models import Tag
from publications.pagination import Years


class Option(NamedTuple):
    value: str
    label: str
    number: int | None  # nothing where it was not counted
    is_chosen: bool


class Index(NamedTuple):
    label: str
    address: str


@dataclass(frozen=True)
class Menu:
    """One filter's choices, without those that would find nothing."""

    name: str
    label: str | Promise
    options: list[Option]
    # The page that names all, where there are more than are offered.
    index: Index | None = None

    @property
    def is_worth_showing(self) -> bool:
        return bool(self.options)


def count(selection: Selection, results: Results) -> Facets:
    """What the selection lists, by the choices that a reader has there."""
    if results.keys is None:
        return facets.count(selection.wanted, results.publications)
    if results.is_more:
        # Only the first of them are here: what they are is no count of what there is.
        return Facets(len(results.keys), is_more=True)
    return facets.of_these(results.keys)


def menus(selection: Selection, choices: Choices, counted: Facets) -> list[Menu]:
    """In the order of the form. Two queries, for the names of topics and authors."""
    fixed: list[tuple[str, str | Promise, str, Iterable[tuple[Any, str, Any]]]] = [
        ("center", _("Center or program"), "center_id", _named(choices.active_centers)),
        ("type", _("Type"), "type_id", _named(choices.types)),
        ("series", _("Series"), "series_id", _named(choices.series)),
        ("tag", _("Topic"), "tag_id", _named(_topics(selection, counted))),
        ("author", _("Author"), "author_id", _named(_authors(selection, counted))),
        ("year", _("Year"), "year", ((year, str(year), year) for year in choices.years)),
        ("language", _("Language"), "language", ((c, c, name) for c, name in choices.languages)),
    ]
    return [
        Menu(
            name,
            label,
            list(_options(column, values, selection, counted)),
            _index(name) if column in counted.cut else None,
        )
        for name, label, column, values in fixed
    ]


def years(selection: Selection, counted: Facets) -> Years | None:
    """For far pages: how many of each year are listed, where that is known and time is the order."""
    numbers = counted.numbers.get("year")
    if not numbers or selection.year or selection.sort not in (Sort.NEWEST, Sort.OLDEST):
        return None
    return Years(numbers, selection.time, newest_first=selection.sort == Sort.NEWEST)


def _named(rows: Iterable[Any]) -> Iterable[tuple[int, str, Any]]:
    return ((row.pk, row.slug, row) for row in rows)


def _options(
    column: str, values: Iterable[tuple[Any, str, Any]], selection: Selection, counted: Facets
) -> Iterable[Option]:
    numbers = counted.numbers.get(column)
    chosen = selection.wanted.get(column)
    for key, value, label in values:
        # What is chosen may not be among the most frequent, and then nobody counted it.
        uncounted = None if column in counted.cut else 0
        number = None if numbers is None else numbers.get(key, uncounted)
        if number is None and chosen is not None and key != chosen:
            yield Option(value, str(label), None, is_chosen=False)
        elif number or number is None or key == chosen:
            yield Option(value, str(label), number, is_chosen=key == chosen)


def _index(name: str) -> Index:
    if name == "tag":
        return Index(gettext("All topics"), reverse("topics"))
    return Index(gettext("All authors"), reverse("authors"))


def _topics(selection: Selection, counted: Facets) -> list[Any]:
    found = _most(Tag, "tag_id", counted, selection.tag)
    return sorted(found, key=lambda each: alphabet.place(str(each)))


def _authors(selection: Selection, counted: Facets) -> list[Any]:
    return sorted(_most(Author, "author_id", counted, selection.author), key=place)


def _most(model: type[Any], column: str, counted: Facets, chosen: Any) -> list[Any]:
    """The most frequent, and the chosen one among them."""
    keys = [key for key, number in counted.numbers.get(column, {}).items() if number > 0]
    found = model.objects.in_bulk(keys) if keys else {}
    if chosen is not None:
        found[chosen.pk] = chosen
    return list(found.values())
