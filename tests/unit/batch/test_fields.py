from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest

from tremplin.base.records import Text
from tremplin.batch.fields import field_shape


@pytest.mark.parametrize(
    ("annotation", "types", "choices"),
    [
        (str, {str}, ()),
        (Text | None, {str}, ()),
        (int | None, {int}, ()),
        (Literal["a", "b"], {str}, ("a", "b")),
        (Literal["a", "b"] | None, {str}, ("a", "b")),
        (Annotated[float, "score"], {float}, ()),
        (dict[str, int], {dict}, ()),
        (list[str] | str, {list, str}, ()),
        (Any, {object}, ()),
    ],
)
def test_field_shape(annotation: object, types: set[type], choices: tuple[str, ...]) -> None:
    shape = field_shape(annotation)
    assert set(shape.types) == types
    assert shape.choices == choices


@pytest.mark.parametrize(
    ("annotation", "text", "value"),
    [
        (str, "5", "5"),
        (int, "5", 5),
        (bool, "true", True),
        (list[str], '["a"]', ["a"]),
        (int, "five", "five"),
        (list[str], "[" * 100_000, "[" * 100_000),
    ],
)
def test_parse(annotation: object, text: str, value: object) -> None:
    assert field_shape(annotation).parse(text) == value
