import pytest

from tremplin.text.compat.promises import Promise, promises

STRONG = Promise(local=True, tidied=True)


def test_a_usual_pipeline_is_tidied_throughout():
    names = ["get_true_spaces", "to_lower", "remove_numeric", "stemmatize", "remove_accents", "trim_string"]
    assert set(promises(names).values()) == {STRONG}


@pytest.mark.parametrize("name", ["stemmatize", "to_lower_except_singleletters"])
@pytest.mark.parametrize(
    "before", [[], ["to_lower"], ["get_true_spaces", "fix_text"], ["get_true_spaces", "<function>"]]
)
def test_cutting_at_plain_spaces_is_local_only_where_all_are_plain(name, before):
    assert not promises([*before, name])[name].local
    assert promises([*before, "get_true_spaces", name])[name].local


def test_the_weakest_place_counts():
    names = ["stemmatize", "get_true_spaces", "stemmatize", "trim_string"]
    assert not promises(names)["stemmatize"].local


@pytest.mark.parametrize(
    "names",
    [
        ["trim_string"],
        ["get_true_spaces", "trim_string", "remove_stopwords"],
        ["get_true_spaces", "trim_string", "remove_accents", "remove_leading_and_ending_spaces"],
        ["get_true_spaces", "remove_numeric", "trim_string", "add_point", "trim_string", "remove_numeric"],
    ],
)
def test_white_space_left_after_trimming_counts(names):
    assert not any(promise.tidied for promise in promises(names).values())


def test_only_the_run_that_ends_in_a_trim_is_tidied():
    found = promises(
        ["get_true_spaces", "remove_numeric", "pe_matching", "remove_punct", "trim_string", "to_lower"]
    )
    assert not found["remove_numeric"].tidied
    assert found["remove_punct"].tidied
    assert found["to_lower"].tidied
    assert not found["pe_matching"].local
