"""From one listing page to the next: what the page offers, and the profile's page parameter where it offers nothing."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from oimcrawler.discovery.links import absolute_links
from oimcrawler.discovery.words import LAST, NEXT, PREVIOUS
from oimcrawler.model import Card
from oimcrawler.profiles import Profile
from oimcrawler.text import normal_line
from oimcrawler.urls import canonical_url, host_site, parse_url, path_of, rebase

_NUMBER = re.compile(r"(?:page\s+|الصفحة\s+)?(\d{1,5})", re.IGNORECASE)
_IN_PATH = re.compile(r"/(?:page|p|pagina|seite)[/-]?(\d{1,5})$", re.IGNORECASE)
_OTHER_PARAMETERS = ("page", "paged", "p", "pg", "start", "offset", "from", "pageno", "page_number")


def listing_url(profile: Profile, lang: str, n: int) -> str:
    """The address of page `n` (the first is 0, whatever the site calls it) of the profile's first listing in a language, under its real origin.

    Raises KeyError for a language without a listing.
    """
    for listing in profile.languages:
        if listing.lang == lang:
            return numbered(profile.origin + listing.path, profile, n)
    raise KeyError(lang)


def numbered(url: str, profile: Profile, n: int) -> str:
    """A listing's address with its page number (counted from 0) set; the first page has none."""
    address = parse_url(url)
    if address is None:
        return url
    parts = [part for part in parse_qsl(address.query, keep_blank_values=True) if part[0] != profile.pages.parameter]
    if n > 0:
        parts.append((profile.pages.parameter, str(profile.pages.first + n)))
    return str(address._replace(query=urlencode(parts)))


def page_number(url: str, profile: Profile) -> int:
    """Which page of a listing an address is, counted from 0, by the profile's parameter or a `/page/3` in the path.

    >>> from oimcrawler.profiles import load_profile
    >>> page_number("https://morocco.iom.int/fr/news?page=7", load_profile("iom-morocco"))
    7
    """
    found = _number_in(url, (profile.pages.parameter,))
    if found is not None:
        return max(found - profile.pages.first, 0)
    match = _IN_PATH.search(path_of(url))
    return max(int(match[1]) - 1, 0) if match else 0


def same_cards(one: Sequence[Card], other: Sequence[Card]) -> bool:
    """Whether two listing pages show the same articles, in any order: a pager that goes in circles or repeats its last page."""
    return bool(one) and {card.url for card in one} == {card.url for card in other}


def next_page(root: Any, url: str, profile: Profile) -> tuple[str | None, bool]:
    """The next page's address as the page at `url` offers it, and whether the page has a pager at all.

    A link with rel=next first, then one that is called next, then the number after this page's. Only a page of the same listing
    that comes later counts.
    The address is under the origin that `url` was fetched from, also where the page names the real one.
    """
    here = page_number(url, profile)
    origin = str(parse_url(url)._replace(path="", query="")) if parse_url(url) else ""  # type: ignore[union-attr]
    best: tuple[int, str] | None = None
    pager = False
    for link, absolute in [*_head_links(root, url), *absolute_links(root, url)]:
        if host_site(absolute) not in (host_site(url), host_site(profile.origin)) or not _same_listing(absolute, url):
            continue
        rel = (link.get("rel") or "").lower().split()
        labels = [label for label in _labels(link) if label]
        said_number = next((int(match[1]) for label in labels if (match := _NUMBER.fullmatch(label))), None)
        rank = None
        if "next" in rel:
            rank = 0
        elif any(LAST.fullmatch(label) or PREVIOUS.fullmatch(label) for label in labels) or "prev" in rel:
            pager = True
        elif any(NEXT.fullmatch(label) for label in labels):
            rank = 1
        elif said_number is not None:
            pager = True
            rank = 2 if _follows(absolute, here, profile) else None
        if rank is None:
            continue
        pager = True
        if _is_later(absolute, url, here, profile) and (best is None or rank < best[0]):
            best = (rank, absolute)
    if best is None:
        return None, pager
    return str(parse_url(rebase(best[1], profile.origin, origin))), True


def _head_links(root: Any, url: str) -> list[tuple[Any, str]]:
    from oimcrawler.urls import join_url

    return [
        (link, found)
        for link in root.iter("link")
        if "next" in (link.get("rel") or "").lower().split() and (found := join_url(url, link.get("href") or ""))
    ]


def _labels(link: Any) -> list[str]:
    visible = normal_line(" ".join(link.itertext(with_tail=False)))
    pieces = [normal_line(text) for text in link.itertext(with_tail=False)]
    texts = [visible, *pieces, normal_line(link.get("aria-label") or ""), normal_line(link.get("title") or "")]
    return [text.lower() for text in texts if len(text) <= 60]


def _same_listing(one: str, url: str) -> bool:
    return _IN_PATH.sub("", path_of(one)) == _IN_PATH.sub("", path_of(url)) and canonical_url(one) != ""


def _number_in(url: str, parameters: Sequence[str]) -> int | None:
    address = parse_url(url)
    for name, value in parse_qsl(address.query if address else ""):
        # Drupal counts several pagers of a page in one parameter: `page=0,2`; the greatest is the one that moved.
        if name in parameters and (numbers := re.findall(r"\d{1,6}", value)):
            return max(map(int, numbers))
    return None


def _follows(absolute: str, here: int, profile: Profile) -> bool:
    return page_number(absolute, profile) == here + 1


def _is_later(absolute: str, url: str, here: int, profile: Profile) -> bool:
    there = page_number(absolute, profile)
    if there != here:
        return there > here
    # Another way of counting (`start=20`, a cursor): it only must not be this page or one with a smaller number.
    one, other = _number_in(absolute, _OTHER_PARAMETERS), _number_in(url, _OTHER_PARAMETERS)
    return (
        one > (other or 0)
        if one is not None
        else canonical_url(absolute) not in (canonical_url(url), canonical_url(url.partition("?")[0]))
    )
