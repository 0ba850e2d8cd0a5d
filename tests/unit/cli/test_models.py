from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Shell = Callable[..., Result]

CARD = {
    "title": "Un cri",
    "description": "for tests",
    "data": "none",
    "metrics": {"accuracy": 0.5},
    "license": "Apache-2.0",
}


@pytest.fixture
def pushed(shell: Shell) -> Shell:
    Path("folder").mkdir()
    Path("folder/voice.json").write_text("{}")
    Path("card.json").write_text(json.dumps(CARD))
    done = shell("models", "push", "folder", "--name", "shout", "--card", "card.json", "--repository", "mine")
    assert done.output == "shout@1\n"
    return lambda *words: shell("models", *words, "--repository", "mine")


def test_list(pushed: Shell) -> None:
    assert pushed("tag", "shout@1", "production").output == "shout@1\n"
    line = next(line for line in pushed("list").output.splitlines() if line.startswith("shout@1"))
    assert "Un cri [production]" in line
    found = [json.loads(line) for line in pushed("list", "--json").stdout.splitlines()]
    mine = next(version for version in found if version["ref"] == "shout@1")
    assert mine["tags"] == ["production"]
    assert mine["problem"] == ""


def test_pull_and_export(pushed: Shell) -> None:
    assert pushed("pull", "shout", "--to", "copy").output == "shout@1\n"
    assert Path("copy/voice.json").read_text() == "{}"
    assert pushed("pull", "shout").exit_code == 0


def test_card(pushed: Shell) -> None:
    assert json.loads(pushed("card", "shout@1").stdout) == CARD


def test_verify_finds_a_changed_byte(pushed: Shell) -> None:
    assert pushed("verify", "shout@1").exit_code == 0
    assert pushed("verify").exit_code == 0
    changed = [path for path in Path("mine").rglob("*") if path.is_file() and path.read_bytes() == b"{}"]
    assert len(changed) == 1
    changed[0].chmod(0o644)
    changed[0].write_bytes(b"[]")
    done = pushed("verify", "shout@1")
    assert done.exit_code == 1
    assert done.stdout.startswith("shout@1 voice.json has changed")


def test_repository_of_the_environment(pushed: Shell, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TREMPLIN_REPOSITORY", "mine")
    assert shell("models", "pull", "shout").output == "shout@1\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["push", "none", "--name", "a", "--card", "card.json"], "none is not a folder"),
        (["push", "folder", "--name", "a", "--card", "none.json"], "--card none.json: no such file"),
        (["push", "folder", "--name", "a", "--card", "folder/bad.json"], "not JSON in UTF-8"),
        (["push", "folder", "--name", "a", "--card", "folder/voice.json"], "the card lacks"),
        (["pull", "shoot"], "did you mean 'shout'"),
    ],
)
def test_wrong_use(words: list[str], message: str, pushed: Shell) -> None:
    Path("folder/bad.json").write_bytes(b"\xe9")
    done = pushed(*words)
    assert done.exit_code == 2
    assert message in done.stderr


@pytest.mark.parametrize(
    "words", [["tag", "shout", "live"], ["push", "folder", "--name", "a", "--card", "card.json"]]
)
def test_shipped_models_cannot_be_changed(words: list[str], pushed: Shell, shell: Shell) -> None:
    done = shell("models", *words)
    assert done.exit_code == 2
    assert "shipped models cannot be changed" in done.stderr
