import pyarrow as pa
import pyarrow.parquet as pq

from tremplin.products.jobs.corpus import Corpus, Offers
from tremplin.products.jobs.train import appellation_usage, base_scores, calibrate


def test_base_scores_grow_with_how_common_a_job_is(tmp_path, rome):
    common, rare = (rome.appellations(code)[0] for code in ("G1604", "D1102"))
    rows = {"code_ogr": [str(common.ogr), str(rare.ogr), "0"], "frequency": ["900", "3", "7"]}
    pq.write_table(pa.table(rows), tmp_path / "f.parquet")
    found = base_scores(tmp_path / "f.parquet", rome)
    assert found.keys() == set(rome.codes)
    assert found["G1604"] > found["D1102"] > found["A1101"] == 0


def test_usage_counts_labels_that_mean_one_appellation(rome):
    label = rome.appellations("G1604")[0].label
    offers = Offers(
        Corpus([{}] * 4, ["G1604"] * 4), [], [], {"appellation_libelle": [label, label, None, "?"]}
    )
    ogr = str(rome.appellations("G1604")[0].ogr)
    assert appellation_usage(offers, rome) == {ogr: 2}
    assert appellation_usage(offers, rome, rows=[0, 2]) == {ogr: 1}


def test_every_kind_of_text_is_calibrated(model):
    words = "Vous étalez la pâte et cuisez les pizzas au four à bois. " * 8
    offers = Corpus([{"title": f"Pizzaïolo {i}", "description": words} for i in range(60)], ["G1604"] * 60)
    found = calibrate(model, offers)
    assert found.scales.keys() == {"title", "sentence", "body", "offer"}
    assert found.scale("offer").shares[-1] > 0.9
    assert calibrate(model, offers, kinds=("title",)).scales.keys() == {"title"}
