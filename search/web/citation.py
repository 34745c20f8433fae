"""The line to cite a ceremony by, in the language of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from search.cards import EventCard
from search.web.wording import WIB, Wording

#: Outlets that are named; a press release has been printed by two hundred.
_NAMED = 6


def cite(t: Wording, card: EventCard, tables_at: dt.datetime, name: Callable[[str], str]) -> str:
    """One line without the page's address, which goes behind it.

    Args:
        t: the language.
        card: the ceremony.
        tables_at: when the data were made.
        name: what an outlet is called.
    """
    place = t("cite.place", place=card.place, day=t.day(card.date, card.date_end))
    headline = f"“{card.headline}” {place}" if card.headline else place
    outlets = [name(one) for one in card.outlets]
    if len(outlets) > _NAMED:
        outlets = [*outlets[: _NAMED - 1], t.count("cite.more", len(outlets) - _NAMED + 1)]
    told = t("cite.outlets", outlets=t.listing(outlets)) if outlets else ""
    return f"{headline}{told}. " + t("cite.data", event=card.event_id, day=t.day(tables_at.astimezone(WIB).date()))
