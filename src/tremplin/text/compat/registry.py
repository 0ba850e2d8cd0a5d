from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from tremplin.text.action import Action
from tremplin.text.compat import characters, spaces
from tremplin.text.compat.gender import remove_gender_synonyms
from tremplin.text.compat.licences import pe_matching
from tremplin.text.compat.promises import Promise, promises
from tremplin.text.compat.stems import stemmatize
from tremplin.text.compat.stopwords import remove_stopwords
from tremplin.text.compat.urls import replace_urls, replace_urls_with_domains
from tremplin.text.steps.stems import LEMMATIZE
from tremplin.text.steps.step import Step

__all__ = ["compat_steps"]


class _Compat(NamedTuple):
    make: Callable[..., Action]
    examples: tuple[tuple[str, str], ...]
    idempotent: bool = True
    keeps_spaces: bool = True


_STEPS: Mapping[str, _Compat] = {
    "notnull": _Compat(spaces.nothing, (("a\tb  c\n", "a\tb  c\n"),)),
    "remove_non_string": _Compat(spaces.nothing, (("  ", "  "),)),
    "get_true_spaces": _Compat(spaces.get_true_spaces, (("a\r\n\u00a0b", "a   b"), ("\u200ba", "\u200ba"))),
    "to_lower": _Compat(characters.to_lower, (("ÉLÈVE İ ẞ", "élève i\u0307 ß"), ("ΑΣ Σ", "ας σ"))),
    "to_lower_except_singleletters": _Compat(
        characters.to_lower_except_singleletters,
        (("Langage C, Permis B", "langage c, permis B"), ("A\tB", "a\tb")),
    ),
    "pe_matching": _Compat(pe_matching, (("Permis \nB exigé", "PermisB exigé"), ("permis-b", "permis-b"))),
    "remove_punct": _Compat(characters.remove_punct, (("C++, l’an_1 !\n²", "C    l an 1  \n²"),)),
    "remove_punct_except_parenthesis": _Compat(
        characters.remove_punct_except_parenthesis, (("[H/F] (CDI) - 35h", " H/F  (CDI)   35h"),)
    ),
    "remove_numeric": _Compat(characters.remove_numeric, (("12 000, 35h x²", "   ,  h x²"),)),
    "remove_stopwords": _Compat(remove_stopwords, (("LE CHAT", "LE CHAT"),)),
    "remove_accents": _Compat(characters.remove_accents, (("Élève Œuvre", "Eleve Œuvre"), ("e\u0301", "e"))),
    "remove_gender_synonyms": _Compat(
        remove_gender_synonyms, (("poste / ville (ou)", "poste/ville(ou) "),), False
    ),
    "lemmatize": _Compat(LEMMATIZE.make, LEMMATIZE.examples, False),
    "stemmatize": _Compat(
        stemmatize, (("Étudiantes  arrivées, rapidement", "étudi  arrivées, rapid"), ("a\tb", "a\tb")), False
    ),
    "trim_string": _Compat(spaces.trim_string, ((" a \t b\n\nc ", "a b\n\nc"),)),
    "remove_leading_and_ending_spaces": _Compat(
        spaces.remove_leading_and_ending_spaces, (("\n a  b \u00a0", "a  b"),)
    ),
    "add_point": _Compat(spaces.add_point, (("a", "a."), ("", "."), ("a?", "a?."), ("a. ", "a. ."))),
    "add_space_around_special": _Compat(
        spaces.add_space_around_special, (("a,b : 1.5", "a , b : 1 . 5"), ("...", " .  .  . ")), False
    ),
    "replace_urls": _Compat(replace_urls, (("voir http://www.x.fr/a?b=c ok", "voir   ok"), ("x.fr", "x.fr"))),
    "replace_urls_with_domains": _Compat(
        replace_urls_with_domains, (("(HTTP://WWW.X.FR)", "( X.FR )"), ("a@b.fr", "a@b.fr"))
    ),
    "fix_text": _Compat(characters.fix_text, (("lâ€™eau", "l'eau"), ("<p>&eacute;</p>", "<p>&eacute;</p>"))),
}


def compat_steps(names: Sequence[str]) -> Mapping[str, Step]:
    """Returns the steps of the compatibility mode, by name: their output is that of words-n-fun 1.6.1.

    ``lemmatize`` alone is ours: the reference's needs a model that it does not bring.

    Args:
        names: The names of the pipeline's steps in order. A step can be done once per distinct word only where
            the steps around it make that the same; a function among the steps is any other name.
    """
    promised = promises(names)
    weakest = Promise(local=False, tidied=False)

    def made(name: str, compat: _Compat) -> Step:
        make = compat.make if name == "lemmatize" else partial(compat.make, promised.get(name, weakest))
        return Step(name, make, compat.examples, compat.idempotent, compat.keeps_spaces)

    return {name: made(name, compat) for name, compat in _STEPS.items()}
