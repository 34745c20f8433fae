"""The spaCy pipeline: every component in its order, and the reading of one article."""

from __future__ import annotations

import datetime as dt
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extract import sentences as _sentences
from extract.assembly import assemble
from extract.document import Home, blank_language, open_document
from extract.fields import ceremony, dates, elections, officials, participants, places, pledge, regulations, setting
from extract.fields.persons import recogniser
from extract.homes import Homes
from schemas.article import Article
from schemas.report import Report

#: Components in the order in which they read; each may look at what those before it found.
COMPONENTS = (
    "ikrar_sentences",
    "ikrar_regulations",
    "ikrar_dates",
    "ikrar_places",
    "ikrar_officials",
    "ikrar_participants",
    "ikrar_ceremony",
    "ikrar_elections",
    "ikrar_setting",
    "ikrar_pledge",
)

#: The modules whose import registers them.
_REGISTERED = (
    _sentences, regulations, dates, places, officials, participants, ceremony, elections, setting, pledge,
)  # fmt: skip

#: Characters of title and text. Longer ones are no news articles, which seldom have a tenth of it; they are refused by
#: name. The components read hostile texts of this length within the processor time an article has (see `limits`).
LONGEST_TEXT = 60_000


class UnreadableTextError(Exception):
    """A text that is not read; the message says why."""


@cache
def pipeline() -> Language:
    """The pipeline, built once in a process."""
    nlp = blank_language()
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def read_document(title: str | None, text: str, *, published: dt.date | None = None, home: Home | None = None) -> Doc:
    """A document with the candidates of every component.

    Args:
        title: the headline, None if it is not known.
        text: the article's text, paragraphs separated by line ends.
        published: local day of publication; relative dates are resolved with it.
        home: where the outlet is at home, a last hint to the place.

    Raises:
        UnreadableTextError: the text is too long for an article.
    """
    length = len(title or "") + len(text)
    if length > LONGEST_TEXT:
        raise UnreadableTextError(f"{length:,} characters are more than an article has")
    nlp = pipeline()
    doc = open_document(nlp, title, text, published=published, home=home)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


@cache
def prepare() -> None:
    """Load what is loaded once in a process, so that it does not count as time that the first article takes."""
    read_document(None, "")
    recogniser()


def open_article(article: Article, homes: Homes | None = None) -> Doc:
    """The document of `article`, read by every component.

    Args:
        article: the article.
        homes: where outlets are at home; None leaves that hint out.

    Raises:
        UnreadableTextError: the text is too long for an article.
    """
    homes = homes if homes is not None else Homes(())
    home = homes.home(article.outlet) if article.outlet else None
    zone = homes.zone(article.outlet)
    published = article.published_at.astimezone(zone).date() if article.published_at else None
    return read_document(article.title, article.text, published=published, home=home)


def read_reports(article: Article, homes: Homes | None = None) -> list[Report]:
    """The reports of `article`: one per ceremony it tells of, none if it tells of none.

    Args:
        article: the article.
        homes: where outlets are at home; None leaves that hint out.

    Raises:
        UnreadableTextError: the text is too long for an article.
    """
    return assemble(open_article(article, homes), article)
