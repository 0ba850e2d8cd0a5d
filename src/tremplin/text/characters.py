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
        self._table = list(range(256))
        self._removed: list[int] = []
        self._before: list[tuple[str, str]] = []
        self._after: list[tuple[str, str]] = []
        self._free = list(_PLACEHOLDERS)
        self._fits = all(self._enter(code, code) for code in range(256) if chr(code) not in _PLACEHOLDERS)
        for character in _COMMON:
            if not self._free:
                break
            placeholder = self._free.pop(0)
            self._before.append((character, placeholder))
            self._fits &= self._enter(ord(placeholder), ord(character), kept=placeholder)
        taken = set(_PLACEHOLDERS) - set(self._free)
        for placeholder in self._free:
            # An unused control character is one like others, unless it cannot stand for itself.
            if self._images[ord(placeholder)] in taken or not self._enter(
                ord(placeholder), ord(placeholder), kept=""
            ):
                taken.add(placeholder)
        self._taken = sorted(taken)
        self._controls = "".join(self._taken).encode("latin-1")
        self._bytes, self._deleted = bytes(self._table), bytes(self._removed)

    def _enter(self, code: int, character: int, *, kept: str | None = None) -> bool:
        """Writes the image of a character into the table; False where the table cannot hold it.

        Args:
            code: Byte that stands for the character.
            character: Its code point.
            kept: Placeholder that stands for its image if that is no byte; None to take a free one.
        """
        image = self._images[character]
        if not image:
            self._removed.append(code)
        elif len(image) == 1 and ord(image) < 256 and (image not in _PLACEHOLDERS or kept == ""):
            self._table[code] = ord(image)
        elif any(sign in image for sign in _PLACEHOLDERS) or kept == "" or not (kept or self._free):
            return False
        else:
            placeholder = kept or self._free.pop(0)
            self._table[code] = ord(placeholder)
            self._after.append((placeholder, image))
        return True

    def __call__(self, text: str) -> str:
        """Returns the image of a text."""
        data = self.encode(text) if len(text) >= _SHORT else None
        return text.translate(self._images) if data is None else self.decode(data)

    def encode(self, text: str) -> bytes | None:
        """Returns the image of a text in one byte per character, or None where that cannot be.

        What Latin-1 lacks stands as control characters, which `decode` puts back.
        """
        if not self._fits:
            return None
        if text.isascii():
            return text.encode("ascii").translate(self._bytes, self._deleted)
        try:
            data = text.encode("latin-1")
        except UnicodeEncodeError:
            return self._encode_wide(text)
        if len(data.translate(None, self._controls)) < len(data):
            return None
        return data.translate(self._bytes, self._deleted)

    def _encode_wide(self, text: str) -> bytes | None:
        for placeholder in self._taken:
            if placeholder in text:
                return None
        for character, placeholder in self._before:
            text = text.replace(character, placeholder)
        try:
            return text.encode("latin-1").translate(self._bytes, self._deleted)
        except UnicodeEncodeError:
            return None

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
