from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tremplin.base.errors import InvalidInputError
from tremplin.classification.view import PAIR, View, ViewFeatures
from tremplin.text.action import Action, of_characters
from tremplin.text.numbering import Numbering
from tremplin.text.plan import Plan
from tremplin.text.words import WORD, WordReader, fold

__all__ = ["Document", "FeatureSpace", "Occurrence", "character_ngrams"]

Document = Mapping[str, str]
"""A document: the text of each of its fields; a missing field is empty."""

_Occurring = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Ids, and the document of each."""

_Fields = dict[tuple[str, bool], _Occurring]
"""What stands in each field, as words (False) or as character n-grams (True)."""

_MEMO_LIMIT = 200_000
_GRAM_WORD_LIMIT = 40


@dataclass(frozen=True)
class Occurrence:
    """One feature at one place: its view, column and value, and the spans (field, start, end) that carry it."""

    view: int
    column: int
    value: float
    spans: tuple[tuple[str, int, int], ...]


class _Ids(dict[str, int]):
    """Spelling → word id, filled as spellings come; -1 for stop words and unknown ones."""

    def __init__(self, reader: WordReader, ids: dict[str, int]) -> None:
        super().__init__()
        self._reader, self._ids = reader, ids

    def __missing__(self, spelling: str) -> int:
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        found = self._ids.get(self._reader.stem(spelling), -1)
        self[spelling] = found
        return found


def _in_words(character: str) -> str:
    """Puts a character that `WORD` may hold in lower case, and a space where it may not."""
    if character in "+#" or WORD.match(character) or "\u0300" <= character <= "\u036f":
        return character.lower()
    return " "


class _Words:
    """Reads whole texts as word ids, each distinct chunk between white space worked on once."""

    def __init__(self, reader: WordReader, ids: dict[str, int]) -> None:
        self._stem, self._ids = reader.stem, ids
        self._forget()

    def _forget(self) -> None:
        stems = Action(self._stems, local=True, collapses=True)
        self._plan = Plan([of_characters(_in_words, awkward="Σ"), stems])
        self._numbering = Numbering()
        self._known = np.empty(0, np.int64)

    def _stems(self, texts: list[str]) -> list[str]:
        return [" ".join(filter(None, map(self._stem, WORD.findall(text)))) for text in texts]

    def read(self, texts: list[str]) -> _Occurring:
        """Returns the ids of the known words of texts, and the text of each."""
        numbers, sizes = self._plan.numbers(texts, self._numbering)
        strings = self._numbering.strings
        if len(strings) > len(self._known):
            new = [self._ids.get(stem, -1) for stem in strings[len(self._known) :]]
            self._known = np.concatenate([self._known, np.array(new, np.int64)])
        found = self._known[numbers]
        docs = np.repeat(np.arange(len(texts)), sizes)
        known = found >= 0
        if len(strings) > _MEMO_LIMIT:
            self._forget()
        return found[known], docs[known]


class _Grams(dict[str, list[int]]):
    """Spelling → ids of its character n-grams, filled as spellings come."""

    def __init__(self, reader: WordReader, ids: dict[str, int], sizes: tuple[int, int]) -> None:
        super().__init__()
        self._reader, self._ids, self._sizes = reader, ids, sizes

    def __missing__(self, spelling: str) -> list[int]:
        if len(self) >= _MEMO_LIMIT:
            self.clear()
        found = []
        if self._reader.stem(spelling):
            found = [self._ids[g] for g in character_ngrams(spelling, self._sizes) if g in self._ids]
        self[spelling] = found
        return found


def character_ngrams(spelling: str, sizes: tuple[int, int]) -> Iterable[str]:
    """Yields the n-grams of a folded word with a space at both ends, shortest first."""
    word = f" {fold(spelling)[:_GRAM_WORD_LIMIT]} "
    for size in range(sizes[0], sizes[1] + 1):
        for start in range(max(len(word) - size + 1, 0)):
            yield word[start : start + size]


class FeatureSpace:
    """Turns documents into weighted features, the same way for training, serving and explaining.

    Args:
        views: What to read of a document.
        vocabulary: The stems that may be features, or None for all.

    Attributes:
        words: The stems that are features, sorted; their places are their ids.
        grams: The character n-grams that are features, sorted.
        features: One fitted `ViewFeatures` per view.
    """

    def __init__(self, views: Sequence[View], *, vocabulary: Collection[str] | None = None) -> None:
        sizes = {view.characters for view in views if view.characters}
        if not views or len(sizes) > 1 or len({view.name for view in views}) < len(views):
            raise InvalidInputError("give at least one view, each of its own name, with one size of n-grams")
        self.views = tuple(views)
        self.vocabulary = vocabulary
        self.sizes = sizes.pop() if sizes else (0, 0)
        self.fields = tuple(dict.fromkeys(name for view in views for name in view.fields))
        self.features = [ViewFeatures(view) for view in views]
        self.index([], [])

    def index(self, words: Sequence[str], grams: Sequence[str]) -> None:
        """Sets the words and n-grams that are known, in the order of their ids."""
        self.words, self.grams = list(words), list(grams)
        reader = WordReader()
        numbers = {word: i for i, word in enumerate(self.words)}
        self._words = _Words(reader, numbers)
        self._word_ids = _Ids(reader, numbers)
        self._gram_ids = _Grams(reader, {gram: i for i, gram in enumerate(self.grams)}, self.sizes)

    def fit(self, documents: Sequence[Document]) -> FeatureSpace:
        """Learns the features and their inverse document frequencies (n documents)."""
        if not documents:
            raise InvalidInputError("no document to learn features from")
        stems, spellings = self._spellings(documents)
        grams = {g for s in spellings for g in character_ngrams(s, self.sizes)} if self.sizes[0] else set()
        self.index(sorted(stems), sorted(grams))
        read = self._read(documents)
        for number, features in enumerate(self.features):
            keys, docs = self._keys(read, number)
            features.fit(keys, docs, len(documents))
        self._forget_unused()
        return self

    def transform(self, documents: Sequence[Document]) -> list[sparse.csr_matrix]:
        """Returns one CSR matrix (n documents, features of the view) per view, float32."""
        blocks = []
        read = self._read(documents)
        for number, features in enumerate(self.features):
            keys, docs = self._keys(read, number)
            columns = features.columns(keys)
            known = columns >= 0
            values, cols, pointers = features.weigh(columns[known], docs[known], len(documents))
            shape = (len(documents), len(features.keys))
            blocks.append(sparse.csr_matrix((values, cols, pointers), shape=shape))
        return blocks

    def occurrences(self, document: Document) -> list[Occurrence]:
        """Lists the features of one document with the spans that carry each."""
        found = []
        for number, features in enumerate(self.features):
            places = self._places(document, number)
            keys = np.array([key for key, _ in places], np.int64)
            columns = features.columns(keys)
            spans: dict[int, list[tuple[str, int, int]]] = {}
            for column, (_, where) in zip(columns.tolist(), places, strict=True):
                if column >= 0:
                    spans.setdefault(column, []).extend(where)
            known = columns[columns >= 0]
            values, cols, _ = features.weigh(known, np.zeros(len(known), np.int64), 1)
            for value, column in zip(values.tolist(), cols.tolist(), strict=True):
                found.append(Occurrence(number, column, value, tuple(spans[column])))
        return found

    def _spellings(self, documents: Sequence[Document]) -> tuple[set[str], set[str]]:
        reader, allowed = WordReader(), self.vocabulary
        spellings = {s for doc in documents for name in self.fields for s in WORD.findall(doc.get(name, ""))}
        kept = {s: reader.stem(s) for s in spellings}
        kept = {s: stem for s, stem in kept.items() if stem and (allowed is None or stem in allowed)}
        gram_fields = {name for view in self.views if view.characters for name in view.fields}
        seen = {s for doc in documents for name in gram_fields for s in WORD.findall(doc.get(name, ""))}
        return set(kept.values()), seen & set(kept)

    def _forget_unused(self) -> None:
        """Leaves only the words and n-grams that some feature needs, and renumbers them."""
        words = np.zeros(len(self.words), bool)
        grams = np.zeros(len(self.grams), bool)
        for features in self.features:
            if features.view.characters:
                grams[features.keys] = True
            else:
                first, second = np.divmod(features.keys, PAIR)
                words[second] = True
                words[first[first > 0] - 1] = True
        new_word, new_gram = np.cumsum(words) - 1, np.cumsum(grams) - 1
        for features in self.features:
            if features.view.characters:
                features.keys = new_gram[features.keys].astype(np.int64)
            else:
                first, second = np.divmod(features.keys, PAIR)
                first = np.where(first > 0, new_word[np.maximum(first - 1, 0)] + 1, 0)
                features.keys = (first * PAIR + new_word[second]).astype(np.int64)
        self.index(
            [w for w, used in zip(self.words, words, strict=True) if used],
            [g for g, used in zip(self.grams, grams, strict=True) if used],
        )

    def _read(self, documents: Sequence[Document]) -> _Fields:
        """Cuts every field once, whatever the number of views that read it."""
        wanted = {(name, bool(view.characters)) for view in self.views for name in view.fields}
        return {key: self._read_field(documents, *key) for key in wanted}

    def _read_field(self, documents: Sequence[Document], name: str, letters: bool) -> _Occurring:
        texts = [document.get(name, "") for document in documents]
        if not letters:
            return self._words.read(texts)
        ids: list[int] = []
        sizes = []
        grams = self._gram_ids.__getitem__
        for text in texts:
            before = len(ids)
            for some in map(grams, WORD.findall(text)):
                ids += some
            sizes.append(len(ids) - before)
        return np.array(ids, np.int64), np.repeat(np.arange(len(texts)), sizes)

    def _keys(self, read: _Fields, number: int) -> _Occurring:
        view = self.views[number]
        parts = []
        for name in view.fields:
            ids, docs = read[name, bool(view.characters)]
            parts.append((ids, docs))
            if view.words == 2:
                near = docs[:-1] == docs[1:]
                parts.append(((ids[:-1][near] + 1) * PAIR + ids[1:][near], docs[:-1][near]))
        keys, places = (np.concatenate(side) for side in zip(*parts, strict=True))
        return keys, places

    def _places(self, document: Document, number: int) -> list[tuple[int, list[tuple[str, int, int]]]]:
        view = self.views[number]
        places: list[tuple[int, list[tuple[str, int, int]]]] = []
        for name in view.fields:
            before: tuple[int, tuple[str, int, int]] | None = None
            for match in WORD.finditer(document.get(name, "")):
                span = (name, match.start(), match.end())
                if view.characters:
                    places.extend((gram, [span]) for gram in self._gram_ids[match.group()])
                    continue
                word = self._word_ids[match.group()]
                if word < 0:
                    continue
                places.append((word, [span]))
                if view.words == 2 and before is not None:
                    places.append(((before[0] + 1) * PAIR + word, [before[1], span]))
                before = (word, span)
        return places
