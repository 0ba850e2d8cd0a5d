from __future__ import annotations

import errno
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

import click
import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine

from tremplin import repository, storage
from tremplin.base import product_names
from tremplin.base.errors import ConfigurationError
from tremplin.base.settings import Settings, read_settings
from tremplin.web.app import create_app
from tremplin.web.auth import check_binding
from tremplin.web.hosts import allowed_hosts
from tremplin.web.loading import load_services
from tremplin.web.site import Site

__all__ = ["listen", "run"]

_GRACE = 10
"""Seconds that requests under way have to end when the server stops."""


def listen(host: str, port: int) -> socket.socket:
    """Takes the address before anything is loaded, so that a wrong one is told at once.

    Raises:
        ConfigurationError: The port is in use or reserved, or the address is not one of this machine.
    """
    family, kind, proto, _, address = socket.getaddrinfo(
        host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    taken = socket.socket(family, kind, proto)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(address)
        taken.listen(128)
    except OSError as error:
        taken.close()
        raise ConfigurationError(_why(error, host, port)) from error
    return taken


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} of {host} is already in use: stop the program that holds it, or choose another "
            f"with --port, such as --port {port + 1 if port < 65535 else 8000}"
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} is reserved on this machine: choose one above 1023 with --port"
    return f"cannot listen on {host}, port {port}: {error.strerror}; give an address of this machine"


def _announce(site: Site, host: str, port: int) -> None:
    address = f"[{host}]" if ":" in host else host
    click.echo(f"Tremplin serves http://{address}:{port}")
    pages = {page.product: page.path for page in site.pages}
    for name, service in site.services.items():
        page = f", page {pages[name]}" if name in pages else ""
        click.echo(f"  {name}: {service.model.ref} at /v1/{name}{page}")
    for name, line in site.missing.items():
        click.echo(f"  {name}: not installed here; add it with: {line}")
    if site.access.open:
        click.echo("Open to this machine only: no token is configured.")
    else:
        click.echo(f"Tokens are needed; it answers to the names {', '.join(allowed_hosts(site.settings))}.")
    click.echo("Stop it with Ctrl-C.")


def _serve(app: FastAPI, taken: socket.socket) -> None:
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
        timeout_keep_alive=15,
    )
    # Once stopped, uvicorn raises the signal again for whoever called it.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[taken])


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    engine = storage.open_engine(settings.database_url, home=settings.home_folder())
    try:
        storage.migrate(engine)
        yield engine
    finally:
        engine.dispose()


def run(
    products: Sequence[str] | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    models: Mapping[str, str] | None = None,
    demo: bool = False,
) -> None:
    """Serves products over HTTP until it is stopped.

    Args:
        products: The products; None serves every installed one.
        host: Name or address to listen on. Other machines reach it only if tokens are configured.
        port: Port to listen on; 0 takes a free one.
        models: The model reference of a product, where it is not the default one.
        demo: Whether pages say that this is a demonstration.

    Raises:
        ConfigurationError: A setting, the address or the port is wrong, or nothing can be served.
        UnknownNameError: A product, model or setting does not exist.
        ArtifactError: A model is damaged.
    """
    settings = read_settings()
    check_binding(host, settings)
    names = list(dict.fromkeys(product_names() if products is None else products))
    with listen(host, port) as taken:
        # Asked again of the address itself: a name may have changed its address meanwhile.
        check_binding(str(taken.getsockname()[0]), settings)
        source = repository.open_models(settings.repository)
        services, missing = load_services(names, source=source, models=models)
        if not services:
            lines = "; ".join(missing.values()) or "no product is installed"
            raise ConfigurationError(f"there is nothing to serve: {lines}")
        with _database(settings) as engine:
            app = create_app(services, settings, engine=engine, missing=missing, demo=demo)
            _announce(app.state.site, host, taken.getsockname()[1])
            _serve(app, taken)
    click.echo("Stopped.")
