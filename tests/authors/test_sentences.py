"""The sentence made from a person's affiliations, and the lines of a byline."""

import pytest

from authors.models import Affiliation, Author, Organisation
from authors.sentences import (
    Place,
    affiliation_sentence,
    at,
    byline_line,
    definite,
    indefinite,
    of,
)

IFRI = Organisation(name_en="Ifri", name_fr="Ifri", article_fr="l’")
PARIS_8 = Organisation(
    name_en="Université Paris VIII", name_fr="Université Paris VIII", article_fr="l’"
)
GEODE = Organisation(
    name_en="GEODE research center",
    article_en="the",
    name_fr="centre de recherche GEODE",
    article_fr="le",
    parent=PARIS_8,
)
SAINT_CYR = Organisation(
    name_en="Saint-Cyr Coëtquidan Military Academy",
    name_fr="Académie militaire de Saint-Cyr Coëtquidan",
    article_fr="l'",
)
RENNES = Organisation(name_en="Rennes School of Business", name_fr="Rennes School of Business")

FELLOW = Affiliation(
    organisation=IFRI, position_en="associate fellow", position_fr="chercheur associé"
)
LECTURER = Affiliation(
    organisation=SAINT_CYR, position_en="lecturer", position_fr="enseignant-chercheur"
)
MEMBER = Affiliation(organisation=GEODE, relation="member")
CHAIR = Affiliation(
    organisation=RENNES,
    relation="head",
    position_fr="titulaire",
    unit_en="Cyber Risk Governance chair",
    unit_article_en="the",
    unit_fr="chaire Gouvernance du risque cyber",
    unit_article_fr="la",
)
IN_A_UNIT = Affiliation(
    organisation=IFRI,
    position_en="research fellow",
    position_fr="chercheuse",
    unit_en="Russia/Eurasia Center",
    unit_article_en="the",
    unit_fr="Centre Russie/Eurasie",
    unit_article_fr="le",
)
NOCETTI = Author(first_name="Julien", last_name="Nocetti")


def test_the_reference_authors_sentence_in_english() -> None:
    assert affiliation_sentence(NOCETTI, [FELLOW, LECTURER, MEMBER, CHAIR], "en") == (
        "Julien Nocetti is an associate fellow at Ifri, a lecturer at Saint-Cyr Coëtquidan "
        "Military Academy, a member of the GEODE research center at Université Paris VIII, and "
        "heads the Cyber Risk Governance chair at Rennes School of Business."
    )


def test_the_reference_authors_sentence_in_french() -> None:
    assert affiliation_sentence(NOCETTI, [FELLOW, LECTURER, MEMBER, CHAIR], "fr") == (
        "Julien Nocetti est chercheur associé à l’Ifri, enseignant-chercheur à l’Académie "
        "militaire de Saint-Cyr Coëtquidan, membre du centre de recherche GEODE de l’Université "
        "Paris VIII, et dirige la chaire Gouvernance du risque cyber de Rennes School of Business."
    )


@pytest.mark.parametrize(
    ("affiliations", "language", "sentence"),
    [
        ([], "en", ""),
        ([FELLOW], "en", "Julien Nocetti is an associate fellow at Ifri."),
        ([CHAIR, FELLOW], "fr", ("Julien Nocetti dirige la chaire Gouvernance du risque cyber de "
         "Rennes School of Business et est chercheur associé à l’Ifri.")),
        ([FELLOW, MEMBER], "en", ("Julien Nocetti is an associate fellow at Ifri and a member of the "
         "GEODE research center at Université Paris VIII.")),
        ([FELLOW, LECTURER, MEMBER], "fr", ("Julien Nocetti est chercheur associé à l’Ifri, "
         "enseignant-chercheur à l’Académie militaire de Saint-Cyr Coëtquidan et membre du centre "
         "de recherche GEODE de l’Université Paris VIII.")),
        ([IN_A_UNIT], "en",
         "Julien Nocetti is a research fellow in the Russia/Eurasia Center at Ifri."),
        ([IN_A_UNIT], "fr", "Julien Nocetti est chercheuse au Centre Russie/Eurasie de l’Ifri."),
    ],
)  # fmt: skip
def test_other_combinations(affiliations: list[Affiliation], language: str, sentence: str) -> None:
    assert affiliation_sentence(NOCETTI, affiliations, language) == sentence


