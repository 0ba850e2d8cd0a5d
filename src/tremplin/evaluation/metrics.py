from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tremplin.base.errors import InvalidInputError

__all__ = [
    "ClassCounts",
    "ClassScore",
    "SupportedScores",
    "class_scores",
    "supported_scores",
    "top_k_accuracy",
    "top_k_hits",
]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ClassScore:
    """How one class fares.

    ``precision`` is None where the class was never predicted, ``recall`` where it has no row.
    """

    label: str
    support: int
    predicted: int
    precision: float | None
    recall: float | None
    f1: float


@dataclass(frozen=True)
class SupportedScores:
    """Scores over the classes that have at least ``min_support`` rows, which ``classes`` names."""

    macro_f1: float
    macro_recall: float
    micro_f1: float
    classes: tuple[str, ...]
    min_support: int


def _check_lengths(y_true: Sequence[str], other: Sequence[object], name: str) -> None:
    if len(y_true) == 0:
        raise InvalidInputError("y_true is empty; give at least one row")
    if len(other) != len(y_true):
        raise InvalidInputError(
            f"y_true has {len(y_true)} rows and {name} has {len(other)}; give one per row"
        )


def top_k_hits(
    y_true: Sequence[str], ranking: Sequence[Sequence[str | None]], *, k: int
) -> NDArray[np.bool_]:
    """Says of each row whether the truth is among the first k candidates.

    Args:
        y_true: The true label of each row (n,).
        ranking: Candidates of each row, best first (n, at least k); None and "" are padding.
        k: How many candidates count.

    Raises:
        InvalidInputError: No row, different lengths, k below 1 or above the widest row of the ranking.
    """
    _check_lengths(y_true, ranking, "ranking")
    widest = max(len(candidates) for candidates in ranking)
    if not 1 <= k <= widest:
        raise InvalidInputError(f"k is {k} and the ranking has {widest} candidates; give 1 ≤ k ≤ {widest}")
    return np.fromiter(
        (truth in list(candidates[:k]) for truth, candidates in zip(y_true, ranking, strict=True)),
        dtype=np.bool_,
        count=len(y_true),
    )


def top_k_accuracy(y_true: Sequence[str], ranking: Sequence[Sequence[str | None]], *, k: int = 1) -> float:
    """Computes the share of rows whose truth is among the first k candidates; see `top_k_hits`."""
    return float(top_k_hits(y_true, ranking, k=k).mean())


