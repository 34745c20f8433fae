"""Words that tell what a person did: verbs of roles and where their person stands."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal, cast

from extract.fields.officials.tokens import Phrases
from extract.vocabulary import vocabulary
from schemas.report import Role

#: Where the person stands: before the verb (`active`, `feeling`, `continuing`, `mewakili`, `absent`), behind it
#: (`passive`, `spoken`, `diwakili`, `continued`, `nominal`; `agent`: at once behind it), on both sides (`through`), or
#: nowhere (`suffixed`: a pronoun).
Voice = Literal[
    "active", "passive", "spoken", "bare", "suffixed", "mewakili", "diwakili", "through", "absent",
    "continuing", "continued", "nominal", "agent",
    "feeling",
]  # fmt: skip

#: Roles in the order in which the first that applies counts.
ROLES: tuple[Role, ...] = ("leader", "speaker", "signer", "attendee")
_CAPACITIES = ("sebagai ", "selaku ", "menjadi ", "jadi ")
_ACTING = tuple(
    f"{verb} {link}"
    for verb in ("bertindak", "bertugas", "tampil", "dipercaya", "didapuk", "didaulat", "ditunjuk", "berperan")
    for link in _CAPACITIES
)
_DUTY_PREFIXES = ("", *_ACTING, *_CAPACITIES)


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb or phrase that gives a role to the person before or behind it."""

    first: int
    end: int
    role: Role | None
    voice: Voice


def first_role(roles: set[Role]) -> Role | None:
    """The role that counts of several: leader, speaker, signer, attendee."""
    return next((role for role in ROLES if role in roles), None)


def _passives(form: str) -> list[str]:
    """A passive verb and its misspelling in two words."""
    return [form, f"di {form[2:]}"] if form.startswith("di") and " " not in form else [form]


def _cue_table() -> Phrases[list[tuple[Role | None, Voice]]]:
    table = vocabulary("roles")
    entries: defaultdict[str, list[tuple[Role | None, Voice]]] = defaultdict(list)
    for voice in ("active", "passive", "spoken"):
        for role, forms in table[voice].items():
            if role in ROLES:
                for form in forms:
                    for spelling in _passives(form) if voice == "passive" else [form]:
                        entries[spelling].append((cast("Role", role), voice))
    agents = table["agents"]
    duties: dict[Role, list[str]] = {
        "leader": table["either"]["leader"] + [f"{one} {of}" for one in agents["leader"] for of in agents["of"]],
        "signer": agents["signer"],
    }
    for role, forms in table["either"].items():
        if role not in duties:
            for form in forms:
                entries[form] += [(cast("Role", role), "active"), (cast("Role", role), "passive")]
    for duty, forms in duties.items():
        for form in dict.fromkeys(forms):
            for prefix in _DUTY_PREFIXES:
                entries[prefix + form] += [(duty, "active"), (duty, "passive")]
    for form in agents["leader"]:  # "bertindak sebagai pembina": what is led need not be said
        for prefix in (*_ACTING, "selaku "):
            entries[prefix + form] += [("leader", "active"), ("leader", "passive")]
    for verbs, nouns in (("verbs", "nouns"), ("edges", "addresses")):
        for verb in table["speeches"][verbs]:
            for form in table["speeches"][nouns]:
                entries[f"{verb} {form}"].append(("speaker", "active"))
    for form in table["clause"]["feelings"]:
        entries[form].append(("speaker", "feeling"))
    for form in table["spoken"]["bare"]:
        entries[form].append(("speaker", "bare"))
    for form in table["spoken"]["suffixed"]:
        entries[form].append(("speaker", "suffixed"))
    for form in table["representing"]["active"]:
        entries[form].append(("attendee", "mewakili"))
    for form in table["representing"]["passive"]:
        for spelling in _passives(form):
            entries[spelling].append(("attendee", "diwakili"))
    for form in table["representing"]["through"]:
        entries[form].append((None, "through"))
    for form in table["representing"]["absent"]:
        entries[form].append((None, "absent"))
    for form in table["nominal"]["passive"]:
        entries[form].append((None, "nominal"))
    for form in table["continuing"]["active"]:
        entries[form].append((None, "continuing"))
    for form in table["continuing"]["either"]:
        entries[form] += [(None, "continuing"), (None, "continued")]
    for form in table["continuing"]["passive"]:
        entries[form].append((None, "continued"))
    return Phrases(entries.items())


#: Every cue phrase with its readings.
CUES = _cue_table()
