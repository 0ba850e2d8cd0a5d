from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel

from tremplin.base.records import ItemError, Response

__all__ = ["answer_columns", "arrow_schema"]

_PLAIN: dict[object, pa.DataType] = {
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    str: pa.string(),
}


@dataclass(frozen=True)
class ArrowColumn:
    """The Arrow type of an annotation, and how a JSON value becomes a value of it."""

    type: pa.DataType
    encode: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _as_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _struct(model: type[BaseModel]) -> ArrowColumn:
    fields = {name: arrow_column(info.annotation) for name, info in model.model_fields.items()}

    def encode(value: Any) -> Any:
        return None if value is None else {name: f.encode(value.get(name)) for name, f in fields.items()}

    return ArrowColumn(pa.struct([pa.field(name, f.type) for name, f in fields.items()]), encode)


def _list(item: ArrowColumn) -> ArrowColumn:
    def encode(value: Any) -> Any:
        return None if value is None else [item.encode(part) for part in value]

    return ArrowColumn(pa.list_(item.type), encode)


def arrow_column(annotation: object) -> ArrowColumn:
    """Chooses the Arrow type of an annotation, from the annotation alone so that every batch has the same.

    A model becomes a struct, a list a list, a literal of texts a string; a free mapping, and anything else
    that has no single type, becomes its JSON text.
    """
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return arrow_column(args[0])
    if origin in (Union, UnionType):
        parts = [part for part in args if part is not NoneType]
        return arrow_column(parts[0]) if len(parts) == 1 else ArrowColumn(pa.string(), _as_json)
    if origin is Literal and len({type(value) for value in args}) == 1:
        return arrow_column(type(args[0]))
    if origin in (list, Sequence) or (origin is tuple and args[1:] == (...,)):
        return _list(arrow_column(args[0]))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _struct(annotation)
    if isinstance(annotation, type) and annotation in _PLAIN:
        return ArrowColumn(_PLAIN[annotation], _same)
    return ArrowColumn(pa.string(), _as_json)


def _id_text(value: Any) -> str | None:
    if value is None or (isinstance(value, str) and not any("\ud800" <= c <= "\udfff" for c in value)):
        return value
    return json.dumps(value, sort_keys=True, default=str)


def answer_columns(response: type[Response], *, id_type: pa.DataType | None = None) -> dict[str, ArrowColumn]:
    """Lists the columns of a table of answers: ``id``, the fields of the response, ``error``.

    Args:
        response: The pydantic model of one answer.
        id_type: Type of the ``id``; None means text, where a number is written in digits.
    """
    id_column = ArrowColumn(pa.string(), _id_text) if id_type is None else ArrowColumn(id_type, _same)
    fields = {name: arrow_column(info.annotation) for name, info in response.model_fields.items()}
    return {"id": id_column, **fields, "error": _struct(ItemError)}


def arrow_schema(columns: Mapping[str, ArrowColumn]) -> pa.Schema:
    """Returns the schema of these columns."""
    return pa.schema([pa.field(name, column.type) for name, column in columns.items()])
