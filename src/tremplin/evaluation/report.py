from __future__ import annotations

import base64
import hashlib
import itertools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tremplin.evaluation import french
from tremplin.evaluation.charts import reliability_chart, risk_chart, slice_tables
from tremplin.evaluation.confusions import matrix_data
from tremplin.evaluation.grouping import Grouping, default_grouping
from tremplin.evaluation.headlines import headlines, metric_lines, metric_name
from tremplin.evaluation.result import ConfusionCell, Evaluation

__all__ = ["write_report"]

_LISTED_CLASSES = 2_000
_LISTED_CONFUSIONS = 100
_FIRST_CONFUSIONS = 12


def write_report(
    evaluation: Evaluation,
    path: str | os.PathLike[str],
    *,
    title: str,
    labels: Mapping[str, str] | None = None,
    model: str = "",
    data: str = "",
    notes: str = "",
    group: Grouping | None = None,
) -> Path:
    """Writes an evaluation as one French HTML page that needs no other file and no network.

    Args:
        evaluation: What to show.
        path: The file to write.
        title: Heading of the page.
        labels: Class code, or group, → readable label.
        model: What was measured, for instance ``jobs@3``.
        data: On what it was measured.
        notes: Free text; an empty line starts a paragraph.
        group: Names the groups of a class, from the widest to the narrowest; None groups ROME codes by letter
            and domain, and leaves other classes on one level.

    Returns:
        The path of the page.
    """
    page = _render(
        evaluation,
        labels=dict(labels or {}),
        group=group or default_grouping([score.label for score in evaluation.per_class]),
        title=title,
        model=model,
        data=data,
        paragraphs=[part.strip() for part in notes.split("\n\n") if part.strip()],
    )
    target = Path(path)
    partial = target.with_name(target.name + ".partial")
    partial.write_text(page, encoding="utf-8")
    os.replace(partial, target)
    return target


def _render(evaluation: Evaluation, *, labels: dict[str, str], group: Grouping, **texts: Any) -> str:
    environment = Environment(
        loader=PackageLoader("tremplin.evaluation"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {name: getattr(french, name) for name in french.__all__}
    environment.filters["metric_name"] = metric_name
    classes = sorted(evaluation.per_class, key=lambda score: (-score.support, score.label))
    calibration, coverage = evaluation.calibration, evaluation.coverage
    style, script = _static("report.css"), _script()
    return environment.get_template("report.html").render(
        evaluation=evaluation,
        headlines=list(headlines(evaluation)),
        metric_lines=list(metric_lines(evaluation)),
        reliability=reliability_chart(calibration.table) if calibration else None,
        risk=risk_chart(coverage.curve, coverage.targets) if coverage else None,
        slices=slice_tables(evaluation.slices),
        classes=classes[:_LISTED_CLASSES],
        confusions=_confusions(evaluation),
        first_confusions=_FIRST_CONFUSIONS,
        matrix=matrix_data(classes, evaluation.confusion, labels=labels, group=group),
        labels=labels,
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        **texts,
    )


def _static(name: str) -> Markup:
    text = resources.files("tremplin.evaluation").joinpath("templates", name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 our own file, not input


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _script() -> Markup:
    parts = Markup("\n").join(_static(f"report-{part}.js") for part in ("tree", "matrix", "classes"))
    return Markup('"use strict";\n{{\n{}}}\n').format(parts)


@dataclass(frozen=True)
class _Confusion:
    cell: ConfusionCell
    support: int


def _confusions(evaluation: Evaluation) -> list[_Confusion]:
    support = {score.label: score.support for score in evaluation.per_class}
    wrong = (cell for cell in evaluation.confusion if cell.truth != cell.predicted)
    return [_Confusion(cell, support[cell.truth]) for cell in itertools.islice(wrong, _LISTED_CONFUSIONS)]
