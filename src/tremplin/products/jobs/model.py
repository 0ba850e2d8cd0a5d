from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.base.product import Artifact, ModelSource
from tremplin.base.records import Reason
from tremplin.classification.linear import LinearClassifier
from tremplin.classification.storage import load_linear, save_linear
from tremplin.nomenclature import Rome
from tremplin.products.jobs.appellations import AppellationRanker
from tremplin.products.jobs.reading import Reading
from tremplin.products.jobs.schemas import Candidate, JobRequest, JobResponse
from tremplin.repository import open_models

__all__ = ["DEFAULT_REF", "JobClassifier"]

DEFAULT_REF = "jobs"
_SHOWN_REASONS = 12
_ROUNDING = 6

JobText = str | Mapping[str, str]


class JobClassifier:
    """Codes French texts in the ROME: scores, abstention and reasons for every one of its codes.

    Args:
        linear: The fitted classifier over titles and descriptions.
        abstain_below: Score of the first candidate under which a person should choose.
        ref: Reference it was loaded from.
        rome: The nomenclature, for labels and appellations.
    """

    def __init__(
        self, linear: LinearClassifier, *, abstain_below: float = 0.0, ref: str = "", rome: Rome | None = None
    ) -> None:
        self.linear = linear
        self.abstain_below = abstain_below
        self.ref = ref
        self.rome = rome or Rome.load()

    @classmethod
    def load(cls, ref: str = DEFAULT_REF, *, repository: str | ModelSource = "") -> JobClassifier:
        """Loads a model from a repository (a folder or URL), or the shipped one.

        Args:
            ref: ``jobs`` (trained on offers), ``jobs-open`` (on open data only), or a version of yours.
            repository: Folder or URL; empty for the shipped models.
        """
        source = open_models(repository) if isinstance(repository, str) else repository
        return cls.of_artifact(source.pull(ref))

    @classmethod
    def of_artifact(cls, artifact: Artifact) -> JobClassifier:
        """Makes the model of a verified artefact."""
        described = json.loads(artifact.file("jobs.json").read_text(encoding="utf-8"))
        return cls(
            load_linear(artifact.file), abstain_below=float(described["abstain_below"]), ref=artifact.ref
        )

    def save(self, folder: Path) -> None:
        """Writes the model's files into an existing folder."""
        described = {"format": 1, "abstain_below": self.abstain_below}
        (folder / "jobs.json").write_text(json.dumps(described), encoding="utf-8")
        save_linear(self.linear, folder)

    @cached_property
    def codes(self) -> list[str]:
        """The codes that it chooses among."""
        codes: list[str] = self.linear.classes_.tolist()
        return codes

    def predict_top(self, texts: Sequence[JobText], k: int = 5) -> list[list[Candidate]]:
        """Returns the k most probable codes of each text, best first.

        Args:
            texts: Texts, or mappings with ``title`` and ``description``.
            k: Number of candidates.
        """
        if isinstance(texts, (str, Mapping)):
            raise InvalidInputError("give a list of texts, not one text: [text]")
        scores = self.probabilities(texts)
        return [self._candidates(row, k) for row in scores]

    def probabilities(self, texts: Sequence[JobText]) -> NDArray[np.float32]:
        """Returns the calibrated probability of every code (n, codes)."""
        return self.linear.predict_proba([_reading(text).document for text in texts])

    def explain(self, text: JobText, *, code: str) -> list[Reason]:
        """Says how much each word moved the logit of a code, in the order of the text.

        The contributions sum, exactly but for rounding, to the code's logit less its logit for a text without
        any known word (the base rate, the same for all codes).

        Raises:
            UnknownNameError: There is no such code.
        """
        reading = _reading(text)
        sums: dict[tuple[str, int, int], float] = {}
        for part in self.linear.explain(reading.document, code):
            span = reading.span(part.field, part.start, part.end)
            sums[span] = sums.get(span, 0.0) + part.value
        found = []
        for (field, start, end), value in sorted(sums.items()):
            sent = text if isinstance(text, str) else text[field]
            found.append(Reason(text=sent[start:end], contribution=value, field=field, start=start, end=end))
        return found

    def predict(self, requests: Sequence[JobRequest]) -> list[JobResponse]:
        """Answers requests; the probabilities of all are computed in one go."""
        texts = [_text(request) for request in requests]
        scores = self.probabilities(texts)
        return [self._answer(*parts) for parts in zip(requests, texts, scores, strict=True)]

    def _answer(self, request: JobRequest, text: JobText, scores: NDArray[np.float32]) -> JobResponse:
        abstained = bool(scores.max() < self.abstain_below)
        if request.target == "appellation":
            candidates = self._appellations(text, scores, request.k)
        else:
            candidates = self._candidates(scores, request.k)
        if request.reasons:
            known: dict[str, list[Reason]] = {}
            for candidate in candidates:
                code = candidate.code
                if request.target == "appellation":
                    code = self.rome.appellation(candidate.code).code
                if code not in known:
                    known[code] = _strongest(self.explain(text, code=code))
                candidate.reasons = known[code]
        return JobResponse(candidates=candidates, abstained=abstained)

    def _candidates(self, scores: NDArray[np.float32], k: int) -> list[Candidate]:
        return [
            Candidate(code=code, label=self._labels[place], score=round(float(scores[place]), _ROUNDING))
            for place, code in ((p, self.codes[p]) for p in best(scores, k))
        ]

    def _appellations(self, text: JobText, scores: NDArray[np.float32], k: int) -> list[Candidate]:
        document = _reading(text).document
        found = self._ranker.rank(document, scores, k)
        return [
            Candidate(code=ogr, label=self.rome.appellation(ogr).label, score=round(score, _ROUNDING))
            for ogr, score in found
        ]

    @cached_property
    def _labels(self) -> list[str]:
        return [self.rome.label(code) for code in self.codes]

    @cached_property
    def _ranker(self) -> AppellationRanker:
        return AppellationRanker(self.linear, self.rome)


def best(scores: NDArray[np.float32], k: int) -> list[int]:
    """Returns the places of the k highest scores, ties in the order of the codes."""
    k = min(k, len(scores))
    threshold = np.partition(scores, len(scores) - k)[len(scores) - k]
    places = np.flatnonzero(scores >= threshold)
    chosen: list[int] = places[np.argsort(-scores[places], kind="stable")][:k].tolist()
    return chosen


def _strongest(reasons: list[Reason]) -> list[Reason]:
    """Keeps the words that weigh most, in the order of the text."""
    ranked = sorted(reasons, key=lambda reason: -abs(reason.contribution))[:_SHOWN_REASONS]
    return sorted(ranked, key=lambda reason: (reason.field, reason.start or 0))


def _text(request: JobRequest) -> JobText:
    if request.text is not None:
        return request.text
    return {"title": request.title or "", "description": request.description or ""}


def _reading(text: JobText) -> Reading:
    if isinstance(text, str):
        return Reading.of_text(text)
    for name in text:
        if name not in ("title", "description"):
            raise UnknownNameError("field", name, ("title", "description"))
    return Reading.of_parts(text.get("title"), text.get("description"))
