"""What each mention says its person did: the clause's verbs and who stands before and behind them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal, cast

from extract.document import Sentence
from extract.fields.officials.people import Link
from extract.fields.officials.tokens import Phrases, Token
from extract.vocabulary import vocabulary, words
from schemas.report import Role

Voice = Literal["active", "passive", "spoken", "bare", "suffixed", "mewakili", "diwakili", "through", "absent", "continuing", "continued", "nominal"]

_ORDER: tuple[Role, ...] = ("leader", "speaker", "signer", "attendee")
_BREAKS = frozenset(words("roles", "clause.breaks"))
_STOPS = frozenset(words("roles", "clause.stops"))
_ABSENCES = frozenset(words("roles", "clause.absences"))
_RESUMES = frozenset(words("roles", "clause.resumes"))
_UNREAL = frozenset(words("roles", "clause.unreal"))
_JOINS = frozenset(words("roles", "clause.joins"))
_GROUPS = frozenset(words("roles", "clause.groups"))
_PRONOUNS = frozenset(words("roles", "clause.pronouns"))
_INSTRUMENTS = frozenset(words("roles", "clause.instruments"))
_SIGNED_HERE = frozenset(words("roles", "clause.signed_here"))
_READ_ALOUD = frozenset(words("roles", "clause.read_aloud"))
_OPENED = frozenset(words("roles", "clause.opened"))
_OBJECTS = frozenset(words("roles", "clause.recordings"))
_COORDINATORS = frozenset({"dan", "serta", "beserta", "bersama"})
_SEQUELS = frozenset({"lalu", "kemudian", "lantas", "dan", "serta", "sekaligus", "sambil", "selanjutnya"})
_NAMING = frozenset({"yakni", "yaitu", "ialah", "adalah", "antaranya", "diantaranya", "lain", "bernama"})
_WITH = frozenset(words("roles", "clause.with"))
_READ = frozenset(words("roles", "clause.object_leader"))
#: A noun for what was done and the role it gives.
_DEEDS: tuple[tuple[Role, frozenset[str]], ...] = (
    ("signer", frozenset(words("roles", "clause.noun_signer"))),
    ("speaker", frozenset(words("roles", "clause.noun_speaker"))),
    ("leader", frozenset(words("roles", "clause.noun_leader"))),
)
_LED = frozenset(words("roles", "clause.led"))
_SIGNING = frozenset(words("roles", "clause.signing"))
_AGENT_FORM = re.compile(r"pe[a-z]{4,16}nya")
_PASSIVE_FORM = re.compile(r"di[a-z]{4,20}")
_ACTIVE_FORM = re.compile(r"(?:me|ber)[a-z]{4,20}")
_GUESS_BEFORE, _GUESS_BEHIND = 14, 8
#: Tokens between a passive verb and its agent, between members of a list, and between list and verb, at most.
_REACH = {"leader": 6, "speaker": 5, "signer": 8, "attendee": 24}
_LIST_GAP = 16
_SPOKEN_GAP = 2
_SUBJECT_GAP = 60
_OPENING = 16
#: Characters between a closing quotation mark and the verb of speech: a comma and a blank.
_QUOTE_GAP = 2


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb or phrase that gives a role to the person before or behind it."""

    first: int
    end: int
    role: Role | None
    voice: Voice


@dataclass(frozen=True, slots=True)
class Pronoun:
    """`Ia`, `katanya`: the person last spoken of, with the role the clause gives."""

    first: int
    end: int
    person: int
    role: Role | None


def _passives(form: str) -> list[str]:
    return [form, f"di {form[2:]}"] if form.startswith("di") and " " not in form else [form]


def _cue_table() -> Phrases[list[tuple[Role | None, Voice]]]:
    table = vocabulary("roles")
    entries: defaultdict[str, list[tuple[Role | None, Voice]]] = defaultdict(list)
    for voice in ("active", "passive", "spoken"):
        for role, forms in table[voice].items():
            if role in _ORDER:
                for form in forms:
                    for spelling in _passives(form) if voice == "passive" else [form]:
                        entries[spelling].append((cast("Role", role), cast("Voice", voice)))
    for role, forms in table["either"].items():
        for form in forms:
            prefixes = (
                ("", "bertindak sebagai ", "bertindak selaku ", "selaku ", "sebagai ") if role == "leader" else ("",)
            )
            for prefix in prefixes:
                entries[prefix + form] += [(cast("Role", role), "active"), (cast("Role", role), "passive")]
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


