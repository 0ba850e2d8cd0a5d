import sys
import unicodedata

import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.text.compat import characters
from tremplin.text.compat.promises import Promise

WEAK = Promise(local=False, tidied=False)


def one(make, text, **options):
    return make(WEAK, **options).apply([text])[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ÉTÉ À I. J", "été À i. J"),
        ("\u00a0A\u00a0 (B)", "\u00a0a\u00a0 (b)"),
        ("ΑΣ Σ İ", "ας Σ İ"),
        ("İA A", "i\u0307a A"),
        ("X Y  Z", "X Y  Z"),
        ("ÀB À", "àb À"),
        ("", ""),
    ],
)
def test_single_letters_keep_their_case(text, expected):
    assert one(characters.to_lower_except_singleletters, text) == expected


def test_threshold():
    assert one(characters.to_lower_except_singleletters, "A BC DEF", threshold=3) == "A BC def"
    with pytest.raises(InvalidInputError, match="threshold is 1; give at least 2"):
        characters.to_lower_except_singleletters(WEAK, threshold=1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x_y\u200bz", "x y z"),
        ("e\u0301", "e "),
        ("½ Ⅳ 1º", "½ Ⅳ 1º"),
        ("\ud800 😀\ufe0f", "    "),
        ("x\n\ty", "x\n\ty"),
    ],
)
def test_punctuation(text, expected):
    assert one(characters.remove_punct, text) == expected


def test_punctuation_kept_or_replaced():
    assert one(characters.remove_punct_except_parenthesis, "{x} (y/z) \\") == " x  (y/z)  "
    assert one(characters.remove_punct, "x-y", by="") == "xy"


def test_numbers():
    assert one(characters.remove_numeric, "1 000,5 ٣²") == "   ,  ٣²"
    assert one(characters.remove_numeric, "12-3", by="#\\1") == "#\\1-#\\1"


@pytest.mark.parametrize("by", ["\n", "\u00a0", None])
def test_other_white_space_is_refused(by):
    for make in (characters.remove_punct, characters.remove_numeric):
        with pytest.raises(InvalidInputError, match="give a text without other white space"):
            make(WEAK, by=by)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Å \u212b", "A A"),
        ("œ ø ł ı ﬁ", "œ ø ł ı ﬁ"),
        ("\uac00", "\u1100\u1161"),
        ("İ", "I"),
        ("\u3099x", "x"),
    ],
)
def test_accents(text, expected):
    assert one(characters.remove_accents, text) == expected


def test_marks_that_unicode_orders_are_known():
    action = characters.remove_accents(WEAK)
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.combining(character) == 0 and not unicodedata.decomposition(character):
            continue
        parts = unicodedata.normalize("NFD", character)
        kept = [part for part in parts if unicodedata.category(part) != "Mn"]
        if any(map(unicodedata.combining, kept)):
            assert character in action.awkward, f"U+{code:04X} is missing"
    assert action.apply(["\u302e\U0001d165"]) == ["\U0001d165\u302e"]


def test_ftfy():
    assert one(characters.fix_text, "Ã©tÃ© « ’ »") == "été « ' »"
    assert one(characters.fix_text, "’", uncurl_quotes=False) == "’"
    with pytest.raises(InvalidInputError, match="options of ftfy"):
        characters.fix_text(WEAK, colour="red")
