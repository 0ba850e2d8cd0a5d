from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold", "label_key", "label_keys", "split_gender"]

_IRREGULAR = {
    "homme": "femme",
    "garcon": "fille",
    "monsieur": "dame",
    "steward": "hotesse",
    "valet": "femme",
    "man": "woman",
}
_SUFFIX = (
    "eresse|trice|ienne|ière|iere|euse|esse|elle|enne|onne|rice|ice|ère|ere|que|sse|ale|ne|le|te|se|fe|ve|e"
)
_INCLUSIVE = re.compile(
    rf"(?<=\w\w)(?:\((?:-?(?:{_SUFFIX}))\)|[·•∙.](?:{_SUFFIX})(?:[·•∙.]?s)?(?!\w))", re.IGNORECASE
)
_BOTH_SEXES = re.compile(
    r"\(\s*[hfm]\s*[-/|. ]?\s*[hfm](?:\s*[-/|]\s*[xnd])?\s*\)|\b[hfm]\s*/\s*[hfm](?:\s*/\s*[xnd])?\b",
    re.IGNORECASE,
)
_MARKS = re.compile("[\u0300-\u036f]+")
_NOT_WORD = re.compile(r"[^0-9a-z+#]+")
_MAY_BE_INCLUSIVE = re.compile(r"[(·•∙.]")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "’": "'"})


def fold(text: str) -> str:
    """Lowers the case and drops accents and ligatures."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFD", text.translate(_LIGATURES)))
    return text.lower()


@lru_cache(maxsize=4096)
def _is_feminine_of(masculine: str, feminine: str) -> bool:
    """Says whether two words can be one job name in both genders, the same word included."""
    first, second = fold(masculine), fold(feminine)
    if first == second or _IRREGULAR.get(first) == second:
        return True
    common = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        common += 1
    return common >= max(2, min(3, len(first) - 1)) and len(second) >= len(first) - 1


def _aligned(masculine: list[str], feminine: list[str]) -> bool:
    """Says whether the right side starts with the feminine of all the words given, one of which changes."""
    return (
        len(masculine) <= len(feminine)
        and all(map(_is_feminine_of, masculine, feminine))
        and any(fold(a) != fold(b) for a, b in zip(masculine, feminine, strict=False))
    )


def _as_inside(left: list[str], right: list[str]) -> list[str]:
    """Gives a word that starts the right side the case that it has inside the name."""
    return [right[0][0].lower() + right[0][1:], *right[1:]] if left[0][0].islower() else right


def _end_of_head(left: list[str], right: list[str]) -> int | None:
    """Finds how many words of the right side answer the whole left side, skipping those it leaves out."""
    done = 0
    for place, word in enumerate(left):
        if done < len(right) and _is_feminine_of(word, right[done]):
            done += 1
        elif place in (0, len(left) - 1):
            return None
    return done


def _halves(label: str) -> tuple[list[str], list[str]] | None:
    """Cuts a label at its one slash, unless the slash stands inside a name such as « papier/carton »."""
    if label.count(" / ") == 1:
        left, right = label.split(" / ")
        return left.split(), right.split()
    if label.count("/") == 1 and " / " not in label:
        left_side, right_side = (side.split() for side in label.split("/"))
        if left_side and right_side:
            last, first = left_side[-1], right_side[0]
            if fold(last) != fold(first) and _is_feminine_of(last, first):
                return left_side, right_side
    return None


def split_gender(label: str) -> tuple[str, str]:
    """Gives the masculine and the feminine form of a ROME label.

    A label with two forms reads « head / feminine head rest »: the rest belongs to both. The heads have as
    many words (« Débardeur forestier / Débardeuse forestière »), or the right side repeats only the words
    that change (« Garde Forestier / Forestière », « Chef d'équipe assistant / Cheffe assistante avion »).
    A slash between words that are not two genders of one name is left alone.

    Args:
        label: A label, such as « Conducteur / Conductrice d'engins agricoles ».

    Returns:
        Both forms; twice the label itself where it has one form.

    Examples:
        >>> split_gender("Conducteur / Conductrice d'engins agricoles")
        ("Conducteur d'engins agricoles", "Conductrice d'engins agricoles")
        >>> split_gender("Accessoiriste de plateau")
        ('Accessoiriste de plateau', 'Accessoiriste de plateau')
    """
    halves = _halves(label)
    if halves is None or not halves[0] or not halves[1]:
        return label, label
    left, right = halves
    if [fold(word) for word in left[-len(right) :]] == [fold(word) for word in right]:
        return " ".join(left), " ".join(right)
    if _aligned(left, right):
        return " ".join(left + right[len(left) :]), " ".join(right)
    for start in range(1, len(left)):
        if _aligned(left[start:], right):
            return " ".join(left + right[len(left) - start :]), " ".join(
                left[:start] + _as_inside(left[start:], right)
            )
    head = _end_of_head(left, right)
    if head is not None:
        return " ".join(left + right[head:]), " ".join(right)
    return label, label


def _plain(text: str) -> str:
    return _BOTH_SEXES.sub(" ", text) if "/" in text or "(" in text else text


def label_key(text: str) -> str:
    """Reduces a title to what its writings share: no case, accent, punctuation, « (H/F) » or « (e) »."""
    text = _plain(text)
    if _MAY_BE_INCLUSIVE.search(text):
        text = _INCLUSIVE.sub("", text)
    return _NOT_WORD.sub(" ", fold(text)).strip()


def label_keys(text: str) -> frozenset[str]:
    """Gives the keys of a title, one for each gender; empty for a text without a word."""
    return frozenset(key for key in map(label_key, set(split_gender(_plain(text)))) if key)
