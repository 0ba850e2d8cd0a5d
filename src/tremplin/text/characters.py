from __future__ import annotations

from collections.abc import Callable

__all__ = ["CharacterTable"]

_PLACEHOLDERS = [chr(code) for code in (*range(0x80, 0x85), *range(0x86, 0xA0))]
_COMMON = "’œŒ–—…•€“”‘ʼ\u200b\ufeff\u202f"
_SHORT = 400


class _Images(dict[int, str]):
    """Code point → what it becomes, filled as characters come; `str.translate` reads it."""

    def __init__(self, function: Callable[[str], str]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, code: int) -> str:
        image = self._function(chr(code))
        self[code] = image
        return image


class CharacterTable:
    """Applies a function of single characters to whole texts, at about the speed of a copy.

    French text is Latin-1 but for a few signs. Those become unused control characters, the bytes go through
    one table, and what a byte cannot hold (« oe » for « œ ») is put back at the end. Texts with other
    characters, or with those controls, take the general way of `str.translate`; the result is the same.

    Args:
        function: What a character becomes: nothing, a character or several.

    Examples:
        >>> CharacterTable(lambda c: {"œ": "oe", "É": "é", "!": ""}.get(c, c))("Écœuré !" )
        'écoeuré '
    """

    def __init__(self, function: Callable[[str], str]) -> None:
        self._images = _Images(function)
        free = iter(_PLACEHOLDERS)
        table = list(range(256))
        removed = []
        self._before: list[tuple[str, str]] = []
        self._after: list[tuple[str, str]] = []
        for code in range(256):
            image = self._images[code]
            if not image:
                removed.append(code)
            elif len(image) == 1 and ord(image) < 256:
                table[code] = ord(image)
            else:
                table[code] = ord(self._put_back(next(free), image))
        for character in _COMMON:
            placeholder = next(free)
            self._before.append((character, placeholder))
            image = self._images[ord(character)]
            if not image:
                removed.append(ord(placeholder))
            elif len(image) == 1 and ord(image) < 256 and image not in _PLACEHOLDERS:
                table[ord(placeholder)] = ord(image)
            else:
                table[ord(placeholder)] = ord(placeholder)
                self._after.append((placeholder, image))
        self._table, self._removed = bytes(table), bytes(removed)
        self._taken = [p for _, p in self._before] + [p for p, _ in self._after]

    def _put_back(self, placeholder: str, image: str) -> str:
        self._after.append((placeholder, image))
        return placeholder

    def __call__(self, text: str) -> str:
        """Returns the image of a text."""
        data = self.encode(text) if len(text) >= _SHORT else None
        return text.translate(self._images) if data is None else self.decode(data)

    def encode(self, text: str) -> bytes | None:
        """Returns the image of a text in one byte per character, or None where that cannot be.

        What Latin-1 lacks stands as control characters, which `decode` puts back.
        """
        if text.isascii():
            return text.encode("ascii").translate(self._table, self._removed)
        if any(placeholder in text for placeholder in self._taken):
            return None
        for character, placeholder in self._before:
            text = text.replace(character, placeholder)
        try:
            data = text.encode("latin-1")
        except UnicodeEncodeError:
            return None
        return data.translate(self._table, self._removed)

    def decode(self, data: bytes) -> str:
        """Turns what `encode` returned, or parts of it, into text."""
        text = data.decode("latin-1")
        for placeholder, image in self._after:
            text = text.replace(placeholder, image)
        return text

    def recode(self, text: str) -> bytes | None:
        """Writes an image, or a text made of images, in the bytes that `decode` reads; None where it cannot."""
        if any(placeholder in text for placeholder in self._taken):
            return None
        for placeholder, image in self._after:
            if len(image) == 1:
                text = text.replace(image, placeholder)
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            return None
