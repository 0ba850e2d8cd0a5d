from __future__ import annotations

import dataclasses
import json

import pytest

from tremplin.evaluation import evaluate


def test_it_goes_to_json_and_back(evaluation):
    body = evaluation.to_dict()
    assert json.loads(json.dumps(body, allow_nan=False)) == body
    assert set(body) == {field.name for field in dataclasses.fields(evaluation)}
    assert set(body["metrics"]["top_1"]) == {"value", "low", "high"}
    assert body["confusion"][0]["count"] >= body["confusion"][-1]["count"]


def test_it_cannot_be_changed(evaluation):
    with pytest.raises(dataclasses.FrozenInstanceError):
        evaluation.n = 3


def test_the_summary_is_a_short_table(evaluation):
    text = evaluation.summary()
    lines = text.splitlines()
    assert lines[0].startswith("400 rows, 60 classes, ")
    assert "from 100 resamples of 200 groups" in lines[1]
    assert lines[2].split() == ["value", "low", "high"]
    assert any(line.startswith("top_1 ") and len(line.split()) == 4 for line in lines)
    assert "calibration_error" in text
    assert "coverage at precision 0.9" in text
    assert "Origine=Rare (10 rows): too few rows" in lines
    assert max(map(len, lines)) < 100


def test_the_summary_of_little():
    text = evaluate(["a", "b"], [["a"], ["a"]], ks=(1,), slices={"s": [None, None]}, resamples=20).summary()
    assert "groups" not in text
    assert "s=(missing) (2 rows): too few rows" in text
