from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tremplin.base import ItemError, Product, Request, Response, Service
from tremplin.base.errors import TooLargeError
from tremplin.base.records import Text
from tremplin.base.service import random_ids, repeatable_ids


class Ask(Request):
    text: Text


class Answer(Response):
    length: int


@dataclass
class Model:
    ref: str = "echo@2"


def predict(model: Model, requests: Sequence[Ask]) -> list[Response | ItemError]:
    if any(request.text == "fault" for request in requests):
        raise ValueError("about fault, which is a person's secret text")
    if any(request.text == "limit" for request in requests):
        raise TooLargeError("too many words: split the text")
    return [
        ItemError(code="invalid_input", message="blank")
        if request.text == ""
        else Answer(length=len(request.text))
        for request in requests
    ]


ECHO = Product(
    name="echo",
    title="Écho",
    request=Ask,
    response=Answer,
    load=lambda source, ref, *, resources: Model(),
    predict=predict,
    example={"text": "bonjour"},
)


def service(function: Callable[[Any, Sequence[Any]], Sequence[Any]] = predict) -> Service:
    return Service(replace(ECHO, predict=function), Model())


def test_answers_stand_in_the_order_of_the_items_with_their_ids() -> None:
    records: list[object] = [
        {"id": 1, "text": "a"},
        {"id": None, "txt": "b"},
        "c",
        {"id": [4], "text": ""},
        {"text": "abc"},
    ]
    answers = service().answer(records, ids=lambda position, request: f"p{position}")
    assert answers == [
        {"id": 1, "prediction_id": "p0", "model": "echo@2", "length": 1},
        {
            "id": None,
            "error": {
                "code": "invalid_input",
                "message": "text: Field required; unknown field 'txt'; did you mean 'text'?",
            },
        },
        {
            "error": {
                "code": "invalid_input",
                "message": 'an item is a JSON object such as {"text": "bonjour"}; this one is str',
            }
        },
        {"id": [4], "error": {"code": "invalid_input", "message": "blank"}},
        {"prediction_id": "p4", "model": "echo@2", "length": 3},
    ]


def test_no_items() -> None:
    assert service().answer([]) == []
    assert service().answer(["x"])[0]["error"]["code"] == "invalid_input"


def test_a_product_that_raises_on_one_item_answers_the_others(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answers = service().answer([{"text": "a"}, {"text": "fault"}, {"text": "limit"}, {"text": "b"}])
    assert [answer.get("length") for answer in answers] == [1, None, None, 1]
    assert answers[1]["error"] == {
        "code": "internal",
        "message": "this item could not be read; the log has details",
    }
    assert answers[2]["error"] == {"code": "too_large", "message": "too many words: split the text"}


def test_no_text_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        service().answer([{"text": "fault"}])
    assert "echo@2 failed on 1 items: ValueError at predict:" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("count", [0, 3])
def test_wrong_number_of_answers_is_a_fault_of_the_product(count: int) -> None:
    broken = service(lambda model, items: [Answer(length=0) for _ in range(count)])
    with pytest.raises(RuntimeError, match=f"echo returned {count} answers for 2 requests"):
        broken.answer([{"text": "a"}, {"text": "b"}])


def test_live_ids_differ_and_batch_ids_repeat() -> None:
    ask = Ask(text="a")
    assert random_ids(0, ask) != random_ids(0, ask)
    assert repeatable_ids("job")(0, ask) == repeatable_ids("job")(0, ask)
    assert repeatable_ids("job", offset=3)(0, ask) == repeatable_ids("job")(3, ask)
    ids = {
        repeatable_ids("job")(0, ask),
        repeatable_ids("job")(1, ask),
        repeatable_ids("other")(0, ask),
        repeatable_ids("job")(0, Ask(text="b")),
    }
    assert len(ids) == 4
