from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice, pairwise

from tremplin.text.action import Action, each
from tremplin.text.steps.feminine import feminine_with, is_pair, plain, plural_of
from tremplin.text.steps.step import Step

__all__ = ["EXPAND_GENDER", "REMOVE_GENDER_SYNONYMS"]

_S = r"[ \t\u00a0\u202f]"
_ENDING = (
    r"(?i:[st]?rices?|ices?|[rstd]?euses?|eures?|(?:i?[èe])res?|(?:i?en|on)?nes?|onnes?|n?ennes?|e?lles?|les?"
    r"|[vf]es?|ives?|ffes?|e?sses?|ses?|t?tes?|a[nl]tes?|entes?|ales?|ques?|[ée]es?|es?)"
)
_DOTS = "·•‧⋅∙.‑"
_MENTION_REST = (
    rf"(?:(?<=[Hh]){_S}?[/\-]{_S}?[Ff]|(?<=[Ff]){_S}?/{_S}?[HhMm]|(?<=[Mm]){_S}?/{_S}?[FfWw])"
    rf"(?:{_S}?/{_S}?(?:[XxDdNn]|NB|nb))?"
)
_MENTION = re.compile(
    rf"\({_S}?(?:HF|FH|[HhFfMm]{_MENTION_REST}){_S}?\)|\[{_S}?[HhFfMm]{_MENTION_REST}{_S}?\]"
    rf"|[HhFfMm](?<![\w/].){_MENTION_REST}(?![\w/])"
)
# what every mention holds, found by its sign; most texts are refused here
_HINT = re.compile(
    rf"[/\-](?:(?<=[HhFfMm].)|(?<=[HhFfMm]{_S}.)){_S}?[FfHhMmWw](?![^\W\d_])|\({_S}?(?:HF|FH){_S}?\)"
)
_SPACES = " \t\u00a0\u202f"
_LOOK_BACK = 64
_LOOK_AHEAD = 100
_MOST_WORDS = 6
_LONGEST_GAP = 3

# starts with the sign, so that the search skips to it; what follows is checked before anything is computed
_ANCHOR = re.compile(
    rf"[/(–\-{_DOTS}](?:"
    rf"(?<=\(){_S}?[-–]?(?P<inside>{_ENDING}){_S}?\)(?P<plural>s(?!\w))?"
    rf"|(?<=/){_S}{{0,2}}[-–]?(?P<after>{_ENDING})(?![\w@(])"
    rf"|(?<=[-‑·•‧⋅∙.])(?P<tied>{_ENDING})(?:[-‑·•‧⋅∙.]?(?P<many>s))?(?![\w@-])"
    rf"|(?<=[/–-])(?={_S}{{0,2}}[^\W\d_])|(?<=\()(?={_S}?[^\W\d_]++{_S}?\))"
    rf")"
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]+|[\u0300-\u036f]+)*+")
_AFTER = re.compile(rf".{_S}{{0,2}}([^\W\d_]+)")
_LAST_WORD = re.compile(rf"(?<![\w\u0300-\u036f])([^\W\d_][\w\u0300-\u036f]*+)({_S}{{0,2}})\Z")
_DASH_BEFORE = re.compile(rf"{_S}+[-–|]{_S}*\Z")
_ADDRESS = re.compile(r"(?:://|www\.|@)\S*\Z")


@dataclass(frozen=True)
class _Form:
    """A form with both genders: where it stands and its two words."""

    start: int
    end: int
    masculine: str
    feminine: str


