from __future__ import annotations

import hashlib
import json
import logging
import traceback
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from tremplin.base.errors import TremplinError
from tremplin.base.product import LoadedModel, Product
from tremplin.base.records import ItemError, Request, Response, item_error

__all__ = ["IdMaker", "Service", "random_ids", "repeatable_ids"]

_log = logging.getLogger(__name__)

IdMaker = Callable[[int, Request], str]
"""Makes the prediction id of an item from its place in the call and its request."""


def random_ids(position: int, request: Request) -> str:
    """Makes ids for a live service: every answer has its own."""
    return uuid.uuid4().hex


def repeatable_ids(seed: str, *, offset: int = 0) -> IdMaker:
    """Makes ids for a batch job: the same job over the same data gives the same ids.

    Args:
        seed: Names the job, for instance its model and input file.
        offset: Place of the first item in the whole data set.
    """

    def make(position: int, request: Request) -> str:
        content = json.dumps([seed, offset + position, request.model_dump(mode="json")], sort_keys=True)
        return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()

    return make


def _where(error: Exception) -> str:
    """Names the fault and its place, not its message, which may quote a person's text."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames))


@dataclass(frozen=True)
class Service:
    """A product with a model in memory: the one way by which the shell, HTTP and batch predict."""

    product: Product
    model: LoadedModel

    def answer(self, records: Sequence[object], *, ids: IdMaker = random_ids) -> list[dict[str, Any]]:
        """Predicts on a list of records; a bad one gets its error in place and harms no other.

        Args:
            records: JSON objects with the request's fields and, if the caller wishes, an ``id``.
            ids: Makes the prediction ids.

        Returns:
            As many JSON objects, in order, each with the ``id`` that came with it, and either the fields of
            the response or ``error``: ``{"code", "message"}``.
        """
        parsed = [self._parse(record) for record in records]
        valid = [item for item in parsed if isinstance(item, Request)]
        answers = iter(self._predict(valid))
        done: list[dict[str, Any]] = []
        for position, (record, item) in enumerate(zip(records, parsed, strict=True)):
            result = next(answers) if isinstance(item, Request) else item
            body: dict[str, Any] = {}
            if isinstance(record, dict) and "id" in record:
                body["id"] = record["id"]
            if isinstance(result, ItemError):
                body["error"] = result.model_dump()
            else:
                result.model = self.model.ref
                result.prediction_id = ids(position, item) if isinstance(item, Request) else ""
                body.update(result.model_dump(mode="json"))
            done.append(body)
        return done

    def _parse(self, record: object) -> Request | ItemError:
        if not isinstance(record, dict):
            return ItemError(
                code="invalid_input",
                message=f"an item is a JSON object such as {json.dumps(dict(self.product.example))}; "
                f"this one is {type(record).__name__}",
            )
        fields = {name: value for name, value in record.items() if name != "id"}
        try:
            return self.product.request.model_validate(fields)
        except ValidationError as error:
            return item_error(error, self.product.request)

    def _predict(self, requests: list[Request]) -> Sequence[Response | ItemError]:
        if not requests:
            return []
        try:
            answers = self.product.predict(self.model, requests)
        except TremplinError as error:
            failure = ItemError(code=error.code, message=str(error))
        except Exception as error:  # noqa: BLE001 a product is foreign code: its fault stays with its item
            _log.error("%s failed on %d items: %s", self.model.ref, len(requests), _where(error))
            failure = ItemError(code="internal", message="this item could not be read; the log has details")
        else:
            if len(answers) != len(requests):
                raise RuntimeError(
                    f"{self.product.name} returned {len(answers)} answers for {len(requests)} requests"
                )
            return answers
        if len(requests) == 1:
            return [failure]
        return [answer for request in requests for answer in self._predict([request])]
