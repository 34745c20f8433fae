"""Pages from templates: Jinja2 with escaping on, and dates as Indonesian outlets print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawler.newsroom.content import Outlet

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}

Item = TypeVar("Item")


@dataclass(frozen=True)
class Slice(Generic[Item]):
    """One page of a list."""

    items: Sequence[Item]
    page: int
    pages: int

    @property
    def following(self) -> int | None:
        """Number of the next page, null on the last."""
        return self.page + 1 if self.page < self.pages else None


def cut(items: Sequence[Item], page: int, size: int) -> Slice[Item]:
    """The given page, counted from 1, of a list cut into pages of `size`; empty past the end."""
    start = max(page - 1, 0) * size
    return Slice(items[start : start + size], page, -(-len(items) // size))


def indonesian_date(moment: datetime) -> str:
    """`Selasa, 17 Oktober 2023`, in the moment's own zone."""
    return f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def indonesian_time(moment: datetime) -> str:
    """`14:05 WIB`, in the moment's own zone."""
    offset = moment.utcoffset()
    hours = offset.total_seconds() / 3600 if offset is not None else 0
    return f"{moment:%H:%M} {ZONES.get(int(hours), 'WIB')}"


class Press:
    """Renders the templates of one outlet."""

    def __init__(self, outlet: Outlet, templates: Path) -> None:
        self._outlet = outlet
        self._environment = Environment(
            loader=FileSystemLoader([templates / outlet.id, templates]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["outlet"] = outlet
        self._environment.filters.update(
            local=lambda moment: local(moment, outlet.zone),
            tanggal=lambda moment: indonesian_date(local(moment, outlet.zone)),
            jam=lambda moment: indonesian_time(local(moment, outlet.zone)),
            rfc822=lambda moment: format_datetime(moment.astimezone(UTC)),
            cdata=lambda text: str(text).replace("]]>", "]]]]><![CDATA[>"),
        )

    def page(self, template: str, **values: object) -> str:
        """The template filled with the values; `outlet` is always there."""
        return self._environment.get_template(template).render(values)


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment on the outlet's clock."""
    return moment.astimezone(zone)
