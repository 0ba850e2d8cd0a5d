import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tremplin.base.errors import InvalidInputError
from tremplin.text.sentences import split_sentences, windows


@pytest.mark.parametrize(
    "sentences",
    [
        ["Poste en CDI.", "Vous serez formé !", "Prêt ?", "Postulez…"],
        ["Contacter M. Dupont ou Mme. Durand.", "Merci."],
        ["Réf. 123, n° 5, art. 12, tél. 06.12.34.56.78, env. 35 h."],
        ["Fruits, légumes, etc. et plus.", "Primes, tickets, etc.", "Vous aimez."],
        ["De 1.800,50 à 2.5 k€.", "Voir www.Exemple.fr/A.B ou a.B@exemple.fr."],
        ["Permis B.", "Vous conduisez."],
        ["Poste H.F.", "Urgent."],
        ["M. J. Dupont."],
        ["Il dit « oui. »", "Elle dit non (souvent).", "Et alors ?!"],
        ["On attend... puis on vend.", "Voilà…", "Début."],
        ["Compétences en Node.Js et ASP.Net."],
        ["1. Vendre.", "2. Ranger."],
    ],
)
def test_sentences(sentences):
    assert [s.text for s in split_sentences(" ".join(sentences))] == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Missions :\n- Vendre\n- Ranger\r\n\r\nProfil", ["Missions :", "Vendre", "Ranger", "Profil"]),
        ("• Vendre • Ranger ✓ Aimer", ["Vendre", "Ranger", "Aimer"]),
        ("un poste.Vous serez formé.L'équipe", ["un poste.", "Vous serez formé.", "L'équipe"]),
        ("Comptable F/H.Vos missions", ["Comptable F/H.", "Vos missions"]),
        ("35h.Salaire (fixe).Prime", ["35h.", "Salaire (fixe).", "Prime"]),
        ("-12 degrés\n* 3 postes", ["-12 degrés", "3 postes"]),
        ("S.A.R.L et http://x.fr.Suite", ["S.A.R.L et http://x.fr.Suite"]),
        ("voir a.Jean@x.fr", ["voir a.Jean@x.fr"]),
        ("!!! ... •\n", []),
        ("", []),
    ],
)
def test_breaks(text, sentences):
    assert [s.text for s in split_sentences(text)] == sentences


PARTS = (
    "a",
    "B",
    ".",
    "!",
    "…",
    " ",
    "\n",
    "•",
    "-",
    "M",
    "etc",
    "é",
    "e\u0301",
    "1",
    "«",
    "»",
    "(",
    ")",
    "@",
    "\u00a0",
    "://",
    "\ud800",
)


@given(st.one_of(st.text(st.characters()), st.lists(st.sampled_from(PARTS), max_size=20).map("".join)))
def test_every_letter_is_in_one_sentence(text):
    sentences = split_sentences(text)
    done = 0
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip()
        assert not any(map(str.isalnum, text[done : sentence.start]))
        assert sentence.start >= done
        done = sentence.end
    assert not any(map(str.isalnum, text[done:]))


@pytest.mark.parametrize("pattern", ["a", ".", "(", "/", ". ", "M. ", "a.", "- ", "1. ", "\n", "« "])
def test_long_texts_take_linear_time(pattern):
    start = time.process_time()
    split_sentences(pattern * (300_000 // len(pattern)))
    assert time.process_time() - start < 2


@given(st.lists(st.text(max_size=3), max_size=30), st.integers(1, 8), st.data())
def test_windows_skip_nothing(tokens, size, data):
    step = data.draw(st.integers(1, size))
    found = windows(tokens, size, step)
    starts = [number * step for number in range(len(found))]
    assert found == [tokens[start : start + size] for start in starts]
    assert {i for start in starts for i in range(start, min(start + size, len(tokens)))} == set(
        range(len(tokens))
    )
    assert len(found) <= 1 or len(found[-2]) == size


@pytest.mark.parametrize(
    ("size", "step", "message"), [(0, 1, "size is 1"), (2, 3, "step is from 1"), (2, 0, "got 0")]
)
def test_windows_out_of_range_are_refused(size, step, message):
    with pytest.raises(InvalidInputError, match=message):
        windows(["a"], size, step)
