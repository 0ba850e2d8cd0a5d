from __future__ import annotations

from pathlib import Path

import click

from tremplin.base.errors import NotFoundError
from tremplin.base.settings import read_settings

__all__ = ["nomenclature"]


@click.group()
def nomenclature() -> None:
    """Import the official ROME files."""


@nomenclature.command("import")
@click.argument("file", metavar="ROME.ZIP")
def import_(file: str) -> None:
    """Import the official CSV files of ROME; on any error the version in use stays."""
    from tremplin.nomenclature import import_rome

    path = Path(file)
    if not path.is_file():
        raise NotFoundError(f"{file} is not a file")
    click.echo(import_rome(path, home=read_settings().home_folder()).summary())
