import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tremplin.text.compat import compat_steps
from tremplin.text.plan import Plan, WordStage, chain

pytestmark = pytest.mark.usefixtures("installed")

README = """
remove_non_string get_true_spaces to_lower remove_punct remove_numeric remove_stopwords remove_accents trim_string
remove_leading_and_ending_spaces
""".split()
STEM = [*README[:6], "stemmatize", *README[6:]]
DEFAULT = [
    *README[:2],
    *"to_lower_except_singleletters pe_matching remove_gender_synonyms remove_punct_except_parenthesis".split(),
    *STEM[4:],
]
NAMES = [name for name in compat_steps([]) if name != "lemmatize"]
PARTS = """
a A é É e\u0301 Σ ΑΣ İ ß - . / ( ) ' ’ , : * le la aujourd'hui soudeur/soudeuse (e) permis b B 12 ٣ www.x.fr
http://x.fr Nations \ue000 \ue001 \u200b \u302e \U0001d165 &nbsp;
""".split()
PARTS += [*" \n\t\u00a0\r\x1c\u2028\ud800", "  "]
TEXTS = st.one_of(st.text(st.characters()), st.lists(st.sampled_from(PARTS), max_size=10).map("".join))
FEW = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


def actions(names):
    steps = compat_steps(names)
    return [steps[name].make() for name in names]


def by_the_letter(names, texts):
    """Applies the steps one after the other, none promising anything."""
    steps = compat_steps([])
    return chain([steps[name].make() for name in names], texts)


def test_the_names_are_those_of_the_reference():
    assert len(compat_steps([])) == 21


@pytest.mark.parametrize("name", NAMES)
def test_examples(name):
    step = compat_steps([name])[name]
    for text, expected in step.examples:
        assert step.make().apply([text]) == [expected]
        assert step.name == name
        if step.idempotent:
            assert step.make().apply([expected]) == [expected]


@pytest.mark.parametrize(("names", "stages"), [(README, 1), (STEM, 1), (DEFAULT, 5)])
def test_usual_pipelines_work_once_per_word(names, stages):
    plan = Plan(actions(names))
    assert len(plan.stages) == stages
    assert isinstance(plan.stages[-1], WordStage)


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        (README, "Soudé(e) 35 h, l’été !\n\u00a0À Évry ", "soude e h ete evry"),
        (STEM, "Les grandes Nations", "le grand nation"),
        (DEFAULT, "Soudeur / soudeuse (H/F)  Permis B", "soudeur(h/f) permisb"),
        (DEFAULT, "soudeur / soudeuse (H/F) : Vitamine C", "soudeur(h/f) vitamin c"),
        (["trim_string", "remove_stopwords"], " x le  y ", "x  y"),
        (["get_true_spaces", "trim_string", "remove_accents"], "x \u0301 y", "x  y"),
    ],
)
def test_pipelines(names, text, expected):
    assert Plan(actions(names))([text]) == [expected]
    assert by_the_letter(names, [text]) == [expected]


@FEW
@given(st.lists(st.sampled_from(NAMES), max_size=8), st.lists(TEXTS, max_size=4))
@example(["stemmatize", "get_true_spaces", "remove_numeric", "stemmatize", "trim_string"], ["1 2  le\ta"])
@example(["get_true_spaces", "remove_numeric", "trim_string", "add_point", "remove_numeric"], ["12 a 34 b"])
@example(["get_true_spaces", "fix_text", "trim_string"], ["a&nbsp;&nbsp;b\n"])
@example(["get_true_spaces", "remove_punct", "trim_string"], ["a\ue000 ! b"])
def test_promises_change_nothing(names, texts):
    assert Plan(actions(names))(texts) == by_the_letter(names, texts)


@FEW
@given(st.sampled_from([README, STEM, DEFAULT]), st.lists(TEXTS, max_size=4))
def test_usual_pipelines_are_those_of_single_steps(names, texts):
    assert Plan(actions(names))(texts) == by_the_letter(names, texts)
