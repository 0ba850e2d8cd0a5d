import pytest
from pydantic import ValidationError

from tremplin.base.service import Service
from tremplin.products.jobs import PRODUCT, JobRequest


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "either 'text'"),
        ({"text": "a", "title": "b"}, "either 'text'"),
        ({"text": "  \n"}, "empty"),
        ({"title": "", "description": "\u00a0"}, "empty"),
        ({"text": "a" * 200_001}, "limit"),
        ({"text": "a\ud800"}, "surrogate"),
        ({"text": 3}, "string"),
        ({"text": "a", "k": 0}, "greater"),
        ({"text": "a", "k": "5"}, "integer"),
        ({"text": "a", "target": "rom"}, "appellation"),
    ],
)
def test_bad_requests(fields, message):
    with pytest.raises(ValidationError, match=message):
        JobRequest(**fields)


@pytest.mark.parametrize("text", ["a", "a\x00b", "😀", "We bake bread", "x" * 200_000])
def test_odd_texts_get_an_answer(text, model):
    (answer,) = Service(PRODUCT, model).answer([{"text": text}])
    assert "error" not in answer
    assert answer["model"] == "jobs@1"


def test_a_bad_item_fails_alone(model):
    answers = Service(PRODUCT, model).answer(
        [{"id": 1, "text": "soudeur"}, {"id": 2, "tixt": "a"}, {"id": 3, "text": ""}, "no"]
    )
    assert answers[0]["candidates"][0]["code"] == "H2913"
    assert "did you mean 'text'" in answers[1]["error"]["message"]
    assert [a.get("error", {}).get("code") for a in answers[1:]] == ["invalid_input"] * 3
    assert [a.get("id") for a in answers] == [1, 2, 3, None]
