from __future__ import annotations

from tremplin.text.action import Action, of_characters
from tremplin.text.steps.step import Step

__all__ = ["NOTNULL", "REMOVE_NON_STRING"]


def _nothing() -> Action:
    return of_characters(lambda character: character, apply=str)


NOTNULL = Step("notnull", _nothing, (("Pizzaïolo", "Pizzaïolo"), (" ", " ")))
"""The pipeline turns nulls into empty texts; texts stay as they are."""

REMOVE_NON_STRING = Step("remove_non_string", _nothing, (("12", "12"), ("", "")))
"""The pipeline turns values that are no texts into empty ones; texts stay as they are."""
