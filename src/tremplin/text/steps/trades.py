from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from tremplin.base.errors import InvalidInputError
from tremplin.text.action import Action, each
from tremplin.text.steps.step import Step

__all__ = ["ABBREVIATIONS", "EXPAND_ABBREVIATIONS"]

_WORD = re.compile(r"\w+(?:&\w+)*")
_LINES = """
ADV administration des ventes
ADVF assistant de vie aux familles
AEPE accompagnant éducatif petite enfance
AES accompagnant éducatif et social
AESH accompagnant des élèves en situation de handicap
AMOA assistance à maîtrise d'ouvrage
AMP aide médico-psychologique
ASH agent des services hospitaliers
ATSEM agent territorial spécialisé des écoles maternelles
AVQ actes de la vie quotidienne
AVS auxiliaire de vie sociale
BE bureau d'études
BET bureau d'études techniques
BTP bâtiment et travaux publics
CAO conception assistée par ordinateur
CHR cafés hôtels restaurants
CIP conseiller en insertion professionnelle
CISP conseiller en insertion sociale et professionnelle
CMS centre médico-social
CN commande numérique
CNC commande numérique
COMEX comité exécutif
CPE conseiller principal d'éducation
CRM gestion de la relation client
CVC chauffage ventilation climatisation
DAF directeur administratif et financier
DAO dessin assisté par ordinateur
DG directeur général
DGA directeur général adjoint
DGS directeur général des services
DPO délégué à la protection des données
DRH directeur des ressources humaines
DSI directeur des systèmes d'information
EHPAD établissement d'hébergement pour personnes âgées dépendantes
EJE éducateur de jeunes enfants
ETI entreprise de taille intermédiaire
FLE français langue étrangère
GMS grandes et moyennes surfaces
GPEC gestion prévisionnelle des emplois et des compétences
GSB grandes surfaces de bricolage
GTA gestion des temps et activités
HSE hygiène sécurité environnement
IADE infirmier anesthésiste diplômé d'état
IBODE infirmier de bloc opératoire diplômé d'état
IDE infirmier diplômé d'état
IDEC infirmier coordinateur diplômé d'état
IME institut médico-éducatif
IRP instances représentatives du personnel
MAD maintien à domicile
MECS maison d'enfants à caractère social
MOA maîtrise d'ouvrage
MOE maîtrise d'œuvre
PAO publication assistée par ordinateur
PL poids lourd
PLV publicité sur le lieu de vente
PMR personnes à mobilité réduite
PPSPS plan de sécurité et de protection de la santé
PSE premiers secours en équipe
QHSE qualité hygiène sécurité environnement
QSE qualité sécurité environnement
QSSE qualité santé sécurité environnement
R&D recherche et développement
RAF responsable administratif et financier
RDV rendez-vous
RH ressources humaines
RPS risques psychosociaux
RQTH reconnaissance de la qualité de travailleur handicapé
RRH responsable des ressources humaines
RSE responsabilité sociétale des entreprises
SAAD service d'aide et d'accompagnement à domicile
SAV service après-vente
SI systèmes d'information
SPL super poids lourd
SSIAP sécurité incendie et assistance à personnes
SSIAD service de soins infirmiers à domicile
TCE tous corps d'état
TISF technicien de l'intervention sociale et familiale
TP travaux publics
TPE très petites entreprises
TRV transport routier de voyageurs
VL véhicule léger
VRD voirie et réseaux divers
VRP représentant de commerce
VSL véhicule sanitaire léger
"""

ABBREVIATIONS: Mapping[str, str] = MappingProxyType(
    {line.partition(" ")[0]: line.partition(" ")[2] for line in _LINES.strip().splitlines()}
)
"""What abbreviations of French offers stand for. Those that are words by now (CDI, CAP, CACES) stay as they are."""


def _checked(table: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(table, Mapping):
        raise InvalidInputError(
            f"table is a mapping such as {{'RH': 'ressources humaines'}}; got {type(table).__name__}"
        )
    for short, long in table.items():
        if not isinstance(short, str) or not _WORD.fullmatch(short) or not isinstance(long, str):
            raise InvalidInputError(
                f"table holds {short!r:.80}: {long!r:.80}; an abbreviation is one word (« RH », « R&D »), "
                "what it stands for a text"
            )
    return dict(table)


def _expand_abbreviations(*, table: Mapping[str, str] | None = None) -> Action:
    known = _checked(ABBREVIATIONS if table is None else table)

    def one(match: re.Match[str]) -> str:
        word = match.group()
        return known.get(word, word)

    return each(lambda text: _WORD.sub(one, text), local=True)


EXPAND_ABBREVIATIONS = Step(
    "expand_abbreviations",
    _expand_abbreviations,
    (
        ("Assistant RH (BTP), CDI", "Assistant ressources humaines (bâtiment et travaux publics), CDI"),
        ("ingénieur R&D / SAV", "ingénieur recherche et développement / service après-vente"),
        ("rh, IDEAL, L'IDE", "rh, IDEAL, L'infirmier diplômé d'état"),
    ),
)
"""Abbreviations written in capitals become what they stand for; small letters stay."""
