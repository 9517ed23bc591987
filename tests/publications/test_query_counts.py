"""What a page costs does not depend on how much there is to show."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from authors.models import Affiliation, AuthorLink, CenterMembership, Organisation
from programs.models import ResearchCenter
from publications.facets import keeping
from publications.models import Publication, Series
from publications.related.rebuilding import rebuild
from publications.workflow import Action
from tests import making

pytestmark = pytest.mark.django_db


def _rich(count: int) -> Publication:
    """A paper with that many authors, each with as many affiliations as two, and tags."""
    parent = Organisation.objects.create(name_en=f"University {count}")
    school = Organisation.objects.create(name_en=f"School {count}", parent=parent)
    people = [making.author() for _ in range(count)]
    for person in people:
        for order in range(2):
            Affiliation.objects.create(
                author=person, organisation=school, position_en="fellow", order=order
            )
    series = Series.objects.create(name_en=f"Series {count}", slug=f"series-{count}")
    tags = [f"tag {number}" for number in range(count)]
    made = making.draft(authors=people, tags=tags, series=series, number="1", lead="<p>Lead</p>")
    for number in range(3):
        center = ResearchCenter.objects.create(
            name_en=f"Center {count}-{number}", slug=f"center-{count}-{number}"
        )
        made.center_links.create(center=center, order=number)
    making.published(tags=tags, language="fr", translation_group=made.translation_group)
    return making.move(made, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)


def _queries(client: Client, address: str) -> int:
    """What the page costs; that it was seen is noted on top, by exactly one statement."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    notes = [query for query in captured if "publications_usageevent" in query["sql"]]
    assert len(notes) == _is_counted(address)
    return len(captured) - len(notes)


def _is_counted(address: str) -> bool:
    return address.startswith("/en/publications/paper-")


def test_a_summary_page_costs_the_same_for_one_author_and_for_thirty(client: Client) -> None:
    papers = [_rich(count) for count in (1, 10, 30)]
    for _ in range(4):
        making.published(tags=["tag 0"])
    rebuild()
    # Once an hour a process reads or makes the hour's salt.
    client.get(papers[0].get_absolute_url())
    costs = {_queries(client, paper.get_absolute_url()) for paper in papers}
    assert len(costs) == 1
    # Two of them tell what the institute says of itself: a process asks them once a second.
    assert costs.pop() <= 11


def test_a_listing_of_twenty_costs_the_same_as_a_listing_of_one(client: Client) -> None:
    _rich(1)
    keeping.settle()
    few = _queries(client, "/en/publications/")
    for count in range(2, 14):
        _rich(count)
    keeping.settle()
    assert Publication.objects.public().count() > 20
    assert _queries(client, "/en/publications/") == few
    # Five for what there is to choose from, six for its numbers and names, five for the cards; two
    # tell what the institute says of itself, which a process asks once a second.
    assert few <= 18


def test_a_listing_with_every_filter_on_stays_within_its_budget(client: Client) -> None:
    paper = _rich(3)
    first = paper.authorships.select_related("author").first()
    assert first is not None
    assert first.author is not None
    address = (
        f"/en/publications/?q=paper&center=center-3-0&author={first.author.slug}&type=paper"
        f"&series=series-3&tag=tag-1&language=en&sort=oldest&year={paper.published_at:%Y}"
    )
    keeping.settle()
    assert f"{paper.title}".encode() in client.get(address).content
    # Words take some seven of their own: how common they are, what has them, how they may begin.
    assert _queries(client, address) <= 25


def test_the_other_pages_cost_the_same_for_few_and_for_many(client: Client) -> None:
    center = ResearchCenter.objects.create(name_en="Center", slug="center")
    person = making.author("Ada Writer", slug="ada")
    addresses = [
        "/en/",
        "/en/authors/",
        "/en/authors/ada/",
        "/en/programs/",
        "/en/programs/center/",
        "/en/topics/common/",
        "/en/topics/",
        "/en/series/series/",
    ]
    series = Series.objects.create(name_en="Series", slug="series")

    def more(count: int) -> None:
        for _ in range(count):
            other = making.author()
            CenterMembership.objects.create(author=other, center=center)
            AuthorLink.objects.create(author=person, label="Page", url="https://example.org")
            making.published(authors=[person, other], tags=["common"], series=series)
            number = ResearchCenter.objects.count()
            below = ResearchCenter.objects.create(
                name_en=f"Program {number}", slug=f"program-{number}", parent=center
            )
            Publication.objects.latest("pk").center_links.create(center=below)

    more(1)
    few = [_queries(client, address) for address in addresses]
    more(8)
    assert [_queries(client, address) for address in addresses] == few
    assert max(few) <= 12


def test_an_anonymous_reader_costs_no_session_and_gets_no_cookie(client: Client) -> None:
    paper = making.published(tags=["common"])
    for address in ("/en/", "/en/publications/", paper.get_absolute_url(), "/en/never-was/"):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert not [query for query in captured if "django_session" in query["sql"]]
        assert not [query for query in captured if "auth_user" in query["sql"]]
        assert not answer.cookies
        assert "Vary" not in answer.headers
