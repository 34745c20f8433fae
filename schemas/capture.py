"""What the crawler knows about a stored response: the body of the WARC metadata record beside it."""

from __future__ import annotations

from pydantic import AwareDatetime, Field

from schemas.base import Contract

#: Media type of the metadata records, from the WARC 1.1 specification (section 6.6).
CAPTURE_TYPE = "application/warc-fields"


class Capture(Contract):
    """Provenance of one stored response, written as `name: value` lines (WARC fields)."""

    outlet: str = Field(min_length=1, description="Id of the outlet in the registry.")
    route: str = Field(min_length=1, description="Discovery route that led to the page.")
    fetched_at: AwareDatetime = Field(description="When the response arrived, UTC.")
    via: str | None = Field(default=None, description="Address of the feed, sitemap or listing that named the page.")
    article: bool = Field(
        description="True for an article page, false for what only served discovery (feeds, sitemaps, listings)."
    )
    part_of: str | None = Field(
        default=None, description="Address of the first page, for a later page of an article split over pages."
    )
    part: int = Field(default=1, ge=1, description="Number of the page within such an article, from 1.")
    parts: int = Field(default=1, ge=1, description="Of how many pages the article was when it was fetched.")

    def to_fields(self) -> bytes:
        """The capture as WARC fields, one `name: value` a line, CRLF line ends, UTF-8."""
        values = self.model_dump(mode="json", exclude_none=True)
        return "".join(f"{name}: {value}\r\n" for name, value in values.items()).encode()

    @classmethod
    def from_fields(cls, body: bytes) -> Capture:
        """Read WARC fields; unknown names are ignored.

        Raises:
            ValueError: a needed field is missing or out of range (pydantic's ValidationError).
        """
        pairs = (line.split(":", 1) for line in body.decode("utf-8", "replace").splitlines() if ":" in line)
        fields = {name.strip(): value.strip() for name, value in pairs}
        return cls.model_validate({name: fields[name] for name in cls.model_fields if name in fields})