class ClassCounts:
    """Counts right answers, predictions and rows per class, for any weights of the rows.

    Args:
        y_true: The true label of each row (n,).
        predicted: The predicted label of each row (n,); None and "" mean that there is none.

    Raises:
        InvalidInputError: No row, or different lengths.
    """

    def __init__(self, y_true: Sequence[str], predicted: Sequence[str | None]) -> None:
        _check_lengths(y_true, predicted, "predicted")
        labels = sorted({*y_true, *(label for label in predicted if label)})
        number = {label: place for place, label in enumerate(labels)}
        truth = np.array([number[label] for label in y_true], dtype=np.intp)
        answer = np.array([number[label] if label else -1 for label in predicted], dtype=np.intp)
        self.labels = tuple(labels)
        self.truth = truth
        self.answer = answer
        rows = np.arange(len(truth))
        right, given = truth == answer, answer >= 0
        self._right = self._indicator(truth[right], rows[right])
        self._given = self._indicator(answer[given], rows[given])
        self._truth = self._indicator(truth, rows)

    def _indicator(self, classes: NDArray[np.intp], rows: NDArray[np.intp]) -> sparse.csr_array:
        shape = (len(self.labels), len(self.truth))
        return sparse.csr_array((np.ones(len(rows)), (classes, rows)), shape=shape)

    def right(self, weights: Floats) -> Floats:
        """Counts the right answers per class: weights (n, b) → (classes, b)."""
        return np.asarray(self._right @ weights)

    def predicted(self, weights: Floats) -> Floats:
        """Counts the predictions per class: weights (n, b) → (classes, b)."""
        return np.asarray(self._given @ weights)

    def support(self, weights: Floats) -> Floats:
        """Counts the rows per class: weights (n, b) → (classes, b)."""
        return np.asarray(self._truth @ weights)

    def supported(self, min_support: int) -> NDArray[np.intp]:
        """Numbers the classes that have at least so many rows.

        Raises:
            InvalidInputError: ``min_support`` is below 1.
        """
        if min_support < 1:
            raise InvalidInputError(f"min_support is {min_support}; give at least 1")
        return np.flatnonzero(np.bincount(self.truth, minlength=len(self.labels)) >= min_support)

    def averages(self, weights: Floats, classes: NDArray[np.intp]) -> dict[str, Floats]:
        """Averages over some classes, fixed in advance.

        A class that a weighted sample neither holds nor predicts has no F1 and stays out of that mean;
        one that it does not hold has no recall.

        Args:
            weights: Row weights (n, b).
            classes: Numbers of the classes (m,).

        Returns:
            ``macro_f1``, ``macro_recall`` and ``micro_f1``, b values each, NaN where there is none.
        """
        right, predicted, support = (
            count(weights)[classes] for count in (self.right, self.predicted, self.support)
        )
        return {
            "macro_f1": _mean_ratio(2 * right, predicted + support),
            "macro_recall": _mean_ratio(right, support),
            "micro_f1": _mean_ratio(2 * right.sum(axis=0)[None], (predicted + support).sum(axis=0)[None]),
        }

    def scores(self) -> tuple[ClassScore, ...]:
        """Scores every class, in order of label."""
        once = np.ones((len(self.truth), 1))
        rows = zip(
            self.labels,
            *(count(once)[:, 0].astype(int).tolist() for count in (self.right, self.predicted, self.support)),
            strict=True,
        )
        return tuple(
            ClassScore(
                label=label,
                support=support,
                predicted=predicted,
                precision=right / predicted if predicted else None,
                recall=right / support if support else None,
                f1=2 * right / (predicted + support),
            )
            for label, right, predicted, support in rows
        )


def _mean_ratio(above: Floats, below: Floats) -> Floats:
    defined = below > 0
    ratio = np.divide(above, below, out=np.zeros_like(below), where=defined)
    many = defined.sum(axis=0)
    means: Floats = np.divide(ratio.sum(axis=0), many, out=np.full(many.shape, np.nan), where=many > 0)
    return means


def class_scores(y_true: Sequence[str], predicted: Sequence[str | None]) -> tuple[ClassScore, ...]:
    """Scores every class that is true or predicted somewhere, in order of label.

    Args:
        y_true: The true label of each row (n,).
        predicted: The predicted label of each row (n,); None and "" mean that there is none.

    Raises:
        InvalidInputError: No row, or different lengths.
    """
    return ClassCounts(y_true, predicted).scores()


def supported_scores(
    y_true: Sequence[str], predicted: Sequence[str | None], *, min_support: int = 3
) -> SupportedScores:
    """Averages F1 and recall over the classes with enough rows.

    Classes chosen because this very sample holds enough of their rows flatter the macro averages a little;
    bootstrap intervals of `evaluate` show it by reaching further down than up.

    Args:
        y_true: The true label of each row (n,).
        predicted: The predicted label of each row (n,); None and "" mean that there is none.
        min_support: The fewest rows of a class that counts.

    Raises:
        InvalidInputError: No row, different lengths, or no class has so many rows.
    """
    counts = ClassCounts(y_true, predicted)
    classes = counts.supported(min_support)
    if not len(classes):
        raise InvalidInputError(f"no class has {min_support} rows; lower min_support or give more rows")
    values = counts.averages(np.ones((len(y_true), 1)), classes)
    return SupportedScores(
        **{name: float(value[0]) for name, value in values.items()},
        classes=tuple(counts.labels[c] for c in classes),
        min_support=min_support,
    )
