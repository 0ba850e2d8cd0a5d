from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import Result

from tremplin.cli import files
from tremplin.text import TextPipeline
from tremplin.text.pipeline import DEFAULT_STEPS
from tremplin.text.steps.registry import STEPS

Shell = Callable[..., Result]

TEXTS = ["Le Pizzaïolo, de nuit !", None, "Chargé(e) d’accueil (H/F)"]


@pytest.fixture
def data(shell: Shell) -> None:
    pq.write_table(pa.table({"id": [1, 2, 3], "description": TEXTS, "titre": TEXTS}), "in.parquet")


@pytest.mark.usefixtures("data")
def test_a_parquet_file(shell: Shell) -> None:
    words = ("text", "clean", "--in", "in.parquet", "--column", "description", "--out", "out.parquet")
    done = shell(*words, "--steps", "to_lower, remove_punct", "--chunk-size", "1")
    assert done.exit_code == 0, done.output
    found = pq.read_table("out.parquet")
    assert found["description"].to_pylist() == TextPipeline(["to_lower", "remove_punct"]).transform(TEXTS)
    assert found["titre"].to_pylist() == TEXTS
    assert done.stderr.startswith("in.parquet → out.parquet: 3 rows, 0 failed, ")
    assert shell(*words, "--column", "titre").exit_code == 0
    assert pq.read_table("out.parquet")["titre"].to_pylist() == TextPipeline().transform(TEXTS)


@pytest.mark.usefixtures("data")
def test_several_processes_give_the_same(shell: Shell) -> None:
    words = ("text", "clean", "--in", "in.parquet", "--column", "titre", "--steps", "to_lower")
    for name, more in (("a", ["--jobs", "2", "--chunk-size", "1"]), ("b", [])):
        assert shell(*words, "--out", f"{name}.parquet", *more).exit_code == 0
    assert pq.read_table("a.parquet").equals(pq.read_table("b.parquet"))


def test_lines_through_a_pipe(shell: Shell) -> None:
    done = shell("text", "clean", "--steps", "to_lower", input="Le CHAT\n\nÉTÉ\n")
    assert done.stdout == "le chat\n\nété\n"
    assert done.stderr.startswith("- → -: 3 rows")


def test_json_lines_through_a_pipe(shell: Shell) -> None:
    words = ("text", "clean", "--column", "t", "--steps", "to_lower")
    content = '{"id": 1, "t": "A"}\n{"id": 2, "t": 3}\n'
    done = shell(*words, input=content)
    assert done.exit_code == 0
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == {"id": 1, "t": "a"}
    assert second["error"]["code"] == "invalid_input"
    assert shell(*words, "--strict", input=content).exit_code == 1


def test_options_of_steps(shell: Shell) -> None:
    done = shell(
        *("text", "clean", "--steps", "mask_emails,remove_words", "--set", "mask_emails.by=<MAIL>"),
        *("--set", 'remove_words.words=["vendeur"]'),
        input="vendeur a@b.fr\n",
    )
    assert done.stdout == "<MAIL>\n"


def test_the_output_of_words_n_fun(shell: Shell) -> None:
    words = ("text", "clean", "--steps", "remove_punct")
    assert shell(*words, input="a, b\n").stdout == "a b\n"
    assert shell(*words, "--wnf-compat", input="a, b\n").stdout == "a  b\n"
    done = shell("text", "clean", "--steps", "mask_emails", "--wnf-compat", input="a\n")
    assert "unknown step 'mask_emails'" in done.stderr


def test_an_order_that_advice_speaks_against_is_told_once(shell: Shell) -> None:
    done = shell("text", "clean", "--steps", "remove_accents,stemmatize", input="été\n" * 3)
    assert done.exit_code == 0
    warned = [line for line in done.stderr.splitlines() if line.startswith("Warning: ")]
    assert warned == [
        "Warning: step 'stemmatize' should come before 'remove_accents': it needs the accents of words"
    ]


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--steps", "to_lowe"], "did you mean 'to_lower'"),
        (["--steps", ""], "--steps is empty"),
        (["--steps", "to_lower", "--set", "to_lower.x=1"], "does not take these options"),
        (["--steps", "to_lower", "--set", "to_lowr.x=1"], "did you mean 'to_lower'"),
        (["--steps", "to_lower", "--set", "to_lower"], "write STEP.OPTION=VALUE"),
        (["--steps", "to_lower", "--set", "x=1"], "write STEP.OPTION=VALUE"),
        (["--in", "in.parquet", "--out", "out.parquet"], "which column holds the texts? columns: id"),
        (["--in", "in.parquet", "--out", "in.parquet", "--column", "titre"], "is the data set itself"),
        (["--in", "in.parquet", "--out", "o.parquet", "--column", "titr"], "did you mean 'titre'"),
        (["--in", "none.csv", "--out", "o.csv", "--column", "t"], "none.csv is not a file"),
        (["--chunk-size", "0"], "chunk-size"),
        (["--jobs", "0"], "jobs"),
    ],
)
def test_wrong_use(words: list[str], message: str, shell: Shell) -> None:
    done = shell("text", "clean", *words, input="")
    assert done.exit_code == 2
    assert message in done.stderr
    assert not Path("out.parquet").exists()


def test_a_terminal_without_a_file(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda self: True)
    assert "give --in FILE, or pipe lines" in shell("text", "clean").stderr


def test_progress_on_a_terminal(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert files.rows_shown() is None
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda self: self.name == "<stderr>")
    done = shell("text", "clean", "--steps", "to_lower", "--chunk-size", "1", input="A\nB\n")
    assert done.stderr.startswith("\r1 rows\r2 rows\r- → -: 2 rows")


def test_steps_are_listed_with_an_example(shell: Shell) -> None:
    done = shell("text", "steps")
    lines = done.stdout.splitlines()
    assert [line.split()[1 if line.startswith("*") else 0] for line in lines] == list(STEPS)
    assert {line.split()[1] for line in lines if line.startswith("*")} == set(DEFAULT_STEPS)
    assert '  to_lower                          "ÉLÈVE Ingénieur" → "élève ingénieur"' in lines
    assert '"35\\u00a0h\\tpar\\nsemaine" → "35 h par semaine"' in done.stdout
    first = json.loads(shell("text", "steps", "--json").stdout.splitlines()[1])
    assert first == {"name": "remove_non_string", "default": True, "examples": [["12", "12"], ["", ""]]}


def test_help_loads_nothing_heavy() -> None:
    code = """
import json, sys
from tremplin.cli import main
try:
    main()
finally:
    print(json.dumps([n for n in ("numpy", "sklearn", "pyarrow") if n in sys.modules]), file=sys.stderr)
"""
    words = [sys.executable, "-c", code, "text", "clean", "--help"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert json.loads(done.stderr) == []
