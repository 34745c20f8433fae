"""The ceremonies of one place or person, a stretch at a time: pages stay light however many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

#: Ceremonies of a page. They are told more briefly than results of a search.
LENGTH = 40

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Timeline(Generic[Entry]):
    """A stretch of a list of ceremonies.

    Attributes:
        entries: what the list tells of the ceremonies of this stretch; more than one entry may be of one ceremony.
        total: number of ceremonies in the whole list.
        first: rank of the first ceremony of this stretch, from 1; 0 in an empty list.
        last: rank of the last one.
        after: the last ceremony of this stretch where more follow, else None.
        before: the first one where others precede, else None.
    """

    entries: tuple[Entry, ...]
    total: int
    first: int
    last: int
    after: str | None
    before: str | None

    @property
    def is_cut(self) -> bool:
        """Whether the list has more than this stretch."""
        return self.after is not None or self.before is not None


def stretch(
    entries: Sequence[Entry],
    event_id: Callable[[Entry], str],
    *,
    after: str | None = None,
    before: str | None = None,
    length: int = LENGTH,
) -> Timeline[Entry]:
    """The stretch behind the ceremony `after`, or up to the ceremony `before`, or the first.

    Ceremonies name their own place in the list, so that an address keeps its meaning when newer ones come on top.

    Args:
        entries: the whole list; entries of one ceremony stand together.
        event_id: the ceremony of an entry.
        after: last ceremony of the stretch before; one that is not in the list is no place.
        before: first ceremony of the stretch behind; `after` goes first, as on the search page.
        length: most ceremonies of a stretch.
    """
    events = list(dict.fromkeys(map(event_id, entries)))
    places = {event: place for place, event in enumerate(events)}
    if after in places:
        start = places[after] + 1
        # Nothing is behind the last one: an address that was kept leads to the beginning, not to an empty page.
        start = start if start < len(events) else 0
        end = start + length
    else:
        end = places.get(before or "", 0) or length
        start = max(0, end - length)
    shown = events[start:end]
    told = frozenset(shown)
    return Timeline(
        entries=tuple(entry for entry in entries if event_id(entry) in told),
        total=len(events),
        first=start + 1 if shown else 0,
        last=start + len(shown),
        after=shown[-1] if start + len(shown) < len(events) else None,
        before=shown[0] if start else None,
    )
