from __future__ import annotations

import re
from collections.abc import Callable

from tremplin.base.errors import InvalidInputError
from tremplin.text.action import Action, each
from tremplin.text.steps.step import Step

__all__ = ["MASK_EMAILS", "MASK_NUMBERS", "MASK_PHONES"]

# a name starts at the start of a run and has at most 64 signs, so that a long run is read once
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_GAP = r"[^\S\r\n]"
_PHONE = re.compile(
    rf"(?<![\w+])(?<!\d[.,])(?:(?:\+|00){_GAP}?(?:33|262|590|594|596)(?:{_GAP}?\(0\))?{_GAP}?0?|0)"
    rf"[1-9](?:(?:[.\-/·]|{_GAP}){{0,2}}\d{{2}}){{4}}(?!\d)",
)
_NUMBER = re.compile(rf"(?<!\w)(?:\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)*")


def _mask(pattern: re.Pattern[str], by: str) -> Callable[[str], str]:
    if not isinstance(by, str):
        raise InvalidInputError(f"by is the text put for what is masked; got {type(by).__name__}")
    return lambda text: pattern.sub(lambda _: by, text)


def _mask_emails(*, by: str = "<EMAIL>") -> Action:
    masked = _mask(_EMAIL, by)
    return each(lambda text: masked(text) if "@" in text else text, local=True)


def _mask_phones(*, by: str = "<TEL>") -> Action:
    return each(_mask(_PHONE, by))


def _mask_numbers(*, by: str = "<NOMBRE>") -> Action:
    return each(_mask(_NUMBER, by))


MASK_EMAILS = Step(
    "mask_emails",
    _mask_emails,
    (
        ("Écrire à jean-luc.martin+cv@mairie-exemple.fr.", "Écrire à <EMAIL>."),
        ("mailto:rh@exemple.co.uk", "mailto:<EMAIL>"),
        ("@exemple, prix @ 3.50, a@b", "@exemple, prix @ 3.50, a@b"),
    ),
    idempotent=False,
)
"""Addresses of e-mail become « <EMAIL> »."""

MASK_PHONES = Step(
    "mask_phones",
    _mask_phones,
    (
        ("Tél. 06 12 34 56 78 ou 01.23.45.67.89", "Tél. <TEL> ou <TEL>"),
        ("+33 6 12 34 56 78, +33 (0)6-12-34-56-78, 0033612345678", "<TEL>, <TEL>, <TEL>"),
        ("tel:0612345678", "tel:<TEL>"),
        ("+262 692 12 34 56", "<TEL>"),
        ("06\u00a012\u00a034\u00a056\u00a078", "<TEL>"),
        ("le 01/02/2024, 0612345678901, 12 500 €", "le 01/02/2024, 0612345678901, 12 500 €"),
    ),
)
"""French telephone numbers, in any usual writing, become « <TEL> »."""

MASK_NUMBERS = Step(
    "mask_numbers",
    _mask_numbers,
    (
        ("De 1 800,50 à 2 000 € pour 35h", "De <NOMBRE> à <NOMBRE> € pour <NOMBRE>h"),
        ("12 500 € et 12.5 %", "<NOMBRE> € et <NOMBRE> %"),
        ("CACES R482, B2B", "CACES R482, B2B"),
    ),
)
"""Numbers become « <NOMBRE> », separators of thousands and decimals included; « R482 » is a word."""
