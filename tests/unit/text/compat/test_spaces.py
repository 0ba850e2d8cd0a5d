import pytest

from tremplin.text.compat.promises import Promise
from tremplin.text.compat.spaces import (
    add_point,
    add_space_around_special,
    get_true_spaces,
    remove_leading_and_ending_spaces,
    trim_string,
)

WEAK = Promise(local=False, tidied=False)
TIDIED = Promise(local=True, tidied=True)


def one(make, text, promise=WEAK):
    return make(promise).apply([text])[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("x \n y", "x   y"), ("x\u2003\x85y", "x  y"), ("\x1cx\x1f", " x "), ("\ufeffx\u200b", "\ufeffx\u200b")],
)
def test_true_spaces(text, expected):
    assert one(get_true_spaces, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x\t\ty", "x y"),
        ("x\ty", "x\ty"),
        ("x\v\fy", "x y"),
        ("x\n\n y", "x\n\n y"),
        ("x\u00a0\u00a0y", "x\u00a0\u00a0y"),
        ("\u3000x \x1fy\n", "x \x1fy"),
        ("   ", ""),
    ],
)
def test_trim(text, expected):
    assert one(trim_string, text) == expected


def test_trim_of_plain_spaces_is_the_same_when_tidied():
    assert one(trim_string, "  x  y z ", TIDIED) == one(trim_string, "  x  y z ") == "x y z"


def test_ends():
    assert one(remove_leading_and_ending_spaces, "\u2028 x  y\n") == "x  y"
    assert one(remove_leading_and_ending_spaces, "\u200bx") == "\u200bx"


@pytest.mark.parametrize(
    ("text", "expected"), [("x.\n", "x.\n."), ("x…", "x…."), ("...", "..."), ("  ", "  .")]
)
def test_point(text, expected):
    assert one(add_point, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'eau , l’eau", "l ' eau , l’eau"),
        ("x  ;  y", "x  ;  y"),
        ("x\n:\ny", "x : y"),
        (". ,", " .  , "),
        ("x..y", "x .  . y"),
        ("x!y?z", "x!y?z"),
    ],
)
def test_signs_apart(text, expected):
    assert one(add_space_around_special, text) == expected
