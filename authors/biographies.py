"""An author's biography for a page in one language."""

from collections.abc import Iterable
from typing import NamedTuple

from authors.models import Affiliation, Author
from authors.sentences import affiliation_sentence
from ifri.translation import chosen, in_each_language


class Biography(NamedTuple):
    author: Author
    text: str
    language: str


def biography(author: Author, affiliations: Iterable[Affiliation], language: str) -> Biography:
    """What is written in that language, or the sentence made of today's affiliations.

    Only where there is neither does the reader get a text in another language.
    """
    written = in_each_language(lambda code: getattr(author, f"biography_{code}").strip())
    own = written.get(language) or affiliation_sentence(author, list(affiliations), language)
    if own:
        return Biography(author, own, language)
    other = chosen(written, language)
    return Biography(author, other, next((code for code in written if written[code] == other), ""))
