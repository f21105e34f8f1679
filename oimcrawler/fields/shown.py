"""The date that readers see: beside the headline first, then on a line elsewhere that says it is the date of publication."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from oimcrawler.dates import Order, date_order, find_dates, parse_date, two_ways
from oimcrawler.fields.datelines import CAMEL_DATE, DATE_CLASS, PUBLISHED, is_date_line, is_other_date, lead_of
from oimcrawler.fields.surroundings import (
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
from oimcrawler.fields.survey import HEADINGS, Element, Survey, visible

_OTHER_DATE: Final = re.compile(
    r"(?:^|[\s_:-])(?:(?:date-?)?modif\w*|updated?|events?|changed|expir\w*|deadline)(?:$|[\s_-])", re.IGNORECASE
)


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
    if dated and machine and (day := parse_date(machine[:120])):
        return Witness(day, "time" if element.tag == "time" else "date attribute", place, "shown", 2.5)
    settled = orders.settle(text)
    if not settled or not (dated or _about_date(line if element.tag in STYLES else text, words, orders)):
        return None
    return Witness(
        settled[0], "time" if element.tag == "time" else "text", place, "shown", 2.2 if dated else 2.0, settled[1]
    )


def _about_date(text: str, words: str, orders: Orders) -> bool:
    """Whether a line is about the date in it; the site's name may stand beside it ("Island Mail, 7 January 1999")."""
    if is_date_line(text, words):
        return True
    folded = text.casefold()
    name = max(
        (name for name in orders.page.site_names if len(name) > 3 and name.casefold() in folded), key=len, default=""
    )
    return bool(name) and is_date_line(re.sub(re.escape(name), " ", text, flags=re.IGNORECASE), words)


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
        or not _about_date(line, written[0][1], orders)
    ):
        return None
    return Witness(settled[0], "text", place, "shown", 2.0, settled[1])


def shown_near(anchor: Element, orders: Orders) -> Witness | None:
    """The date of publication that stands beside the headline."""
    headline = anchor
    while headline.tag in STYLES and (parent := headline.getparent()) is not None and parent.tag in STYLES:
        headline = parent
    whole = headline
    for _ in range(3):
        # A paragraph or cell that holds nothing but the headline.
        if (parent := whole.getparent()) is None or len(parent) > 1 or has_own_text(parent) or parent.tag == "body":
            break
        whole = parent
    beside = [headline, whole] if whole is not headline else [headline]
    for element in (*beside, *islice(headline.itersiblings("br", "hr", "img", *HEADINGS), 6)):
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


def shown_elsewhere(page: Survey, anchor: Element | None, orders: Orders) -> Witness | None:
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
