from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO, Any

from tremplin.base.errors import InvalidInputError
from tremplin.base.service import IdMaker, Service, repeatable_ids
from tremplin.batch.columns import Columns
from tremplin.batch.lines import Row
from tremplin.batch.output import open_output
from tremplin.batch.records import data_format, open_writer, read_rows

__all__ = ["BATCH_SIZE", "BatchReport", "run_batch"]

BATCH_SIZE = 256
"""Items that a product predicts on at once."""


@dataclass(frozen=True)
class BatchReport:
    """What became of a data set.

    Args:
        rows: Items read.
        answered: Items with an answer.
        failed: Items with an error in place.
        seconds: Wall time, with reading and writing.
        errors: Failed items by error code.
    """

    rows: int
    answered: int
    failed: int
    seconds: float
    errors: Mapping[str, int] = field(default_factory=dict)

    def summary(self) -> str:
        """Says it in one line."""
        line = f"{self.rows} rows, {self.answered} answered, {self.failed} failed, {self.seconds:.1f} s"
        if not self.errors:
            return line
        return f"{line} ({', '.join(f'{code}: {count}' for code, count in self.errors.items())})"


def run_batch(
    service: Service,
    source: str | Path,
    target: str | Path,
    *,
    columns: Columns | None = None,
    batch_size: int = BATCH_SIZE,
    progress: Callable[[int], None] | None = None,
) -> BatchReport:
    """Answers every item of a data set, in order and in bounded memory.

    The same service over the same file gives the same bytes. The target appears under its name only when it
    is complete.

    Args:
        service: A product with its model.
        source: A ``.jsonl``, ``.ndjson``, ``.csv`` or ``.parquet`` file; ``-`` means JSON lines on stdin.
        target: A ``.jsonl``, ``.ndjson`` or ``.parquet`` file; ``-`` means JSON lines on stdout.
        columns: Which columns fill which fields; None means those of the same name.
        batch_size: Items that the product predicts on at once.
        progress: Called with the number of items answered so far, after each batch.

    Raises:
        NotFoundError: The source, or the folder of the target, does not exist.
        InvalidInputError: The target is the source, is not a regular file, or the source as a whole cannot be
            read.
    """
    if batch_size < 1:
        raise InvalidInputError(f"batch_size is {batch_size}; it must be 1 or more")
    source, target = str(source), str(target)
    columns = columns or Columns(service.product.request)
    for name in (source, target):
        data_format(name)
    begun = time.perf_counter()
    codes: Counter[str] = Counter()
    with (
        open_output(source, target) as stream,
        closing(_answer_all(service, source, target, stream, columns, batch_size)) as counts,
    ):
        for count in counts:
            codes.update(count)
            if progress is not None:
                progress(codes.total())
    seconds = time.perf_counter() - begun
    answered = codes.pop("", 0)
    failed = codes.total()
    return BatchReport(answered + failed, answered, failed, seconds, dict(sorted(codes.items())))


def _answer_all(
    service: Service, source: str, target: str, stream: IO[bytes], columns: Columns, batch_size: int
) -> Generator[Counter[str], None, None]:
    """Writes the answers and counts, for each batch, the error codes; an empty one is an answer."""
    ids = repeatable_ids(f"{service.model.ref} {Path(source).name}")
    rows = read_rows(source, columns, batch_size=batch_size)
    # before the writer, so that a fault of the source is the one that is told
    chunk = list(islice(rows, batch_size))
    response = service.product.response
    with closing(open_writer(stream, target, response, source=source, columns=columns)) as writer:
        while chunk:
            answers = _answer(service, chunk, ids)
            writer.write(answers)
            yield Counter(answer["error"]["code"] if "error" in answer else "" for answer in answers)
            chunk = list(islice(rows, batch_size))


def _answer(service: Service, rows: list[Row], ids: IdMaker) -> list[dict[str, Any]]:
    whole = [row for row in rows if row.error is None]
    answers = iter(
        service.answer(
            [row.record for row in whole],
            # the line and not the place in the batch: ids must not depend on the batch size
            ids=lambda place, request: ids(whole[place].number, request),
        )
    )
    return [next(answers) if row.error is None else row.failure() for row in rows]
