import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tremplin.text import WordReader, fold


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("Développeur C++ / C# (H/F)", ["developpeur", "c++", "c#"]),
        ("l'aide à domicile", ["aid", "domicil"]),
        ("Chargé·e d’affaires", ["charg", "affair"]),
        ("", []),
        ("😀 …", []),
    ],
)
def test_words(text, stems):
    assert [word.stem for word in WordReader().words(text)] == stems


@given(st.text(max_size=200))
def test_offsets_point_at_the_words(text):
    for word in WordReader().words(text):
        assert 0 <= word.start < word.end <= len(text)
        assert WordReader().stem(text[word.start : word.end]) == word.stem


def test_decomposed_accents_are_one_word():
    assert [word.stem for word in WordReader().words("e\u0301leve")] == ["elev"]


@given(st.text(max_size=100))
@example("𝑨")
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
