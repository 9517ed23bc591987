"""Citation files and page metadata: exact text from a record, and only for what is public."""

import dataclasses
import datetime
import json
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from authors.models import Affiliation as AuthorAffiliation
from authors.models import Organisation
from programs.models import ResearchCenter
from publications.bibliography import (
    Creator,
    Record,
    bibtex,
    csl_json,
    highwire,
    json_ld,
    page_metadata,
    record_of,
    ris,
)
from publications.bibliography.record import Affiliation
from publications.enums import Access, AuthorRole
from publications.models import Authorship, Publication, Series
from publications.workflow import Action
from tests import making

RECORD = Record(
    key="les-reseaux",
    kind="Étude",
    title="Les réseaux {électriques} & l’Europe",
    subtitle="100% d’avenir_",
    language="fr",
    url="https://ifri.example/fr/publications/les-reseaux/",
    publisher="Ifri",
    publisher_url="https://ifri.example",
    creators=(
        Creator(
            family="de Montbrial",
            given="Thierry",
            orcid="0000-0002-1825-0097",
            affiliations=(Affiliation("Ifri", "https://ror.org/05a0ya142"), Affiliation("CNAM")),
        ),
        Creator(family="d’Aboville", given="Zoé"),
        Creator(literal="Centre Énergie and Climat"),
        Creator(family="Müller", given="Åsa", role=AuthorRole.EDITOR),
        Creator(family="Voltaire", role=AuthorRole.TRANSLATOR),
        Creator(family="Contributor", given="Ann", role=AuthorRole.CONTRIBUTOR),
    ),
    issued=datetime.date(2025, 3, 9),
    modified=datetime.date(2025, 4, 1),
    series="Notes de l’Ifri",
    number="12",
    issn="2049-3630",
    doi="10.1234/a_b",
    isbn="978-2-36567-123-0",
    pages=42,
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    teaser="Ce qu’il faut savoir.",
    abstract="Un résumé\nsur deux lignes.",
    keywords=("énergie", "réseaux"),
    pdf_url="https://ifri.example/fr/publications/les-reseaux/les-reseaux.pdf",
)
BARE = Record(
    key="bare",
    kind="Paper",
    title="Bare",
    language="en",
    url="https://ifri.example/en/publications/bare/",
    publisher="Ifri",
    publisher_url="https://ifri.example",
)


def test_bibtex() -> None:
    assert bibtex(RECORD) == (
        "@techreport{les-reseaux,\n"
        "  author = {de Montbrial, Thierry and d’Aboville, Zoé and {Centre Énergie and Climat}},\n"
        "  editor = {Müller, Åsa},\n"
        "  translator = {{Voltaire}},\n"
        "  title = {{Les réseaux \\{électriques\\} \\& l’Europe : 100\\% d’avenir\\_}},\n"
        "  institution = {Ifri},\n"
        "  type = {{Étude}},\n"
        "  series = {{Notes de l’Ifri}},\n"
        "  number = {12},\n"
        "  year = {2025},\n"
        "  month = {3},\n"
        "  date = {2025-03-09},\n"
        "  pagetotal = {42},\n"
        "  doi = {10.1234/a_b},\n"
        "  isbn = {978-2-36567-123-0},\n"
        "  issn = {2049-3630},\n"
        "  url = {https://ifri.example/fr/publications/les-reseaux/},\n"
        "  langid = {french},\n"
        "  keywords = {énergie, réseaux},\n"
        "  abstract = {Un résumé sur deux lignes.},\n"
        "}\n"
    )


def test_bibtex_escapes_each_special_character_and_protects_an_and_within_a_name() -> None:
    record = dataclasses.replace(
        BARE,
        title="\\ { } $ & % # _ ~ ^",
        creators=(
            Creator(family="Rock and Roll", given="Ann"),
            Creator(family="King", given="Martin, Jr."),
            Creator(family="Anderson", given="Sandy"),
        ),
    )

    text = bibtex(record)

    assert (
        "title = {{\\textbackslash{} \\{ \\} \\$ \\& \\% \\# \\_ "
        "\\textasciitilde{} \\textasciicircum{}}}" in text
    )
    assert "author = {{Rock and Roll}, Ann and King, {Martin, Jr.} and Anderson, Sandy}" in text


