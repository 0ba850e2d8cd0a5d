from __future__ import annotations

import click

from tremplin.base import product_names
from tremplin.base.errors import InvalidInputError, UnknownNameError

__all__ = ["demo", "serve"]

_HOST = "127.0.0.1"
_port = click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one."
)


@click.command()
@_port
def demo(port: int) -> None:
    """Serve every product on this machine, to try it: no account, no network."""
    from tremplin.web.run import run

    run(product_names(), host=_HOST, port=port, models={}, demo=True)


@click.command()
@click.argument("products", nargs=-1)
@click.option("--host", default=_HOST, show_default=True, help="Off loopback a token must be configured.")
@_port
@click.option("pairs", "--model", multiple=True, metavar="PRODUCT=REF", help="The model of a product.")
def serve(products: tuple[str, ...], host: str, port: int, pairs: tuple[str, ...]) -> None:
    """Serve PRODUCTS over HTTP; without a name, all that are installed."""
    known = product_names()
    for name in products:
        if name not in known:
            raise UnknownNameError("product", name, known)
    from tremplin.web.run import run

    served = list(dict.fromkeys(products)) or known
    run(served, host=host, port=port, models=_models(pairs, served), demo=False)


def _models(pairs: tuple[str, ...], served: list[str]) -> dict[str, str]:
    models = {}
    for pair in pairs:
        name, equals, ref = pair.partition("=")
        if not equals or not ref:
            raise InvalidInputError(f"--model {pair!r}: write PRODUCT=REF, for instance jobs=jobs@3")
        if name not in served:
            raise UnknownNameError("product of --model", name, served)
        models[name] = ref
    return models
