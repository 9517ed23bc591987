"""Words that English and French write alike, accents aside, and that mean different things.

They are read in the language of whoever asks: on the French pages “main” is a hand. Every other
word (“Ukraine”, “drones”, “coalition”) is looked for in the texts of both languages.
"""

from functools import lru_cache

from publications.search.stems import stem

_TEXT = """
    aide ail as ass attend avoid bail band bar bard barge bat bien bite blanc blesse bond bonnet
    bore bout bras bribe but cab camp cane car case chair champ champs chant chat chef chose chute
    cite coin coins collier comment commode con content contents corner corps cote coup course dame
    dent do dresser editor fabric face fade fat file fin fins fond font four fours gene glace grade
    grand hale issue jars jet journey labor labour lac large lecture legs lit location loins main
    mains male march marche marches mare marie mat mate mere mode mort moule mule net nuit on once
    or ours pace pain pains pale pane pat patron pays pie pied pine pique place plier pond pose pot
    pots pour pub rang range rape rapes rat rate rend rente retire reunion ride rides robe rogue
    roman rude rue sable sale sales sang seize sensible son sons sort sortie sorts stage stages
    tale tape taper tapes tare tire tires ton tons tour tours trail travail travel vague veil vent
    vents vest veste vie vies vile ville
"""
_WORDS = frozenset(_TEXT.split())


@lru_cache(maxsize=20_000)
def is_homograph(word: str, language: str) -> bool:
    """Whether the folded word, as ``language`` stems it, means something else than it was meant."""
    return word in _WORDS or stem(word, language) in _stems(language)


@lru_cache(maxsize=16)
def _stems(language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in _WORDS)
