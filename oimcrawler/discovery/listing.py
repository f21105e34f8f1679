"""A listing page read as evidence: its entries in order, other articles it mentions, the next page, and whether it is empty or broken.

Article links are found by the profile's pattern (without one: by their look), entries by the structure around them; class names are hints only.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from oimcrawler.discovery.cards import (
    Token,
    read_date,
    read_kind,
    read_title,
)
from oimcrawler.discovery.entries import Reading, find_entries, in_link, says_nothing_found
from oimcrawler.discovery.links import (
    HEADINGS,
    Run,
    is_file,
    looks_like_article,
)
from oimcrawler.discovery.pager import next_page, numbered, page_number
from oimcrawler.model import Card
from oimcrawler.profiles import Profile
from oimcrawler.urls import parse_url, path_of

if TYPE_CHECKING:
    from oimcrawler.extraction import Page

_PROSE_BEFORE: Final = 20  # characters of a paragraph before a link that make it a link in running text


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What a listing page shows. Cards are keyed under the site's real origin; `next_url` is under the origin the page was fetched from.

    `mentioned` are article links outside the listing (menus, most read, related): evidence of articles, not of their order.
    `empty` is True for a whole
    page without entries, False for a page with entries and for one that looks broken. Flags: next-guessed (no pager was found,
    the address is computed),
    dates-unordered (numeric dates could be read both ways), no-results (the page says so), no-content (no text outside the frame),
    unmatched-articles (there are entries whose addresses do not match the profile's pattern: the site or the profile changed).
    """

    cards: tuple[Card, ...] = ()
    next_url: str | None = None
    empty: bool = False
    flags: tuple[str, ...] = ()
    mentioned: tuple[Card, ...] = ()


def read_listing(
    page: "Page",
    url: str,
    profile: Profile,
    *,
    lang: str | None = None,
    as_origin: str | None = None,
    day: str = "9999-12-31",
) -> ListingPage:
    """Read a listing page that was fetched from `url` (which may be a mirror); cards are keyed under `as_origin`, by default the
    profile's own origin.

    `lang` is the listing's language (for callers; all languages are read alike), `day` when it was fetched (it chooses among
    dated hints). Never raises on odd markup.
    """
    address = parse_url(url)
    here = f"{address.scheme}://{address.netloc}" if address else profile.origin
    reading = Reading(page.root, url, profile, _hinted(page.root, profile, day), as_origin or profile.origin, here)
    main, others = find_entries(reading, _wanted(profile))
    cards = _cards(reading, main)
    flags: list[str] = []
    if main and reading.order is None and _has_ambiguous(reading.tokens) and not all(card.date for card in cards):
        flags.append("dates-unordered")
    following, pager = next_page(page.root, url, profile)
    if cards:
        full = profile.pages.per_page is None or len(cards) >= profile.pages.per_page
        if following is None and not pager and full:
            following = numbered(url, profile, page_number(url, profile) + 1)
            flags.append("next-guessed")
        return ListingPage(cards, following, False, tuple(flags), _cards(reading, others, plain=True))
    flags += _why_empty(reading)
    broken = "no-content" in flags or "unmatched-articles" in flags
    return ListingPage((), None if broken else following, not broken, tuple(flags), _cards(reading, others, plain=True))


def _wanted(profile: Profile) -> Callable[[str], bool]:
    if profile.articles:
        # The pattern alone turns most links away, at a tenth of the price of the whole question.
        return lambda key: (
            any(pattern.search(path_of(key)) for pattern in profile.articles)
            and bool(profile.is_article(key))
            and not is_file(key)
        )
    return lambda key: profile.is_article(key) is not False and looks_like_article(key)


def _hinted(root: Any, profile: Profile, day: str) -> dict[str, list[Any]]:
    hints = profile.hints_on(day)
    found: dict[str, list[Any]] = {}
    if hints is not None:
        for role in ("card", "title", "date", "kind"):
            found[role] = [
                element for selector in hints.selectors.get(role, ()) for element in root.cssselect(selector)
            ]
    return found


