"""The summary page: every element of the reference page, and nothing strangers may not see."""

import datetime
import io
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from authors.models import Affiliation, Organisation
from programs.models import Kind, ResearchCenter
from publications import documents
from publications.enums import Access, AuthorRole, DocumentKind, Licence
from publications.models import Authorship, Document, Publication, RelatedPick, Series
from publications.workflow import Action
from tests import making
from tests.html import attributes, page, text

pytestmark = pytest.mark.django_db

TO_PUBLISHED = (Action.SUBMIT, Action.APPROVE, Action.PUBLISH)


def _picture() -> "ContentFile[bytes]":
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(out, "WEBP")
    return ContentFile(out.getvalue())


@pytest.fixture
def paper() -> Publication:
    """A paper with everything a page can show."""
    author = making.author("Ada Writer", slug="ada-writer")
    school = Organisation.objects.create(name_en="School of War", name_fr="École de guerre")
    for order, position in enumerate(["lecturer", "fellow"]):
        Affiliation.objects.create(
            author=author, organisation=school, position_en=position, order=order
        )
    series = Series.objects.create(name_en="Visions", slug="visions")
    made = making.draft(
        "The Long Road",
        slug="the-long-road",
        authors=[author],
        tags=["artillery", "budget"],
        subtitle="A subtitle",
        lead="<p>The lead of it.</p>",
        summary="<h2>First part</h2><p>The <strong>summary</strong> of it.</p>",
        key_takeaways="<ul><li>One thing to keep.</li></ul>",
        series=series,
        number="12",
        doi="10.1234/road",
        isbn="9783161484100",
        licence=Licence.CC_BY,
    )
    for order, (name, slug, kind) in enumerate(
        [("Arms", "arms", Kind.PROGRAM), ("Russia", "russia", Kind.CENTER)]
    ):
        center = ResearchCenter.objects.create(name_en=name, slug=slug, kind=kind)
        made.center_links.create(center=center, order=order, is_primary=slug == "russia")
    published = datetime.datetime(2026, 3, 4, 11, tzinfo=datetime.UTC)
    return making.move(made, *TO_PUBLISHED, at=published)


def test_it_shows_what_the_paper_says(client: Client, paper: Publication) -> None:
    shown = page(client, "/en/publications/the-long-road/")
    assert text(shown, "h1") == ["The Long Road"]
    assert text(shown, ".subtitle") == ["A subtitle"]
    assert text(shown, ".lead") == ["The lead of it."]
    assert text(shown, ".takeaways li") == ["One thing to keep."]
    assert text(shown, ".paper-body section:last-child .prose > p") == ["The summary of it."]
    assert text(shown, ".facts dd") == [
        "Paper",
        "Visions, No. 12",
        "4 March 2026",
        "2",
        "English",
        "10.1234/road",
        "9783161484100",
        "CC BY 4.0",
    ]
    assert attributes(shown, ".facts a", "href") == [
        "/en/series/visions/",
        "https://doi.org/10.1234/road",
        "https://creativecommons.org/licenses/by/4.0/",
    ]
    assert attributes(shown, ".cite-ways a", "href") == [
        f"/en/publications/the-long-road/cite.{ending}" for ending in ("bib", "ris", "json")
    ]


def test_it_says_that_it_is_only_a_summary_and_leads_to_the_gate(
    client: Client, paper: Publication
) -> None:
    shown = page(client, "/en/publications/the-long-road/")
    assert text(shown, "#download .download-notice")[0].startswith(
        "This page contains only a summary of our work."
    )
    assert text(shown, "#download a") == ["Download the full analysis"]
    assert attributes(shown, "#download a", "href") == ["/en/publications/the-long-road/download/"]
    [facts] = text(shown, "#download .download-facts")
    assert facts.startswith("PDF · 2 pages · ")
    assert facts.endswith(" · English")
    assert text(shown, ".download-access") == ["You will be asked for an e-mail address."]


