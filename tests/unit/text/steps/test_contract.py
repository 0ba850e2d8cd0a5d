"""What every step promises, checked for each of them."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tremplin.base.errors import InvalidInputError
from tremplin.text.plan import Plan, chain
from tremplin.text.steps.registry import STEPS

ACTIONS = {name: step.make() for name, step in STEPS.items()}
ACTIONS |= {
    "remove_punct, keep": STEPS["remove_punct"].make(keep="()+#'"),
    "remove_numeric, by": STEPS["remove_numeric"].make(by="#"),
    "remove_stopwords, short": STEPS["remove_stopwords"].make(base="short", add=["poste", "rendez-vous"]),
    "replace_urls, by": STEPS["replace_urls"].make(by="<URL>"),
    "keep_words, some": STEPS["keep_words"].make(words=["école", "rendez-vous", "l'a"]),
    "remove_words, some": STEPS["remove_words"].make(words=["école", "rendez-vous", "H/F", "s"]),
    "expand_abbreviations, own": STEPS["expand_abbreviations"].make(table={"E": "est ouest", "é": ""}),
    "pseudonymise, names": STEPS["pseudonymise"].make(names=["Élève", "Jean Dupont", "E"]),
}
TRIM = STEPS["trim_string"].make()
PARTS = (
    " ", "\n", "\u00a0", "\t", "a", "e", "E", "é", "e\u0301", "Σ", "ς", "ΑΣ", "İ", "ß", "ʼ", "’", "'", "-", ".", "/",
    "(", ")", "(e)", "/se", "·ne", "-e-s", "(H/F)", "H/F", "chargé", "Vendeur", "Vendeuse", "technicien", "l'", "qu’",
    "le", "École", "aujourd'hui", "rendez-vous", "C++", "@", "a@b.fr", "www.", "http://", "x.fr", "0", "06", " 12",
    "1 85 05 78 006 084 36", "1234567A", "M. ", "Mme ", "Dupont", "<", ">", "<p>", "</p>", "<!--", "-->", "<script>",
    "&", "&amp;", "&#1;", "&#55296;", "😀", "\u200d", "\ufe0f", "\u200b", "\ue000", "\ud800", "\x1c", "\x85", "°", "_",
    "RH", "R&D", "permis", " B", "½", "²", "한", "ᄒ", "ᅡ", "\u0345", "ﬁ", "»", "«", "[", "]", "www.www.", "+33",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(),
    st.text(st.characters()),
    st.lists(st.sampled_from(PARTS), max_size=12).map("".join),
)
EACH = pytest.mark.parametrize("action", ACTIONS.values(), ids=list(ACTIONS))
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def one(action, text):
    return action.apply([text])[0]


@pytest.mark.parametrize(
    ("step", "text", "expected"),
    [(step, *example) for step in STEPS.values() for example in step.examples],
    ids=lambda value: getattr(value, "name", None),
)
def test_examples(step, text, expected):
    assert one(step.make(), text) == expected


@EACH
@FEW
@given(st.lists(TEXTS, max_size=3))
def test_as_many_texts_come_out(action, texts):
    done = action.apply(texts)
    assert len(done) == len(texts)
    assert all(type(text) is str for text in done)
    assert done == [one(action, text) for text in texts]


@pytest.mark.parametrize("name", [name for name, step in STEPS.items() if step.idempotent])
@FEW
@given(TEXTS)
def test_twice_is_once(name, text):
    done = one(ACTIONS[name], text)
    assert one(ACTIONS[name], done) == done


@pytest.mark.parametrize("name", [name for name, action in ACTIONS.items() if action.local])
@FEW
@given(text=TEXTS)
def test_local_actions_may_be_done_chunk_by_chunk(name, text):
    action = ACTIONS[name]
    pieces = " ".join(action.apply(text.split()))
    assert one(action, text).split() == pieces.split()


@EACH
@FEW
@given(texts=st.lists(TEXTS, max_size=3))
def test_a_plan_agrees_with_the_chain(action, texts):
    assert Plan([action, TRIM])(texts) == chain([action, TRIM], texts)


@pytest.mark.parametrize("name", [name for name, action in ACTIONS.items() if action.collapses])
@FEW
@given(text=TEXTS)
def test_what_collapses_leaves_single_spaces(name, text):
    done = one(ACTIONS[name], text)
    assert done == " ".join(done.split())


@pytest.mark.parametrize("name", [name for name, action in ACTIONS.items() if action.character])
@FEW
@given(text=TEXTS)
def test_characters_are_treated_one_by_one(name, text):
    action = ACTIONS[name]
    if action.awkward.intersection(text):
        return
    expected = "".join(map(action.character, text))
    assert one(action, text) == (" ".join(expected.split()) if action.collapses else expected)


@pytest.mark.parametrize("name", [name for name, step in STEPS.items() if step.keeps_spaces])
def test_spaces_are_kept_where_promised(name):
    if name in ("add_point", "get_true_spaces", "remove_leading_and_ending_spaces"):
        return
    text = "  deux \n\n mots\tdoux "
    done = one(ACTIONS[name], text)
    assert [character for character in done if character.isspace()] == [c for c in text if c.isspace()]


@pytest.mark.parametrize("text", ["a", "é", "(", "/"])
@pytest.mark.parametrize("name", STEPS)
def test_a_token_of_a_million_characters_takes_linear_time(name, text):
    start = time.process_time()
    one(ACTIONS[name], text * 1_000_000)
    assert time.process_time() - start < 2


HOSTILE = (
    "<", "<a ", '<a "', '<a ">', "<!--", "<script>", "&", "&#", "-", ".", "@", "a@", "a.", "a-", "'", "l'", "http://",
    "www.", "1", "1 ", "M. ", "M. A", "(e", "a(e)", "é/e", "Jean ", "A", "[", "vendeur / ", "H/F ",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("pattern", HOSTILE)
@pytest.mark.parametrize("name", STEPS)
def test_hostile_repetitions_take_linear_time(name, pattern):
    def seconds(size):
        start = time.process_time()
        one(ACTIONS[name], pattern * (size // len(pattern)))
        return time.process_time() - start

    short, long = seconds(50_000), seconds(400_000)
    assert long < max(24 * short, 1), "eight times the text takes eight times as long, not sixty-four"


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("remove_punct", {"keep": ["("]}, "keep is the characters"),
        ("remove_numeric", {"by": None}, "by is the text"),
        ("replace_urls", {"by": 1}, "by is the text"),
        ("mask_emails", {"by": 1}, "by is the text"),
        ("mask_phones", {"by": None}, "by is the text"),
        ("mask_numbers", {"by": b""}, "by is the text"),
    ],
)
def test_options_of_another_type_are_refused(name, options, message):
    with pytest.raises(InvalidInputError, match=message):
        STEPS[name].make(**options)
