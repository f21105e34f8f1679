"""Feeds (RSS 0.9 to 2, Atom) and sitemaps: tolerant of broken XML, deaf to entities and to anything outside the file."""

import html
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html.entities import name2codepoint
from typing import Any, Final

from lxml import etree

from oimcrawler.dates import parse_date
from oimcrawler.discovery.links import own_key
from oimcrawler.model import Card
from oimcrawler.text import normal_line
from oimcrawler.urls import canonical_url, join_url

_MOST_BYTES: Final = 64_000_000  # a sitemap may have 50 MB unpacked; more is an attack or a mistake
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE\b[^\[>]*(?:\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]\s*)?>", re.IGNORECASE)
_AMPERSAND: Final = re.compile(rb"&(?!#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};)(?:([A-Za-z][A-Za-z0-9]{1,30});)?")
_CONTROLS: Final = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_TAGS: Final = re.compile(r"<[^>]*>")
_W3C: Final = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages of a sitemap as cards (address and lastmod), and the further sitemaps an index names."""

    pages: tuple[Card, ...] = ()
    maps: tuple[str, ...] = ()


def read_feed(data: bytes, base: str = "") -> list[Card]:
    """The entries of a feed in order: address, title, publication date, first category as kind, time of the last change where it
    is given. Empty for what is no feed.

    `base` is the feed's own address, for feeds with relative links.
    """
    root = _tree(data)
    cards: dict[str, Card] = {}
    for entry in _named(root, "item", "entry"):
        url = canonical_url(link) if (link := _link(entry, base)) else ""
        if url and url not in cards:
            when = _text(entry, "pubdate", "published", "issued", "date", "created")
            changed = utc_time(_text(entry, "updated", "modified"))
            kind = _text(entry, "category") or _attribute(entry, "category", "term")
            day = parse_date(when) if when else None
            cards[url] = Card(
                url, _text(entry, "title"), day.isoformat() if day else None, kind or None, "feed", changed
            )
    return list(cards.values())


def read_sitemap(data: bytes, base: str = "") -> Sitemap:
    """A sitemap or sitemap index, plain or gzipped, or a text with one address a line; `lastmod` in UTC. Empty for what is none of these."""
    root = _tree(data)
    if root is None or not isinstance(root.tag, str) or _local(root) not in ("urlset", "sitemapindex"):
        lines = [] if root is not None else _unpacked(data)[:_MOST_BYTES].decode("utf-8", "replace").split()
        urls = dict.fromkeys(canonical_url(line) for line in lines if line.lower().startswith(("http://", "https://")))
        return Sitemap(tuple(Card(url, source="sitemap") for url in urls))
    pages: dict[str, Card] = {}
    maps: dict[str, None] = {}
    for entry in _named(root, "url", "sitemap"):
        place = _text(entry, "loc")
        url = join_url(base, place) if base else place
        if _local(entry) == "sitemap":
            maps.setdefault(url) if canonical_url(url) and "://" in url else None
        elif "://" in url:
            key = canonical_url(url)
            pages.setdefault(key, Card(key, source="sitemap", lastmod=utc_time(_text(entry, "lastmod"))))
    return Sitemap(tuple(pages.values()), tuple(maps))


def rebase_cards(cards: Iterable[Card], here: str, origin: str) -> list[Card]:
    """The cards of the site at `origin`, keyed there, from a feed or sitemap that was fetched from a mirror at `here`;
    other sites' cards are left out.
    """
    return [replace(card, url=key) for card in cards if (key := own_key(card.url, here, origin, origin))]


def utc_time(text: str) -> str | None:
    """A W3C or RFC 822 time in UTC with `Z`; a day, month or year alone is its first second. None for nothing or nonsense.

    >>> utc_time("2026-01-01T00:30:00+01:00"), utc_time("2024-05"), utc_time("hier")
    ('2025-12-31T23:30:00Z', '2024-05-01T00:00:00Z', None)
    """
    text = text.strip()
    try:
        if match := _W3C.fullmatch(text):
            year, month, day, hour, minute, second, zone = match.groups()
            zone = "+00:00" if not zone or zone.upper() == "Z" else zone
            zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
            found = datetime.fromisoformat(
                f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone}"
            )
        else:
            from email.utils import parsedate_to_datetime

            found = parsedate_to_datetime(text)
            found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if found.year >= 1000 else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return zlib.decompressobj(wbits=31).decompress(data, _MOST_BYTES)
    except zlib.error:
        return b""


def _tree(data: bytes) -> Any:
    """The root element, or None. No document type survives, so that no entity can grow; HTML's entities (`&eacute;`) become characters."""
    data = _unpacked(data)[:_MOST_BYTES].lstrip(b" \t\r\n")
    if not data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return None
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        # One stray sign makes the parser drop every later one.
        data = _AMPERSAND.sub(_character, _DOCTYPE.sub(b"", data.translate(None, _CONTROLS)))
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _character(match: re.Match[bytes]) -> bytes:
    name = match[1].decode("ascii") if match[1] else ""
    if name in ("amp", "lt", "gt", "quot", "apos"):
        return match[0]
    return b"&#%d;" % name2codepoint[name] if name in name2codepoint else b"&amp;" + match[0][1:]


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _named(root: Any, *names: str) -> list[Any]:
    return [] if root is None else [element for element in root.iter() if _local(element) in names]


def _text(entry: Any, *names: str) -> str:
    """The text of the first child of one of these names, names in order of preference, without tags and entities."""
    for name in names:
        for child in entry:
            if _local(child) == name and (text := "".join(child.itertext()).strip()):
                return normal_line(
                    html.unescape(_TAGS.sub(" ", html.unescape(text)) if "<" in text or "&" in text else text)
                )
    return ""


def _attribute(entry: Any, name: str, attribute: str) -> str:
    return next(
        (normal_line(child.get(attribute)) for child in entry if _local(child) == name and child.get(attribute)), ""
    )


def _link(entry: Any, base: str) -> str:
    """The address of an entry: Atom's alternate link, RSS's link, a guid that is an address, RDF's about."""
    found: list[str] = []
    for child in entry:
        if _local(child) == "link":
            if child.get("href"):
                if child.get("rel", "alternate") == "alternate":
                    found.append(child.get("href"))
            else:
                found.append("".join(child.itertext()))
    for child in entry:
        if _local(child) in ("guid", "id") and child.get("isPermaLink", "true").lower() != "false":
            found += ["".join(child.itertext())]
    found += [value for name, value in entry.attrib.items() if str(name).endswith("about")]
    for text in found:
        text = text.strip()
        url = join_url(base, text) if base and text else text
        if url.lower().startswith(("http://", "https://")):
            return str(url)
    return ""
