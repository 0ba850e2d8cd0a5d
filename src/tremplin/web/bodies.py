from __future__ import annotations

from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request

from tremplin.web.problems import Refusal

__all__ = ["read_form", "read_json"]

_MOST_FIELDS = 50
_FORM = "application/x-www-form-urlencoded"


def _check_type(request: Request, expected: str) -> None:
    given, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    charset = parameters.partition("charset=")[2].strip(' "')
    if given.strip() != expected or charset not in ("", "utf-8", "utf8"):
        raise Refusal("invalid_input", f"send Content-Type: {expected}, in UTF-8", status=415)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refusal("invalid_input", "send the body uncompressed", status=415)


async def read_json(request: Request) -> object:
    """Reads a JSON body.

    Raises:
        Refusal: It is of another type (415), or not valid JSON in UTF-8 (400).
        TooLargeError: It is larger than the limit.
    """
    _check_type(request, "application/json")
    body = await request.body()
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refusal(
            "invalid_input",
            f"the body is not valid JSON in UTF-8: {error.msg} (line {error.lineno}, column {error.colno})",
            status=400,
        ) from None


async def read_form(request: Request) -> dict[str, str]:
    """Reads the fields of a form; of a field sent twice, the last.

    Raises:
        Refusal: It is of another type (415), or has too many fields (422).
        TooLargeError: It is larger than the limit.
    """
    known: dict[str, str] | None = getattr(request.state, "form", None)
    if known is not None:
        return known
    _check_type(request, _FORM)
    body = (await request.body()).decode("utf-8", "replace")
    try:
        fields = parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Refusal("invalid_input", f"a form has at most {_MOST_FIELDS} fields") from None
    request.state.form = {name: value.replace("\r\n", "\n") for name, value in fields}
    return dict(request.state.form)
