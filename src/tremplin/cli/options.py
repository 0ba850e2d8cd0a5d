from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click
from pydantic.fields import FieldInfo

from tremplin.base import Product
from tremplin.base.errors import ConfigurationError, InvalidInputError, UnknownNameError
from tremplin.batch.fields import FieldShape, field_shape
from tremplin.batch.run import BATCH_SIZE

__all__ = [
    "field_values",
    "product_options",
    "read_columns",
    "read_pairs",
    "resource_values",
    "table_options",
]

_FIELD, _RESOURCE = "field_", "resource_"


def _json_value(text: str) -> Any:
    """Reads a value of a field that is neither a text nor a number."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise click.BadParameter(f"{text!r} is not JSON.") from error


def _type(shape: FieldShape) -> click.ParamType[Any]:
    if shape.choices:
        return click.Choice(shape.choices)
    if shape.is_text:
        return click.STRING
    if shape.types == {int}:
        return click.INT
    if shape.types <= {int, float}:
        return click.FLOAT
    return click.types.FuncParamType(_json_value)


def _help(info: FieldInfo) -> str:
    words = info.description or ""
    default = info.get_default(call_default_factory=False)
    if not info.is_required() and isinstance(default, str | int | float) and default != "":
        shown = str(default).lower() if isinstance(default, bool) else default
        words = f"{words}  [default: {shown}]"
    return words.strip()


def _field_option(name: str, info: FieldInfo) -> click.Option:
    shape, dashed = field_shape(info.annotation), name.replace("_", "-")
    if shape.types == {bool}:
        return click.Option([_FIELD + name, f"--{dashed}/--no-{dashed}"], default=None, help=_help(info))
    return click.Option([_FIELD + name, f"--{dashed}"], type=_type(shape), default=None, help=_help(info))


def product_options(product: Product, *, taken: set[str]) -> list[click.Parameter]:
    """Makes the options of a product: each field of its request but the text, each resource.

    Args:
        product: The declaration.
        taken: The options that the command already has, such as ``--in``.

    Raises:
        ConfigurationError: Two of them would have the same name.
    """
    fields = product.request.model_fields
    made = [_field_option(name, info) for name, info in fields.items() if name != product.text_field]
    made += [
        click.Option([_RESOURCE + r.name, f"--{r.name.replace('_', '-')}"], metavar="PATH", help=r.help)
        for r in product.resources
    ]
    seen = set(taken)
    for option in made:
        for word in (*option.opts, *option.secondary_opts):
            if word in seen:
                raise ConfigurationError(
                    f"the product {product.name} declares {option.name!r}, but {word} is already an option: "
                    f"rename the field or the resource"
                )
            seen.add(word)
    return list(made)


def field_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the request fields among the values of a command, those that were given."""
    return _with_prefix(values, _FIELD)


def resource_values(values: Mapping[str, Any]) -> dict[str, str]:
    """Returns the resources among the values of a command, those that were given."""
    return _with_prefix(values, _RESOURCE)


def _with_prefix(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    given = ((name, value) for name, value in values.items() if name.startswith(prefix))
    return {name.removeprefix(prefix): value for name, value in given if value is not None}


def table_options() -> list[click.Parameter]:
    """Makes the options by which a command reads a data set."""
    return [
        click.Option(
            ["--columns"],
            multiple=True,
            metavar="COLUMN=FIELD,…",
            help="Read these columns, each as this field (or id), and no others but id.",
        ),
        click.Option(
            ["--ignore-columns"], is_flag=True, help="Leave columns aside that are not request fields."
        ),
        click.Option(
            ["--batch-size"],
            type=click.IntRange(1),
            default=BATCH_SIZE,
            show_default=True,
            help="Items predicted at once.",
        ),
        click.Option(["--strict"], is_flag=True, help="Exit with 1 if an item of a file has no answer."),
    ]


def read_columns(words: tuple[str, ...]) -> dict[str, str]:
    """Reads ``COLUMN=FIELD`` pairs separated by commas.

    Raises:
        InvalidInputError: A pair has another form, or a column stands twice.
    """
    mapping: dict[str, str] = {}
    for pair in (pair for word in words for pair in word.split(",")):
        column, equals, name = pair.rpartition("=")
        if not equals or not column or not name:
            raise InvalidInputError(f"--columns {pair!r}: write COLUMN=FIELD, for instance intitule=title")
        if column in mapping:
            raise InvalidInputError(f"--columns names the column {column!r} twice")
        mapping[column] = name
    return mapping


def read_pairs(words: tuple[str, ...], known: Mapping[str, FieldShape]) -> dict[str, Any]:
    """Reads ``NAME=VALUE`` words.

    Args:
        words: What ``--set`` was given.
        known: The names that exist and what each accepts.

    Raises:
        InvalidInputError: A word has another form.
        UnknownNameError: A name does not exist.
    """
    values = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise InvalidInputError(f"--set {word!r}: write NAME=VALUE")
        if name not in known:
            raise UnknownNameError("name of --set", name, known)
        values[name] = known[name].parse(text)
    return values
