"""The topic as data: what is searched for, when it happened, and which pages are worth keeping (`topic.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from schemas.base import Contract


class Window(Contract):
    """A span of days, both ends included."""

    since: date = Field(description="First day.")
    until: date = Field(description="Last day.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.until < self.since:
            raise ValueError(f"window ends ({self.until}) before it starts ({self.since})")
        return self

    def __contains__(self, day: date) -> bool:
        return self.since <= day <= self.until

    def __str__(self) -> str:
        return f"{self.since}..{self.until}"


class Election(Window):
    """An election and the season in which civil servants are sworn to neutrality for it."""

    name: str = Field(min_length=1, description="Name as in the dataset, e.g. `Pilkada 2024`.")


class Gate(Contract):
    """Words that a page about a neutrality ceremony has; a star stands for any ending."""

    hint: tuple[str, ...] = Field(min_length=1, description="Any of these lets a title or excerpt pass.")
    matter: tuple[str, ...] = Field(min_length=1, description="A page must say one of these ...")
    body: tuple[str, ...] = Field(min_length=1, description="... and one of these.")

    def lead_passes(self, title: str, excerpt: str = "") -> bool:
        """Whether a title or excerpt found without a search is worth fetching; a missing title is."""
        return not title or bool(self._hint.search(title) or self._hint.search(excerpt))

    def page_refusal(self, text: str) -> str | None:
        """Why a page's text (title and body, markup removed or not) is not worth keeping; null if it is."""
        if not self._matter.search(text):
            return f"says none of: {', '.join(self.matter)}"
        if not self._body.search(text):
            return f"says none of: {', '.join(self.body)}"
        return None

    @cached_property
    def _hint(self) -> re.Pattern[str]:
        return _words(self.hint)

    @cached_property
    def _matter(self) -> re.Pattern[str]:
        return _words(self.matter)

    @cached_property
    def _body(self) -> re.Pattern[str]:
        return _words(self.body)


class Topic(Contract):
    """What the crawler looks for."""

    terms: tuple[str, ...] = Field(min_length=1, description="Queries; the words of one are joined with AND.")
    nonsense: str = Field(min_length=8, description="A word that no article has.")
    elections: tuple[Election, ...] = Field(min_length=1, description="Seasons to cover.")
    gate: Gate = Field(description="Which leads and pages are worth keeping.")

    def windows(self, since: date | None, until: date | None, today: date) -> tuple[Window, ...]:
        """The windows to search: the one asked for, else the election seasons up to today, joined where they touch.

        Args:
            since: First day asked for; null for the first season's.
            until: Last day asked for; null for today.
            today: No window reaches beyond it.
        """
        last = min(until or today, today)
        if since is not None or until is not None:
            first = since or min(election.since for election in self.elections)
            return (Window(since=first, until=last),) if first <= last else ()
        return join(
            [
                Window(since=election.since, until=min(election.until, last))
                for election in self.elections
                if election.since <= last
            ]
        )


def join(windows: Sequence[Window]) -> tuple[Window, ...]:
    """The same days in as few windows as possible, oldest first."""
    joined: list[Window] = []
    for window in sorted(windows, key=lambda window: window.since):
        if joined and (window.since - joined[-1].until).days <= 1:
            joined[-1] = Window(since=joined[-1].since, until=max(joined[-1].until, window.until))
        else:
            joined.append(Window(since=window.since, until=window.until))
    return tuple(joined)


def subtract(windows: Sequence[Window], covered: Sequence[Window]) -> tuple[Window, ...]:
    """The days of `windows` that are not in `covered`."""
    left = list(windows)
    for done in covered:
        pieces: list[Window] = []
        for window in left:
            if done.until < window.since or done.since > window.until:
                pieces.append(window)
                continue
            if window.since < done.since:
                pieces.append(Window(since=window.since, until=done.since - timedelta(days=1)))
            if window.until > done.until:
                pieces.append(Window(since=done.until + timedelta(days=1), until=window.until))
        left = pieces
    return join(left)


@cache
def load_topic(path: Path | None = None) -> Topic:
    """The topic of a file; the bundled one if not given.

    Raises:
        ValueError: the file breaks the model (pydantic's ValidationError) or is no TOML.
    """
    source = path or Path(__file__).with_name("topic.toml")
    return Topic.model_validate(tomllib.loads(source.read_text(encoding="utf-8")))


def _words(words: Sequence[str]) -> re.Pattern[str]:
    """A pattern for any of the words, whole words only; between the words of a phrase any white space or a hyphen."""
    alternatives = [
        re.escape(word.removesuffix("*")).replace(r"\ ", r"[\s-]{1,3}") + (r"\w*" if word.endswith("*") else r"\b")
        for word in words
    ]
    return re.compile(rf"\b(?:{'|'.join(alternatives)})", re.IGNORECASE)
