from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from tremplin.base.errors import InvalidInputError, TooLargeError
from tremplin.nomenclature import ImportReport, Rome, current, import_rome
from tremplin.nomenclature import archive as archive_module
from tremplin.nomenclature.import_official import CodeChange
from tremplin.nomenclature.tables import SCHEMAS

from .conftest import OfficialZip


def test_import_makes_the_archive_current(official: OfficialZip, home: Path) -> None:
    report = import_rome(official.write(), home=home)
    rome = current(home=home)
    assert (report.version, report.previous, rome.version) == ("4.61", "4.60", "4.61")
    assert report.folder == rome.folder
    assert rome.codes == ("G1604", "G1605", "G1699")
    assert [s.label for s in rome.skills("G1604")] == ["Étaler une pâte, la garnir", "Types de pâtes à pizza"]
    assert [a.code for a in rome.find_appellation("pizzaiolo")] == ["G1604", "G1699"]
    assert report.counts == {
        "domains": 2,
        "codes": 3,
        "appellations": 3,
        "skills": 4,
        "links": 4,
        "v3_codes": 532,
        "v3_appellations": 10_990,
    }


def test_shares_with_rome_3_go_on_working(official: OfficialZip, home: Path) -> None:
    import_rome(official.write(), home=home)
    rome = current(home=home)
    assert [s.code for s in rome.to_v3("G1604")] == ["G1604"]
    assert [(s.code, s.basis) for s in rome.to_v3("G1699")] == [("G1604", "parent")]
    assert rome.to_v4("A1101") == ()


def test_report_tells_what_changed(official: OfficialZip, home: Path) -> None:
    import_rome(official.write(), home=home)
    official.version = "462"
    official.files["referentiel_code_rome"][1][3] = "Cuisinier / Cuisinière de pizzas"
    official.files["referentiel_code_rome"][3][0] = "G1698"
    official.files["referentiel_appellation"][3][3] = "G1698"
    official.files["cr_gd_dp"][3][0] = "G1698"
    official.files["liens_rome_referentiels"][-1][0] = "G1698"
    report = import_rome(official.write(), home=home)
    assert report.added == (CodeChange("G1698", "", "Pizzaïolo / Pizzaïola de rue"),)
    assert report.removed == (CodeChange("G1699", "Pizzaïolo / Pizzaïola de rue", ""),)
    assert report.renamed == (
        CodeChange("G1604", "Pizzaïolo / Pizzaïola", "Cuisinier / Cuisinière de pizzas"),
    )
    assert report.summary() == (
        "ROME 4.62 importé. Version utilisée jusqu'ici : 4.61.\n"
        "3 codes, 3 appellations,\n"
        "4 compétences et savoirs, 4 liens entre codes et compétences.\n"
        "Codes ajoutés (1) :\n"
        "  G1698 Pizzaïolo / Pizzaïola de rue\n"
        "Codes supprimés (1) :\n"
        "  G1699 Pizzaïolo / Pizzaïola de rue\n"
        "Codes renommés (1) :\n"
        "  G1604 Pizzaïolo / Pizzaïola → Cuisinier / Cuisinière de pizzas\n"
        "Les modèles déjà entraînés gardent les codes de leur version : "
        "entraînez-les de nouveau pour tenir compte de ces changements."
    )


def test_importing_twice_changes_nothing(official: OfficialZip, home: Path) -> None:
    first = import_rome(official.write(), home=home)
    again = import_rome(official.write(), home=home)
    assert again.folder == first.folder
    assert "Aucun code ajouté, supprimé ou renommé." in again.summary()


def test_summary_cuts_long_lists_and_groups_digits() -> None:
    changes = tuple(CodeChange(f"A11{n:02}", "", "x") for n in range(12))
    counts = {"codes": 1584, "appellations": 13120, "skills": 5, "links": 90556}
    text = ImportReport("4.61", "4.60", counts, changes, (), (), Path()).summary()
    assert "1\u202f584 codes" in text
    assert "  … et 2 de plus" in text
    assert "Codes supprimés" not in text


