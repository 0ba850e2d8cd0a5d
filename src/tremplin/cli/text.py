from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from tremplin.base.errors import InvalidInputError, UnknownNameError

if TYPE_CHECKING:
    from tremplin.text import TextPipeline

__all__ = ["text"]

_CHUNKS_EACH = 4


@click.group()
def text() -> None:
    """Clean texts by named steps."""


@text.command()
@click.option("names", "--steps", metavar="A,B,…", help="Steps in order; else the default ones.")
@click.option(
    "pairs", "--set", multiple=True, metavar="STEP.OPTION=VALUE", help="An option of a step; lists as JSON."
)
@click.option("columns", "--column", multiple=True, metavar="NAME", help="A column, or key, of texts.")
@click.option(
    "source",
    "--in",
    default="-",
    metavar="FILE",
    help="A .parquet, .csv, .jsonl or .txt file; - is stdin.  [default: -]",
)
@click.option(
    "target", "--out", default="-", metavar="FILE", help="One of the same format; - is stdout.  [default: -]"
)
@click.option("--wnf-compat", is_flag=True, help="Give the output of words-n-fun 1.6.1, faults included.")
@click.option(
    "--chunk-size", type=click.IntRange(1), default=10_000, show_default=True, help="Texts cleaned at once."
)
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
@click.option("--strict", is_flag=True, help="Exit with 1 if a line has an error in place.")
@click.pass_context
def clean(ctx: click.Context, /, **values: Any) -> None:
    """Clean the texts of a file; its other columns, its order and its nulls stay.

    Without --column, stdin and .txt files hold one text per line.
    """
    if values["source"] == "-" and sys.stdin.isatty():
        raise click.UsageError("give --in FILE, or pipe lines of text in")
    pipeline = _pipeline(values)
    from tremplin.batch.cleaning import clean_file
    from tremplin.cli.files import rows_shown

    watched = rows_shown()
    source, target = values["source"], values["target"]
    # processes start anew for each batch of rows, so that it must be worth it
    rows = values["chunk_size"] * (values["jobs"] * _CHUNKS_EACH if values["jobs"] > 1 else 1)
    report = clean_file(pipeline, source, target, columns=values["columns"], rows=rows, progress=watched)
    click.echo(f"{chr(13) if watched else ''}{source} → {target}: {report.summary()}", err=True)
    ctx.exit(1 if values["strict"] and report.failed else 0)


@text.command()
@click.option("as_json", "--json", is_flag=True, help="One JSON line per step, with all its examples.")
def steps(as_json: bool) -> None:
    """List the steps, each with an example; * marks those of the default pipeline."""
    from tremplin.text.pipeline import DEFAULT_STEPS
    from tremplin.text.steps.registry import STEPS

    width = max(map(len, STEPS))
    for name, step in STEPS.items():
        default = name in DEFAULT_STEPS
        if as_json:
            line = {"name": name, "default": default, "examples": step.examples}
            click.echo(json.dumps(line, ensure_ascii=False).encode())
            continue
        before, after = map(_quoted, step.examples[0])
        click.echo(f"{'*' if default else ' '} {name:{width}}  {before} → {after}")


def _quoted(said: str) -> str:
    """Puts a text between quotes, with the white space and the marks that one does not see spelt out."""
    quoted = json.dumps(said, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in quoted)


def _pipeline(values: Mapping[str, Any]) -> TextPipeline:
    """Makes the pipeline and tells what advice speaks against the order of its steps."""
    from tremplin.text.pipeline import DEFAULT_STEPS, TextPipeline

    given = values["names"]
    names = list(DEFAULT_STEPS) if given is None else [name.strip() for name in given.split(",")]
    if names == [""]:
        raise InvalidInputError("--steps is empty: name steps as in to_lower,remove_punct")
    options = _options(values["pairs"], names)
    made = TextPipeline(
        [(name, options[name]) if name in options else name for name in names],
        wnf_compat=values["wnf_compat"],
        n_jobs=values["jobs"],
        chunk_size=values["chunk_size"],
    )
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        made.compile()
    for warning in told:
        click.echo(f"Warning: {warning.message}", err=True)
    return made.set_params(order="ignore")  # type: ignore[no-any-return]


def _options(pairs: tuple[str, ...], names: list[str]) -> dict[str, dict[str, Any]]:
    options: dict[str, dict[str, Any]] = {}
    for pair in pairs:
        path, equals, value = pair.partition("=")
        step, dot, option = path.partition(".")
        if not equals or not dot or not option:
            raise InvalidInputError(f"--set {pair!r}: write STEP.OPTION=VALUE, such as mask_emails.by=<MAIL>")
        if step not in names:
            raise UnknownNameError("step of --set", step, names)
        options.setdefault(step, {})[option] = _value(value)
    return options


def _value(word: str) -> Any:
    try:
        return json.loads(word)
    except (ValueError, RecursionError):
        return word
