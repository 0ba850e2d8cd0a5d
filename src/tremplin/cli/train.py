from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

import click

from tremplin.base import find_product
from tremplin.base.errors import NotFoundError
from tremplin.batch.fields import FieldShape, field_shape
from tremplin.cli.loading import open_service
from tremplin.cli.options import read_pairs

__all__ = ["evaluate", "train"]


@click.command()
@click.argument("product")
@click.option("--data", metavar="FILE", help="What it is trained on; some products can do without.")
@click.option("--out", required=True, metavar="REPOSITORY", help="Folder or URL that the model is pushed to.")
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed gives the same model.")
@click.option("pairs", "--set", multiple=True, metavar="NAME=VALUE", help="An option of this training.")
def train(product: str, data: str | None, out: str, seed: int, pairs: tuple[str, ...]) -> None:
    """Train PRODUCT on a file, push the model to a repository and print its reference."""
    declared = find_product(product)
    if declared.train is None:
        raise NotFoundError(f"{product} declares no training: there is nothing to train")
    if data is None and not _can_do_without_data(declared.train):
        raise click.UsageError(f"{product} is trained on data: give --data FILE")
    options = _read_options(declared.train, pairs)
    source = None if data is None else _existing(data)
    click.echo(declared.train(source, out, seed=seed, **options))


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


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    try:
        return get_type_hints(function)
    except NameError:
        # names that are imported for the type checker alone
        return {}


def _can_do_without_data(function: Callable[..., Any]) -> bool:
    first = next(iter(inspect.signature(function).parameters))
    return NoneType in get_args(_hints(function).get(first))


def _read_options(function: Callable[..., Any], pairs: tuple[str, ...]) -> dict[str, Any]:
    """Reads what a training is told beside its seed; its signature says what it can be told."""
    hints = _hints(function)
    parameters = inspect.signature(function).parameters
    known = {
        name: field_shape(hints.get(name, object))
        for name, parameter in parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name != "seed"
    }
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        known |= {word.partition("=")[0]: field_shape(object) for word in pairs}
    return read_pairs(pairs, known)
