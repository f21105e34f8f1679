"""What an article is, in plain values: what was read from a page, what was taken out of it, and what is stored.

Standard library only. Dates are ISO strings (`YYYY-MM-DD`), times are UTC ISO 8601 with `Z`, languages are BCP 47 primary tags (`fr`, `en`, `ar`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Evidence:
    """One value with the method that gave it (`og:title`, `json-ld`, `h1`, `card`, …) and the place it was read from (a tag, a path, a line)."""

    value: str
    method: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One entry of a listing, feed or sitemap: the address of an article and what was said of it there."""

    url: str
    title: str = ""
    date: str | None = None
    kind: str | None = None
    source: str = "listing"
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """A block that was taken out of a page or document.

    `text` is the block's normalised text, `reason` one of menu, repeated, caption, label, share, related, teaser, form, notice, title, date, footer, other;
    `pages` is the number of the site's learned pages that it stood on (0 when it was not recognised by repetition).
    """

    text: str
    reason: str
    pages: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article as one reader saw it: paragraphs in order, what was taken out, and how sure the reader is.

    `method` is hints, template, general or document; `known` tells whether the page's design is one that the template has learned;
    `confidence` lies between 0 (nothing usable) and 1; `flags` go into the article's `quality`.
    """

    paragraphs: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()
    method: str = "general"
    known: bool = False
    confidence: float = 0.0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields of a page beside its body, each with its evidence; None where the page does not say."""

    title: Evidence | None = None
    published_on: Evidence | None = None
    kind: Evidence | None = None
    scope: Evidence | None = None
    canonical_url: Evidence | None = None
    interface_lang: Evidence | None = None
    node_id: Evidence | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article, ready to be stored: the end of the way of the data.

    `body` is one paragraph a line, `content_hash` its 16 hex digits, `why` the evidence of every field by its name, `removed` what was cleaned away.
    """

    title: str
    body: str
    content_hash: str
    lang: str | None = None
    published_on: str | None = None
    kind: str | None = None
    scope: str | None = None
    canonical_url: str | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)
    node_id: str | None = None
    quality: tuple[str, ...] = ()
    why: Mapping[str, Evidence] = field(default_factory=dict)
    removed: tuple[Removed, ...] = ()
    method: str = "general"
    confidence: float = 0.0
