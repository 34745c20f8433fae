"""The base of every model of the contract, and the value types they share."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

#: Version of the tables. A new nullable column raises the second number; a column that is renamed,
#: retyped or removed raises the first, and readers refuse files of another first number.
SCHEMA_VERSION = "1.1"

#: The time zones of Indonesia by their everyday names: western, central and eastern time.
INDONESIAN_TIME = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}

TimeZoneName = Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]


def clean_text(text: str) -> str:
    r"""`text` in NFC with `\n` line ends and without control characters (a tab stays)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "", text)
    return unicodedata.normalize("NFC", text)


def _is_clean(text: str) -> str:
    # Most values are short and plain, and millions of them are checked.
    if not (text.isascii() and text.isprintable()) and text != clean_text(text):
        raise ValueError("text must be NFC with \\n line ends and no control characters")
    return text


CleanText = Annotated[str, AfterValidator(_is_clean)]
RegencyCode = Annotated[str, Field(pattern=r"^\d{2}\.\d{2}$")]
ProvinceCode = Annotated[str, Field(pattern=r"^\d{2}$")]


class Contract(BaseModel):
    """A part of the data contract: immutable, and refusing what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Contract):
    """Where a value was read: half-open character offsets `[start, end)` into the article's text."""

    start: int = Field(ge=0, description="Offset of the first character, from 0.")
    end: int = Field(ge=0, description="Offset behind the last character; greater than `start`.")

    @model_validator(mode="after")
    def _ordered(self) -> Span:
        if self.end <= self.start:
            raise ValueError(f"span [{self.start}, {self.end}) is empty")
        return self
