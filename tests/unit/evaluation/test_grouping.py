from __future__ import annotations

from tremplin.evaluation.grouping import default_grouping, one_level, rome_groups


def test_rome_codes_are_grouped_by_letter_and_domain():
    assert rome_groups("M1811") == ("M", "M18")
    assert default_grouping(["M1811", "A1101"]) is rome_groups


def test_other_classes_stay_on_one_level():
    assert one_level("divers") == ()
    assert default_grouping(["divers", "page_blanche"]) is one_level
    assert default_grouping(["11573", "M1811"]) is one_level
    assert default_grouping([]) is one_level


def test_one_stray_class_in_ten_does_not_hide_rome():
    assert default_grouping([*(f"A11{i:02d}" for i in range(9)), "autre"]) is rome_groups