_CUES = _cue_table()


class RoleReader:
    """Reads the roles of an article's linked mentions, sentence by sentence."""

    def __init__(self, tokens: list[Token], links: list[Link], quotes: list[tuple[int, int]], absent: set[int]) -> None:
        self.tokens = tokens
        self.links = links
        self.starts = [_anchor(link) for link in links]
        self.token_starts = [token.start for token in tokens]
        self.quotes = sorted(quotes)
        self.quote_starts = [start for start, _ in self.quotes]
        self.roles: defaultdict[int, set[Role]] = defaultdict(set)
        self.pronouns: list[Pronoun] = []
        self.represented: set[int] = set()
        self.absent = absent
        self.last_person: int | None = None
        self.last_role: Role | None = None
        #: Of each mention its sentence, the role before it, and whether a verb of the tables stands in the sentence.
        self.sentence_of: dict[int, tuple[int, int, Role | None, bool]] = {}

    def read(self, sentences: list[Sentence]) -> None:
        """Read every sentence in order."""
        paragraph = -1
        for start, stop, number in self._whole(sentences):
            if number != paragraph:
                paragraph = number
                self.last_role = None
            _SentenceReader(self, start, stop).read()

    def _whole(self, sentences: list[Sentence]) -> list[tuple[int, int, int]]:
        """Token spans and paragraphs of the sentences; those that a mention reaches across (`Sp.PK`) are one."""
        whole: list[tuple[int, int, int]] = []
        reach = 0
        at = 0
        for sentence in sentences:
            first = bisect_left(self.token_starts, sentence.start)
            end = bisect_left(self.token_starts, sentence.end)
            while at < len(self.links) and self.links[at].mention.first < first:
                reach = max(reach, self.links[at].mention.end)
                at += 1
            if whole and reach > first:
                whole[-1] = (whole[-1][0], end, whole[-1][2])
            else:
                whole.append((first, end, sentence.paragraph))
        return whole

    def quoted(self, index: int) -> bool:
        """Whether the token at `index` stands inside quoted speech."""
        offset = self.token_starts[index]
        at = bisect_right(self.quote_starts, offset) - 1
        return at >= 0 and offset < self.quotes[at][1]

    def best(self, number: int) -> Role | None:
        """The first role in the order of the guidelines that link `number` was given."""
        return first_role(self.roles[number])

    def guess(self, number: int) -> Role | None:
        """The role of a mention to which no listed verb gave one, from the form of the verb beside it and from nouns.

        A passive in di- or "oleh" right before it, or an active verb in me- right behind it, make it act; what is acted
        on tells how: a pledge is led, a pact signed, anything else said. Without such a verb the person was there.
        """
        mention = self.links[number].mention
        if number in self.represented or self.quoted(mention.first):
            return None
        before = self.tokens[max(0, mention.first - _GUESS_BEFORE) : mention.first]
        stops = [k for k, token in enumerate(before) if token.text in ".\n"]
        nouns = [token.key for token in before[stops[-1] + 1 if stops else 0 :]]
        if nouns and nouns[-1] in _STOPS:
            return "attendee"
        around = self._surroundings(number)
        if nouns and (nouns[-1] == "oleh" or _PASSIVE_FORM.fullmatch(nouns[-1])):
            return self._by_nouns(nouns, around)
        if any(_AGENT_FORM.fullmatch(key) for key in nouns[-3:]):
            return "leader"
        behind = [token.key for token in self.tokens[mention.end : mention.end + _GUESS_BEHIND]]
        if _ABSENCES & set(behind[:4]):
            return None
        verb = next((k for k, key in enumerate(behind) if _ACTIVE_FORM.fullmatch(key)), None)
        if verb is None or any(key in ".\n;" for key in behind[:verb]):
            return around
        return self._by_nouns(behind[verb : verb + 4], "speaker" if behind[verb].endswith("kan") else around)

    def _surroundings(self, number: int) -> Role:
        """What its sentence tells of somebody without a verb: a signer where it is about signing, else an attendee."""
        first, end, previous, cued = self.sentence_of.get(number, (0, 0, None, True))
        if any(token.key in _SIGNING for token in self.tokens[first:end]):
            return "signer"
        return "signer" if previous == "signer" and not cued else "attendee"

    def _by_nouns(self, nouns: list[str], otherwise: Role) -> Role:
        if _LED & set(nouns):
            return "leader"
        return "signer" if _SIGNED_HERE & set(nouns) or "tangan" in nouns else otherwise


