from __future__ import annotations

from typing import Any

import pytest

from tremplin.web.explanation import Segment, causes, percent, segments


def reason(text: str, contribution: float, start: int | None = None, field: str = "text") -> dict[str, Any]:
    end = None if start is None else start + len(text)
    return {"text": text, "contribution": contribution, "field": field, "start": start, "end": end}


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (0.0, "moins de 1\u202f%"),
        (0.01, "1\u202f%"),
        (0.424, "42\u202f%"),
        (0.99, "99\u202f%"),
        (1.0, "plus de 99\u202f%"),
    ],
)
def test_a_score_in_french(score: float, text: str) -> None:
    assert percent(score) == text


def test_causes_come_strongest_first_in_words() -> None:
    found = causes([reason("un peu", 0.2), reason("fort", 2.0), reason("contre", -0.8), reason("rien", 0.01)])
    assert [(cause.text, cause.effect) for cause in found] == [
        ("fort", "compte beaucoup pour"),
        ("contre", "compte contre"),
        ("un peu", "compte un peu pour"),
    ]


def test_causes_are_few() -> None:
    assert len(causes([reason("x", 1.0)] * 20)) == 8


def test_without_weight_nothing_counts() -> None:
    assert causes([]) == causes([reason("a", 0.0)]) == []


def test_the_text_is_cut_where_its_weight_changes() -> None:
    found = segments("la pizza au four", "text", [reason("pizza", 2.0, 3), reason("four", -0.2, 12)])
    assert found == [
        Segment("la "),
        Segment("pizza", "pour", 3),
        Segment(" au "),
        Segment("four", "contre", 1),
    ]


def test_overlapping_spans_add_up() -> None:
    found = segments("four à bois", "text", [reason("four", 1.0, 0), reason("four à bois", 1.0, 0)])
    assert found == [Segment("four", "pour", 3), Segment(" à bois", "pour", 3)] or found == [
        Segment("four à bois", "pour", 3)
    ]


def test_opposite_spans_cancel_out() -> None:
    found = segments("four", "text", [reason("four", 1.0, 0), reason("four", -1.0, 0)])
    assert found == [Segment("four")]


def test_other_fields_and_causes_without_a_span_are_not_marked() -> None:
    reasons = [reason("four", 1.0, 0, field="title"), reason("usual", 1.0)]
    assert segments("four", "text", reasons) == [Segment("four")]


def test_spans_beyond_the_text_harm_nothing() -> None:
    reasons = [reason("four and more", 1.0, 0), reason("", 1.0, 2), reason("x", 1.0, 99)]
    assert segments("four", "text", reasons) == [Segment("four", "pour", 3)]
    assert segments("", "text", reasons) == []


def test_the_pieces_give_back_a_short_text() -> None:
    text = "préparer la pâte, cuire la pizza au four"
    reasons = [reason("pâte", 0.5, 12), reason("cuire la pizza", 1.5, 18), reason("pizza", -1.0, 27)]
    assert "".join(piece.text for piece in segments(text, "text", reasons)) == text


def test_long_stretches_that_did_not_count_are_shortened() -> None:
    text = "a" * 2_000 + "four" + "b" * 2_000 + "four" + "c" * 2_000
    found = segments(text, "text", [reason("four", 1.0, 2_000), reason("four", 1.0, 4_004)])
    assert [piece.text for piece in found] == [
        "[…] " + "a" * 160,
        "four",
        "b" * 160 + " […] " + "b" * 160,
        "four",
        "c" * 160 + " […]",
    ]
    assert segments("x" * 1_000, "text", []) == [Segment("x" * 160 + " […]")]


def test_a_text_of_many_marks_is_cut() -> None:
    text = "four un " * 1_000
    found = segments(text, "text", [reason("four", 1.0, 8 * place) for place in range(1_000)])
    assert len(found) == 151
    assert found[-1] == Segment(" […]")
