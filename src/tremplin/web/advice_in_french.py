from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tremplin.text.steps.registry import Advice
from tremplin.web.steps_in_french import LABELS

__all__ = ["REASONS", "advice_in_french"]

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "a telephone number is made of numbers": "un téléphone est fait de nombres",
        "a word that is changed is no longer in the list": "un mot transformé n’est plus reconnu",
        "abbreviations are known by their capitals": "les sigles se reconnaissent à leurs majuscules",
        "addresses would be cut at their points": "les adresses seraient coupées à leurs points",
        "an address is known by its « :// » and points": "un lien se reconnaît à sa ponctuation",
        "an address is known by its « @ »": "une adresse se reconnaît à son «\u00a0@\u00a0»",
        "an identifier is a number": "un identifiant est fait de chiffres",
        "it looks for digits": "elle cherche des chiffres",
        "it needs the accents of words": "elle a besoin des accents",
        "it repairs what the other steps read": "elle répare ce que les autres lisent",
        "names after a civility are known by their capitals": "les noms se reconnaissent à leurs majuscules",
        "no address would be left": "il ne resterait plus de lien",
        "removed signs leave spaces": "les signes enlevés laissent des espaces",
        "tags are known by their angle brackets": "les balises se reconnaissent à leurs signes < et >",
        "tags hold addresses and signs": "les balises contiennent des liens et de la ponctuation",
        "text that was decoded wrongly is full of signs": "un texte abîmé est plein de signes",
        "the letter of « permis C » would be taken for an elided word": (
            "la lettre de «\u00a0permis C\u00a0» passerait pour un mot vide"
        ),
        "« +33 » and the points of a number would be lost": "le «\u00a0+33\u00a0» et les points seraient perdus",
        "« 1,5 » would be read as two numbers": "«\u00a01,5\u00a0» serait lu comme deux nombres",
        "« M. » ends with a point": "«\u00a0M.\u00a0» finit par un point",
        "« R&D » would be cut": "«\u00a0R&D\u00a0» serait coupé",
        "« chargé(e) » is known by its brackets": "«\u00a0chargé(e)\u00a0» se reconnaît à ses parenthèses",
        "« de » is part of a name": "«\u00a0de\u00a0» fait partie de certains noms",
        "« l'école, » is clearer once the comma is gone": "les mots se reconnaissent mieux sans ponctuation",
        "« où » and « ou » are told apart by a list of your own": (
            "seul l’accent distingue «\u00a0où\u00a0» de «\u00a0ou\u00a0»"
        ),
        "« permis C » is known by its capital": "«\u00a0permis C\u00a0» se reconnaît à sa majuscule",
        "« permis, B » would be joined too": "«\u00a0permis, B\u00a0» serait soudé aussi",
    }
)
"""Why one step should come before another; the keys are the reasons of `ORDER_ADVICE`."""


def advice_in_french(advice: Advice) -> str:
    """Says an advice in one French sentence."""
    first, second = LABELS[advice.before], LABELS[advice.after]
    why = f"\u00a0: {REASONS[advice.reason]}" if advice.reason in REASONS else ""
    return f"«\u00a0{first}\u00a0» donnerait un meilleur résultat avant «\u00a0{second}\u00a0»{why}."
