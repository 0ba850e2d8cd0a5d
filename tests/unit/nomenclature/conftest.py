from __future__ import annotations

import copy
import csv
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tremplin.nomenclature import Rome
from tremplin.nomenclature.archive import open_archive
from tremplin.nomenclature.official import OfficialFiles, read_tables

FLAGS = ["transition_eco", "transition_num", "transition_demo", "emploi_reglemente", "emploi_cadre"]

FILES: dict[str, list[list[str]]] = {
    "referentiel_code_rome": [
        ["code_rome", "code_fiche_metier", "code_ogr", "libelle_rome", *FLAGS, "code_rome_parent"],
        ["G1604", "1", "201", "Pizzaïolo / Pizzaïola", "Emploi Blanc", "N", "N", "", "N", "G1604"],
        [
            "G1605",
            "2",
            "202",
            "Plongeur / Plongeuse en restauration",
            "Emploi Blanc",
            "",
            "",
            "",
            "N",
            "G1605",
        ],
        ["G1699", "3", "900001", "Pizzaïolo / Pizzaïola de rue", "Emploi Vert", "", "", "O", "", "G1604"],
    ],
    "referentiel_appellation": [
        [
            "code_ogr",
            "libelle_appellation_long",
            "libelle_appellation_court",
            "code_rome",
            *FLAGS,
            "classification",
            "origine",
            "code_rome_parent",
            "peu_usite",
        ],
        [
            "17807",
            "Pizzaïolo / Pizzaïola",
            "Pizzaïolo(a)",
            "G1604",
            "",
            "",
            "",
            "",
            "",
            "PRINCIPALE",
            "",
            "G1604",
            "N",
        ],
        [
            "17800",
            "Plongeur / Plongeuse",
            "Plongeur",
            "G1605",
            "",
            "",
            "",
            "",
            "",
            "PRINCIPALE",
            "",
            "G1605",
            "N",
        ],
        [
            "900002",
            "Pizzaïolo / Pizzaïola de rue",
            "Pizzaïolo",
            "G1699",
            "",
            "",
            "",
            "",
            "",
            "PRINCIPALE",
            "",
            "",
            "O",
        ],
    ],
    "cr_gd_dp": [
        [
            "code_rome",
            "libelle_rome",
            "code_grand_domaine",
            "libelle_grand_domaine",
            "code_domaine_professionel",
            "libelle_domaine_professionel",
        ],
        ["G1604", "Pizzaïolo / Pizzaïola", "G", "Hôtellerie, Tourisme", "G16", "Production culinaire"],
        ["G1605", "Plongeur / Plongeuse", "G", "Hôtellerie, Tourisme", "G16", "Production culinaire"],
        ["G1699", "Pizzaïolo de rue", "G", "Hôtellerie, Tourisme", "G16", "Production culinaire"],
    ],
    "referentiel_competence": [
        ["code_ogr", "nature", "libelle_competence", "definition", "code_ogr_macro_comp", "cat_comp"],
        ["100", "Compétence", "Étaler une pâte, la garnir", "", "300", "Savoir-faire"],
        ["101", "Compétence", "Laver la vaisselle", "", "", "Savoir-faire"],
        ["102", "Compétence", "Lire l'avenir", "", "", "Savoir-faire"],
        ["300", "Macro-compétence", "Cuisiner", "", "", "Savoir-faire"],
    ],
    "referentiel_savoir": [
        ["code_ogr_savoir", "libelle_savoir", "categorie_savoir", "sous_categorie_savoir"],
        ["200", "Types de pâtes à pizza", "Produits, outils et matières", "Aliments"],
    ],
    "arborescence_competences": [
        [
            "domaine_competence",
            "enjeu",
            "code_ogr_macro_competence",
            "code_ogr_competence",
            "libelle_competence",
        ],
        ["Production", "Production, Fabrication", "300", "", ""],
        ["Production", "Production, Fabrication", "300", "100", "Étaler une pâte, la garnir"],
    ],
    "liens_rome_referentiels": [
        ["code_rome", "code_compo_bloc", "code_rubrique", "code_ogr"],
        ["G1604", "2", "", "17807"],
        ["G1604", "5", "1", "100"],
        ["G1604", "5", "3", "200"],
        ["G1604", "5", "3", "200"],
        ["G1605", "5", "1", "101"],
        ["G1699", "5", "1", "300"],
    ],
    "coherence_item": [
        ["code_rome", "code_ogr", "coeur_metier"],
        ["G1604", "100", "Principale"],
        ["G1604", "200", ""],
        ["G1699", "300", "Émergente"],
    ],
}


class OfficialZip:
    """A small archive in the official form, whose files a test changes before it is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = copy.deepcopy(FILES)
        self.raw: dict[str, bytes] = {}
        self.version = "461"
        self.prefix = ""

    def name(self, stem: str) -> str:
        return f"{self.prefix}unix_{stem}_v{self.version}_utf8.csv"

    def text(self, stem: str) -> str:
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(self.files[stem])
        return out.getvalue()

    def write(self, name: str = "RefRomeCsv.zip") -> Path:
        path = self.folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for stem in self.files:
                out.writestr(self.name(stem), self.text(stem))
            for file, content in self.raw.items():
                out.writestr(file, content)
        return path


@pytest.fixture
def official(tmp_path: Path) -> OfficialZip:
    return OfficialZip(tmp_path)


@pytest.fixture
def tables(official: OfficialZip, rome: Rome) -> dict[str, Any]:
    """All tables of a small release."""
    with open_archive(official.write()) as archive:
        small = read_tables(OfficialFiles.read(archive))
    return small | {name: rome.table(name) for name in ("v3_codes", "v3_appellations")}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="session")
def rome() -> Rome:
    return Rome.load()


@pytest.fixture
def rome_source() -> Path:
    folder = os.environ.get("TREMPLIN_DATA")
    if not folder or not (Path(folder) / "rome").is_dir():
        pytest.skip("TREMPLIN_DATA does not name the folder of the real data, which has a subfolder rome")
    return Path(folder) / "rome"
