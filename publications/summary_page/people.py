"""Who signed, and who they are: the byline and the biographies."""

from typing import NamedTuple

from authors.biographies import biography
from authors.models import Author
from publications import bylines
from publications.enums import AuthorRole
from publications.images import Picture
from publications.models import Authorship
from publications.summary_page.leads import Leads
from publications.summary_page.reading import Material


class Signature(NamedTuple):
    """One name of the byline, with its affiliations as they were when the paper came out."""

    name: str
    address: str
    role: str
    lines: list[str]
    portrait: Picture | None


class Biography(NamedTuple):
    name: str
    address: str
    portrait: Picture | None
    language: str
    text: str


def signatures(material: Material, leads: Leads, language: str) -> list[Signature]:
    return [
        Signature(
            name=each.name,
            address=_address(each),
            role="" if each.role == AuthorRole.AUTHOR else each.get_role_display(),
            lines=bylines.lines(each, language, material.affiliations.get(each.author_id or 0, [])),
            portrait=leads.portrait(each.author) if each.author else None,
        )
        for each in material.signatures
    ]


def biographies(material: Material, leads: Leads, language: str) -> list[Biography]:
    """Once for each person, whatever number of roles they signed in."""
    people = {each.author.pk: each.author for each in material.signatures if each.author}
    found = [_biography(person, material, leads, language) for person in people.values()]
    return [each for each in found if each.text]


def _biography(person: Author, material: Material, leads: Leads, language: str) -> Biography:
    written = biography(person, material.affiliations.get(person.pk, []), language)
    return Biography(
        name=person.name,
        address=person.get_absolute_url(),
        portrait=leads.portrait(person),
        language=written.language,
        text=written.text,
    )


def _address(signature: Authorship) -> str:
    """People and our own centers have a page; an organisation, or a center that is closed, has none."""
    if signature.author:
        return signature.author.get_absolute_url()
    if signature.center and signature.center.is_active:
        return signature.center.get_absolute_url()
    return ""
