from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tremplin.base.errors import InvalidInputError, NotFoundError

__all__ = ["open_output"]


@contextmanager
def open_output(source: str, target: str) -> Iterator[IO[bytes]]:
    """Opens what a data set is written to; the file appears under its name only when it is complete.

    Args:
        source: The data set that is read; ``-`` is stdin.
        target: Name of the file, or ``-`` for stdout.

    Raises:
        InvalidInputError: The target is the source, or is not a regular file.
        NotFoundError: The folder of the target does not exist.
    """
    if target == "-":
        yield sys.stdout.buffer
        return
    # through a link: the file that it names is replaced, not the link
    path = Path(target).resolve()
    if source != "-" and path == Path(source).resolve():
        raise InvalidInputError(f"{target} is the data set itself: give another target")
    if not path.parent.is_dir():
        raise NotFoundError(f"{path.parent} is not a folder: create it first")
    if path.exists() and not path.is_file():
        raise InvalidInputError(f"{target} is not a regular file; - means stdout")
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
