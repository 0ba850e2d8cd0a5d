from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.text.stopwords import FRENCH_STOPWORDS
from tremplin.text.words import fold

__all__ = ["STEPS", "TextPipeline"]

_PUNCTUATION = re.compile(r"[^\w\s]|_")
_SPACES = re.compile(r"\s+")
Step = Callable[[str], str]


def _remove_punct(text: str) -> str:
    return _SPACES.sub(" ", _PUNCTUATION.sub(" ", text)).strip()


def _remove_stopwords(text: str) -> str:
    return " ".join(word for word in text.split() if fold(word) not in FRENCH_STOPWORDS)


STEPS: dict[str, Step] = {
    "remove_non_string": lambda text: text,
    "to_lower": str.lower,
    "remove_punct": _remove_punct,
    "remove_stopwords": _remove_stopwords,
    "remove_accents": lambda text: "".join(
        c if c.isascii() else fold(c) if c.islower() else _upper(c) for c in text
    ),
}
"""The named steps. ``remove_non_string`` turns what is not a string into an empty one; without it, such a
value is an error."""


def _upper(character: str) -> str:
    folded = fold(character)
    return folded.upper() if character.isupper() else folded


class TextPipeline(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Cleans texts by named steps, in the order given; the container that comes in goes out.

    Args:
        steps: Names out of `STEPS`.

    Examples:
        >>> steps = ["remove_non_string", "to_lower", "remove_punct", "remove_stopwords"]
        >>> TextPipeline(steps).transform(["Le pizzaïolo, de nuit !", None])
        ['pizzaïolo nuit', '']
    """

    def __init__(self, steps: Sequence[str] = ("remove_non_string", "to_lower", "remove_punct")) -> None:
        self.steps = steps

    def fit(self, X: Any = None, y: Any = None) -> TextPipeline:
        """Checks the steps; there is nothing to learn."""
        self._compile()
        return self

    def transform(self, X: Any) -> Any:
        """Cleans a str, list, tuple, 1-D array or pandas Series of texts.

        Raises:
            UnknownNameError: A step does not exist; the nearest is named.
            InvalidInputError: A value is not a string and ``remove_non_string`` is not among the steps.
        """
        steps = self._compile()
        if isinstance(X, str):
            return self._clean(X, steps, 0)
        if isinstance(X, np.ndarray):
            if X.ndim != 1:
                raise InvalidInputError(
                    f"expected a 1-D array of texts, got shape {X.shape}; pass one column"
                )
            return np.array(self._clean_all(X.tolist(), steps), dtype=object)
        if hasattr(X, "to_list") and hasattr(X, "index") and hasattr(X, "name"):
            return type(X)(self._clean_all(X.to_list(), steps), index=X.index, name=X.name, dtype=object)
        if isinstance(X, (list, tuple)):
            return type(X)(self._clean_all(X, steps))
        raise InvalidInputError(
            f"expected a str, list, tuple, 1-D array or Series of texts, got {type(X).__name__}"
        )

    def _compile(self) -> list[Step]:
        if isinstance(self.steps, str):
            raise InvalidInputError(f"steps is a list of names; write [{self.steps!r}]")
        for name in self.steps:
            if name not in STEPS:
                raise UnknownNameError("step", name, STEPS)
        return [STEPS[name] for name in self.steps]

    def _clean_all(self, texts: Iterable[object], steps: list[Step]) -> list[str]:
        return [self._clean(text, steps, row) for row, text in enumerate(texts)]

    def _clean(self, text: object, steps: list[Step], row: int) -> str:
        if not isinstance(text, str):
            if "remove_non_string" in self.steps:
                return ""
            raise InvalidInputError(
                f"row {row} is {type(text).__name__}, not a text; add the step 'remove_non_string' first"
            )
        for step in steps:
            text = step(text)
        return text
