from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.classification.descent import softmax

__all__ = ["Calibration", "Scale", "fit_temperature"]

_BINS = 15
_FEW = 20
_BELOW = 0.999
_LOWEST, _HIGHEST = 1e-4, 0.999


@dataclass(frozen=True)
class Scale:
    """How the raw scores of one kind of documents become probabilities.

    Args:
        temperature: Factor on the raw scores before the softmax.
        knots: Softmax share of the first candidate, ascending (k,); empty to leave it as it is.
        shares: How often a first candidate with such a share is right (k,), not falling.
        others: Factor on the raw scores of the other candidates, which share what the first leaves.
    """

    temperature: float = 1.0
    knots: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()
    others: float = 1.0

    @classmethod
    def fit(cls, scores: NDArray[np.float32], true: NDArray[np.int64]) -> Scale:
        """Fits both steps on held-out rows: raw scores (n, c), column of the true class (n,)."""
        temperature = fit_temperature(scores, true)
        shares = softmax((scores * temperature).astype(np.float32))
        first = shares.argmax(axis=1)
        wrong = np.flatnonzero(first != true)
        others = temperature
        if len(wrong) >= _FEW:
            others = fit_temperature(_without(scores[wrong], first[wrong]), true[wrong])
        return cls(temperature, *_monotone(shares.max(axis=1), first == true), others)

    def probabilities(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turns raw scores (n, c) into probabilities (n, c) in the same order; a row sums to at most 1.

        The first candidate gets the share that held-out rows gave it. The others share the rest, as far as none
        of them passes the first.
        """
        shares = softmax((scores * np.float32(self.temperature)).astype(np.float32))
        if not self.knots:
            return shares
        first = shares.argmax(axis=1)
        rows = np.arange(len(shares))
        after = np.interp(shares[rows, first].astype(np.float64), self.knots, self.shares)
        found = softmax((_without(scores, first) * np.float32(self.others)).astype(np.float32))
        highest = np.maximum(found.max(axis=1).astype(np.float64), 1e-12)
        found *= np.minimum(1 - after, _BELOW * after / highest)[:, None].astype(np.float32)
        found[rows, first] = after
        return found


@dataclass(frozen=True)
class Calibration:
    """Turns raw scores into probabilities that can be believed, each kind of documents by its own scale.

    A classifier is surer of a long document than of a short one whatever it knows about them, and one factor on
    its scores cannot mend that. So each kind has its own temperature (Guo et al., 2017), and a monotone curve
    puts the first candidate's share right (isotonic regression on bins: Zadrozny and Elkan, 2002).

    Args:
        scales: Scale of each kind.
    """

    scales: Mapping[str, Scale] = field(default_factory=dict)

    @classmethod
    def fit(cls, scores: NDArray[np.float32], true: NDArray[np.int64], kinds: Sequence[str]) -> Calibration:
        """Fits one scale per kind on held-out rows.

        Args:
            scores: Raw scores (n, c).
            true: Column of the true class (n,).
            kinds: Kind of each row (n,).

        Raises:
            InvalidInputError: There is no row, or lengths differ.
        """
        if not len(scores) or not len(scores) == len(true) == len(kinds):
            raise InvalidInputError(
                f"{len(scores)} rows of scores, {len(true)} classes, {len(kinds)} kinds; give one of each per row"
            )
        given = np.asarray(kinds)
        return cls(
            {str(kind): Scale.fit(scores[given == kind], true[given == kind]) for kind in np.unique(given)}
        )

    def scale(self, kind: str) -> Scale:
        """Returns the scale of a kind.

        Raises:
            UnknownNameError: No such kind was fitted.
        """
        if kind not in self.scales:
            raise UnknownNameError("kind of document", kind, self.scales)
        return self.scales[kind]

    def probabilities(self, scores: NDArray[np.float32], kinds: Sequence[str]) -> NDArray[np.float32]:
        """Turns raw scores (n, c) of documents of some kinds (n) into probabilities (n, c)."""
        distinct = set(kinds)
        if len(distinct) == 1:
            return self.scale(distinct.pop()).probabilities(scores)
        given = np.asarray(kinds)
        found = np.empty(scores.shape, np.float32)
        for kind in sorted(distinct):
            rows = given == kind
            found[rows] = self.scale(kind).probabilities(scores[rows])
        return found

    def to_dict(self) -> dict[str, Any]:
        """Returns the scales as JSON can hold them."""
        return {
            kind: {
                "temperature": s.temperature,
                "knots": list(s.knots),
                "shares": list(s.shares),
                "others": s.others,
            }
            for kind, s in self.scales.items()
        }

    @classmethod
    def of_dict(cls, described: Mapping[str, Mapping[str, Any]]) -> Calibration:
        """Reads what `to_dict` wrote."""
        return cls(
            {
                kind: Scale(
                    float(s["temperature"]), tuple(s["knots"]), tuple(s["shares"]), float(s["others"])
                )
                for kind, s in described.items()
            }
        )


def _without(scores: NDArray[np.float32], columns: NDArray[np.intp]) -> NDArray[np.float32]:
    """Returns the scores (n, c) with one column of each row (n,) out of reach."""
    left = scores.copy()
    left[np.arange(len(left)), columns] = scores.min(initial=0) - 1_000
    return left


def fit_temperature(scores: NDArray[np.float32], true: NDArray[np.int64]) -> float:
    """Returns the factor on raw scores (n, c) that minimises the log loss of the true columns (n,)."""

    def loss(log_factor: float) -> float:
        shares = softmax((scores * np.exp(log_factor)).astype(np.float32))
        return float(-np.log(np.maximum(shares[np.arange(len(true)), true], 1e-12)).mean())

    found = optimize.minimize_scalar(loss, bounds=(-2.0, 6.0), method="bounded", options={"xatol": 1e-3})
    return float(np.exp(found.x))


def _monotone(
    shares: NDArray[np.float32], right: NDArray[np.bool_]
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Fits a curve that does not fall through equally crowded bins of shares; few rows get few bins."""
    order = np.argsort(shares, kind="stable")
    blocks: list[tuple[float, float, int]] = []
    for rows in np.array_split(order, min(_BINS, max(len(order) // 25, 1))):
        blocks.append((float(shares[rows].mean()), float(right[rows].mean()), len(rows)))
        while len(blocks) > 1 and blocks[-2][1] >= blocks[-1][1]:
            (x1, y1, n1), (x2, y2, n2) = blocks[-2:]
            n = n1 + n2
            blocks[-2:] = [((x1 * n1 + x2 * n2) / n, (y1 * n1 + y2 * n2) / n, n)]
    knots = [0.0, *(min(x, 1.0) for x, _, _ in blocks), 1.0]
    highest = blocks[-1][1]
    values = [0.0, *(y for _, y, _ in blocks), highest + (1 - highest) * 0.5]
    return (
        tuple(round(x, 6) for x in knots),
        tuple(round(min(max(y, _LOWEST), _HIGHEST), 6) for y in values),
    )
