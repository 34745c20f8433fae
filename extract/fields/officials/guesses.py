"""What a person did whom no listed verb tells of: read from the form of the words around the mention."""

from __future__ import annotations

import re

from extract.fields.officials.roles import RoleReader
from extract.fields.officials.verbs import handles, is_active, is_passive
from extract.vocabulary import words
from schemas.report import Role

_ABSENCES = frozenset(words("roles", "clause.absences"))
_INSTRUMENTS = frozenset(words("roles", "clause.instruments"))
_LED = frozenset(words("roles", "clause.led"))
_SIGNED_HERE = frozenset(words("roles", "clause.signed_here"))
_PRAYERS = frozenset(words("roles", "clause.prayers"))
_SIGNING = frozenset(words("roles", "clause.signing"))
_STOPS = frozenset(words("roles", "clause.stops"))
_AGENT_FORM = re.compile(r"pe[a-z]{4,16}nya")
#: Tokens looked at before and behind the mention, and on either side in its sentence.
_BEFORE, _BEHIND, _AROUND = 14, 8, 60


def guess_role(article: RoleReader, number: int) -> Role | None:
    """The role of a mention to which no listed verb gave one, from the form of the verb beside it and from nouns.

    A passive in di- or "oleh" right before it, or an active verb in me- right behind it, make it act; what is acted
    on tells how: a pledge is led, a pact signed, anything else said. Without such a verb the person was there.
    """
    mention = article.links[number].mention
    if number in article.represented or article.quotes.holds(mention.first):
        return None
    before = article.tokens[max(0, mention.first - _BEFORE) : mention.first]
    stops = [k for k, token in enumerate(before) if token.text in ".\n"]
    nouns = [token.key for token in before[stops[-1] + 1 if stops else 0 :]]
    if nouns and (nouns[-1] in _STOPS or _PRAYERS & set(nouns)):
        return "attendee"
    around = _surroundings(article, number)
    if nouns and (nouns[-1] == "oleh" or is_passive(nouns[-1])):
        if _INSTRUMENTS & set(nouns) and not _SIGNED_HERE & set(nouns):
            return None  # whoever signed a circular did so elsewhere
        return _by_nouns(nouns, around)
    if any(_AGENT_FORM.fullmatch(key) for key in nouns[-3:]):
        return "leader"
    tokens = article.tokens[mention.end : mention.end + _BEHIND]
    behind = [token.key for token in tokens]
    if _ABSENCES & set(behind[:4]):
        return None
    verb = next((k for k, token in enumerate(tokens) if is_active(token.key) and not token.is_capitalised), None)
    if verb is None or any(key in ".\n;" for key in behind[:verb]):
        return around
    if handles(behind[verb]):
        return "attendee"
    return _by_nouns(behind[verb : verb + 4], "speaker" if behind[verb].endswith("kan") else around)


def _surroundings(article: RoleReader, number: int) -> Role:
    """What its sentence tells of somebody without a verb: a signer where it is about signing, else an attendee."""
    setting = article.settings.get(number)
    if setting is None:
        return "attendee"
    mention = article.links[number].mention
    near = article.tokens[max(setting.first, mention.first - _AROUND) : min(setting.end, mention.end + _AROUND)]
    if any(token.key in _SIGNING for token in near) or (setting.before == "signer" and not setting.cued):
        return "signer"
    if setting.cued or setting.opened is None:
        return "attendee"
    verbs = any(is_active(t.key) or is_passive(t.key) for t in near if not t.is_capitalised)
    return "attendee" if verbs else setting.opened


def _by_nouns(nouns: list[str], otherwise: Role) -> Role:
    if _LED & set(nouns):
        return "leader"
    return "signer" if _SIGNED_HERE & set(nouns) or "tangan" in nouns else otherwise
