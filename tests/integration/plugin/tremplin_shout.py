from dataclasses import dataclass

from tremplin.base import Product, Request, Response
from tremplin.base.records import Text


class ShoutRequest(Request):
    text: Text
    marks: int = 1


class ShoutResponse(Response):
    shout: str


@dataclass
class Voice:
    ref: str = "shout@1"


def predict(model: Voice, requests: list[ShoutRequest]) -> list[ShoutResponse]:
    return [ShoutResponse(shout=request.text.upper() + "!" * request.marks) for request in requests]


PRODUCT = Product(
    name="shout",
    title="Crier",
    request=ShoutRequest,
    response=ShoutResponse,
    load=lambda source, ref, *, resources: Voice(),
    predict=predict,
    example={"text": "bonjour"},
)
