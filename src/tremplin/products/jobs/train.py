from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tremplin.base.errors import ConfigurationError
from tremplin.base.settings import read_settings
from tremplin.classification.calibration import Calibration, Scale
from tremplin.classification.linear import LinearClassifier
from tremplin.classification.view import View
from tremplin.nomenclature import Rome
from tremplin.products.jobs.corpus import Corpus, Offers, cut, read_offers, rome_corpus
from tremplin.products.jobs.model import JobClassifier
from tremplin.products.jobs.reading import KINDS, Kind, kind_of
from tremplin.products.jobs.vocabulary import WordLists, allowed_stems
from tremplin.repository import Repository

__all__ = [
    "VIEWS",
    "appellation_usage",
    "base_scores",
    "calibrate",
    "fit_linear",
    "train",
    "train_classifier",
]

VIEWS = (
    View("title", ("title",), weight=0.3, words=2),
    View("body", ("description",), weight=0.3, words=2, min_count=5, max_share=0.3),
    View("all", ("title", "description"), weight=0.2, words=1, min_count=3, max_share=0.3),
    View("letters", ("title",), weight=0.2, words=0, characters=(3, 5), min_count=3),
)
"""Titles and descriptions weigh differently; their words are also read together, and titles by letters."""

_BUDGET = 2_900_000
_SHARING = 0.2
_EPOCHS = 5
_FREQUENCIES = "appellation_frequency_bayes.parquet"
_BASE = 0.15
_ABSTAIN_BELOW = 0.33
"""Under this probability a person should choose: two such answers in three would be wrong."""


def fit_linear(
    corpus: Corpus,
    rome: Rome,
    *,
    vocabulary: Collection[str] | None = None,
    budget: int = _BUDGET,
    threads: int = 2,
) -> LinearClassifier:
    """Fits the classifier of codes on a corpus; every code of the ROME is a candidate."""
    model = LinearClassifier(
        views=VIEWS,
        penalty=1.0,
        budget=budget,
        vocabulary=vocabulary,
        parents={code: rome.code(code).parent for code in rome.codes},
        sharing=_SHARING,
        epochs=_EPOCHS,
        threads=threads,
    )
    return model.fit(corpus.documents, corpus.codes)


def train_classifier(
    offers: Offers | None,
    rome: Rome,
    *,
    lists: WordLists | None = None,
    base: Mapping[str, float] | None = None,
    threads: int = 2,
) -> JobClassifier:
    """Trains and calibrates: a first fit without a tenth of the offers sets the scales, a second uses all.

    Args:
        offers: Coded offers, or None to train on the ROME alone.
        rome: The nomenclature; its own texts always take part.
        lists: Names that the vocabulary may not hold, and words that it may.
        base: What the score of each code is worth before a few sentences are read.
        threads: Threads of the linear algebra.
    """
    own = rome_corpus(rome)
    if offers is None:
        return _train_open(own, rome, threads=threads)
    vocabulary = allowed_stems(offers.corpus.texts, offers.sources, own.texts, lists=lists or WordLists())
    held = np.array([zlib.crc32(group.encode()) % 10 == 0 for group in offers.groups])
    checked, rest = offers.take(np.flatnonzero(held).tolist()), offers.take(np.flatnonzero(~held).tolist())
    first = fit_linear(rest + own, rome, vocabulary=vocabulary, threads=threads)
    calibration = calibrate(JobClassifier(first, base=base, rome=rome), checked)
    linear = fit_linear(offers.corpus + own, rome, vocabulary=vocabulary, threads=threads)
    return JobClassifier(
        linear,
        calibration=calibration,
        usage=appellation_usage(offers, rome),
        base=base,
        abstain_below=_ABSTAIN_BELOW,
        rome=rome,
    )


def _train_open(own: Corpus, rome: Rome, *, threads: int) -> JobClassifier:
    """Trains on the ROME; a tenth of its appellations, held out of a first fit, sets the scale of titles.

    There is nothing to calibrate longer texts on; their temperature is that of titles, without a curve.
    """
    names = [i for i, document in enumerate(own.documents) if kind_of(document) == "title"]
    held = {i for i in names if zlib.crc32(own.documents[i]["title"].encode()) % 10 == 0}
    first = fit_linear(own.take([i for i in range(len(own.codes)) if i not in held]), rome, threads=threads)
    held_out = own.take(sorted(held))
    scale = calibrate(JobClassifier(first, rome=rome), held_out, kinds=("title",)).scale("title")
    scales: dict[str, Scale] = {kind: Scale(scale.temperature) for kind in KINDS}
    scales["title"] = scale
    linear = fit_linear(own, rome, threads=threads)
    return JobClassifier(linear, calibration=Calibration(scales), abstain_below=_ABSTAIN_BELOW, rome=rome)


