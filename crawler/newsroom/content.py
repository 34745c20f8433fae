"""The newsroom's content: one text file an article, independent of the make of the outlet that prints it."""

from __future__ import annotations

import csv
import re
import tomllib
import zlib
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, ValidationError, field_validator

from schemas.base import Contract, TimeZoneName, clean_text

BlockKind = Literal["paragraph", "ordered", "bullets", "heading", "quote", "photo", "related"]
PAGE_BREAK = "<!--nextpage-->"

_NUMBERED = re.compile(r"\d{1,2}\. +")
_BRACKETED = re.compile(r"\[(foto|baca juga): *([^\]\n]{1,300})\]")


class ContentError(ValueError):
    """An article file or the table of outlets cannot be used; the message names the file."""


class Block(Contract):
    """One piece of an article's body: a paragraph, a list, a photo caption, or a link to another article."""

    kind: BlockKind = Field(description="What it is; `related` holds the slug of another article of the outlet.")
    lines: tuple[str, ...] = Field(min_length=1, description="Lines of a paragraph, or the items of a list.")

    @property
    def text(self) -> str:
        """The lines as they read, one under the other."""
        return "\n".join(self.lines)


class Article(Contract):
    """An article as its text file says it."""

    outlet: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="Id of the outlet: the name of the folder.")
    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="Last part of the URL: the name of the file.")
    title: str = Field(min_length=1, max_length=300, description="Headline.")
    author: str = Field(min_length=1, description="By-line.")
    published: AwareDatetime = Field(description="Publication time with its offset, as the outlet prints it.")
    modified: AwareDatetime | None = Field(default=None, description="Last change; null = never changed.")
    section: str = Field(min_length=1, description="Rubric, such as `Daerah`.")
    tags: tuple[str, ...] = Field(default=(), description="Keywords under the article.")
    dateline: str | None = Field(default=None, description="Place before the first sentence, as printed.")
    summary: str | None = Field(default=None, description="Hand-written excerpt; null = the opening words.")
    charset: Literal["utf-8", "windows-1252"] = Field(default="utf-8", description="Encoding of the page's bytes.")
    dated: bool = Field(default=True, description="False: the page shows its date nowhere.")
    pages: tuple[tuple[Block, ...], ...] = Field(min_length=1, description="Body, split where the outlet splits it.")

    @field_validator("pages")
    @classmethod
    def _nothing_empty(cls, pages: tuple[tuple[Block, ...], ...]) -> tuple[tuple[Block, ...], ...]:
        if not all(pages):
            raise ValueError("a page has no text")
        return pages

    @cached_property
    def number(self) -> int:
        """Number of the post, the same on every run: outlets put it into links and feeds."""
        return 10_000 + zlib.crc32(f"{self.outlet}/{self.slug}".encode()) % 90_000

    @cached_property
    def changed(self) -> datetime:
        """Time of the last change, the publication where it was never changed."""
        return self.modified or self.published

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The body over all its pages."""
        return tuple(block for page in self.pages for block in page)

    @cached_property
    def lead(self) -> Block | None:
        """The first paragraph, which carries the dateline."""
        return next((block for block in self.blocks if block.kind == "paragraph"), None)

    @cached_property
    def prose(self) -> str:
        """The words of the body: no photo captions, no links to other articles."""
        return "\n".join(block.text for block in self.blocks if block.kind not in {"photo", "related"})

    @cached_property
    def opening(self) -> str:
        """The excerpt: the hand-written one, or the first 55 words as WordPress cuts them."""
        if self.summary:
            return self.summary
        words = self.prose.split()
        return " ".join(words[:55]) + (" […]" if len(words) > 55 else "")


class Outlet(Contract):
    """An invented outlet with its articles, the newest first."""

    id: str = Field(description="Key, also the name of its folders.")
    name: str = Field(description="Name as printed.")
    host: str = Field(pattern=r"^[a-z0-9-]+\.example$", description="Host under the reserved domain `.example`.")
    timezone: TimeZoneName = Field(description="Zone of the times it prints.")
    platform: str = Field(description="Make of the site: `wordpress`, `cards` or `sitemap`.")
    articles: tuple[Article, ...] = Field(min_length=1, description="All articles, newest first.")

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the times that the outlet prints."""
        return ZoneInfo(self.timezone)

    @cached_property
    def by_slug(self) -> dict[str, Article]:
        """The articles by the last part of their URL."""
        return {article.slug: article for article in self.articles}

    @cached_property
    def changed(self) -> datetime:
        """When any article last changed."""
        return max(article.changed for article in self.articles)


