"""Affiliations as text, in English and French: the biography's sentence and a byline's line.

"… is an associate fellow at Ifri, a lecturer at Saint-Cyr Coëtquidan Military Academy, a member of
the GEODE research center at Université Paris VIII, and heads the Cyber Risk Governance chair at
Rennes School of Business."

The French positions are written in the person's own gender by whoever enters them ("chercheuse
associée"); nothing here has to know it.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from authors.models import Affiliation, Author, Organisation, Relation
from ifri.translation import chosen, in_each_language

# Spelt with a vowel but spoken with a consonant; and the reverse.
_SPOKEN_CONSONANT = re.compile(r"eu|one\b|once|ubi|us[eu]|uti|uni(?!n|mp|de)", re.IGNORECASE)
_SILENT_H = re.compile(r"heir|honest|hono|hour", re.IGNORECASE)
# Short capitals are spelt out: an MP, an NGO, an EU adviser, a UN envoy. Longer ones are words.
_SPELT_OUT = re.compile(r"[A-Z]{2,3}\b")
_LETTERS_WITH_A_VOWEL_SOUND = "AEFHILMNORSX"
_FRENCH_VOWELS = tuple("aeiouàâäéèêëîïôöûùüœæ")
_APOSTROPHE = "’"


class Place(NamedTuple):
    """Something one works at, belongs to or heads: its article ("the", "l’") and its name."""

    article: str
    name: str


class Clause(NamedTuple):
    """The verb and the rest: ``("is", "a lecturer at …")``, ``("heads", "the … chair at …")``."""

    verb: str
    rest: str


# --- Small words ----------------------------------------------------------------------------------


def indefinite(noun: str) -> str:
    """``a lecturer``, ``an associate fellow``, ``a university fellow``, ``an honorary fellow``."""
    if _SPELT_OUT.match(noun):
        with_vowel = noun[0] in _LETTERS_WITH_A_VOWEL_SOUND
    elif noun[:1].lower() in tuple("aeiou"):
        with_vowel = not _SPOKEN_CONSONANT.match(noun)
    else:
        with_vowel = bool(_SILENT_H.match(noun))
    return f"{'an' if with_vowel else 'a'} {noun}"


def definite(place: Place) -> str:
    """``the GEODE center``, ``l’Ifri``, or the bare name where no article is used."""
    if not place.article:
        return place.name
    return f"{place.article}{'' if place.article.endswith(_APOSTROPHE) else ' '}{place.name}"


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
    elided = not place.article and place.name.lower().startswith(_FRENCH_VOWELS)
    return f"d’{place.name}" if elided else f"de {definite(place)}"


# --- What an affiliation says ---------------------------------------------------------------------


def _text(owner: Organisation | Affiliation, field: str, language: str) -> str:
    """The field in that very language, whichever is active, or in another where it is empty."""
    texts = in_each_language(lambda code: getattr(owner, f"{field}_{code}"))
    return chosen(texts, language).strip()


def _article(owner: Organisation | Affiliation, field: str, language: str) -> str:
    """An article is of its own language only: “the” says nothing about a French sentence."""
    article: str = getattr(owner, f"{field}_{language}", "")
    return article.strip().replace("'", _APOSTROPHE)


def _organisation(organisation: Organisation, language: str) -> Place:
    return Place(_article(organisation, "article", language), _text(organisation, "name", language))


def _unit(affiliation: Affiliation, language: str) -> Place | None:
    name = _text(affiliation, "unit", language)
    return Place(_article(affiliation, "unit_article", language), name) if name else None


def _places(affiliation: Affiliation, language: str) -> list[Place]:
    """From the inside out: the unit or chair, the organisation, the organisation it is part of."""
    organisation = affiliation.organisation
    places = [_organisation(organisation, language)]
    if organisation.parent:
        places.append(_organisation(organisation.parent, language))
    if unit := _unit(affiliation, language):
        places.insert(0, unit)
    return places


def _position(affiliation: Affiliation, language: str) -> str:
    """What the person is there: the position, or what the relation says where none is written."""
    own: str = getattr(affiliation, f"position_{language}").strip()
    if own:
        return own
    if affiliation.relation == Relation.HEAD:
        return "responsable" if language == "fr" else "head"
    if _is_membership(affiliation, language):
        return "membre" if language == "fr" else "member"
    return _text(affiliation, "position", language)


def _is_membership(affiliation: Affiliation, language: str) -> bool:
    """One is a member *of* something, and a fellow *at* it."""
    return affiliation.relation == Relation.MEMBER or (
        affiliation.relation == Relation.POSITION and not _text(affiliation, "position", language)
    )


# --- Sentences and lines --------------------------------------------------------------------------


def clause(affiliation: Affiliation, language: str) -> Clause:
    """One affiliation as a verb and the rest. Names the innermost place and the one around it."""
    if language == "fr":
        return _french_clause(affiliation)
    inner, *outer = _places(affiliation, language)
    around = f" {at(outer[0], language)}" if outer else ""
    if affiliation.relation == Relation.HEAD:
        return Clause("heads", f"{definite(inner)}{around}")
    role = indefinite(_position(affiliation, language))
    if _is_membership(affiliation, language):
        return Clause("is", f"{role} {of(inner, language)}{around}")
    # “in the … department at …”: “at … at …” would stumble.
    where = f"in {definite(inner)}" if outer else at(inner, language)
    return Clause("is", f"{role} {where}{around}")


def _french_clause(affiliation: Affiliation) -> Clause:
    inner, *outer = _places(affiliation, "fr")
    around = f" {of(outer[0], 'fr')}" if outer else ""
    if affiliation.relation == Relation.HEAD:
        return Clause("dirige", f"{definite(inner)}{around}")
    where = of(inner, "fr") if _is_membership(affiliation, "fr") else at(inner, "fr")
    return Clause("est", f"{_position(affiliation, 'fr')} {where}{around}")


def affiliation_sentence(author: Author, affiliations: Sequence[Affiliation], language: str) -> str:
    """One sentence from the affiliations in their order; neighbours with the same verb share it."""
    clauses = [clause(affiliation, language) for affiliation in affiliations]
    if not clauses:
        return ""
    phrases: list[str] = []
    last_verb_is_new = False
    for position, (verb, rest) in enumerate(clauses):
        last_verb_is_new = position == 0 or verb != clauses[position - 1].verb
        phrases.append(f"{verb} {rest}" if last_verb_is_new else rest)
    return f"{author.name} {_listed(phrases, language, last_verb_is_new)}."


def _listed(phrases: Sequence[str], language: str, last_verb_is_new: bool) -> str:
    """A serial comma in English; in French none, unless a new verb begins after the “et”."""
    if len(phrases) == 1:
        return phrases[0]
    conjunction = "et" if language == "fr" else "and"
    comma = "," if len(phrases) > 2 and (language != "fr" or last_verb_is_new) else ""
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
