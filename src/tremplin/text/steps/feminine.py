from __future__ import annotations

from functools import lru_cache

__all__ = ["feminine_with", "is_pair", "plain", "plural_of"]

_PLAIN = str.maketrans("àâäãáéèêëïîíôöóûüùúÿçñ", "aaaaaeeeeiiiooouuuuycn")
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("teur", ("teuse", "trice", "teure")),
    ("eur", ("euse", "eure")),
    ("er", ("ere",)),
    ("eux", ("euse",)),
    ("oux", ("ouse", "ousse", "ouce")),
    ("aux", ("ales",)),
    ("eau", ("elle",)),
    ("el", ("elle", "ele")),
    ("eil", ("eille",)),
    ("ul", ("ulle", "ule")),
    ("et", ("ette", "ete")),
    ("ot", ("otte", "ote")),
    ("at", ("atte", "ate")),
    ("c", ("que", "che", "ce")),
    ("f", ("ve", "fe", "ffe")),
    ("en", ("enne",)),
    ("on", ("onne", "one")),
    ("man", ("woman", "maid")),
    ("an", ("anne", "ane")),
    ("s", ("se", "sse")),
    ("e", ("esse",)),
)
_IRREGULAR: dict[str, tuple[str, ...]] = {
    "le": ("la",),
    "un": ("une",),
    "il": ("elle",),
    "ils": ("elles",),
    "ce": ("cette",),
    "lui": ("elle",),
    "celui": ("celle",),
    "ceux": ("celles",),
    "tous": ("toutes",),
    "mon": ("ma",),
    "ton": ("ta",),
    "son": ("sa",),
    "grec": ("grecque",),
    "vieux": ("vieille",),
    "fou": ("folle",),
    "copain": ("copine",),
    "compagnon": ("compagne", "compagnonne"),
    "steward": ("stewardess",),
    "docteur": ("docteure", "doctoresse"),
    "ambassadeur": ("ambassadrice",),
    "serviteur": ("servante",),
} | dict.fromkeys("banc cours four jour marin medecin mot mont moyen point port soir test vent".split(), ())
_SHORTEST = 3
# endings that are words too: they count only if, put after the word, they make its feminine
_ALSO_WORDS = frozenset(("elle", "elles", "la", "le", "les", "ne", "nes", "se", "ses", "te", "tes"))
# « cuisinier(e) », « technicien(e) »: more than an « e » is meant
_BARE_E = {"er": "ère", "en": "ne", "el": "le"}
_LITERAL_BUT = {
    "se": ("eur", "eux"),
    "elle": ("eau", "el"),
    "te": ("nt",),
    "tes": ("tous",),
}


def plain(word: str) -> str:
    """Puts a French word in lower case without accents, letter for letter."""
    return word.lower().translate(_PLAIN)


@lru_cache(maxsize=20_000)
def _feminines(masculine: str) -> tuple[str, ...]:
    """Returns what the feminine of a plain word may be, by its ending: spellings that exist and others."""
    if masculine in _IRREGULAR:
        return _IRREGULAR[masculine]
    if len(masculine) < _SHORTEST:
        return ()
    found = next(
        (
            tuple(masculine[: -len(ending)] + feminine for feminine in feminines)
            for ending, feminines in _ENDINGS
            if masculine.endswith(ending)
        ),
        (),
    )
    # « é » is a plain « e » here: chargé, chargée
    if not masculine.endswith(("eux", "oux", "aux", "eau", "en", "f", "c")):
        found += (masculine + "e",)
    if masculine.endswith("s"):
        found += tuple(feminine + "s" for feminine in _feminines(masculine[:-1]))
    return found


def is_pair(masculine: str, feminine: str) -> bool:
    """Says whether a word is the feminine of another.

    Examples:
        >>> is_pair("Vendeur", "Vendeuse"), is_pair("chargés", "chargées"), is_pair("lundi", "mardi")
        (True, True, False)
    """
    return plain(feminine) in _feminines(plain(masculine))


def plural_of(masculine: str) -> str:
    """Writes the plural of a masculine noun or adjective, in its case.

    Examples:
        >>> plural_of("social"), plural_of("chargé"), plural_of("vendeurs")
        ('sociaux', 'chargés', 'vendeurs')
    """
    small = masculine.lower()
    if small.endswith(("s", "x", "z")):
        return masculine
    upper = masculine.isupper() and len(masculine) > 1
    if small.endswith("al"):
        return masculine[:-1] + ("UX" if upper else "ux")
    mark = "x" if small.endswith(("eau", "eu")) else "s"
    return masculine + (mark.upper() if upper else mark)


def _fits(word: str, ending: str, feminine: str) -> bool:
    if len(ending) < 2 or not feminine.endswith(ending):
        return False
    return ending not in _ALSO_WORDS or word.endswith(_LITERAL_BUT.get(ending, ("?",)))


def _plain_feminine(word: str, ending: str) -> str | None:
    candidates = _feminines(word)
    if word + ending in candidates:
        return word + ending
    return next((feminine for feminine in candidates if _fits(word, ending, feminine)), None)


def feminine_with(masculine: str, ending: str) -> str | None:
    """Writes the feminine that an ending stands for.

    Args:
        masculine: The word before the ending, as spelt.
        ending: What « (e) », « /euse » or « ·ère » holds, without its marks.

    Returns:
        The feminine, with the case and accents of both; None if the ending does not suit the word.

    Examples:
        >>> feminine_with("Directeur", "trice"), feminine_with("CUISINIER", "E"), feminine_with("jour", "le")
        ('Directrice', 'CUISINIÈRE', None)
    """
    word, end = plain(masculine), plain(ending)
    if end.endswith("s") and len(end) > 1:
        # « techniciens-nes » is « technicien-ne » twice, « salarié·es » « salarié·e » in the plural
        one = feminine_with(masculine[:-1] if word.endswith("s") else masculine, ending[:-1])
        if one:
            return one + ending[-1]
    short = next((full for last, full in _BARE_E.items() if word.endswith(last)), None)
    if end == "e" and short:
        end, ending = plain(short), short.upper() if ending.isupper() else short
    feminine = _plain_feminine(word, end)
    if feminine is None:
        return None
    if end in ("ere", "iere") and word.endswith("er"):
        accent = end.rindex("ere")
        ending = f"{ending[:accent]}{'È' if ending.isupper() else 'è'}{ending[accent + 1 :]}"
    stem = len(feminine) - len(end)
    shared = next((i for i in range(stem) if word[i : i + 1] != feminine[i]), stem)
    between = feminine[shared:stem]
    return masculine[:shared] + (between.upper() if ending.isupper() else between) + ending
