"""From candidates to reports: which value belongs to which ceremony of an article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from spacy.tokens import Doc

from extract.candidates import (
    LIKELY,
    ActivityValue,
    Candidate,
    DateValue,
    OfficialValue,
    ParticipantsValue,
    RegulationValue,
)
from extract.confidence import confidence, signs_of
from extract.document import candidates_of, locate, sentence_at, sentences_of, text_of
from extract.fields.ceremony import ACTIVITIES
from extract.fields.elections import elections_for
from extract.fields.territory import resolve_regency
from extract.gazetteer import gazetteer
from extract.organizer import choose_organizer
from extract.patterns import table
from extract.register import link
from extract.segments import Ceremony, find_ceremonies
from schemas.article import Article
from schemas.report import Activity, Evidence, Official, Participants, Regulation, Report, Role

_SAME_PLACE = table("ceremony", "another.same_place")
#: What was done at a ceremony, each with the words that tell of it.
Activities: TypeAlias = dict[Activity, Candidate[ActivityValue]]
#: Makes a confidence of a report's signs (see `extract.confidence`).
Judge: TypeAlias = Callable[[Mapping[str, float]], float]
_ROLES: tuple[Role, ...] = ("leader", "speaker", "signer", "attendee")


@dataclass(slots=True)
class _Trail:
    """Evidence gathered while a report is put together."""

    doc: Doc
    found: list[Evidence] = field(default_factory=list)

    def add(self, name: str, start: int, end: int) -> None:
        place = locate(self.doc, start, end)
        self.found.append(Evidence(field=name, start=place.start, end=place.end, in_title=place.in_title))


def assemble(doc: Doc, article: Article, judge: Judge = confidence) -> list[Report]:
    """The reports of `article`, one per ceremony told, in the order of telling.

    Args:
        doc: the article's document, read by every component.
        article: the article itself.
        judge: what makes a report's confidence of the signs that speak for it and against it.
    """
    ceremonies = find_ceremonies(doc)
    regulations = _regulations(doc)
    reports: list[Report] = []
    activities: Activities = {}
    for one in ceremonies:
        activities = _activities(one) or activities  # one that only points back ("hal serupa") is of the same kind
        if not activities:
            continue
        report = _report(doc, article, len(reports) + 1, one, ceremonies, regulations, activities, judge)
        if _substantial(report):
            reports.append(report)
    return reports


def _substantial(report: Report) -> bool:
    """Whether anything is told of the ceremony but that there was one; an act in general is no event."""
    return bool(report.date or report.venue or report.officials or report.participants)


def _report(  # noqa: PLR0917 - a report is put together from all of these
    doc: Doc,
    article: Article,
    number: int,
    ceremony: Ceremony,
    all_of_them: list[Ceremony],
    regulations: list[Regulation],
    activities: Activities,
    judge: Judge,
) -> Report:
    trail = _Trail(doc)
    alone = len(all_of_them) == 1
    date = _date(doc, ceremony, all_of_them)
    if date is not None:
        trail.add("date", date.start, date.end)
        if date.value.last_day is not None:
            trail.add("date_end", date.start, date.end)
    region = resolve_regency(doc, None if alone else ceremony.span(doc))
    for start, end in region.evidence:
        trail.add("regency_code" if region.regency_code else "province_code", start, end)
    day = date.value.day if date is not None else None
    elections = elections_for(doc, candidates_of(doc, "elections"), ceremony.act_sentences, day)
    for name, mention in elections:
        trail.add(f"elections.{name}", mention.start, mention.end)
    for activity, act in activities.items():
        trail.add(f"activities.{activity}", act.start, act.end)
    venue = _venue(doc, ceremony, all_of_them)
    if venue is not None:
        trail.add("venue", venue.start, venue.end)
    organizer = choose_organizer(doc, ceremony, region)
    if organizer is not None:
        trail.add("organizer", organizer.start, organizer.end)
    pledge = candidates_of(doc, "pledge")
    for place, point in enumerate(pledge, start=1):
        trail.add(f"pledge.{place}", point.start, point.end)
    officials = _officials(doc, ceremony)
    participants = _participants(doc, ceremony, alone=alone)
    places = gazetteer()
    return Report(
        report_id=f"{article.article_id}-{number}",
        article_id=article.article_id,
        url=article.canonical_url or article.url,
        outlet=article.outlet,
        title=article.title,
        published_at=article.published_at,
        date=day,
        date_end=date.value.last_day if date is not None else None,
        date_basis=date.value.basis if date is not None else None,
        regency_code=region.regency_code,
        regency=places.region(region.regency_code).name if region.regency_code else None,
        province_code=region.province_code,
        province=places.region(region.province_code).name if region.province_code else None,
        level=region.level,
        organizer=organizer.value if organizer is not None else None,
        venue=venue.value if venue is not None else None,
        activities=list(activities),
        elections=[name for name, _ in elections],
        officials=officials,
        participants=participants,
        participants_total=total(participants),
        regulations=regulations,
        pledge=[point.value for point in pledge],
        evidence=trail.found,
        confidence=judge(signs_of(doc, all_of_them, ceremony, date, region, officials)),
        reviewed=False,
    )


def _date(doc: Doc, ceremony: Ceremony, all_of_them: list[Ceremony]) -> Candidate[DateValue] | None:
    """The day of the ceremony: the best-scored one, those in sentences that tell of its acts first.

    A ceremony whose own sentences name no day takes the one of the lead, where that tells of all of them.
    """
    candidates: list[Candidate[DateValue]] = [c for c in candidates_of(doc, "dates") if c.score > LIKELY]
    own = [c for c in candidates if sentence_at(doc, c.start) in ceremony.sentences]
    if ceremony is not all_of_them[0] and not any(_opens_or_tells(doc, c, ceremony) for c in own):
        summary = [c for c in candidates if sentence_at(doc, c.start) in all_of_them[0].sentences]
        beside = _beside(doc, summary, ceremony)
        own = [beside] if beside is not None else summary or own
    if not own:
        return None
    spans = [c.value for c in own if c.value.last_day is not None]
    own = [c for c in own if not any(one.day < c.value.day <= (one.last_day or one.day) for one in spans)]
    acts, alone = set(ceremony.act_sentences), len(all_of_them) == 1

    def rank(candidate: Candidate[DateValue]) -> tuple[float, int]:
        number = sentence_at(doc, candidate.start)
        near = 0.3 if number in acts else 0.15 if number - 1 in acts or number + 1 in acts else 0.0
        near += 0.1 * (alone and sentences_of(doc)[number].paragraph <= 1)  # the news stands first
        if candidate.rule.startswith("timestamp"):
            near -= 0.4
        return (-(candidate.score + near), candidate.start)

    return min(own, key=rank)


def _opens_or_tells(doc: Doc, day: Candidate[DateValue], ceremony: Ceremony) -> bool:
    """Whether a day may be that of a further ceremony: it opens its story, tells of its act, or has its weekday."""
    number = sentence_at(doc, day.start)
    return number in (*ceremony.sentences[:2], *ceremony.act_sentences) or day.value.weekday_agrees is not None


def _beside(doc: Doc, days: list[Candidate[DateValue]], ceremony: Ceremony) -> Candidate[DateValue] | None:
    """The day printed nearest to the place, in a sentence that tells of several ceremonies (`di Obi esok harinya`)."""
    places = gazetteer()
    codes = {length: code[:length] for code in ceremony.codes[:1] for length in (len(code), 5) if len(code) >= length}
    names = [ceremony.scene, *(places.region(code).bare for code in codes.values())]
    apart: list[tuple[int, Candidate[DateValue]]] = []
    for day in days:
        sentence = sentences_of(doc)[sentence_at(doc, day.start)]
        for name in filter(None, names):
            at = text_of(doc).find(name, sentence.start, sentence.end)
            if at >= 0:
                apart.append((min(abs(day.start - at - len(name)), abs(at - day.end)), day))
    return min(apart, key=lambda pair: pair[0])[1] if apart else None


def _activities(ceremony: Ceremony) -> Activities:
    """The activities of a ceremony with the words that tell of them, done ones before merely named ones."""
    chosen: Activities = {}
    for activity in ACTIVITIES:
        told = [act for act in ceremony.acts if act.value.activity == activity and act.score > LIKELY]
        told = told or [act for act in ceremony.acts if act.value.activity == activity and act.value.status == "held"]
        held = [act for act in told if act.value.status == "held"]
        if activity in ceremony.denied and not any(act.start < ceremony.denied[activity] for act in held):
            continue  # what is told of it behind the denial was done elsewhere
        if held or (told and activity != "pakta_integritas"):
            chosen[activity] = (held or told)[0]
    return chosen


def _venue(doc: Doc, ceremony: Ceremony, all_of_them: list[Ceremony]) -> Candidate[str] | None:
    candidates: list[Candidate[str]] = candidates_of(doc, "venue")
    acts = set(ceremony.act_sentences)

    def rank(candidate: Candidate[str]) -> tuple[float, int]:
        number = sentence_at(doc, candidate.start)
        near = 0.5 if number in acts else 0.2 if number - 1 in acts else 0.0
        return (-(candidate.score + near), candidate.start)

    own = [c for c in candidates if sentence_at(doc, c.start) in ceremony.sentences]
    if own:
        best = min(own, key=rank)
        if -rank(best)[0] >= 0.9:
            return best
    text = text_of(doc)
    for number in ceremony.act_sentences:
        sentence = sentences_of(doc)[number]
        if _SAME_PLACE.search(text, sentence.start, sentence.end):
            earlier = all_of_them[: all_of_them.index(ceremony)]
            return _venue(doc, earlier[-1], all_of_them) if earlier else None
    return None


def _officials(doc: Doc, ceremony: Ceremony) -> list[Official]:
    """The people and offices of the ceremony, by role, then in the order of their naming."""
    everywhere: dict[int, list[Candidate[OfficialValue]]] = {}
    here: dict[int, list[Candidate[OfficialValue]]] = {}
    own = set(ceremony.sentences)
    candidate: Candidate[OfficialValue]
    for candidate in candidates_of(doc, "officials"):
        if not locate(doc, candidate.start, candidate.end).in_title:
            everywhere.setdefault(candidate.value.person, []).append(candidate)
        if candidate.score > LIKELY and sentence_at(doc, candidate.start) in own:
            here.setdefault(candidate.value.person, []).append(candidate)
    officials = []
    for person, told in here.items():
        if person not in everywhere:
            continue
        roles = [c.value.role for c in told if c.value.role is not None]
        role: Role = min(roles, key=_ROLES.index) if roles else "attendee"
        shown = _shown(doc, everywhere[person], own)
        place = locate(doc, shown.start, shown.end)
        value = shown.value
        officials.append(
            Official(
                name=value.name,
                name_as_written=value.name_as_written,
                office=value.office,
                acting=value.acting,
                role=role,
                start=place.start,
                end=place.end,
            )
        )
    return sorted(officials, key=lambda o: (_ROLES.index(o.role), o.start))


def _shown(doc: Doc, mentions: list[Candidate[OfficialValue]], own: set[int]) -> Candidate[OfficialValue]:
    """The mention that shows who it is: with most of the name or, without one, of the office; the ceremony's first."""
    text = text_of(doc)

    def rank(candidate: Candidate[OfficialValue]) -> tuple[int, bool, int, int]:
        words = text[candidate.start : candidate.end].casefold()
        wanted = (candidate.value.name or candidate.value.office or "").casefold().split()
        printed = sum(word in words for word in wanted)
        return printed, sentence_at(doc, candidate.start) in own, candidate.end - candidate.start, -candidate.start

    return max(mentions, key=rank)