def _has_ambiguous(tokens: Sequence[Token]) -> bool:
    return any(re.fullmatch(r"\D{0,12}\d{1,2}/\d{1,2}/\d{2,4}\D{0,12}.{0,8}", token.text) for token in tokens)


def _cards(reading: Reading, runs: Sequence[Run], *, plain: bool = False) -> tuple[Card, ...]:
    """A card for each article, in order; of two runs of one article the first gives the place and both give the fields."""
    inside: dict[int, list[Token]] = {id(run): [] for run in runs}
    for token in reading.tokens:
        if token.run is not None and id(token.run) in inside:
            inside[id(token.run)].append(token)
    repeated = _repeated(runs, inside)
    slugs = {id(run): reading.profile.slug_of(run.key) for run in runs}
    titles = {id(run): read_title(run, inside[id(run)], slugs[id(run)], _within(reading, "title", run)) for run in runs}
    dates = {
        id(run): read_date(inside[id(run)], titles[id(run)], _within(reading, "date", run), reading.order)
        for run in runs
    }
    # Text beside the regions gives dates only where most regions have none: else it is a month's heading, an advertisement, a neighbour's.
    beside = sum(1 for date in dates.values() if date) * 2 < len(runs)
    found: dict[str, Card] = {}
    for run in runs:
        title, date = titles[id(run)], dates[id(run)]
        if beside and date is None:
            date = read_date(run.extra, title, _within(reading, "date", run), reading.order)
        tokens = [*inside[id(run)], *run.extra]
        kind = None if plain else read_kind(tokens, title, _within(reading, "kind", run), repeated)
        card = Card(run.key, title, date, kind, "mentioned" if plain else "listing")
        known = found.get(run.key)
        if known is not None:
            card = Card(
                run.key, known.title or card.title, known.date or card.date, known.kind or card.kind, card.source
            )
        found[run.key] = card
    return tuple(found.values())


def _within(reading: Reading, role: str, run: Run) -> list[Any]:
    elements = reading.hints.get(role)
    if not elements:
        return []
    inside = set(run.elements())
    beside = {token.element for token in run.extra}
    return [element for element in elements if element in inside or element in beside]


def _repeated(runs: Sequence[Run], inside: dict[int, list[Token]]) -> frozenset[str]:
    """Short texts that stand in several entries but not in all of their links: labels."""
    counts: Counter[str] = Counter()
    for run in runs:
        counts.update(
            {
                token.text.strip(" :|·-–")
                for token in [*inside[id(run)], *run.extra]
                if len(token.text) <= 30 and not in_link(token)
            }
        )
    return frozenset(text for text, count in counts.items() if count >= 2)


def _why_empty(reading: Reading) -> list[str]:
    """What a page without entries says: that there are none, nothing at all, or entries that the profile does not know."""
    flags = []
    loose = Profile(reading.profile.name, "", reading.profile.origin, reading.profile.languages)
    trial = Reading(reading.root, reading.url, loose, {}, reading.origin, reading.here)
    if reading.profile.articles:
        main, _ = find_entries(trial, _wanted(loose))
        if len({run.key for run in main}) >= 3 and _in_place(main):
            flags.append("unmatched-articles")
    text = [token for token in reading.tokens if token.run is None]
    if says_nothing_found(text):
        flags.append("no-results")
        return [flag for flag in flags if flag != "unmatched-articles"]
    if not text and not any(True for _ in reading.root.iter("a")):
        flags.append("no-content")
    return flags


def _in_place(main: Sequence[Run]) -> bool:
    """Whether these links stand as entries do: under headings or with text beside them, not as a bare list."""
    rich = [
        run
        for run in main
        if any(node.tag in HEADINGS for node in run.elements()) or len(" ".join(run.regions[0].itertext()).split()) >= 8
    ]
    return len(rich) * 2 >= len(main)
