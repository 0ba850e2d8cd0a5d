from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Protocol

from tremplin.text.action import Action
from tremplin.text.characters import CharacterTable
from tremplin.text.memo import Memo

__all__ = ["Plan", "Stage"]

_MARK = "\ue000"
_BATCH = 64
_CHARACTERS = 200_000


class Stage(Protocol):
    """A part of a plan: texts in, as many texts out."""

    def __call__(self, texts: list[str]) -> list[str]: ...


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
        start = 0
        while start < len(run):
            end = start
            while end < len(run) and run[end].character:
                end += 1
            if end > start:
                self.stages.append(CharacterStage(run[start:end]))
            else:
                self.stages.append(run[start].apply)
            start = max(end, start + 1)

    def __call__(self, texts: Sequence[str]) -> list[str]:
        """Returns the cleaned texts."""
        done: list[str] = []
        for batch in batches(texts):
            for stage in self.stages:
                batch = stage(batch)
            done.extend(batch)
        return done


def batches(texts: Sequence[str]) -> list[list[str]]:
    """Cuts texts into lists that a processor's cache can hold."""
    cut: list[list[str]] = []
    size = _CHARACTERS
    for text in texts:
        if size + len(text) > _CHARACTERS or len(cut[-1]) >= _BATCH:
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
        self._awkward = "".join(frozenset().union(*(action.awkward for action in actions)))
        self._table = CharacterTable(_composed(actions))

    def one(self, text: str) -> str:
        """Treats one text."""
        if not text.isascii() and any(character in text for character in self._awkward):
            return chain(self._actions, [text])[0]
        return self._table(text)

    def __call__(self, texts: list[str]) -> list[str]:
        return list(map(self.one, texts))


class WordStage:
    """Local actions of which one tidies white space: a table, then the rest once per distinct word.

    Args:
        actions: The actions, all local.
    """

    def __init__(self, actions: Sequence[Action]) -> None:
        self._actions = actions
        first = next((i for i, action in enumerate(actions) if not action.character), len(actions))
        self._characters = CharacterStage(actions[:first]) if first else None
        rest = actions[first:]
        self.memo = Memo(lambda words: _tidy(chain(rest, words)), kept=[_MARK]) if rest else None

    def __call__(self, texts: list[str]) -> list[str]:
        given = texts
        if self._characters:
            texts = self._characters(texts)
        if not self.memo:
            return _tidy(texts)
        joined = f" {_MARK} ".join(texts)
        if joined.count(_MARK) != len(texts) - 1:
            return chain(self._actions, given)
        cleaned = " ".join(filter(None, self.memo(joined.split())))
        return [text.strip(" ") for text in cleaned.split(_MARK)]


def _tidy(texts: list[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts]
