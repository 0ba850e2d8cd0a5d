from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import pyarrow as pa
import pytest

from tremplin.base import Reason, Response
from tremplin.batch.schema import answer_columns, arrow_column, arrow_schema

REASON = pa.struct(
    [
        pa.field("text", pa.string()),
        pa.field("contribution", pa.float64()),
        pa.field("field", pa.string()),
        pa.field("start", pa.int64()),
        pa.field("end", pa.int64()),
    ]
)


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (str, pa.string()),
        (bool | None, pa.bool_()),
        (Annotated[float, "logit"], pa.float64()),
        (Literal["a", "b"], pa.string()),
        (Literal[1, 2], pa.int64()),
        (Literal["a", 2], pa.string()),
        (list[int], pa.list_(pa.int64())),
        (tuple[str, ...], pa.list_(pa.string())),
        (list[Reason], pa.list_(REASON)),
        (Reason | None, REASON),
        (dict[str, int], pa.string()),
        (int | str, pa.string()),
        (date, pa.string()),
        (Any, pa.string()),
    ],
)
def test_arrow_type(annotation: object, expected: pa.DataType) -> None:
    assert arrow_column(annotation).type == expected


def test_columns_of_answers(response_model: type[Response]) -> None:
    schema = arrow_schema(answer_columns(response_model))
    assert schema.names == ["id", "prediction_id", "model", "candidates", "counts", "error"]
    assert schema.field("id").type == pa.string()
    assert arrow_schema(answer_columns(response_model, id_type=pa.int64())).field("id").type == pa.int64()


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, None), ("é", "é"), ("a\nb", "a\nb"), (7, "7"), ("\ud800", '"\\ud800"'), ([1], "[1]")],
)
def test_ids_become_text(value: object, text: str | None, response_model: type[Response]) -> None:
    assert answer_columns(response_model)["id"].encode(value) == text


def test_values_without_a_single_type_become_json() -> None:
    column = arrow_column(list[dict[str, int] | None])
    assert column.encode([{"é": 1}, None]) == ['{"é": 1}', None]
    assert column.encode(None) is None
