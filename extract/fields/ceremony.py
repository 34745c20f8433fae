"""Acts of commitment: where a text names a pledge, a declaration, a signing or a parade, and whether it took place."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, cached_property
from typing import Literal, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import ActivityValue, Candidate
from extract.document import Sentence, context_of, in_quotes, put, sentences_of, text_of
from extract.patterns import Caseless, any_of, table
from extract.vocabulary import words
from schemas.report import Activity

Status = Literal["held", "planned", "obliged", "denied", "background", "named"]

ACTIVITIES: tuple[Activity, ...] = ("ikrar", "deklarasi", "pakta_integritas", "apel")

_VERBS = {act: table("ceremony", f"acts.{act}.verbs") for act in ACTIVITIES if words("ceremony", f"acts.{act}.verbs")}
_NOUNS = {act: table("ceremony", f"acts.{act}.nouns") for act in ACTIVITIES if words("ceremony", f"acts.{act}.nouns")}
_DOING = table("ceremony", "doing.words")
_SIGNED = table("ceremony", "signed.objects")
_SIGNED_OTHER = table("ceremony", "signed.other")
_PLANNED_BEFORE = table("ceremony", "status.planned_before")
_PLANNED = table("ceremony", "status.planned_anywhere")
_OBLIGED_BEFORE = table("ceremony", "status.obliged_before")
_ABOUT = table("ceremony", "status.about_before")
_CONFIRMED = table("ceremony", "status.confirmed_behind")
_DONE = table("ceremony", "status.done_behind")
_OCCASION = Caseless(any_of(words("ceremony", "status.occasion_before")) + r"\s{1,3}$")
_RECALLED = Caseless(any_of(words("ceremony", "status.recalled_before")) + r"\s{1,3}$")
#: What was signed before is handed over: `menyerahkan naskah yang telah diteken`.
_ON_PAPER = Caseless(any_of(words("ceremony", "status.on_paper")) + r"\s{1,3}$")
_SAID = table("ceremony", "status.said_before")
_EXPLAINED = table("ceremony", "status.explained_behind")
_CONDITIONAL = table("ceremony", "status.conditional")
_NEGATED = table("ceremony", "status.negated_before")
_CONTENT = table("ceremony", "status.content")
_BACKGROUND = table("ceremony", "status.background_anywhere")
_HEADLINE_PLANNED = table("ceremony", "status.headline_planned")
_HEADLINE_CANCELLED = table("ceremony", "status.headline_cancelled")
_CLAUSE_END = re.compile(any_of(["lalu", "kemudian", "yang", "karena", "sehingga", "untuk", "agar"]) + "|[,;:–—]")

NEUTRALITY = table("ceremony", "neutrality.words")
SERVANTS = table("ceremony", "actors.servants")
CONTESTANTS = table("ceremony", "actors.contestants")
OTHERS = table("ceremony", "actors.others")
OTHER_THEME = table("ceremony", "themes.other")
PEACEFUL_CAMPAIGN = table("ceremony", "themes.peaceful_campaign")
MEETING = table("ceremony", "themes.meeting")
OPINION = table("ceremony", "themes.opinion")
OFFENCE = table("ceremony", "themes.offence")

_COMMITMENT = Caseless(r"pakta|komitmen|ikrar|netral")
#: What the noun of an act is no act with: the fruit, and declarations of candidates.
_NO_ACT: dict[Activity, re.Pattern[str]] = {
    "apel": re.compile(r"\s{1,3}(?:malang|hijau|fuji|merah)"),
    "deklarasi": re.compile(r"\s{1,3}(?:atau|dan)?\s?(?:kampanye|damai|dukungan|pasangan|paslon|calon)"),
}

#: How far back in a headline a word governs an act, in characters.
_LONGEST_HEADLINE = 300
#: How far back in its clause a word of planning, a condition or a negation still governs an act, in characters.
_REACH = {"planned": 60, "conditional": 70, "negated": 28, "about": 40, "recalled": 60, "occasion": 50, "explained": 90}
#: How far behind an act a word can confirm it.
_CONFIRMING = 60
#: The same for who led it, where somebody was asked for it: `mengajak mereka membaca ikrar …, dipandu Kadis`.
_LED_WITHIN = 110

#: In the lead an act is news: its bare noun tells that it was done, unless a word says otherwise.
_LEAD_PARAGRAPHS = 1


class Act(NamedTuple):
    """An act named in one sentence."""

    activity: Activity
    start: int
    end: int
    status: Status
    rule: str


def find_activities(doc: Doc) -> list[Candidate[ActivityValue]]:
    """Every mention of an act, with what its sentence says of whether it took place.

    Acts inside quoted speech are only `named`. The score tells how surely the words are of a neutrality ceremony:
    1 where neutrality stands in the same sentence, less where only near it or nowhere.
    """
    found: list[Candidate[ActivityValue]] = []
    sentences = sentences_of(doc)
    text = text_of(doc)
    neutral = [bool(NEUTRALITY.search(text, s.start, s.end)) for s in sentences]
    for number, sentence in enumerate(sentences):
        near = any(neutral[max(0, number - 1) : number + 2])
        score = 1.0 if neutral[number] else 0.8 if near else 0.5
        for act in _Reader(doc, sentence, sentences[number - 1] if number else None).acts():
            value = ActivityValue(act.activity, act.status)
            found.append(Candidate(value, act.start, act.end, act.rule, score))
    return found


class _Reader:
    """One sentence; what holds for all its acts is looked up once, so that a sentence full of acts takes no longer."""

    def __init__(self, doc: Doc, sentence: Sentence, previous: Sentence | None) -> None:
        self._doc = doc
        self._offset = sentence.start
        self.text = text_of(doc)[sentence.start : sentence.end]
        self._before = text_of(doc)[previous.start : previous.end] if previous else ""
        self._headline = sentence.start < context_of(doc).title_end
        self._lead = sentence.paragraph <= _LEAD_PARAGRAPHS

    def acts(self) -> list[Act]:
        """The acts named, those told by verbs before those told by nouns."""
        acts = [
            self._act(activity, match, self._status(match), "verb")
            for activity, pattern in _VERBS.items()
            for match in pattern.finditer(self.text)
            if activity != "pakta_integritas" or self._signs_commitment(match.start())
        ]
        told = {(act.activity, offset) for act in acts for offset in range(act.start, act.end)}
        for activity, pattern in _NOUNS.items():
            for match in pattern.finditer(self.text):
                if (activity, self._offset + match.start()) in told:
                    continue  # `mengucapkan ikrar` is one act
                if activity in _NO_ACT and _NO_ACT[activity].match(self.text, match.end()):
                    continue
                status = self._status(match)
                done = self._doing or (self._news and activity != "apel") or self._is_occasion(match)
                if status == "held" and (not done or self._is_explained(match)):
                    status = "named"
                acts.append(self._act(activity, match, status, "noun"))
        return acts

    def _is_explained(self, match: re.Match[str]) -> bool:
        """`Bupati menegaskan, ikrar ini guna …`: what somebody says it is for."""
        behind = self.text[match.end() : match.end() + _REACH["explained"]]
        return not self._news and bool(_EXPLAINED.search(behind) and _SAID.search(self.text, 0, match.start()))

    def _is_occasion(self, match: re.Match[str]) -> bool:
        """`… disampaikan pada deklarasi netralitas`: what was said there tells that it was held."""
        return _OCCASION.search(self.text[max(0, match.start() - _REACH["occasion"]) : match.start()]) is not None

    @cached_property
    def _doing(self) -> bool:
        return self._headline or _DOING.search(self.text) is not None

    @cached_property
    def _news(self) -> bool:
        return self._lead and _CONTENT.search(self.text) is None

    @cached_property
    def _planned(self) -> bool:
        return _PLANNED.search(self.text) is not None

    @cached_property
    def _background(self) -> bool:
        return _BACKGROUND.search(self.text) is not None

    @cached_property
    def _commitment(self) -> bool:
        return bool(_SIGNED.search(self.text) or _SIGNED.search(self._before))

    @cached_property
    def _clauses(self) -> list[int]:
        return [border.end() for border in _CLAUSE_END.finditer(self.text)]

    @cached_property
    def _cancelled(self) -> bool:
        return _HEADLINE_CANCELLED.search(self.text) is not None

    def _act(self, activity: Activity, match: re.Match[str], status: Status, rule: str) -> Act:
        start, end = self._offset + match.start(), self._offset + match.end()
        if status == "held" and in_quotes(self._doc, start):
            status = "named"
        return Act(activity, start, end, status, rule)

    def _signs_commitment(self, at: int) -> bool:
        """Whether the signing at `at` is of a commitment: one is named in the sentence, or in the one before."""
        nearby = self.text[max(0, at - 120) : at + 160]
        return self._commitment and not (_SIGNED_OTHER.search(nearby) and not _COMMITMENT.search(nearby))

    def _status(self, match: re.Match[str]) -> Status:
        if self._headline:
            before = self.text[max(0, match.start() - _LONGEST_HEADLINE) : match.start()]
            if self._cancelled or _HEADLINE_PLANNED.search(before):
                return "planned"
            return "obliged" if _OBLIGED_BEFORE.search(before) else "held"
        at = bisect_right(self._clauses, match.start())
        opened = self._clauses[at - 1] if at else 0

        def before_act(reach: str) -> str:
            return self.text[max(opened, match.start() - _REACH[reach]) : match.start()]

        confirmed = _CONFIRMED.search(self.text, match.end(), match.end() + _CONFIRMING) is not None
        if not confirmed and (
            self._planned
            or _PLANNED_BEFORE.search(before_act("planned"))
            or _CONDITIONAL.search(before_act("conditional"))
        ):
            return "planned"
        done = confirmed or _DONE.search(self.text, match.end(), match.end() + _LED_WITHIN) is not None
        if not done and _OBLIGED_BEFORE.search(before_act("planned")):
            return "obliged"
        if _NEGATED.search(before_act("negated")):
            return "denied"
        if _ABOUT.search(before_act("about")):
            return "named"
        before = self.text[max(0, match.start() - _REACH["recalled"]) : match.start()]
        if _RECALLED.search(before) and not _ON_PAPER.search(before):
            return "background"
        return "background" if self._background else "held"


@cache
def activity_order(activity: Activity) -> int:
    """The place of an activity in the order of the contract."""
    return ACTIVITIES.index(activity)


@Language.component("ikrar_ceremony")
def read_ceremony(doc: Doc) -> Doc:
    """Leave the candidates of the field `activities`."""
    put(doc, "activities", find_activities(doc))
    return doc