def _drop_file(official: OfficialZip) -> None:
    del official.files["referentiel_savoir"]


def _drop_column(official: OfficialZip) -> None:
    official.files["referentiel_code_rome"][0][3] = "libele_rome"


def _other_encoding(official: OfficialZip) -> None:
    text = official.text("referentiel_appellation")
    official.raw[official.name("referentiel_appellation")] = text.encode("iso-8859-15")
    del official.files["referentiel_appellation"]


def _orphan_appellation(official: OfficialZip) -> None:
    official.files["referentiel_appellation"][2][3] = "G1666"


def _orphan_link(official: OfficialZip) -> None:
    official.files["liens_rome_referentiels"][2][0] = "G1666"


def _orphan_skill(official: OfficialZip) -> None:
    official.files["liens_rome_referentiels"][2][3] = "999"


def _twice(official: OfficialZip) -> None:
    official.files["referentiel_code_rome"].append(official.files["referentiel_code_rome"][1])


def _empty(official: OfficialZip) -> None:
    del official.files["coherence_item"][1:]


def _no_skill_block(official: OfficialZip) -> None:
    del official.files["liens_rome_referentiels"][2:]


def _malformed(official: OfficialZip) -> None:
    official.files["referentiel_code_rome"][1][0] = "G164"


def _slip(official: OfficialZip) -> None:
    official.raw["../../current.json"] = b"{}"


def _older(official: OfficialZip) -> None:
    official.version = "459"


def _rome_3(official: OfficialZip) -> None:
    official.version = "347"


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (_drop_file, r"no file unix_referentiel_savoir_v…_utf8\.csv; the nearest"),
        (
            _drop_column,
            r"unix_referentiel_code_rome_v462_utf8\.csv has no column 'libelle_rome'; the nearest is 'libele",
        ),
        (_other_encoding, r"unix_referentiel_appellation_v462_utf8\.csv is not UTF-8: line 2"),
        (
            _orphan_appellation,
            r"referentiel_appellation_v462_utf8\.csv names G1666 as code of appellations, which unix_re",
        ),
        (_orphan_link, r"unix_liens_rome_referentiels_v462_utf8\.csv names G1666 as code of links"),
        (
            _orphan_skill,
            r"names 999 as ogr of links, which unix_referentiel_competence_v462_utf8\.csv or unix_re",
        ),
        (_twice, r"unix_referentiel_code_rome_v462_utf8\.csv gives G1604 more than once"),
        (_empty, r"unix_coherence_item_v462_utf8\.csv is empty"),
        (_no_skill_block, r"unix_liens_rome_referentiels_v462_utf8\.csv gives no row for the table links"),
        (_malformed, r"unix_referentiel_code_rome_v462_utf8\.csv has malformed codes: 'G164'"),
        (_slip, "leads out of it; refused"),
        (_older, r"holds ROME 4\.59; this Tremplin comes with 4\.60, which is newer: nothing was changed"),
        (_rome_3, r"holds ROME 3\.47; this Tremplin comes with 4\.60"),
    ],
)
def test_whatever_is_wrong_the_version_in_use_stays(
    official: OfficialZip, home: Path, break_it: Callable[[OfficialZip], None], message: str
) -> None:
    import_rome(official.write(), home=home)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    official.version = "462"
    break_it(official)
    with pytest.raises(InvalidInputError, match=message):
        import_rome(official.write(), home=home)
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    assert current(home=home).version == "4.61"


