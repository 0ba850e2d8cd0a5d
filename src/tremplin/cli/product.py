from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import click

from tremplin.base import Product, Service, find_product
from tremplin.base.errors import InvalidInputError, TooLargeError
from tremplin.batch import Columns
from tremplin.cli.files import score_file
from tremplin.cli.loading import open_service
from tremplin.cli.options import field_values, product_options, read_columns, resource_values, table_options

__all__ = ["product_group"]

_STDIN_LIMIT = 2_000_000


def product_group(name: str) -> click.Group:
    """Makes the commands of a product from its declaration.

    Args:
        name: An installed product.
    """
    product = find_product(name)
    group = click.Group(name, help=f"{product.title}.")
    group.add_command(_predict(product))
    return group


def _predict(product: Product) -> click.Command:
    @click.pass_context
    def predict(ctx: click.Context, /, **values: Any) -> None:
        ctx.exit(_run(product, values))

    params: list[click.Parameter] = [
        click.Option(["source", "--in"], metavar="FILE", help="A .jsonl, .csv or .parquet file; - is stdin."),
        click.Option(["target", "--out"], metavar="FILE", help="A .jsonl or .parquet file; - is stdout."),
        click.Option(["ref", "--model"], metavar="REF", help="name, name@version or name@tag."),
        click.Option(["--repository"], metavar="URL", help="Where models are; else TREMPLIN_REPOSITORY."),
        click.Option(["as_json", "--json"], is_flag=True, help="Print JSON, in a terminal too."),
        *table_options(),
    ]
    taken = {word for param in params for word in (*param.opts, *param.secondary_opts)}
    params += product_options(product, taken={*taken, "--help"})
    text = [click.Argument(["text"], required=False)] if _has_text(product) else []
    return click.Command("predict", callback=predict, params=[*text, *params], help=_help(product))


def _help(product: Product) -> str:
    given = f"TEXT, its {product.text_field} (- reads it from stdin), or " if _has_text(product) else ""
    why = " Its scores come with reasons, unless --no-reasons." if _has_reasons(product) else ""
    return (
        f"Predict on one item or on a file.\n\n"
        f"One item: give {given}the options of its fields.{why}\n\n"
        f"A file: give --in; the options of the fields then stand for records that lack them. "
        f"Each item has its answer in its place, or its error."
    )


def _has_reasons(product: Product) -> bool:
    return "reasons" in product.request.model_fields


def _has_text(product: Product) -> bool:
    return product.text_field in product.request.model_fields


def _run(product: Product, values: Mapping[str, Any]) -> int:
    fields = field_values(values)
    source = values["source"]
    if source is None:
        record = _record(product, values, fields)
        return _answer_one(
            _open(product, values), record, as_json=values["as_json"] or not sys.stdout.isatty()
        )
    if values.get("text") is not None:
        raise click.UsageError("give either TEXT or --in, not both")
    columns = Columns(
        product.request,
        mapping=read_columns(values["columns"]),
        ignore=values["ignore_columns"],
        defaults=fields,
    )
    return score_file(
        _open(product, values),
        source,
        values["target"] or "-",
        columns=columns,
        batch_size=values["batch_size"],
        strict=values["strict"],
    )


def _open(product: Product, values: Mapping[str, Any]) -> Service:
    return open_service(
        product, ref=values["ref"], repository=values["repository"], resources=resource_values(values)
    )


def _record(product: Product, values: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    for name, option in (
        ("target", "--out"),
        ("columns", "--columns"),
        ("ignore_columns", "--ignore-columns"),
        ("strict", "--strict"),
    ):
        if values[name]:
            raise click.UsageError(f"{option} goes with --in")
    record = dict(fields)
    if values.get("text") is not None:
        record[product.text_field] = _stdin() if values["text"] == "-" else values["text"]
    if not record:
        raise click.UsageError("give TEXT, or --in FILE (--help shows the options)")
    if _has_reasons(product):
        # a score shown to a person has its reasons, unless that person declines them
        record.setdefault("reasons", True)
    return record


def _stdin() -> str:
    content = sys.stdin.buffer.read(_STDIN_LIMIT + 1)
    if len(content) > _STDIN_LIMIT:
        raise TooLargeError(f"the text on stdin is longer than {_STDIN_LIMIT} bytes: cut it or split it")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInputError(f"the text on stdin is not valid UTF-8 at byte {error.start + 1}") from error


def _answer_one(service: Service, record: dict[str, Any], *, as_json: bool) -> int:
    answer = service.answer([record])[0]
    failed = "error" in answer
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False).encode("utf-8"))
    elif failed:
        click.echo(f"Error: {answer['error']['message']}", err=True)
    else:
        from rich.console import Console

        from tremplin.cli.shown import show_answer

        show_answer(answer, Console())
    return 1 if failed else 0