def _participants(doc: Doc, ceremony: Ceremony, *, alone: bool) -> list[Participants]:
    """The stated numbers of people, each once: a number told again of the same group is one statement.

    `Ratusan guru` of the lead is left out where the number itself follows. Of two ceremonies each can have its 25
    camat: there a number is repeated only within its own.
    """
    found: list[Participants] = []
    seen: dict[tuple[int, str], int] = {}
    candidate: Candidate[ParticipantsValue]
    for candidate in candidates_of(doc, "participants"):
        told = candidate.score > LIKELY or (candidate.rule == "veto:repeated" and not alone)
        if not told or sentence_at(doc, candidate.start) not in ceremony.sentences:
            continue
        place = locate(doc, candidate.start, candidate.end)
        value = candidate.value
        key = (value.count, value.qualifier if value.qualifier == "vague" else "counted")
        here = sentence_at(doc, candidate.start)
        if place.in_title or seen.setdefault(key, here) != here:  # "lima kepala dinas, lima camat" are two
            continue
        found.append(
            Participants(
                count=value.count,
                count_max=value.count_max,
                qualifier=value.qualifier,
                group=value.group,
                start=place.start,
                end=place.end,
            )
        )
    counted = max((one.count for one in found if one.qualifier != "vague"), default=0)
    return [one for one in found if one.qualifier != "vague" or one.count > counted]