def test_ris() -> None:
    lines = """\
TY  - RPRT
AU  - de Montbrial, Thierry
AU  - d’Aboville, Zoé
AU  - Centre Énergie and Climat
A2  - Müller, Åsa
A4  - Voltaire
A3  - Contributor, Ann
TI  - Les réseaux {électriques} & l’Europe : 100% d’avenir_
T2  - Notes de l’Ifri
IS  - 12
M3  - Étude
PY  - 2025
DA  - 2025/03/09
PB  - Ifri
SP  - 42
SN  - 978-2-36567-123-0
DO  - 10.1234/a_b
LA  - fr
UR  - https://ifri.example/fr/publications/les-reseaux/
L1  - https://ifri.example/fr/publications/les-reseaux/les-reseaux.pdf
KW  - énergie
KW  - réseaux
AB  - Un résumé sur deux lignes.
"""
    assert ris(RECORD) == lines.replace("\n", "\r\n") + "ER  - \r\n"


def test_csl_json() -> None:
    assert csl_json(RECORD) == {
        "id": "les-reseaux",
        "type": "report",
        "title": "Les réseaux {électriques} & l’Europe\u00a0: 100% d’avenir_",
        "author": [
            {"family": "Montbrial", "given": "Thierry", "non-dropping-particle": "de"},
            {"family": "Aboville", "given": "Zoé", "non-dropping-particle": "d’"},
            {"literal": "Centre Énergie and Climat"},
        ],
        "editor": [{"family": "Müller", "given": "Åsa"}],
        "contributor": [{"family": "Contributor", "given": "Ann"}],
        "translator": [{"family": "Voltaire"}],
        "issued": {"date-parts": [[2025, 3, 9]]},
        "publisher": "Ifri",
        "genre": "Étude",
        "collection-title": "Notes de l’Ifri",
        "number": "12",
        "number-of-pages": "42",
        "DOI": "10.1234/a_b",
        "ISBN": "978-2-36567-123-0",
        "ISSN": "2049-3630",
        "URL": "https://ifri.example/fr/publications/les-reseaux/",
        "language": "fr",
        "keyword": "énergie, réseaux",
        "abstract": "Un résumé\nsur deux lignes.",
    }


def test_highwire() -> None:
    assert highwire(RECORD) == [
        ("citation_title", "Les réseaux {électriques} & l’Europe\u00a0: 100% d’avenir_"),
        ("citation_author", "Thierry de Montbrial"),
        ("citation_author_institution", "Ifri"),
        ("citation_author_institution", "CNAM"),
        ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("citation_author", "Zoé d’Aboville"),
        ("citation_author", "Centre Énergie and Climat"),
        ("citation_editor", "Åsa Müller"),
        ("citation_publication_date", "2025/03/09"),
        ("citation_technical_report_institution", "Ifri"),
        ("citation_technical_report_number", "12"),
        ("citation_series_title", "Notes de l’Ifri"),
        ("citation_issn", "2049-3630"),
        ("citation_isbn", "978-2-36567-123-0"),
        ("citation_doi", "10.1234/a_b"),
        ("citation_language", "fr"),
        ("citation_keywords", "énergie; réseaux"),
        ("citation_abstract_html_url", "https://ifri.example/fr/publications/les-reseaux/"),
        (
            "citation_pdf_url",
            "https://ifri.example/fr/publications/les-reseaux/les-reseaux.pdf",
        ),
    ]


def test_json_ld() -> None:
    assert json_ld(RECORD) == {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": "https://ifri.example/fr/publications/les-reseaux/",
        "url": "https://ifri.example/fr/publications/les-reseaux/",
        "headline": "Les réseaux {électriques} & l’Europe",
        "alternativeHeadline": "100% d’avenir_",
        "genre": "Étude",
        "inLanguage": "fr",
        "datePublished": "2025-03-09",
        "dateModified": "2025-04-01",
        "author": [
            {
                "@type": "Person",
                "name": "Thierry de Montbrial",
                "givenName": "Thierry",
                "familyName": "de Montbrial",
                "sameAs": "https://orcid.org/0000-0002-1825-0097",
                "affiliation": [
                    {
                        "@type": "Organization",
                        "name": "Ifri",
                        "sameAs": "https://ror.org/05a0ya142",
                    },
                    {"@type": "Organization", "name": "CNAM"},
                ],
            },
            {
                "@type": "Person",
                "name": "Zoé d’Aboville",
                "givenName": "Zoé",
                "familyName": "d’Aboville",
            },
            {"@type": "Organization", "name": "Centre Énergie and Climat"},
        ],
        "editor": [
            {
                "@type": "Person",
                "name": "Åsa Müller",
                "givenName": "Åsa",
                "familyName": "Müller",
            }
        ],
        "contributor": [
            {
                "@type": "Person",
                "name": "Ann Contributor",
                "givenName": "Ann",
                "familyName": "Contributor",
            }
        ],
        "translator": [{"@type": "Person", "name": "Voltaire", "familyName": "Voltaire"}],
        "publisher": {"@type": "Organization", "name": "Ifri", "url": "https://ifri.example"},
        "isPartOf": {
            "@type": "CreativeWorkSeries",
            "name": "Notes de l’Ifri",
            "issn": "2049-3630",
        },
        "reportNumber": "12",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1234/a_b"},
            {"@type": "PropertyValue", "propertyID": "ISBN", "value": "978-2-36567-123-0"},
        ],
        "description": "Ce qu’il faut savoir.",
        "keywords": ["énergie", "réseaux"],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isAccessibleForFree": True,
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": "https://ifri.example/fr/publications/les-reseaux/les-reseaux.pdf",
            "encodingFormat": "application/pdf",
        },
    }