def test_an_open_paper_leads_straight_to_its_file(client: Client) -> None:
    paper = making.published(access=Access.OPEN)
    shown = page(client, paper.get_absolute_url())
    assert attributes(shown, "#download a", "href") == [paper.pdf_path()]
    assert text(shown, ".download-access") == []


def test_a_paper_for_members_says_so(client: Client) -> None:
    paper = making.published(access=Access.MEMBERS)
    shown = page(client, paper.get_absolute_url())
    assert attributes(shown, "#download a", "href") == [paper.gate_path()]
    assert text(shown, ".download-access") == ["For members: you will be asked to log in."]


def test_further_documents_are_named_and_linked_only_where_no_gate_stands(client: Client) -> None:
    for access, links in [(Access.OPEN, 2), (Access.FORM, 1)]:
        paper = making.published(access=access)
        annex = Document.objects.create(
            publication=paper, kind=DocumentKind.ANNEX, title="Tables", order=1
        )
        documents.add_version(annex, ContentFile(making.pdf_bytes(), name="a.pdf"), user=None)
        shown = page(client, paper.get_absolute_url())
        assert text(shown, ".download-further li")[0].startswith("Tables PDF, ")
        assert len(attributes(shown, "#download a", "href")) == links


@pytest.mark.parametrize(
    ("word", "notice"),
    [
        ("expired", ["Your download link has expired. Ask for a new one below."]),
        ("revoked", ["Your download link has been closed. Ask for a new one below."]),
        (
            "invalid",
            ["This download link is not valid for this publication. Ask for a new one below."],
        ),
        ("<b>nonsense</b>", []),
        ("", []),
    ],
)
def test_a_refused_link_is_explained_in_one_of_three_sentences(
    client: Client, word: str, notice: list[str]
) -> None:
    paper = making.published()
    shown = page(client, paper.get_absolute_url(), {"link": word})
    assert text(shown, "#download [role=alert]") == notice
    assert b"nonsense" not in client.get(paper.get_absolute_url(), {"link": word}).content


def test_the_byline_has_the_order_the_roles_and_the_frozen_affiliations(client: Client) -> None:
    names = ["Zoe Last", "Ada First", "Max Middle"]
    people = [making.author(name) for name in names]
    school = Organisation.objects.create(name_en="Old School")
    for person in people:
        Affiliation.objects.create(author=person, organisation=school, position_en="teacher")
    center = ResearchCenter.objects.create(name_en="Arms Center", slug="arms")
    closed = ResearchCenter.objects.create(name_en="Closed", slug="closed", is_active=False)
    made = making.draft(authors=people)
    made.authorships.filter(author=people[1]).update(role=AuthorRole.EDITOR)
    Authorship.objects.create(publication=made, center=center, order=3)
    Authorship.objects.create(publication=made, organisation=school, order=4)
    Authorship.objects.create(publication=made, center=closed, order=5)
    paper = making.move(made, *TO_PUBLISHED)
    Affiliation.objects.update(position_en="director")

    shown = page(client, paper.get_absolute_url())
    assert text(shown, ".byline > li") == [
        "Zoe Last Teacher, Old School",
        "Ada First (editor) Teacher, Old School",
        "Max Middle Teacher, Old School",
        "Arms Center",
        "Old School",
        "Closed",
    ]
    assert attributes(shown, ".byline-name a", "href") == [
        *(person.get_absolute_url() for person in people),
        "/en/programs/arms/",
    ]
    # The byline is of that day; the biography is of today.
    assert text(shown, ".biography .prose")[0] == "Zoe Last is a director at Old School."


def test_a_written_biography_stands_in_place_of_the_sentence(client: Client) -> None:
    person = making.author("Ada Writer", biography_en="She has written a lot.")
    school = Organisation.objects.create(name_en="School", name_fr="École")
    Affiliation.objects.create(
        author=person, organisation=school, position_en="teacher", position_fr="enseignante"
    )
    paper = making.published(authors=[person])
    english = page(client, f"/en/publications/{paper.slug}/")
    assert text(english, ".biography .prose") == ["She has written a lot."]
    french = page(client, f"/fr/publications/{paper.slug}/")
    assert text(french, ".biography .prose") == ["Ada Writer est enseignante à École."]