def parse_article(text: str, outlet: str, slug: str) -> Article:
    """Reads an article from the text of its file.

    The file starts with TOML between two lines `+++`; the body follows, its blocks separated by empty lines. Lines
    that start with `1. ` or `- ` make lists, `## ` a heading, `> ` a quotation; `[foto: caption]` is a photo and
    `[baca juga: slug]` a link to another article; a line `<!--nextpage-->` starts the next page.

    Raises:
        ContentError: The file does not follow this form.
    """
    match = re.match(r"\+\+\+\n(.*?)\n\+\+\+\n", text, re.DOTALL)
    if match is None:
        raise ContentError("no front matter between two lines +++")
    pages = tuple(_parse_body(page) for page in text[match.end() :].split(PAGE_BREAK))
    try:
        return Article.model_validate({**tomllib.loads(match[1]), "outlet": outlet, "slug": slug, "pages": pages})
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"front matter: {error}") from error
    except ValidationError as error:
        raise ContentError(_first_complaint(error)) from error


def _parse_body(body: str) -> tuple[Block, ...]:
    return tuple(_parse_block(part.strip("\n")) for part in re.split(r"\n[ \t]*\n", body) if part.strip())


def _parse_block(part: str) -> Block:
    lines = tuple(part.split("\n"))
    if bracketed := _BRACKETED.fullmatch(part):
        return Block(kind="photo" if bracketed[1] == "foto" else "related", lines=(bracketed[2],))
    if all(_NUMBERED.match(line) for line in lines):
        return Block(kind="ordered", lines=tuple(_NUMBERED.sub("", line, count=1) for line in lines))
    for mark, kind in _MARKS.items():
        if all(line.startswith(mark) for line in lines):
            return Block(kind=kind, lines=tuple(line.removeprefix(mark) for line in lines))
    return Block(kind="paragraph", lines=lines)


_MARKS: dict[str, BlockKind] = {"- ": "bullets", "## ": "heading", "> ": "quote"}


def load_outlets(folder: Path) -> tuple[Outlet, ...]:
    """Reads `outlets.csv` and every `articles/OUTLET/SLUG.txt` of a folder of pages.

    Raises:
        ContentError: A file is missing, unreadable or wrong, or two articles share a number; the message names it.
    """
    table = folder / "outlets.csv"
    try:
        with table.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return tuple(
            Outlet(
                id=row["id"],
                name=row["name"],
                host=row["domain"],
                timezone=row["timezone"],
                platform=row["platform"],
                articles=_load_articles(folder / "articles" / row["id"]),
            )
            for row in rows
        )
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise ContentError(f"{table}: {error!r}") from error
    except ValidationError as error:
        raise ContentError(f"{table}: {_first_complaint(error)}") from error


def _load_articles(folder: Path) -> tuple[Article, ...]:
    articles = [_load_article(path) for path in sorted(folder.glob("*.txt"))]
    _check_links(folder, articles)
    return tuple(sorted(articles, key=lambda article: (article.published, article.slug), reverse=True))


def _load_article(path: Path) -> Article:
    try:
        data = path.read_bytes()
        return parse_article(clean_text(data.decode()), outlet=path.parent.name, slug=path.stem)
    except (OSError, UnicodeDecodeError, ContentError) as error:
        raise ContentError(f"{path}: {error}") from error


def _check_links(folder: Path, articles: Sequence[Article]) -> None:
    slugs = {article.slug for article in articles}
    numbers: dict[int, str] = {}
    for article in articles:
        other = numbers.setdefault(article.number, article.slug)
        if other != article.slug:
            raise ContentError(f"{folder / article.slug}.txt: shares its number with {other}; choose another slug")
        for block in article.blocks:
            if block.kind == "related" and block.text not in slugs:
                raise ContentError(f"{folder / article.slug}.txt: links to {block.text}, which is not there")


def _first_complaint(error: ValidationError) -> str:
    complaint = error.errors()[0]
    return f"{'.'.join(str(part) for part in complaint['loc'])}: {complaint['msg']}"
