import pyarrow as pa
import pyarrow.parquet as pq

from tremplin.products.jobs.vocabulary import allowed_stems, company_words, read_names

TEXTS = ["La société Vasteloup recrute Mme Kowalczyk, soudeur Kubernetes chez Vasteloup, bateau"] * 6


def test_names_and_companies_stay_out():
    names = frozenset({"kowalczyk", "bateau"})
    stems = allowed_stems(TEXTS, ["a", "b", "c"] * 2, ["soudeur"], names=names)
    assert "soudeur" in stems
    assert any(stem.startswith("kubern") for stem in stems)
    assert "bateau" in stems, "a name that is a French word stays"
    assert not {stem for stem in stems if stem.startswith(("kowal", "vastel"))}


def test_words_of_few_offers_or_sources_stay_out():
    assert "navir" not in allowed_stems(["navire"] * 9, ["a", "b"] * 4 + ["a"], [], names=frozenset())
    assert "navir" not in allowed_stems(["navire"] * 4, ["a", "b", "c", "d"], [], names=frozenset())
    assert "navir" in allowed_stems(["navire"] * 5, ["a", "b", "c", "c", "c"], [], names=frozenset())


def test_companies_are_found():
    assert company_words(["Rejoignez le Groupe Vasteloup"]) == {"vasteloup"}
    assert company_words(["vous travaillez chez nous"]) == frozenset()


def test_names_are_read(tmp_path):
    pq.write_table(pa.table({"nom": ["LE GOFF", None]}), tmp_path / "insee_noms_list.parquet")
    pq.write_table(pa.table({"prenom": ["Zoé"]}), tmp_path / "insee_prenoms_freq.parquet")
    assert read_names(tmp_path) == {"le", "goff", "zoe"}
