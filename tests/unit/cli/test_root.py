from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tremplin.base import product_names
from tremplin.cli import root as root_module
from tremplin.cli.root import Root, main, root

Shell = Callable[..., Result]

_HEAVY = (
    "numpy",
    "pydantic",
    "sklearn",
    "scipy",
    "pyarrow",
    "fastapi",
    "sqlalchemy",
    "torch",
    "polars",
    "rich",
)


def test_help_lists_everything_and_loads_nothing_heavy() -> None:
    code = f"""
import sys
from tremplin.cli import main
try:
    main()
finally:
    import json
    loaded = [name for name in {_HEAVY!r} if name in sys.modules]
    loaded += [name for name in sys.modules if name.startswith("tremplin.products")]
    print(json.dumps(loaded), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=True)
    assert json.loads(done.stderr) == []
    for name in [
        *product_names(),
        "demo",
        "serve",
        "train",
        "evaluate",
        "batch",
        "text",
        "models",
        "nomenclature",
    ]:
        assert f"\n  {name} " in done.stdout


def test_products_are_those_of_the_seam(shell: Shell) -> None:
    listed = shell("--help").output
    assert "\n  shout " in listed
    assert set(product_names()) <= set(root.list_commands(None))  # type: ignore[arg-type]


def test_every_command_can_be_found() -> None:
    for name in root_module._COMMANDS:
        command = root.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert command.name == name


def test_a_product_cannot_hide_a_command(install: Callable[[str, str], None], code: str) -> None:
    install("serve", code)
    names = root.list_commands(None)  # type: ignore[arg-type]
    assert names.count("serve") == 1
    assert root.get_command(None, "serve").name == "serve"  # type: ignore[arg-type, union-attr]


def test_version(shell: Shell) -> None:
    from tremplin import __version__

    assert shell("--version").output == f"tremplin {__version__}\n"


@pytest.mark.parametrize(("word", "nearest"), [("shouts", "shout"), ("evalute", "evaluate")])
def test_unknown_command_names_the_nearest(word: str, nearest: str, shell: Shell) -> None:
    done = shell(word)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Error: unknown command '{word}'; did you mean '{nearest}'")


def test_unknown_option_and_no_such_product(shell: Shell) -> None:
    assert shell("--nope").exit_code == 2
    assert Root.get_command(root, None, "nope") is None  # type: ignore[arg-type]


def test_an_expected_error_is_one_line(shell: Shell) -> None:
    done = shell("shout", "predict", "--in", "none.jsonl")
    assert done.exit_code == 2
    assert done.stderr == "Error: none.jsonl is not a file\n"
    assert done.stdout == ""


def test_an_error_of_the_system_is_one_line(shell: Shell, tmp_path: Path) -> None:
    Path("card.json").mkdir()
    Path("folder").mkdir()
    done = shell("models", "push", "folder", "--name", "a", "--card", "card.json", "--repository", "r")
    assert done.exit_code == 2
    assert done.stderr == "Error: Is a directory: card.json\n"


def test_debug_keeps_the_error(shell: Shell) -> None:
    done = shell("--debug", "shout", "predict", "--in", "none.jsonl")
    assert "none.jsonl is not a file" in str(done.exception)
    assert not isinstance(done.exception, SystemExit)


def _run(
    *words: str, code: str, tmp_path: Path, stdin: str = "", python: str = "", **options: object
) -> subprocess.CompletedProcess[str]:
    site = tmp_path / "site"
    (site / "plug_shout.py").write_text(code)
    start = f"{python}\nfrom tremplin.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", start, *words],
        input=stdin,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(site)},
        timeout=60,
        check=False,
    )


def test_an_unexpected_fault_names_its_place_and_no_text(shell: Shell, code: str, tmp_path: Path) -> None:
    broken = code.replace("    answers = []\n", '    return ["secret"] * 2\n')
    done = _run("shout", "predict", "secret", code=broken, tmp_path=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: unexpected RuntimeError at tremplin.base.service:")
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr
    shown = _run("--debug", "shout", "predict", "secret", code=broken, tmp_path=tmp_path)
    assert shown.returncode == 1
    assert "Traceback" in shown.stderr


def test_interrupted_and_quiet(shell: Shell, code: str, tmp_path: Path) -> None:
    stopped = code.replace("    answers = []\n", "    raise KeyboardInterrupt\n")
    done = _run("shout", "predict", "a", code=stopped, tmp_path=tmp_path)
    assert done.returncode == 130
    assert done.stderr.strip() == ""


def test_a_reader_that_leaves_is_no_error(shell: Shell, code: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "a"}\n' * 20_000)
    command = f"{sys.executable} -c 'from tremplin.cli import main; main()' shout predict --in in.jsonl"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{command} | head -n 1"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        check=False,
    )
    assert json.loads(done.stdout)["candidates"]
    assert done.returncode == 141
    assert done.stderr == ""


def test_exit_codes_of_main(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    for words, code in (
        (["--version"], 0),
        (["shout", "predict", "a"], 0),
        (["shout", "predict", "--k", "0", "--style", "plain"], 1),
        (["nope"], 2),
        (["shout", "predict"], 2),
    ):
        monkeypatch.setattr(sys, "argv", ["tremplin", *words])
        with pytest.raises(SystemExit) as left:
            main()
        assert left.value.code == code, words
    assert "Usage: tremplin shout predict" in capsys.readouterr().err
