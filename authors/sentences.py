"""Affiliations as text, in English and French: the biography's sentence and a byline's line.

"… is an associate fellow at Ifri, a lecturer at Saint-Cyr Coëtquidan Military Academy, a member of
the GEODE research center at Université Paris VIII, and heads the Cyber Risk Governance chair at
Rennes School of Business."
"""

from collections.abc import Sequence
from typing import NamedTuple

from authors.models import Affiliation, Author, Organisation, Relation
from ifri.translation import chosen, in_each_language

# Spelt with a vowel but spoken with a consonant; and the reverse.
_SPOKEN_CONSONANT = ("eu", "one", "uni", "use", "usu", "uti", "ubi")
_SILENT_H = ("heir", "honest", "hono", "hour")


class Place(NamedTuple):
    """Something one works at, belongs to or heads: its article ("the", "l’") and its name."""

    article: str
    name: str


def indefinite(noun: str) -> str:
    """``a lecturer``, ``an associate fellow``, ``a university fellow``, ``an honorary fellow``."""
    word = noun.lower()
    if word.startswith(_SILENT_H):
        return f"an {noun}"
    spoken_vowel = word[:1] in tuple("aeiou") and (word.startswith("unin") or not word.startswith(_SPOKEN_CONSONANT))
    return f"{'an' if spoken_vowel else 'a'} {noun}"


def definite(place: Place) -> str:
    """``the GEODE center``, ``l’Ifri``, or the bare name where no article is used."""
    if not place.article:
        return place.name
    return f"{place.article}{'' if place.article[-1] in ('’', chr(39)) else ' '}{place.name}"


def at(place: Place, language: str) -> str:
    """``at the CNRS``; in French ``au CNRS``, ``aux Mines``, ``à l’Ifri``, ``à Rennes``."""
    if language != "fr":
        return f"at {definite(place)}"
    contracted = {"le": "au", "les": "aux"}.get(place.article.lower())
    return f"{contracted} {place.name}" if contracted else f"à {definite(place)}"


def of(place: Place, language: str) -> str:
    """``of the CNRS``; in French ``du CNRS``, ``des Mines``, ``de l’Ifri``, ``d’Oxford``."""
    if language != "fr":
        return f"of {definite(place)}"
    contracted = {"le": "du", "les": "des"}.get(place.article.lower())
    if contracted:
        return f"{contracted} {place.name}"
    elided = not place.article and place.name[:1].lower() in tuple("aeiouàâéèêëîïôöûùü")
    return f"d’{place.name}" if elided else f"de {definite(place)}"


def _text(owner: Organisation | Affiliation, field: str, language: str) -> str:
    """The field in that very language, whichever is active, or in another where it is empty."""
    return chosen(in_each_language(lambda code: getattr(owner, f"{field}_{code}")), language).strip()


def _organisation(organisation: Organisation, language: str) -> Place:
    # An article is of its own language only: “the” says nothing about a French sentence.
    return Place(getattr(organisation, f"article_{language}").strip(), _text(organisation, "name", language))


def _places(affiliation: Affiliation, language: str) -> list[Place]:
    """From the inside out: the unit or chair, the organisation, the organisation it is part of."""
    organisation = affiliation.organisation
    places = [_organisation(organisation, language)]
    if organisation.parent:
        places.append(_organisation(organisation.parent, language))
    if unit := _text(affiliation, "unit", language):
        places.insert(0, Place(getattr(affiliation, f"unit_article_{language}").strip(), unit))
    return places


def _position(affiliation: Affiliation, language: str) -> str:
    position = _text(affiliation, "position", language)
    if not position and affiliation.relation == Relation.HEAD:
        return "responsable" if language == "fr" else "head"
    return position or ("membre" if language == "fr" else "member")


def clause(affiliation: Affiliation, language: str) -> tuple[str, str]:
    """The verb and the rest: ``("is", "a lecturer at …")``, ``("heads", "the … chair at …")``."""
    french = language == "fr"
    inner, *outer = _places(affiliation, language)
    tail = "".join(f" {of(place, language) if french else at(place, language)}" for place in outer[:1])
    if affiliation.relation == Relation.HEAD:
        return ("dirige" if french else "heads"), f"{definite(inner)}{tail}"
    role = _position(affiliation, language)
    is_member = affiliation.relation == Relation.MEMBER or not _text(affiliation, "position", language)
    where = of(inner, language) if is_member else at(inner, language)
    return ("est" if french else "is"), f"{role if french else indefinite(role)} {where}{tail}"


def affiliation_sentence(author: Author, affiliations: Sequence[Affiliation], language: str) -> str:
    """One sentence from the affiliations in their order; neighbours with the same verb share it."""
    phrases: list[str] = []
    previous = ""
    for affiliation in affiliations:
        verb, rest = clause(affiliation, language)
        phrases.append(rest if verb == previous else f"{verb} {rest}")
        previous = verb
    if not phrases:
        return ""
    return f"{author.name} {_listed(phrases, language)}."


def _listed(phrases: Sequence[str], language: str) -> str:
    """A serial comma in English; in French none, unless a new verb begins after the “et”."""
    if len(phrases) == 1:
        return phrases[0]
    conjunction = "et" if language == "fr" else "and"
    comma = "," if len(phrases) > 2 and (language != "fr" or phrases[-1].startswith(("dirige", "est"))) else ""
    return f"{', '.join(phrases[:-1])}{comma} {conjunction} {phrases[-1]}"


def byline_line(affiliation: Affiliation, language: str) -> str:
    """How an affiliation stands under a name: ``Lecturer, Saint-Cyr Coëtquidan Military Academy``."""
    places = _places(affiliation, language)
    parts = [place.name for place in places]
    if affiliation.relation == Relation.HEAD:
        parts[0] = f"{_position(affiliation, language)} {of(places[0], language)}"
    elif affiliation.relation == Relation.MEMBER or _text(affiliation, "position", language):
        parts.insert(0, _position(affiliation, language))
    line = ", ".join(parts)
    return line[:1].upper() + line[1:]
