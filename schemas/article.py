"""An article as read from a page or given as data: one row of `articles.parquet`."""

from __future__ import annotations

import hashlib
import re

from pydantic import AwareDatetime, Field

from schemas.base import CleanText, Contract


class Article(Contract):
    """One article: what an outlet published at one canonical URL, in its latest version seen."""

    article_id: str = Field(
        min_length=1,
        description=(
            "Key. First 16 hex digits of the SHA-256 of the canonical URL; for input that carries "
            "an id of its own (JSON lines, files without a URL) that id."
        ),
    )
    url: str | None = Field(description="Address the page was fetched from; null for text without one.")
    canonical_url: str | None = Field(
        description="Address the outlet itself names as the article's, without tracking parameters."
    )
    outlet: str | None = Field(
        description="Outlet: its id in the outlet registry, else the registered domain of the URL."
    )
    title: CleanText | None = Field(description="Headline, without the outlet's name.")
    author: CleanText | None = Field(description="Byline as printed.")
    published_at: AwareDatetime | None = Field(
        description=(
            "Time of first publication, UTC. Null if unknown. A source that gives only a day is "
            "taken as midnight of western Indonesian time (UTC+7)."
        )
    )
    fetched_at: AwareDatetime | None = Field(
        description="When the page was fetched, UTC; null for text that was not fetched."
    )
    language: str | None = Field(
        pattern=r"^[a-z]{2,3}$", description="ISO 639 code the page declares for itself; null if it does not."
    )
    text: CleanText = Field(
        description="Body text, NFC, paragraphs separated by line ends. All spans count characters of it."
    )
    text_digest: str = Field(
        pattern=r"^[0-9a-f]{64}$",
        description="SHA-256 (hex) of the text in lower case with every run of non-letters as one blank.",
    )
    duplicate_of: str | None = Field(
        description="`article_id` of the earliest near-identical text; null for an original."
    )
    discovered_by: str | None = Field(
        description="Discovery route that found the article, such as `wordpress-rest`, `feed`, `sitemap`."
    )
    warc_file: str | None = Field(description="Name of the WARC file that holds the response.")
    warc_offset: int | None = Field(ge=0, description="Byte offset of the response record in that file.")
    http_status: int | None = Field(ge=100, le=599, description="HTTP status the page was served with.")


def article_id(canonical_url: str) -> str:
    """The key of the article at `canonical_url`: 16 hex digits of its SHA-256."""
    return hashlib.sha256(canonical_url.encode()).hexdigest()[:16]


def text_digest(text: str) -> str:
    """SHA-256 of `text` with case, digits, punctuation and white space levelled out."""
    return hashlib.sha256(re.sub(r"[\W\d_]+", " ", text.casefold()).strip().encode()).hexdigest()
