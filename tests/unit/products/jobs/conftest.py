import numpy as np
import pytest

from tremplin.classification import Calibration, Scale
from tremplin.nomenclature import Rome
from tremplin.products.jobs.corpus import Corpus
from tremplin.products.jobs.model import JobClassifier
from tremplin.products.jobs.train import fit_linear

OFFERS = [
    ("Pizzaïolo (H/F)", "Vous étalez la pâte et cuisez les pizzas au four à bois.", "G1604"),
    ("Pizzaiolo de nuit", "Préparation des garnitures, cuisson des pizzas.", "G1604"),
    ("Soudeur TIG", "Vous soudez des tubes en inox à l'arc.", "H2913"),
    ("Soudeuse à l'arc", "Soudage de pièces en acier selon un plan.", "H2913"),
    ("Boulanger", "Vous pétrissez la pâte et cuisez le pain.", "D1102"),
    ("Boulangère", "Fabrication du pain et des viennoiseries.", "D1102"),
]


@pytest.fixture(scope="session")
def rome():
    return Rome.load()


@pytest.fixture(scope="session")
def model(rome):
    documents = [{"title": t, "description": d} for t, d, _ in OFFERS] * 3
    codes = [code for _, _, code in OFFERS] * 3
    linear = fit_linear(Corpus(documents, codes), rome, budget=100_000)
    assert np.isfinite(linear.weights_.scale).all()
    scales = {"title": Scale(9.0), "sentence": Scale(8.0), "body": Scale(6.0), "offer": Scale(7.0)}
    return JobClassifier(
        linear,
        calibration=Calibration(scales),
        base={"G1604": 0.05},
        abstain_below=0.6,
        ref="jobs@1",
        rome=rome,
    )
