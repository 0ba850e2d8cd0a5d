from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tremplin.base.errors import InvalidInputError

__all__ = ["EvaluationInputs", "check_inputs"]

Row = Sequence[str | None] | NDArray[np.str_]

_ROUNDING = 1e-6


@dataclass(frozen=True)
class EvaluationInputs:
    """What is evaluated, checked: truth, candidates padded with "" to one width, scores 0 at the padding."""

    y_true: list[str]
    ranking: list[list[str]]
    scores: NDArray[np.float64] | None
    abstained: NDArray[np.bool_] | None

    @property
    def first(self) -> list[str]:
        """The first candidate of each row, "" where there is none."""
        return [candidates[0] for candidates in self.ranking]


def check_inputs(
    y_true: Sequence[str],
    ranking: Sequence[Row],
    *,
    scores: Sequence[Sequence[float]] | NDArray[np.floating] | None,
    abstained: Sequence[bool] | NDArray[np.bool_] | None,
    ks: Sequence[int],
) -> EvaluationInputs:
    """Checks what `evaluate` was given.

    Raises:
        InvalidInputError: Something is empty, missing, of another length or width, or not a probability.
    """
    truth = _check_truth(y_true)
    candidates = _check_ranking(ranking, len(truth))
    width = len(candidates[0])
    for k in ks:
        if not 1 <= k <= width:
            raise InvalidInputError(
                f"k={k} was asked and the ranking has {width} candidates per row; "
                f"give ks from 1 to {width}, or longer rankings"
            )
    if not ks:
        raise InvalidInputError("ks is empty; give at least one k, such as ks=(1,)")
    return EvaluationInputs(
        y_true=truth,
        ranking=candidates,
        scores=None if scores is None else _check_scores(scores, candidates),
        abstained=None if abstained is None else _check_abstained(abstained, len(truth)),
    )


def _check_truth(y_true: Sequence[str]) -> list[str]:
    if len(y_true) == 0:
        raise InvalidInputError("y_true is empty; give at least one row")
    for row, label in enumerate(y_true):
        if not isinstance(label, str) or not label:
            raise InvalidInputError(f"y_true holds {label!r} in row {row}; each row needs a label (a str)")
    return [str(label) for label in y_true]


def _check_ranking(ranking: Sequence[Row], n: int) -> list[list[str]]:
    if len(ranking) != n:
        raise InvalidInputError(f"y_true has {n} rows and ranking has {len(ranking)}; give one per row")
    rows = [_check_row(candidates, row) for row, candidates in enumerate(ranking)]
    width = max(len(candidates) for candidates in rows)
    if not width:
        raise InvalidInputError("ranking has no candidate in any row; give at least one column")
    return [candidates + [""] * (width - len(candidates)) for candidates in rows]


def _check_row(candidates: Row, row: int) -> list[str]:
    if isinstance(candidates, str):
        raise InvalidInputError(
            f"ranking holds the text {candidates!r} in row {row}; give a list of candidates, best first"
        )
    labels = ["" if label is None else label for label in candidates]
    for label in labels:
        if not isinstance(label, str):
            raise InvalidInputError(
                f"ranking holds {label!r} in row {row}; candidates are str, padding is '' or None"
            )
    given = [str(label) for label in labels if label]
    if labels[: len(given)] != given:
        raise InvalidInputError(f"ranking has a candidate after an empty one in row {row}; pad at the end")
    if len(set(given)) != len(given):
        raise InvalidInputError(f"ranking repeats a candidate in row {row}; name each one once")
    return given + [""] * (len(labels) - len(given))


def _check_scores(
    scores: Sequence[Sequence[float]] | NDArray[np.floating], ranking: list[list[str]]
) -> NDArray[np.float64]:
    n, width = len(ranking), len(ranking[0])
    if len(scores) != n:
        raise InvalidInputError(f"ranking has {n} rows and scores has {len(scores)}; give one per row")
    if any(len(row) != width for row in scores):
        raise InvalidInputError(f"ranking has {width} candidates per row; give as many scores in each row")
    padding = np.array([[not label for label in row] for row in ranking])
    table = np.where(padding, 0.0, np.asarray(scores, dtype=np.float64))
    wrong = ~((table >= 0) & (table <= 1))
    if wrong.any():
        row, place = (int(i) for i in np.argwhere(wrong)[0])
        raise InvalidInputError(
            f"scores holds {table[row, place]} in row {row}; give probabilities from 0 to 1, without NaN"
        )
    rising = (np.diff(table, axis=1) > _ROUNDING).any(axis=1)
    if rising.any():
        row = int(np.flatnonzero(rising)[0])
        raise InvalidInputError(
            f"scores rise along row {row} ({table[row].tolist()}); sort candidates best first"
        )
    return table


def _check_abstained(abstained: Sequence[bool] | NDArray[np.bool_], n: int) -> NDArray[np.bool_]:
    if len(abstained) != n:
        raise InvalidInputError(f"y_true has {n} rows and abstained has {len(abstained)}; give one per row")
    flags = np.asarray(abstained)
    if flags.dtype != np.bool_:
        raise InvalidInputError(f"abstained holds {flags.dtype}; give booleans")
    return flags
