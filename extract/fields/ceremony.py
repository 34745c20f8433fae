"""Acts of commitment: where the text names a pledge, a declaration, a signing or a parade, and whether it took place."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import ActivityValue, Candidate
from extract.document import Sentence, context_of, in_quotes, put, sentences_of, text_of
from extract.patterns import any_of, table
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
OPINION = table("ceremony", "themes.opinion")
OFFENCE = table("ceremony", "themes.offence")

#: How far back in its clause a word of planning, a condition or a negation still governs an act, in characters.
_REACH = {"planned": 34, "conditional": 70, "negated": 28}


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
        for act in _acts(doc, sentence, sentences[number - 1] if number else None):
            value = ActivityValue(act.activity, act.status)
            found.append(Candidate(value, act.start, act.end, act.rule, score))
    return found


def _acts(doc: Doc, sentence: Sentence, previous: Sentence | None) -> list[Act]:
    text = text_of(doc)[sentence.start : sentence.end]
    before = text_of(doc)[previous.start : previous.end] if previous else ""
    headline = sentence.start < context_of(doc).title_end
    doing = headline or bool(_DOING.search(text))
    lead = sentence.paragraph <= _LEAD_PARAGRAPHS and not _CONTENT.search(text)
    acts: list[Act] = []
    for activity, pattern in _VERBS.items():
        for match in pattern.finditer(text):
            if activity == "pakta_integritas" and not _signs_commitment(text, before, match.start()):
                continue
            status = _status(text, match, headline=headline)
            acts.append(_act(doc, sentence, activity, match, status, "verb"))
    for activity, pattern in _NOUNS.items():
        for match in pattern.finditer(text):
            if activity == "apel" and re.match(r"\s+(?:malang|hijau|fuji|merah)", text[match.end() :]):
                continue  # the fruit
            if activity == "deklarasi" and re.match(
                r"\s+(?:atau|dan)?\s?(?:kampanye|damai|dukungan|pasangan|paslon|calon)", text[match.end() :]
            ):
                continue
            status = _status(text, match, headline=headline)
            if status == "held" and not (doing or (lead and activity != "apel")):
                status = "named"
            acts.append(_act(doc, sentence, activity, match, status, "noun"))
    return acts


def _act(doc: Doc, sentence: Sentence, activity: Activity, match: re.Match[str], status: Status, rule: str) -> Act:
    start, end = sentence.start + match.start(), sentence.start + match.end()
    if in_quotes(doc, start) and status == "held":
        status = "named"
    return Act(activity, start, end, status, rule)


def _signs_commitment(text: str, before: str, at: int) -> bool:
    """Whether the signing at `at` is of a commitment: one is named in the sentence, or in the one before."""
    nearby = text[max(0, at - 120) : at + 160]
    if _SIGNED_OTHER.search(nearby) and not re.search(r"pakta|komitmen|ikrar|netral", nearby, re.IGNORECASE):
        return False
    return bool(_SIGNED.search(text) or _SIGNED.search(before))


def _status(text: str, match: re.Match[str], *, headline: bool) -> Status:
    if headline:
        if _HEADLINE_PLANNED.search(text, 0, match.start()) or _HEADLINE_CANCELLED.search(text):
            return "planned"
        return "obliged" if _OBLIGED_BEFORE.search(text, 0, match.start()) else "held"
    clause = text[: match.start()]
    borders = [border.end() for border in _CLAUSE_END.finditer(clause)]
    clause = clause[borders[-1] :] if borders else clause
    if (
        _PLANNED.search(text)
        or _PLANNED_BEFORE.search(clause[-_REACH["planned"] :])
        or _CONDITIONAL.search(clause[-_REACH["conditional"] :])
    ):
        return "planned"
    if _OBLIGED_BEFORE.search(clause[-_REACH["planned"] :]):
        return "obliged"
    if _NEGATED.search(clause[-_REACH["negated"] :]):
        return "denied"
    if _BACKGROUND.search(text):
        return "background"
    return "held"


@cache
def activity_order(activity: Activity) -> int:
    """The place of an activity in the order of the contract."""
    return ACTIVITIES.index(activity)


@Language.component("ikrar_ceremony")
def read_ceremony(doc: Doc) -> Doc:
    """Leave the candidates of the field `activities`."""
    put(doc, "activities", find_activities(doc))
    return doc
