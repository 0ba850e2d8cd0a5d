from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from tremplin.base.errors import ConfigurationError, InvalidInputError, NotFoundError
from tremplin.base.settings import read_settings
from tremplin.repository import Repository, open_models

__all__ = ["models"]

_where = click.option("--repository", metavar="URL", help="Folder or URL; else TREMPLIN_REPOSITORY.")


@click.group()
def models() -> None:
    """Models: list, push, pull, tag, show the card, verify.

    Reading goes to your repository, then to the shipped models; writing to your repository alone.
    """


@models.command("list")
@_where
@click.option("as_json", "--json", is_flag=True, help="One JSON line per version.")
def list_(repository: str | None, as_json: bool) -> None:
    """List the versions of all models."""
    found = open_models(_url(repository)).list()
    if as_json:
        for line in found:
            click.echo(
                json.dumps(
                    {
                        "ref": line.ref,
                        "created": line.created,
                        "size": line.size,
                        "tags": list(line.tags),
                        "title": line.title,
                        "source": line.source,
                        "problem": line.problem,
                    },
                    ensure_ascii=False,
                ).encode()
            )
        return
    width = max((len(line.ref) for line in found), default=0)
    for line in found:
        tags = f" [{', '.join(line.tags)}]" if line.tags else ""
        said = line.problem or f"{line.created}  {line.size / 1e6:7.1f} MB  {line.title}{tags}"
        click.echo(f"{line.ref:{width}}  {said}")


@models.command()
@click.argument("folder")
@click.option("--name", required=True, help="Name of the model.")
@click.option("--card", required=True, metavar="FILE", help="Its card, as JSON.")
@_where
def push(folder: str, name: str, card: str, repository: str | None) -> None:
    """Push a FOLDER of files as a new version and print its reference."""
    if not Path(folder).is_dir():
        raise NotFoundError(f"{folder} is not a folder")
    click.echo(_own(repository).push(Path(folder), name=name, card=_read_card(card)))


@models.command()
@click.argument("ref")
@click.option("--to", metavar="DIR", help="Copy its files into this folder, too.")
@_where
def pull(ref: str, to: str | None, repository: str | None) -> None:
    """Check every file of a version and print its exact reference."""
    artifact = open_models(_url(repository)).pull(ref)
    if to is not None:
        artifact.export(Path(to))
    click.echo(artifact.ref)


@models.command()
@click.argument("ref")
@click.argument("tag")
@_where
def tag(ref: str, tag: str, repository: str | None) -> None:
    """Put a TAG on a version; a bare name means the version tagged production."""
    click.echo(_own(repository).tag(ref, tag))


@models.command()
@click.argument("ref")
@_where
def card(ref: str, repository: str | None) -> None:
    """Show the card of a version as JSON."""
    found = open_models(_url(repository)).card(ref)
    click.echo(json.dumps(dict(found), ensure_ascii=False, indent=2).encode())


@models.command()
@click.argument("ref", required=False)
@_where
@click.pass_context
def verify(ctx: click.Context, ref: str | None, repository: str | None) -> None:
    """Check the files of a version, or of all; exit with 1 if one is damaged."""
    problems = open_models(_url(repository)).verify(ref)
    for problem in problems:
        click.echo(" ".join(part for part in (problem.ref, problem.file, problem.message) if part))
    if problems:
        ctx.exit(1)
    click.echo("All files are as they were pushed.")


def _url(repository: str | None) -> str:
    return repository or read_settings().repository


def _own(repository: str | None) -> Repository:
    url = _url(repository)
    if not url:
        raise ConfigurationError(
            "the shipped models cannot be changed: name a repository with --repository, or set TREMPLIN_REPOSITORY"
        )
    return Repository.open(url)


def _read_card(path: str) -> Any:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotFoundError(f"--card {path}: no such file") from error
    except ValueError as error:
        raise InvalidInputError(f"--card {path}: not JSON in UTF-8: {error}") from error
