from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tremplin.base.errors import InvalidInputError, UnknownNameError

__all__ = ["Column", "column_names", "columns_of", "is_stream"]

Values = list[Any]


Whole = Callable[[list[Any]], Any]


@dataclass(frozen=True)
class Column:
    """The values of one column, and how to put cleaned ones back in their place."""

    values: Values
    rebuild: Callable[[Values], Any]


Read = tuple[list[Column], Whole]


def columns_of(X: Any, names: list[str] | None = None) -> Read:
    """Takes the columns of texts out of a container.

    Args:
        X: str, list, tuple, array of one column, pandas or polars Series or DataFrame, Arrow array or table.
        names: Columns of a table to clean; None for its one column, or all columns of texts.

    Returns:
        The columns, and a function that puts their rebuilt forms into the whole.

    Raises:
        InvalidInputError: The container is of another kind or shape, or a column was named where there is none.
        UnknownNameError: A named column does not exist.
    """
    kind = type(X).__module__.split(".")[0]
    if kind in ("pandas", "polars", "pyarrow"):
        read: Read | None = {"pandas": _pandas, "polars": _polars, "pyarrow": _arrow}[kind](X, names)
        if read is not None:
            return read
    if names is not None:
        raise InvalidInputError(
            f"columns are named, but {type(X).__name__} has none; give a table, or no names"
        )
    if isinstance(X, str):
        return [Column([X], lambda done: done[0])], _only
    if isinstance(X, (list, tuple)):
        made = type(X)
        return [Column(list(X), lambda done: made(done))], _only
    if isinstance(X, np.ndarray):
        return [_array(X)], _only
    raise InvalidInputError(
        f"expected a str, list, tuple, one-column array, pandas or polars Series or DataFrame, Arrow array or table "
        f"or a generator of texts, got {type(X).__name__}"
    )


def _only(parts: list[Any]) -> Any:
    return parts[0]


def _array(X: Any) -> Column:
    if X.ndim == 2 and X.shape[1] == 1:
        return Column(X[:, 0].tolist(), lambda done: _objects(done).reshape(-1, 1))
    if X.ndim != 1:
        raise InvalidInputError(
            f"expected a 1-D array or one column of texts, got shape {X.shape}; pass one column"
        )
    return Column(X.tolist(), _objects)


def _objects(values: Values) -> Any:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _chosen(names: list[str] | None, present: list[str], textual: list[str]) -> list[str]:
    for name in names or ():
        if name not in present:
            raise UnknownNameError("column", name, present)
    chosen = textual if names is None else list(names)
    if not chosen:
        raise InvalidInputError(
            f"no column of texts among {', '.join(map(str, present)) or 'none'}; name one in columns"
        )
    return chosen


def _pandas(X: Any, names: list[str] | None) -> Any:
    import pandas as pd  # type: ignore[import-untyped]

    if isinstance(X, pd.Series):
        if names is not None:
            return None
        return [_pandas_column(X)], _only
    if not isinstance(X, pd.DataFrame):
        return None
    textual = [
        name for name in X.columns if X[name].dtype == object or pd.api.types.is_string_dtype(X[name].dtype)
    ]
    chosen = _chosen(names, list(X.columns), textual)

    def rebuild(parts: list[Any]) -> Any:
        return X.assign(**dict(zip(chosen, parts, strict=True)))

    return [_pandas_column(X[name]) for name in chosen], rebuild


def _pandas_column(series: Any) -> Column:
    dtype = series.dtype if series.dtype.name.startswith("string") else object

    def rebuild(done: Values) -> Any:
        return type(series)(done, index=series.index, name=series.name, dtype=dtype)

    missing = series.isna().to_numpy()
    values = [None if absent else value for value, absent in zip(series.tolist(), missing, strict=True)]
    return Column(values, rebuild)


def _polars(X: Any, names: list[str] | None) -> Any:
    import polars as pl

    if isinstance(X, pl.Series):
        if names is not None:
            return None
        return [Column(X.to_list(), lambda done: pl.Series(X.name, done, dtype=pl.String))], _only
    if not isinstance(X, pl.DataFrame):
        return None
    chosen = _chosen(names, X.columns, [n for n, dtype in X.schema.items() if dtype == pl.String])

    def column(name: str) -> Column:
        return Column(X[name].to_list(), lambda done: pl.Series(name, done, dtype=pl.String))

    def rebuild(parts: list[Any]) -> Any:
        return X.with_columns(*parts)

    return list(map(column, chosen)), rebuild


def _arrow(X: Any, names: list[str] | None) -> Any:
    import pyarrow as pa

    if isinstance(X, (pa.Array, pa.ChunkedArray)):
        if names is not None:
            return None
        return [_arrow_column(X)], _only
    if not isinstance(X, pa.Table):
        return None
    textual = [f.name for f in X.schema if pa.types.is_string(f.type) or pa.types.is_large_string(f.type)]
    chosen = _chosen(names, X.column_names, textual)

    def rebuild(parts: list[Any]) -> Any:
        table = X
        for name, part in zip(chosen, parts, strict=True):
            place = X.column_names.index(name)
            table = table.set_column(place, X.schema.field(name).with_type(part.type), part)
        return table

    return [_arrow_column(X.column(name)) for name in chosen], rebuild


def _arrow_column(array: Any) -> Column:
    import pyarrow as pa

    textual = pa.types.is_string(array.type) or pa.types.is_large_string(array.type)
    kind = array.type if textual else pa.string()
    chunked = isinstance(array, pa.ChunkedArray)

    def rebuild(done: Values) -> Any:
        return pa.chunked_array([done], kind) if chunked else pa.array(done, kind)

    return Column(array.to_pylist(), rebuild)


def column_names(X: Any) -> list[str]:
    """Returns the names of the columns of a table, or the name of a Series; none where there are none."""
    for attribute in ("column_names", "columns"):
        if hasattr(X, attribute):
            return list(getattr(X, attribute))
    name = getattr(X, "name", None)
    return [name] if isinstance(name, str) and name and hasattr(X, "dtype") else []


def is_stream(X: Any) -> bool:
    """Says whether X is an iterator, whose texts come one by one."""
    return isinstance(X, Iterator)
