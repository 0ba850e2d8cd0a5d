from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, ClassifierMixin
from threadpoolctl import threadpool_limits

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.classification.calibration import fit_temperature
from tremplin.classification.descent import polish, softmax
from tremplin.classification.features import Document, FeatureSpace, Occurrence
from tremplin.classification.ridge import dual_ridge
from tremplin.classification.scorer import Scorer
from tremplin.classification.view import View
from tremplin.classification.weights import SparseWeights, prune

__all__ = ["Contribution", "LinearClassifier"]

_TEXT_VIEWS = (View("words", ("text",), words=2), View("characters", ("text",), words=0, characters=(3, 5)))
_BATCH = 512
_POLISH_TEMPERATURE = 12.0


@dataclass(frozen=True)
class Contribution:
    """How much a span of a field moved a label's logit."""

    field: str
    start: int
    end: int
    value: float


class LinearClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A linear classifier of French texts over TF-IDF views, small enough to ship and exact in its reasons.

    Trained by one-against-all ridge regression in the dual (`dual_ridge`) and, if asked, passes of softmax
    descent (`polish`), pruned and stored in one byte per weight; probabilities are the softmax of the scores at a
    temperature set by `calibrate`. `Calibration` puts them right where one temperature cannot.

    Args:
        views: What to read of a document; a plain string is the document's first field.
        penalty: λ of the ridge penalty.
        budget: Number of weights to keep.
        vocabulary: Stems that may be features, or None for all.
        parents: Parent of each label in a tree; labels without one are not in it.
        sharing: How much of its evidence a label lends to its siblings, 0 for none: the labels with few texts
            borrow strength from their family.
        epochs: Passes of softmax descent after the ridge regression.
        random_state: Seed of the order of the rows in these passes.
        threads: Threads in training.

    Examples:
        >>> texts = ["soudeur sur acier", "cuit des pizzas", "soude des tubes", "chef de cuisine et pizzas"]
        >>> model = LinearClassifier().fit(texts, ["H", "G", "H", "G"])
        >>> model.predict(["une pizza"]).tolist()
        ['G']
    """

    def __init__(
        self,
        *,
        views: Sequence[View] = _TEXT_VIEWS,
        penalty: float = 1.0,
        budget: int = 3_000_000,
        vocabulary: Collection[str] | None = None,
        parents: Mapping[str, str] | None = None,
        sharing: float = 0.0,
        epochs: int = 0,
        random_state: int = 0,
        threads: int = 2,
    ) -> None:
        self.views = views
        self.penalty = penalty
        self.budget = budget
        self.vocabulary = vocabulary
        self.parents = parents
        self.sharing = sharing
        self.epochs = epochs
        self.random_state = random_state
        self.threads = threads

    def fit(
        self, X: Sequence[str | Document], y: Sequence[str], sample_weight: Any = None
    ) -> LinearClassifier:
        """Trains on documents X (n) with labels y (n).

        Args:
            X: Documents (n).
            y: Label of each (n).
            sample_weight: Weight of each (n,) in the ridge regression, above 0; None for equal ones.

        Raises:
            InvalidInputError: Lengths differ, there is no row, or there is one class only.
        """
        documents, labels = self._documents(X), np.asarray(y, dtype=object)
        if len(documents) != len(labels):
            raise InvalidInputError(
                f"{len(documents)} documents and {len(labels)} labels; give one per document"
            )
        self.classes_, numbers = np.unique(labels.astype(str), return_inverse=True)
        if not 2 <= len(self.classes_) <= np.iinfo(np.uint16).max:
            raise InvalidInputError(f"{len(self.classes_)} classes; this model takes 2 to 65,535")
        space = FeatureSpace(tuple(self.views), vocabulary=self.vocabulary).fit(documents)
        features = sparse.hstack(space.transform(documents)).tocsr()
        weights = None if sample_weight is None else np.asarray(sample_weight, np.float32)
        dual = dual_ridge(
            features,
            numbers.astype(np.int64),
            len(self.classes_),
            penalty=self.penalty,
            weights=weights,
            threads=self.threads,
        )
        if self.parents and self.sharing:
            dual = dual @ self._kinship(self.parents)
        full = np.ascontiguousarray(features.T.tocsr() @ dual)
        if self.epochs:
            full *= _POLISH_TEMPERATURE
            with threadpool_limits(self.threads):
                polish(features, numbers.astype(np.int64), full, epochs=self.epochs, seed=self.random_state)
        self.temperature_ = 1.0
        self.set_weights(space, prune(features, full, budget=self.budget))
        return self

    def set_weights(self, space: FeatureSpace, weights: SparseWeights) -> None:
        """Takes features and weights, and lays the weights out by view for prediction."""
        self.space_, self.weights_ = space, weights
        self._scorer = Scorer(weights.matrix())
        self._starts = np.cumsum([0] + [len(features.keys) for features in space.features])

    def calibrate(self, X: Sequence[str | Document], y: Sequence[str]) -> float:
        """Sets the temperature that makes held-out labels most likely (Guo et al., 2017), returns it."""
        scores = self.decision_function(X)
        place = {label: i for i, label in enumerate(self.classes_)}
        known = [i for i, label in enumerate(y) if label in place]
        if not known:
            raise InvalidInputError("none of the labels is a class of this model; nothing to calibrate on")
        true = np.array([place[y[i]] for i in known])
        self.temperature_ = fit_temperature(scores[known], true)
        return self.temperature_

    def decision_function(self, X: Sequence[str | Document]) -> NDArray[np.float32]:
        """Returns the raw scores (n, classes)."""
        documents = self._documents(X)
        scores = np.zeros((len(documents), len(self.classes_)), np.float32)
        for start in range(0, len(documents), _BATCH):
            some = sparse.hstack(self.space_.transform(documents[start : start + _BATCH]), format="csr")
            scores[start : start + _BATCH] = self._scorer.score(some)
        return scores

    def logits(self, X: Sequence[str | Document]) -> NDArray[np.float32]:
        """Returns the scores on the scale of log-odds (n, classes)."""
        return self.decision_function(X) * np.float32(self.temperature_)

    def predict_proba(self, X: Sequence[str | Document]) -> NDArray[np.float32]:
        """Returns calibrated probabilities (n, classes); each row sums to 1."""
        return softmax(self.logits(X))

    def predict(self, X: Sequence[str | Document]) -> NDArray[Any]:
        """Returns the most probable label of each document."""
        chosen: NDArray[Any] = self.classes_[self.decision_function(X).argmax(axis=1)]
        return chosen

    def explain(self, document: str | Document, label: str) -> list[Contribution]:
        """Says how much each word moved the logit of a label; the sum is the logit itself, exactly.

        The logit of a text without known words is 0. A feature that several words carry (a pair, a repeated
        word) is shared equally among them.

        Raises:
            UnknownNameError: The label is not a class of this model.
        """
        (found,) = self.explain_labels(document, [label])
        return found

    def explain_labels(self, document: str | Document, labels: Sequence[str]) -> list[list[Contribution]]:
        """Explains several labels as `explain` does one, and reads the document once."""
        place = {label: i for i, label in enumerate(self.classes_.tolist())}
        for label in labels:
            if label not in place:
                raise UnknownNameError("class", label, place)
        occurrences = self.space_.occurrences(self._documents([document])[0])
        return [self._contributions(occurrences, place[label]) for label in labels]

    def _contributions(self, occurrences: Sequence[Occurrence], column: int) -> list[Contribution]:
        totals: dict[tuple[str, int, int], float] = {}
        for found in occurrences:
            weight = self._scorer.weight(int(self._starts[found.view]) + found.column, column)
            share = found.value * weight * self.temperature_ / len(found.spans)
            for span in found.spans:
                totals[span] = totals.get(span, 0.0) + share
        return [Contribution(*span, value) for span, value in sorted(totals.items()) if value]

    def _kinship(self, parents: Mapping[str, str]) -> NDArray[np.float32]:
        """Returns 1 on the diagonal plus ``sharing`` / √(family size) between members of a family (c, c)."""
        families = np.array([parents.get(label, label) for label in self.classes_])
        same = families[:, None] == families[None, :]
        kinship: NDArray[np.float32] = (same * self.sharing / np.sqrt(same.sum(axis=0))).astype(np.float32)
        kinship[np.diag_indices(len(families))] += 1
        return kinship

    def _documents(self, X: Sequence[str | Document]) -> list[Document]:
        if isinstance(X, str):
            raise InvalidInputError("give a list of texts, not one string: [text]")
        first = self.views[0].fields[0]
        return [{first: item} if isinstance(item, str) else item for item in X]
