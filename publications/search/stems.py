"""Each language's stems and its words without weight. Done here, so that databases cannot differ.

A stem is taken of the folded word: a reader may or may not type the accents.
"""

from functools import lru_cache
from threading import Lock

from django.conf import settings
from snowballstemmer.basestemmer import BaseStemmer
from snowballstemmer.dutch_stemmer import DutchStemmer
from snowballstemmer.english_stemmer import EnglishStemmer
from snowballstemmer.french_stemmer import FrenchStemmer
from snowballstemmer.german_stemmer import GermanStemmer
from snowballstemmer.italian_stemmer import ItalianStemmer
from snowballstemmer.portuguese_stemmer import PortugueseStemmer
from snowballstemmer.spanish_stemmer import SpanishStemmer

LANGUAGES = [code for code, _ in settings.LANGUAGES]

# Named one by one: the library's own factory takes a faster one written in C where it finds it,
# of a version nobody chose, and an index must not depend on that.
_STEMMERS: dict[str, type[BaseStemmer]] = {
    "de": GermanStemmer,
    "en": EnglishStemmer,
    "es": SpanishStemmer,
    "fr": FrenchStemmer,
    "it": ItalianStemmer,
    "nl": DutchStemmer,
    "pt": PortugueseStemmer,
}

# Without weight in a question that has other words. They are in the index all the same: “US” may be
# all that somebody asks for.
_WITHOUT_WEIGHT = {
    "en": """
        a about above after again all also am an and any are as at be because been before being
        below between both but by can could did do does doing down during each few for from further
        had has have having he her here hers him his how i if in into is it its itself just me more
        most my no nor not of off on once only or other our ours out over own same she should so
        some such than that the their theirs them then there these they this those through to too
        under until up us very was we were what when where which while who whom whose why will with
        would you your
    """,
    "fr": """
        a ai au aucun aussi autre aux avec avoir car ce cela ces cet cette ceux chez ci comme
        comment d dans de depuis des donc dont du elle elles en encore entre es est et etait ete
        etes etre eu eux fait font ici il ils j je l la le les leur leurs lui m ma mais me meme mes
        moi mon n ne ni nos notre nous on ont ou par pas peu plus pour pourquoi qu quand que quel
        quelle quelles quels qui s sa sans se selon ses si son sont sous sur t ta te tes toi ton
        tous tout toute toutes tres tu un une vers vos votre vous y
    """,
}


@lru_cache(maxsize=16)
def without_weight(language: str) -> frozenset[str]:
    return frozenset(_WITHOUT_WEIGHT.get(language, "").split())


@lru_cache(maxsize=16)
def stems_without_weight(language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in without_weight(language))


@lru_cache(maxsize=16)
def _stemmer(language: str) -> BaseStemmer | None:
    made = _STEMMERS.get(language)
    return made() if made else None


def is_stemmed(language: str) -> bool:
    return language in _STEMMERS


# A stemmer keeps the word it is at work on in itself, and threads share it.
_one_at_a_time = Lock()


@lru_cache(maxsize=300_000)
def stem(word: str, language: str) -> str:
    """Of a folded word. What is no word of letters (“2022”, “f35”) is left as it is."""
    stemmer = _stemmer(language)
    if stemmer is None or not word.isalpha():
        return word
    with _one_at_a_time:
        return str(stemmer.stemWord(word)) or word
