"""Forms of Indonesian verbs made from their stems, for patterns that look for deeds.

`hadir` stands for `menghadiri`, `dihadiri`, `menghadirkan`, `dihadirkannya` and so on: the nasal prefix takes the place
of a stem's voiceless first letter (`tiru`: `menirukan`), passives keep it (`ditirukan`).
"""

from __future__ import annotations

from collections.abc import Iterable

_DROPPED = {"p": "mem", "t": "men", "k": "meng", "s": "meny"}
_KEPT = {**dict.fromkeys("bfv", "mem"), **dict.fromkeys("cdjz", "men"), **dict.fromkeys("aeioughx", "meng")}
_ENDING = "(?:kan|i|in)?(?:nya)?"


def active(stem: str) -> str:
    """The active form of `stem` without suffix: `menirukan` is `active("tiru")` and `kan`."""
    if stem[0] in _DROPPED:
        return _DROPPED[stem[0]] + stem[1:]
    return _KEPT.get(stem[0], "me") + stem


def verb_forms(stems: Iterable[str]) -> str:
    """A pattern of the forms of `stems` in me-, di- and ber-, with and without suffixes; not at word boundaries.

    Blanks within a stem (`tanda tangan`) are any one to three of white space, or none (`menandatangani`).
    """
    forms = {form for stem in stems for form in (active(stem), f"di{stem}", f"di {stem}", f"ber{stem}")}
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(form.replace(" ", r"\s{0,3}") for form in longest_first) + f"){_ENDING}"
