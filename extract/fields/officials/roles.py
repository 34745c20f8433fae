"""What each mention says its person did, read sentence by sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from extract.document import Sentence
from extract.fields.officials.clauses import Clause
from extract.fields.officials.cues import first_role
from extract.fields.officials.deeds import SentenceReader
from extract.fields.officials.people import Link
from extract.fields.officials.pronouns import Pronoun
from extract.fields.officials.quotes import Quotes
from extract.fields.officials.tokens import Token
from extract.vocabulary import words
from schemas.report import Role

#: Tokens of a label and its colon, at most.
_LABEL = 4
_SIGNING = frozenset((*words("roles", "clause.signing"), *words("roles", "clause.noun_signer")))
_COORDINATORS = frozenset(words("roles", "clause.coordinators"))
_GROUPS = frozenset(words("roles", "clause.groups"))
#: Tokens before an office in small letters among which a group beside it is looked for.
_KINDS = 4
_BULLETS = "-•*–—·▪"


@dataclass(frozen=True, slots=True)
class Setting:
    """The sentence a mention stands in.

    Attributes:
        first: index of its first token.
        end: index behind its last one.
        before: the role last given in the paragraph before it.
        cued: whether a cue stands in it.
        opened: what the sentences right before told of people they did not name (`Teks dibaca bertiga.`).
    """

    first: int
    end: int
    before: Role | None
    cued: bool
    opened: Role | None


class RoleReader:
    """Reads the roles of an article's linked mentions, sentence by sentence.

    Attributes:
        roles: the roles given to each link, by its number.
        pronouns: pronouns that stand for a person with a role.
        represented: links to persons in whose place somebody else came.
        settings: the sentence of each link.
        absent: persons who only are background.
        recent: the persons last named, the latest one last.
    """

    def __init__(self, tokens: list[Token], links: list[Link], quotes: Quotes, absent: set[int]) -> None:
        self.tokens = tokens
        self.links = links
        self.quotes = quotes
        self.absent = absent
        self.roles: defaultdict[int, set[Role]] = defaultdict(set)
        self.pronouns: list[Pronoun] = []
        self.represented: set[int] = set()
        self.settings: dict[int, Setting] = {}
        self.recent: list[int] = []
        self.last_person: int | None = None
        self.last_role: Role | None = None
        self.opened: Role | None = None
        self._anchors = [_anchor(link) for link in links]

    def read(self, sentences: list[Sentence]) -> None:
        """Read every sentence in order."""
        paragraph = -1
        for first, end, number in self._whole(sentences):
            if number != paragraph:
                paragraph = number
                if not self.is_item(first, end):
                    self.last_role = self.opened = None
            if self._labelled(first, end):
                self.last_role = None
            low, high = bisect_left(self._anchors, first), bisect_left(self._anchors, end)
            numbers = [n for n in range(low, high) if not self._is_aside(n)]
            clause = Clause(self.tokens, self.quotes, (first, end), [self.links[n].mention for n in numbers])
            for n in numbers:
                self.settings[n] = Setting(first, end, self.last_role, bool(clause.cues), self.opened)
            SentenceReader(self, clause, numbers).read()
            self._open(clause, named=any(self.roles[n] for n in numbers))

    def _is_aside(self, number: int) -> bool:
        """Whether a mention is only talked about, in a quotation, or is one kind of a group (`pegawai dan camat`)."""
        mention = self.links[number].mention
        first = mention.first
        if self.quotes.holds(first):
            return True
        if mention.name is not None or self.tokens[first].is_capitalised or first < 2:
            return False
        if self.tokens[first - 1].key not in _COORDINATORS and self.tokens[first - 1].text != ",":
            return False
        return any(t.key in _GROUPS for t in self.tokens[max(0, first - _KINDS) : first - 1])

    def _open(self, clause: Clause, *, named: bool) -> None:
        """Note what a sentence tells of people who may be named in the next one."""
        told = first_role({cue.role for cue in clause.cues if cue.role in ("leader", "signer")})
        if told is None and any(token.key in _SIGNING for token in self.tokens[clause.first : clause.end]):
            told = "signer"
        if told is not None or clause.cues:
            self.opened = None if named else told

    def is_item(self, first: int, end: int) -> bool:
        """Whether a paragraph goes on with a list: a bullet, a number or a letter stands before it."""
        head = self.tokens[first : min(end, first + 2)]
        if len(head) < 2:
            return False
        mark, behind = head
        if mark.text in _BULLETS:
            return True
        return behind.text in ".)" and (mark.text.isdigit() or (mark.is_word and len(mark.text) == 1))

    def _labelled(self, first: int, end: int) -> bool:
        """Whether a label opens the sentence (`Undangan: A, B`), so that it goes on with nothing said before."""
        head = self.tokens[first : min(end, first + _LABEL)]
        return any(t.text == ":" for t in head) and head[0].is_word

    def _whole(self, sentences: list[Sentence]) -> list[tuple[int, int, int]]:
        """Token spans and paragraphs of the sentences; those that a mention reaches across (`Sp.PK`) are one."""
        whole: list[tuple[int, int, int]] = []
        reach = 0
        at = 0
        for sentence in sentences:
            first = bisect_left(self.quotes.token_starts, sentence.start)
            end = bisect_left(self.quotes.token_starts, sentence.end)
            while at < len(self.links) and self.links[at].mention.first < first:
                reach = max(reach, self.links[at].mention.end)
                at += 1
            if whole and reach > first:
                whole[-1] = (whole[-1][0], end, whole[-1][2])
            else:
                whole.append((first, end, sentence.paragraph))
        return whole

    def best(self, number: int) -> Role | None:
        """The first role in the order of the guidelines that link `number` was given."""
        return first_role(self.roles[number])


def _anchor(link: Link) -> int:
    """The token that says which sentence a mention is in: degrees and what follows may be cut off from it."""
    mention = link.mention
    return mention.end - 1 if mention.name is None else min(mention.name.words[1], mention.end) - 1
