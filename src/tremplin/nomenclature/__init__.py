"""The ROME, France Travail's directory of jobs: codes, titles, appellations and skills, shipped and imported."""

from tremplin.nomenclature.import_official import ImportReport, import_rome
from tremplin.nomenclature.labels import split_gender
from tremplin.nomenclature.records import Appellation, Code, Domain, Share, Skill
from tremplin.nomenclature.rome import Rome
from tremplin.nomenclature.store import current

__all__ = [
    "Appellation",
    "Code",
    "Domain",
    "ImportReport",
    "Rome",
    "Share",
    "Skill",
    "current",
    "import_rome",
    "split_gender",
]
