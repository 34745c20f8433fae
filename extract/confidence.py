"""How surely a report is of a ceremony whose date, regency and officials are all right.

Two judgements of the same signs, both fitted on annotated articles (`extract.training.confidence`): whether it is
placed, in time and space, and whether its people are whole. A report is ranked by the first above all, since rows are
found and counted by day and regency; the scale makes a probability of both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from extract.candidates import LIKELY, Candidate, DateValue
from extract.document import candidates_of, context_of, sentence_at, sentences_of
from extract.fields.territory import Resolution
from extract.gate import gate
from extract.odds import log_odds, probability, weights
from extract.segments import Ceremony
from schemas.report import Official

#: More rivals than this make no date less sure.
_RIVALS = 3
#: A ceremony told later than this is unusual for news, in days.
_FRESH = 10


#: What the people count beside the place, in the ranking.
_PEOPLE = 0.1


def confidence(signs: Mapping[str, float]) -> float:
    """The probability from 0 to 1 that date, regency and officials are all right."""
    return round(probability(weights("confidence", "scale"), {"odds": rank(signs, *tables())}), 4)


def tables() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The weights of the signs for being placed and for having its people whole."""
    return weights("confidence", "placed"), weights("confidence", "whole")


def rank(signs: Mapping[str, float], placed: Mapping[str, float], whole: Mapping[str, float]) -> float:
    """The log-odds by which reports are ranked."""
    return log_odds(placed, signs) + _PEOPLE * log_odds(whole, signs)


def signs_of(  # noqa: PLR0917 - a report is judged by all of these
    doc: Doc,
    ceremonies: Sequence[Ceremony],
    ceremony: Ceremony,
    date: Candidate[DateValue] | None,
    region: Resolution,
    officials: Sequence[Official],
) -> dict[str, float]:
    """What speaks for a report and against it, each from 0 to 1."""
    named = [one for one in officials if one.name]
    names = [one.name for one in named if one.name]
    found = {
        "gate": max(0.0, gate(doc).score - 0.5) * 2,
        "one of several": float(len(ceremonies) > 1),
        "second or later": float(ceremony is not ceremonies[0]),
        "votes for the region": max(0.0, min(1.0, region.score)),
        "no regency": float(region.regency_code is None),
        "institution": float(region.level == "institution"),
        "somebody led": float(any(one.role == "leader" for one in officials)),
        "nobody named": float(not officials),
        "people": min(len(named), 8) / 8,
        "offices without a name": min(len(officials) - len(named), 3) / 3,
        "names without an office": min(sum(one.office is None for one in named), 2) / 2,
        "names of one word": min(sum(" " not in name for name in names), 2) / 2,
    }
    return found | _signs_of_date(doc, ceremony, date)


def _signs_of_date(doc: Doc, ceremony: Ceremony, date: Candidate[DateValue] | None) -> dict[str, float]:
    published = context_of(doc).published
    if date is None:
        return {"no date": 1.0, "no date, publication known": float(published is not None)}
    number = sentence_at(doc, date.start)
    likely = [c for c in candidates_of(doc, "dates") if c.score > LIKELY and not c.rule.startswith("timestamp")]
    rivals = {c.value.day for c in likely} - {date.value.day}
    votes = sum(c.value.day == date.value.day for c in likely)
    acts = set(ceremony.act_sentences)
    age = (published - date.value.day).days if published is not None else None
    return {
        "date beside an act": float(number in acts),
        "date near an act": float(number - 1 in acts or number + 1 in acts),
        "date in the lead": float(sentences_of(doc)[number].paragraph <= 1),
        "weekday agrees": float(date.value.weekday_agrees is True),
        "weekday disagrees": float(date.value.weekday_agrees is False),
        "relative date": float(date.value.basis == "relative"),
        "inferred date": float(date.value.basis == "inferred"),
        "score of the date": date.score,
        "rivals": min(len(rivals), _RIVALS) / _RIVALS,
        "date told again": float(votes > 1),
        "old news": float(age is not None and age > _FRESH),
        "of the day or the day before": float(age in (0, 1)),
    }
