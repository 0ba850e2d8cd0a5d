from __future__ import annotations

import re

import pytest

from tremplin.text import TextPipeline
from tremplin.text.pipeline import DEFAULT_STEPS
from tremplin.text.steps.registry import ORDER_ADVICE, STEPS
from tremplin.web.advice_in_french import REASONS, advice_in_french
from tremplin.web.steps_in_french import FIELDS, GROUPS, LABELS, PRESETS

LINES = [(name, line) for group in GROUPS for name, _, line in group.steps]
PAIR = re.compile(r"«\u00a0([^»]+)\u00a0» (?:re)?devient «\u00a0([^»]+)\u00a0»")


def test_every_step_has_one_label_and_one_short_line() -> None:
    names = [name for name, _ in LINES]
    assert sorted(names) == sorted(STEPS)
    assert len(set(LABELS.values())) == len(STEPS)
    assert max(len(line) for _, line in LINES) < 100


@pytest.mark.parametrize(
    ("name", "before", "after"), [(n, *pair) for n, line in LINES for pair in PAIR.findall(line)]
)
def test_the_examples_are_true(name: str, before: str, after: str) -> None:
    assert TextPipeline([name]).transform(before).strip() == after


def test_presets_hold_steps_in_a_good_order() -> None:
    assert PRESETS[0].steps == DEFAULT_STEPS
    for preset in PRESETS:
        TextPipeline(preset.steps, order="raise").compile()
    assert set(FIELDS) <= set(STEPS)


def test_every_advice_is_told_in_french() -> None:
    assert {advice.reason for advice in ORDER_ADVICE} == set(REASONS)
    said = {advice_in_french(advice) for advice in ORDER_ADVICE}
    assert len(said) == len(ORDER_ADVICE)
    assert (
        "«\u00a0Masquer les téléphones\u00a0» donnerait un meilleur résultat avant «\u00a0Masquer les nombres\u00a0»"
        "\u00a0: un téléphone est fait de nombres."
    ) in said
