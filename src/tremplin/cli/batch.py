from __future__ import annotations

from collections import Counter
from glob import glob
from pathlib import Path
from typing import Any

import click

from tremplin.base import Product, find_product
from tremplin.base.errors import ConfigurationError, InvalidInputError, NotFoundError, UnknownNameError
from tremplin.batch import Columns
from tremplin.batch.fields import FieldShape, field_shape
from tremplin.batch.records import data_format
from tremplin.cli.files import score_file
from tremplin.cli.loading import open_service
from tremplin.cli.options import read_columns, read_pairs, table_options

__all__ = ["batch"]

_SUFFIXES = {"jsonl": ".jsonl", "csv": ".jsonl", "parquet": ".parquet"}


@click.command(params=table_options())
@click.argument("product")
@click.option("sources", "--in", multiple=True, required=True, metavar="GLOB", help="Files; may be repeated.")
@click.option(
    "target",
    "--out",
    required=True,
    metavar="DIR|FILE",
    help="A folder, or for one file a .jsonl or .parquet.",
)
@click.option("--engine", default="local", show_default=True, help="What runs the job.")
@click.option("ref", "--model", metavar="REF", help="name, name@version or name@tag.")
@click.option("--repository", metavar="URL", help="Where models are; else TREMPLIN_REPOSITORY.")
@click.option(
    "kind",
    "--format",
    type=click.Choice(["jsonl", "parquet"]),
    help="Of the answers; else that of the input.",
)
@click.option("pairs", "--set", multiple=True, metavar="NAME=VALUE", help="A request field, or a resource.")
def batch(
    product: str,
    sources: tuple[str, ...],
    target: str,
    engine: str,
    ref: str | None,
    repository: str | None,
    kind: str | None,
    pairs: tuple[str, ...],
    **table: Any,
) -> None:
    """Score data sets with PRODUCT: each file gets a file of answers."""
    _check_engine(engine)
    declared = find_product(product)
    jobs = _plan(_matches(sources), target, kind)
    values = read_pairs(pairs, _settable(declared))
    names = {resource.name for resource in declared.resources}
    columns = Columns(
        declared.request,
        mapping=read_columns(table["columns"]),
        ignore=table["ignore_columns"],
        defaults={name: value for name, value in values.items() if name not in names},
    )
    resources = {name: value for name, value in values.items() if name in names}
    service = open_service(declared, ref=ref, repository=repository, resources=resources)
    size, strict = table["batch_size"], table["strict"]
    codes = [
        score_file(service, source, out, columns=columns, batch_size=size, strict=strict)
        for source, out in jobs
    ]
    click.get_current_context().exit(max(codes))


def _check_engine(engine: str) -> None:
    if engine == "spark":
        raise ConfigurationError("the engine spark is not available in this version: use --engine local")
    if engine != "local":
        raise UnknownNameError("engine", engine, ["local"])


def _settable(product: Product) -> dict[str, FieldShape]:
    text = FieldShape(frozenset({str}))
    fields = {name: field_shape(info.annotation) for name, info in product.request.model_fields.items()}
    return {**fields, **{resource.name: text for resource in product.resources}}


def _matches(patterns: tuple[str, ...]) -> list[str]:
    found: dict[str, None] = {}
    for pattern in patterns:
        if "://" in pattern:
            data_format(pattern)
        files = [name for name in sorted(glob(pattern, recursive=True)) if Path(name).is_file()]
        if not files:
            raise NotFoundError(f"no file matches {pattern!r}")
        found.update(dict.fromkeys(files))
    return list(found)


def _plan(sources: list[str], target: str, kind: str | None) -> list[tuple[str, str]]:
    """Pairs each file with its file of answers."""
    formats = [data_format(source) for source in sources]
    if Path(target).suffix or target == "-":
        data_format(target)
        if len(sources) > 1:
            raise InvalidInputError(
                f"{len(sources)} files cannot go into the one file {target}: give a folder"
            )
        return [(sources[0], target)]
    suffixes = [f".{kind}" if kind else _SUFFIXES[found] for found in formats]
    names = [Path(source).stem + suffix for source, suffix in zip(sources, suffixes, strict=True)]
    name, count = Counter(names).most_common(1)[0]
    if count > 1:
        raise InvalidInputError(
            f"{count} files would all be answered in {name}: score them into folders apart"
        )
    Path(target).mkdir(parents=True, exist_ok=True)
    return [(source, str(Path(target) / name)) for source, name in zip(sources, names, strict=True)]