def test_the_order_is_the_one_given() -> None:
    assert affiliation_sentence(NOCETTI, [CHAIR, FELLOW], "en") == (
        "Julien Nocetti heads the Cyber Risk Governance chair at Rennes School of Business and is "
        "an associate fellow at Ifri."
    )


def test_a_position_that_is_not_translated_is_shown_as_it_is() -> None:
    only_english = Affiliation(organisation=RENNES, position_en="dean")
    assert affiliation_sentence(NOCETTI, [only_english], "fr") == (
        "Julien Nocetti est dean à Rennes School of Business."
    )


def test_without_a_position_one_is_a_member() -> None:
    plain = Affiliation(organisation=IFRI)
    assert affiliation_sentence(NOCETTI, [plain], "en") == "Julien Nocetti is a member of Ifri."
    assert affiliation_sentence(NOCETTI, [plain], "fr") == "Julien Nocetti est membre de l’Ifri."


@pytest.mark.parametrize(
    ("affiliation", "english", "french"),
    [
        (FELLOW, "Associate fellow, Ifri", "Chercheur associé, Ifri"),
        (MEMBER, "Member, GEODE research center, Université Paris VIII",
         "Membre, centre de recherche GEODE, Université Paris VIII"),
        (CHAIR, "Head of the Cyber Risk Governance chair, Rennes School of Business",
         "Titulaire de la chaire Gouvernance du risque cyber, Rennes School of Business"),
        (IN_A_UNIT, "Research fellow, Russia/Eurasia Center, Ifri",
         "Chercheuse, Centre Russie/Eurasie, Ifri"),
        (Affiliation(organisation=GEODE), "GEODE research center, Université Paris VIII",
         "Centre de recherche GEODE, Université Paris VIII"),
    ],
)  # fmt: skip
def test_a_line_of_a_byline(affiliation: Affiliation, english: str, french: str) -> None:
    assert byline_line(affiliation, "en") == english
    assert byline_line(affiliation, "fr") == french


@pytest.mark.parametrize(
    ("noun", "with_article"),
    [
        ("lecturer", "a lecturer"),
        ("associate fellow", "an associate fellow"),
        ("university professor", "a university professor"),
        ("European affairs adviser", "a European affairs adviser"),
        ("uninvited guest", "an uninvited guest"),
        ("urban planner", "an urban planner"),
        ("honorary fellow", "an honorary fellow"),
        ("historian", "a historian"),
        ("one-time minister", "a one-time minister"),
        ("MP", "an MP"),
        ("EU adviser", "an EU adviser"),
        ("UN envoy", "a UN envoy"),
        ("NATO fellow", "a NATO fellow"),
    ],
)
def test_the_english_article_follows_the_sound(noun: str, with_article: str) -> None:
    assert indefinite(noun) == with_article


@pytest.mark.parametrize(
    ("article", "name", "bare", "at_it", "of_it"),
    [
        ("le", "CNRS", "le CNRS", "au CNRS", "du CNRS"),
        ("les", "Mines", "les Mines", "aux Mines", "des Mines"),
        ("la", "Sorbonne", "la Sorbonne", "à la Sorbonne", "de la Sorbonne"),
        ("l’", "Ifri", "l’Ifri", "à l’Ifri", "de l’Ifri"),
        ("", "Sciences Po", "Sciences Po", "à Sciences Po", "de Sciences Po"),
        ("", "Oxford", "Oxford", "à Oxford", "d’Oxford"),
        ("", "Évry", "Évry", "à Évry", "d’Évry"),
    ],
)
def test_french_articles_contract_and_elide(
    article: str, name: str, bare: str, at_it: str, of_it: str
) -> None:
    place = Place(article, name)
    assert (definite(place), at(place, "fr"), of(place, "fr")) == (bare, at_it, of_it)
