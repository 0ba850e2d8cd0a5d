import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tremplin.base.errors import InvalidInputError, NotFoundError, UnknownNameError
from tremplin.products.jobs.corpus import read_offers, rome_corpus

GOOD = {"title": ["Soudeur"], "description": [None], "rome_code": ["H2913"]}


def write(tmp_path, columns):
    path = tmp_path / "offers.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def test_offers_are_read(tmp_path, rome):
    offers = read_offers(write(tmp_path, GOOD), rome)
    assert offers.take([0]).documents == [{"title": "Soudeur", "description": ""}]
    assert offers.groups == ["0"]


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"rome_code": None}, InvalidInputError, "no column 'rome_code'"),
        ({"rome_code": [""]}, InvalidInputError, "row 0: no rome_code"),
        ({"rome_code": ["H2931"]}, UnknownNameError, "row 0"),
    ],
)
def test_bad_files(tmp_path, rome, change, error, message):
    columns = {name: value for name, value in (GOOD | change).items() if value is not None}
    with pytest.raises(error, match=message):
        read_offers(write(tmp_path, columns), rome)


def test_no_file(tmp_path, rome):
    with pytest.raises(NotFoundError, match="no file"):
        read_offers(tmp_path / "none.parquet", rome)


def test_every_code_has_its_training_text(rome):
    corpus = rome_corpus(rome)
    assert set(corpus.codes) == set(rome.codes)
    assert len(corpus.codes) == 2 * 1_584 + 13_120
