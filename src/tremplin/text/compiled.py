"""The word stage in machine code: needs numba (``pip install tremplin[fast]``)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from threading import Lock
from typing import Any

import numba  # type: ignore[import-untyped,unused-ignore]
import numpy as np
from numpy.typing import NDArray

from tremplin.text.characters import CharacterTable
from tremplin.text.numbering import Numbering, Results, grown

__all__ = ["CompiledWords"]

_machine_code: Callable[[Callable[..., Any]], Callable[..., Any]] = numba.njit(cache=True)
_MARK = b"\x85"
_LONGEST = 512
_BYTES = 64_000_000
_MISSING, _DOCUMENT = -1, -2
_SPACES = np.zeros(256, np.bool_)
_SPACES[[ord(c) for c in map(chr, range(256)) if c.isspace()]] = True
_PRIME = np.uint64(0x100000001B3)
_BASIS = np.uint64(0xCBF29CE484222325)


@_machine_code
def _find(data, start, end, hashed, slots, hashes, keys, key_starts):  # type: ignore[no-untyped-def]
    """Returns the number of a word, or -1 (open addressing, linear probing)."""
    mask = len(slots) - 1
    place = np.int64(hashed & np.uint64(mask))
    while slots[place] >= 0:
        entry = slots[place]
        if hashes[entry] == hashed and key_starts[entry + 1] - key_starts[entry] == end - start:
            same = True
            for i in range(end - start):
                if keys[key_starts[entry] + i] != data[start + i]:
                    same = False
                    break
            if same:
                return entry
        place = (place + 1) & mask
    return -1


@_machine_code
def _scan(data, spaces, slots, hashes, keys, key_starts, ids, starts, ends, found):  # type: ignore[no-untyped-def]
    """Cuts bytes into words and finds their numbers; returns how many there are and how many are missing."""
    n = missing = 0
    position, size = 0, len(data)
    while position < size:
        byte = data[position]
        if byte == 0x85:
            ids[n] = _DOCUMENT
            n += 1
            position += 1
        elif spaces[byte]:
            position += 1
        else:
            start, hashed = position, _BASIS
            while position < size and not spaces[data[position]]:
                hashed = (hashed ^ np.uint64(data[position])) * _PRIME
                position += 1
            hashed ^= hashed >> np.uint64(29)
            entry = _find(data, start, position, hashed, slots, hashes, keys, key_starts)
            ids[n], starts[n], ends[n], found[n] = entry, start, position, hashed
            missing += entry < 0
            n += 1
    return n, missing


@_machine_code
def _resolve(data, n, slots, hashes, keys, key_starts, ids, starts, ends, found):  # type: ignore[no-untyped-def]
    for i in range(n):
        if ids[i] == _MISSING:
            ids[i] = _find(data, starts[i], ends[i], found[i], slots, hashes, keys, key_starts)


@_machine_code
def _place(slots, hashes, first, count):  # type: ignore[no-untyped-def]
    mask = len(slots) - 1
    for entry in range(first, count):
        place = np.int64(hashes[entry] & np.uint64(mask))
        while slots[place] >= 0:
            place = (place + 1) & mask
        slots[place] = entry


@_machine_code
def _hash_all(keys, key_starts, hashes, first, count):  # type: ignore[no-untyped-def]
    for entry in range(first, count):
        hashed = _BASIS
        for i in range(key_starts[entry], key_starts[entry + 1]):
            hashed = (hashed ^ np.uint64(keys[i])) * _PRIME
        hashes[entry] = hashed ^ (hashed >> np.uint64(29))


@_machine_code
def _assemble(ids, n, values, value_starts, out):  # type: ignore[no-untyped-def]
    """Writes the results of words, single spaces between them; returns the length."""
    size, fresh = 0, True
    for i in range(n):
        entry = ids[i]
        if entry == _DOCUMENT:
            out[size] = 0x85
            size += 1
            fresh = True
            continue
        start, end = value_starts[entry], value_starts[entry + 1]
        if end > start:
            if not fresh:
                out[size] = 32
                size += 1
            fresh = False
            for j in range(start, end):
                out[size] = values[j]
                size += 1
    return size


@_machine_code
def _length(ids, n, value_starts):  # type: ignore[no-untyped-def]
    size = n
    for i in range(n):
        if ids[i] >= 0:
            size += value_starts[ids[i] + 1] - value_starts[ids[i]]
    return size


def _split(ids: NDArray[np.int32], n: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Returns the numbers of the words, marks left out, and the document of each."""
    marks = ids[:n] == _DOCUMENT
    return ids[:n][~marks], np.cumsum(marks)[~marks]


class _Store:
    """Byte strings one after the other in one array that grows."""

    def __init__(self) -> None:
        self.data = np.zeros(1 << 16, np.uint8)
        self.starts = np.zeros(1 << 12, np.int64)

    def add(self, first: int, items: list[bytes]) -> None:
        """Puts items at the places from ``first`` on."""
        ends = self.starts[first] + np.cumsum([len(item) for item in items])
        self.data = grown(self.data, int(ends[-1]))
        self.starts = grown(self.starts, first + len(items) + 1)
        self.data[self.starts[first] : ends[-1]] = np.frombuffer(b"".join(items), np.uint8)
        self.starts[first + 1 : first + 1 + len(items)] = ends


