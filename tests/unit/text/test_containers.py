import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from tremplin.base.errors import InvalidInputError, UnknownNameError
from tremplin.text.containers import columns_of

TEXTS = ["Soudeur", None, "Boulangère"]


def upper(X, names=None):
    columns, whole = columns_of(X, names)
    done = [c.rebuild([v.upper() if isinstance(v, str) else v for v in c.values]) for c in columns]
    return whole(done)


@pytest.mark.parametrize("X", ["offre.csv", "a"])
def test_a_string_is_a_text(X):
    assert upper(X) == X.upper()


@pytest.mark.parametrize("made", [list, tuple])
def test_lists_and_tuples(made):
    assert upper(made(TEXTS)) == made(["SOUDEUR", None, "BOULANGÈRE"])


@pytest.mark.parametrize("shape", [(3,), (3, 1)])
def test_arrays_keep_their_shape(shape):
    found = upper(np.array(TEXTS, dtype=object).reshape(shape))
    assert found.shape == shape
    assert found.dtype == object
    assert found.ravel().tolist() == ["SOUDEUR", None, "BOULANGÈRE"]


def test_pandas_keeps_index_name_nulls_and_dtype():
    series = pd.Series(TEXTS, index=[4, 9, 2], name="titre", dtype="string")
    found = upper(series)
    assert found.index.tolist() == [4, 9, 2]
    assert found.name == "titre"
    assert found.dtype == series.dtype
    assert found.isna().tolist() == [False, True, False]


def test_tables_change_only_the_named_columns():
    frame = pd.DataFrame({"titre": ["a"], "lieu": ["b"], "n": [1]}, index=[7])
    assert upper(frame, ["titre"]).to_dict("list") == {"titre": ["A"], "lieu": ["b"], "n": [1]}
    assert upper(frame).to_dict("list") == {"titre": ["A"], "lieu": ["B"], "n": [1]}
    assert frame["titre"].tolist() == ["a"]
    polar = upper(pl.DataFrame({"titre": ["a", None], "n": [1, 2]}))
    assert polar.to_dict(as_series=False) == {"titre": ["A", None], "n": [1, 2]}
    table = upper(pa.table({"titre": ["a", None], "n": [1, 2]}), ["titre"])
    assert table.to_pydict() == {"titre": ["A", None], "n": [1, 2]}


def test_polars_and_arrow_keep_their_types():
    series = upper(pl.Series("titre", TEXTS))
    assert isinstance(series, pl.Series)
    assert series.name == "titre"
    assert series.to_list() == ["SOUDEUR", None, "BOULANGÈRE"]
    for array in (
        pa.array(TEXTS),
        pa.array(TEXTS, pa.large_string()),
        pa.chunked_array([TEXTS[:1], TEXTS[1:]]),
    ):
        found = upper(array)
        assert type(found) is type(array)
        assert found.type == array.type
        assert found.to_pylist() == ["SOUDEUR", None, "BOULANGÈRE"]


@pytest.mark.parametrize(
    ("X", "names", "message"),
    [
        (3, None, "expected a str, list"),
        ({"a": "b"}, None, "got dict"),
        (np.zeros((2, 2)), None, r"shape \(2, 2\)"),
        (["a"], ["titre"], "list has none"),
        (pd.Series(["a"]), ["titre"], "Series has none"),
        (pl.Series(["a"]), ["titre"], "Series has none"),
        (pa.array(["a"]), ["titre"], "StringArray has none"),
        (pd.Index(["a"]), None, "got Index"),
        (pl.LazyFrame({"a": ["b"]}), None, "got LazyFrame"),
        (pa.scalar("a"), None, "got StringScalar"),
        (pd.DataFrame({"n": [1]}), None, "no column of texts among n"),
    ],
)
def test_other_input_is_refused(X, names, message):
    with pytest.raises(InvalidInputError, match=message):
        columns_of(X, names)


@pytest.mark.parametrize("table", [pd.DataFrame, pl.DataFrame, pa.table])
def test_an_unknown_column_names_the_nearest(table):
    with pytest.raises(UnknownNameError, match="'titre'"):
        columns_of(table({"titre": ["a"]}), ["titr"])
