from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tremplin.web.auth import PEOPLE
from tremplin.web.bodies import read_form
from tremplin.web.site import site_of

__all__ = ["router", "safe_path"]

router = APIRouter(include_in_schema=False)


def safe_path(path: str) -> str:
    """Keeps a path of this site; anything that could lead elsewhere becomes the home page."""
    inside = path.startswith("/") and not path.startswith("//")
    plain = path.isascii() and path.isprintable() and "\\" not in path
    return path if inside and plain else "/"


@router.get("/connexion")
async def show(request: Request) -> Response:
    """Shows the form that takes a token."""
    site = site_of(request)
    after = safe_path(request.query_params.get("suite", "/"))
    if site.access.open:
        return RedirectResponse(after, 303)
    return site.render(request, "signin.html", after=after, error="")


@router.post("/connexion")
async def sign_in(request: Request) -> Response:
    """Opens a session for the holder of a token, under a new identifier."""
    site = site_of(request)
    form = await read_form(request)
    after = safe_path(form.get("suite", "/"))
    caller = site.access.by_token(form.get("jeton", "").strip())
    if caller is None or caller.role not in PEOPLE:
        error = "Ce jeton n’est pas reconnu. Vérifiez qu’il est complet, ou demandez-en un autre."
        if caller is not None:
            error = "Ce jeton est réservé aux applications : demandez un jeton personnel."
        return site.render(request, "signin.html", status=401, after=after, error=error)
    response = RedirectResponse(after, 303)
    session = site.sessions.new(role=caller.role, actor=caller.actor)
    site.sessions.write(response, session, secure=request.url.scheme == "https")
    return response


@router.post("/deconnexion")
async def sign_out(request: Request) -> Response:
    """Replaces the session by an anonymous one."""
    site = site_of(request)
    response = RedirectResponse("/connexion", 303)
    site.sessions.write(response, site.sessions.new(), secure=request.url.scheme == "https")
    return response