def _cased_as(word: str, first: str) -> str:
    return word[:1].upper() + word[1:] if first[:1].isupper() else word


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _with_ending(text: str, anchor: re.Match[str], base: re.Match[str], done: int) -> _Form | None:
    """Reads « chargé(e) », « vendeur/euse », « technicien-ne », « étudiant·e·s »."""
    ending = anchor["inside"] or anchor["after"] or anchor["tied"]
    spaced = bool(base[2]) or text[anchor.start() + 1].isspace()
    if spaced and not anchor["inside"] and len(ending) < 3:
        return None
    if base[2] and anchor["tied"]:
        return None
    word = _composed(base[1])
    ending = _composed(ending)
    if word.isupper() and len(word) > 1:
        ending = ending.upper()
    elif not ending.islower():
        return None
    feminine = feminine_with(word, ending)
    if feminine is None:
        return None
    start = base.start()
    twice = start - len(base[1]) - 1
    if twice >= done and plain(text[twice:start]) == f"{plain(base[1])}/":
        start = twice
    if anchor["plural"] or anchor["many"] or ending.lower().endswith("s"):
        word, feminine = plural_of(word), plural_of(feminine)
    return _Form(start, anchor.end(), word, feminine)


def _gendered(first: str, second: str) -> int:
    """Returns 1 for masculine and feminine, -1 for feminine and masculine, 0 for the same word, else 2."""
    first, second = _composed(first), _composed(second)
    if plain(first) == plain(second):
        return 0
    if is_pair(first, second):
        return 1
    return -1 if is_pair(second, first) else 2


def _close(text: str, words: list[re.Match[str]]) -> bool:
    """Says whether words follow each other, with a space, a hyphen or an apostrophe between."""
    gaps = (text[a.end() : b.start()] for a, b in pairwise(words))
    return all(len(gap) <= _LONGEST_GAP and not set(gap) & set("\r\n/().,;:") for gap in gaps)


def _with_word(text: str, anchor: re.Match[str], done: int) -> _Form | None:
    """Reads « vendeur / vendeuse », « agente d'accueil/agent d'accueil », « vendeur (vendeuse) »."""
    sign = anchor.start()
    after = _AFTER.match(text, sign)
    if not after or len(after[1]) < 2:
        return None
    start = max(done, sign - _LOOK_BACK)
    initial = plain(after[1][0])
    if all(_initial(word) != initial for word in _WORD.findall(text, start, sign)[-_MOST_WORDS:]):
        return None
    left = [m for m in _WORD.finditer(text, start, sign) if m.start() > start or start == done]
    bracket = text[sign] == "("
    most = min(len(left), 1 if bracket else _MOST_WORDS)
    # the phrase before the sign starts as the one after it does
    sizes = [size for size in range(1, most + 1) if plain(left[-size][0][0]) == initial]
    if not sizes:
        return None
    right = list(islice(_WORD.finditer(text, sign + 1, sign + _LOOK_AHEAD), sizes[-1]))
    for size in sizes:
        befores, afters = left[-size:], right[:size]
        if len(afters) < size or not (_close(text, befores) and _close(text, afters)):
            continue
        kinds = {_gendered(b[0], a[0]) for b, a in zip(befores, afters, strict=True)} - {0}
        if kinds in ({1}, {-1}):
            return _pair(text, befores, afters, kinds == {1}, bracket)
    return None


def _initial(word: str) -> str:
    return word[0].lower() if word[0].isascii() else plain(word[0])


def _pair(
    text: str, befores: list[re.Match[str]], afters: list[re.Match[str]], forward: bool, bracket: bool
) -> _Form | None:
    end = afters[-1].end()
    if end < len(text) and (text[end] == "_" or text[end].isalnum()):
        return None
    first = text[befores[0].start() : befores[-1].end()]
    second = text[afters[0].start() : end]
    if bracket:
        closing = re.compile(rf"{_S}?\)").match(text, end)
        if not closing:
            return None
        end = closing.end()
    if forward:
        return _Form(befores[0].start(), end, first, second)
    return _Form(befores[0].start(), end, _cased_as(second, first), first)


def _may_be(text: str, anchor: re.Match[str], done: int) -> bool:
    """Says whether words stand on both sides of a sign, and start alike where it is a hyphen within a word.

    Most signs are refused here, without a search.
    """
    sign = anchor.start()
    before = sign
    while before > done and text[before - 1] in _SPACES:
        before -= 1
    if before == done or not (text[before - 1].isalpha() or "\u0300" <= text[before - 1] <= "\u036f"):
        return False
    if anchor.lastgroup or text[sign] != "-" or before < sign:
        return True
    first = max(done, sign - _LOOK_BACK)
    while before > first and text[before - 1].isalpha():
        before -= 1
    return plain(text[before]) == plain(text[sign + 1])


