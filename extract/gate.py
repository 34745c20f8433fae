"""Whether an article tells of a ceremony at all.

Each thing that speaks for it or against it is a feature from 0 to 1; what each is worth was fitted on annotated
articles (`extract.training.gate`) and stands in `extract/model/gate.toml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Doc

from extract.candidates import LIKELY, ActivityValue, Candidate, OfficialValue
from extract.document import Sentence, candidates_of, in_quotes, sentence_at, sentences_of, text_of
from extract.fields.ceremony import (
    CONTESTANTS,
    MEETING,
    NEUTRALITY,
    OFFENCE,
    OPINION,
    OTHER_THEME,
    OTHERS,
    PEACEFUL_CAMPAIGN,
    SERVANTS,
)
from extract.odds import ALWAYS, probability, weights
from extract.patterns import Caseless

#: Sentences of the text that count as its lead.
_LEAD = 4
#: Whose pledge it is stands within so many characters of the text.
_TOPIC_WITHIN = 1200
#: The feature that by itself tells a ceremony.
LEADING = "held in the lead, neutral"
#: So many of a kind say all that more of it could say.
_ENOUGH: Mapping[str, int] = {
    "held in the lead, on topic": 2,
    "held further down, on topic": 3,
    "held, another matter": 3,
    "planned in the head": 2,
    "planned further down": 3,
    "obliged in the head": 2,
    "denied": 2,
    "recalled": 3,
    "leaders": 2,
    "signers": 3,
    "attendees": 4,
    "speakers": 3,
    "neutrality": 6,
    "parades": 2,
    "sentences with an act": 3,
    "offence": 3,
    "numbers of people": 2,
}
_ACTORS = {"servants": SERVANTS, "contestants": CONTESTANTS, "others": OTHERS}
#: What an act of others than public servants weighs.
_WORTH = {"contestants": 0.1, "others": 0.3}
#: An act so far into its sentence is weighed by those named in the last so many characters before it.
_ACTOR_WITHIN = 300
#: What a pact or pledge is on stands so near behind its noun.
_MATTER_WITHIN = 30
#: What contestants and their parties declare, whoever looks on: `Deklarasi Kampanye Damai`.
_DECLARED_PEACE = Caseless(rf"deklarasi(?: \w+)?,? {PEACEFUL_CAMPAIGN.pattern}")
_ROLES = {"leader": "leaders", "signer": "signers", "attendee": "attendees", "speaker": "speakers"}


@dataclass(frozen=True, slots=True)
class Gate:
    """What speaks for a ceremony and against it.

    Attributes:
        score: the probability, from 0 to 1, that the article tells of a ceremony that took place.
        reasons: the features that spoke, with what each added to the log-odds; `always` is what none has to say.
    """

    score: float
    reasons: tuple[tuple[str, float], ...]

    @property
    def open(self) -> bool:
        """Whether a ceremony is told."""
        return self.score >= 0.5


def gate(doc: Doc) -> Gate:
    """Weigh whether the article tells of a ceremony that took place (GUIDELINES, "What counts as a ceremony").

    It is weighed once for a document, when all components have read it.
    """
    judged: Gate = doc.user_data.setdefault("gate", None) or _weighed(doc)
    doc.user_data["gate"] = judged
    return judged


def _weighed(doc: Doc) -> Gate:
    worth, found = weights("gate"), features(doc)
    reasons = [(ALWAYS, worth[ALWAYS])]
    reasons += [(name, worth.get(name, 0.0) * value) for name, value in found.items() if value]
    return Gate(probability(worth, found), tuple(reasons))


def features(doc: Doc) -> dict[str, float]:
    """What speaks for a ceremony and against it, each from 0 (nothing) to 1 (as much as can be)."""
    head = _Head(doc)
    return {**_counted(doc, head), **_said(doc, head)}


def _counted(doc: Doc, head: _Head) -> dict[str, float]:
    """What is counted over the sentences, as shares of what is enough."""
    text, sentences = text_of(doc), sentences_of(doc)
    counts: Counter[str] = Counter()
    neutral = {n for n, one in enumerate(sentences) if NEUTRALITY.search(text, one.start, one.end)}
    told: dict[int, float] = {}
    parades = 0
    act: Candidate[ActivityValue]
    for act in candidates_of(doc, "activities"):
        number = sentence_at(doc, act.start)
        status = act.value.status
        if act.value.activity == "apel":
            parades += number in neutral and status == "held"
            continue
        leading = sentences[number].paragraph == 0 or number in head.lead
        if status == "held" and not _on_another(text, act.end):
            told[number] = max(told.get(number, 0.0), _whose(text, sentences[number], act.start))
        elif status in ("planned", "obliged"):
            where = "in the head" if leading else "further down"
            counts[f"{status} {where}"] += 1
        elif status == "denied":
            counts["denied"] += 1
        elif status == "background":
            counts["recalled"] += 1
    shares = {name: min(1.0, counts[name] / enough) for name, enough in _ENOUGH.items()}
    leads = [weight for number, weight in told.items() if sentences[number].paragraph == 0 or number in head.lead]
    shares["others act in the head"] = float(bool(leads) and min(leads) < 1.0)
    held: dict[str, float] = {}
    for number, weight in told.items():
        kind = head.matter(sentences[number], number, neutral=number in neutral)
        held[kind] = held.get(kind, 0.0) + weight
    shares |= {kind: min(1.0, total / _ENOUGH.get(kind, 1)) for kind, total in held.items()}
    people: dict[str, set[int]] = {}
    one: Candidate[OfficialValue]
    for one in candidates_of(doc, "officials"):
        if one.score > LIKELY and one.value.role is not None:
            people.setdefault(_ROLES[one.value.role], set()).add(one.value.person)
    numbers = [c for c in candidates_of(doc, "participants") if c.score > LIKELY]
    totals = {name: len(found) for name, found in people.items()}
    totals["neutrality"] = len(neutral)
    totals["parades"] = parades
    shares["nothing but a parade"] = float(parades > 0 and not told)
    totals["sentences with an act"] = len(told)
    totals["offence"] = sum(OFFENCE.search(text, s.start, s.end) is not None for s in sentences)
    totals["numbers of people"] = len(numbers)
    return shares | {name: min(1.0, found / _ENOUGH[name]) for name, found in totals.items()}


def _said(doc: Doc, head: _Head) -> dict[str, float]:
    """What holds or does not."""
    text = text_of(doc)
    first = head.first
    sentences = sentences_of(doc)
    acts = {
        sentence_at(doc, act.start)
        for act in candidates_of(doc, "activities")
        if act.value.status == "held" and sentences[sentence_at(doc, act.start)].paragraph > 0
    }
    near = {number + step for number in acts for step in (-1, 0, 1)}
    days = {
        sentence_at(doc, day.start)
        for day in candidates_of(doc, "dates")
        if day.score > LIKELY and not day.rule.startswith("timestamp")
    }
    doers = {sentence_at(doc, one.start) for one in candidates_of(doc, "participants") if one.score > LIKELY} | {
        sentence_at(doc, one.start)
        for one in candidates_of(doc, "officials")
        if one.score > LIKELY and one.value.role in ("leader", "signer")
    }
    opinions = sum(not in_quotes(doc, found.start()) for found in OPINION.finditer(text))
    holds = {
        "another theme in the head": head.other and not head.neutral,
        "offence in the first sentence": OFFENCE.search(first) is not None,
        "others in the first sentence": OTHERS.search(first) is not None and SERVANTS.search(first) is None,
        "meeting in the first sentence": MEETING.search(first) is not None,
        "act in the first paragraph": any(sentences[number].paragraph == head.paragraph for number in acts),
        "act with those who did it": bool(acts & doers),
        "neutral act with those who did it": any(
            NEUTRALITY.search(text, sentences[number].start, sentences[number].end) for number in acts & doers
        ),
        "opinion": opinions > 1 or (opinions > 0 and OPINION.search(text, 0, len(first)) is not None),
        "contestants' peace": head.peaceful,
        "a declaration of peace": _DECLARED_PEACE.search(text) is not None,
        "election": bool(candidates_of(doc, "elections")),
        "day near an act": bool(days & near),
        "venue near an act": any(sentence_at(doc, one.start) in near for one in candidates_of(doc, "venue")),
        "neutrality in the title": bool(NEUTRALITY.search(text, 0, head.title_end)),
    }
    return {name: float(value) for name, value in holds.items()}


class _Head:
    """What title and lead say the article is about."""

    def __init__(self, doc: Doc) -> None:
        text, sentences = text_of(doc), sentences_of(doc)
        self._text = text
        body = [number for number, sentence in enumerate(sentences) if sentence.paragraph > 0]
        self.lead = frozenset(body[:_LEAD])
        self.title_end = sentences[body[0]].start if body else len(text)
        head = text[: sentences[body[min(len(body), _LEAD) - 1]].end] if body else text
        opening = text[: sentences[body[0]].start + _TOPIC_WITHIN] if body else text
        self.paragraph = sentences[body[0]].paragraph if body else 0
        self.first = text[: sentences[body[0]].end] if body else text
        self.neutral = NEUTRALITY.search(head) is not None
        self.other = OTHER_THEME.search(head) is not None
        self.peaceful = PEACEFUL_CAMPAIGN.search(head) is not None and CONTESTANTS.search(head) is not None
        self.topical = SERVANTS.search(opening) is not None and bool(candidates_of(doc, "elections"))

    def matter(self, sentence: Sentence, number: int, *, neutral: bool) -> str:
        """Where an act was told and whether neutrality is its matter, as the name of a feature."""
        where = "title" if sentence.paragraph == 0 else "lead" if number in self.lead else "further down"
        where = where if where == "further down" else f"in the {where}"
        if neutral:
            return f"held {where}, neutral"
        other = self.other or OTHER_THEME.search(self._text, sentence.start, sentence.end) is not None
        return f"held {where}, on topic" if (self.neutral or self.topical) and not other else "held, another matter"


def _whose(text: str, sentence: Sentence, act: int) -> float:
    """What the act at offset `act` weighs by those who did it: contestants and others pledge too.

    They are named before their act, or else behind it; of those named before, the nearest acted.
    """
    before = _nearest(text, max(sentence.start, act - _ACTOR_WITHIN), act, last=True)
    return _WORTH.get(
        before or _nearest(text, act, min(sentence.end, act + _ACTOR_WITHIN), last=False) or "servants", 1.0
    )


def _on_another(text: str, end: int) -> bool:
    """Whether another matter stands right behind an act ending at `end` (`teken pakta integritas zona integritas`)."""
    found = OTHER_THEME.search(text, end, end + _MATTER_WITHIN)
    return found is not None and NEUTRALITY.search(text, end, found.start()) is None


def _nearest(text: str, start: int, end: int, *, last: bool) -> str | None:
    """Who is named last, or first, between two offsets."""
    found = [(one.start(), name) for name, pattern in _ACTORS.items() for one in pattern.finditer(text, start, end)]
    if not found:
        return None
    return max(found)[1] if last else min(found)[1]
