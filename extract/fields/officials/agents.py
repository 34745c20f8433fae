"""Who stands behind a passive verb, a deed that goes on or one said by a noun."""

from __future__ import annotations

from extract.fields.officials.clauses import SUBJECT_GAP
from extract.fields.officials.cues import Cue
from extract.fields.officials.pronouns import SUBJECT_PRONOUNS, PronounReader
from extract.fields.officials.tokens import Token
from extract.fields.officials.verbs import is_passive
from extract.vocabulary import words
from schemas.report import Role

_STOPS = frozenset(words("roles", "clause.stops"))
_GROUPS = frozenset(words("roles", "clause.groups"))
_READ_ALOUD = frozenset(words("roles", "clause.read_aloud"))
_NAMING = frozenset(words("roles", "clause.naming"))
_COMPANY = frozenset(words("roles", "clause.company"))
_WITH = frozenset(words("roles", "clause.with"))
_READ = frozenset(words("roles", "clause.object_leader"))
_RELATIVES = frozenset(words("roles", "clause.relatives"))
_PRAYERS = frozenset(words("roles", "clause.prayers"))
_TURNS = frozenset(words("roles", "clause.turns"))
_FOLLOWED = frozenset(words("roles", "clause.followed"))
#: A noun for what was done and the role it gives.
DEEDS: tuple[tuple[Role, frozenset[str]], ...] = (
    ("signer", frozenset(words("roles", "clause.noun_signer"))),
    ("speaker", frozenset(words("roles", "clause.noun_speaker"))),
    ("leader", frozenset(words("roles", "clause.noun_leader"))),
)
#: Tokens between a passive verb and its agent, at most.
_REACH = {"leader": 6, "speaker": 5, "signer": 8, "attendee": 24}
#: Opens a list of who of a group it was.
_FROM = ["mulai", "dari"]
#: Tokens between a prayer and the verb that says who said it, at most.
_PRAYER = 4
#: Tokens between those who came next and a verb of their own, at most.
_OWN_VERB = 16
#: The agent of a passive of speech stands at once behind it, if not behind "oleh".
_AGENT_REACH = 0


