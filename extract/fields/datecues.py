"""What the words around a day say of it: the act, a stage of the election, a law, a plan, a recollection.

A veto names why a day is no day of a ceremony. What only weakens or strengthens it goes into its score.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc

from extract.candidates import DateValue
from extract.document import candidates_of, context_of, quotes_of, sentences_of, text_of
from extract.fields.calendar import day_pattern, is_election_day
from extract.fields.day_mentions import Mention
from extract.patterns import Caseless
from extract.vocabulary import words


def _any(key: str) -> str:
    return day_pattern(words("dates", f"cues.{key}"))


def _compile(pattern: str) -> Caseless:
    return Caseless(pattern)


_GAP = r"[ \t\xa0]{1,3}"
_ACT = _compile(rf"\b(?:{_any('act')})\b")
_STAGE = _compile(
    rf"\b(?:{_any('stages')})(?P<links>(?:,?{_GAP}(?:{_any('stage_links')}|(?:19|20)\d\d)){{0,9}})[\s,(]{{1,3}}$"
)
_OCCASION = _compile(rf"\b(?:{_any('occasions')})(?:{_GAP}[\w-]{{2,15}}){{0,3}}{_GAP}$")
_LIMIT = _compile(rf"\b(?:{_any('limits')}){_GAP}(?:(?:pada|hari|tanggal|tgl|dari){_GAP}){{0,2}}$")
_RECALLED = _compile(rf"\b(?:{_any('recalled')})\b[^.;:!?()\n]{{0,80}}$")
_BACKGROUND = _compile(rf"\b(?:{_any('background')})\b[^.,;:!?()\n]{{0,60}},?{_GAP}?$")
_BEHIND = _compile(rf"[\s,]{{0,2}}(?:{_any('behind')})\b")
_COMING = _compile(rf"[\s,)]{{0,3}}(?:{_any('coming')})\b")
_COMING_INSIDE = _compile(rf"\b(?:{_any('coming')}|besok)\b")
_PLANNED = _compile(rf"\b(?:{_any('planned')})\b[^.;:!?\n]{{0,90}}$")
_HARD_PLAN = _compile(rf"\b(?:{_any('only_planned')})\b(?=[^.;:!?\n]{{0,90}}$)")
_BUT_DONE = _compile(rf"\b(?:{_any('but_done')})\b")
_PUBLISHED = _compile(rf"^\W{{0,4}}(?:{_any('published')})\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b(?:[ \xa0]?WI(?:B|TA|T)\b)?|\bWI(?:B|TA|T)\b")
_LINK = _compile(rf"^[\s>*•«–-]{{0,6}}(?:{_any('links')})")
_BULLET = re.compile(r"^[\s]{0,4}[-•*>]")
_CITED = _compile(rf"^[\s,]{{1,2}}(?:(?:{_any('issued')}){_GAP}){{1,6}}$")
_EARLIER = _compile(rf"\b(?:{_any('earlier')})\b[^.;!?\n]{{0,40}}$")
_INTERVIEWED = _compile(rf"\b(?:{_any('interviewed')})\b[^.;!?\n]{{0,60}}$")
#: `kata warga itu kepada Kabar Kita, Selasa`: the day on which a paper was told.
_TOLD = _compile(rf"\b(?:{_any('told')})\b[^.;!?\n]{{0,60}}\bkepada\b[^.,;!?\n]{{0,30}},?\s?\(?$")
_OVER = _compile(rf"\b(?:{_any('occasion_over')})\b")
_DATELINE = re.compile(r"[A-Z][^\n.;:]{2,60}?[,(]\s?$")
_DATELINE_END = re.compile(r"^\s?\)?\s?(?:\([^()\n]{2,40}\)\s?)?(?:-{1,3}|–|—|//|\|)")

#: Lines longer than this are prose, whatever clock time they hold.
_LONGEST_STAMP = 110


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The document as the cues need it, read once.

    Attributes:
        text: title and text.
        starts: offsets at which sentences begin.
        ends: their ends.
        quotes: half-open spans of quoted speech.
        citations: spans of cited regulations.
        links: spans of lines that only link to other articles.
        text_start: offset at which the article's text begins.
    """

    text: str
    starts: list[int]
    ends: list[int]
    quotes: list[tuple[int, int]]
    citations: list[tuple[int, int]]
    links: list[tuple[int, int]]
    text_start: int

    def sentence(self, offset: int) -> tuple[int, int]:
        """The sentence that holds `offset`."""
        at = bisect_right(self.starts, offset) - 1
        if at < 0 or not self.starts:
            return (0, len(self.text))
        return (self.starts[at], max(self.ends[at], offset))

    def line(self, offset: int) -> tuple[int, int]:
        """The line that holds `offset`."""
        end = self.text.find("\n", offset)
        return (self.text.rfind("\n", 0, offset) + 1, len(self.text) if end < 0 else end)


def surroundings(doc: Doc) -> Surroundings:
    """Read what the cues need of a document whose sentences and regulations are set."""
    sentences = sentences_of(doc)
    text = text_of(doc)
    links: list[tuple[int, int]] = []
    linking = False
    for line in re.finditer(r"[^\n]+", text):
        if _LINK.match(line.group()):
            linking = len(line.group()) < 30 or line.group().rstrip().endswith(":")
            links.append(line.span())
        elif linking and _BULLET.match(line.group()):
            links.append(line.span())
        elif line.group().strip():
            linking = False
    return Surroundings(
        text=text,
        starts=[sentence.start for sentence in sentences],
        ends=[sentence.end for sentence in sentences],
        quotes=list(quotes_of(doc)),
        citations=[(c.start, c.end) for c in candidates_of(doc, "regulations")],
        links=links,
        text_start=context_of(doc).text_start,
    )


