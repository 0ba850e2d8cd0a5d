from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tremplin.evaluation.french import between, count, decimal, percent, points
from tremplin.evaluation.intervals import Estimate
from tremplin.evaluation.result import Evaluation

__all__ = ["Headline", "MetricLine", "headlines", "metric_lines", "metric_name"]

_TARGET = 0.9


@dataclass(frozen=True)
class Headline:
    """A figure that opens the report, and what it means in words."""

    title: str
    value: str
    interval: str
    words: str


@dataclass(frozen=True)
class MetricLine:
    """A line of the table of all metrics."""

    name: str
    estimate: Estimate
    meaning: str


def _top_k(name: str) -> int | None:
    head, _, k = name.rpartition("_")
    return int(k) if head == "top" and k.isdecimal() else None


def metric_name(name: str) -> str:
    """Names a metric in French."""
    k = _top_k(name)
    if k is not None:
        return "Bonne réponse en premier" if k == 1 else f"Bonne réponse parmi les {k} premières"
    return {
        "macro_f1": "F1 moyen par classe",
        "macro_recall": "Rappel moyen par classe",
        "micro_f1": "F1 d’ensemble",
        "answered": "Réponses sans abstention",
        "top_1_answered": "Bonnes réponses hors abstention",
    }.get(name, name)


def headlines(evaluation: Evaluation) -> Iterator[Headline]:
    """Chooses the figures that open the report."""
    for name, estimate in evaluation.metrics.items():
        words = _words(name, estimate, evaluation)
        if words:
            yield Headline(metric_name(name), percent(estimate.value), between(estimate), words)
    if evaluation.calibration:
        error = evaluation.calibration.error
        yield Headline(
            "Écart entre score annoncé et réalité",
            points(error.value),
            f"entre {decimal(100 * error.low, 1)} et {points(error.high)}",
            "Un score annoncé s’écarte en moyenne d’autant du taux de bonnes réponses constaté. "
            "Plus l’écart est petit, plus on peut croire les scores.",
        )
    yield from _at_target(evaluation)


def _words(name: str, estimate: Estimate, evaluation: Evaluation) -> str:
    hundred = round(100 * estimate.value)
    k = _top_k(name)
    if k == 1:
        return f"Sur 100 exemples, la première réponse est la bonne pour {hundred} environ."
    if k is not None:
        return f"Sur 100 exemples, la bonne réponse figure parmi les {k} premières pour {hundred} environ."
    if name == "macro_f1":
        words = (
            "Chaque classe compte autant, rare ou fréquente. Calculé sur les "
            f"{count(len(evaluation.supported_classes))} classes d’au moins {evaluation.min_support} exemples."
        )
        flattered = estimate.high - estimate.value < (estimate.value - estimate.low) / 3
        return words + " Avec si peu d’exemples par classe, le bas de la fourchette est plus sûr." * flattered
    if name == "top_1_answered":
        share = evaluation.metrics["answered"].value
        return (
            f"Le modèle répond seul pour {percent(share)} des exemples\u00a0; il laisse les autres à une personne. "
            "Quand il répond, voilà sa part de bonnes réponses."
        )
    return ""


def _at_target(evaluation: Evaluation) -> Iterator[Headline]:
    for target in evaluation.coverage.targets if evaluation.coverage else ():
        if target.target != _TARGET:
            continue
        title = f"Part traitée avec {percent(_TARGET, 0)} de bonnes réponses"
        if target.threshold is None:
            yield Headline(
                title, percent(0, 0), "aucun seuil", "Aucun seuil de score n’atteint cette qualité."
            )
            continue
        interval = Estimate(target.coverage, target.low or 0.0, target.high or 0.0)
        yield Headline(
            title,
            percent(target.coverage),
            between(interval),
            f"En ne gardant que les réponses dont le score atteint {decimal(target.threshold)}. "
            "Seuil choisi sur ces mêmes exemples\u00a0: à confirmer sur d’autres.",
        )


def metric_lines(evaluation: Evaluation) -> Iterator[MetricLine]:
    """Lists every metric with its interval and its meaning."""
    meanings = {
        "macro_f1": "Équilibre entre rappel et précision, moyenne où chaque classe compte autant.",
        "macro_recall": "Part des exemples de chaque classe qui sont retrouvés, moyenne des classes.",
        "micro_f1": "Le même équilibre, où chaque exemple compte autant.",
        "answered": "Part des exemples auxquels le modèle répond seul.",
        "top_1_answered": "Part de bonnes premières réponses quand le modèle répond seul.",
    }
    for name, estimate in evaluation.metrics.items():
        k = _top_k(name)
        meaning = meanings.get(name, "")
        if k is not None:
            meaning = (
                f"La bonne réponse est dans les {k} premières."
                if k > 1
                else "La première réponse est la bonne."
            )
        yield MetricLine(metric_name(name), estimate, meaning)
    if evaluation.calibration:
        yield MetricLine(
            "Écart de calibration (ECE)",
            evaluation.calibration.error,
            "Écart moyen entre score annoncé et taux constaté, 10 tranches de score égales.",
        )
        yield MetricLine(
            "Score de Brier",
            evaluation.calibration.brier,
            "Moyenne des carrés des écarts entre score et résultat\u00a0; 0 est parfait.",
        )
