import pytest

from tremplin.text.steps.registry import ORDER_ADVICE, STEPS

NAMED_BY_THE_ISSUE = """
notnull remove_non_string get_true_spaces to_lower to_lower_except_singleletters pe_matching remove_punct
remove_punct_except_parenthesis remove_numeric remove_stopwords remove_accents remove_gender_synonyms lemmatize
stemmatize trim_string remove_leading_and_ending_spaces add_point add_space_around_special replace_urls
replace_urls_with_domains fix_text
""".split()


def test_every_name_is_there():
    assert set(NAMED_BY_THE_ISSUE) <= set(STEPS)
    assert all(name == step.name for name, step in STEPS.items())
    assert all(step.examples for step in STEPS.values())


def test_advice_names_steps_once_and_never_both_ways():
    pairs = [(advice.before, advice.after) for advice in ORDER_ADVICE]
    assert len(pairs) == len(set(pairs))
    assert {name for pair in pairs for name in pair} <= set(STEPS)
    assert not {(after, before) for before, after in pairs} & set(pairs)
    assert all(advice.reason for advice in ORDER_ADVICE)


def test_the_order_of_the_steps_follows_the_advice():
    order = list(STEPS)
    assert [a for a in ORDER_ADVICE if order.index(a.before) > order.index(a.after)] == []


@pytest.mark.parametrize("step", STEPS.values(), ids=list(STEPS))
def test_unknown_options_are_refused(step):
    with pytest.raises(TypeError):
        step.make(inconnue=1)