def is_within(spans: list[tuple[int, int]], offset: int) -> bool:
    """Whether one of the sorted spans holds `offset`."""
    at = bisect_right(spans, (offset, len(spans) and spans[-1][1] + 1)) - 1
    return any(start <= offset < end for start, end in spans[max(0, at - 2) : at + 1])


def is_dateline(around: Surroundings, mention: Mention) -> bool:
    """Whether the day stands in the dateline: `KOTA BARU, 4/8/2020 (Warta Siang) – …`."""
    start, end = around.line(mention.start)
    first = around.text.find("\n", around.text_start)
    if start != around.text_start and start > max(first, around.text_start) + 400:
        return False
    before, behind = around.text[start : mention.start], around.text[mention.end : min(end, mention.end + 60)]
    return len(before) <= 70 and _DATELINE.fullmatch(before) is not None and _DATELINE_END.match(behind) is not None


def is_timestamp(around: Surroundings, mention: Mention) -> bool:
    """Whether the day stands in a line of its own that tells the time of publication."""
    start, end = around.line(mention.start)
    if end - start > _LONGEST_STAMP:
        return False
    line = around.text[start:end]
    rest = line.replace(around.text[mention.start : mention.end], "")
    if (_PUBLISHED.match(line) and not _ACT.search(rest)) or not re.search(r"[^\W\d_]{4}", rest):
        return True
    return (
        _CLOCK.search(rest) is not None
        and len(re.findall(r"[^\W\d_]{3,}", _CLOCK.sub("", rest))) <= 4
        and not _ACT.search(rest)
    )


def veto(around: Surroundings, mention: Mention, value: DateValue, published: date | None, previous: int) -> str | None:
    """Why the day cannot be one of a ceremony; None if nothing speaks against it.

    `previous` is the end of the day printed before it: words before that belong to the other one.
    """
    start, end = around.sentence(mention.start)
    before = around.text[max(start, previous, mention.start - 120) : mention.start]
    behind = around.text[mention.end : max(min(end, mention.end + 60), mention.end)]
    printed = around.text[mention.start : mention.end]
    last = value.last_day or value.day
    if is_within(around.links, mention.start):
        return "link"
    if is_within(around.citations, mention.start):
        return "regulation"
    if is_election_day(value.day):
        return "election"
    if _is_stage(mention, before):
        return "stage"
    if _is_issue(around, mention):
        return "regulation"
    if published is not None and value.day > published + timedelta(days=1):
        return "future"
    if _COMING.match(behind) or _COMING_INSIDE.search(printed) or mention.which == "coming":
        return "future"
    if value.last_day is None and _LIMIT.search(before):
        return "limit"
    recent = published is not None and bool(value.weekday_agrees) and (published - value.day).days <= 10
    if _BEHIND.match(behind) or _RECALLED.search(before) or (not recent and _BACKGROUND.search(before)):
        return "background"
    plan = _HARD_PLAN.search(before)
    if (plan and not _BUT_DONE.search(before, plan.end())) or (published is None and _akan(before)):
        return "planned"
    if published is not None and last > published and _PLANNED.search(before):
        return "planned"
    return None


def adjustment(around: Surroundings, mention: Mention, value: DateValue, published: date | None) -> float:
    """What the surroundings add to the score of a day that is not vetoed, between -1 and 0.3."""
    start, end = around.sentence(mention.start)
    change = 0.0
    if value.weekday_agrees is not None:
        change += 0.08 if value.weekday_agrees else -0.12
    if _ACT.search(around.text, max(start, mention.start - 250), min(end, mention.end + 250)):
        change += 0.08
    if mention.start - around.text_start < 600:
        change += 0.04
    if is_within(around.quotes, mention.start):
        change -= 0.2
    if _EARLIER.search(around.text, max(start, mention.start - 80), mention.start):
        change -= 0.08
    before = around.text[max(start, mention.start - 110) : mention.start]
    if _INTERVIEWED.search(before) and not _OVER.search(before):
        change -= 0.4
    elif _TOLD.search(before):
        change -= 0.05
    if published is not None:
        age = (published - value.day).days
        change -= 0.12 if age < 0 else 0.0 if age <= 30 else 0.1 if age <= 60 else 0.25
    return change


def _akan(before: str) -> bool:
    """Whether the clause before the day tells of what will be."""
    return re.search(r"\b(?:akan|bakal)\b[^.,;:!?\n]{0,60},?[ \xa0]?$", before, re.IGNORECASE) is not None


def _is_stage(mention: Mention, before: str) -> bool:
    """Whether the day is that of a stage of the election.

    `jelang masa kampanye, Selasa (24/9)` is not: there the stage is only the occasion, and the day the clause's own.
    """
    stage = _STAGE.search(before)
    if stage is None:
        return False
    if mention.weekday is None:
        return True
    return bool(stage["links"].strip()) and _OCCASION.search(before[: stage.start()]) is None


def _is_issue(around: Surroundings, mention: Mention) -> bool:
    """Whether the day is that on which an instrument cited right before it was issued."""
    at = bisect_right(around.citations, (mention.start, mention.start)) - 1
    if at < 0:
        return False
    end = max(span[1] for span in around.citations[max(0, at - 2) : at + 1])
    return 0 < mention.start - end <= 60 and _CITED.match(around.text[end : mention.start]) is not None
