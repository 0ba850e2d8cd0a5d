from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from tremplin.base import Service
from tremplin.web.problems import STATUS
from tremplin.web.site import site_of

__all__ = ["ERRORS_FR", "Call", "calls", "router"]

router = APIRouter(include_in_schema=False)

ERRORS_FR = {
    "invalid_input": "Ce qui est envoyé n’a pas la forme attendue.",
    "too_large": "Ce qui est envoyé dépasse la limite.",
    "unknown_name": "Un nom n’existe pas ; le message donne le plus proche.",
    "not_found": "Il n’y a rien à cette adresse.",
    "artifact_invalid": "Un modèle ou une table est abîmé, incomplet ou d’un autre format.",
    "configuration": "Un réglage du serveur manque ou est faux.",
    "missing_extra": "Un module facultatif n’est pas installé ; le message dit comment l’ajouter.",
    "unauthorized": "Aucun jeton ni aucune session valable.",
    "forbidden": "Cet appel n’est pas permis.",
    "rate_limited": "Trop d’appels en trop peu de temps.",
    "unavailable": "Le service ne peut pas répondre pour le moment.",
    "internal": "Une panne imprévue ; le journal du serveur en garde le détail.",
}
"""The published error codes, as the page explains them."""


@dataclass(frozen=True)
class Call:
    """A route, what it does, and a command that calls it."""

    method: str
    path: str
    summary: str
    command: str


def _curl(base: str, path: str, body: Mapping[str, object] | None, *, token: bool) -> str:
    parts = [f"curl {base}{path}"]
    if token:
        parts.append('-H "Authorization: Bearer $JETON"')
    if body is not None:
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"-d {shlex.quote(json.dumps(body, ensure_ascii=False))}")
    return " \\\n  ".join(parts)


def calls(service: Service, base: str, *, token: bool) -> list[Call]:
    """Lists the routes of a product, each with an example.

    Args:
        service: The product served.
        base: Address of the server, such as ``http://127.0.0.1:8000``.
        token: Whether a call needs a token.
    """
    example = dict(service.product.example)
    path = f"/v1/{service.product.name}"
    done = {"prediction_id": "…", "kind": "accepted"}
    routes: list[tuple[str, str, dict[str, object]]] = [
        (path, "Un texte à la fois.", example),
        (f"{path}/batch", "Plusieurs à la fois ; chaque erreur est rendue à sa place.", {"items": [example]}),
        (f"{path}/feedback", "Dire ce qui a été fait d’une réponse.", dict(done)),
    ]
    return [
        Call("POST", route, summary, _curl(base, route, body, token=token)) for route, summary, body in routes
    ]


@router.get("/api")
async def show(request: Request) -> Response:
    """Shows the routes of the JSON API with examples."""
    site = site_of(request)
    base = f"{request.url.scheme}://{request.url.netloc}"
    token = not site.access.open
    products = [
        (service.product.title, name, calls(service, base, token=token))
        for name, service in site.services.items()
    ]
    common = [
        Call(
            "GET",
            "/v1/products",
            "Ce que ce serveur propose.",
            _curl(base, "/v1/products", None, token=token),
        ),
        Call("GET", "/health", "Le serveur répond.", _curl(base, "/health", None, token=False)),
        Call("GET", "/ready", "Les modèles sont prêts.", _curl(base, "/ready", None, token=False)),
    ]
    errors = [(code, STATUS[code], text) for code, text in ERRORS_FR.items()]
    return site.render(request, "api.html", products=products, common=common, errors=errors, token=token)
