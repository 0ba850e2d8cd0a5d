from __future__ import annotations

import json
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

__all__ = ["FieldShape", "field_shape"]


@dataclass(frozen=True)
class FieldShape:
    """What a request field accepts, as far as a cell of a table or a word of the shell must know it.

    Args:
        types: The Python types of its values, null left out.
        choices: The texts it is limited to; empty where it is not.
    """

    types: frozenset[type]
    choices: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        """Tells whether a text is a value of this field."""
        return str in self.types

    def parse(self, text: str) -> Any:
        """Reads a value that was written as text: a text field keeps it, any other reads it as JSON.

        What is no JSON stays text, so that the request itself refuses it in its own words.
        """
        if self.is_text:
            return text
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text


def field_shape(annotation: object) -> FieldShape:
    """Looks through ``Annotated``, unions and literals for the types of a field.

    Args:
        annotation: The annotation of a pydantic field.
    """
    types, choices = _walk(annotation)
    return FieldShape(frozenset(types), tuple(choices))


def _walk(annotation: object) -> tuple[set[type], list[str]]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _walk(get_args(annotation)[0])
    if origin is Literal:
        values = get_args(annotation)
        return {type(value) for value in values}, [value for value in values if isinstance(value, str)]
    if origin in (Union, UnionType):
        parts = [_walk(part) for part in get_args(annotation) if part is not NoneType]
        return set().union(*(types for types, _ in parts)), [c for _, choices in parts for c in choices]
    found = origin or annotation
    return ({found} if isinstance(found, type) and found is not Any else {object}), []