def test_what_a_record_lacks_is_left_out() -> None:
    assert bibtex(BARE) == (
        "@techreport{bare,\n"
        "  title = {{Bare}},\n"
        "  institution = {Ifri},\n"
        "  type = {{Paper}},\n"
        "  url = {https://ifri.example/en/publications/bare/},\n"
        "  langid = {english},\n"
        "}\n"
    )
    assert [name for name, _ in highwire(BARE)] == [
        "citation_title",
        "citation_technical_report_institution",
        "citation_language",
        "citation_abstract_html_url",
    ]
    assert list(json_ld(BARE)) == [
        "@context",
        "@type",
        "@id",
        "url",
        "headline",
        "genre",
        "inLanguage",
        "publisher",
    ]


@pytest.mark.parametrize(
    ("language", "title", "full_title"),
    [
        ("en", "Title", "Title: Subtitle"),
        ("fr", "Titre", "Titre\u00a0: Subtitle"),
        ("en", "Why?", "Why? Subtitle"),
        ("en", "So it goes.", "So it goes. Subtitle"),
    ],
)
def test_title_and_subtitle_are_joined_as_the_language_does(
    language: str, title: str, full_title: str
) -> None:
    record = dataclasses.replace(BARE, language=language, title=title, subtitle="Subtitle")

    assert record.full_title == full_title


@pytest.mark.parametrize(
    ("family", "particle", "rest"),
    [
        ("Nocetti", "", "Nocetti"),
        ("van der Berg", "van der", "Berg"),
        ("de La Fontaine", "de", "La Fontaine"),
        ("d'Aboville", "d'", "Aboville"),
        ("de l’Étoile", "de l’", "Étoile"),
        ("De Gaulle", "", "De Gaulle"),
        ("bell hooks", "bell", "hooks"),
        ("voltaire", "", "voltaire"),
    ],
)
def test_lower_case_words_before_the_name_are_its_particle(
    family: str, particle: str, rest: str
) -> None:
    creator = Creator(family=family, given="A")

    assert (creator.particle, creator.family_without_particle) == (particle, rest)


def test_no_text_can_end_the_data_block_or_leave_an_attribute() -> None:
    evil = "</script><script>alert('&')</script><!-- \" '"
    metadata = page_metadata(dataclasses.replace(BARE, title=evil))

    html = render_to_string("publications/_metadata.html", {"metadata": metadata})

    assert html.count("<script") == html.count("</script>") == 1
    assert "<!--" not in html
    assert "alert('&')" not in html
    block = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(block)["headline"] == evil


# --- from the database ----------------------------------------------------------------------------


@pytest.fixture
def paper(db: None, time_machine: Any) -> Publication:
    time_machine.move_to(datetime.datetime(2025, 3, 9, 23, 30, tzinfo=datetime.UTC), tick=False)
    school = Organisation.objects.create(
        name_en="School of War", name_fr="École de guerre", ror_id="https://ror.org/05a0ya142"
    )
    person = making.author("Julien de Nocetti", orcid="0000-0002-1825-0097")
    AuthorAffiliation.objects.create(author=person, organisation=school, position_en="lecturer")
    made = making.draft(
        "L’intruse",
        slug="l-intruse",
        language="fr",
        authors=[person],
        tags=["IA", "armées"],
        series=Series.objects.create(name_en="Notes", name_fr="Notes de l’Ifri", slug="notes"),
        summary="<p>Un <strong>résumé</strong>.</p>",
        licence="CC-BY-NC-4.0",
    )
    center = ResearchCenter.objects.create(name_en="Russia", name_fr="Russie", slug="russia")
    Authorship.objects.create(publication=made, center=center, order=1)
    return making.move(made, Action.SUBMIT, Action.APPROVE, Action.PUBLISH)


