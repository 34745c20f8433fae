"""The takedown list: persons whose names are left out of everything that is published.

A listed name is looked for in every text of a release, whatever its case, accents, apostrophes and titles. An article
that has it is *concerned*, and with it its reports and their event. In what is concerned a text is withheld if it shows
any word of the name, so that the short forms of newspapers (`Bu Rina`) go too; the office, the place and everything
else that was told of the ceremony stay.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extract.release.dataset import Dataset
from extract.scoring import name_key, same_name
from schemas.article import Article
from schemas.event import Event
from schemas.report import Official, Report

#: Stands for a withheld text where the contract asks for one.
WITHHELD = "[withheld]"
COLUMNS = ("name", "since", "reason")
#: Words of a name shorter than this (initials, `Al`) are not looked for by themselves.
_SHORTEST = 3
#: Words of at least this length are looked for within longer ones in addresses.
_JOINED = 4
_MOST_BYTES = 5_000_000

_APOSTROPHES = re.compile(r"['`´ʼʻ‘’]")
_NO_WORD = re.compile(r"[\W_]+")


class TakedownError(ValueError):
    """A takedown list that cannot be honoured; the message names every line that is wrong."""


class Request(BaseModel):
    """One line of the list."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=2, max_length=200, description="Name of the person, without titles.")
    since: dt.date | None = Field(description="Day of the request.")
    reason: str | None = Field(description="For the maintainers; never published.")


@dataclass(frozen=True, slots=True)
class Takedown:
    """The persons to be left out.

    Attributes:
        names: the name of each, as a list gives it.
    """

    names: tuple[str, ...] = ()

    def found_in(self, text: str | None) -> tuple[str, ...]:
        """The listed names that stand in `text` in full."""
        if not text or not self.names:
            return ()
        folded = f" {fold(text)} "
        squeezed = folded.replace(" ", "") if "://" in text else ""
        return tuple(
            name
            for name in self.names
            if f" {' '.join(_parts(name))} " in folded or (len(_parts(name)) > 1 and "".join(_parts(name)) in squeezed)
        )

    def forms_in(self, name: str | None) -> tuple[str, ...]:
        """The listed names that an official's name is a form of, and that form where it is a slip of the pen."""
        if not name:
            return ()
        listed = tuple(one for one in self.names if _is_form(name, one))
        slips = (name,) if any(len(_parts(one)) == len(_parts(name)) for one in listed) else ()
        return tuple(dict.fromkeys((*listed, *slips)))

    def line(self, text: str) -> str:
        """`text`, or a mark in its place if a listed name stands in it."""
        return WITHHELD if self.found_in(text) else text

    def redact(self, dataset: Dataset) -> Dataset:
        """The dataset without what shows the listed persons."""
        if not self.names:
            return dataset
        names = _spread(self._concerned(dataset), dataset)
        events = ((event, _of_event(event, dataset, names)) for event in dataset.events)
        return replace(
            dataset,
            articles={key: _article(one, _words(names.get(key, ()))) for key, one in dataset.articles.items()},
            reports={key: _report(one, names.get(one.article_id, frozenset())) for key, one in dataset.reports.items()},
            events=tuple(_event(event, own) for event, own in events),
            withheld={key: _words(own) for key, own in names.items()},
        )

    def _concerned(self, dataset: Dataset) -> dict[str, frozenset[str]]:
        """The listed persons in each article that shows one."""
        found: dict[str, set[str]] = {}
        for article in dataset.articles.values():
            texts = (article.title, article.text, article.author, article.url, article.canonical_url)
            names = {name for text in texts for name in self.found_in(text)}
            if names:
                found[article.article_id] = names
        for report in dataset.reports.values():
            own = found.get(report.article_id, set())
            names = {
                name
                for official in report.officials
                if own or len(_parts(official.name or "")) > 1 or self.found_in(official.name)
                for name in self.forms_in(official.name)
            }
            if names:
                found.setdefault(report.article_id, set()).update(names)
        return {key: frozenset(names) for key, names in found.items()}


