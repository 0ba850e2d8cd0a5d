"""Rebuilds the two shipped models: ``python -m tremplin.products.jobs.rebuild --out FOLDER``."""

from __future__ import annotations

from pathlib import Path

import click

from tremplin.base.errors import ConfigurationError
from tremplin.base.settings import read_settings
from tremplin.products.jobs.train import train

__all__ = ["main"]


@click.command()
@click.option("--out", required=True, help="Folder of the repository that takes both models.")
@click.option("--created", default="2026-11-25T00:00:00Z", help="Date that the manifests bear.")
@click.option("--threads", default=1, help="Threads of the linear algebra; the last digits depend on it.")
def main(out: str, created: str, threads: int) -> None:
    """Trains `jobs-open` on the ROME alone and `jobs` on the offers of TREMPLIN_DATA too."""
    folder = read_settings().data
    if folder is None:
        raise ConfigurationError("set TREMPLIN_DATA to the folder that holds offers/text_to_rome.parquet")
    offers = Path(folder) / "offers" / "text_to_rome.parquet"
    for data in (None, offers):
        click.echo(train(data, out, created=created, threads=threads))


if __name__ == "__main__":
    main()
