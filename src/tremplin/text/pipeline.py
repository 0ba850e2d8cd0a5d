from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.text.action import each
from tremplin.text.containers import column_names, columns_of, is_stream
from tremplin.text.numbering import Numbering
from tremplin.text.plan import Plan
from tremplin.text.progress import shown
from tremplin.text.steps.registry import ORDER_ADVICE, STEPS
from tremplin.text.vectorizer import TextVectorizer

__all__ = ["DEFAULT_STEPS", "TextPipeline"]

StepLike = str | tuple[str, Mapping[str, Any]] | Callable[[str], str]

DEFAULT_STEPS: tuple[str, ...] = (
    "remove_non_string",
    "get_true_spaces",
    "pe_matching",
    "to_lower_except_singleletters",
    "remove_gender_synonyms",
    "remove_punct_except_parenthesis",
    "remove_numeric",
    "remove_stopwords",
    "stemmatize",
    "remove_accents",
    "trim_string",
    "remove_leading_and_ending_spaces",
)


class TextPipeline(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Cleans texts by named steps, in the order given; the container that comes in goes out.

    Nulls stay null unless ``notnull`` or ``remove_non_string`` is a step; these make them empty texts, and
    ``remove_non_string`` does so with every other value that is no text. A string is a text, whatever it looks
    like: it is never opened as a file.

    Args:
        steps: Names out of `STEPS`, pairs (name, options), or functions of one text.
        columns: Columns of a table to clean; None for its one column, or all its columns of texts.
        wnf_compat: Gives the output of words-n-fun 1.6.1, faults included, instead of ours.
        order: What to do about steps in an order that advice speaks against: ``warn``, ``raise``, ``ignore``.
        n_jobs: Processes, as in scikit-learn: 1 stays in this one, -1 is one per processor.
        chunk_size: Texts worked on at a time; it bounds the memory, not the result.
        progress: Whether long work on a terminal shows its progress.

    Examples:
        >>> steps = ["remove_non_string", "to_lower", "remove_punct", "remove_stopwords"]
        >>> TextPipeline(steps).transform(["Le pizzaïolo, de nuit !", None])
        ['pizzaïolo nuit', '']
    """

    def __init__(
        self,
        steps: Sequence[StepLike] = DEFAULT_STEPS,
        *,
        columns: Sequence[str] | None = None,
        wnf_compat: bool = False,
        order: Literal["warn", "raise", "ignore"] = "warn",
        n_jobs: int | None = 1,
        chunk_size: int = 10_000,
        progress: bool = False,
    ) -> None:
        self.steps = steps
        self.columns = columns
        self.wnf_compat = wnf_compat
        self.order = order
        self.n_jobs = n_jobs
        self.chunk_size = chunk_size
        self.progress = progress

    def fit(self, X: Any = None, y: Any = None) -> TextPipeline:
        """Checks the steps and notes the names of the columns; there is nothing else to learn."""
        self.compile()
        names = column_names(X)
        if names:
            self.feature_names_in_ = np.array(names, dtype=object)
        return self

    def transform(self, X: Any) -> Any:
        """Cleans a str, list, tuple, array, Series, DataFrame, Arrow array or table, or a generator of texts.

        A generator gives a generator, worked on chunk by chunk.

        Raises:
            UnknownNameError: A step or column does not exist; the nearest is named.
            InvalidInputError: A value is no text and ``remove_non_string`` is not among the steps.
        """
        self.compile()
        if is_stream(X):
            return self._stream(X)
        columns, whole = columns_of(X, None if self.columns is None else list(self.columns))
        return whole([column.rebuild(self._clean(column.values)) for column in columns])

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[np.object_]:
        """Names the columns that come out: those that went in, or ``text``."""
        if input_features is not None:
            return np.asarray(input_features, dtype=object)
        return np.array(getattr(self, "feature_names_in_", self.columns or ["text"]), dtype=object)

    def compile(self) -> Plan:
        """Checks the steps and returns their plan; it is made once and kept with its memo."""
        key = (self._signature(), self.wnf_compat)
        kept = self.__dict__.get("_compiled")
        if kept is None or kept[0] != key:
            self._check_order()
            kept = self._compiled = (key, Plan(self._actions()))
        plan: Plan = kept[1]
        return plan

    def vectorizer(self, **options: Any) -> TextVectorizer:
        """Makes a scikit-learn vectoriser of raw texts; the options are those of `TextVectorizer`."""
        return TextVectorizer(self, **options)

    def numbers(self, texts: list[Any], numbering: Numbering) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Returns the numbers of the words of cleaned texts, and how many each has; nulls have none."""
        kept, places = self._texts(texts, 0)
        numbers, found = self.compile().numbers(kept, numbering)
        sizes = np.zeros(len(texts), np.int32)
        sizes[list(places)] = found
        return numbers, sizes

    def _signature(self) -> tuple[Any, ...]:
        if isinstance(self.steps, str):
            raise InvalidInputError(f"steps is a list of names; write [{self.steps!r}]")
        return tuple(repr(step) if not callable(step) else step for step in self.steps)

    def _names(self) -> list[str]:
        return [_name(step) for step in self.steps if not callable(step)]

    def _actions(self) -> list[Any]:
        registry: Mapping[str, Any] = STEPS
        if self.wnf_compat:
            from tremplin.text.compat import compat_steps

            # a function may do anything, so that it ends what earlier steps have promised
            registry = compat_steps(["<function>" if callable(step) else _name(step) for step in self.steps])
        actions = []
        for step in self.steps:
            if callable(step):
                actions.append(each(step))
                continue
            name, options = (step, {}) if isinstance(step, str) else step
            if name not in registry:
                raise UnknownNameError("step", name, registry)
            try:
                actions.append(registry[name].make(**options))
            except TypeError as error:
                raise InvalidInputError(f"step {name!r} does not take these options: {error}") from error
        return actions

    def _check_order(self) -> None:
        if self.order not in ("warn", "raise", "ignore"):
            raise UnknownNameError("order", str(self.order), ("warn", "raise", "ignore"))
        names = self._names()
        if self.order == "ignore" or self.wnf_compat:
            return
        for advice in ORDER_ADVICE:
            if advice.before in names and advice.after in names[: names.index(advice.before)]:
                message = f"step {advice.before!r} should come before {advice.after!r}: {advice.reason}"
                if self.order == "raise":
                    raise InvalidInputError(message + "; reorder the steps, or give order='ignore'")
                warnings.warn(message, UserWarning, stacklevel=4)

    def _clean(self, values: list[Any], first: int = 0) -> list[Any]:
        texts, places = self._texts(values, first)
        done = self._run(texts)
        if len(texts) == len(values):
            return done
        cleaned: list[Any] = [None] * len(values)
        for place, text in zip(places, done, strict=True):
            cleaned[place] = text
        return cleaned

    def _texts(self, values: list[Any], first: int) -> tuple[list[str], Sequence[int]]:
        """Returns the texts among values and their places; nulls that stay null have none."""
        if set(map(type, values)) <= {str}:
            return values, range(len(values))
        names = self._names()
        empties, drops = "remove_non_string" in names, "notnull" in names
        texts, places = [], []
        for place, value in enumerate(values):
            if isinstance(value, str):
                texts.append(str(value))
            elif is_null(value):
                if not empties and not drops:
                    continue
                texts.append("")
            elif empties:
                texts.append("")
            else:
                raise InvalidInputError(
                    f"row {first + place} is {type(value).__name__}, not a text; add the step "
                    f"'remove_non_string' first"
                )
            places.append(place)
        return texts, places

    def _run(self, texts: list[str]) -> list[str]:
        if self.chunk_size < 1:
            raise InvalidInputError(f"chunk_size is {self.chunk_size}; give at least 1")
        if len(texts) <= self.chunk_size:
            return self.compile()(texts)
        chunks = [texts[i : i + self.chunk_size] for i in range(0, len(texts), self.chunk_size)]
        if self.n_jobs in (None, 1):
            plan = self.compile()
            parts: Iterable[list[str]] = map(plan, chunks)
        else:
            parts = in_processes(self, chunks, self.n_jobs)
        return [text for part in shown(parts, len(chunks), wanted=self.progress) for text in part]

    def _stream(self, X: Iterator[Any]) -> Iterator[Any]:
        first = 0
        while values := list(islice(X, self.chunk_size)):
            yield from self._clean(values, first)
            first += len(values)

    def __getstate__(self) -> dict[str, Any]:
        state: dict[str, Any] = super().__getstate__()
        return {name: value for name, value in state.items() if name != "_compiled"}

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.requires_fit = False
        tags.no_validation = True
        return tags


def _name(step: Any) -> str:
    return str(step[0] if isinstance(step, (tuple, list)) else step)


def is_null(value: Any) -> bool:
    """Says whether a value stands for a missing one: None, NaN, or pandas' NA."""
    if value is None or (isinstance(value, float) and value != value):
        return True
    return type(value).__name__ in ("NAType", "NaTType")


def in_processes(pipeline: TextPipeline, chunks: list[list[str]], n_jobs: int | None) -> Iterator[list[str]]:
    """Yields the cleaned chunks, in order, from several processes; -1 is one per processor."""
    workers = n_jobs if n_jobs and n_jobs > 0 else max((os.cpu_count() or 1) + 1 + (n_jobs or 0), 1)
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(pipeline,)) as pool:
        yield from pool.map(_clean_chunk, chunks)


_here: list[TextPipeline] = []
"""The pipeline of this process, sent once: its plan and memo serve all the chunks that come here."""


def _begin(pipeline: TextPipeline) -> None:
    _here[:] = [pipeline]


def _clean_chunk(texts: list[str]) -> list[str]:
    return _here[0].compile()(texts)
