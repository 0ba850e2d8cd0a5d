from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tremplin.base.errors import InvalidInputError
from tremplin.evaluation.grouping import Grouping
from tremplin.evaluation.metrics import ClassScore
from tremplin.evaluation.result import ConfusionCell

__all__ = ["matrix_data"]

_MOST_ERRORS = 30_000


def matrix_data(
    classes: Sequence[ClassScore],
    cells: Sequence[ConfusionCell],
    *,
    labels: Mapping[str, str],
    group: Grouping,
) -> dict[str, Any]:
    """Packs a sparse confusion matrix and its hierarchy for the report's script.

    Args:
        classes: The classes, in the order in which the report lists them.
        cells: Counts that are not 0, largest first; errors beyond the 30,000th are left out.
        labels: Code or group → readable label.
        group: Names the groups of a class, from the widest to the narrowest.

    Returns:
        ``groups``: lists of name, label, place of the parent or -1; ``classes``: lists of code, label, rows,
        predictions, place of the group or -1; ``cells``: places of the true and the predicted class (-1:
        none) and count, one after the other; ``cut``: whether cells were left out.

    Raises:
        InvalidInputError: ``group`` returned something else than a tuple of names.
    """
    places: dict[tuple[str, ...], int] = {}
    groups: list[list[Any]] = []

    def place(path: tuple[str, ...]) -> int:
        if not path:
            return -1
        if path not in places:
            parent = place(path[:-1])
            places[path] = len(groups)
            groups.append([path[-1], labels.get(path[-1], ""), parent])
        return places[path]

    number = {score.label: row for row, score in enumerate(classes)}
    right = [cell for cell in cells if cell.truth == cell.predicted]
    wrong = [cell for cell in cells if cell.truth != cell.predicted]
    flat: list[int] = []
    for cell in (*right, *wrong[:_MOST_ERRORS]):
        flat += (number[cell.truth], number.get(cell.predicted, -1), cell.count)
    return {
        "classes": [
            [
                score.label,
                labels.get(score.label, ""),
                score.support,
                score.predicted,
                place(_path(group, score.label)),
            ]
            for score in classes
        ],
        "groups": groups,
        "cells": flat,
        "cut": len(wrong) > _MOST_ERRORS,
    }


def _path(group: Grouping, label: str) -> tuple[str, ...]:
    path = group(label)
    if not isinstance(path, tuple) or not all(isinstance(name, str) for name in path):
        raise InvalidInputError(
            f"group returned {path!r} for {label!r}; return a tuple of names, () for none"
        )
    return path
