import pytest
from hypothesis import given
from hypothesis import strategies as st

from tremplin.text.action import Action, each, of_characters
from tremplin.text.numbering import Numbering
from tremplin.text.plan import CharacterStage, Plan, WordStage, batches, chain

LOWER = of_characters(str.lower, apply=str.lower, awkward="Σ")
PUNCT = of_characters(lambda c: c if c.isalnum() or c.isspace() else " ", collapses=True)
DOUBLE = each(lambda text: text + text)
DROP = Action(
    lambda texts: [" ".join(w for w in text.split() if w not in ("le", "la")) for text in texts],
    local=True,
    collapses=True,
)
DASH = each(lambda text: text.replace("e", "e-e"), local=True)
ACCENT = of_characters(lambda c: {"é": "e", "œ": "oe"}.get(c, c))
MARK = each(lambda text: text.replace("u", "\ue000\x85"), local=True)
RUNS = {
    "marks": [MARK, LOWER, PUNCT, MARK, DROP],
    "characters": [LOWER, ACCENT],
    "words": [LOWER, PUNCT, DROP],
    "late": [DASH, LOWER, PUNCT, ACCENT, DROP],
    "tidy": [LOWER, PUNCT],
    "mixed": [LOWER, DOUBLE, PUNCT, DROP, ACCENT],
    "local": [DASH, LOWER, DASH],
}
FRENCH = [
    "Le  CŒUR\nde l’Été, la SOUDURE !",
    "",
    "  ",
    "ΑΣ le",
    "a\ue000b \ue000",
    "\ud800 é",
    "x\x85y\x80 le",
]


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("fast", ["0", "1"])
@pytest.mark.parametrize("times", [1, 60])
def test_a_plan_does_what_the_chain_does(name, fast, times, monkeypatch):
    monkeypatch.setenv("TREMPLIN_FAST", fast)
    texts = [text * times for text in FRENCH] + ["Le soudeur (H/F) " * 40]
    plan = Plan(RUNS[name])
    assert plan(texts) == chain(RUNS[name], texts)
    assert plan(texts) == chain(RUNS[name], texts), "and again, from its memo"


@pytest.mark.parametrize("name", RUNS)
@given(texts=st.lists(st.text(st.characters(), max_size=40), max_size=5), times=st.sampled_from([1, 90]))
def test_of_any_text(name, texts, times):
    texts = [text * times for text in texts]
    assert Plan(RUNS[name])(texts) == chain(RUNS[name], texts)


def test_runs_are_fused():
    assert [type(stage) for stage in Plan(RUNS["characters"]).stages] == [CharacterStage]
    assert [type(stage) for stage in Plan(RUNS["words"]).stages] == [WordStage]
    assert [type(stage) for stage in Plan(RUNS["late"]).stages] == [WordStage]
    assert len(Plan(RUNS["mixed"]).stages) == 3


@pytest.mark.parametrize("fast", ["0", "1"])
@pytest.mark.parametrize("name", RUNS)
def test_numbers_are_those_of_the_words_that_are_left(name, fast, monkeypatch):
    monkeypatch.setenv("TREMPLIN_FAST", fast)
    texts = [text * 40 for text in FRENCH] * 3 + ["Été " * 900]
    plan, numbering = Plan(RUNS[name]), Numbering()
    for _ in range(2):
        numbers, sizes = plan.numbers(texts, numbering)
        expected = [text.split() for text in chain(RUNS[name], texts)]
        assert sizes.tolist() == [len(words) for words in expected]
        assert [numbering.strings[i] for i in numbers] == [word for words in expected for word in words]


def test_batches_hold_few_texts_and_few_characters():
    assert batches([]) == []
    assert [len(batch) for batch in batches(["a"] * 130)] == [64, 64, 2]
    assert [len(batch) for batch in batches(["a" * 150_000] * 3)] == [1, 1, 1]


def test_no_action_changes_nothing():
    assert Plan([])(["A  b"]) == ["A  b"]
