from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tremplin.evaluation import evaluate as measure
from tremplin.evaluation import write_report
from tremplin.products.jobs.corpus import read_offers
from tremplin.products.jobs.model import JobClassifier, best

__all__ = ["evaluate"]

_DEPTH = 10


def evaluate(model: JobClassifier, data: Path, report: Path | None = None) -> Mapping[str, Any]:
    """Measures a model on coded offers that it was not trained on.

    Args:
        model: A loaded model.
        data: Parquet file with ``title``, ``description`` and ``rome_code``.
        report: HTML file to write.

    Returns:
        The figures, ready for JSON.
    """
    offers = read_offers(Path(data), model.rome)
    scores = model.document_probabilities(offers.corpus.documents)
    places = best(scores, _DEPTH)
    ranking = [[model.codes[place] for place in row] for row in places.tolist()]
    values = np.take_along_axis(scores, places, axis=1).tolist()
    origin = offers.columns.get("origin")
    found = measure(
        offers.corpus.codes,
        ranking,
        scores=values,
        abstained=[row[0] < model.abstain_below for row in values],
        slices={"origin": [str(o) for o in origin]} if origin else None,
        groups=offers.groups,
    )
    if report is not None:
        labels = {code: model.rome.label(code) for code in model.codes}
        write_report(
            found, report, title="Texte → code ROME", labels=labels, model=model.ref, data=Path(data).name
        )
    return found.to_dict()