class AgentReader(PronounReader):
    """Gives their roles to the mentions behind the cues of one sentence."""

    def _give(self, mention: int, role: Role | None) -> None:
        if role is not None:
            self.article.roles[self.numbers[mention]].add(role)

    def _apply_behind(self, cue: Cue) -> None:
        role = cue.role
        if cue.voice == "continued":
            role = self.article.last_role or self._nominal_role(cue)
        elif cue.voice == "nominal":
            role = "attendee" if self._prays(cue) else self._nominal_role(cue)
            if role is None:
                return
        elif role == "leader" and self._prays(cue):
            role = "attendee"
        elif role == "leader" and self.tokens[cue.end - 1].key == "dibacakan" and self._reads_aloud(cue):
            role = "speaker"
        elif (self.tokens[cue.first].key in _WITH and self.article.last_role == "signer") or (
            self.tokens[cue.end - 1].key in _FOLLOWED and self._signed_before(cue)
        ):
            role = "signer"
        if cue.voice == "diwakili":
            previous = self.clause.previous(cue.first)
            if previous is not None:
                self._represent(previous)
            else:
                role = self._nominal_role(cue) or role  # "Penandatanganan diwakili A"
            if len(self.clause.cues) == 1 and self.article.is_item(self.clause.first, self.clause.end):
                role = self.article.last_role or role  # an item of a list: the deed told above it
        first = self.clause.following(cue.end)
        reach = _REACH[role or "attendee"]
        if cue.voice == "agent" and first is not None and self.tokens[self.begins[first] - 1].key != "oleh":
            reach = _AGENT_REACH
        if (
            first is None
            or self.begins[first] - cue.end > reach
            or self.clause.cue_between(cue.end, self.begins[first])
        ):
            return
        gap = self.tokens[cue.end : self.begins[first]]
        if any(t.text in ".;" for t in gap):
            return
        if cue.voice in ("continued", "nominal"):
            role = next((deed for t in gap for deed, nouns in DEEDS if t.key in nouns), role)
        listed = [t.key for t in gap[-2:]] == _FROM
        if cue.voice == "passive" and role != "attendee" and not listed and any(t.key in _STOPS for t in gap):
            return
        if role != "attendee" and any(t.key in _GROUPS for t in gap) and not self._named_of_group(gap, first):
            return
        members = self.clause.members(first, long=role in ("attendee", "signer"))
        if cue.voice == "continued" and self._goes_on(members[-1]):
            return
        if role != "attendee" and len(members) > 1 and self.clause.acts_itself(members[-1]):
            members.pop()
        for mention in members:
            self._give(mention, role)
            self.governed[mention] = cue
        self.article.last_role = role

    def _goes_on(self, mention: int) -> bool:
        """Whether those who came next have a verb of their own (`Sesudahnya A dan B membubuhkan paraf`)."""
        end = self.ends[mention]
        later = [one for one in self.clause.cues if one.first >= end]
        company = bool(later) and later[0].role == "attendee" and self.tokens[later[0].first].key in _COMPANY
        cue = next(iter(later[company:]), None)
        if cue is None or cue.voice != "active" or (not company and cue.first - end > _OWN_VERB):
            return False
        gap = self.tokens[end : cue.first]
        if any((t.text == "," and not company) or t.key in _RELATIVES for t in gap):
            return False
        return self.clause.is_subject(mention, cue.first)

    def _signed_before(self, cue: Cue) -> bool:
        """Whether somebody named signed right before: `A meneken, diikuti B`."""
        previous = self.clause.previous(cue.first)
        if previous is None:
            return self.article.last_role == "signer" and self.tokens[cue.first - 1].key in SUBJECT_PRONOUNS
        return self.article.best(self.numbers[previous]) == "signer"

    def _named_of_group(self, gap: list[Token], mention: int) -> bool:
        """Whether the mention says who of a group it was (`dibacakan seorang pegawai, Kasubbag …`)."""
        last = gap[-1]
        if last.key in _NAMING or last.text == ":" or [t.key for t in gap[-2:]] == _FROM:
            return True
        return last.text == "," and not self.clause.acts_itself(mention)

    def _reads_aloud(self, cue: Cue) -> bool:
        """Whether what is read out is a greeting or the like and no pledge."""
        for token in reversed(self.tokens[max(self.clause.first, cue.first - 10) : cue.first]):
            noun = token.key.removesuffix("nya")
            if noun in _READ_ALOUD:
                return True
            if noun in _READ:
                return False
        return False

    def _prays(self, cue: Cue) -> bool:
        """Whether what is led is a prayer (`Doa penutup dipimpin A`)."""
        for token in reversed(self.tokens[max(self.clause.first, cue.first - _PRAYER) : cue.first]):
            if not token.is_word or token.key in _READ:
                return False
            if token.key in _PRAYERS:
                return True
        return False

    def _nominal_role(self, cue: Cue) -> Role | None:
        """The role of "penandatanganan … diawali X": the deed is named by a noun."""
        before = [t.key for t in self.tokens[max(self.clause.first, cue.first - SUBJECT_GAP) : cue.first]]
        named = any(key in nouns for key in before for _, nouns in DEEDS)
        last = self.tokens[cue.end - 1].key
        if last == "oleh":
            verbs = (k for k in range(cue.first - 1, self.clause.first - 1, -1) if self._is_passive(k))
            verb = next(verbs, None)
            told = next((one for one in self.clause.cues if verb is not None and one.first <= verb < one.end), None)
            if told is not None and told.voice in ("passive", "agent"):
                return told.role
            if verb is None and not named:
                return self.article.last_role
        elif last in _STOPS:  # "giliran pertama jatuh kepada A", but a paper is handed over to nobody who signs
            before = [key for key in before if not key.startswith(("di", "me"))]
            turn = any(token.key in _TURNS for token in self.tokens[cue.first : cue.end])
            if turn and not named:
                return self.article.last_role
        for key in reversed(before):
            for role, nouns in DEEDS:
                if key in nouns:
                    return role
        return "leader" if _READ & set(before) and last not in _STOPS else None

    def _is_passive(self, index: int) -> bool:
        return is_passive(self.tokens[index].key) and not self.clause.holds(index)

    def _represent(self, mention: int) -> None:
        number = self.numbers[mention]
        self.article.represented.add(number)
        self.article.roles.pop(number, None)
