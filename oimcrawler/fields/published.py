"""The day of publication: machine-readable dates, a date shown beside the headline, the listing's card, weighed against each other.

Dates of changes, of events and datelines in the body are none; what the page does not say stays unknown.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final
from urllib.parse import unquote

from oimcrawler.dates import parse_date
from oimcrawler.fields.shown import Orders, Witness, shown_elsewhere, shown_near
from oimcrawler.fields.surroundings import after
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
_IMAGE_MONTH: Final = re.compile(
    r"/(?:media|files|uploads|images?|styles)/(?:[^?#]{0,120}/)?((?:19|20)\d\d)[-/](0[1-9]|1[0-2])/"
)
_URL_DAY: Final = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?:/|$)")
_PLATFORM: Final = re.compile(r"(?:^|\.)iom\.int$")


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
    near = shown_near(anchor, orders) if anchor is not None else None
    if near is None and not witnesses:
        near = shown_elsewhere(page, anchor, orders)
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
