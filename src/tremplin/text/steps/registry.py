from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tremplin.text.steps.accents import REMOVE_ACCENTS
from tremplin.text.steps.case import TO_LOWER, TO_LOWER_EXCEPT_SINGLELETTERS
from tremplin.text.steps.gender import EXPAND_GENDER, REMOVE_GENDER_SYNONYMS
from tremplin.text.steps.licences import PE_MATCHING
from tremplin.text.steps.markup import FIX_TEXT, REMOVE_EMOJI, STRIP_HTML
from tremplin.text.steps.masks import MASK_EMAILS, MASK_NUMBERS, MASK_PHONES
from tremplin.text.steps.nulls import NOTNULL, REMOVE_NON_STRING
from tremplin.text.steps.people import PSEUDONYMISE
from tremplin.text.steps.punctuation import REMOVE_NUMERIC, REMOVE_PUNCT, REMOVE_PUNCT_EXCEPT_PARENTHESIS
from tremplin.text.steps.spaces import (
    ADD_POINT,
    ADD_SPACE_AROUND_SPECIAL,
    GET_TRUE_SPACES,
    REMOVE_LEADING_AND_ENDING_SPACES,
    TRIM_STRING,
)
from tremplin.text.steps.stems import LEMMATIZE, STEMMATIZE
from tremplin.text.steps.step import Step
from tremplin.text.steps.stops import REMOVE_STOPWORDS
from tremplin.text.steps.trades import EXPAND_ABBREVIATIONS
from tremplin.text.steps.urls import REPLACE_URLS, REPLACE_URLS_WITH_DOMAINS
from tremplin.text.steps.wordlists import KEEP_WORDS, REMOVE_WORDS

__all__ = ["ORDER_ADVICE", "STEPS", "Advice"]


@dataclass(frozen=True)
class Advice:
    """That a step should come before another, if a pipeline has both.

    Args:
        before: Name of the step that should come first.
        after: Name of the other.
        reason: Why, in a few words that can end a sentence.
    """

    before: str
    after: str
    reason: str


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        step.name: step
        for step in (
            NOTNULL,
            REMOVE_NON_STRING,
            FIX_TEXT,
            STRIP_HTML,
            GET_TRUE_SPACES,
            REPLACE_URLS_WITH_DOMAINS,
            REPLACE_URLS,
            MASK_EMAILS,
            MASK_PHONES,
            PSEUDONYMISE,
            MASK_NUMBERS,
            REMOVE_EMOJI,
            REMOVE_GENDER_SYNONYMS,
            EXPAND_GENDER,
            PE_MATCHING,
            EXPAND_ABBREVIATIONS,
            ADD_POINT,
            ADD_SPACE_AROUND_SPECIAL,
            TO_LOWER,
            TO_LOWER_EXCEPT_SINGLELETTERS,
            REMOVE_PUNCT,
            REMOVE_PUNCT_EXCEPT_PARENTHESIS,
            REMOVE_NUMERIC,
            REMOVE_STOPWORDS,
            REMOVE_WORDS,
            KEEP_WORDS,
            LEMMATIZE,
            STEMMATIZE,
            REMOVE_ACCENTS,
            TRIM_STRING,
            REMOVE_LEADING_AND_ENDING_SPACES,
        )
    }
)
"""The named steps, in an order in which any of them may be used: repair, mask, expand, simplify, tidy."""

_PUNCTUATION = ("remove_punct", "remove_punct_except_parenthesis")
_NEEDS_PUNCTUATION = {
    "replace_urls": "an address is known by its « :// » and points",
    "replace_urls_with_domains": "an address is known by its « :// » and points",
    "mask_emails": "an address is known by its « @ »",
    "mask_phones": "« +33 » and the points of a number would be lost",
    "mask_numbers": "« 1,5 » would be read as two numbers",
    "pseudonymise": "« M. » ends with a point",
    "strip_html": "tags are known by their angle brackets",
    "remove_gender_synonyms": "« chargé(e) » is known by its brackets",
    "expand_gender": "« chargé(e) » is known by its brackets",
    "pe_matching": "« permis, B » would be joined too",
    "expand_abbreviations": "« R&D » would be cut",
    "fix_text": "text that was decoded wrongly is full of signs",
}
_NEEDS_CAPITALS = {
    "expand_abbreviations": "abbreviations are known by their capitals",
    "pseudonymise": "names after a civility are known by their capitals",
    "pe_matching": "« permis C » is known by its capital",
}
_NEEDS_DIGITS = ("mask_phones", "mask_numbers", "pseudonymise")
_WORDS_CHANGED = ("stemmatize", "lemmatize")

ORDER_ADVICE: tuple[Advice, ...] = (
    *(Advice(step, after, reason) for step, reason in _NEEDS_PUNCTUATION.items() for after in _PUNCTUATION),
    *(
        Advice(step, after, reason)
        for step, reason in _NEEDS_CAPITALS.items()
        for after in ("to_lower", "to_lower_except_singleletters", *_WORDS_CHANGED)
    ),
    *(Advice(step, "remove_numeric", "it looks for digits") for step in _NEEDS_DIGITS),
    *(
        Advice("fix_text", step.name, "it repairs what the other steps read")
        for step in STEPS.values()
        if step.name not in ("fix_text", "notnull", "remove_non_string", *_PUNCTUATION)
    ),
    *(
        Advice("strip_html", after, "tags hold addresses and signs")
        for after in ("replace_urls", "replace_urls_with_domains", "add_space_around_special", "add_point")
    ),
    *(
        Advice(before, after, "a word that is changed is no longer in the list")
        for before in ("remove_stopwords", "remove_words", "keep_words")
        for after in _WORDS_CHANGED
    ),
    *(
        Advice(before, "remove_accents", "it needs the accents of words")
        for before in (*_WORDS_CHANGED, "remove_gender_synonyms", "expand_gender")
    ),
    Advice("remove_stopwords", "remove_accents", "« où » and « ou » are told apart by a list of your own"),
    Advice("pe_matching", "remove_stopwords", "the letter of « permis C » would be taken for an elided word"),
    Advice("replace_urls_with_domains", "replace_urls", "no address would be left"),
    Advice("replace_urls", "add_space_around_special", "addresses would be cut at their points"),
    Advice("mask_emails", "add_space_around_special", "addresses would be cut at their points"),
    Advice("mask_phones", "mask_numbers", "a telephone number is made of numbers"),
    Advice("pseudonymise", "mask_numbers", "an identifier is a number"),
    Advice("pseudonymise", "remove_stopwords", "« de » is part of a name"),
    Advice("remove_punct", "remove_stopwords", "« l'école, » is clearer once the comma is gone"),
    Advice("remove_punct", "trim_string", "removed signs leave spaces"),
)
"""What should come before what, and why."""
