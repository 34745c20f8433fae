"""One sentence: its mentions, its cues, and which mention can be whose subject or member of which list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence

from extract.fields.officials.cues import CUES, Cue, Voice
from extract.fields.officials.mentions import Mention
from extract.fields.officials.quotes import Quotes
from extract.fields.officials.tokens import Token
from extract.fields.officials.verbs import is_active, role_of
from extract.vocabulary import words
from schemas.report import Role

#: Words with which a cue may begin.
_OPENINGS = CUES.openings
_BREAKS = frozenset(words("roles", "clause.breaks"))
_UNREAL = frozenset(words("roles", "clause.unreal"))
_JOINS = frozenset(words("roles", "clause.joins"))
_GROUPS = frozenset(words("roles", "clause.groups"))
_PRONOUNS = frozenset(words("roles", "clause.pronouns"))
_INSTRUMENTS = frozenset(words("roles", "clause.instruments"))
_SIGNED_HERE = frozenset(words("roles", "clause.signed_here"))
_READ_ALOUD = frozenset(words("roles", "clause.read_aloud"))
_OPENED = frozenset(words("roles", "clause.opened"))
_COORDINATORS = frozenset(words("roles", "clause.coordinators"))
_SEQUELS = frozenset(words("roles", "clause.sequels"))
_PURPOSES = frozenset(words("roles", "clause.purposes"))
_BODIES = frozenset(words("roles", "clause.bodies"))
_RELATIVES = frozenset(words("roles", "clause.relatives"))
_COPULAS = frozenset(words("roles", "clause.copulas"))
_REPRESENTING = frozenset(words("roles", "representing.active"))
_PRAYERS = frozenset(words("roles", "clause.prayers"))
_DENIALS = frozenset(words("roles", "clause.denials"))
_RESUMES = frozenset(words("roles", "clause.resumes"))
_CAPACITIES = frozenset(words("roles", "clause.capacities"))
_SAID = frozenset(words("roles", "clause.said"))
#: Tokens between the members of a list and between subject and verb, and words between a verb of speech and the
#: speaker, at most.
_LIST_GAP = 16
_SHORT_GAP = 4
SUBJECT_GAP = 60
#: Tokens between "mewakili" and the group it stands for, at most.
_STANDING_FOR = 3
SPOKEN_GAP = 2
#: Tokens between a person and what it feels, at most.
_BESIDE = 1


def _is_apposition(gap: Sequence[Token]) -> bool:
    """Whether what stands between a person and a verb is set off by commas (`X, tamu dari luar kota, mencatat`)."""
    if len(gap) < 3 or gap[0].text != "," or gap[-1].text != "," or gap[1].key in _JOINS:
        return False
    return not any(t.text in ".;:," or t.key in _BREAKS for t in gap[1:-1])


class Clause:
    """A sentence whose mentions are counted from 0.

    Attributes:
        first: index of its first token.
        end: index behind its last one.
        begins: index of each mention's first token.
        ends: index behind each mention's last one.
        cues: its cues in order, those negated or only planned left out.
    """

    def __init__(self, tokens: list[Token], quotes: Quotes, span: tuple[int, int], mentions: list[Mention]) -> None:
        self.tokens = tokens
        self.quotes = quotes
        self.first, self.end = span
        self.begins = [mention.first for mention in mentions]
        self.ends = [mention.end for mention in mentions]
        #: Where the name ends: between it and an apposed office the verb may stand.
        self._name_ends = [m.name.end if m.kind == "apposed" and m.name else m.end for m in mentions]
        self._covered = {k for b, e in zip(self.begins, self._name_ends, strict=True) for k in range(b, e)}
        self._covered |= {k for m in mentions if m.kind == "apposed" and m.office for k in range(m.office.first, m.end)}
        self.cues = self._find_cues()
        self._cue_tokens = [k for cue in self.cues for k in range(cue.first, cue.end)]
        self._standing_in = [cue.first for cue in self.cues if cue.voice == "mewakili"]
        self._active = frozenset(cue.first for cue in self.cues if cue.voice == "active")

    def following(self, index: int) -> int | None:
        """The mention that begins at or behind `index`."""
        at = bisect_left(self.begins, index)
        return at if at < len(self.begins) else None

    def previous(self, index: int) -> int | None:
        """The last mention that ends at or before `index`."""
        at = bisect_right(self._name_ends, index) - 1
        return at if at >= 0 else None

    def holds(self, index: int) -> bool:
        """Whether a mention covers the token at `index`."""
        return index in self._covered

    def words_between(self, start: int, end: int) -> int:
        """How many words stand between two tokens."""
        return sum(t.is_word for t in self.tokens[start:end])

    def cue_between(self, start: int, end: int) -> bool:
        """Whether a cue stands between two tokens."""
        at = bisect_left(self._cue_tokens, start)
        return at < len(self._cue_tokens) and self._cue_tokens[at] < end

    def is_pronoun(self, index: int) -> bool:
        """Whether a personal pronoun stands at `index`."""
        return index < self.end and self.tokens[index].key in _PRONOUNS

    def is_subject(self, mention: int, index: int) -> bool:
        """Whether the mention before a verb at `index` can be its subject: no clause ends, no group steps between."""
        start = self.ends[mention] if self.ends[mention] <= index else self._name_ends[mention]
        if index - start > SUBJECT_GAP:
            return False
        gap = self.tokens[start:index]
        if _is_apposition(gap):
            return True
        called = any(is_active(t.key) for t in gap) and any(t.key.removesuffix("nya") in _GROUPS for t in gap)
        if called and gap[-1].key in _PURPOSES:
            return False  # "mengumpulkan pegawainya guna mengucapkan ikrar"
        if (
            gap
            and gap[-1].key in _RELATIVES
            and any(is_active(t.key) and t.key not in _COPULAS for t in gap)
            and gap[-2].text != ","
        ):
            return False  # "membagikan salinan pasal yang melarang …"
        joined, acted = True, False
        for position, token in enumerate(gap):
            if self.holds(start + position):
                continue
            if token.text in ";:" or (
                token.text == "." and position + 1 < len(gap) and gap[position + 1].is_capitalised
            ):
                return False
            if token.key in _BREAKS:
                return False
            if token.key in _GROUPS:
                before = {t.key for t in gap[:position]}
                if joined and before & _COORDINATORS and "lalu" not in before:
                    continue
                if any(t.key in _REPRESENTING for t in gap[max(0, position - _STANDING_FOR) : position]):
                    continue  # "mewakili para guru meneken"
                if acted and any(t.text == "," or t.key in _SEQUELS for t in gap[position:]):
                    continue  # the object of a verb before: "melantik pejabat lalu memimpin ikrar"
                return False
            if token.is_word and token.key not in _JOINS:
                joined = False
                acted = acted or is_active(token.key)
        return True

    def acts_itself(self, mention: int) -> bool:
        """Whether an active verb follows a mention at once, so that it begins a clause of its own."""
        end = self.ends[mention]
        return end in self._active or end + 1 in self._active

    def joined(self, start: int, stop: int, *, long: bool) -> bool:
        """Whether what stands between two mentions only joins them, other members of the list included."""
        if self.cue_between(start, stop):
            return False
        gap = self.tokens[start:stop]
        if not gap:
            return False
        if any(t.text == "." or t.key in _BREAKS for t in gap):
            return False
        closing = next((k for k, t in enumerate(gap) if t.text == ")"), None) if gap[0].text == "(" else None
        if closing is not None:
            gap = gap[closing + 1 :]
            if not gap:
                return False
        head = gap[0]
        if head.text not in ",;" and head.key not in _JOINS and head.text != "&":
            return False
        return long or all(not t.is_word or t.key in _JOINS for t in gap)

    def members(self, first: int, *, long: bool) -> list[int]:
        """The members of a list that begins with mention `first`."""
        members = [first]
        while members[-1] + 1 < len(self.begins):
            last = members[-1]
            start, stop = self.ends[last], self.begins[last + 1]
            if self._stands_in(start, stop):  # "A mewakili B, C": the list goes on behind B
                skipped = last + 1
                if skipped + 1 >= len(self.begins):
                    break
                members[-1:] = [last, skipped]
                start, stop = self.ends[skipped], self.begins[skipped + 1]
                if stop - start > _LIST_GAP or not self.joined(start, stop, long=long):
                    break
                members.append(skipped + 1)
                continue
            if stop - start > (_LIST_GAP if long else _SHORT_GAP) or not self.joined(start, stop, long=long):
                break
            members.append(last + 1)
        return [m for m in members if not (m > first and self._stands_in(self.ends[m - 1], self.begins[m]))]

    def _stands_in(self, start: int, stop: int) -> bool:
        """Whether what stands between two mentions says that the first came for the second."""
        at = bisect_left(self._standing_in, start)
        return at < len(self._standing_in) and self._standing_in[at] < stop

    def subjects(self, last: int, governed: Collection[int]) -> list[int]:
        """The subject that ends with mention `last`, with those joined to it before."""
        members = [last]
        while members[-1] > 0:
            current = members[-1]
            start, stop = self.ends[current - 1], self.begins[current]
            if stop - start > 8 or not self.joined(start, stop, long=True) or current - 1 in governed:
                break
            members.append(current - 1)
        return members

    def _find_cues(self) -> list[Cue]:
        cues: list[Cue] = []
        index = self.first
        while index < self.end:
            found = None if index in self._covered else self._match(index)
            if found is None or self.quotes.holds(index) or self._proper(index):
                index += 1
                continue
            if self.tokens[index].key == "oleh" and cues and index - cues[-1].end <= SPOKEN_GAP + 2:
                index += 1  # the agent of the verb before
                continue
            end, readings = found
            cue = self._choose(index, end, readings)
            if cue is not None and not self._unreal(cue):
                cues.append(cue)
            index = end
        return cues

    def _match(self, index: int) -> tuple[int, list[tuple[Role | None, Voice]]] | None:
        """The phrase of the tables at `index`, the verb of a known stem, or speech around a quotation."""
        token = self.tokens[index]
        if not token.is_word:
            return None
        found = CUES.match(self.tokens, index) if token.key in _OPENINGS else None
        told = role_of(self.tokens, index, (self.first, self.end))
        if found is not None:
            weak = all(role == "speaker" for role, _ in found[1])
            if not (weak and told is not None and told[0] in ("leader", "signer")):
                return found
        if found is None and told is None and self._may_have_suffix(index):
            bare = [t._replace(key=t.key.removesuffix("nya")) for t in self.tokens[index : index + 4]]
            found = CUES.match(bare, 0)
            if found is not None:
                here = all(reading == ("attendee", "passive") for reading in found[1])
                return index + found[0], [("attendee", "suffixed")] if here else found[1]  # "di hadapannya"
        if told is not None:
            role, passive = told
            if passive and token.key.endswith("nya"):
                return index + 1, [(role, "suffixed")]  # "dibacakannya": by him
            if passive and role == "speaker" and index > self.first and self.tokens[index - 1].key == "yang":
                return None  # said elsewhere: "data yang disebut Sekda"
            return index + 1, [(role, ("agent" if role == "speaker" else "passive") if passive else "active")]
        if token.is_capitalised:
            return None
        if token.key.endswith("nya") and self.quotes.ends_before(index):
            return index + 1, [("speaker", "suffixed")]
        if index + 1 < self.end and self.tokens[index + 1].key in _SAID and is_active(token.key):
            return index + 1, [("speaker", "active")]
        if not token.key.startswith(("yang", "dan", "di", "ter", "ber")) and self.quotes.ends_before(index):
            following = self.following(index + 1)
            if following is not None and self.begins[following] == index + 1:
                return index + 1, [("speaker", "spoken")]
        return None

    def _may_have_suffix(self, index: int) -> bool:
        """Whether a verb or the noun for who does it has the suffix -nya (`memimpinnya`, `pembaca naskahnya`)."""
        token = self.tokens[index]
        if token.key.removesuffix("nya") not in _OPENINGS:
            return False
        if token.key.startswith(("me", "di", "pe")) and token.key.endswith("nya"):
            return True
        return any(t.key.endswith("nya") for t in self.tokens[index + 1 : min(index + 3, self.end)] if t.is_word)

    def _proper(self, index: int) -> bool:
        """Whether a capital in the middle of a clause makes the word a name (`Balai Pandu`, `Bina Ajak`)."""
        before = self.tokens[index - 1] if index > self.first else None
        return before is not None and self.tokens[index].is_capitalised and before.is_word and not before.is_capitalised

    def _choose(self, index: int, end: int, readings: list[tuple[Role | None, Voice]]) -> Cue | None:
        """Of a verb's readings the one its surroundings allow: an agent at once behind makes it passive or spoken."""
        following = self.following(end)
        near = following is not None and self.words_between(end, self.begins[following]) <= SPOKEN_GAP
        options = {voice: role for role, voice in readings}
        if "spoken" in options:
            if near or self.is_pronoun(end):
                return Cue(index, end, options["spoken"], "spoken")
            if "bare" in options and self.previous(index) is not None:
                return Cue(index, end, options["bare"], "active")
            return None
        if "continuing" in options and "continued" in options:
            previous = self.previous(index)
            subject = previous is not None and self.is_subject(previous, index)
            return Cue(index, end, None, "continuing" if subject else "continued")
        if "active" in options and "passive" in options:
            if options["active"] == "leader" and end < self.end and self.tokens[end].key in _BODIES:
                return None  # "selaku pembina kepegawaian"
            previous = self.previous(index)
            subject = previous is not None and self.is_subject(previous, index)
            resumed = index > self.first and following is None and self._goes_on_with_subject(index)
            voice: Voice = "active" if subject or resumed else "passive"
            return Cue(index, end, options[voice], voice)
        role, voice = readings[0]
        if voice == "bare":
            return Cue(index, end, role, "active")
        if voice == "feeling":
            previous = self.previous(index)
            beside = previous is not None and index - self.ends[previous] <= _BESIDE
            return Cue(index, end, role, "active") if beside else None
        if voice == "active" and role == "leader" and any(t.key in _PRAYERS for t in self.tokens[end : end + 1]):
            return Cue(index, end, "attendee", "active")
        if voice == "active" and not self._means_it(index, end, role):
            return Cue(index, end, "speaker", "active") if self.tokens[end - 1].key.endswith("bacakan") else None
        return Cue(index, end, role, voice)

    def _goes_on_with_subject(self, index: int) -> bool:
        """Whether the clause at `index` has the subject of the one before (`disampaikan saat menjadi pembina apel`)."""
        return self.tokens[index - 1].key in _RESUMES or self.tokens[index].key in _CAPACITIES

    def _means_it(self, index: int, end: int, role: Role | None) -> bool:
        """Whether the object of a verb fits: reading out a greeting does not lead, nor does opening a chance."""
        behind = [t.key for t in self.tokens[end : min(end + 2, self.end)]]
        verb = self.tokens[end - 1].key
        if verb.endswith("bacakan"):
            return not _READ_ALOUD & set(behind)
        if verb in ("membuka",):
            return not _OPENED & set(behind[:1])
        if role == "signer":
            return self._signs_here(index, end)
        return role != "leader" or not behind or behind[0] not in _BODIES

    def _signs_here(self, index: int, end: int) -> bool:
        """Whether what is signed is a commitment and no circular or decree."""
        around = {t.key for t in self.tokens[max(self.first, index - 14) : min(end + 8, self.end)]}
        return not _INSTRUMENTS & around or bool(_SIGNED_HERE & around)

    def _unreal(self, cue: Cue) -> bool:
        before = [t.key for t in self.tokens[max(self.first, cue.first - 2) : cue.first]]
        if cue.role == "signer" and cue.voice == "passive" and not self._signs_here(cue.first, cue.end):
            return True
        if cue.voice in ("spoken", "suffixed") or cue.first in self._covered:
            return False
        if self.tokens[cue.first].key in _DENIALS:
            return False  # "tidak menampik"
        return bool(_UNREAL & set(before))
