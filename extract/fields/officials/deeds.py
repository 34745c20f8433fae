"""What the cues of one sentence give to its mentions."""

from __future__ import annotations

from bisect import bisect_left

from extract.fields.officials.agents import DEEDS, AgentReader
from extract.fields.officials.clauses import SPOKEN_GAP
from extract.fields.officials.cues import Cue
from extract.fields.officials.pronouns import LOOK_BACK
from extract.vocabulary import words
from schemas.report import Role

_BREAKS = frozenset(words("roles", "clause.breaks"))
_RESUMES = frozenset(words("roles", "clause.resumes"))
_GROUPS = frozenset(words("roles", "clause.groups"))
_PRONOUNS = frozenset(words("roles", "clause.pronouns"))
_NAMING = frozenset(words("roles", "clause.naming"))
_COMPANY = frozenset(words("roles", "clause.company"))
_WITH = frozenset(words("roles", "clause.with"))
_SEQUELS = frozenset(words("roles", "clause.sequels"))
_RELATIVES = frozenset(words("roles", "clause.relatives"))
_CHOSEN = frozenset(words("roles", "clause.chosen"))
#: Tokens between an opening clause and its subject, at most.
_OPENING = 16
#: Tokens behind a verb among which its object is looked for.
_OBJECT = 3
#: Those in whose company a deed was done that may be named before those who did it.
_COMPANIONS = 2
#: Tokens from "yang" to its verb and from that to who is meant, at most.
_CLEFT = 10
#: Persons last named that a pronoun for several may mean, at most.
_MOST_TOGETHER = 10


