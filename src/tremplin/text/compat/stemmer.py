from __future__ import annotations

import re

from tremplin.text.compat.stemmer_rules import ADVERBS, STANDARD, VOWELS, Regions, by_last_letter

__all__ = ["old_stem"]

_SEMIVOWEL = re.compile(rf"[{VOWELS}][ui](?=[{VOWELS}])|[{VOWELS}]y.|.y[{VOWELS}]", re.DOTALL).search
_SYLLABLE = re.compile(rf"[^{VOWELS}]*[{VOWELS}]+[^{VOWELS}]").match
_VERB_REGION = re.compile(rf"par|col|tap|[{VOWELS}]{{2}}.?|.[^{VOWELS}]*[{VOWELS}]", re.DOTALL).match
# nltk: a first letter keeps its accent
_ACCENTED = re.compile(rf"(?<=.)[éè]([^{VOWELS}]+)\Z", re.DOTALL).search
_DOUBLED = ("enn", "onn", "ett", "ell", "eill")
_KEEP_S = ("", "a", "i", "o", "u", "è", "s")
_LAST = frozenset("aeéëfilnrstxz")
"""Letters that some ending ends with."""

_I_VERBS = by_last_letter(
    (ending, None)
    for ending in """
    îmes ît îtes i ie ies ir ira irai iraIent irais irait iras irent irez iriez irions irons iront is issaIent
    issais issait issant issante issantes issants isse issent isses issez issiez issions issons it
    """.split()
)
_PLAIN, _IN_R2, _WITH_E = range(3)
_VERBS = by_last_letter(
    [("ions", _IN_R2)]
    + [
        (ending, _PLAIN)
        for ending in """
        é ée ées és èrent er era erai eraIent erais erait eras erez eriez erions erons eront ez iez
        """.split()
    ]
    + [
        (ending, _WITH_E)
        for ending in """
        âmes ât âtes a ai aIent ais ait ant ante antes ants as asse assent asses assiez assions
        """.split()
    ]
)


def _marked(word: str) -> str:
    """Writes in capitals the u, i and y that are not vowels."""
    word = word.replace("qu", "qU")
    if not _SEMIVOWEL(word):
        return word
    letters = list(word)
    for i in range(1, len(letters) - 1):
        before, after = letters[i - 1] in VOWELS, letters[i + 1] in VOWELS
        if (letters[i] in "ui" and before and after) or (letters[i] == "y" and (before or after)):
            letters[i] = letters[i].upper()
    return "".join(letters)


def _regions(word: str) -> Regions:
    end = len(word)
    verbs, first = _VERB_REGION(word), _SYLLABLE(word)
    second = _SYLLABLE(word, first.end()) if first else None
    return Regions(
        verbs.end() if verbs else end, first.end() if first else end, second.end() if second else end
    )


def _standard(word: str, r: Regions) -> tuple[str, bool]:
    """Step 1: returns the word, and whether the endings of verbs are to be tried."""
    for ending, rule in STANDARD.get(word[-1:], ()):
        if word.endswith(ending):
            found = rule(word, len(word) - len(ending), r)
            if found is None:
                return word, True
            return found, ending in ADVERBS
    return word, True


def _verb(word: str, r: Regions) -> str:
    """Steps 2a and 2b."""
    last = word[-1:]
    for ending, _ in _I_VERBS.get(last, ()):
        if word.endswith(ending):
            at = len(word) - len(ending)
            if at > r.rv and word[at - 1] not in VOWELS:
                return word[:at]
            break
    for ending, kind in _VERBS.get(last, ()):
        at = len(word) - len(ending)
        if at >= r.rv and word.endswith(ending):
            if kind == _IN_R2 and at < r.r2:
                return word
            if kind == _WITH_E and at > r.rv and word[at - 1] == "e":
                at -= 1
            return word[:at]
    return word


def _residual(word: str, r: Regions) -> str:
    """Step 4."""
    if word.endswith("s") and word[-2:-1] not in _KEEP_S:
        word = word[:-1]
    end = len(word)
    if word.endswith("ion"):
        in_both = end - 3 > r.rv and end - 3 >= r.r2
        return word[:-3] if in_both and word[-4] in "st" else word
    for ending in ("ier", "Ier", "ière", "Ière"):
        if word.endswith(ending) and end - len(ending) >= r.rv:
            return word[: -len(ending)] + "i"
    return word[:-1] if end > r.rv and word.endswith(("e", "guë")) else word


def old_stem(word: str) -> str:
    """Returns the stem of a word by the first version of the Snowball algorithm for French.

    The algorithm is Porter's (https://snowballstem.org/algorithms/french/stemmer.html), as it was before its
    second version, with what sets nltk's stemmer apart from it.

    Args:
        word: A word in lower case.

    Examples:
        >>> old_stem("continuellement"), old_stem("ménagères"), old_stem("majestueuse")
        ('continuel', 'ménager', 'majestu')
    """
    if word[-1:] not in _LAST and "é" not in word and "è" not in word:
        return word
    word = _marked(word)
    r = _regions(word)
    before, verbs = _standard(word, r)
    stem = _verb(before, r) if verbs else before
    if verbs and stem == before:
        stem = _residual(stem, r)
    elif stem.endswith(("Y", "ç")):
        stem = stem[:-1] + ("i" if stem[-1] == "Y" else "c")
    if stem.endswith(_DOUBLED):
        stem = stem[:-1]
    found = _ACCENTED(stem)
    if found:
        stem = f"{stem[: found.start()]}e{found.group(1)}"
    return stem.replace("I", "i").replace("U", "u").replace("Y", "y")
