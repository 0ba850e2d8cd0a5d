from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

__all__ = ["Difference", "Piece", "difference"]

_TOKEN = re.compile(r"(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)]|<[A-Z]+>|[\w\u0300-\u036f]+|[^\w\s]")
_NEAR = 12
_FAR = 400
_SURE = 3
_SEEN = str.maketrans({" ": "·", "\n": "↵", "\t": "→", "\r": "↵", "\u00a0": "⍽", "\u202f": "⍽"})


@dataclass(frozen=True)
class Piece:
    """A piece of a shown text; ``kind`` is "retrait", "ajout", or "" for what stays."""

    text: str
    kind: str = ""


@dataclass
class Difference:
    """What became of a text, to be shown: its pieces in order, and counts of what changed."""

    pieces: list[Piece] = field(default_factory=list)
    changed: int = 0
    removed: int = 0
    added: int = 0
    signs_removed: int = 0
    signs_added: int = 0
    spaces: int = 0

    def summary(self) -> str:
        """Says it in French."""
        told = (
            (self.changed, "mot", "changé"),
            (self.removed, "mot", "enlevé"),
            (self.added, "mot", "ajouté"),
            (self.signs_removed, "signe", "enlevé"),
            (self.signs_added, "signe", "ajouté"),
        )
        said = ", ".join(_count(*one) for one in told if one[0])
        return said or ("seuls les espaces changent" if self.spaces else "")

    def add(self, text: str, kind: str = "") -> None:
        """Appends a piece; it joins a neighbour of its kind."""
        if text and self.pieces and self.pieces[-1].kind == kind:
            text = self.pieces.pop().text + text
        if text:
            self.pieces.append(Piece(text, kind))


def _count(number: int, noun: str, verb: str) -> str:
    mark = "s" if number > 1 else ""
    return f"{number} {noun}{mark} {verb}{mark}"


@dataclass(frozen=True)
class _Cut:
    """A text cut into words and signs, and the white space before each and at the end."""

    tokens: list[str]
    gaps: list[str]


def _cut(text: str) -> _Cut:
    tokens, gaps, end = [], [], 0
    for found in _TOKEN.finditer(text):
        gaps.append(text[end : found.start()])
        tokens.append(found.group())
        end = found.end()
    return _Cut(tokens, [*gaps, text[end:]])


def difference(before: str, after: str) -> Difference:
    """Compares two texts word by word, sign by sign; where only white space changed, space by space.

    The work is bounded by the length of the texts times a constant, whatever they hold: words that went are
    looked for nearby, so that a passage that moved far counts as enlevé and ajouté.

    Args:
        before: A text.
        after: What became of it.
    """
    old, new = _cut(before), _cut(after)
    if old.tokens == new.tokens:
        return _of_spaces(old, new)
    found = Difference()
    for i, count, j, gain in _hunks(old.tokens, new.tokens):
        if count or gain:
            _change(found, old, new, (i, i + count), (j, j + gain))
        else:
            _keep(found, old, new, i, j)
    found.add(new.gaps[-1])
    return found


def _keep(found: Difference, old: _Cut, new: _Cut, i: int, j: int) -> None:
    gap = new.gaps[j]
    if not gap and found.pieces and found.pieces[-1].kind == "retrait":
        gap = old.gaps[i]
    found.add(gap + new.tokens[j])


def _change(found: Difference, old: _Cut, new: _Cut, gone: tuple[int, int], come: tuple[int, int]) -> None:
    for i in range(*gone):
        found.add(old.gaps[i], "retrait" if i > gone[0] else "")
        found.add(old.tokens[i], "retrait")
    goes_on = gone[0] == gone[1] and bool(found.pieces) and found.pieces[-1].kind == "ajout"
    for j in range(*come):
        first = j == come[0] and not goes_on
        glued = first and gone[0] < gone[1]
        found.add(new.gaps[j] or (" " if glued else ""), "" if first else "ajout")
        found.add(new.tokens[j], "ajout")
    removed, added = _words(old.tokens[slice(*gone)]), _words(new.tokens[slice(*come)])
    both = min(removed, added)
    found.changed += both
    found.removed += removed - both
    found.added += added - both
    found.signs_removed += gone[1] - gone[0] - removed
    found.signs_added += come[1] - come[0] - added


def _words(tokens: Sequence[str]) -> int:
    return sum(any(map(str.isalnum, token)) for token in tokens)


def _hunks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yields (i, 0, j, 0) for a token that stays, else (i, how many went, j, how many came)."""
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            yield i, 0, j, 0
            i, j = i + 1, j + 1
            continue
        gone, come = _resume(old[i : i + _FAR], new[j : j + _FAR])
        yield i, gone, j, come
        i, j = i + gone, j + come
    if i < len(old) or j < len(new):
        yield i, len(old) - i, j, len(new) - j


def _resume(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Returns how many tokens to skip on either side until both agree again."""
    for total in range(1, _NEAR + 1):
        for gone in range(total, -1, -1):
            come = total - gone
            if gone < len(old) and come < len(new) and old[gone] == new[come]:
                return gone, come
    far = _far(old, new)
    if far:
        return far, 0
    back = _far(new, old)
    return (0, back) if back else (1, 1)


def _far(long: Sequence[str], short: Sequence[str]) -> int:
    """Returns where the start of ``short`` stands in ``long``, far enough on that chance must be ruled out."""
    start = list(short[:_SURE])
    for place in range(_NEAR, len(long)):
        if long[place] == start[0] and list(long[place : place + _SURE]) == start:
            return place
    return 0


def _of_spaces(old: _Cut, new: _Cut) -> Difference:
    found = Difference()
    for before, after, token in zip(old.gaps, new.gaps, [*new.tokens, ""], strict=True):
        if before == after:
            found.add(after)
        else:
            found.spaces += 1
            found.add(before.translate(_SEEN), "retrait")
            found.add(after.translate(_SEEN), "ajout")
        found.add(token)
    return found
