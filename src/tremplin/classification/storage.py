from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np

from tremplin.base.errors import ArtifactError
from tremplin.classification.features import FeatureSpace
from tremplin.classification.linear import LinearClassifier
from tremplin.classification.view import View
from tremplin.classification.weights import SparseWeights

__all__ = ["load_linear", "save_linear"]

_FORMAT = 1
_WEIGHTS = ("indptr", "indices", "values", "scale")


def save_linear(model: LinearClassifier, folder: Path) -> None:
    """Writes a fitted classifier as npy, text and JSON files into an existing folder."""
    space = model.space_
    described = {
        "format": _FORMAT,
        "kind": "linear",
        "views": [asdict(view) for view in space.views],
        "classes": model.classes_.tolist(),
        "temperature": model.temperature_,
        "penalty": model.penalty,
    }
    (folder / "linear.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    (folder / "words.txt").write_text("\n".join(space.words), encoding="utf-8")
    (folder / "grams.txt").write_text("\n".join(space.grams), encoding="utf-8")
    for features in space.features:
        np.save(folder / f"{features.view.name}_keys.npy", features.keys, allow_pickle=False)
        np.save(folder / f"{features.view.name}_idf.npy", features.idf, allow_pickle=False)
    for name in _WEIGHTS:
        np.save(folder / f"weights_{name}.npy", getattr(model.weights_, name), allow_pickle=False)


def load_linear(file: Callable[[str], Path]) -> LinearClassifier:
    """Reads a classifier that `save_linear` wrote.

    Args:
        file: Returns the path of a file by its name, as an artefact of the repository does.

    Raises:
        ArtifactError: The format is another one, or the parts do not fit together.
    """
    described = json.loads(file("linear.json").read_text(encoding="utf-8"))
    if described.get("kind") != "linear" or described.get("format") != _FORMAT:
        raise ArtifactError(
            f"expected a linear model of format {_FORMAT}, found {described.get('kind')!r} of format "
            f"{described.get('format')!r}; train it again with this version of Tremplin"
        )
    views = tuple(_view(fields) for fields in described["views"])
    space = FeatureSpace(views)
    space.index(_lines(file("words.txt")), _lines(file("grams.txt")))
    for features in space.features:
        features.keys = np.load(file(f"{features.view.name}_keys.npy"), allow_pickle=False)
        features.idf = np.load(file(f"{features.view.name}_idf.npy"), allow_pickle=False)
    arrays = {name: np.load(file(f"weights_{name}.npy"), allow_pickle=False) for name in _WEIGHTS}
    weights = SparseWeights(**arrays, n_classes=len(described["classes"]))
    if len(weights.scale) != sum(len(features.keys) for features in space.features):
        raise ArtifactError("the weights do not fit the features of this model; pull or train it again")
    model = LinearClassifier(views=views, penalty=described["penalty"])
    model.classes_ = np.array(described["classes"])
    model.temperature_ = described["temperature"]
    model.set_weights(space, weights)
    return model


def _view(fields: dict[str, object]) -> View:
    sizes = fields["characters"]
    given = fields | {
        "fields": tuple(fields["fields"]),  # type: ignore[arg-type]
        "characters": tuple(sizes) if sizes else None,  # type: ignore[arg-type]
    }
    return View(**given)  # type: ignore[arg-type]


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return text.split("\n") if text else []
