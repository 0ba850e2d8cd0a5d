import Stemmer
from hypothesis import given
from hypothesis import strategies as st

from tremplin.text.compat.promises import Promise
from tremplin.text.compat.stemmer import old_stem
from tremplin.text.compat.stems import stem_words, stemmatize

ENDINGS = """
a ai ais aient ait ante asse atif atrice ateur ation aux e eaux é ées ement ements emment amment ence ent er era ette
enne elle euse euses eux eur iaient ic ier ière if ie ion iqu isme iste issement issons it ité ité ités iv logie ment
ments ons oux ré s sion tion usion y ë ç guë qu
""".split()
WORDS = st.one_of(
    st.text("abcdefghilmnopqrstuvyéèêàâîïëç'", max_size=10),
    st.tuples(st.text("bclmnprstvaeiouyé", max_size=5), st.lists(st.sampled_from(ENDINGS), max_size=3)).map(
        lambda parts: parts[0] + "".join(parts[1])
    ),
    st.text(max_size=8),
)


@given(st.lists(WORDS, max_size=30))
def test_the_fast_way_makes_the_stems_of_the_old_algorithm(words):
    assert stem_words(words) == [old_stem(word.lower()) for word in words]


def test_another_version_of_the_algorithm_is_not_trusted(monkeypatch):
    monkeypatch.setattr(Stemmer, "version", lambda: "9.0")
    monkeypatch.setattr(Stemmer, "Stemmer", None)
    assert stem_words(["Étudiantes", "nation"]) == ["étudi", "nation"]


def test_texts_are_cut_at_plain_spaces():
    stems = stemmatize(Promise(local=False, tidied=False)).apply
    assert stems(["Les  grandes\tnations ", "", "NATIONS", " "]) == ["le  grandes\tn ", "", "nation", " "]
    assert stems(["nations", "nations", "\ud800"]) == ["nation", "nation", "\ud800"]
    assert stems([]) == []