def total(participants: Iterable[Participants]) -> int | None:
    """The ceremony's own total: the only exact or rounded number, or one that the others add up to.

    Vague numbers (`ratusan`) give no total.
    """
    counts = [p.count for p in participants if p.qualifier != "vague"]
    if len(counts) == 1:
        return counts[0]
    whole = [c for index, c in enumerate(counts) if c == sum(counts[:index] + counts[index + 1 :])]
    return whole[0] if whole else None


def _regulations(doc: Doc) -> list[Regulation]:
    """Every instrument the article cites, once each, linked to the register."""
    found: dict[RegulationValue, Regulation] = {}
    candidate: Candidate[RegulationValue]
    for candidate in candidates_of(doc, "regulations"):
        place = locate(doc, candidate.start, candidate.end)
        value = candidate.value
        if candidate.score <= LIKELY or place.in_title or value in found:
            continue
        as_cited = text_of(doc)[candidate.start : candidate.end]
        linked = link(value, as_cited)
        found[value] = Regulation(
            type=value.type,
            number=value.number,
            year=value.year,
            provision=value.provision,
            as_cited=as_cited,
            key=linked.key,
            title=linked.title,
            status=linked.status,
            suggestion=linked.suggestion,
            start=place.start,
            end=place.end,
        )
    return list(found.values())
