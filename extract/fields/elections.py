"""The elections that the neutrality is for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from extract.candidates import LIKELY, Candidate
from extract.document import candidates_of, context_of, in_quotes, put, sentence_at, sentences_of, text_of
from extract.fields.layout import Spans
from extract.patterns import Caseless, any_of
from extract.vocabulary import vocabulary, words

_KINDS = {kind: Caseless(any_of(forms)) for kind, forms in vocabulary("elections")["kinds"].items()}
_YEAR = Caseless(
    r"(?:\s{1,2}(?:\([^)\n]{2,30}\)|serentak|nasional|lanjutan|tahun|dan|pemilihan|umum|kepala|daerah|gubernur|bupati|wakil|wali\s?kota|"
    rf"\d{{1,2}}\s(?:{'|'.join(words('regulations', 'words.months'))})|"
    r"[A-Z][\w.]{1,20})){0,8}\s{1,2}(?P<year>20[12]\d)(?!\d|/)"
)
_POLLING = {
    kind: [dt.date.fromisoformat(day) for day in days] for kind, days in vocabulary("elections")["polling"].items()
}


def _behind(forms: tuple[str, ...]) -> Caseless:
    """A pattern that finds any of `forms` at the end of what stands before a mention."""
    return Caseless(any_of(forms) + r"\s{1,3}$")


_NAME = _behind(words("elections", "names.before"))
_EVERY = _behind(words("elections", "names.every"))
_OTHER = _behind(words("elections", "names.other"))
#: `Badan Pengawas Pemilu (Bawaslu)`: the abbreviation of a body behind its name.
_BODY = Caseless(r"\s?\((?:bawaslu|panwas|kpu|kip|dkpp)")
_GONE = Caseless(r"\s(?:yang\s)?(?:lalu|silam|sebelumnya|kemarin)(?!\w)")
#: `akan diulang menjelang pilkada`: another ceremony, for another election.
_AGAIN = Caseless(
    r"(?:diulangi?|(?:di|ber)\w{3,8} (?:lagi|kembali)|dilanjutkan|berlanjut) (?:men)?(?:jelang|pada|saat|untuk)\s$"
)
#: What stands between two elections of one purpose: `Pemilu dan Pilkada`.
_COORDINATED = Caseless(
    r"\s{0,2}(?:,|/|&|dan|serta|maupun|atau|sekaligus|juga|hingga|, dan)?\s{0,2}(?:menjelang\s|jelang\s|pada\s)?"
)
#: How far before a mention the words that belong to it are read, in characters.
_REACH = 40
#: Between the words of a rerun and the election of which it is one: `PSU pada Pilkada 2024`.
_RERUN_REACH = 12
_SCORES = {
    "rerun": 1.0,
    "election": 1.0,
    "veto:name": 0.1,
    "veto:every": 0.2,
    "veto:other": 0.3,
    "bare": 0.4,
    "quoted": 0.3,
}
#: Votes are counted and disputed for so long after polling day; a later ceremony is for the next election.
_COUNTING = dt.timedelta(days=21)


@dataclass(frozen=True, slots=True)
class ElectionValue:
    """An election as named.

    Attributes:
        kind: `Pemilu`, `Pilkada`, or `PSU` for a rerun of either.
        year: the year printed with it; None where none is.
    """

    kind: str
    year: int | None


def find_elections(doc: Doc) -> list[Candidate[ElectionValue]]:
    """Every mention of an election.

    Weak are those in quoted speech and those that are part of a name (`Badan Pengawas Pemilu`, a law's title), or of
    any election (`setiap pemilu`). A rerun and the election that it repeats (`PSU Pilkada 2024`) are one mention.
    """
    text = text_of(doc)
    laws = Spans((one.start, one.end) for one in candidates_of(doc, "regulations"))
    found: list[Candidate[ElectionValue]] = []
    for kind, pattern in _KINDS.items():
        for match in pattern.finditer(text):
            year = _YEAR.match(text, match.end(), min(len(text), match.end() + 120))
            same_line = year is not None and "\n" not in year.group()
            value = ElectionValue(kind, int(year["year"]) if year is not None and same_line else None)
            end = year.end() if year is not None and same_line else match.end()
            before = text[max(0, match.start() - _REACH) : match.start()]
            rule = "election"
            if laws.hold(match.start()) or _NAME.search(before) or _BODY.match(text, match.end()):
                rule = "veto:name"
            elif _EVERY.search(before):
                rule = "veto:every"
            elif _OTHER.search(before) or _AGAIN.search(before) or _GONE.match(text, end):
                rule = "veto:other"
            elif match.group().casefold() == "pemilihan":  # `Pemilu dan Pemilihan 2024`
                rule = "bare"
            elif in_quotes(doc, match.start()):
                rule = "quoted"
            found.append(Candidate(value, match.start(), end, rule, _SCORES[rule]))
    found.sort(key=lambda one: (one.start, one.end))
    return _reruns(_any_of_several(text, found))


def _any_of_several(text: str, found: list[Candidate[ElectionValue]]) -> list[Candidate[ElectionValue]]:
    """Let a word that makes it any election hold for those coordinated: `setiap pemilu dan pilkada`."""
    out: list[Candidate[ElectionValue]] = []
    for one in found:
        every = out and out[-1].rule == "veto:every" and one.rule == "election" and _beside(text, out[-1], one)
        out.append(replace(one, rule=out[-1].rule, score=out[-1].score) if every else one)
    return out


def _reruns(found: list[Candidate[ElectionValue]]) -> list[Candidate[ElectionValue]]:
    """Put the words of a rerun and the election named behind them together: that one's year is not the rerun's."""
    out: list[Candidate[ElectionValue]] = []
    for one in found:
        last = out[-1] if out else None
        if last is not None and last.value.kind == "PSU" != one.value.kind and one.start - last.end <= _RERUN_REACH:
            out[-1] = Candidate(last.value, last.start, one.end, "rerun", last.score)
        else:
            out.append(one)
    return out


def elections_for(
    doc: Doc, candidates: list[Candidate[ElectionValue]], acts: list[int], day: dt.date | None
) -> list[tuple[str, Candidate[ElectionValue]]]:
    """The elections a ceremony is for, each with the mention it was read from, in reading order.

    Args:
        doc: the document.
        candidates: mentions of elections.
        acts: sentences that tell of the ceremony's acts, the strongest evidence.
        day: when it took place, for elections named without their year.

    The mention in the first sentence of the text that tells of the acts and names an election decides, then the
    title's; one named beside it in the same sentence counts too (GUIDELINES: both only where both are what the
    neutrality is for). `Pemilu dan Pemilihan 2024` alone is the general election. An election that was over on that day
    counts only where no other is named.
    """
    sentences, title_end = sentences_of(doc), context_of(doc).title_end
    years = _Years(candidates, day or context_of(doc).published)
    likely = [one for one in candidates if one.score > LIKELY]
    for mentions, bygone in ((likely, False), (likely, True), ([c for c in candidates if c.value.year], False)):
        by_sentence: dict[int, list[Candidate[ElectionValue]]] = {}
        for candidate in mentions:
            by_sentence.setdefault(sentence_at(doc, candidate.start), []).append(candidate)
        ordered = [n for n in acts if n in by_sentence] + [n for n in sorted(by_sentence) if n not in acts]
        for number in sorted(ordered, key=lambda n: sentences[n].start < title_end):
            named: dict[str, Candidate[ElectionValue]] = {}
            last: Candidate[ElectionValue] | None = None  # the one read before, which stands behind
            last_year: int | None = None
            for candidate in reversed(by_sentence[number]):
                with_last = last is not None and _beside(text_of(doc), candidate, last)
                kind, year = years.of(candidate, last_year if with_last else None)
                if year is None:
                    continue
                if bygone or years.rerun or (with_last and year == last_year) or not years.over(kind, year):
                    last, last_year = candidate, year
                    named[f"{kind} {year}"] = candidate
            if named:
                return sorted(named.items(), key=lambda item: item[1].start)
    return []


class _Years:
    """The years that elections named without one are of, in one article."""

    def __init__(self, candidates: list[Candidate[ElectionValue]], day: dt.date | None) -> None:
        self.day = day
        self.rerun = any(one.value.kind == "PSU" or one.rule == "rerun" for one in candidates)
        self._printed: dict[str, int] = {}
        for one in candidates:
            kind, year = one.value.kind, one.value.year
            if year and not self.over(kind, year):
                self._printed.setdefault(kind, year)

    def of(self, candidate: Candidate[ElectionValue], beside: int | None) -> tuple[str, int | None]:
        """Kind and year of the election that `candidate` names.

        Without a year of its own it has the one printed `beside` it, the one printed elsewhere in the article unless
        that election was over, or the next one's; a rerun that of the day.
        """
        kind, year = candidate.value.kind, candidate.value.year
        if kind == "PSU":
            return (
                kind,
                self.day.year if self.day else year,
            )  # reruns are held within the year; the other one's is printed
        coming = (polling.year for polling in _POLLING[kind] if self.day and polling + _COUNTING >= self.day)
        return kind, year or beside or self._printed.get(kind) or next(coming, None)

    def over(self, kind: str, year: int) -> bool:
        """Whether the election of `year` was over on the day."""
        polling = next((day for day in _POLLING.get(kind, ()) if day.year == year), dt.date(year, 12, 31))
        return self.day is not None and polling + _COUNTING < self.day


def _beside(text: str, one: Candidate[ElectionValue], other: Candidate[ElectionValue]) -> bool:
    """Whether two elections are named in one breath: `Pemilu dan Pilkada 2024`."""
    return other.start < one.end or _COORDINATED.fullmatch(text, one.end, other.start) is not None


@Language.component("ikrar_elections")
def read_elections(doc: Doc) -> Doc:
    """Leave the candidates of the field `elections`."""
    put(doc, "elections", find_elections(doc))
    return doc
