from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tremplin.base.errors import ArtifactError, InvalidInputError, UnknownNameError
from tremplin.base.product import Artifact, ModelSource
from tremplin.base.records import Reason
from tremplin.classification.calibration import Calibration, Scale
from tremplin.classification.features import Document
from tremplin.classification.linear import Contribution, LinearClassifier
from tremplin.classification.storage import load_linear, save_linear
from tremplin.nomenclature import Rome
from tremplin.products.jobs.appellations import AppellationRanker
from tremplin.products.jobs.reading import KINDS, Reading, kind_of
from tremplin.products.jobs.schemas import Candidate, JobRequest, JobResponse
from tremplin.repository import open_models

__all__ = ["DEFAULT_REF", "JobClassifier"]

DEFAULT_REF = "jobs"
_FORMAT = 2
_BATCH = 512
_SHOWN_REASONS = 12
_ROUNDING = 6

JobText = str | Mapping[str, str]


class JobClassifier:
    """Codes French texts in the ROME: scores, abstention and reasons for every one of its codes.

    Args:
        linear: The fitted classifier over titles and descriptions.
        calibration: Turns its scores into probabilities, for every kind of text; raw softmax where left out.
        usage: How often each appellation names an offer, by OGR code; it decides between alike ones.
        base: What each code's score is worth before a few sentences are read, by how common the job is; 0 where
            left out. Titles and offers say enough without it.
        abstain_below: Score of the first candidate under which a person should choose.
        ref: Reference it was loaded from.
        rome: The nomenclature, for labels and appellations.
    """

    def __init__(
        self,
        linear: LinearClassifier,
        *,
        calibration: Calibration | None = None,
        usage: Mapping[str, int] | None = None,
        base: Mapping[str, float] | None = None,
        abstain_below: float = 0.0,
        ref: str = "",
        rome: Rome | None = None,
    ) -> None:
        self.linear = linear
        self.calibration = calibration or Calibration({kind: Scale() for kind in KINDS})
        self.usage = dict(usage or {})
        self.base = dict(base or {})
        self._base = np.array([self.base.get(code, 0.0) for code in linear.classes_.tolist()], np.float32)
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
        if described.get("format") != _FORMAT:
            raise ArtifactError(
                f"expected a model of format {_FORMAT}, found {described.get('format')!r}; train it again with this "
                f"version of Tremplin"
            )
        return cls(
            load_linear(artifact.file),
            calibration=Calibration.of_dict(described["calibration"]),
            usage=described["usage"],
            base=described["base"],
            abstain_below=float(described["abstain_below"]),
            ref=artifact.ref,
        )

    def save(self, folder: Path) -> None:
        """Writes the model's files into an existing folder."""
        described = {
            "format": _FORMAT,
            "abstain_below": self.abstain_below,
            "calibration": self.calibration.to_dict(),
            "usage": self.usage,
            "base": self.base,
        }
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
        parts = (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))
        return [found for part in parts for found in self._candidates(self.probabilities(part), k)]

    def probabilities(self, texts: Sequence[JobText]) -> NDArray[np.float32]:
        """Returns the calibrated probability of every code (n, codes)."""
        return self.document_probabilities([_reading(text).document for text in texts])

    def document_probabilities(self, documents: Sequence[Document]) -> NDArray[np.float32]:
        """Returns the calibrated probability of every code (n, codes) for documents as the model reads them."""
        kinds = [kind_of(document) for document in documents]
        return self.calibration.probabilities(self.scores(documents, kinds), kinds)

    def scores(self, documents: Sequence[Document], kinds: Sequence[str]) -> NDArray[np.float32]:
        """Returns the raw score of every code (n, codes); `calibration` makes probabilities of it."""
        scores = self.linear.decision_function(documents)
        rows = [row for row, kind in enumerate(kinds) if kind == "sentence"]
        if rows and self.base:
            scores[rows] += self._base
        return scores

    def explain(self, text: JobText, *, code: str) -> list[Reason]:
        """Says how much each word moved the logit of a code, in the order of the text.

        The contributions sum, exactly but for rounding, to the code's logit less its logit for a text without
        any known word (its base rate, which is 0 but for a few sentences: see ``base``).

        Raises:
            UnknownNameError: There is no such code.
        """
        (reasons,) = self._explain(text, [code])
        return reasons

    def _explain(self, text: JobText, codes: Sequence[str]) -> list[list[Reason]]:
        reading = _reading(text)
        temperature = self.calibration.scale(kind_of(reading.document)).temperature
        found = self.linear.explain_labels(reading.document, codes)
        return [self._reasons(text, reading, parts, temperature) for parts in found]

    @staticmethod
    def _reasons(
        text: JobText, reading: Reading, parts: Sequence[Contribution], temperature: float
    ) -> list[Reason]:
        sums: dict[tuple[str, int, int], float] = {}
        for part in parts:
            span = reading.span(part.field, part.start, part.end)
            sums[span] = sums.get(span, 0.0) + part.value * temperature
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
            (candidates,) = self._candidates(scores[None], request.k)
        if request.reasons:
            self._give_reasons(text, candidates, appellations=request.target == "appellation")
        return JobResponse(candidates=candidates, abstained=abstained)

    def _give_reasons(self, text: JobText, candidates: Sequence[Candidate], *, appellations: bool) -> None:
        codes = [self.rome.appellation(c.code).code if appellations else c.code for c in candidates]
        distinct = list(dict.fromkeys(codes))
        known = dict(zip(distinct, map(_strongest, self._explain(text, distinct)), strict=True))
        for candidate, code in zip(candidates, codes, strict=True):
            candidate.reasons = known[code]

    def _candidates(self, scores: NDArray[np.float32], k: int) -> list[list[Candidate]]:
        places = best(scores, k)
        values = np.round(np.take_along_axis(scores, places, axis=1).astype(np.float64), _ROUNDING)
        return [
            [
                Candidate(code=self.codes[place], label=self._labels[place], score=score)
                for place, score in zip(*row, strict=True)
            ]
            for row in zip(places.tolist(), values.tolist(), strict=True)
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
        return AppellationRanker(self.linear, self.rome, usage=self.usage)


def best(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """Returns the places of the k highest scores of each row (n, k), ties in the order of the codes.

    Args:
        scores: Scores (n, codes).
        k: Number of places; all where there are fewer.
    """
    k = min(k, scores.shape[1])
    threshold = np.partition(scores, scores.shape[1] - k, axis=1)[:, scores.shape[1] - k]
    places = np.empty((len(scores), k), np.intp)
    high = scores >= threshold[:, None]
    plain = high.sum(axis=1) == k
    places[plain] = np.nonzero(high[plain])[1].reshape(-1, k)
    order = np.argsort(-np.take_along_axis(scores[plain], places[plain], axis=1), axis=1, kind="stable")
    places[plain] = np.take_along_axis(places[plain], order, axis=1)
    for row in np.flatnonzero(~plain):
        places[row] = np.argsort(-scores[row], kind="stable")[:k]
    return places


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
