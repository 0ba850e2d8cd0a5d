from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

__all__ = ["shown"]

T = TypeVar("T")


def shown(parts: Iterable[T], total: int, *, wanted: bool) -> Iterator[T]:
    """Passes parts on; if wanted and a person is watching, a bar on stderr says how far it is."""
    if not wanted or not sys.stderr.isatty():
        yield from parts
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(parts, description="Nettoyage", total=total, console=Console(stderr=True))
