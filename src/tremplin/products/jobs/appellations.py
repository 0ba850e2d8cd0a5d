from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tremplin.classification.features import Document
from tremplin.classification.linear import LinearClassifier
from tremplin.nomenclature import Rome

__all__ = ["AppellationRanker"]

_CODES = 30
_SHARPNESS = 12.0
_UNSEEN = 0.5
"""Count of an appellation that no offer bears."""


class AppellationRanker:
    """Shares the probability of a code among its appellations by their likeness to the text.

    The likeness is the cosine of the classifier's own features, description words apart, and a common
    appellation is likelier than a rare one; a softmax over the appellations of a code turns both into shares, so
    that scores still sum to at most 1.

    Args:
        linear: The fitted classifier of codes.
        rome: The nomenclature.
        usage: Offers that each appellation names, by OGR code.
        sharpness: Factor on the cosine before the softmax.
    """

    def __init__(
        self,
        linear: LinearClassifier,
        rome: Rome,
        *,
        usage: Mapping[str, int] | None = None,
        sharpness: float = _SHARPNESS,
    ) -> None:
        self._space = linear.space_
        self._classes: list[str] = linear.classes_.tolist()
        self._sharpness = sharpness
        self._views = [i for i, view in enumerate(self._space.views) if "title" in view.fields]
        known = [(code, found) for code in self._classes for found in rome.appellations(code)]
        self._ogr = [str(found.ogr) for _, found in known]
        counts = np.array([(usage or {}).get(ogr, 0) for ogr in self._ogr], np.float32)
        self._common = np.log(counts + _UNSEEN)
        self._vectors = self._unit([{"title": found.label} for _, found in known])
        place = {code: i for i, code in enumerate(self._classes)}
        owners = np.array([place[code] for code, _ in known])
        self._starts = np.searchsorted(owners, np.arange(len(self._classes) + 1))

    def rank(self, document: Document, scores: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """Returns the k most probable appellations as (OGR code, probability), best first.

        Args:
            document: Title and description of the text.
            scores: Probability of each code (codes,).
            k: Number of appellations.
        """
        title = document.get("title") or document.get("description", "")[:300]
        likeness = (self._vectors @ self._unit([{"title": title}]).T).toarray().ravel()
        shares: list[tuple[float, int]] = []
        for place in np.argsort(-scores, kind="stable")[:_CODES].tolist():
            start, end = int(self._starts[place]), int(self._starts[place + 1])
            logits = self._sharpness * likeness[start:end] + self._common[start:end]
            powers = np.exp(logits - logits.max(initial=-np.inf))
            some = (float(scores[place]) * powers / powers.sum()).tolist()
            shares.extend(zip(some, range(start, end), strict=True))
        shares.sort(key=lambda share: (-share[0], share[1]))
        return [(self._ogr[place], score) for score, place in shares[:k]]

    def _unit(self, documents: list[Document]) -> sparse.csr_matrix:
        blocks = self._space.transform(documents)
        vectors = sparse.hstack([blocks[i] for i in self._views]).tocsr()
        length = np.sqrt(vectors.multiply(vectors).sum(axis=1)).A1
        return sparse.diags(1 / np.where(length > 0, length, 1)) @ vectors
