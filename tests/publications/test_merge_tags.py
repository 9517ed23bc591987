"""One tag of several: nothing published loses its topic, no address stops leading somewhere."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml import html

from publications import content, history, merge_tags, search, writing
from publications.admin.tag_field import existing
from publications.enums import TagKind
from publications.facets import keeping
from publications.models import Alert, Publication, Revision, Tag, TagRedirect, TagSynonym
from publications.related import queue, related_to
from tests import making
from tests.following import ask, confirm, follow
from tests.html import attributes, page, parse, text
from tests.publications.test_indistinguishable import evened

pytestmark = pytest.mark.django_db


@pytest.fixture
def russia(db: None) -> Tag:
    made: Tag = Tag.objects.create(name="Russia", slug="russia", label_en="Russia")
    return made


@pytest.fixture
def russie(db: None) -> Tag:
    made: Tag = Tag.objects.create(
        name="Russie", slug="russie", label_fr="Russie", description_fr="Le plus grand pays."
    )
    return made


def test_every_publication_of_both_has_the_one_that_stays(russia: Tag, russie: Tag) -> None:
    papers = [
        making.published(tags=["Russia"]),
        making.published(tags=["Russie"]),
        making.published(tags=["Russia", "Russie"]),
        making.draft(tags=["Russie"]),
    ]
    assert merge_tags.merge(russia, [russie]) == 3
    assert [sorted(paper.tags.names()) for paper in papers] == [["Russia"]] * 4
    assert not Tag.objects.filter(pk=russie.pk).exists()


def test_it_takes_the_names_and_the_texts_it_lacks(russia: Tag, russie: Tag) -> None:
    TagSynonym.objects.create(tag=russie, name="Fédération de Russie")
    merge_tags.merge(russia, [russie])
    russia.refresh_from_db()
    assert (russia.label_en, russia.label_fr) == ("Russia", "Russie")
    assert russia.description_fr == "Le plus grand pays."
    assert [each.name for each in russia.synonyms.all()] == ["Fédération de Russie", "Russie"]
    assert existing("russie") == russia
    assert existing("FÉDÉRATION DE RUSSIE") == russia


def test_its_papers_are_found_by_the_name_that_stays(
    russia: Tag,
) -> None:
    making.published("A paper", tags=["Okapi"])
    merge_tags.merge(russia, [Tag.objects.get(name="Okapi")])
    found = search.matching(Publication.objects.public(), "russia")
    assert [paper.title for paper in found] == ["A paper"]


def test_whoever_follows_one_that_goes_follows_the_one_that_stays_once(
    russia: Tag, russie: Tag
) -> None:
    making.published(tags=["Russia", "Russie"])
    follow("tag=russie", email="one@example.org", frequency="weekly")
    for topic in ("russia", "russie"):
        follow(f"tag={topic}", email="both@example.org")
    ask("tag=russie", email="asked@example.org")

    merge_tags.merge(russia, [russie])

    alerts = {alert.follower.email: alert for alert in Alert.objects.select_related("follower")}
    assert Alert.objects.count() == 3
    assert {alert.tag for alert in alerts.values()} == {russia}
    assert alerts["one@example.org"].frequency == "weekly"
    # The link in the mail still works, and following it again is no second alert.
    assert confirm().status_code == 200
    assert {bool(alert.confirmed_at) for alert in Alert.objects.all()} == {True}
    follow("tag=russia", email="one@example.org")
    assert Alert.objects.count() == 3


def test_one_that_was_merged_into_another_meanwhile_takes_nothing(russia: Tag, russie: Tag) -> None:
    merge_tags.merge(russia, [russie])
    with pytest.raises(Tag.DoesNotExist):
        merge_tags.merge(russie, [russia])
    assert Tag.objects.get() == russia
    # Nor is anything lost by merging what is gone already.
    assert merge_tags.merge(russia, [russie]) == 0


@pytest.mark.parametrize("path", ["/en/topics/{}/", "/fr/topics/{}/", "/en/topics/{}/feed/"])
def test_the_old_page_is_missing_while_the_one_it_leads_to_is(
    client: Client, russia: Tag, russie: Tag, path: str
) -> None:
    paper = making.scheduled(tags=["Russie"])
    merge_tags.merge(russia, [russie])
    never = evened(client.get(path.format("never-was")), "never-was")
    assert never[0] == 404
    for slug in ("russie", "russia"):
        assert evened(client.get(path.format(slug)), slug) == never
    assert paper.published_at is not None
    with time_machine.travel(paper.published_at, tick=False):
        assert client.get(path.format("russie")).status_code == (200 if "feed" in path else 301)


def test_an_address_in_use_is_never_led_away(client: Client, russia: Tag, russie: Tag) -> None:
    making.published("Of Russia", tags=["Russia"])
    making.published("Of Russie", tags=["Russie"])
    TagRedirect.objects.create(slug="russie", tag=russia, former_pk=0)  # which nobody makes
    assert client.get("/en/topics/russie/").status_code == 200
    feed = client.get("/en/topics/russie/feed/").content.decode()
    assert ("Of Russie" in feed, "Of Russia" in feed) == (True, False)


@pytest.mark.parametrize("path", ["/en/topics/{}/", "/fr/topics/{}/", "/en/topics/{}/?page=1"])
def test_the_old_page_leads_on_in_one_step_however_often_it_was_merged(
    client: Client, russia: Tag, russie: Tag, path: str
) -> None:
    making.published(tags=["Russia"])
    urss = Tag.objects.create(name="URSS", slug="urss")
    merge_tags.merge(russie, [urss])
    merge_tags.merge(russia, [russie])
    for old in ("urss", "russie"):
        answer = client.get(path.format(old))
        assert (answer.status_code, answer["Location"]) == (301, path.format("russia"))
    assert client.get("/en/topics/never-was/").status_code == 404


def test_a_topic_behind_drafts_alone_stays_unknown(
    client: Client, russia: Tag, russie: Tag
) -> None:
    making.draft(tags=["Russie"])
    merge_tags.merge(russia, [russie])
    assert client.get("/en/topics/russia/").status_code == 404


def test_feeds_and_filters_know_the_old_name(client: Client, russia: Tag, russie: Tag) -> None:
    making.published("Here", tags=["Russie"])
    merge_tags.merge(russia, [russie])
    assert "Here" in client.get("/en/topics/russie/feed/").content.decode()
    shown = page(client, "/en/publications/", {"tag": "russie"})
    assert text(shown, ".chip") == ["Topic Russia ×(remove)"]
    (canonical,) = attributes(shown, "link[rel=canonical]", "href")
    assert canonical.endswith("/en/publications/?tag=russia")


def test_an_old_revision_brings_back_the_one_that_stayed(russia: Tag, russie: Tag) -> None:
    editor = making.user("editor")
    paper = making.draft(tags=["Russie"])
    first = history.record(paper, Revision.Kind.SAVE, user=editor)
    assert first is not None
    merge_tags.merge(russia, [russie])
    writing.write(paper, content.read(paper) | {"title": "Else", "tags": []})
    history.record(paper, Revision.Kind.SAVE, user=editor)
    history.restore(paper, first, user=editor)
    assert list(paper.tags.names()) == ["Russia"]


def test_related_analyses_and_numbers_follow(russia: Tag, russie: Tag) -> None:
    one, other = making.published(tags=["Russia"]), making.published("Other", tags=["Russie"])
    Publication.objects.filter(pk=other.pk).update(language="fr")
    merge_tags.merge(russia, [russie])
    queue.drain()
    keeping.settle()
    assert [each.title for each in related_to(one)] == ["Other"]


def test_an_editor_merges_in_two_steps_and_it_is_logged(
    client: Client, russia: Tag, russie: Tag
) -> None:
    making.published(tags=["Russia"])
    client.force_login(making.user("publisher"))
    address = "/admin/publications/tag/"
    chosen: dict[str, Any] = {
        "action": "merge_selected",
        "_selected_action": [russia.pk, russie.pk],
    }
    asked = client.post(address, chosen)
    assert attributes(parse(asked.content.decode()), "input[name=into]", "value") == [
        str(russia.pk),
        str(russie.pk),
    ]
    shown = parse(asked.content.decode())
    assert "The names of the others become its synonyms" in text(shown, "#content p")[0]
    assert text(shown, ".row-facts") == ["1 publication · topic", "0 publications · topic"]
    assert attributes(shown, ".submit-row a", "href") == [address]
    assert Tag.objects.count() == 2
    answer = client.post(address, chosen | {"into": russia.pk})
    assert answer.status_code == 302
    assert list(Tag.objects.all()) == [russia]
    assert TagRedirect.objects.get().slug == "russie"


def test_who_only_writes_does_not_merge(client: Client, russia: Tag, russie: Tag) -> None:
    client.force_login(making.user("editor"))
    chosen = {"action": "merge_selected", "_selected_action": [russia.pk, russie.pk]}
    client.post("/admin/publications/tag/", chosen | {"into": russia.pk})
    assert Tag.objects.count() == 2


def test_a_topics_page_says_what_it_is_and_links_its_other_name(client: Client) -> None:
    tag = Tag.objects.create(
        name="Russia",
        slug="russia",
        label_fr="Russie",
        kind=TagKind.COUNTRY,
        description_en="The largest country.",
    )
    making.published(tags=["Russia"])
    shown = page(client, tag.get_absolute_url())
    assert text(shown, ".page-head > .kicker") == ["Country · All topics"]
    assert text(shown, ".intro") == ["The largest country."]
    assert text(shown, ".in-other-languages a") == ["Russie"]
    assert attributes(shown, ".in-other-languages a", "href") == ["/fr/topics/russia/"]
    assert text(shown, ".section-title .count") == ["1"]
    # The English name is the tag's own: no label says it.
    shown = page(client, "/fr/topics/russia/")
    assert text(shown, ".in-other-languages a") == ["Russia"]
    assert attributes(shown, ".in-other-languages a", "href") == ["/en/topics/russia/"]
    Tag.objects.update(label_fr="")
    for language in ("en", "fr"):
        assert text(page(client, f"/{language}/topics/russia/"), ".in-other-languages") == []


def test_a_synonym_is_no_other_tags_name(client: Client, russia: Tag, russie: Tag) -> None:
    with pytest.raises(Exception, match="Another tag has this name or this synonym"):
        TagSynonym(tag=russia, name="RUSSIE").full_clean()
    TagSynonym.objects.create(tag=russia, name="Russian Federation")
    with pytest.raises(Exception, match="Another tag has this name or this synonym"):
        TagSynonym(tag=russie, name="russian  federation").full_clean()


def test_descriptions_that_differ_are_shown_before_one_is_lost(
    client: Client, russia: Tag, russie: Tag
) -> None:
    client.force_login(making.user("publisher"))
    Tag.objects.filter(pk=russia.pk).update(description_en="One.")
    Tag.objects.filter(pk=russie.pk).update(description_en="Another.")
    chosen = {"action": "merge_selected", "_selected_action": [russia.pk, russie.pk]}
    answer = client.post("/admin/publications/tag/", chosen)
    boxes = html.fromstring(answer.content.decode()).xpath(
        "//fieldset[@id='merge-texts']//textarea[@readonly]"
    )
    assert sorted(box.text.strip() for box in boxes) == ["Another.", "One."]
