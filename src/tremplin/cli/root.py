from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

import click

from tremplin import __version__

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["main", "root"]

_COMMANDS = {
    "demo": ("tremplin.cli.serve:demo", "Serve everything on this machine, to try it."),
    "serve": ("tremplin.cli.serve:serve", "Serve products over HTTP."),
    "train": ("tremplin.cli.train:train", "Train a product on a file."),
    "evaluate": ("tremplin.cli.train:evaluate", "Measure a product on a file."),
    "batch": ("tremplin.cli.batch:batch", "Score data sets with a product."),
    "text": ("tremplin.cli.text:text", "Clean texts by named steps."),
    "models": ("tremplin.cli.models:models", "List, push, pull and tag models."),
    "nomenclature": ("tremplin.cli.nomenclature:nomenclature", "Import the official ROME files."),
}
_INTERRUPTED = 130
_BROKEN_PIPE = 141


def _products() -> list[str]:
    # the group of tremplin.base.product, read without pydantic: --help stays fast
    return sorted({point.name for point in entry_points(group="tremplin.products")} - set(_COMMANDS))


def _expected() -> tuple[type[Exception], ...]:
    """Returns the errors that are told in one line; only an error pays for importing them."""
    from tremplin.base.errors import TremplinError

    return (TremplinError, OSError)


class _Told(click.ClickException):
    exit_code = 2


def _told(error: Exception) -> _Told:
    message = str(error)
    if isinstance(error, OSError) and error.strerror:
        message = f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return _Told(" ".join(message.split()))


class Root(click.Group):
    """Finds its commands by name and imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names the products first, then what is there for all of them."""
        return [*_products(), *_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports a command, or makes it from the declaration of a product."""
        if cmd_name in _COMMANDS:
            module, _, name = _COMMANDS[cmd_name][0].partition(":")
            found: click.Command = getattr(import_module(module), name)
            return found
        if cmd_name not in _products():
            return None
        from tremplin.cli.product import product_group

        return product_group(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command that was meant, or names the nearest."""
        name = args[0]
        known = self.list_commands(ctx)
        if name not in known and not name.startswith("-") and not ctx.resilient_parsing:
            from tremplin.base.errors import UnknownNameError

            raise UnknownNameError("command", name, known)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands without importing any."""
        products = [(name, f"Predict with {name}: one text, or a file.") for name in _products()]
        for title, rows in (
            ("Products", products),
            ("Commands", [(n, h) for n, (_, h) in _COMMANDS.items()]),
        ):
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; an error that was raised on purpose becomes one line."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # the reader has gone (| head): nothing more to write, at exit neither
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(_BROKEN_PIPE) from None
        except _expected() as error:
            if ctx.params["debug"]:
                raise
            raise _told(error) from error


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error, and the log.")
@click.version_option(__version__, prog_name="tremplin", message="%(prog)s %(version)s")
def root(debug: bool) -> None:
    """Open AI bricks and ready services for public employment services."""
    import logging

    logging.basicConfig(
        level=logging.DEBUG if debug else logging.WARNING, format="%(levelname)s %(name)s: %(message)s"
    )
    if debug:
        sys.excepthook = sys.__excepthook__


def _unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Names a fault and its place; its message and its traceback may quote a person's text."""
    where = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if not code.co_filename.startswith("<"):
            where = f" at {trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
        trace = trace.tb_next
    click.echo(f"Error: unexpected {kind.__name__}{where}; tremplin --debug … shows the traceback", err=True)


def main() -> None:
    """Runs the command line and leaves with its exit code.

    0: done; 1: an item had no answer, or an unexpected fault; 2: an error that was told in one line.
    """
    sys.excepthook = _unexpected
    try:
        code = root.main(prog_name="tremplin", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except click.Abort:
        code = _INTERRUPTED
    sys.exit(code if isinstance(code, int) else 0)