def calibrate(model: JobClassifier, held_out: Corpus, *, kinds: Sequence[Kind] = KINDS) -> Calibration:
    """Fits the scale of every kind of text on held-out offers, cut down to each kind."""
    place = {code: i for i, code in enumerate(model.codes)}
    scores: list[NDArray[np.float32]] = []
    true: list[int] = []
    given: list[str] = []
    for kind in kinds:
        cuts = [cut(document, kind) for document in held_out.documents]
        rows = [i for i, document in enumerate(cuts) if kind_of(document) == kind]
        scores.append(model.scores([cuts[i] for i in rows], [kind] * len(rows)))
        true.extend(place[held_out.codes[i]] for i in rows)
        given.extend([kind] * len(rows))
    return Calibration.fit(np.concatenate(scores), np.array(true), given)


def base_scores(frequencies: Path, rome: Rome) -> dict[str, float]:
    """Makes the base scores of codes from how common their appellations are.

    Args:
        frequencies: Parquet file with ``code_ogr`` and ``frequency``; an unknown appellation is left out.
        rome: The nomenclature.
    """
    table = pq.read_table(frequencies, columns=["code_ogr", "frequency"]).to_pydict()
    owners = {str(found.ogr): code for code in rome.codes for found in rome.appellations(code)}
    counts = dict.fromkeys(rome.codes, 1)
    for ogr, frequency in zip(table["code_ogr"], table["frequency"], strict=True):
        if str(ogr) in owners:
            counts[owners[str(ogr)]] += int(frequency)
    return {code: round(_BASE * float(np.log(count)), 4) for code, count in counts.items()}


def appellation_usage(offers: Offers, rome: Rome, *, rows: Sequence[int] | None = None) -> dict[str, int]:
    """Counts the offers of each appellation, by OGR code, where an offer's label means one appellation."""
    labels = offers.columns.get("appellation_libelle", [])
    found: Counter[str] = Counter()
    for label in labels if rows is None else [labels[i] for i in rows if labels]:
        meant = {str(a.ogr) for a in rome.find_appellation(str(label))} if label else set()
        if len(meant) == 1:
            found.update(meant)
    return dict(sorted(found.items()))


def train(
    data: Path | None,
    out: str,
    *,
    seed: int = 0,
    name: str = "",
    created: str | None = None,
    threads: int = 2,
) -> str:
    """Trains on a file of coded offers (or on the ROME alone) and pushes the model to a repository.

    Args:
        data: Parquet file with ``title``, ``description``, ``rome_code``; None for open data only.
        out: Folder or URL of the repository.
        seed: Accepted for every product; this training draws no random number.
        name: Name in the repository; ``jobs`` or ``jobs-open`` by default.
        created: Date that the manifest bears, for builds that repeat byte for byte.
        threads: Threads of the linear algebra; the last digits depend on it.

    Returns:
        The new version's reference.
    """
    rome = Rome.load()
    offers = None if data is None else read_offers(Path(data), rome)
    model = train_classifier(
        offers,
        rome,
        lists=WordLists.read(_data()) if offers else None,
        base=base_scores(_data() / "offers" / _FREQUENCIES, rome) if offers else None,
        threads=threads,
    )
    card = _card(model, offers)
    chosen = name or ("jobs" if offers else "jobs-open")
    return Repository.open(out).push(model, name=chosen, card=card, created=created)


def _data() -> Path:
    folder = read_settings().data
    if folder is None:
        raise ConfigurationError(
            "set TREMPLIN_DATA to the data folder: its lists of names keep people out of the vocabulary, and it says "
            "how common each job is"
        )
    return folder


def _card(model: JobClassifier, offers: Offers | None) -> dict[str, Any]:
    linear = model.linear
    data = "ROME 4.60: titles, appellations and skills (Licence Ouverte 2.0, France Travail)"
    if offers:
        n = len(offers.corpus.codes)
        data += f"; {n} French job offers coded by people or machines, whose texts are not part of the model"
    return {
        "title": "Texte → code ROME" if offers else "Texte → code ROME (données ouvertes)",
        "description": "Linear model over words and letters of titles and descriptions; every ROME 4.60 code.",
        "data": data,
        "license": "Apache-2.0",
        "metrics": _metrics(linear, model),
        "vocabulary": "without INSEE first and last names, ESCO labels (EU, CC BY 4.0) apart"
        if offers
        else "ROME",
        "limits": "Half of the training offers are in information technology. French only.",
    }


def _metrics(linear: LinearClassifier, model: JobClassifier) -> dict[str, Any]:
    return {
        "classes": len(linear.classes_),
        "features": sum(len(features.keys) for features in linear.space_.features),
        "weights": len(linear.weights_.values),
        "temperatures": {kind: round(s.temperature, 3) for kind, s in model.calibration.scales.items()},
        "abstain_below": model.abstain_below,
        "measured": "docs/benchmarks.md",
    }
