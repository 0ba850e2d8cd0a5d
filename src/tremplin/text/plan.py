from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cached_property, reduce
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tremplin.text.action import Action
from tremplin.text.characters import CharacterTable
from tremplin.text.memo import Memo
from tremplin.text.numbering import Numbering, Results

if TYPE_CHECKING:
    from tremplin.text.compiled import CompiledWords

__all__ = ["Plan", "Stage", "chain"]

_MARK = "\ue000"
_BATCH = 64
_CHARACTERS = 200_000
_WORTH = 2_000
_SHORT = 100


Stage = Callable[[list[str]], list[str]]
"""A part of a plan: texts in, as many texts out."""


class Plan:
    """The actions of a pipeline, compiled into as few passes over the texts as they allow.

    Neighbouring actions on characters become one table. Where a run of local actions tidies white space, texts
    are cut into words and the rest of the run is done once per distinct word.

    Args:
        actions: The actions, in order.
    """

    def __init__(self, actions: Sequence[Action]) -> None:
        self.stages: list[Stage] = []
        run: list[Action] = []
        for action in actions:
            if action.local:
                run.append(action)
            else:
                self._close(run)
                run = []
                self.stages.append(action.apply)
        self._close(run)

    def _close(self, run: list[Action]) -> None:
        if not run:
            return
        if any(action.collapses for action in run):
            self.stages.append(WordStage(run))
            return
        self.stages.extend(_merged(run))

    def __call__(self, texts: Sequence[str]) -> list[str]:
        """Returns the cleaned texts."""
        done: list[str] = []
        for batch in batches(texts):
            for stage in self.stages:
                batch = stage(batch)
            done.extend(batch)
        return done

    def numbers(
        self, texts: Sequence[str], numbering: Numbering
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Returns the numbers of the words of cleaned texts, one text after the other, and how many each has."""
        parts = []
        for batch in batches(texts):
            for stage in self.stages[:-1]:
                batch = stage(batch)
            last = self.stages[-1] if self.stages else None
            if isinstance(last, WordStage):
                parts.append(last.numbers(batch, numbering))
            else:
                parts.append(numbering.rows(last(batch) if last else batch))
        none = np.zeros(0, np.int32)
        numbers, sizes = zip(*parts, strict=True) if parts else ([none], [none])
        return np.concatenate(numbers), np.concatenate(sizes)


def _merged(actions: Sequence[Action]) -> list[Stage]:
    """Makes one table of neighbouring actions on characters, and leaves the others as they are."""
    stages: list[Stage] = []
    start = 0
    while start < len(actions):
        end = start
        while end < len(actions) and actions[end].character:
            end += 1
        stages.append(CharacterStage(actions[start:end]) if end > start else actions[start].apply)
        start = max(end, start + 1)
    return stages


def batches(texts: Sequence[str]) -> list[list[str]]:
    """Cuts texts into lists that a processor's cache can hold."""
    cut: list[list[str]] = []
    size = 0
    for text in texts:
        if not cut or size + len(text) > _CHARACTERS or len(cut[-1]) >= _BATCH:
            cut.append([])
            size = 0
        cut[-1].append(text)
        size += len(text)
    return cut


def chain(actions: Sequence[Action], texts: list[str]) -> list[str]:
    """Applies actions one after the other: what a plan must agree with."""
    for action in actions:
        texts = action.apply(texts)
    return texts


def _composed(actions: Sequence[Action]) -> Callable[[str], str]:
    functions = [action.character for action in actions if action.character]

    def one(character: str) -> str:
        return reduce(lambda found, function: "".join(map(function, found)), functions, character)

    return one


class CharacterStage:
    """Actions on characters, done by one table.

    Args:
        actions: Each with a function of characters.
    """

    def __init__(self, actions: Sequence[Action]) -> None:
        self._actions = actions
        self._awkward = frozenset().union(*(action.awkward for action in actions))
        self.table = CharacterTable(_composed(actions))
        self._lines = self.table("\n") == "\n"

    def plain(self, text: str) -> bool:
        """Says whether the table tells the whole truth about a text."""
        if text.isascii() or not self._awkward:
            return True
        if len(text) < _SHORT:
            return self._awkward.isdisjoint(text)
        return not any(character in text for character in self._awkward)

    def __call__(self, texts: list[str]) -> list[str]:
        if not self._actions:
            return texts
        return [self.table(text) if self.plain(text) else chain(self._actions, [text])[0] for text in texts]

    def words(self, words: list[str]) -> list[str]:
        """Treats words without line ends, as the lines of one text where that is the same."""
        joined = "\n".join(words)
        if self._lines and self.plain(joined):
            found = self.table(joined).split("\n")
            if len(found) == len(words):
                return found
        return self(words)


class WordStage:
    """Local actions of which one tidies white space: a table, then the rest once per distinct word.

    Args:
        actions: The actions, all local.
    """

    def __init__(self, actions: Sequence[Action]) -> None:
        self._actions = actions
        first = next((i for i, action in enumerate(actions) if not action.character), len(actions))
        self._characters = CharacterStage(actions[:first])
        self._rest = _merged(actions[first:])
        self._memo = Memo(self._work, kept=[_MARK])
        self._results: Results | None = None

    @cached_property
    def _fast(self) -> CompiledWords | None:
        """The machine code, loaded by the first texts that are worth it."""
        return compiled_words(self._characters.table, self._work)

    def _work(self, words: list[str]) -> list[str]:
        for stage in self._rest:
            words = stage.words(words) if isinstance(stage, CharacterStage) else stage(words)
        return [word if word.isalnum() else " ".join(word.split()) for word in words]

    def __call__(self, texts: list[str]) -> list[str]:
        if not self._rest:
            return _tidy(self._characters(texts))
        fast = self._fast if sum(map(len, texts)) >= _WORTH else None
        if fast is None:
            return self._plain(texts)
        done = fast(self._fitting(texts))
        left = [i for i, text in enumerate(done) if text is None]
        for i, text in zip(left, self._plain([texts[i] for i in left]), strict=True):
            done[i] = text
        return [text or "" for text in done]

    def numbers(self, texts: list[str], numbering: Numbering) -> tuple[NDArray[np.int32], NDArray[Any]]:
        """Returns the numbers of the words that are left of texts, and how many each text has."""
        if not self._rest or sum(map(len, texts)) < _WORTH:
            return numbering.rows(self(texts))
        fast = self._fast
        if fast is None:
            return self._plain_numbers(texts, numbering)
        numbers, sizes = fast.numbers(self._fitting(texts), numbering)
        left = np.flatnonzero(sizes < 0)
        if not len(left):
            return numbers, sizes
        more, their_sizes = numbering.rows(self._plain([texts[i] for i in left]))
        before = np.concatenate([[0], np.cumsum(np.maximum(sizes, 0))])[left]
        places = np.repeat(before, their_sizes)
        sizes[left] = their_sizes
        return np.insert(numbers, places, more), sizes

    def _fitting(self, texts: list[str]) -> list[str]:
        """Puts the mark, which no byte holds, in the place of texts that the table does not tell all about."""
        return [text if self._characters.plain(text) else _MARK for text in texts]

    def _plain_numbers(
        self, texts: list[str], numbering: Numbering
    ) -> tuple[NDArray[np.int32], NDArray[Any]]:
        joined = f" {_MARK} ".join(self._characters(texts))
        if joined.count(_MARK) != len(texts) - 1:
            return numbering.rows(self(texts))
        if self._results is None or self._results.numbering is not numbering:
            self._words, self._results = Numbering(), Results(numbering)
            self._words([_MARK])
        words, results = self._words, self._results
        entries = words(joined.split())
        if len(words.strings) > results.count:
            results.add(self._memo(words.strings[results.count :]))
        marks = entries == 0
        return results.expand(entries[~marks], np.cumsum(marks)[~marks], len(texts))

    def _plain(self, texts: list[str]) -> list[str]:
        mapped = self._characters(texts)
        joined = f" {_MARK} ".join(mapped)
        if joined.count(_MARK) != max(len(texts) - 1, 0):
            return chain(self._actions, texts)
        if not texts:
            return []
        cleaned = " ".join(filter(None, self._memo(joined.split()))).split(_MARK)
        if len(cleaned) != len(texts):
            return chain(self._actions, texts)
        return [text.strip(" ") for text in cleaned]


def compiled_words(table: CharacterTable, function: Callable[[list[str]], list[str]]) -> CompiledWords | None:
    """Returns the machine code of a word stage where numba is installed."""
    if find_spec("numba") is None or os.environ.get("TREMPLIN_FAST") == "0":
        return None
    from tremplin.text.compiled import CompiledWords

    return CompiledWords(table, function)


def _tidy(texts: list[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts]
