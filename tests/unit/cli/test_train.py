from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Shell = Callable[..., Result]
Install = Callable[[str, str], None]


@pytest.fixture
def data(shell: Shell) -> str:
    Path("data.parquet").write_bytes(b"")
    return "data.parquet"


def test_train_pushes_and_prints_the_reference(shell: Shell, data: str) -> None:
    done = shell(
        *("train", "shout", "--data", data, "--out", "models", "--seed", "3"),
        *("--set", "epochs=5", "--set", "name=7"),
    )
    assert done.output == "7@1\n"
    assert json.loads(Path("models/made.json").read_text()) == ["data.parquet", 3, 5, "7"]


def test_unknown_option_of_a_training(shell: Shell, data: str) -> None:
    done = shell("train", "shout", "--data", data, "--out", "models", "--set", "epoch=5")
    assert done.exit_code == 2
    assert "did you mean 'epochs'" in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [(["--data", "none"], "--data none: no such file"), ([], "shout is trained on data: give --data FILE")],
)
def test_training_without_data(words: list[str], message: str, shell: Shell) -> None:
    done = shell("train", "shout", *words, "--out", "models")
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_training_that_needs_no_data_and_takes_any_option(
    install: Install, code: str, shell: Shell
) -> None:
    free = code.replace(
        'def train(data: Path, out: str, *, seed: int = 0, epochs: int = 1, name: str = "shout") -> str:',
        "def train(data: Path | None, out: str, *, seed: int = 0, **options: Any) -> str:\n"
        "    return repr((data, options))",
    )
    install("free", free.replace('name="shout", title', 'name="free", title'))
    assert (
        shell("train", "free", "--out", "m", "--set", "a=2", "--set", "b=x").output
        == "(None, {'a': 2, 'b': 'x'})\n"
    )


def test_hints_that_cannot_be_read(install: Install, code: str, shell: Shell) -> None:
    install(
        "odd",
        code.replace('name="shout", title', 'name="odd", title').replace(
            "data: Path, out", "data: Nowhere, out"
        ),
    )
    assert "give --data" in shell("train", "odd", "--out", "m").stderr


def test_evaluate(shell: Shell, data: str) -> None:
    done = shell("evaluate", "shout@4", "--data", data, "--report", "report.html", "--json", "figures.json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {"model": "shout@4", "accuracy": 0.5}
    assert json.loads(Path("figures.json").read_text()) == json.loads(done.stdout)
    assert Path("report.html").read_text() == "<title>data.parquet</title>"


def test_evaluate_another_model(shell: Shell, data: str) -> None:
    words = ("evaluate", "shout", "--data", data, "--report", "r.html")
    assert json.loads(shell(*words).stdout)["model"] == "shout"
    assert json.loads(shell(*words, "--model", "shout-open@2").stdout)["model"] == "shout-open@2"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["shout@1", "--report", "r.html", "--model", "a"], "give either PRODUCT@VERSION or --model"),
        (["shout", "--report", "none/r.html"], "none is not a folder"),
        (["shout", "--report", "r.html", "--set", "ecko=1"], "did you mean 'echo'"),
    ],
)
def test_wrong_use_of_evaluate(words: list[str], message: str, shell: Shell, data: str) -> None:
    done = shell("evaluate", *words, "--data", data)
    assert done.exit_code == 2
    assert message in done.stderr


def test_products_without_training_or_evaluation(
    install: Install, code: str, shell: Shell, data: str
) -> None:
    install(
        "bare",
        code.replace('name="shout", title', 'name="bare", title').replace(
            "train=train, evaluate=evaluate, ", ""
        ),
    )
    assert "bare declares no training" in shell("train", "bare", "--data", data, "--out", "m").stderr
    done = shell("evaluate", "bare", "--data", data, "--report", "r.html")
    assert "bare declares no evaluation" in done.stderr
