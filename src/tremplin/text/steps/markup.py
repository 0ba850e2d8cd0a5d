from __future__ import annotations

import html
import re

from tremplin.text.action import Action, each, of_characters
from tremplin.text.steps.step import Step

__all__ = ["FIX_TEXT", "REMOVE_EMOJI", "STRIP_HTML"]

_BLOCKS = frozenset(
    """
    address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol optgroup option p pre section
    summary table tbody tfoot thead title tr ul
    """.split()
)
_CELLS = frozenset("td th".split())
_INLINE = frozenset(
    """
    a abbr acronym area audio b base bdi bdo big button canvas cite code col colgroup data datalist del dfn em
    embed font i iframe img input ins kbd label link map mark meta meter nobr noscript object output param picture
    progress q s samp select small source span strike strong sub sup svg template textarea time tt u var video wbr
    """.split()
)
_DROPPED = frozenset({"script", "style"})
_KNOWN = _BLOCKS | _CELLS | _INLINE | _DROPPED
_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]*)(:\w+)?(?![\w.@-])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPLIT_QUOTES = 2


class _Reader:
    """Reads a text once, from left to right; a sign that no search found is not searched again.

    Args:
        text: The text, with its tags.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._absent: set[str] = set()
        self._pieces: list[str] = []
        self._pending = ""

    def plain(self) -> str:
        """Returns the text without its tags."""
        position = 0
        while True:
            start = self._find("<", position)
            if start < 0:
                break
            end = self._after_tag(start)
            if end:
                self._add(self._text[position:start])
                self._space(start)
                position = end
            else:
                self._add(self._text[position : start + 1])
                position = start + 1
        self._add(self._text[position:])
        return "".join(self._pieces)

    def _find(self, sought: str, start: int) -> int:
        if sought in self._absent:
            return -1
        found = self._text.find(sought, start)
        if found < 0:
            self._absent.add(sought)
        return found

    def _add(self, piece: str) -> None:
        if not piece:
            return
        if self._pending and self._pieces:
            last = self._pieces[-1][-1:]
            if "\n" not in (last, piece[0]) and not (self._pending == " " and last.isspace()):
                self._pieces.append(self._pending)
        self._pending = ""
        self._pieces.append(_ENTITY.sub(lambda entity: html.unescape(entity.group()), piece))

    def _space(self, start: int) -> None:
        tag = _NAME.match(self._text, start + 1)
        name = tag.group(1).lower() if tag else ""
        if name in _BLOCKS:
            self._pending = "\n"
        elif name in _CELLS and not self._pending:
            self._pending = " "

    def _after_tag(self, start: int) -> int:
        """Returns where the tag that starts here is over, or 0 where none starts."""
        text = self._text
        if text.startswith("<!--", start):
            end = self._find("-->", start + 4)
            return end + 3 if end >= 0 else 0
        if text.startswith(("<!", "<?"), start):
            return self._find(">", start) + 1
        tag = _NAME.match(text, start + 1)
        if not tag or (tag.group(1).lower() not in _KNOWN and not tag.group(2)):
            return 0
        end = self._tag_end(tag.end())
        name = tag.group(1).lower()
        if end and name in _DROPPED and text[start + 1] != "/":
            closing = re.compile(rf"</{name}\b[^>]*>?", re.IGNORECASE).search(text, end)
            return closing.end() if closing else len(text)
        return end

    def _tag_end(self, start: int) -> int:
        """Returns where a tag is over, or 0; a « > » between quotes does not end it, if they close soon."""
        first = self._find(">", start)
        end = first
        for _ in range(_SPLIT_QUOTES):
            if end < 0 or self._text.count('"', start, end) % 2 == 0:
                break
            # not _find: the search starts again from the first « > » if this one fails
            end = self._text.find(">", end + 1)
        return (end if end >= 0 else first) + 1


def _plain(text: str) -> str:
    return _Reader(text).plain() if "<" in text or "&" in text else text


def _strip_html() -> Action:
    return each(_plain)


_GLUE = frozenset("\u200d\u20e3\ufe0e\ufe0f")
_PICTURES = (
    (0x1F000, 0x1FAFF),
    (0x2600, 0x26FF),
    (0x231A, 0x231B),
    (0x23E9, 0x23FA),
    (0x25FB, 0x25FE),
    (0x2702, 0x2712),
    (0x2728, 0x2728),
    (0x274C, 0x274E),
    (0x2753, 0x2757),
    (0x2763, 0x2764),
    (0x2795, 0x2797),
    (0x27B0, 0x27BF),
    (0x2B1B, 0x2B1C),
    (0x2B50, 0x2B55),
)


def _without_picture(character: str) -> str:
    code = ord(character)
    if code < 0x200D:
        return character
    if character in _GLUE or 0xE0020 <= code <= 0xE007F:
        return ""
    return " " if any(first <= code <= last for first, last in _PICTURES) else character


def _remove_emoji() -> Action:
    return of_characters(_without_picture)


def _fix_text(*, uncurl_quotes: bool = True) -> Action:
    # its tables take 80 ms to load: only who asks for the step waits for them
    import ftfy

    settings = ftfy.TextFixerConfig(uncurl_quotes=uncurl_quotes)
    return each(lambda text: ftfy.fix_text(text, settings))


STRIP_HTML = Step(
    "strip_html",
    _strip_html,
    (
        ("<p>Poste &agrave; <b>Lyon</b></p><p>CDI</p>", "Poste à Lyon\nCDI"),
        ("Missions :<ul><li>Vendre</li><li>Ranger</li></ul>", "Missions :\nVendre\nRanger"),
        ("<script>var a = '<p>';</script><td>a</td><td>b</td>", "a b"),
        ('<a title="2 > 1" href="x">lien</a><!-- <p> -->', "lien"),
        ("salaire < 2000 €, R&D, a<b@c, <EMAIL>", "salaire < 2000 €, R&D, a<b@c, <EMAIL>"),
        ("&lt;p&gt; x?a=1&copy=2", "<p> x?a=1&copy=2"),
    ),
    idempotent=False,
)
"""Tags go, those of blocks become new lines, entities become their characters; scripts and styles are dropped."""

REMOVE_EMOJI = Step(
    "remove_emoji",
    _remove_emoji,
    (("CDI📍Paris 👩‍💻", "CDI Paris   "), ("❤️ 4 → 5 ✓ © 35 m²", "  4 → 5 ✓ © 35 m²"), ("🇫🇷", "  ")),
)
"""Each picture becomes a space, its modifiers go; arrows, ticks and signs such as © stay."""

FIX_TEXT = Step(
    "fix_text",
    _fix_text,
    (("lâ€™Ã©cole", "l'école"), ("Caf\u0065\u0301", "Café"), ("l’école\r\n", "l'école\n")),
    idempotent=False,
)
"""Text that was decoded wrongly is repaired, by ftfy; curly quotes become straight ones unless told otherwise."""
