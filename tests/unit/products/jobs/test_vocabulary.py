import pyarrow as pa
import pyarrow.parquet as pq

from tremplin.products.jobs.vocabulary import WordLists, allowed_stems, company_words

TEXTS = ["La société Vasteloup recrute Mme Kowalczyk, soudeur Kubernetes chez Vasteloup, bateau"] * 6


def test_names_and_companies_stay_out():
    lists = WordLists(frozenset({"kowalczyk", "bateau"}))
    stems = allowed_stems(TEXTS, ["a", "b", "c"] * 2, ["soudeur"], lists=lists)
    assert "soudeur" in stems
    assert any(stem.startswith("kubern") for stem in stems)
    assert "bateau" in stems, "a name that is a French word stays"
    assert not {stem for stem in stems if stem.startswith(("kowal", "vastel"))}


def test_words_of_few_offers_or_sources_stay_out():
    assert "navir" not in allowed_stems(["navire"] * 9, ["a", "b"] * 4 + ["a"], [], lists=WordLists())
    assert "navir" not in allowed_stems(["navire"] * 4, ["a", "b", "c", "d"], [], lists=WordLists())
    assert "navir" in allowed_stems(["navire"] * 5, ["a", "b", "c", "c", "c"], [], lists=WordLists())


def test_companies_are_found():
    assert company_words(["Rejoignez le Groupe Vasteloup"]) == {"vasteloup"}
    assert company_words(["vous travaillez chez nous"]) == frozenset()


def test_a_name_that_is_a_skill_stays():
    lists = WordLists(frozenset({"jenkins", "kowalczyk"}), frozenset({"jenkins"}))
    stems = allowed_stems(["Jenkins Kowalczyk"] * 5, ["a", "b", "c", "c", "c"], [], lists=lists)
    assert stems == {"jenkin"}


def test_known_employers_stay_out():
    assert allowed_stems(["Capgemini"] * 5, ["a", "b", "c", "c", "c"], [], lists=WordLists()) == frozenset()


def test_lists_are_read(tmp_path):
    def write(file, **columns):
        path = tmp_path / file
        path.parent.mkdir(exist_ok=True)
        pq.write_table(pa.table(columns), path)

    write("mail/insee_noms_list.parquet", nom=["LE GOFF", None])
    write("mail/insee_prenoms_freq.parquet", prenom=["Zoé"])
    write("esco/v112_occupations_fr.parquet", PREFERREDLABEL=["soudeur"], ALTLABELS=["soudeuse"])
    write("esco/v112_skill_groups_fr.parquet", PREFERREDLABEL=["soudage"], ALTLABELS=[None])
    write("esco/v1_0_skills_fr.parquet", preferredLabel=["Jenkins (outil)"], altLabels=[""])
    lists = WordLists.read(tmp_path)
    assert lists.names == {"le", "goff", "zoe"}
    assert lists.lexicon == {"soudeur", "soudeuse", "soudage", "jenkins", "outil"}
