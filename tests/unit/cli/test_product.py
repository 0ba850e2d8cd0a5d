from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tremplin.cli import product as product_module

Shell = Callable[..., Result]


def answer(done: Result) -> dict[str, Any]:
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_one_text_is_one_json_line_where_stdout_is_no_terminal(shell: Shell) -> None:
    done = shell("shout", "predict", "été")
    found = answer(done)
    assert done.stdout.count("\n") == 1
    assert "ÉTÉ" in done.stdout
    assert found["model"] == "shout"
    assert found["candidates"][0]["reasons"][0]["text"] == "été"


def test_options_come_from_the_request_and_the_resources(shell: Shell) -> None:
    done = shell(
        *("shout", "predict", "a", "--k", "2", "--style", "stars", "--tags", '["x"]', "--no-reasons"),
        *("--echo", "-o", "--model", "shout@7", "--pitch", "2"),
    )
    found = answer(done)
    assert found["model"] == "shout@7"
    assert found["candidates"] == [{"code": "*Ax-o*", "label": "cri", "score": 0.5, "reasons": []}] * 2


def test_an_item_without_text_is_made_of_its_other_fields(shell: Shell) -> None:
    assert answer(shell("shout", "predict", "--title", "b"))["candidates"][0]["code"] == "B"


def test_resource_of_the_environment_gives_way_to_the_option(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TREMPLIN_SHOUT_ECHO", "-env")
    assert answer(shell("shout", "predict", "a"))["candidates"][0]["code"] == "A-env"
    assert answer(shell("shout", "predict", "a", "--echo", "-o"))["candidates"][0]["code"] == "A-o"


def test_text_of_stdin(shell: Shell) -> None:
    assert answer(shell("shout", "predict", "-", input="a\nb"))["candidates"][0]["code"] == "A\nB"


@pytest.mark.parametrize(
    ("content", "message"), [(b"\xe9", "not valid UTF-8 at byte 1"), (b"a" * 2_000_001, "longer than")]
)
def test_bad_text_of_stdin(content: bytes, message: str, shell: Shell) -> None:
    done = shell("shout", "predict", "-", input=content)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_failed_item_exits_with_1(shell: Shell) -> None:
    done = shell("shout", "predict", "--k", "3")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["error"] == {"code": "invalid_input", "message": "nothing to shout"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "give TEXT, or --in FILE"),
        (["a", "--in", "b.jsonl"], "give either TEXT or --in"),
        (["a", "--out", "b.jsonl"], "--out goes with --in"),
        (["a", "--columns", "x=text"], "--columns goes with --in"),
        (["a", "--ignore-columns"], "--ignore-columns goes with --in"),
        (["a", "--strict"], "--strict goes with --in"),
        (["a", "--style", "stras"], "'stras' is not one of"),
        (["a", "--k", "two"], "'two' is not a valid integer"),
        (["a", "--tags", "x"], "'x' is not JSON"),
    ],
)
def test_wrong_use(words: list[str], message: str, shell: Shell) -> None:
    done = shell("shout", "predict", *words)
    assert done.exit_code == 2
    assert message in done.stderr


def test_a_person_sees_a_table_or_the_error(shell: Shell, capsys: pytest.CaptureFixture[str]) -> None:
    from tremplin.base import find_product

    service = product_module.open_service(find_product("shout"))
    assert product_module._answer_one(service, {"text": "a", "reasons": True}, as_json=False) == 0
    shown = capsys.readouterr().out
    assert "50.0 %" in shown
    assert "+ a" in shown
    assert product_module._answer_one(service, {"txt": "a"}, as_json=False) == 1
    assert capsys.readouterr().err == "Error: unknown field 'txt'; did you mean 'text' or 'title'?\n"


def test_file_to_file(shell: Shell) -> None:
    Path("in.csv").write_text("id;intitule;rome\n1;a;K1\n2;;K2\n", encoding="utf-8")
    refused = shell("shout", "predict", "--in", "in.csv", "--out", "out.jsonl")
    assert refused.exit_code == 2
    assert "--ignore-columns" in refused.stderr
    words = (
        "shout",
        "predict",
        "--in",
        "in.csv",
        "--out",
        "out.jsonl",
        "--columns",
        "intitule=text",
        "--k",
        "2",
    )
    done = shell(*words)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr.startswith("in.csv → out.jsonl: 2 rows, 1 answered, 1 failed")
    lines = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == ["1", "2"]
    assert len(lines[0]["candidates"]) == 2
    assert lines[0]["candidates"][0]["reasons"] == []
    assert shell(*words, "--strict").exit_code == 1


def test_stdin_to_stdout(shell: Shell) -> None:
    done = shell("shout", "predict", "--in", "-", input='{"id": 1, "text": "a"}\nbonjour\n')
    assert done.exit_code == 0
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[0]["candidates"][0]["code"] == "A"
    assert lines[1]["error"]["message"].startswith("line 2: not valid JSON")


def test_missing_extra_carries_the_pip_line(
    install: Callable[[str, str], None], code: str, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tremplin.base import extras

    monkeypatch.setitem(extras.EXTRA_MODULES, "fast", ("no_such_package",))
    install("whisper", code.replace('name="shout"', 'name="whisper", extra="fast"'))
    done = shell("whisper", "predict", "a")
    assert done.exit_code == 2
    assert done.stderr == "Error: whisper needs no_such_package. Install: pip install 'tremplin[fast]'\n"


def test_a_product_without_a_text_field(install: Callable[[str, str], None], code: str, shell: Shell) -> None:
    install("file", code.replace('name="shout"', 'name="file", text_field="path"'))
    assert "[TEXT]" not in shell("file", "predict", "--help").output
    assert answer(shell("file", "predict", "--text", "a"))["candidates"][0]["code"] == "A"
