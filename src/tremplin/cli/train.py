from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_type_hints

import click

from tremplin.base import find_product
from tremplin.base.errors import NotFoundError
from tremplin.batch.fields import FieldShape, field_shape
from tremplin.cli.loading import open_service
from tremplin.cli.options import read_pairs

__all__ = ["evaluate", "train"]


@click.command()
@click.argument("product")
@click.option("--data", required=True, metavar="FILE", help="What it is trained on.")
@click.option("--out", required=True, metavar="REPOSITORY", help="Folder or URL that the model is pushed to.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same model.")
@click.option("pairs", "--set", multiple=True, metavar="NAME=VALUE", help="An option of this training.")
def train(product: str, data: str, out: str, seed: int, pairs: tuple[str, ...]) -> None:
    """Train PRODUCT on a file, push the model to a repository and print its reference."""
    declared = find_product(product)
    if declared.train is None:
        raise NotFoundError(f"{product} declares no training: there is nothing to train")
    options = read_pairs(pairs, _options(declared.train))
    click.echo(declared.train(_existing(data), out, seed=seed, **options))


@click.command()
@click.argument("reference", metavar="PRODUCT[@VERSION]")
@click.option("--data", required=True, metavar="FILE", help="What it is measured on.")
@click.option("--report", required=True, metavar="FILE", help="The HTML report that is written.")
@click.option("figures", "--json", metavar="FILE", help="Write the figures to this file, too.")
@click.option("ref", "--model", metavar="REF", help="A model of another name, such as jobs-open@2.")
@click.option("--repository", metavar="URL", help="Where models are; else TREMPLIN_REPOSITORY.")
@click.option("pairs", "--set", multiple=True, metavar="NAME=VALUE", help="A resource of the product.")
def evaluate(
    reference: str,
    data: str,
    report: str,
    figures: str | None,
    ref: str | None,
    repository: str | None,
    pairs: tuple[str, ...],
) -> None:
    """Measure a product on a file: figures on stdout, a report as one HTML file."""
    name, at, version = reference.partition("@")
    if at and ref:
        raise click.UsageError("give either PRODUCT@VERSION or --model, not both")
    declared = find_product(name)
    if declared.evaluate is None:
        raise NotFoundError(f"{name} declares no evaluation: there is nothing to measure")
    known = {resource.name: FieldShape(frozenset({str})) for resource in declared.resources}
    for path in filter(None, (report, figures)):
        _check_folder(path)
    if at:
        model_name = (declared.default_ref or name).partition("@")[0]
        ref = f"{model_name}@{version}"
    resources = read_pairs(pairs, known)
    source = _existing(data)
    service = open_service(declared, ref=ref, repository=repository, resources=resources)
    found = _as_json({"model": service.model.ref, **declared.evaluate(service.model, source, Path(report))})
    if figures is not None:
        Path(figures).write_text(found + "\n", encoding="utf-8")
    click.echo(found)


def _as_json(figures: Mapping[str, Any]) -> str:
    # float: a figure may be a NumPy number
    return json.dumps(figures, ensure_ascii=False, indent=2, default=float)


def _existing(path: str) -> Path:
    if not Path(path).exists():
        raise NotFoundError(f"--data {path}: no such file")
    return Path(path)


def _check_folder(path: str) -> None:
    if not Path(path).absolute().parent.is_dir():
        raise NotFoundError(f"{Path(path).parent} is not a folder: create it first")


def _options(function: Callable[..., Any]) -> dict[str, FieldShape]:
    """Reads from its signature what a training can be told, beside its seed."""
    hints = get_type_hints(function)
    return {
        name: field_shape(hints.get(name, object))
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name != "seed"
    }
