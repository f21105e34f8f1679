"""The texts of a page that may be its title, each with the place that it was read from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from oimcrawler.fields.surroundings import apart, classes, is_hidden, lineage, text_of
from oimcrawler.fields.survey import HEADINGS, Element, Survey, fold, parts_of, visible
from oimcrawler.model import Card
from oimcrawler.slugs import STOP_WORDS, pathauto

_PLAIN: Final = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " "})
_SHOWN_TAGS: Final = (
    *("h2", "h3", "h4", "h5", "h6", "div", "span", "p", "b", "strong", "font", "td", "th", "big", "center", "legend"),
    *("i", "em", "u", "a", "caption", "dt", "li", "label", "cite", "article", "section", "header"),
)
_LABEL: Final = re.compile(
    r"(?:^|[\s_-])(?:label|type|tag|kicker|category|badge|surtitle|eyebrow|overline|rubrique|bundle|permalink|"
    r"anchor)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LOGO: Final = re.compile(r"(?:^|[\s_-])(?:logo|brand|site-?name|site-?title|sitename)(?:$|[\s_-])", re.IGNORECASE)
_TITLE_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:page|node|article|entry|post|story|news|main|content)-?_*(?:title|headline|heading)(?:$|[\s_-])|headline",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Candidate:
    """A text that may be the title, the place it was read from, and how much its kind of place is usually worth."""

    text: str
    method: str
    place: str
    weight: float
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = fold(self.text)


def headings(page: Survey) -> list[tuple[Element, Candidate]]:
    """The texts of the page's h1, and of each h2 that its class calls the title; a logo's h1 goes to the names of the site."""
    found = []
    upper = (element for element in page.headings if element.tag in ("h1", "h2"))
    for element in islice(upper, 60):
        if (
            element.tag == "h2"
            and not _TITLE_CLASS.search(classes(element))
            and element.get("itemprop") not in ("headline", "name")
        ):
            continue
        text = text_of(
            element, 600, drop=lambda child: bool(_LABEL.search(classes(child))) or child.tag in ("button", "script")
        )
        whole = text_of(element, 600)
        text = (text or whole).rstrip("#¶ ")
        if not text or len(text) > 500:
            continue
        chain = lineage(element)
        if any(_LOGO.search(classes(e)) for e in chain[:4]) or _leads_home(element, page.url):
            page.site_names.add(text)
            continue
        hidden = any(map(is_hidden, chain[:6]))
        tag = str(element.tag)
        weight = 3.0 if tag == "h1" else 1.5
        if apart(element, chain[-2:]):
            weight *= 0.2
        if hidden:
            weight *= 0.3
        if element.get("itemprop") in ("headline", "name") or _TITLE_CLASS.search(classes(element)):
            weight *= 1.2
        place = " ".join(filter(None, (tag, (element.get("class") or "")[:60])))
        found.append((element, Candidate(text, tag, place, weight)))
        if whole != text:
            found.append((element, Candidate(whole, tag, place, 0.2)))
    return found


def _leads_home(element: Element, url: str) -> bool:
    links = list(element.iter("a"))
    if len(links) != 1:
        return False
    path = parts_of((links[0].get("href") or "").strip()[:300]).path
    here = parts_of(url).path
    return (
        bool(re.fullmatch(r"/?(?:[a-z]{2}/?)?", path))
        and (links[0].get("href") or "#")[0] != "#"
        and (not url or here.strip("/") != path.strip("/"))
    )


def named(page: Survey, card: Card | None) -> list[Candidate]:
    """The titles that metas, structured data, the document title and the listing's card give."""
    found = []
    for method, weight, names in (
        ("og:title", 2.5, ("og:title",)),
        ("twitter:title", 1.0, ("twitter:title",)),
        ("microdata", 1.2, ("itemprop:headline",)),
        (
            "dc.title",
            1.0,
            ("dc.title", "dcterms.title", "dc:title", "citation_title", "sailthru.title", "parsely-title"),
        ),
    ):
        if value := page.meta(*names):
            found.append(Candidate(value[1], method, f"meta {value[0]}", weight))
    for article in page.articles[:5]:
        for key in ("headline", "name"):
            value_ = article.get(key)
            if isinstance(value_, list) and value_:
                value_ = value_[0]
            if isinstance(value_, str) and (text := visible(re.sub(r"</?[a-zA-Z][^<>]*>", "", value_[:2000]))):
                found.append(Candidate(text, "json-ld", key, 2.0))
                break
    if page.title:
        found.append(Candidate(page.title, "title", "title", 1.5))
    if card and (text := visible(card.title)):
        found.append(Candidate(text, "card", card.source, 2.0))
    return found


def shown_elsewhere(page: Survey, keys: set[str], slug: str | None) -> list[tuple[Element, Candidate]]:
    """Titles that are not in an h1: elements whose text is named elsewhere or makes the slug, the likeliest to be the headline first.

    Headings come before plain elements, those before links, and all of them before what stands in menus and other furniture.
    """
    found = list(islice(_alike(page, keys, slug), 12))
    return sorted(found, key=lambda one: _place_of(one[0]))


def _place_of(element: Element) -> int:
    chain = lineage(element)[:6]
    if apart(element, chain[-1:]):
        return 3
    if any(e.tag in HEADINGS for e in chain[:3]):
        return 0
    return 2 if any(e.tag in ("a", "li") for e in chain[:3]) else 1


def _alike(page: Survey, keys: set[str], slug: str | None) -> Iterator[tuple[Element, Candidate]]:
    start = slug[0] if slug and "-" in slug else ""
    beginnings = {key[:5] for key in keys}
    for element in islice(page.root.iter(*_SHOWN_TAGS), 4000):
        own = (element.text or "").strip()
        if not 8 <= len(own) <= 400:
            continue
        # Most texts are neither named elsewhere nor begin like the slug, and cost no more than this.
        first = own[0].lower() if own[0].isascii() else pathauto(own[0])[:1]
        alike = (
            bool(start)
            and len(slug or "") < 2 * len(own)
            and (first == start or own.split(None, 1)[0].lower() in STOP_WORDS)
        )
        if not alike and own[:5].translate(_PLAIN).casefold() not in beginnings:
            continue
        text = visible(own)
        if fold(text) in keys or (alike and pathauto(text) == slug):
            yield element, Candidate(text, "text", str(element.tag), 1.5)
            continue
        whole = text_of(element, 600) if len(element) else text
        if whole != text and (fold(whole) in keys or (alike and pathauto(whole) == slug)):
            yield element, Candidate(whole, "text", str(element.tag), 1.5)