def first_role(roles: set[Role]) -> Role | None:
    """The role that counts of several: leader, speaker, signer, attendee."""
    return next((role for role in _ORDER if role in roles), None)


def _anchor(link: Link) -> int:
    """The token that says which sentence a mention is in: degrees and what follows may be cut off from it."""
    mention = link.mention
    return mention.end - 1 if mention.name is None else min(mention.name.words[1], mention.end) - 1


class _SentenceReader:
    def __init__(self, article: RoleReader, first: int, end: int) -> None:
        self.article = article
        self.tokens = article.tokens
        self.first = first
        self.end = end
        low, high = bisect_left(article.starts, first), bisect_left(article.starts, end)
        self.numbers = [n for n in range(low, high) if not article.quoted(article.links[n].mention.first)]
        mentions = [article.links[n].mention for n in self.numbers]
        self.begins = [mention.first for mention in mentions]
        self.ends = [mention.end for mention in mentions]
        #: Where the name ends: between it and an apposed office the verb may stand.
        self.name_ends = [m.name.end if m.kind == "apposed" and m.name else m.end for m in mentions]
        self.covered = {k for b, e in zip(self.begins, self.name_ends, strict=True) for k in range(b, e)}
        self.covered |= {k for m in mentions if m.kind == "apposed" and m.office for k in range(m.office.first, m.end)}
        self.cues = self._find_cues()
        self.cue_tokens = sorted(k for cue in self.cues for k in range(cue.first, cue.end))
        self.governed: dict[int, Cue] = {}
        self.spoken_ends: list[int] = []

    def read(self) -> None:
        for number in self.numbers:
            self.article.sentence_of[number] = (self.first, self.end, self.article.last_role, bool(self.cues))
        for cue in self.cues:
            self._apply(cue)
        for mention in range(1, len(self.begins)):
            self._gapped(mention)
        self._before_quote()
        self._settle_last()

    def _before_quote(self) -> None:
        """`Bupati … melempar satu pertanyaan: "Siapa …"`: the subject before a colon and a quotation speaks."""
        start = self.tokens[self.first].start if self.first < self.end else 0
        for at in range(bisect_left(self.article.quote_starts, start), len(self.article.quotes)):
            opening = bisect_left(self.article.token_starts, self.article.quote_starts[at])
            if opening >= self.end:
                break
            if opening - 1 <= self.first or self.tokens[opening - 1].text not in ":,":
                continue
            previous = self._previous(opening)
            if previous is not None and self._is_subject(previous, opening - 1) and previous not in self.governed:
                self._give(previous, "speaker")

    def _gapped(self, mention: int) -> None:
        """`A meneken selaku X, B selaku Y`: the verb is said once."""
        link, before = self.article.links[self.numbers[mention]], self.numbers[mention - 1]
        if link.mention.kind != "apposed" or self.article.roles[self.numbers[mention]]:
            return
        if self._joined(self.ends[mention - 1], self.begins[mention], long=False):
            self.article.roles[self.numbers[mention]] |= self.article.roles[before]

    # Cues

    def _find_cues(self) -> list[Cue]:
        cues: list[Cue] = []
        index = self.first
        while index < self.end:
            found = None if index in self.covered else self._match(index)
            if found is None or self.article.quoted(index) or self._proper(index):
                index += 1
                continue
            if self.tokens[index].key == "oleh" and cues and index - cues[-1].end <= _SPOKEN_GAP + 2:
                index += 1  # the agent of the verb before
                continue
            end, readings = found
            cue = self._choose(index, end, readings)
            if cue is not None and not self._unreal(cue):
                cues.append(cue)
            index = end
        return cues

    def _match(self, index: int) -> tuple[int, list[tuple[Role | None, Voice]]] | None:
        """The phrase of the tables at `index`, its verb perhaps with the suffix -nya, or speech around a quotation."""
        found = _CUES.match(self.tokens, index)
        if found is not None:
            return found
        token = self.tokens[index]
        if not token.is_word or token.is_capitalised:
            return None
        if token.key.endswith("nya"):
            if token.key.startswith(("me", "di")):
                bare = _CUES.match([Token(token.text, token.key[:-3], token.start, token.end)], 0)
                if bare is not None:
                    return index + 1, bare[1]
            if self._after_quote(index):
                return index + 1, [("speaker", "suffixed")]
        if self._after_quote(index) and not token.key.startswith(("yang", "dan", "di", "ter", "ber")):
            following = self._next(index + 1)
            if following is not None and self.begins[following] == index + 1:
                return index + 1, [("speaker", "spoken")]
        return None

    def _after_quote(self, index: int) -> bool:
        """Whether a quotation ends right before the token at `index`."""
        offset = self.tokens[index].start
        at = bisect_right(self.article.quote_starts, offset) - 1
        return at >= 0 and 0 <= offset - self.article.quotes[at][1] <= _QUOTE_GAP

    def _proper(self, index: int) -> bool:
        """Whether a capital in the middle of a clause makes the word a name (`Balai Pandu`, `Bina Ajak`)."""
        before = self.tokens[index - 1] if index > self.first else None
        return before is not None and self.tokens[index].is_capitalised and before.is_word and not before.is_capitalised

    def _choose(self, index: int, end: int, readings: list[tuple[Role | None, Voice]]) -> Cue | None:
        """Of a verb's readings the one its surroundings allow: an agent at once behind makes it passive or spoken."""
        following = self._next(end)
        near = following is not None and self._gap_words(end, self.begins[following]) <= _SPOKEN_GAP
        options = {voice: role for role, voice in readings}
        if "spoken" in options:
            if near or self._pronoun(end):
                return Cue(index, end, options["spoken"], "spoken")
            if "bare" in options and self._previous(index) is not None:
                return Cue(index, end, options["bare"], "active")
            return None
        if "continuing" in options and "continued" in options:
            previous = self._previous(index)
            subject = previous is not None and self._is_subject(previous, index)
            return Cue(index, end, None, "continuing" if subject else "continued")
        if "active" in options and "passive" in options:
            previous = self._previous(index)
            subject = previous is not None and self._is_subject(previous, index)
            voice: Voice = "active" if subject else "passive"
            return Cue(index, end, options[voice], voice)
        role, voice = readings[0]
        if voice == "bare":
            return Cue(index, end, role, "active")
        if voice == "active" and not self._means_it(index, end, role):
            return Cue(index, end, "speaker", "active") if self.tokens[end - 1].key.endswith("bacakan") else None
        return Cue(index, end, role, voice)

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
        return True

    def _signs_here(self, index: int, end: int) -> bool:
        """Whether what is signed is a commitment and no circular or decree."""
        around = {t.key for t in self.tokens[max(self.first, index - 14) : min(end + 8, self.end)]}
        return not _INSTRUMENTS & around or bool(_SIGNED_HERE & around)

    def _unreal(self, cue: Cue) -> bool:
        before = [t.key for t in self.tokens[max(self.first, cue.first - 2) : cue.first]]
        if cue.role == "signer" and cue.voice == "passive" and not self._signs_here(cue.first, cue.end):
            return True
        if cue.voice in ("spoken", "suffixed") or cue.first in self.covered:
            return False
        return bool(_UNREAL & set(before))

    # Mentions around

    def _next(self, index: int) -> int | None:
        """The mention that begins at or behind `index`."""
        at = bisect_left(self.begins, index)
        return at if at < len(self.begins) else None

    def _previous(self, index: int) -> int | None:
        """The last mention that ends at or before `index`."""
        at = bisect_right(self.name_ends, index) - 1
        return at if at >= 0 else None

    def _gap_words(self, start: int, end: int) -> int:
        return sum(t.is_word for t in self.tokens[start:end])

    def _cue_between(self, start: int, end: int) -> bool:
        at = bisect_left(self.cue_tokens, start) if hasattr(self, "cue_tokens") else 0
        return hasattr(self, "cue_tokens") and at < len(self.cue_tokens) and self.cue_tokens[at] < end

    def _pronoun(self, index: int) -> bool:
        return index < self.end and self.tokens[index].key in _PRONOUNS

    def _is_subject(self, mention: int, index: int) -> bool:
        """Whether the mention before a verb at `index` can be its subject: no clause ends and no group steps between."""
        start = self.ends[mention] if self.ends[mention] <= index else self.name_ends[mention]
        if index - start > _SUBJECT_GAP:
            return False
        gap = self.tokens[start:index]
        joined, acted = True, False
        for position, token in enumerate(gap):
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
                if acted and any(t.text == "," or t.key in _SEQUELS for t in gap[position:]):
                    continue  # the object of a verb before: "melantik pejabat lalu memimpin ikrar"
                return False
            elif token.is_word and token.key not in _JOINS:
                joined = False
                acted = acted or _ACTIVE_FORM.fullmatch(token.key) is not None
        return True

    # Roles

    def _give(self, mention: int, role: Role | None) -> None:
        if role is not None:
            self.article.roles[self.numbers[mention]].add(role)

    def _apply(self, cue: Cue) -> None:
        if cue.voice in ("through", "absent"):
            self._apply_absence(cue)
        elif cue.voice in ("passive", "diwakili", "continued", "nominal"):
            self._apply_behind(cue)
        elif cue.voice == "spoken":
            self._apply_spoken(cue)
        elif cue.voice == "suffixed":
            self._apply_pronoun(cue, cue.role)
        else:
            self._apply_before(cue)
        if cue.role not in (None, "attendee") and cue.voice in ("active", "passive"):
            self.article.last_role = cue.role

    def _apply_behind(self, cue: Cue) -> None:
        role = cue.role
        if cue.voice == "continued":
            role = self.article.last_role or self._nominal_role(cue)
        elif cue.voice == "nominal":
            role = self._nominal_role(cue)
            if role is None:
                return
        elif role == "leader" and self.tokens[cue.end - 1].key == "dibacakan" and self._reads_aloud(cue):
            role = "speaker"
        elif self.tokens[cue.first].key in _WITH and self.article.last_role == "signer":
            role = "signer"
        if cue.voice == "diwakili":
            previous = self._previous(cue.first)
            if previous is not None:
                self._represent(previous)
        first = self._next(cue.end)
        reach = _REACH[role or "attendee"]
        if first is None or self.begins[first] - cue.end > reach or self._cue_between(cue.end, self.begins[first]):
            return
        gap = self.tokens[cue.end : self.begins[first]]
        if any(t.text in ".;" for t in gap):
            return
        if cue.voice == "passive" and role != "attendee" and any(t.key in _STOPS for t in gap):
            return
        if role != "attendee" and any(t.key in _GROUPS for t in gap) and not self._named_of_group(gap, first):
            return
        members = self._listed(first, long=role in ("attendee", "signer"))
        if role != "attendee" and len(members) > 1 and self._acts_itself(members[-1]):
            members.pop()
        for mention in members:
            self._give(mention, role)
            self.governed[mention] = cue
        self.article.last_role = role

    def _named_of_group(self, gap: list[Token], mention: int) -> bool:
        """Whether the mention says who of a group it was (`dibacakan seorang pegawai, Kasubbag …`)."""
        last = gap[-1]
        if last.key in _NAMING or last.text == ":":
            return True
        return last.text == "," and not self._acts_itself(mention)

    def _acts_itself(self, mention: int) -> bool:
        """Whether an active verb follows a mention at once, so that it begins a clause of its own."""
        end = self.ends[mention]
        return any(cue.voice == "active" and end <= cue.first <= end + 1 for cue in self.cues)

    def _reads_aloud(self, cue: Cue) -> bool:
        """Whether what is read out is a greeting or the like and no pledge."""
        for token in reversed(self.tokens[max(self.first, cue.first - 10) : cue.first]):
            if token.key in _READ_ALOUD:
                return True
            if token.key in _READ:
                return False
        return False

    def _apply_absence(self, cue: Cue) -> None:
        """`A melalui B meminta …`, `A menugaskan B memimpin …`: only B was there."""
        previous, following = self._previous(cue.first), self._next(cue.end)
        if previous is None or not self._is_subject(previous, cue.first):
            return
        if cue.voice == "through":
            adjacent = self.ends[previous] == cue.first and following is not None and self.begins[following] == cue.end
            if not adjacent:
                return
        self._represent(previous)

    def _nominal_role(self, cue: Cue) -> Role | None:
        """The role of "penandatanganan … diawali X": the deed is named by a noun."""
        before = [t.key for t in self.tokens[max(self.first, cue.first - _SUBJECT_GAP) : cue.first]]
        for key in reversed(before):
            for role, nouns in _DEEDS:
                if key in nouns:
                    return role
        return "leader" if _READ & set(before) else None

    def _listed(self, first: int, *, long: bool) -> list[int]:
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
                if stop - start > _LIST_GAP or not self._joined(start, stop, long=long):
                    break
                members.append(skipped + 1)
                continue
            if stop - start > (_LIST_GAP if long else 4) or not self._joined(start, stop, long=long):
                break
            members.append(last + 1)
        return [m for m in members if not (m > first and self._stands_in(self.ends[m - 1], self.begins[m]))]

    def _stands_in(self, start: int, stop: int) -> bool:
        """Whether what stands between two mentions says that the first came for the second."""
        return any(cue.voice == "mewakili" and start <= cue.first < stop for cue in self.cues)

    def _joined(self, start: int, stop: int, *, long: bool) -> bool:
        """Whether what stands between two mentions only joins them, other members of the list included."""
        if self._cue_between(start, stop):
            return False
        gap = self.tokens[start:stop]
        if not gap:
            return False
        if any(t.text == "." or t.key in _BREAKS for t in gap):
            return False
        head = gap[0]
        if head.text not in ",;" and head.key not in _JOINS and head.text != "&":
            return False
        return long or all(not t.is_word or t.key in _JOINS for t in gap)

    def _apply_spoken(self, cue: Cue) -> None:
        first = self._next(cue.end)
        if self._pronoun(cue.end):
            self._apply_pronoun(Cue(cue.first, cue.end + 1, cue.role, cue.voice), cue.role)
            return
        if first is not None and self._gap_words(cue.end, self.begins[first]) <= _SPOKEN_GAP:
            if any(t.text in ".;" for t in self.tokens[cue.end : self.begins[first]]):
                return
            self._give(first, cue.role)
            self.governed[first] = cue
            self.spoken_ends.append(cue.first)

    def _apply_pronoun(self, cue: Cue, role: Role | None) -> None:
        person = self._antecedent(cue.first)
        if person is not None:
            self.article.pronouns.append(Pronoun(cue.first, cue.end, person, role))
            self.spoken_ends.append(cue.first)

    def _antecedent(self, index: int) -> int | None:
        previous = self._previous(index)
        while previous is not None and previous >= 0:
            link = self.article.links[self.numbers[previous]]
            if self.article.roles[self.numbers[previous]] and link.person not in self.article.absent:
                return link.person
            previous = previous - 1 if previous else None
        return self.article.last_person

    def _represent(self, mention: int) -> None:
        number = self.numbers[mention]
        self.article.represented.add(number)
        self.article.roles.pop(number, None)

    def _apply_before(self, cue: Cue) -> None:
        previous = self._previous(cue.first)
        while previous is not None and previous > 0 and self._is_object(previous):
            previous -= 1
        if cue.voice == "mewakili":
            following = self._next(cue.end)
            if following is not None and self._gap_words(cue.end, self.begins[following]) <= 3:
                self._represent(following)
                self.governed[following] = cue
        role = self.article.last_role if cue.voice == "continuing" else cue.role
        if previous is None or not self._is_subject(previous, cue.first):
            self._enumerate(cue, role)
            if previous is None and not self._opening(cue, role):
                self._subject_pronoun(cue, role)
            return
        if self._in_speech(previous, cue):
            return
        for mention in self._subjects(previous):
            self._give(mention, role)
        if role == "speaker":
            self.spoken_ends.append(cue.first)
        self._enumerate(cue, role)

    def _opening(self, cue: Cue, role: Role | None) -> bool:
        """`Saat memimpin apel, Bupati …`: a clause without subject opens the sentence, and the subject follows."""
        following = self._next(cue.end)
        if cue.voice == "mewakili" and following is not None:
            following += 1
        if following is None or following >= len(self.begins) or cue.first - self.first > 4:
            return False
        start = self.begins[following]
        if start - cue.end > _OPENING or self.tokens[start - 1].text != ",":
            return False
        between = self.tokens[self.first : cue.first]
        if any(t.key in _GROUPS or t.key in _PRONOUNS for t in between):
            return False
        self._give(following, role)
        return True

    def _is_object(self, mention: int) -> bool:
        """Whether a mention stands beside the subject: the one represented, or the one in whose company it is."""
        cue = self.governed.get(mention)
        if cue is None:
            return False
        if cue.voice == "mewakili":
            return True
        if cue.voice != "passive" or cue.role != "attendee":
            return False
        subject = self._previous(cue.first)
        return subject is not None and self.tokens[cue.first].key in (
            "didampingi",
            "bersama",
            "ditemani",
            "disaksikan",
            "beserta",
            "di",
        )

    def _in_speech(self, subject: int, cue: Cue) -> bool:
        """Whether the verb belongs to what the subject says, not to what it does."""
        start = self.ends[subject]
        if not any(start <= position < cue.first for position in self.spoken_ends) or cue.role == "speaker":
            return False
        before = {t.key for t in self.tokens[max(start, cue.first - 3) : cue.first]}
        return not before & _RESUMES

    def _subjects(self, last: int) -> list[int]:
        """The subject that ends with mention `last`, with those joined to it before."""
        members = [last]
        while members[-1] > 0:
            current = members[-1]
            start, stop = self.ends[current - 1], self.begins[current]
            if stop - start > 8 or not self._joined(start, stop, long=True) or (current - 1) in self.governed:
                break
            members.append(current - 1)
        return members

    def _enumerate(self, cue: Cue, role: Role | None) -> None:
        """`tiga pejabat meneken pakta, yakni A, B dan C`: the subject is named behind."""
        first = self._next(cue.end)
        if first is None or first in self.governed or self.begins[first] == 0:
            return
        before = self.tokens[self.begins[first] - 1].key
        two = (self.tokens[self.begins[first] - 2].key, before) if self.begins[first] > 1 else ("", before)
        listed = before in _NAMING or before == ":" or two in (
            ("antara", "lain"),
            ("di", "antaranya"),
        )
        if not listed or self._cue_between(cue.end, self.begins[first] - 2):
            return
        for mention in self._listed(first, long=True):
            self._give(mention, role)
            self.governed[mention] = cue

    def _subject_pronoun(self, cue: Cue, role: Role | None) -> None:
        """`Ia memimpin …`: the sentence's subject is the person last spoken of."""
        index = self.first
        if (
            self.tokens[index].key in _PRONOUNS
            and cue.first - index < _SUBJECT_GAP
            and self.article.last_person is not None
        ):
            if not any(self.tokens[k].key in _BREAKS | _GROUPS for k in range(index + 1, cue.first)):
                if role != "speaker" and self.spoken_ends:
                    return
                self.article.pronouns.append(Pronoun(index, index + 1, self.article.last_person, role))
                if role == "speaker":
                    self.spoken_ends.append(cue.first)

    def _settle_last(self) -> None:
        """Who a pronoun of the next sentence would mean: the last to act here, else the last one named."""
        acting = [n for n in self.numbers if self.article.roles[n] & {"leader", "speaker", "signer"}]
        named = acting or [n for n in self.numbers if n not in self.article.represented]
        if named:
            number = named[0] if acting and len(acting) > 1 else named[-1]
            person = self.article.links[number].person
            if person not in self.article.absent:
                self.article.last_person = person