def _form(text: str, anchor: re.Match[str], done: int) -> _Form | None:
    """Reads the form whose sign is found, if there is one: only a bounded window around it is looked at."""
    if not _may_be(text, anchor, done):
        return None
    if anchor.lastgroup:
        start = max(done, anchor.start() - _LOOK_BACK)
        base = _LAST_WORD.search(text, start, anchor.start())
        form = _with_ending(text, anchor, base, done) if base else None
        if form:
            return form
    if text[anchor.start()] in "/(–-":
        return _with_word(text, anchor, done)
    return None


def _cut(text: str, start: int, end: int) -> tuple[int, int, str]:
    """Widens a cut over the spaces or the dash that would be left alone, and says what to put there."""
    dash = _DASH_BEFORE.search(text, max(0, start - _LONGEST_GAP - 1), start)
    left = dash.start() if dash else start
    while left and text[left - 1] in _SPACES:
        left -= 1
    if left == 0 or text[left - 1] in "\r\n":
        while end < len(text) and text[end] in _SPACES:
            end += 1
        return left, end, ""
    follows = text[end : end + 1]
    return left, end, " " if follows.isalnum() or follows == "(" else ""


def _without_mentions(text: str) -> str:
    if not _HINT.search(text):
        return text
    pieces: list[str] = []
    done = 0
    for mention in _MENTION.finditer(text):
        start, end, put = _cut(text, *mention.span())
        # spaces between two mentions belong to both cuts
        pieces += text[done:start], put
        done = end
    return "".join((*pieces, text[done:])) if pieces else text


def _rewrite(text: str, *, both: bool) -> str:
    text = _without_mentions(text)
    pieces: list[str] = []
    done = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < done:
            continue
        form = _form(text, anchor, done)
        if form and not _ADDRESS.search(text, max(0, form.start - _LOOK_BACK), form.start):
            pieces += text[done : form.start], form.masculine
            if both:
                pieces += " ", form.feminine
            done = form.end
    return "".join((*pieces, text[done:])) if pieces else text


def _remove_gender_synonyms() -> Action:
    return each(lambda text: _rewrite(text, both=False))


def _expand_gender() -> Action:
    return each(lambda text: _rewrite(text, both=True))


REMOVE_GENDER_SYNONYMS = Step(
    "remove_gender_synonyms",
    _remove_gender_synonyms,
    (
        ("Chargé(e) de clientèle (H/F)", "Chargé de clientèle"),
        ("Vendeur / Vendeuse, serveur(euse)", "Vendeur, serveur"),
        ("technicien-ne, technicien.ne, conseiller·ère", "technicien, technicien, conseiller"),
        ("directeur/trice, adjoint.e.s, salarié·es", "directeur, adjoints, salariés"),
        ("Agent d'entretien / Agente d’entretien", "Agent d'entretien"),
        ("24/24, km/h, et/ou, C/C++, lundi/mardi", "24/24, km/h, et/ou, C/C++, lundi/mardi"),
    ),
    idempotent=False,
)
"""Words written for both genders are written in the masculine alone, and « H/F » goes."""

EXPAND_GENDER = Step(
    "expand_gender",
    _expand_gender,
    (
        ("Chargé(e) de clientèle (H/F)", "Chargé Chargée de clientèle"),
        ("vendeur/euse", "vendeur vendeuse"),
        ("Cuisinier(e)s", "Cuisiniers Cuisinières"),
        ("Agent d'entretien / Agente d'entretien", "Agent d'entretien Agente d'entretien"),
        ("24/24, km/h, et/ou, C/C++, lundi/mardi", "24/24, km/h, et/ou, C/C++, lundi/mardi"),
    ),
    idempotent=False,
)
"""Words written for both genders are written in full, the masculine then the feminine, and « H/F » goes."""
