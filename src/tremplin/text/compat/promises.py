from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Promise", "promises"]

_ACROSS_WORDS = frozenset({"pe_matching", "remove_gender_synonyms", "add_point", "fix_text"})
_CUT_AT_SPACES = frozenset({"to_lower_except_singleletters", "stemmatize"})
_ANYWHERE = frozenset(
    """
    notnull remove_non_string get_true_spaces to_lower remove_punct remove_punct_except_parenthesis
    remove_numeric remove_stopwords remove_accents lemmatize trim_string remove_leading_and_ending_spaces
    add_space_around_special replace_urls replace_urls_with_domains
    """.split()
)
# these leave single spaces single, and no word empty
_TIDY = frozenset(
    """
    notnull remove_non_string get_true_spaces to_lower to_lower_except_singleletters trim_string
    remove_leading_and_ending_spaces
    """.split()
)


@dataclass(frozen=True)
class Promise:
    """What a step may promise a plan, given the steps around it.

    Args:
        local: Whether it treats words between white space one by one, white space left aside.
        tidied: Whether the plan tidies white space after it, so that how much it leaves is no matter.
    """

    local: bool
    tidied: bool


def promises(names: Sequence[str]) -> dict[str, Promise]:
    """Says what each step of a pipeline may promise: the weakest where its name occurs twice.

    The reference cuts words at plain spaces and trims no other white space. The two are the same once
    ``get_true_spaces`` is done, unless a later step may bring other white space.

    Args:
        names: The steps in order; a name unknown here stands for a step that may do anything.
    """
    plain = _plain_before(names)
    local = {
        name: name in _ANYWHERE
        or (
            name in _CUT_AT_SPACES
            and all(ready for ready, other in zip(plain, names, strict=True) if other == name)
        )
        for name in names
    }
    runs = _runs(names, local)
    trimmed = [run for run in runs if "trim_string" in [names[i] for i in run]]
    all_tidied = all(_ends_tidy([(names[i], plain[i]) for i in run]) for run in trimmed)
    inside = {i for run in trimmed for i in run} if all_tidied else set()
    return {
        name: Promise(local[name], all(i in inside for i, other in enumerate(names) if other == name))
        for name in names
    }


def _plain_before(names: Sequence[str]) -> list[bool]:
    """Says of each step whether all white space is plain when it comes."""
    plain, found = False, []
    for name in names:
        found.append(plain)
        if name == "get_true_spaces":
            plain = True
        elif name == "fix_text" or name not in _ANYWHERE | _CUT_AT_SPACES | _ACROSS_WORDS:
            plain = False
    return found


def _runs(names: Sequence[str], local: dict[str, bool]) -> list[list[int]]:
    """Returns the places of neighbouring local steps."""
    runs: list[list[int]] = [[]]
    for i, name in enumerate(names):
        if local[name]:
            runs[-1].append(i)
        else:
            runs.append([])
    return [run for run in runs if run]


def _ends_tidy(run: list[tuple[str, bool]]) -> bool:
    last = max(i for i, (name, _) in enumerate(run) if name == "trim_string")
    return run[last][1] and all(name in _TIDY for name, _ in run[last + 1 :])