class CompiledWords:
    """Does what `WordStage` does to texts in one byte per character, in machine code, with the same result.

    Args:
        table: Maps the characters first, into bytes.
        function: Distinct words → what is left of each.
    """

    def __init__(self, table: CharacterTable, function: Callable[[list[str]], list[str]]) -> None:
        self._table = table
        self._function = function
        self._lock = Lock()
        self._reset()

    def _reset(self) -> None:
        self._count = 0
        self._keys, self._values = _Store(), _Store()
        self._hashes = np.zeros(1 << 12, np.uint64)
        self._slots = np.full(1 << 13, -1, np.int32)
        self._results: Results | None = None

    def __call__(self, texts: list[str]) -> list[str | None]:
        """Returns the cleaned texts, None for those that do not fit into bytes."""
        encoded = [self._table.encode(text) for text in texts]
        fitting = [i for i, data in enumerate(encoded) if data is not None and _MARK not in data]
        cleaned: list[str | None] = [None] * len(texts)
        if fitting:
            with self._lock:
                done = self._clean(_MARK.join([encoded[i] or b"" for i in fitting]))
            if done is not None:
                for i, text in zip(fitting, self._table.decode(done).split("\x85"), strict=True):
                    cleaned[i] = text
        return cleaned

    def numbers(self, texts: list[str], numbering: Numbering) -> tuple[NDArray[Any], NDArray[Any]]:
        """Returns the numbers of the words that are left, text after text, and how many each text has.

        A text that does not fit into bytes has the size -1 and no numbers.
        """
        encoded = [self._table.encode(text) for text in texts]
        fitting = [i for i, data in enumerate(encoded) if data is not None and _MARK not in data]
        sizes = np.full(len(texts), -1, np.int64)
        if not fitting:
            return np.zeros(0, np.int32), sizes
        with self._lock:
            found = self._scanned(_MARK.join([encoded[i] or b"" for i in fitting]))
            if found is None:
                return np.zeros(0, np.int32), sizes
            entries, rows = _split(*found)
            numbers, sizes[fitting] = self._numbered(numbering).expand(entries, rows, len(fitting))
            return numbers, sizes

    def _numbered(self, numbering: Numbering) -> Results:
        """Returns the results of all known words in the numbers of a numbering."""
        if self._results is None or self._results.numbering is not numbering:
            self._results = Results(numbering)
        if self._count > self._results.count:
            edges = self._values.starts[self._results.count : self._count + 1].tolist()
            values = [self._values.data[start:end].tobytes() for start, end in pairwise(edges)]
            self._results.add(self._table.decode(_MARK.join(values)).split("\x85"))
        return self._results

    def _clean(self, data: bytes) -> bytes | None:
        found = self._scanned(data)
        if found is None:
            return None
        ids, n = found
        out = np.empty(_length(ids, n, self._values.starts), np.uint8)
        return out[: _assemble(ids, n, self._values.data, self._values.starts, out)].tobytes()

    def _scanned(self, data: bytes) -> tuple[NDArray[np.int32], int] | None:
        """Returns the numbers of the words of joined texts, and how many words and marks there are."""
        bytes_ = np.frombuffer(data, np.uint8)
        room = len(bytes_) + 1
        ids, starts, ends = (np.empty(room, np.int32) for _ in range(3))
        found = np.empty(room, np.uint64)
        n, missing = _scan(bytes_, _SPACES, *self._index(), ids, starts, ends, found)
        if missing:
            rows = np.flatnonzero(ids[:n] == _MISSING)
            spans = zip(starts[rows].tolist(), ends[rows].tolist(), strict=True)
            if not self._learn(sorted({data[start:end] for start, end in spans})):
                return None
            _resolve(bytes_, n, *self._index(), ids, starts, ends, found)
            if (ids[:n] == _MISSING).any():
                return None
        return ids, n

    def _index(self) -> tuple[NDArray[Any], ...]:
        return self._slots, self._hashes, self._keys.data, self._keys.starts

    def _learn(self, words: list[bytes]) -> bool:
        """Works on new words and remembers them; False where one does not fit."""
        if max(map(len, words)) > _LONGEST:
            return False
        texts = self._table.decode(_MARK.join(words)).split("\x85")
        joined = self._table.recode("\x85".join(self._function(texts)))
        if joined is None:
            return False
        results = joined.split(_MARK)
        if self._keys.starts[self._count] + self._values.starts[self._count] > _BYTES:
            self._reset()
            return False
        first, count = self._count, self._count + len(words)
        self._keys.add(first, words)
        self._values.add(first, results)
        self._hashes = grown(self._hashes, count)
        _hash_all(self._keys.data, self._keys.starts, self._hashes, first, count)
        if 2 * count > len(self._slots):
            self._slots = np.full(_power(4 * count), -1, np.int32)
            first = 0
        _place(self._slots, self._hashes, first, count)
        self._count = count
        return True


def _power(size: int) -> int:
    return 1 << size.bit_length()
