"""What could not be read: the one shape in which every reader says so."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item of the input that gave no article.

    Attributes:
        item: The file, the line of a file or the record of an archive, so that a person finds it.
        reason: Why, in one line.
    """

    item: str
    reason: str

    def __str__(self) -> str:
        return f"{self.item}: {self.reason}"