def test_a_person_who_signed_twice_has_one_biography(client: Client) -> None:
    person = making.author("Ada Writer", biography_en="A life.")
    made = making.draft(authors=[person])
    Authorship.objects.create(publication=made, author=person, role=AuthorRole.EDITOR, order=1)
    paper = making.move(made, *TO_PUBLISHED)
    shown = page(client, paper.get_absolute_url())
    assert text(shown, ".biography .prose") == ["A life."]
    assert text(shown, ".byline-name") == ["Ada Writer", "Ada Writer"]


def test_centers_stand_with_the_primary_first_and_a_way_to_all(
    client: Client, paper: Publication
) -> None:
    ResearchCenter.objects.create(name_en="Unrelated", slug="unrelated")
    shown = page(client, "/en/publications/the-long-road/")
    assert text(shown, ".center-links > li") == ["Research center Russia", "Program Arms"]
    assert attributes(shown, "[aria-labelledby=centers-title] a", "href") == [
        "/en/programs/russia/",
        "/en/programs/arms/",
        "/en/programs/",
    ]


def test_a_closed_center_is_named_without_a_link(client: Client) -> None:
    made = making.published()
    closed = ResearchCenter.objects.create(name_en="Closed", slug="closed", is_active=False)
    made.center_links.create(center=closed)
    shown = page(client, made.get_absolute_url())
    assert text(shown, ".center-links > li") == ["Research center Closed"]
    assert attributes(shown, ".center-links a", "href") == []


def test_tags_lead_to_their_topics(client: Client, paper: Publication) -> None:
    shown = page(client, "/en/publications/the-long-road/")
    assert text(shown, ".tag") == ["artillery", "budget"]
    assert attributes(shown, ".tag", "href") == ["/en/topics/artillery/", "/en/topics/budget/"]


def test_related_analyses_have_title_and_teaser_and_a_way_to_all(
    client: Client, paper: Publication
) -> None:
    other = making.published("Another Road", tags=["artillery"], teaser="What it is about.")
    hidden = making.draft("A Secret Road", tags=["artillery", "budget"])
    RelatedPick.objects.create(publication=paper, picked=hidden)
    shown = page(client, "/en/publications/the-long-road/")
    assert text(shown, ".related-item h3") == ["Another Road"]
    assert text(shown, ".related-item .card-teaser") == ["What it is about."]
    assert attributes(shown, ".related a", "href") == [
        other.get_absolute_url(),
        "/en/publications/",
    ]


def test_the_head_names_its_own_address_in_its_own_language(
    client: Client, paper: Publication
) -> None:
    paper.teaser = 'A "short" text.'
    paper.save()
    shown = page(client, "/fr/publications/the-long-road/")
    address = "http://127.0.0.1:8000/en/publications/the-long-road/"
    assert attributes(shown, "link[rel=canonical]", "href") == [address]
    assert attributes(shown, "link[hreflang][rel=alternate]", "href") == []
    assert attributes(shown, "meta[name=description]", "content") == ['A "short" text.']
    assert attributes(shown, "meta[property='og:title']", "content") == ["The Long Road"]
    assert attributes(shown, "meta[property='og:url']", "content") == [address]
    assert attributes(shown, "meta[property='article:published_time']", "content") == [
        "2026-03-04T12:00:00+01:00"
    ]


