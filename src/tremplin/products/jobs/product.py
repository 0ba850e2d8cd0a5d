from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tremplin.base.product import ModelSource, Product
from tremplin.products.jobs.schemas import JobRequest, JobResponse

__all__ = ["PRODUCT"]


def _load(source: ModelSource, ref: str, *, resources: Mapping[str, str]) -> Any:
    from tremplin.products.jobs.model import JobClassifier

    return JobClassifier.of_artifact(source.pull(ref))


def _predict(model: Any, requests: Sequence[JobRequest]) -> Sequence[JobResponse]:
    answers: Sequence[JobResponse] = model.predict(requests)
    return answers


def _train(data: Path | None, out: str, *, seed: int = 0, name: str = "", threads: int = 1) -> str:
    from tremplin.products.jobs.train import train

    return train(data, out, seed=seed, name=name, threads=threads)


def _evaluate(model: Any, data: Path, report: Path | None = None) -> Mapping[str, Any]:
    from tremplin.products.jobs.evaluate import evaluate

    return evaluate(model, data, report)


PRODUCT = Product(
    name="jobs",
    title="Trouver le métier d'un texte",
    request=JobRequest,
    response=JobResponse,
    load=_load,
    predict=_predict,
    default_ref="jobs",
    train=_train,
    evaluate=_evaluate,
    example={"text": "Il prépare les garnitures et assure la cuisson des pizzas au four à bois"},
)
