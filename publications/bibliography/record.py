"""What a citation says, whatever format it is written in."""

import datetime
import re
from dataclasses import dataclass
from functools import cached_property

from publications.enums import AuthorRole, CorrectionKind

# “de Montbrial”, “van der Berg”, “d’Aboville”: lower-case words before the name proper.
_PARTICLE = re.compile(r"(?:[^\W\d_A-ZÀ-ÖØ-Þ]+ )*(?:[dl]['’])?(?=\S)")
# A title that ends in one of these is not followed by a colon.
_CLOSING = (".", "?", "!", "…", ":")


@dataclass(frozen=True)
class Affiliation:
    """Where a creator worked when the paper came out."""

    name: str
    ror: str = ""


@dataclass(frozen=True)
class Creator:
    """A person (``family`` and ``given``) or, with ``literal``, a corporate author."""

    family: str = ""
    given: str = ""
    literal: str = ""
    role: AuthorRole = AuthorRole.AUTHOR
    orcid: str = ""
    affiliations: tuple[Affiliation, ...] = ()

    @property
    def is_corporate(self) -> bool:
        return bool(self.literal)

    @property
    def name(self) -> str:
        """As it is spoken: ``Thierry de Montbrial``."""
        return self.literal or f"{self.given} {self.family}".strip()

    @property
    def inverted(self) -> str:
        """As it is sorted: ``de Montbrial, Thierry``."""
        if self.is_corporate or not self.given:
            return self.literal or self.family
        return f"{self.family}, {self.given}"

    @property
    def particle(self) -> str:
        found = _PARTICLE.match(self.family)
        return found.group(0).strip() if found else ""

    @property
    def family_without_particle(self) -> str:
        return self.family[len(self.particle) :].strip()


@dataclass(frozen=True)
class Correction:
    """What readers were told of the text after it came out."""

    kind: CorrectionKind
    date: datetime.date
    text: str


@dataclass(frozen=True)
class Record:
    """One publication in its own language."""

    key: str
    kind: str  # “Paper”, “Étude”: the publication type's name
    title: str
    language: str
    url: str
    publisher: str
    publisher_url: str
    subtitle: str = ""
    creators: tuple[Creator, ...] = ()
    issued: datetime.date | None = None
    modified: datetime.date | None = None
    series: str = ""
    number: str = ""
    issn: str = ""
    doi: str = ""
    isbn: str = ""
    pages: int | None = None
    licence_url: str = ""
    teaser: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    pdf_url: str = ""  # only where anybody may have it at once
    corrections: tuple[Correction, ...] = ()  # the newest first

    @cached_property
    def full_title(self) -> str:
        """Title and subtitle; French sets a no-break space before the colon."""
        if not self.subtitle:
            return self.title
        if self.title.endswith(_CLOSING):
            return f"{self.title} {self.subtitle}"
        return f"{self.title}{chr(0xA0) if self.language == 'fr' else ''}: {self.subtitle}"

    @property
    def retracted(self) -> datetime.date | None:
        """Since when, where it is."""
        retractions = (e.date for e in self.corrections if e.kind == CorrectionKind.RETRACTION)
        return min(retractions, default=None)

    def signed_as(self, *roles: AuthorRole) -> list[Creator]:
        """The creators in those roles, in the order of the byline."""
        return [creator for creator in self.creators if creator.role in roles]
