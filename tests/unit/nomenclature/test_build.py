from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.nomenclature import Rome
from tremplin.nomenclature.build import build, main
from tremplin.nomenclature.tables import SCHEMAS

FLAGS = ("transition_eco", "transition_num", "transition_demo", "emploi_reglemente", "emploi_cadre")
NO_FLAGS = dict.fromkeys(FLAGS, "")

SOURCE: dict[str, list[dict[str, str]]] = {
    "v460_referentiel_code_rome": [
        {"code_rome": c, "libelle_rome": c, "code_rome_parent": "L1510", "code_ogr": o, **NO_FLAGS}
        for c, o in (("L1511", "2"), ("L1510", "1"))
    ],
    "v4_code_grand_domaine_domaine": [
        {
            "code_grand_domaine": "L",
            "libelle_grand_domaine": "Spectacle",
            "code_domaine_professionel": "L15",
            "libelle_domaine_professionel": "Techniciens du spectacle",
        }
    ]
    * 2,
    "v460_referentiel_appellation": [
        {
            "code_ogr": "7",
            "libelle_appellation_long": "Animateur / Animatrice 3D",
            "libelle_appellation_court": "Animateur 3D",
            "code_rome": "L1511",
            "code_rome_parent": "L1510",
            "classification": "PRINCIPALE",
            "peu_usite": "N",
            **NO_FLAGS,
        }
    ],
    "v460_competences": [{"code_ogr_competence": "9", "libelle": " Mise en ½uvre ", "category": "Création"}],
    "v460_rome_competence": [{"code_rome": "L1511", "code_ogr_competence": "9", "niveau": "principal"}],
    "v347_referentiel_code_rome": [{"code_rome": "L1501", "libelle_rome": "Coiffure"}],
    "v347_referentiel_appellation": [{"code_ogr": "7", "code_rome": "L1510"}],
    "v344_arborescence": [
        {"libelle_noeud": "FEUILLE", "code_noeud": "L1510", "libelle": "Films d'animation"},
        {"libelle_noeud": "NOEUD", "code_noeud": "L15", "libelle": "Techniciens"},
    ],
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    for name, rows in SOURCE.items():
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    return folder


def test_build_makes_a_release(source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--source", str(source), "--out", str(tmp_path / "out")])
    rome = Rome.load(tmp_path / "out")
    rome.verify()
    assert rome.codes == ("L1510", "L1511")
    assert [s.label for s in rome.skills("L1511")] == ["Mise en œuvre"]
    assert rome.v3_labels == {"L1501": "Coiffure", "L1510": "Films d'animation"}
    assert [s.code for s in rome.to_v4("L1510")] == ["L1511"]
    assert "codes: 2 rows" in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "manifest.json",
        *(f"{n}.parquet" for n in SCHEMAS),
    }


def test_missing_file_and_column(source: Path, tmp_path: Path) -> None:
    pq.write_table(pa.table({"code": ["a"]}), source / "v460_competences.parquet")
    with pytest.raises(
        InvalidInputError, match=r"v460_competences\.parquet has no column 'category'; it has code"
    ):
        build(source, tmp_path / "out")
    (source / "v460_competences.parquet").unlink()
    with pytest.raises(InvalidInputError, match=r"has no v460_competences\.parquet; --source must be"):
        build(source, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.data
def test_same_source_same_bytes_and_what_is_shipped(rome_source: Path, tmp_path: Path, rome: Rome) -> None:
    for name in ("a", "b"):
        build(rome_source, tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    rebuilt = Rome.load(tmp_path / "a")
    for name in SCHEMAS:
        assert rebuilt.table(name).equals(rome.table(name)), name
