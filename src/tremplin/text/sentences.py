from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tremplin.base.errors import InvalidInputError

__all__ = ["Sentence", "split_sentences", "windows"]

_BULLETS = "•▪●◦‣➢➤➔►✓✔■□◆❖"
# a run of signs is taken whole and judged once, so that a million points cost one look
_BREAK = re.compile(
    rf"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+|[.!?…]+[\"'’”)\]]*(?:[ \u00a0\u202f]?»)?|[{_BULLETS}]"
)
_BEFORE = re.compile(r"[^\W_][\w\u0300-\u036f]*\Z")
_START = re.compile(r"[\"'«“‘(\[\s\-–—]*")
_LINE_NUMBER = re.compile(r"[\s\-–—*(]*\d{1,3}\Z")
_LEADING = re.compile(rf"(?:\s|[\-–—*·{_BULLETS}](?!\w)|[*·{_BULLETS}])+")
_ABBREVIATIONS = frozenset(
    """
    art av bd bld boul cf chap coll dept dir dr env ex etabl ets fb fg hab inf janv fevr juil sept oct nov dec
    m me min max mgr mlle mm mme mr no num p pp par pl pr prof réf ref resp rte st ste sté ste suppl tel tél
    trim vol dép tech
    """.split()
)
_LETTERED = frozenset(
    "permis catégorie categorie vitamine groupe classe niveau bloc type langage plan".split()
)
_TECHNICAL = frozenset("com fr net org io js ts py ai eu exe html php asp".split())
_LOOK_BACK = 40


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text, and where it stands.

    Args:
        text: The sentence, trimmed.
        start: Its first character, as an offset in the text.
        end: The offset past its last character.
    """

    text: str
    start: int
    end: int


def _is_abbreviation(text: str, start: int, point: int) -> bool:
    """Says whether the word before a point is cut short: « M. », « réf. », the « J. » of a name."""
    window = max(start, point - _LOOK_BACK)
    word = _BEFORE.search(text, window, point)
    if not word:
        return False
    spelling = word.group()
    if spelling.isdigit():
        return bool(_LINE_NUMBER.fullmatch(text, window, point)) and window == start
    if len(spelling) == 1 and spelling.isupper():
        if word.start() > start and text[word.start() - 1] in ".-":
            return False
        before = text[window : word.start()].lower().split()
        if before and before[-1] in _LETTERED:
            return False
        return spelling == "M" or not before or before[-1].strip(".") in _ABBREVIATIONS
    return spelling.lower() in _ABBREVIATIONS and (word.start() == 0 or text[word.start() - 1] not in "/.@")


def _glued(text: str, found: re.Match[str]) -> bool:
    """Says whether a sentence starts right after the sign, as in « un poste.Vous serez »."""
    start, end = found.span()
    if not (start and text[end : end + 1].isupper()):
        return False
    before = text[start - 1]
    word = re.compile(r"\w{1,20}").match(text, end)
    if (
        not word
        or word.group().lower() in _TECHNICAL
        or (word.end() - end == 1 and text[word.end() : word.end() + 1] not in "'’ ")
    ):
        return False
    if "@" in text[end : end + _LOOK_BACK].partition(" ")[0]:
        return False
    chunk = text[max(0, start - _LOOK_BACK) : end].split()[-1:]
    if chunk and any(sign in chunk[0] for sign in ("://", "www.", "@")):
        return False
    return (
        before.islower()
        or before.isdigit()
        or before in ")%€»"
        or text[max(0, start - 3) : start] in ("H/F", "F/H")
    )


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    """Says whether a sentence that started at ``start`` ends with a sign that may end one."""
    sign = found.group()[0]
    if sign not in ".!?…":
        return True
    end = found.end()
    if end < len(text) and not text[end].isspace():
        return _glued(text, found)
    after = _START.match(text, end, end + _LOOK_BACK)
    following = text[after.end() : after.end() + 1] if after else ""
    if following.islower():
        return False
    return not (found.group() == "." and _is_abbreviation(text, start, found.start()))


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    """Yields the parts of a text between its breaks, untrimmed."""
    start = 0
    for found in _BREAK.finditer(text):
        if not _ends(text, start, found):
            continue
        keeps_sign = found.group()[0] in ".!?…"
        yield start, found.end() if keeps_sign else found.start()
        start = found.end()
    yield start, len(text)


def split_sentences(text: str) -> list[Sentence]:
    r"""Cuts a French text, such as a job offer, into sentences.

    New lines and bullets end a sentence, and so do points, question and exclamation marks and dots that no small
    letter follows. The point of « M. », « réf. » or « 1. » does not. Every letter and digit is in a sentence.

    Args:
        text: A text; the time taken grows with its length.

    Returns:
        The sentences, in order, without their bullets; parts without letter or digit are left out.

    Examples:
        >>> [s.text for s in split_sentences("Poste en CDI. Contacter M. Dupont au 12.5 !\n- Permis B")]
        ['Poste en CDI.', 'Contacter M. Dupont au 12.5 !', 'Permis B']
    """
    sentences = []
    for start, end in _cuts(text):
        leading = _LEADING.match(text, start, end)
        first = leading.end() if leading else start
        spoken = text[first:end].rstrip()
        if any(map(str.isalnum, spoken)):
            sentences.append(Sentence(spoken, first, first + len(spoken)))
    return sentences


def windows(tokens: Sequence[str], size: int, step: int) -> list[list[str]]:
    """Cuts tokens into windows that overlap, so that long texts fit a model.

    Args:
        tokens: The tokens of a text.
        size: Tokens in a window, 1 or more.
        step: Tokens from the start of a window to that of the next, from 1 to ``size``: none is skipped.

    Returns:
        The windows; the last, and the only one of a short text, may hold fewer tokens.

    Raises:
        InvalidInputError: ``size`` or ``step`` is out of range.

    Examples:
        >>> windows("a b c d e".split(), 3, 2)
        [['a', 'b', 'c'], ['c', 'd', 'e']]
    """
    if size < 1:
        raise InvalidInputError(f"size is 1 or more tokens; got {size}")
    if not 1 <= step <= size:
        raise InvalidInputError(f"step is from 1 to size ({size}), so that no token is skipped; got {step}")
    last = max(len(tokens) - size, 0)
    starts = range(0, last + step, step) if tokens else range(0)
    return [list(tokens[start : start + size]) for start in starts]
