"""A measured value beside what it may be."""

from __future__ import annotations

from typing import NamedTuple


class Result(NamedTuple):
    """One measurement.

    Attributes:
        name: what was measured.
        value: the value.
        limit: the most it may be.
        unit: its unit; `times` for a ratio of two values of the same run.
    """

    name: str
    value: float
    limit: float
    unit: str

    @property
    def kept(self) -> bool:
        """Whether the limit is kept."""
        return self.value <= self.limit

    def __str__(self) -> str:
        mark = "" if self.kept else "  TOO MUCH"
        return f"{self.name:60} {self.value:10.2f} of {self.limit:g} {self.unit}{mark}"