class SentenceReader(AgentReader):
    """Gives the mentions of one sentence their roles, in the article they stand in."""

    def read(self) -> None:
        """Give the sentence's mentions their roles."""
        for cue in self.clause.cues:
            self._apply(cue)
        for mention in range(1, len(self.begins)):
            self._gapped(mention)
        self._before_quote()
        self._settle_last()

    def _before_quote(self) -> None:
        """`Bupati … melempar satu pertanyaan: "Siapa …"`: the subject before a colon and a quotation speaks."""
        for opening in self.article.quotes.openings(self.clause.first, self.clause.end):
            if opening - 1 <= self.clause.first or self.tokens[opening - 1].text not in ":,":
                continue
            previous = self.clause.previous(opening)
            if previous is not None and self.clause.is_subject(previous, opening - 1) and previous not in self.governed:
                self._give(previous, "speaker")

    def _gapped(self, mention: int) -> None:
        """`A meneken selaku X, B selaku Y`: the verb is said once."""
        link, before = self.article.links[self.numbers[mention]], self.numbers[mention - 1]
        if link.mention.kind != "apposed" or self.article.roles[self.numbers[mention]]:
            return
        if self.clause.joined(self.ends[mention - 1], self.begins[mention], long=False):
            self.article.roles[self.numbers[mention]] |= self.article.roles[before]

    def _apply(self, cue: Cue) -> None:
        if cue.voice in ("through", "absent"):
            self._apply_absence(cue)
        elif cue.voice in ("passive", "agent", "diwakili", "continued", "nominal"):
            self._apply_behind(cue)
        elif cue.voice == "spoken":
            self._apply_spoken(cue)
        elif cue.voice == "suffixed":
            self._apply_pronoun(cue, cue.role)
        else:
            self._apply_before(cue)
        if cue.role not in (None, "attendee") and cue.voice in ("active", "passive"):
            self.article.last_role = cue.role

    def _apply_absence(self, cue: Cue) -> None:
        """`A melalui B meminta …`, `A menugaskan B memimpin …`: only B was there."""
        previous, following = self.clause.previous(cue.first), self.clause.following(cue.end)
        if previous is None or not self.clause.is_subject(previous, cue.first):
            return
        if cue.voice == "through":
            adjacent = self.ends[previous] == cue.first and following is not None and self.begins[following] == cue.end
            if not adjacent:
                return
        self._represent(previous)

    def _apply_spoken(self, cue: Cue) -> None:
        first = self.clause.following(cue.end)
        if self.clause.is_pronoun(cue.end):
            self._apply_pronoun(Cue(cue.first, cue.end + 1, cue.role, cue.voice), cue.role)
            return
        if first is not None and self.clause.words_between(cue.end, self.begins[first]) <= SPOKEN_GAP:
            if any(t.text in ".;" for t in self.tokens[cue.end : self.begins[first]]):
                return
            self._give(first, cue.role)
            self.governed[first] = cue
            self.spoken.append(cue.first)

    def _apply_before(self, cue: Cue) -> None:
        role = self._continued_role(cue) if cue.voice == "continuing" else cue.role
        if self._several(cue, role) or self._pronoun_beside(cue, role) or self._unsaid(cue, role):
            self._enumerate(cue, role)
            return
        previous = self.clause.previous(cue.first)
        company: list[int] = []
        for _ in range(LOOK_BACK):
            if previous is None or not self._is_object(previous):
                break
            if role == "signer" and self.tokens[self.governed[previous].first].key in _WITH:
                company.append(previous)
            previous = previous - 1 if previous else None
        if cue.voice == "mewakili":
            following = self.clause.following(cue.end)
            if following is not None and self._is_represented(cue.end, self.begins[following]):
                self._represent(following)
                self.governed[following] = cue
        if previous is None or not self.clause.is_subject(previous, cue.first):
            self._enumerate(cue, role)
            if previous is None and not self._opening(cue, role):
                self._subject_pronoun(cue, role)
            return
        if self._in_speech(previous, cue):
            return
        for mention in (*self.clause.subjects(previous, self.governed), *company):
            self._give(mention, role)
        if role == "speaker":
            self.spoken.append(cue.first)
        self._enumerate(cue, role)

    def _is_represented(self, start: int, stop: int) -> bool:
        """Whether who stands behind "mewakili" is its object, and no group or another clause (`Mewakili guru, A …`)."""
        gap = self.tokens[start:stop]
        return sum(t.is_word for t in gap) <= _OBJECT and not any(t.text == "," or t.key in _GROUPS for t in gap)

    def _continued_role(self, cue: Cue) -> Role | None:
        """`mengawali penandatanganan`: what is gone on with is told by its noun, else it is the deed before."""
        behind = (token.key for token in self.tokens[cue.end : min(cue.end + _OBJECT, self.clause.end)])
        return next((role for key in behind for role, nouns in DEEDS if key in nouns), self.article.last_role)

    def _opening(self, cue: Cue, role: Role | None) -> bool:
        """`Saat memimpin apel, Bupati …`: a clause without subject opens the sentence, and the subject follows."""
        following = self.clause.following(cue.end)
        if cue.voice == "mewakili" and following is not None:
            following += 1
        if following is None or following >= len(self.begins) or cue.first - self.clause.first > 4:
            return False
        start = self.begins[following]
        if start - cue.end > _OPENING or self.tokens[start - 1].text != ",":
            return False
        between = self.tokens[self.clause.first : cue.first]
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
        if self.tokens[cue.first].key not in _COMPANY:
            return False
        subject = self.clause.previous(cue.first)
        return subject is not None or any(t.key in _GROUPS for t in self.tokens[self.clause.first : cue.first])

    def _in_speech(self, subject: int, cue: Cue) -> bool:
        """Whether the verb belongs to what the subject says, not to what it does."""
        start = self.ends[subject]
        at = bisect_left(self.spoken, start)
        if at >= len(self.spoken) or self.spoken[at] >= cue.first or cue.role == "speaker":
            return False
        before = {t.key for t in self.tokens[max(start, cue.first - 3) : cue.first]}
        return not before & _RESUMES

    def _enumerate(self, cue: Cue, role: Role | None) -> None:
        """`tiga pejabat meneken pakta, yakni A, B dan C`, `Yang meneken pertama A`: the subject is named behind."""
        first = self.clause.following(cue.end)
        if first is None or self.begins[first] == 0:
            return
        nearest = first
        while not self._named(first) and first + 1 < len(self.begins) and first < nearest + _COMPANIONS:
            first += 1  # "meneken pakta di hadapan C, yakni A dan B"
        if not self._named(first):
            first = nearest
            if self.begins[first] - cue.end > _CLEFT or not self._headless(cue):
                return
        between = [one for one in self.clause.cues if cue.end <= one.first < self.begins[first] - 2]
        if first in self.governed or any(self.tokens[one.first].key not in _COMPANY for one in between):
            return
        for mention in self.clause.members(first, long=True):
            self._give(mention, role)
            self.governed[mention] = cue

    def _named(self, mention: int) -> bool:
        """Whether the word before a mention says that it tells who was meant (`yakni`, `antara lain`, a colon)."""
        first = self.begins[mention]
        before = [t.key for t in self.tokens[max(0, first - 2) : first]]
        return bool(before) and (before[-1] in _NAMING or before[-1] == ":" or before == ["di", "antaranya"])

    def _headless(self, cue: Cue) -> bool:
        """Whether the clause begins with "yang" or "bertugas", so that whoever follows its verb and object is meant."""
        for index in range(cue.first - 1, max(self.clause.first, cue.first - _CLEFT) - 1, -1):
            token = self.tokens[index]
            if token.key in _CHOSEN and index == self.clause.first:
                return True
            if token.key in _RELATIVES:
                before = self.tokens[index - 1] if index > self.clause.first else None
                return before is None or before.text in ",;:" or before.key in _BREAKS or before.key in _SEQUELS
            if not token.is_word or self.clause.holds(index):
                return False
        return False

    def _settle_last(self) -> None:
        """Who a pronoun of the next sentence would mean: the last to act here, else the last one named."""
        for number in self.numbers:
            person = self.article.links[number].person
            if number not in self.article.represented and person not in self.article.absent:
                self.article.recent = [*(p for p in self.article.recent if p != person), person][-_MOST_TOGETHER:]
        acting = [n for n in self.numbers if self.article.roles[n] & {"leader", "speaker", "signer"}]
        named = acting or [
            n for n in self.numbers if n not in self.article.represented and self.article.links[n].rule != "unnamed"
        ]
        if named:
            number = named[0] if acting and len(acting) > 1 else named[-1]
            if acting and self._subject_of_last_clause():
                number = self.numbers[-1]
            person = self.article.links[number].person
            if person not in self.article.absent:
                self.article.last_person = person

    def _subject_of_last_clause(self) -> bool:
        """Whether the one named last is the subject of an active verb (`Ikrar dipandu A, sebab B berdiri di sisi`)."""
        number = self.numbers[-1]
        if number in self.article.represented or self.article.links[number].rule == "unnamed":
            return False
        return len(self.numbers) - 1 not in self.governed and self.article.roles[number] == {"attendee"}
