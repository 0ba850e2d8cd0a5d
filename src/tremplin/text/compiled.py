"""The word stage in machine code: needs numba (``pip install tremplin[fast]``)."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

import numba  # type: ignore[import-not-found,import-untyped,unused-ignore]
import numpy as np
from numpy.typing import NDArray

from tremplin.text.characters import CharacterTable
from tremplin.text.numbering import Numbering, Results, grown

__all__ = ["CompiledWords"]

_machine_code: Callable[[Callable[..., Any]], Callable[..., Any]] = numba.njit(cache=True)
_MARK = b"\x85"
_LONGEST = 512
_BYTES = 64_000_000
_DOCUMENT = -2
_SPACES = np.zeros(256, np.bool_)
_SPACES[[ord(c) for c in map(chr, range(256)) if c.isspace()]] = True
_FIRST, _SECOND = np.uint64(0xCBF29CE484222325), np.uint64(0x9E3779B97F4A7C15)
_PRIME, _ODD = np.uint64(0x100000001B3), np.uint64(0xD6E8FEB86659FD93)
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


@_machine_code
def _find(slots, first, second):  # type: ignore[no-untyped-def]
    """Returns the slot of a word, or -1 (open addressing, linear probing).

    A slot is four numbers: two hashes of the word, 0 where it is free, then its number, then where its result
    begins and ends. Both hashes, 127 bits, stand for the word itself.
    """
    mask = len(slots) - 1
    place = np.int64((first >> _HALF) & np.uint64(mask))
    while slots[place, 0] != 0:
        if slots[place, 0] == first and slots[place, 1] == second:
            return place
        place = (place + 1) & mask
    return np.int64(-1)


@_machine_code
def _scan(data, spaces, slots, ids, spans, hashes):  # type: ignore[no-untyped-def]
    """Cuts bytes into words and finds their slots; returns how many there are and how many are missing."""
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
            start, first, second = position, _FIRST, _SECOND
            while position < size and not spaces[data[position]]:
                code = np.uint64(data[position])
                first = (first ^ code) * _PRIME
                second = (second + code) * _ODD
                position += 1
            first |= np.uint64(1)
            place = _find(slots, first, second)
            ids[n] = place
            if place < 0:
                spans[missing, 0], spans[missing, 1], spans[missing, 2] = n, start, position
                hashes[missing, 0], hashes[missing, 1] = first, second
                missing += 1
            n += 1
    return n, missing


@_machine_code
def _resolve(slots, missing, ids, spans, hashes):  # type: ignore[no-untyped-def]
    """Finds the words that were missing."""
    left = 0
    for i in range(missing):
        place = _find(slots, hashes[i, 0], hashes[i, 1])
        ids[spans[i, 0]] = place
        left += place < 0
    return left


@_machine_code
def _place(slots, records, start, end):  # type: ignore[no-untyped-def]
    mask = len(slots) - 1
    for entry in range(start, end):
        place = np.int64((records[entry, 0] >> _HALF) & np.uint64(mask))
        while slots[place, 0] != 0:
            place = (place + 1) & mask
        for i in range(4):
            slots[place, i] = records[entry, i]


@_machine_code
def _assemble(slots, ids, n, values, out):  # type: ignore[no-untyped-def]
    """Writes the results of words, single spaces between them; returns the length."""
    size, fresh = 0, True
    for i in range(n):
        place = ids[i]
        if place == _DOCUMENT:
            out[size] = 0x85
            size += 1
            fresh = True
            continue
        start, end = np.int64(slots[place, 3] >> _HALF), np.int64(slots[place, 3] & _LOW)
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
def _length(slots, ids, n):  # type: ignore[no-untyped-def]
    size = n
    for i in range(n):
        if ids[i] >= 0:
            size += np.int64((slots[ids[i], 3] & _LOW) - (slots[ids[i], 3] >> _HALF))
    return size


def _split(slots: NDArray[np.uint64], ids: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Returns the numbers of the words, marks left out, and the document of each."""
    marks = ids == _DOCUMENT
    return slots[ids[~marks], 2].astype(np.int64), np.cumsum(marks)[~marks]


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
        self._buffers: tuple[NDArray[Any], NDArray[Any], NDArray[Any]] = (
            np.empty(0, np.int32),
            np.empty((0, 3), np.int64),
            np.empty((0, 2), np.uint64),
        )
        self._reset()

    def _reset(self) -> None:
        self._count = self._used = 0
        self._results: Results | None = None
        self._values = np.zeros(1 << 16, np.uint8)
        self._records = np.zeros((1 << 12, 4), np.uint64)
        self._slots = np.zeros((1 << 13, 4), np.uint64)

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
            entries, rows = _split(self._slots, found)
            numbers, sizes[fitting] = self._numbered(numbering).expand(entries, rows, len(fitting))
            return numbers, sizes

    def _numbered(self, numbering: Numbering) -> Results:
        """Returns the results of all known words in the numbers of a numbering."""
        if self._results is None or self._results.numbering is not numbering:
            self._results = Results(numbering)
        if self._count > self._results.count:
            spans = self._records[self._results.count : self._count, 3]
            edges = zip((spans >> _HALF).tolist(), (spans & _LOW).tolist(), strict=True)
            values = [self._values[start:end].tobytes() for start, end in edges]
            self._results.add(self._table.decode(_MARK.join(values)).split("\x85"))
        return self._results

    def _clean(self, data: bytes) -> bytes | None:
        ids = self._scanned(data)
        if ids is None:
            return None
        out = np.empty(_length(self._slots, ids, len(ids)), np.uint8)
        return out[: _assemble(self._slots, ids, len(ids), self._values, out)].tobytes()

    def _scanned(self, data: bytes) -> NDArray[np.int32] | None:
        """Returns the slots of the words of joined texts, marks among them; None where a word does not fit."""
        bytes_ = np.frombuffer(data, np.uint8)
        ids, spans, hashes = self._room(len(bytes_) // 2 + 2 + data.count(_MARK))
        n, missing = _scan(bytes_, _SPACES, self._slots, ids, spans, hashes)
        if missing:
            new: dict[bytes, int] = {}
            edges = zip(spans[:missing, 1].tolist(), spans[:missing, 2].tolist(), strict=True)
            for i, (start, end) in enumerate(edges):
                new.setdefault(data[start:end], i)
            if not self._learn(list(new), hashes[list(new.values())]):
                return None
            if _resolve(self._slots, missing, ids, spans, hashes):
                # A word found at the start of the batch may have moved when the table grew.
                return None
            if self._moved:
                _scan(bytes_, _SPACES, self._slots, ids, spans, hashes)
        return ids[:n]

    def _room(self, size: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Returns arrays for so many words; the same ones serve every batch, under the lock."""
        if size > len(self._buffers[0]):
            shapes = ((size,), (size, 3), (size, 2))
            kinds = (np.int32, np.int64, np.uint64)
            ids, spans, hashes = (np.empty(s, kind) for s, kind in zip(shapes, kinds, strict=True))
            self._buffers = ids, spans, hashes
        return self._buffers

    def _learn(self, words: list[bytes], hashes: NDArray[np.uint64]) -> bool:
        """Works on new words and remembers them; False where one does not fit."""
        self._moved = False
        if max(map(len, words)) > _LONGEST:
            return False
        texts = self._table.decode(_MARK.join(words)).split("\x85")
        joined = self._table.recode("\x85".join(self._function(texts)))
        if joined is None:
            return False
        results = joined.split(_MARK)
        if self._used > _BYTES:
            self._reset()
            return False
        first, count = self._count, self._count + len(words)
        ends = self._used + np.cumsum([len(result) for result in results])
        self._values = grown(self._values, int(ends[-1]))
        self._values[self._used : ends[-1]] = np.frombuffer(b"".join(results), np.uint8)
        starts = np.concatenate([[self._used], ends[:-1]])
        self._used = int(ends[-1])
        self._records = grown(self._records, count)
        self._records[first:count, :2] = hashes
        self._records[first:count, 2] = np.arange(first, count)
        self._records[first:count, 3] = (starts.astype(np.uint64) << _HALF) | ends.astype(np.uint64)
        if 2 * count > len(self._slots):
            self._slots = np.zeros((1 << (4 * count).bit_length(), 4), np.uint64)
            first, self._moved = 0, True
        _place(self._slots, self._records, first, count)
        self._count = count
        return True
