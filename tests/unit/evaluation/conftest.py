from __future__ import annotations

import numpy as np
import pytest

from tremplin.evaluation import evaluate


def rome_like(classes, rows, seed=0, width=5):
    """Makes truths, rankings, falling scores and labels over codes that look like those of ROME."""
    rng = np.random.default_rng(seed)
    codes = [f"{'ABCDEFGHIJKLMN'[i % 14]}{11 + i // 14 % 5}{1 + i // 70:02d}" for i in range(classes)]
    labels = {code: f"Métier numéro {i}" for i, code in enumerate(codes)}
    truth = rng.integers(0, classes, rows)
    scores = -np.sort(-rng.dirichlet(np.ones(width) * 0.4, rows), axis=1)
    ranking = []
    for row, place in enumerate(truth):
        drawn = [codes[i] for i in rng.choice(classes, width, replace=False) if i != place][: width - 1]
        at = 0 if rng.random() < scores[row, 0] else int(rng.integers(1, width + 1))
        ranking.append([*drawn[:at], codes[place], *drawn[at:]][:width])
    return [codes[i] for i in truth], ranking, scores, labels


@pytest.fixture(scope="session")
def labels():
    return rome_like(60, 1)[3]


@pytest.fixture(scope="session")
def evaluation():
    truth, ranking, scores, _ = rome_like(60, 400)
    return evaluate(
        truth,
        ranking,
        scores=scores,
        abstained=scores[:, 0] < 0.4,
        slices={"Origine": ["Saisie"] * 150 + ["Partenaire"] * 240 + ["Rare"] * 10},
        groups=[row // 2 for row in range(400)],
        resamples=100,
    )
