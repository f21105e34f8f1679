"""The day of publication: machine-readable dates, a date shown beside the headline, the listing's card, weighed against each other.

Dates of changes, of events and datelines in the body are none; what the page does not say stays unknown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final
from urllib.parse import unquote

from oimcrawler.dates import Order, date_order, find_dates, parse_date, two_ways
from oimcrawler.fields.datelines import CAMEL_DATE, DATE_CLASS, PUBLISHED, is_date_line, is_other_date, lead_of
from oimcrawler.fields.surroundings import (
    HEADINGS,
    STYLES,
    after,
    apart,
    before,
    classes,
    has_own_text,
    line_of,
    lineage,
    text_of,
)
from oimcrawler.fields.survey import Element, Survey, parts_of, visible
from oimcrawler.model import Card, Evidence

_PUBLISHED_NAMES: Final = """
article:published_time og:article:published_time article:published og:published_time article.published rnews:datepublished itemprop:datepublished
datepublished schema:datepublished published_time publication_date publish-date publishdate publish_date pubdate sailthru.date parsely-pub-date
cxenseparse:recs:publishtime citation_publication_date citation_online_date bt:pubdate published_at date.published dcterms.issued dc.date.issued
"""
_GENERAL_NAMES: Final = "dcterms.date dc.date dcterms.created dc.date.created dc:date dc:created itemprop:datecreated article:created date created"
_PUBLISHED_METAS: Final = _PUBLISHED_NAMES.split()
_GENERAL_METAS: Final = _GENERAL_NAMES.split()
_OTHER_DATE: Final = re.compile(
    r"(?:^|[\s_:-])(?:(?:date-?)?modif\w*|updated?|events?|changed|expir\w*|deadline)(?:$|[\s_-])", re.IGNORECASE
)
_IMAGE_MONTH: Final = re.compile(
    r"/(?:media|files|uploads|images?|styles)/(?:[^?#]{0,120}/)?((?:19|20)\d\d)[-/](0[1-9]|1[0-2])/"
)
_URL_DAY: Final = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)")
_PLATFORM: Final = re.compile(r"(?:^|\.)iom\.int$")


@dataclass(frozen=True, slots=True)
class Witness:
    """One date that a page gives, with the weight of the kind of place that it stands in; `assumed` where its order was a guess."""

    day: date
    method: str
    place: str
    group: str
    weight: float
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Orders:
    """How numeric dates that can be read both ways are settled on one page."""

    page: Survey
    known: frozenset[date]
    lang: str | None
    platform: bool
    image_month: date | None

    def settle(self, text: str) -> tuple[date, bool] | None:
        """The date of a text and whether the order of its numbers had to be assumed."""
        plain = find_dates(text)
        if plain:
            return plain[0][0], False
        pair = two_ways(text)
        if not pair:
            return None
        if len(agreed := [day for day in pair if day in self.known]) == 1:
            return agreed[0], False
        order: Order | None = date_order(_all_text(self.page.root))
        if order:
            return pair[0 if order == "mdy" else 1], False
        if self.image_month and len(late := [day for day in pair if day >= self.image_month]) == 1:
            return late[0], True
        mdy = self.platform or self.lang in (None, "en")
        return pair[0 if mdy else 1], True


def _all_text(root: Element) -> str:
    # Joined with blanks: dates in neighbouring cells would run into each other.
    return " ".join(islice(root.itertext(), 20_000))[:400_000]


def _short_date(value: str) -> date | None:
    return parse_date(value[:120])


def _machine(page: Survey, title: str) -> Iterator[Witness]:
    for name in _PUBLISHED_METAS:
        if day := next(filter(None, map(_short_date, page.metas.get(name, ()))), None):
            yield Witness(day, name, f"meta {name}", "machine", 3.0)
            break
    for article in _own_articles(page, title):
        for key in ("datePublished", "dateCreated", "uploadDate"):
            value = article.get(key)
            if isinstance(value, list) and value:
                value = value[0]
            if isinstance(value, dict):
                value = value.get("@value")
            if isinstance(value, str) and (day := _short_date(value)):
                yield Witness(day, "json-ld", key, "machine", 3.0 if key == "datePublished" else 1.5)
                break
    for name in _GENERAL_METAS:
        if day := next(filter(None, map(_short_date, page.metas.get(name, ()))), None):
            yield Witness(day, name, f"meta {name}", "general", 2.0 if name != "date" else 1.8)
            break


def _own_articles(page: Survey, title: str) -> list[dict[str, object]]:
    """The structured articles that may be this one: the only one, or those that carry its title or address."""
    articles = [dict(a) for a in page.articles]
    if len(articles) < 2:
        return articles
    path = parts_of(page.url).path.rstrip("/")

    def ours(article: dict[str, object]) -> bool:
        entity = article.get("mainEntityOfPage")
        where = [article.get("url"), article.get("@id"), entity.get("@id") if isinstance(entity, dict) else entity]
        if any(
            isinstance(w, str) and path and unquote(w).split("#")[0].rstrip("/").endswith(unquote(path)) for w in where
        ):
            return True
        return bool(title) and any(
            isinstance(v, str) and visible(v).casefold() == title.casefold()
            for v in (article.get("headline"), article.get("name"))
        )

    mine = [article for article in articles if ours(article)]
    return mine or articles[:1]


def _shown_in(element: Element, orders: Orders, place: str) -> Witness | None:
    """The date that one element shows, None where it is not a line about the publication."""
    name = f"{classes(element)} {element.get('itemprop') or ''} {(element.get('property') or '')[:80]}"
    if _OTHER_DATE.search(name) and "publish" not in name.lower():
        return None
    text = text_of(element, 200)
    machine = _machine_value(element)
    if not machine and not any(map(str.isdigit, text)):
        return None
    line = line_of(element)
    dated = element.tag == "time" or _is_dated(name)
    if (
        not dated
        and len(line) < 160
        and element.tag in STYLES | {"span", "a"}
        and (parent := element.getparent()) is not None
    ):
        dated = _is_dated(classes(parent))
    if element.tag != "time" and (len(text) > 160 if dated else len(line) > 120):
        return None
    written = find_dates(text, order="mdy")
    words = written[0][1] if written else text
    if is_other_date(_said_before(element, text, line, words)):
        return None
    if dated and machine and (day := _short_date(machine)):
        return Witness(day, "time" if element.tag == "time" else "date attribute", place, "shown", 2.5)
    settled = orders.settle(text)
    if not settled or not (dated or is_date_line(line if element.tag in STYLES else text, words)):
        return None
    return Witness(
        settled[0], "time" if element.tag == "time" else "text", place, "shown", 2.2 if dated else 2.0, settled[1]
    )


def _is_dated(name: str) -> bool:
    return bool(DATE_CLASS.search(name) or CAMEL_DATE.search(name))


def _machine_value(element: Element) -> str | None:
    if element.tag not in ("time", "span", "abbr", "div", "p"):
        return None
    return next((value for attr in ("datetime", "content", "title") if (value := element.get(attr))), None)


def _said_before(element: Element, text: str, line: str, words: str) -> str:
    """The words that lead up to a date: on its line, or in the element before it ("Mis à jour" in one, the day in the next)."""
    lead = f"{lead_of(line if len(line) <= 250 else text, words)} {lead_of(text, words)}"
    previous = element.getprevious()
    if not lead.strip() and previous is not None and isinstance(previous.tag, str):
        lead = text_of(previous, 60)[-40:]
        return "" if find_dates(lead, order="mdy") else lead
    return lead


def _bare_line(text: str | None, orders: Orders, place: str) -> Witness | None:
    """A date that stands on a line of its own without an element around it."""
    line = visible(text[:300]) if text and not text.isspace() else ""
    if not 6 <= len(line) <= 100 or not any(map(str.isdigit, line)):
        return None
    written, settled = find_dates(line, order="mdy"), orders.settle(line)
    if (
        not written
        or not settled
        or is_other_date(lead_of(line, written[0][1]))
        or not is_date_line(line, written[0][1])
    ):
        return None
    return Witness(settled[0], "text", place, "shown", 2.0, settled[1])


def _shown(anchor: Element, orders: Orders) -> Witness | None:
    headline = anchor
    while headline.tag in STYLES and (parent := headline.getparent()) is not None and parent.tag in STYLES:
        headline = parent
    for element in (headline, *islice(headline.itersiblings("br", "hr", "img", *HEADINGS), 6)):
        if witness := _bare_line(element.tail, orders, f"text after {element.tag!s}"):
            return witness
    # Not far back: pages of the old kind show today's date at the top.
    for side, elements in (("after", after(anchor)), ("before", islice(before(anchor), 16))):
        for element in elements:
            place = f"{element.tag!s} {side} the title"
            if element.tag == "time" or has_own_text(element) or element.get("content"):
                if witness := _shown_in(element, orders, place):
                    return witness
                if len(element) and element[0].tag == "br" and (witness := _bare_line(element.text, orders, place)):
                    return witness
    return None


def _elsewhere(page: Survey, anchor: Element | None, orders: Orders) -> Witness | None:
    """A date further from the headline: the first of the page's times, or a line that says it is the date of publication."""
    around = lineage(anchor) if anchor is not None else [page.root]
    for element in page.times[:30]:
        if not apart(element, around) and (witness := _shown_in(element, orders, "time in the page")):
            return witness
    scope = next((e for e in around if e.tag in ("article", "main", "body") or e.get("role") == "main"), page.root)
    for count, element in enumerate(scope.iter("span", "div", "p", "li", "em", "small", "td", "strong", "font", "dd")):
        if count > 1500:
            break
        name = element.get("class") or element.get("itemprop") or ""
        hit = bool(name) and _is_dated(name[:200])
        if not hit and (not element.text or len(element.text) > 80 or not PUBLISHED.search(element.text)):
            continue
        if not apart(element, around) and (witness := _shown_in(element, orders, f"{element.tag!s} in the page")):
            return witness
    return None