def test_a_paper_in_another_language_than_the_page_is_marked(
    client: Client, paper: Publication
) -> None:
    english = page(client, "/en/publications/the-long-road/")
    assert text(english, ".paper-head .badge") == []
    french = page(client, "/fr/publications/the-long-road/")
    assert len(text(french, ".paper-head .badge")) == 1
    assert attributes(french, "html", "lang") == ["fr"]
    assert attributes(french, "h1", "lang") == ["en"]
    assert attributes(french, ".paper-body", "lang") == ["en"]
    assert attributes(french, "#summary-title", "lang") == ["fr"]


def test_other_languages_are_offered_once_they_are_public(client: Client) -> None:
    english = making.published("In English", slug="in-english")
    french = making.draft(
        "En français",
        slug="en-francais",
        language="fr",
        translation_group=english.translation_group,
    )
    before = page(client, "/en/publications/in-english/")
    assert text(before, ".versions") == []
    assert b"en-francais" not in client.get("/en/publications/in-english/").content

    making.move(french, *TO_PUBLISHED)
    after = page(client, "/en/publications/in-english/")
    assert text(after, ".versions") == ["Also available in: Français"]
    assert attributes(after, ".versions a", "href") == ["/fr/publications/en-francais/"]
    alternates = "link[rel=alternate][hreflang]"
    assert attributes(after, alternates, "hreflang") == ["en", "fr", "x-default"]
    assert attributes(after, alternates, "href")[2].endswith("/en/publications/in-english/")
    # The switcher leads to the version, not to this paper under another frame.
    assert attributes(after, ".languages a", "href") == [
        "/en/publications/in-english/",
        "/fr/publications/en-francais/",
    ]


def test_rich_text_is_cleaned_on_the_way_out_too(client: Client) -> None:
    paper = making.published(summary="<p>Fine</p><script>alert(1)</script>")
    content = client.get(paper.get_absolute_url()).content.decode()
    assert "<p>Fine</p>" in content
    assert "<script>alert(1)" not in content


def test_an_uploaded_cover_has_its_description_and_credit(client: Client) -> None:
    paper = making.published(cover_alt="Two tanks", cover_credit="© A. Photographer")
    paper.cover.save("cover.webp", _picture())
    shown = page(client, paper.get_absolute_url())
    assert attributes(shown, ".paper-cover img", "alt") == ["Two tanks"]
    assert text(shown, ".paper-cover figcaption") == ["© A. Photographer"]
    [address] = attributes(shown, ".paper-cover img", "src")
    assert client.get(address).status_code == 200


def test_without_a_cover_the_first_page_is_shown(client: Client) -> None:
    paper = making.published(cover_alt="Two tanks", cover_credit="A. Photographer")
    shown = page(client, paper.get_absolute_url())
    assert attributes(shown, ".paper-cover img", "alt") == ["First page of the full analysis"]
    assert text(shown, ".paper-cover figcaption") == []


@pytest.mark.parametrize("make", [making.draft, making.in_review, making.scheduled])
def test_what_is_not_public_answers_exactly_as_what_is_not_there(
    client: Client, make: Callable[[str], Publication]
) -> None:
    hidden = make("A Secret Title")
    for language in ("en", "fr"):
        answers = [
            client.get(f"/{language}/publications/{slug}/", {"link": "expired"})
            for slug in (hidden.slug, "never-was")
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content
        assert answers[0].headers.items() == answers[1].headers.items()


def test_a_withdrawn_paper_leaves_a_tombstone_without_its_title(client: Client) -> None:
    gone = making.withdrawn("A Withdrawn Title", slug="once-here")
    answer = client.get("/en/publications/once-here/")
    assert answer.status_code == 410
    content = answer.content.decode()
    assert "This publication has been withdrawn" in content
    assert "Withdrawn at the author&#x27;s request." in content
    assert f"{timezone.localdate(gone.withdrawn_at):%Y}" in content
    assert "A Withdrawn Title" not in content
    assert "once-here" not in content


def test_it_can_only_be_read(client: Client) -> None:
    paper = making.published()
    assert client.post(paper.get_absolute_url()).status_code == 405
    assert client.head(paper.get_absolute_url()).status_code == 200
