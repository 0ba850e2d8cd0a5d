from __future__ import annotations

from dataclasses import replace

from tremplin.evaluation import Estimate, evaluate
from tremplin.evaluation.headlines import headlines, metric_lines, metric_name


def test_figures_come_with_intervals_and_words(evaluation):
    found = {line.title: line for line in headlines(evaluation)}
    assert list(found) == [
        "Bonne réponse en premier",
        "Bonne réponse parmi les 5 premières",
        "F1 moyen par classe",
        "Bonnes réponses hors abstention",
        "Écart entre score annoncé et réalité",
        "Part traitée avec 90\u00a0% de bonnes réponses",
    ]
    first = found["Bonne réponse en premier"]
    assert first.interval.startswith("entre ")
    hundred = round(100 * evaluation.metrics["top_1"].value)
    assert first.words == f"Sur 100 exemples, la première réponse est la bonne pour {hundred} environ."
    assert "point" in found["Écart entre score annoncé et réalité"].value


def test_a_one_sided_mean_f1_says_which_side_to_trust(evaluation):
    def words(low, high):
        changed = replace(evaluation, metrics={"macro_f1": Estimate(0.6, low, high)})
        return next(headlines(changed)).words

    assert "le bas de la fourchette" in words(0.5, 0.6)
    assert "le bas de la fourchette" not in words(0.55, 0.65)


def test_a_quality_out_of_reach_is_said():
    found = evaluate(["a"] * 4, [["b"]] * 4, scores=[[0.5]] * 4, ks=(1,), resamples=20)
    assert list(headlines(found))[-1].words == "Aucun seuil de score n’atteint cette qualité."


def test_without_scores_nothing_is_said_of_scores():
    found = evaluate(["a"] * 4, [["a"]] * 4, ks=(1,), resamples=20)
    assert [line.title for line in headlines(found)] == ["Bonne réponse en premier", "F1 moyen par classe"]


def test_every_metric_is_listed_with_a_meaning(evaluation):
    lines = list(metric_lines(evaluation))
    assert len(lines) == len(evaluation.metrics) + 2
    assert all(line.meaning for line in lines)


def test_an_unknown_metric_keeps_its_name():
    assert metric_name("other") == "other"
    assert metric_name("top_3") == "Bonne réponse parmi les 3 premières"
