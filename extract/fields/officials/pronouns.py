"""Whom a pronoun of a sentence means, and what the sentence tells of that person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.fields.officials.clauses import SUBJECT_GAP, Clause
from extract.fields.officials.cues import Cue
from extract.fields.officials.verbs import is_active
from extract.vocabulary import vocabulary, words
from schemas.report import Role

if TYPE_CHECKING:
    from extract.fields.officials.roles import RoleReader

_BREAKS = frozenset(words("roles", "clause.breaks"))
_GROUPS = frozenset(words("roles", "clause.groups"))
_PRONOUNS = frozenset(words("roles", "clause.pronouns"))
SUBJECT_PRONOUNS = frozenset(words("roles", "clause.subject_pronouns"))
_ELSEWHERE = frozenset(words("roles", "clause.elsewhere"))
_ADVERBS = frozenset(words("roles", "clause.adverbs"))
_RESUMES = frozenset(words("roles", "clause.resumes"))
#: Say in what capacity somebody acts: "disampaikannya selaku pembina".
_CAPACITIES = frozenset(words("roles", "clause.capacities"))
#: How many persons a pronoun for several means.
_TOGETHER: dict[str, int] = {
    form: int(count) for count, forms in vocabulary("roles")["together"].items() for form in forms
}
#: Tokens before a pronoun for several, at most.
_LEADING = 4
#: Tokens between a clause without subject and the pronoun behind it, at most.
_OPENING = 16
#: Mentions looked at for the one a pronoun or a verb belongs to, at most.
LOOK_BACK = 20


@dataclass(frozen=True, slots=True)
class Pronoun:
    """`Ia`, `katanya`: the person last spoken of, with the role the clause gives."""

    first: int
    end: int
    person: int
    role: Role | None


class PronounReader:
    """Reads the pronouns of one sentence, in the article it stands in."""

    def __init__(self, article: RoleReader, clause: Clause, numbers: list[int]) -> None:
        self.article = article
        self.clause = clause
        self.tokens = article.tokens
        self.numbers = numbers
        self.begins, self.ends = clause.begins, clause.ends
        self.governed: dict[int, Cue] = {}
        self.spoken: list[int] = []

    def _apply_pronoun(self, cue: Cue, role: Role | None) -> None:
        person = self._antecedent(cue.first)
        if person is not None:
            self.article.pronouns.append(Pronoun(cue.first, cue.end, person, role))
            self.spoken.append(cue.first)

    def _antecedent(self, index: int) -> int | None:
        """The person a pronoun at `index` means: the last one given a role here, else the one of the text before."""
        previous = self.clause.previous(index)
        for mention in range(previous if previous is not None else -1, -1, -1)[:LOOK_BACK]:
            link = self.article.links[self.numbers[mention]]
            if self.article.roles[self.numbers[mention]] and link.person not in self.article.absent:
                return link.person
        return self.article.last_person

    def _several(self, cue: Cue, role: Role | None) -> bool:
        """`Ketiganya membaca teks`: the subject is the last three persons named."""
        for index in range(self.clause.first, min(cue.first, self.clause.first + _LEADING)):
            count = _TOGETHER.get(self.tokens[index].key)
            if count is None:
                continue
            between = self.tokens[index + 1 : cue.first]
            if len(between) > SUBJECT_GAP or any(t.text in ".;:" or t.key in _BREAKS for t in between):
                return False
            if self.spoken and role != "speaker":
                return False
            between_too = self.clause.previous(cue.first)
            if between_too is not None and self.begins[between_too] > index and between_too not in self.governed:
                return False
            people = self.article.recent[-count:]
            for person in people:
                self.article.pronouns.append(Pronoun(index, index + 1, person, role))
            return len(people) > 0
        return False

    def _pronoun_beside(self, cue: Cue, role: Role | None) -> bool:
        """`Empat butir ia bacakan sendiri`: a pronoun right before the verb is its subject, wherever it stands."""
        index = cue.first - 1
        if index > self.clause.first and self.tokens[index].key in _ADVERBS:
            index -= 1
        if index <= self.clause.first or self.tokens[index].key not in SUBJECT_PRONOUNS:
            return False
        if role != "speaker" and self.spoken and is_active(self.tokens[cue.first].key):
            return False  # but "menjelaskan, ikrar itu ia pimpin sendiri"
        if any(t.key in _ELSEWHERE for t in self.tokens[self.clause.first : index]):
            return False
        person = self._antecedent(index)
        if person is None:
            return False
        self.article.pronouns.append(Pronoun(index, index + 1, person, role))
        if role == "speaker":
            self.spoken.append(cue.first)
        return True

    def _subject_pronoun(self, cue: Cue, role: Role | None) -> None:
        """`Ia memimpin …`: the sentence's subject is the person last spoken of."""
        index, person = self.clause.first, self.article.last_person
        if person is None or self.tokens[index].key not in _PRONOUNS or cue.first - index >= SUBJECT_GAP:
            return
        if any(self.tokens[k].key in _BREAKS or self.tokens[k].key in _GROUPS for k in range(index + 1, cue.first)):
            return
        if role != "speaker" and self.spoken:
            return
        self.article.pronouns.append(Pronoun(index, index + 1, person, role))
        if role == "speaker":
            self.spoken.append(cue.first)

    def _unsaid(self, cue: Cue, role: Role | None) -> bool:
        """`…, tegasnya usai memimpin apel`, `Hal itu disampaikan saat menjadi …`: the subject is whoever speaks there.

        So is that of a clause which opens the sentence, where a pronoun follows (`Saat memimpin apel, ia meminta …`).
        """
        index = cue.first - 1
        while index > self.clause.first and self.tokens[index].key in _ADVERBS:
            index -= 1
        capacity = self.tokens[cue.first].key in _CAPACITIES
        if index < self.clause.first or not (capacity or self.tokens[index].key in _RESUMES):
            return False
        if index - self.clause.first <= 1 and not capacity:
            if not self._pronoun_follows(cue.end):
                return False
        elif not self._said_before(cue.first if capacity else index):
            return False
        person = self._antecedent(index)
        if person is None:
            return False
        self.article.pronouns.append(Pronoun(cue.first, cue.end, person, role))
        return True

    def _said_before(self, index: int) -> bool:
        """Whether a verb of speech without a named speaker stands before `index`, and nobody else is between."""
        for told in reversed(self.clause.cues):
            if told.first >= index:
                continue
            near = (self.tokens[self.clause.first].key, self.tokens[told.first - 1].key)
            pronoun = told.voice == "active" and any(key in SUBJECT_PRONOUNS for key in near)
            if told.role != "speaker" or not (pronoun or told.voice in ("suffixed", "agent", "passive")):
                return False
            between = self.tokens[told.end : index]
            if any(t.key in _BREAKS or t.key in _GROUPS for t in between):
                return False
            previous = self.clause.previous(index)
            return previous is None or self.ends[previous] <= told.first
        return False

    def _pronoun_follows(self, index: int) -> bool:
        """Whether a clause ends behind `index` with a comma and a pronoun is the next one's subject."""
        for place in range(index, min(index + _OPENING, self.clause.end - 1)):
            if self.clause.holds(place):
                return False
            if self.tokens[place].text == ",":
                return self.tokens[place + 1].key in SUBJECT_PRONOUNS
        return False
