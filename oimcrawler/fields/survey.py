"""One walk over a page for everything that its fields are read from: metas, links, headings, times, structured data."""

import html
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from urllib.parse import SplitResult, urlsplit

from lxml import etree

from oimcrawler.text import normal_line

Element = etree._Element

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")

SEPARATOR: Final = re.compile(r"\s+(?:\||-|–|—|·|•|»|›|«|:|::|/|~)\s+|\s*\|\s*|\s*::\s*|\s+»\s*|:\s+")
"""What stands between a title and the name of the site in the title of a document."""
_CAP: Final = 2_000
_SCRIPT_CAP: Final = 300_000
_MOST: Final = 400
_ARTICLE: Final = re.compile(r"(?:Article|BlogPosting|NewsItem|PressRelease|Report|Posting)$")
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\ufeff\u00ad\u2060\x00"))
# What a structured article says of other things than itself.
_FOREIGN_KEYS: Final = """
itemListElement liveBlogUpdate hasPart relatedLink comment review citation isPartOf publisher author
about mentions image video breadcrumb sponsor speakable
"""
_FOREIGN: Final = frozenset(_FOREIGN_KEYS.split())


class Parsed(Protocol):
    """A page that was parsed: its tree and the address it came from."""

    @property
    def root(self) -> Element:
        """The html element."""

    @property
    def url(self) -> str:
        """Where the page was asked for, empty when unknown."""


def parts_of(url: str) -> SplitResult:
    """The parts of an address, all empty when it is none: a bad address in a page is not worth an error.

    >>> parts_of("http://[").path
    ''
    """
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def visible(text: str | None) -> str:
    """A value as a reader sees it: entities that were escaped twice undone, NFC, each run of spaces one space, no invisible characters."""
    if not text:
        return ""
    if "&" in text and ";" in text:
        text = html.unescape(text)
    line = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return " ".join(line.split()).strip("\u200e\u200f\u202a\u202b\u202c ")


def fold(text: str) -> str:
    """The form in which two titles are compared: normal, without case."""
    return normal_line(text).casefold().rstrip(".")


@dataclass(slots=True)
class Survey:
    """What one walk found; `metas` by lower-case name in document order, `articles` the structured data about articles."""

    root: Element
    url: str
    metas: dict[str, list[str]] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    headings: list[Element] = field(default_factory=list)
    times: list[Element] = field(default_factory=list)
    articles: list[Mapping[str, Any]] = field(default_factory=list)
    site_names: set[str] = field(default_factory=set)
    title: str = ""
    base: str = ""
    settings: str = ""

    def meta(self, *names: str) -> tuple[str, str] | None:
        """The first non-empty meta of these names, as (name, value)."""
        for name in names:
            for value in self.metas.get(name, ()):
                if value:
                    return name, value
        return None


def survey(root: Element, url: str) -> Survey:
    """Walks the page once; never raises on a tree that lxml made."""
    found = Survey(root, url)
    for element in root.iter("meta", "link", "title", "base", "script", "time", *HEADINGS):
        tag = element.tag
        if tag == "meta":
            _meta(found, element)
        elif tag == "link":
            rel, href = (element.get("rel") or "").lower(), (element.get("href") or "").strip()
            if rel and href and len(href) <= _CAP and len(found.links) < _MOST:
                found.links.append((rel, href, (element.get("hreflang") or "").strip()))
        elif tag == "script":
            _script(found, element)
        elif tag == "time":
            if len(found.times) < _MOST:
                found.times.append(element)
        elif tag == "title":
            parent = element.getparent()
            # An inline drawing has a title of its own.
            if not found.title and (parent is None or parent.tag in ("head", "html", "body")):
                found.title = visible((element.text or "")[:_CAP])
        elif tag == "base":
            found.base = found.base or (element.get("href") or "").strip()[:_CAP]
        elif len(found.headings) < _MOST:
            found.headings.append(element)
    return found


def _meta(found: Survey, element: Element) -> None:
    content = element.get("content")
    if not content or len(found.metas) > _MOST:
        return
    itemprop = element.get("itemprop")
    name = (
        element.get("property")
        or element.get("name")
        or (f"itemprop:{itemprop}" if itemprop else element.get("http-equiv"))
    )
    if name and len(name) <= 100:
        # A teaser may carry microdata of its own: only that of the head and of the first article counts.
        values = found.metas.setdefault(name.strip().lower(), [])
        if len(values) < 8:
            values.append(visible(content[:_CAP]))


def _script(found: Survey, element: Element) -> None:
    kind = (element.get("type") or "").lower()
    if "json" not in kind:
        return
    text = element.text
    if not text or len(text) > _SCRIPT_CAP:
        return
    if "ld+json" in kind:
        for node in _nodes(_loads(text)):
            types = node.get("@type")
            names = [t for t in (types if isinstance(types, list) else [types]) if isinstance(t, str)]
            if any(map(_ARTICLE.search, names)) or ("headline" in node and "datePublished" in node):
                found.articles.append(node)
            name = node.get("name")
            if isinstance(name, str) and {
                "WebSite",
                "Organization",
                "NewsMediaOrganization",
                "GovernmentOrganization",
            } & set(names):
                found.site_names.add(visible(name[:_CAP]))
            publisher = node.get("publisher")
            if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
                found.site_names.add(visible(publisher["name"][:_CAP]))
    elif not found.settings and element.get("data-drupal-selector"):
        found.settings = text


def _loads(text: str) -> object:
    """JSON as pages write it: in a comment, with raw line breaks in strings or a comma too many; None when it cannot be read."""
    text = (
        re.sub(
            r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*$", "", text
        )
        .strip()
        .rstrip(";")
    )
    for attempt in (text, re.sub(r",(\s*[}\]])", r"\1", text)):
        try:
            data: object = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return data
    return None


def _nodes(data: object) -> Iterator[Mapping[str, Any]]:
    queue: list[tuple[object, int]] = [(data, 0)]
    seen = 0
    while queue and seen < 300:
        value, depth = queue.pop(0)
        seen += 1
        if isinstance(value, list) and depth < 8:
            queue.extend((item, depth + 1) for item in value[:100])
        elif isinstance(value, dict):
            yield value
            if depth < 8:
                queue.extend(
                    (item, depth + 1)
                    for key, item in value.items()
                    if key not in _FOREIGN and isinstance(item, dict | list)
                )
