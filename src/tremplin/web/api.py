from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tremplin import feedback
from tremplin.base import Service
from tremplin.base.errors import TooLargeError
from tremplin.web.bodies import read_json
from tremplin.web.problems import Refusal, problem
from tremplin.web.records import Batch, Feedback, parse
from tremplin.web.site import Site, site_of

__all__ = ["json_response", "keep_feedback", "list_products", "missing_routes", "product_routes"]


def json_response(content: object, *, status: int = 200) -> Response:
    """Makes a JSON answer."""
    return Response(orjson.dumps(content), status, media_type="application/json")


def _answers(content: object, items: list[dict[str, Any]]) -> Response:
    try:
        return json_response(content)
    except orjson.JSONEncodeError:
        if any(isinstance(item.get("id"), (dict, list)) for item in items):
            raise Refusal(
                "invalid_input", "an id is nested too deep to be given back: use a string or a number"
            ) from None
        raise


async def list_products(request: Request) -> Response:
    """Lists the products: those served, and what would bring the others."""
    site = site_of(request)
    site.program(request)
    served = [
        {
            "name": name,
            "title": service.product.title,
            "state": "served",
            "model": service.model.ref,
            "route": f"/v1/{name}",
        }
        for name, service in site.services.items()
    ]
    absent = [
        {"name": name, "state": "missing_extra", "install": line} for name, line in site.missing.items()
    ]
    return json_response({"products": served + absent})


async def keep_feedback(site: Site, service: Service, given: Feedback, *, actor: str) -> int:
    """Stores what was done with a prediction, and returns the id of the event.

    Raises:
        Refusal: There is no database, or it does not answer (503).
    """
    if site.engine is None:
        raise Refusal("unavailable", "this server keeps no feedback: it runs without a database")
    # A caller's keys are its own: nobody can take them, or learn of them, by using the same.
    key = f"{actor}:{given.idempotency_key}" if given.idempotency_key else None
    try:
        return await run_in_threadpool(
            feedback.record,
            site.engine,
            product=service.product.name,
            prediction_id=given.prediction_id,
            kind=given.kind,
            model=given.model or service.model.ref,
            value=given.value,
            actor=actor,
            idempotency_key=key,
            extra=given.extra,
        )
    except SQLAlchemyError as error:
        raise Refusal("unavailable", "the database does not answer: try again in a moment") from error


class _ProductApi:
    """The routes of one product, made from its declaration alone."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def predict(self, request: Request) -> Response:
        """Answers one item; a bad one is a problem."""
        site = site_of(request)
        site.program(request)
        [answer] = await site.answer(self._service, [await read_json(request)])
        if "error" in answer:
            return problem(answer["error"]["code"], answer["error"]["message"])
        return _answers(answer, [answer])

    async def batch(self, request: Request) -> Response:
        """Answers several items; a bad one has its error in place."""
        site = site_of(request)
        site.program(request)
        items = parse(Batch, await read_json(request)).items
        limit = site.settings.batch_limit
        if len(items) > limit:
            raise TooLargeError(f"this batch has {len(items)} items; the limit is {limit}: send several")
        answers = await site.answer(self._service, items)
        return _answers({"items": answers}, answers)

    async def feedback(self, request: Request) -> Response:
        """Keeps what was done with a prediction."""
        site = site_of(request)
        caller = site.program(request)
        content = await read_json(request)
        key = request.headers.get("idempotency-key")
        if key and isinstance(content, dict):
            content = {"idempotency_key": key, **content}
        given = parse(Feedback, content)
        event = await keep_feedback(site, self._service, given, actor=caller.actor)
        done = {"event_id": event, "prediction_id": given.prediction_id, "kind": given.kind}
        return json_response(done, status=201)


def product_routes(service: Service) -> list[Route]:
    """Makes the routes of a served product: one item, a batch, feedback."""
    api = _ProductApi(service)
    path = f"/v1/{service.product.name}"
    return [
        Route(path, api.predict, methods=["POST"]),
        Route(f"{path}/batch", api.batch, methods=["POST"]),
        Route(f"{path}/feedback", api.feedback, methods=["POST"]),
    ]


def missing_routes(missing: Mapping[str, str]) -> list[Route]:
    """Makes the routes of products that cannot run here: each says what would bring it."""

    def routes(name: str, line: str) -> list[Route]:
        async def refuse(request: Request) -> Response:
            site_of(request).program(request)
            raise Refusal("missing_extra", f"{name} is not installed on this server. Install it with: {line}")

        paths = (f"/v1/{name}", f"/v1/{name}/{{rest:path}}")
        return [Route(path, refuse, methods=["GET", "POST"]) for path in paths]

    return [route for name, line in missing.items() for route in routes(name, line)]