def read_takedown(path: Path) -> Takedown:
    """The list in a CSV file with the columns `name`, `since` (ISO date, may be empty) and `reason`.

    Raises:
        TakedownError: the file is no such table, or lines of it are wrong: nothing is published on a list that is
            only half understood.
        OSError: it cannot be read.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise TakedownError(f"{path}: has more than {_MOST_BYTES:,} bytes")
    names: dict[str, None] = {}
    problems: list[str] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise TakedownError(f"{path}: the first line must be {','.join(COLUMNS)}")
            for row in reader:
                try:
                    request = Request.model_validate({key: value or None for key, value in row.items()})
                except ValidationError as error:
                    problems += [
                        f"line {reader.line_num}: {fault['loc'][0]}: {fault['msg']}" for fault in error.errors()
                    ]
                    continue
                if not any(len(word) >= _SHORTEST for word in _parts(request.name)):
                    problems.append(f"line {reader.line_num}: name: {request.name!r} has no word of three letters")
                names[request.name] = None
    except (UnicodeDecodeError, csv.Error) as error:
        raise TakedownError(f"{path}: is no CSV file in UTF-8 ({error})") from error
    if problems:
        raise TakedownError(f"{path}: " + "; ".join(problems))
    return Takedown(tuple(names))


def fold(text: str) -> str:
    """`text` in lower case, without accents and apostrophes, every other mark as one blank."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _NO_WORD.sub(" ", plain.casefold()).strip()


def shows(text: str, words: frozenset[str]) -> bool:
    """Whether any of the words stands in `text`, also as part of a longer one in an address."""
    if not words:
        return False
    folded = fold(text).split()
    if words.intersection(folded):
        return True
    long = [word for word in words if len(word) >= _JOINED] if "://" in text else []
    return any(word in part for part in folded for word in long)


def _parts(name: str) -> tuple[str, ...]:
    """The words of a name without titles and degrees, folded."""
    bare = _APOSTROPHES.sub("", name)
    return tuple(fold(name_key(bare) or bare).split())


def _words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in _parts(name) if len(word) >= _SHORTEST)


def _is_form(name: str, listed: str) -> bool:
    """Whether `name` may be a printed form of `listed`: the same words, fewer or more of them, initials, or a slip."""
    words, known = _parts(name), _parts(listed)
    if not words or not known:
        return False
    if set(known) <= set(words) or same_name(name, listed):
        return True
    fits = all(word in known or (len(word) == 1 and any(part[0] == word for part in known)) for word in words)
    return fits and any(len(word) >= _SHORTEST for word in words)


def _spread(concerned: Mapping[str, frozenset[str]], dataset: Dataset) -> dict[str, frozenset[str]]:
    """The persons of each article, and of every other article that tells of the same ceremony."""
    names = dict(concerned)
    while True:
        before = dict(names)
        for event in dataset.events:
            own = _of_event(event, dataset, names)
            if own:
                names |= {dataset.reports[key].article_id: own for key in event.report_ids}
        if names == before:
            return names


def _of_event(event: Event, dataset: Dataset, names: Mapping[str, frozenset[str]]) -> frozenset[str]:
    articles = (dataset.reports[key].article_id for key in event.report_ids)
    return frozenset[str]().union(*(names.get(article, frozenset()) for article in articles))


def _article(article: Article, words: frozenset[str]) -> Article:
    fields = ("url", "canonical_url", "title", "author")
    return article.model_copy(update={name: _kept(getattr(article, name), words) for name in fields})


def _report(report: Report, names: frozenset[str]) -> Report:
    words = _words(names)
    if not words:
        return report
    return report.model_copy(
        update={
            **_facts(report, words),
            "url": _kept(report.url, words),
            "title": _kept(report.title, words),
            "officials": [_official(one, names) for one in report.officials],
        }
    )


def _event(event: Event, names: frozenset[str]) -> Event:
    words = _words(names)
    if not words:
        return event
    return event.model_copy(
        update={
            **_facts(event, words),
            "officials": [_official(one, names) for one in event.officials],
            "urls": [url for url in event.urls if not shows(url, words)],
            "conflicts": [
                one.model_copy(
                    update={
                        "values": [
                            value.model_copy(update={"value": _kept(value.value, words)}) for value in one.values
                        ]
                    }
                )
                for one in event.conflicts
            ],
        }
    )


def _facts(one: Report | Event, words: frozenset[str]) -> dict[str, object]:
    """The texts that reports and events have in common."""
    return {
        "organizer": _kept(one.organizer, words),
        "venue": _kept(one.venue, words),
        "pledge": [WITHHELD if shows(point, words) else point for point in one.pledge],
        "participants": [item.model_copy(update={"group": _kept(item.group, words)}) for item in one.participants],
        "regulations": [
            item.model_copy(update={"as_cited": WITHHELD if shows(item.as_cited, words) else item.as_cited})
            for item in one.regulations
        ],
    }


def _official(one: Official, names: frozenset[str]) -> Official:
    words = _words(names)
    update: dict[str, object] = {"office": _kept(one.office, words)}
    if one.name and any(_is_form(one.name, name) for name in names):
        update |= {"name": None, "name_as_written": None}
    return one.model_copy(update=update)


def _kept(text: str | None, words: frozenset[str]) -> str | None:
    return None if text is None or shows(text, words) else text