def _image_month(page: Survey, anchor: Element | None) -> date | None:
    """The month in which the page's own picture was uploaded, from the path of its preview or of the first picture below the headline."""
    addresses = [
        value for name in ("og:image", "og:image:url", "twitter:image", "image") for value in page.metas.get(name, ())
    ]
    if not addresses and anchor is not None:
        picture = next((element for element in islice(after(anchor), 30) if element.tag == "img"), None)
        addresses = [(picture.get("src") or "")[:1000]] if picture is not None else []
    match = next(filter(None, map(_IMAGE_MONTH.search, addresses)), None)
    return date(int(match[1]), int(match[2]), 1) if match else None


def read_date(
    page: Survey,
    anchor: Element | None,
    title: str,
    *,
    card: Card | None,
    hinted: tuple[Element, str] | None,
    lang: str | None,
    canonical: str,
) -> tuple[Evidence | None, list[str]]:
    """The day of publication with its evidence, and flags: `date-order-assumed`, `date-disagreement`, `date-implausible`."""
    hosts = {parts_of(address).hostname or "" for address in (page.url, canonical) if address}
    picture = page.meta("og:image", "og:image:url", "twitter:image")
    platform = any(map(_PLATFORM.search, hosts)) or bool(picture and "/sites/g/files/" in picture[1])
    witnesses = list(_machine(page, title))
    image_month = _image_month(page, anchor)
    card_text = visible(card.date) if card and card.date else ""
    card_day = parse_date(card_text) if card_text else None
    known = frozenset(w.day for w in witnesses) | (frozenset((card_day,)) if card_day else frozenset())
    orders = Orders(page, known, lang, platform, image_month)
    flags = []
    if hinted:
        element, text = hinted
        machine = _short_date(element.get("datetime") or element.get("content") or "")
        settled = (machine, False) if machine else orders.settle(text)
        if settled:
            witnesses.append(Witness(settled[0], "hint", "hint date", "hint", 4.0, settled[1]))
        else:
            flags.append("hint-failed:date")
    near = _shown(anchor, orders) if anchor is not None else None
    if near is None and not witnesses:
        near = _elsewhere(page, anchor, orders)
    if near:
        witnesses.append(near)
    if card_text and card and (settled := ((card_day, False) if card_day else orders.settle(card_text))):
        witnesses.append(Witness(settled[0], "card", card.source, "card", 1.5, settled[1]))
    if match := _URL_DAY.search(parts_of(page.url).path):
        day = parse_date("-".join(match.groups()))
        if day:
            witnesses.append(Witness(day, "url", "path", "url", 1.5))
    if not witnesses:
        return None, flags
    evidence, doubts = _decide(witnesses, image_month)
    return evidence, flags + doubts


def _decide(witnesses: list[Witness], image_month: date | None) -> tuple[Evidence, list[str]]:
    weights: dict[date, dict[str, float]] = {}
    for witness in witnesses:
        groups = weights.setdefault(witness.day, {})
        groups[witness.group] = max(groups.get(witness.group, 0), witness.weight)
    best = max(weights, key=lambda day: sum(weights[day].values()))
    winner = max((w for w in witnesses if w.day == best), key=lambda w: (not w.assumed, w.weight))
    flags = []
    if winner.assumed:
        flags.append("date-order-assumed")
    if any(abs((day - best).days) > 1 for day in weights):
        flags.append("date-disagreement")
    if image_month and (image_month - best).days > 31:
        flags.append("date-implausible")
    return Evidence(best.isoformat(), winner.method, winner.place), flags