def test_a_record_is_in_the_publications_own_language_with_frozen_affiliations(
    paper: Publication,
) -> None:
    assert record_of(Publication.objects.get(pk=paper.pk)) == Record(
        key="l-intruse",
        kind="Étude",
        title="L’intruse",
        language="fr",
        url="http://127.0.0.1:8000/fr/publications/l-intruse/",
        publisher="Ifri",
        publisher_url="http://127.0.0.1:8000",
        creators=(
            Creator(
                family="de Nocetti",
                given="Julien",
                orcid="0000-0002-1825-0097",
                affiliations=(Affiliation("École de guerre", "https://ror.org/05a0ya142"),),
            ),
            Creator(literal="Russie"),
        ),
        issued=datetime.date(2025, 3, 10),
        modified=datetime.date(2025, 3, 10),
        series="Notes de l’Ifri",
        pages=2,
        licence_url="https://creativecommons.org/licenses/by-nc/4.0/",
        teaser="Un résumé.",
        abstract="Un résumé.",
        keywords=("armées", "IA"),
    )


def test_the_pdf_is_named_only_where_anybody_may_have_it(paper: Publication) -> None:
    addresses = {}
    for access in Access:
        paper.access = access
        addresses[access] = record_of(paper).pdf_url

    assert addresses == {
        Access.OPEN: "http://127.0.0.1:8000/fr/publications/l-intruse/l-intruse.pdf",
        Access.FORM: "",
        Access.VERIFIED: "",
        Access.MEMBERS: "",
    }


@pytest.mark.parametrize(
    ("ending", "content_type", "start"),
    [
        ("bib", "application/x-bibtex; charset=utf-8", "@techreport{l-intruse,\n"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "TY  - RPRT\r\n"),
        (
            "json",
            "application/vnd.citationstyles.csl+json; charset=utf-8",
            '[\n  {\n    "id": "l-intruse",\n',
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_citation_file_is_offered_in_each_format(
    client: Client, paper: Publication, language: str, ending: str, content_type: str, start: str
) -> None:
    response = client.get(f"/{language}/publications/l-intruse/cite.{ending}")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Content-Disposition"] == f'attachment; filename="l-intruse.{ending}"'
    assert response.content.decode().startswith(start)
    assert "L’intruse" in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize("number", [1, 10])
def test_a_citation_costs_the_same_queries_however_many_sign(
    client: Client, number: int, db: None, django_assert_num_queries: Any
) -> None:
    making.published(
        slug="many",
        authors=[making.author() for _ in range(number)],
        tags=[f"tag {each}" for each in range(number)],
    )

    # Which publication; then its row, its signatures, tags, notices and documents.
    with django_assert_num_queries(6):
        client.get("/en/publications/many/cite.bib")


@pytest.mark.parametrize("ending", ["bib", "ris", "json"])
@pytest.mark.django_db
def test_what_is_not_public_cannot_be_cited(client: Client, ending: str) -> None:
    for make in (making.draft, making.in_review, making.scheduled):
        make("Secret", slug=make.__name__.replace("_", "-"))
    making.withdrawn("Gone", slug="gone")

    missing = client.get(f"/en/publications/absent/cite.{ending}")
    assert missing.status_code == 404
    for slug in ("draft", "in-review", "scheduled"):
        answer = client.get(f"/en/publications/{slug}/cite.{ending}")
        assert answer.status_code == 404
        assert answer.headers == missing.headers
        assert answer.content.decode().replace(slug, "absent") == missing.content.decode()
    assert client.get(f"/en/publications/gone/cite.{ending}").status_code == 410


@pytest.mark.parametrize("ending", ["xml", "bib2", "b", "json/"])
def test_another_format_does_not_exist(client: Client, paper: Publication, ending: str) -> None:
    assert client.get(f"/en/publications/l-intruse/cite.{ending}").status_code == 404


def test_a_citation_is_read_only(client: Client, paper: Publication) -> None:
    assert client.post("/en/publications/l-intruse/cite.bib").status_code == 405
