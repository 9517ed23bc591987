"""After an upgrade titles and names are found at once, before anybody rebuilds the index."""

import pytest
from django.core.management import call_command
from django.db import connection

from publications import search
from publications.models import Publication
from publications.search.backend import Place, backend
from publications.search.query import parse
from publications.search.reading import readings
from tests import making

BEFORE = "0006_alerts"


def with_the_word_in(place: Place) -> list[str]:
    condition = backend().condition(readings(parse("cobalt"), "en"), place)
    found = Publication.objects.filter(pk__in=condition.numbers).order_by("pk")
    return list(found.values_list("title", flat=True))


@pytest.mark.django_db(transaction=True)
def test_what_was_indexed_before_is_found_by_its_title_and_names() -> None:
    making.published("Cobalt")
    making.published("Named", tags=["cobalt"])
    making.published("Summed up", summary="<p>Cobalt.</p>")
    call_command("migrate", "publications", BEFORE, verbosity=0)

    call_command("migrate", verbosity=0)

    assert with_the_word_in(Place.TITLE) == ["Cobalt"]
    assert with_the_word_in(Place.LABEL) == ["Cobalt", "Named"]
    assert "Cobalt" in [each.text for each in search.suggestions("cob")]
    # And it goes on following what changes.
    Publication.objects.get(title="Named").delete()
    making.published("Cobalt too")
    assert with_the_word_in(Place.LABEL) == ["Cobalt", "Cobalt too"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has nothing to set")
@pytest.mark.django_db(transaction=True)
def test_texts_are_pressed_with_lz4_where_the_server_has_it() -> None:
    set_now = pressed_with()
    call_command("migrate", "publications", "0008_listings_without_rows", verbosity=0)
    before = pressed_with()
    call_command("migrate", verbosity=0)

    assert set(before) == {"default"}
    assert set(set_now) == {"lz4" if has_lz4() else "default"}
    assert pressed_with() == set_now


def pressed_with() -> list[str]:
    names = {"l": "lz4", "p": "pglz", "": "default"}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT attcompression FROM pg_attribute
               WHERE (attrelid, attname) IN (('publications_documenttext'::regclass, 'pages'),
                                             ('publications_searchentry'::regclass, 'body'))"""
        )
        return [names[kind] for (kind,) in cursor]


def has_lz4() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression'")
        return "lz4" in cursor.fetchone()[0]