def test_not_a_zip_and_a_bomb(official: OfficialZip, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = official.write()
    monkeypatch.setattr(archive_module, "_FILE_LIMIT", 100)
    with pytest.raises(TooLargeError, match="unpacks to more than 100 bytes"):
        import_rome(path, home=home)
    path.write_bytes(b"not a zip")
    with pytest.raises(InvalidInputError, match="is not a zip archive"):
        import_rome(path, home=home)
    assert not home.exists()


@pytest.mark.parametrize("damaged", ["current.json", "codes.parquet"])
def test_damaged_version_is_repaired_by_importing_again(
    official: OfficialZip, home: Path, damaged: str, caplog: pytest.LogCaptureFixture
) -> None:
    folder = import_rome(official.write(), home=home).folder
    next(home.rglob(damaged)).write_bytes(b"half")
    with caplog.at_level(logging.WARNING):
        report = import_rome(official.write(), home=home)
    assert "the imported ROME is damaged" in caplog.text
    assert (report.folder, report.previous) == (folder, Rome.load().version)
    assert current(home=home).label("G1605") == "Plongeur / Plongeuse en restauration"


def _as_official(rome: Rome, official: OfficialZip) -> None:
    """Writes a whole release in the official form."""

    def fill(stem: str, rows: list[dict[str, object]]) -> None:
        header = official.files[stem][0]
        official.files[stem] = [header, *([str(row.get(name, "") or "") for name in header] for row in rows)]

    def flags(row: dict[str, object]) -> dict[str, object]:
        yes_no = {True: "O", False: "N", None: ""}
        return {
            "transition_eco": row["ecology"],
            "transition_num": yes_no[row["digital"]],
            "transition_demo": yes_no[row["demographic"]],
            "emploi_reglemente": yes_no[row["regulated"]],
            "emploi_cadre": yes_no[row["executive"]],
        }

    rows = {name: rome.table(name).to_pylist() for name in ("codes", "appellations", "skills", "links")}
    fill(
        "referentiel_code_rome",
        [
            {
                "code_rome": r["code"],
                "code_ogr": r["ogr"],
                "libelle_rome": r["label"],
                "code_rome_parent": r["parent"],
                **flags(r),
            }
            for r in rows["codes"]
        ],
    )
    fill(
        "referentiel_appellation",
        [
            {
                "code_ogr": r["ogr"],
                "libelle_appellation_long": r["label"],
                "libelle_appellation_court": r["short_label"],
                "code_rome": r["code"],
                "classification": "PRINCIPALE" if r["main"] else "SYNONYME",
                "code_rome_parent": r["origin"],
                "peu_usite": "O" if r["rare"] else "N",
                **flags(r),
            }
            for r in rows["appellations"]
        ],
    )
    fill(
        "cr_gd_dp",
        [
            {
                "code_grand_domaine": code[0],
                "libelle_grand_domaine": rome.label(code[0]),
                "code_domaine_professionel": code[:3],
                "libelle_domaine_professionel": rome.label(code[:3]),
            }
            for code in rome.codes
        ],
    )
    half = len(rows["skills"]) // 2
    fill(
        "referentiel_competence",
        [{"code_ogr": r["ogr"], "libelle_competence": r["label"]} for r in rows["skills"][:half]],
    )
    fill(
        "arborescence_competences",
        [{"code_ogr_competence": r["ogr"], "enjeu": r["category"]} for r in rows["skills"][:half]],
    )
    fill(
        "referentiel_savoir",
        [
            {"code_ogr_savoir": r["ogr"], "libelle_savoir": r["label"], "categorie_savoir": r["category"]}
            for r in rows["skills"][half:]
        ],
    )
    fill(
        "liens_rome_referentiels",
        [{"code_rome": r["code"], "code_compo_bloc": "5", "code_ogr": r["ogr"]} for r in rows["links"]],
    )
    levels = {"principal": "Principale", "emergent": "Émergente", "standard": ""}
    fill(
        "coherence_item",
        [
            {"code_rome": r["code"], "code_ogr": r["ogr"], "coeur_metier": levels[r["level"]]}
            for r in rows["links"]
        ],
    )


@pytest.mark.slow
def test_whole_release_in_the_official_form_gives_the_same_tables(
    official: OfficialZip, home: Path, rome: Rome
) -> None:
    _as_official(rome, official)
    official.version = "460"
    report = import_rome(official.write(), home=home)
    imported = Rome.load(report.folder)
    for name in SCHEMAS:
        assert imported.table(name).equals(rome.table(name)), name
    assert "Aucun code ajouté" in report.summary()
