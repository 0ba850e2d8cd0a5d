import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.text import STEPS, TextPipeline
from tremplin.text.checks import check_text_transformer

SEED = ["remove_non_string", "to_lower", "remove_punct", "remove_stopwords"]


def test_a_misspelt_step_names_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'to_lower'"):
        TextPipeline(["to_lowr"]).transform(["a"])


def test_a_value_that_is_no_text_is_named_by_its_row():
    with pytest.raises(InvalidInputError, match=r"row 1 is float.*remove_non_string"):
        TextPipeline(["to_lower"]).transform(["a", 1.5])


@pytest.mark.parametrize(
    ("bad", "message"), [(np.zeros((2, 2)), "1-D"), (3, "expected a str"), ({"a": 1}, "expected a str")]
)
def test_other_containers_are_refused(bad, message):
    with pytest.raises(InvalidInputError, match=message):
        TextPipeline(SEED).transform(bad)


def test_steps_given_as_one_string_are_refused():
    with pytest.raises(InvalidInputError, match=r"\['to_lower'\]"):
        TextPipeline("to_lower").transform("A")


def test_seed_steps():
    assert TextPipeline(SEED).transform("Le Soudeur, à l'ARC !") == "soudeur arc"


def test_accents_leave_case_alone():
    assert TextPipeline(["remove_accents"]).transform("Élève Œuvre çà") == "Eleve OEuvre ca"


def test_container_in_is_container_out():
    steps = TextPipeline(SEED)
    assert steps.transform(("A b",)) == ("b",)
    assert steps.transform([None, "Pizza !"]) == ["", "pizza"]
    array = steps.transform(np.array(["Pizza !"], dtype=object))
    assert isinstance(array, np.ndarray)
    series = steps.transform(pd.Series(["Pizza !", None], index=[4, 9], name="offre"))
    assert series.name == "offre"
    assert series.to_dict() == {4: "pizza", 9: ""}


def test_nulls_stay_null_unless_a_step_empties_them():
    assert TextPipeline(["to_lower"]).transform(["A", None]) == ["a", None]
    assert TextPipeline(["notnull", "to_lower"]).transform(["A", None, float("nan")]) == ["a", "", ""]
    assert TextPipeline(["remove_non_string"]).transform(["A", None, 3, b"x"]) == ["A", "", "", ""]
    with pytest.raises(InvalidInputError, match="row 1 is int"):
        TextPipeline(["notnull"]).transform(["A", 3])


def test_a_string_that_looks_like_a_file_is_a_text():
    assert TextPipeline(["to_lower"]).transform("OFFRES.CSV") == "offres.csv"


def test_a_generator_is_read_as_it_goes():
    read = []

    def texts():
        for i in range(5):
            read.append(i)
            yield f"Texte {i}"

    found = TextPipeline(["to_lower"], chunk_size=2).transform(texts())
    assert read == []
    assert next(found) == "texte 0"
    assert read == [0, 1]
    assert list(found) == ["texte 1", "texte 2", "texte 3", "texte 4"]


def test_a_bad_value_in_a_generator_is_named_by_its_row():
    with pytest.raises(InvalidInputError, match="row 3 is int"):
        list(TextPipeline(["to_lower"], chunk_size=2).transform(iter(["a", "b", "c", 4])))


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_chunks_and_processes_change_nothing(n_jobs):
    texts = [f"Le soudeur n° {i} !" for i in range(25)]
    whole = TextPipeline(SEED).transform(texts)
    assert TextPipeline(SEED, chunk_size=10, n_jobs=n_jobs).transform(texts) == whole


def test_chunk_size_must_be_a_number_of_texts():
    with pytest.raises(InvalidInputError, match="chunk_size is 0"):
        TextPipeline(SEED, chunk_size=0).transform(["a"])


def test_options_and_functions_are_steps():
    steps = [("remove_stopwords", {"add": ["pizza"]}), str.upper]
    assert TextPipeline(steps).transform("la pizza du soir") == "SOIR"
    with pytest.raises(InvalidInputError, match=r"'to_lower' does not take these options.*'ad'"):
        TextPipeline([("to_lower", {"ad": 1})]).transform("a")


def test_order_advice_is_warned_raised_or_ignored():
    steps = ["remove_punct", "replace_urls"]
    with pytest.warns(UserWarning, match="'replace_urls' should come before 'remove_punct'"):
        TextPipeline(steps).transform("a")
    with pytest.raises(InvalidInputError, match="order='ignore'"):
        TextPipeline(steps, order="raise").transform("a")
    assert TextPipeline(steps, order="ignore").transform("a") == "a"
    with pytest.raises(UnknownNameError, match="'raise'"):
        TextPipeline(steps, order="rais").transform("a")


def test_the_default_steps_clean_an_offer():
    text = "Chargé / Chargée de clientèle (H/F)\nPermis B exigé, 35 h"
    assert "permisb" in TextPipeline().transform(text).split()
    assert TextPipeline().transform(text).startswith("charg")


def test_it_keeps_the_promises_of_scikit_learn():
    check_text_transformer(TextPipeline())
    check_text_transformer(TextPipeline(SEED, chunk_size=2))


def test_steps_can_be_searched():
    texts, labels = ["PAIN", "PAIN", "TUBE", "pain", "pain", "tube"], [0, 0, 1, 0, 0, 1]
    model = make_pipeline(TextPipeline(), CountVectorizer(lowercase=False), MultinomialNB())
    grid = GridSearchCV(model, {"textpipeline__steps": [["remove_punct"], ["to_lower"]]}, cv=KFold(2))
    grid.fit(texts, labels)
    assert grid.best_params_["textpipeline__steps"] == ["to_lower"]


def test_it_works_on_a_column_of_a_table():
    frame = pd.DataFrame({"titre": ["Le PAIN", "Un TUBE"], "lieu": ["Lyon", "Metz"]})
    made = make_pipeline(TextPipeline(["to_lower"]), CountVectorizer(lowercase=False))
    found = ColumnTransformer([("titre", made, "titre")]).fit_transform(frame)
    assert found.shape == (2, 4)


def test_set_output_gives_a_table():
    made = TextPipeline(["to_lower"]).set_output(transform="pandas")
    found = made.fit_transform(pd.DataFrame({"titre": ["A", "B"]}, index=[3, 4]))
    assert found.to_dict() == {"titre": {3: "a", 4: "b"}}


def test_it_is_an_estimator():
    copy = clone(TextPipeline(SEED))
    assert copy.get_params()["steps"] == SEED
    assert make_pipeline(copy).fit_transform(["Pizza !"]) == ["pizza"]


def test_a_function_ends_what_compatible_steps_promise(monkeypatch):
    seen = []

    def steps(names):
        seen.extend(names)
        return STEPS

    monkeypatch.setattr("tremplin.text.compat.compat_steps", steps)
    TextPipeline(["get_true_spaces", str.title, ("trim_string", {})], wnf_compat=True).fit()
    assert seen == ["get_true_spaces", "<function>", "trim_string"]
