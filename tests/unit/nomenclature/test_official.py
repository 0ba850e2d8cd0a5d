from __future__ import annotations

import pytest

from tremplin.base.errors import InvalidInputError
from tremplin.nomenclature.archive import open_archive
from tremplin.nomenclature.official import OfficialFiles, read_tables

from .conftest import OfficialZip


def parse(official: OfficialZip) -> tuple[OfficialFiles, dict[str, list[dict[str, object]]]]:
    with open_archive(official.write()) as archive:
        files = OfficialFiles.read(archive)
    return files, {name: table.to_pylist() for name, table in read_tables(files).items()}


def test_tables_of_an_archive(official: OfficialZip) -> None:
    official.prefix = "RefRomeCsv/"
    official.raw["RefRomeCsv/version.txt"] = b"Numero de version : 61\nDate de publication : 15/06/2026\n"
    files, tables = parse(official)
    assert (files.version, files.published) == ("4.61", "2026-06-15")
    assert tables["domains"] == [
        {"code": "G", "label": "Hôtellerie, Tourisme"},
        {"code": "G16", "label": "Production culinaire"},
    ]
    assert [(row["code"], row["parent"], row["ecology"], row["regulated"]) for row in tables["codes"]] == [
        ("G1604", "G1604", "Emploi Blanc", None),
        ("G1605", "G1605", "Emploi Blanc", None),
        ("G1699", "G1604", "Emploi Vert", True),
    ]
    assert [(row["ogr"], row["main"], row["rare"], row["origin"]) for row in tables["appellations"]] == [
        (17807, True, False, "G1604"),
        (17800, True, False, "G1605"),
        (900002, True, True, "G1699"),
    ]


def test_skills_are_those_asked_for_under_what_they_are_about(official: OfficialZip) -> None:
    _, tables = parse(official)
    assert tables["skills"] == [
        {"ogr": 100, "label": "Étaler une pâte, la garnir", "category": "Production, Fabrication"},
        {"ogr": 101, "label": "Laver la vaisselle", "category": "Savoir-faire"},
        {"ogr": 200, "label": "Types de pâtes à pizza", "category": "Produits, outils et matières"},
        {"ogr": 300, "label": "Cuisiner", "category": "Production, Fabrication"},
    ]
    assert tables["links"] == [
        {"code": "G1604", "ogr": 100, "level": "principal"},
        {"code": "G1604", "ogr": 200, "level": "standard"},
        {"code": "G1605", "ogr": 101, "level": "standard"},
        {"code": "G1699", "ogr": 300, "level": "emergent"},
    ]


def test_no_publication_date(official: OfficialZip) -> None:
    assert parse(official)[0].published == ""


def test_mixed_versions(official: OfficialZip) -> None:
    text = official.text("coherence_item")
    del official.files["coherence_item"]
    official.raw["unix_coherence_item_v462_utf8.csv"] = text.encode()
    with pytest.raises(InvalidInputError, match=r"mixes the versions 4\.61, 4\.62"):
        parse(official)


@pytest.mark.parametrize(
    ("stem", "column", "value", "message"),
    [
        ("referentiel_code_rome", "code_ogr", "x1", "the column code_ogr holds 'x1'; expected a number"),
        ("referentiel_appellation", "code_ogr", "٣", "holds '٣'; expected a number"),
        ("referentiel_appellation", "classification", "AUTRE", "holds 'AUTRE'; expected one of 'PRINCIPALE'"),
        ("referentiel_appellation", "peu_usite", "?", "the column peu_usite holds"),
        ("referentiel_code_rome", "emploi_cadre", "oui", "the column emploi_cadre holds 'oui'"),
        (
            "coherence_item",
            "coeur_metier",
            "Majeure",
            "the column coeur_metier holds 'majeure'; expected one of",
        ),
        ("liens_rome_referentiels", "code_ogr", "", "the column code_ogr holds ''"),
        ("referentiel_savoir", "code_ogr_savoir", "1" * 12, "the column code_ogr_savoir holds"),
    ],
)
def test_fields_that_cannot_be_read(
    official: OfficialZip, stem: str, column: str, value: str, message: str
) -> None:
    header = official.files[stem][0]
    official.files[stem][2 if stem == "liens_rome_referentiels" else 1][header.index(column)] = value
    with pytest.raises(InvalidInputError, match=message):
        parse(official)
