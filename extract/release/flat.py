"""The flat tables of a release as polars frames."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

import polars as pl

from extract.release.claims import claims
from extract.release.dataset import Dataset
from extract.release.keys import Keys
from schemas.article import Article
from schemas.base import Contract
from schemas.event import Event
from schemas.parquet import to_frame
from schemas.release import (
    FLAT_TABLES,
    SEPARATOR,
    ArticleRow,
    EventRow,
    FlatTable,
    OfficialRow,
    OutletRow,
    ParticipantsRow,
    RegulationRow,
)

#: A regulation's number with more digits is no number to reckon with.
_LONGEST_NUMBER = 9


def flat_frames(dataset: Dataset) -> dict[str, pl.DataFrame]:
    """The flat tables by name, each with its columns and in its order.

    Raises:
        TableError: two rows have one key.
    """
    rows: dict[str, Callable[[Dataset], Iterable[Contract]]] = {
        "events": _events,
        "officials": _officials,
        "participants": _participants,
        "regulations": _regulations,
        "claims": claims,
        "articles": _articles,
        "outlets": _outlets,
        "removed": lambda one: one.removed,
    }
    return {name: arranged(table, rows[name](dataset)) for name, table in FLAT_TABLES.items()}


def arranged(table: FlatTable, rows: Iterable[Contract]) -> pl.DataFrame:
    """`rows` as a frame in the table's order.

    Raises:
        TableError: two rows have one key, or a row is of another model.
    """
    return to_frame(table, rows).sort(table.order, nulls_last=True)


def number_of_code(code: str | None) -> int | None:
    """A region code as a whole number: 3516 for `35.16`."""
    return int(code.replace(".", "")) if code else None


def _events(dataset: Dataset) -> Iterator[EventRow]:
    taken = [name for name in EventRow.model_fields if name in Event.model_fields]
    for event in dataset.events:
        plain = {name: getattr(event, name) for name in taken if name not in ("elections", "outlets")}
        yield EventRow(
            **plain,
            regency_num=number_of_code(event.regency_code),
            province_num=number_of_code(event.province_code),
            is_ikrar="ikrar" in event.activities,
            is_deklarasi="deklarasi" in event.activities,
            is_pakta_integritas="pakta_integritas" in event.activities,
            is_apel="apel" in event.activities,
            elections=_joined(event.elections),
            outlets=_joined(event.outlets),
            n_officials=len(event.officials),
            n_regulations=len(event.regulations),
            conflict_fields=_joined(dict.fromkeys(conflict.field for conflict in event.conflicts)),
        )


def _officials(dataset: Dataset) -> Iterator[OfficialRow]:
    for event in dataset.events:
        keys = Keys()
        for number, one in enumerate(event.officials, 1):
            who = one.name.casefold() if one.name else None
            yield OfficialRow(
                official_id=keys.key("of", event.event_id, who, None if who else (one.office or "").casefold()),
                event_id=event.event_id,
                official_no=number,
                **one.model_dump(exclude={"start", "end"}),
            )


def _participants(dataset: Dataset) -> Iterator[ParticipantsRow]:
    for event in dataset.events:
        keys = Keys()
        for number, one in enumerate(event.participants, 1):
            said = (one.count, one.count_max, one.qualifier, one.group)
            yield ParticipantsRow(
                participants_id=keys.key("pa", event.event_id, *said),
                event_id=event.event_id,
                participants_no=number,
                group_name=one.group,
                **one.model_dump(exclude={"start", "end", "group"}),
            )


def _regulations(dataset: Dataset) -> Iterator[RegulationRow]:
    for event in dataset.events:
        keys = Keys()
        for number, one in enumerate(event.regulations, 1):
            plain = one.number if one.number and one.number.isascii() and one.number.isdigit() else ""
            yield RegulationRow(
                citation_id=keys.key("re", event.event_id, one.type, one.number, one.year, one.provision),
                event_id=event.event_id,
                citation_no=number,
                number_int=int(plain) if 0 < len(plain) <= _LONGEST_NUMBER else None,
                regulation_key=one.key,
                **one.model_dump(exclude={"start", "end", "key"}),
            )


def _articles(dataset: Dataset) -> Iterator[ArticleRow]:
    told = Counter(dataset.reports[key].article_id for event in dataset.events for key in event.report_ids)
    taken = [name for name in ArticleRow.model_fields if name in Article.model_fields]
    for article in dataset.articles.values():
        plain = {name: getattr(article, name) for name in taken} | {"fetched_at": _whole(article.fetched_at)}
        yield ArticleRow(**plain, n_characters=len(article.text), n_reports=told[article.article_id])


def _outlets(dataset: Dataset) -> Iterator[OutletRow]:
    articles: defaultdict[str, list[Article]] = defaultdict(list)
    for article in dataset.articles.values():
        if article.outlet:
            articles[article.outlet].append(article)
    events = Counter(outlet for event in dataset.events for outlet in set(event.outlets))
    reports = Counter(
        dataset.articles[dataset.reports[key].article_id].outlet for event in dataset.events for key in event.report_ids
    )
    registry = {outlet.id: outlet for outlet in dataset.outlets}
    for name in sorted(registry.keys() | articles.keys() | events.keys()):
        known = registry.get(name)
        own = articles[name]
        published = [article.published_at for article in own if article.published_at]
        fetched = [article.fetched_at for article in own if article.fetched_at]
        yield OutletRow(
            outlet=name,
            registered=known is not None,
            name=known.name if known else None,
            domain=known.domain if known else None,
            kind=known.kind if known else None,
            province_code=known.province_code if known else None,
            province_num=number_of_code(known.province_code) if known else None,
            regency_code=known.regency_code if known else None,
            regency_num=number_of_code(known.regency_code) if known else None,
            state=known.state if known else None,
            n_articles=len(own),
            n_reports=reports[name],
            n_events=events[name],
            first_published_at=min(published, default=None),
            last_published_at=max(published, default=None),
            first_fetched_at=_whole(min(fetched, default=None)),
            last_fetched_at=_whole(max(fetched, default=None)),
        )


def _joined(values: Iterable[str]) -> str | None:
    return SEPARATOR.join(values) or None


def _whole(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.replace(microsecond=0) if moment else None
