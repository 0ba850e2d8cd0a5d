from __future__ import annotations

import shlex

import pytest

from tremplin.text import TextPipeline
from tremplin.text.steps.registry import ORDER_ADVICE, STEPS
from tremplin.web.choice import Choice, in_order, moved


def test_words_become_the_option_of_their_step() -> None:
    choice = Choice(
        ("remove_words", "pseudonymise", "to_lower"), {"remove_words": " a, b;c\n,", "keep_words": "x"}
    )
    assert choice.options("remove_words") == {"words": ["a", "b", "c"]}
    assert choice.options("pseudonymise") == choice.options("to_lower") == {}
    assert choice.lacks() == ""
    assert Choice(("to_lower", "keep_words"), {"keep_words": " , "}).lacks() == "keep_words"


@pytest.mark.parametrize(
    "choice",
    [
        Choice(),
        Choice(("to_lower",)),
        Choice(("keep_words", "pseudonymise"), {"keep_words": "été, l\"a'b", "pseudonymise": "Le Goff"}),
    ],
)
def test_the_lines_do_the_same(choice: Choice) -> None:
    expected = TextPipeline(choice.pipeline()).transform(["L'ÉTÉ de M. Le Goff"])
    scope = {"textes": ["L'ÉTÉ de M. Le Goff"]}
    first, _, last = choice.python().split("\n")
    exec(first, scope)
    assert eval(last, scope) == expected
    words = shlex.split(choice.shell())
    assert words[:3] == ["tremplin", "text", "clean"]
    assert ("--steps" in words) == (choice != Choice())


def test_the_command_carries_the_options() -> None:
    words = shlex.split(Choice(("keep_words",), {"keep_words": "a b"}).shell())
    assert words[3:7] == ["--steps", "keep_words", "--set", 'keep_words.words=["a b"]']


def test_new_steps_go_where_they_usually_stand() -> None:
    assert in_order(["to_lower", "fix_text", "trim_string"], ["trim_string"]) == (
        "fix_text",
        "to_lower",
        "trim_string",
    )
    assert in_order(["trim_string", "to_lower"], ["trim_string", "remove_punct", "to_lower", "to_lower"]) == (
        "trim_string",
        "to_lower",
    )
    assert in_order(["nothing"], ["nothing"]) == ()
    assert in_order(list(STEPS), ()) == tuple(STEPS)


def test_the_usual_order_needs_no_advice() -> None:
    place = {name: rank for rank, name in enumerate(STEPS)}
    assert [a for a in ORDER_ADVICE if place[a.before] > place[a.after]] == []


def test_steps_move_by_one_and_not_past_the_end() -> None:
    assert moved(["a", "b", "c"], "b", -1) == ("b", "a", "c")
    assert moved(["a", "b", "c"], "b", 1) == ("a", "c", "b")
    assert moved(["a", "b"], "a", -1) == ("a", "b")
    assert moved(["a", "b"], "b", 1) == ("a", "b")
    assert moved(["a", "b"], "z", 1) == ("a", "b")
