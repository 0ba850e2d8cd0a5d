from __future__ import annotations

import sys
from collections.abc import Callable

import click

from tremplin.base import Service
from tremplin.batch import Columns, run_batch

__all__ = ["rows_shown", "score_file"]


def rows_shown() -> Callable[[int], None] | None:
    """Returns what says how many rows are done, where a person is watching."""
    if not sys.stderr.isatty():
        return None
    return lambda rows: click.echo(f"\r{rows} rows", err=True, nl=False)


def score_file(
    service: Service, source: str, target: str, *, columns: Columns, batch_size: int, strict: bool
) -> int:
    """Answers a data set and says on stderr what became of it.

    Args:
        service: A product with its model.
        source: A file; ``-`` is stdin.
        target: A file; ``-`` is stdout.
        columns: Which columns fill which fields.
        batch_size: Items predicted at once.
        strict: Whether a failed item makes the exit code 1.

    Returns:
        The exit code.
    """
    watched = rows_shown()
    report = run_batch(
        service,
        source,
        target,
        columns=columns,
        batch_size=batch_size,
        progress=watched,
    )
    start = "\r" if watched else ""
    click.echo(f"{start}{source} → {target}: {report.summary()}", err=True)
    return 1 if strict and report.failed else 0
