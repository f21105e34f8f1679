"""A listing page read as evidence: its entries in order, other articles it mentions, the next page, and whether it is empty or broken.

Article links are found by the profile's pattern (without one: by their look), entries by the structure around them; class names are hints only.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from oimcrawler.dates import Order, date_order, parse_date
from oimcrawler.discovery.cards import (
    Token,
    is_date_line,
    read_date,
    read_kind,
    read_title,
    share_gaps,
    title_link,
    tokens_of,
)
from oimcrawler.discovery.links import (
    HEADINGS,
    Frame,
    Run,
    article_links,
    find_runs,
    is_file,
    looks_like_article,
    own_key,
    shape,
)
from oimcrawler.discovery.pager import next_page, numbered, page_number
from oimcrawler.discovery.words import ELSEWHERE, NO_RESULTS
from oimcrawler.model import Card
from oimcrawler.profiles import Profile
from oimcrawler.urls import parse_url, path_of

if TYPE_CHECKING:
    from oimcrawler.extraction import Page

_PROSE_BEFORE: Final = 20  # characters of a paragraph before a link that make it a link in running text


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What a listing page shows. Cards are keyed under the site's real origin; `next_url` is under the origin the page was fetched from.

    `mentioned` are article links outside the listing (menus, most read, related): evidence of articles, not of their order. `empty` is True for a whole
    page without entries, False for a page with entries and for one that looks broken. Flags: next-guessed (no pager was found, the address is computed),
    dates-unordered (numeric dates could be read both ways), no-results (the page says so), no-content (no text outside the frame),
    unmatched-articles (there are entries whose addresses do not match the profile's pattern: the site or the profile changed).
    """

    cards: tuple[Card, ...] = ()
    next_url: str | None = None
    empty: bool = False
    flags: tuple[str, ...] = ()
    mentioned: tuple[Card, ...] = ()


@dataclass(eq=False)
class _Reading:
    """One page with what reading it needs."""

    root: Any
    url: str
    profile: Profile
    hints: dict[str, list[Any]]
    origin: str
    here: str
    frame: Frame = field(default_factory=Frame)
    order: Order | None = None
    tokens: list[Token] = field(default_factory=list)


def read_listing(
    page: "Page",
    url: str,
    profile: Profile,
    *,
    lang: str | None = None,
    as_origin: str | None = None,
    day: str = "9999-12-31",
) -> ListingPage:
    """Read a listing page that was fetched from `url` (which may be a mirror); cards are keyed under `as_origin`, by default the profile's own origin.

    `lang` is the listing's language (for callers; all languages are read alike), `day` when it was fetched (it chooses among dated hints). Never raises on odd markup.
    """
    address = parse_url(url)
    here = f"{address.scheme}://{address.netloc}" if address else profile.origin
    reading = _Reading(page.root, url, profile, _hinted(page.root, profile, day), as_origin or profile.origin, here)
    main, others = _entries(reading, _wanted(profile))
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
        return lambda key: bool(profile.is_article(key)) and not is_file(key)
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


def _entries(reading: _Reading, wanted: Callable[[str], bool]) -> tuple[list[Run], list[Run]]:
    """The runs that are the listing's entries, in order and with the text that belongs to them, and the other article links of the page."""
    root, profile = reading.root, reading.profile
    body = root.find("body") if root.find("body") is not None else root

    def key_of(found: str) -> str:
        key = own_key(found, reading.here, profile.origin, reading.origin)
        # The pattern and the listings are known under the profile's origin, whatever origin the cards are keyed under.
        own = own_key(found, reading.here, profile.origin, profile.origin)
        return key if own and wanted(own) else ""

    links = article_links(root, reading.url, key_of, lambda key: True)
    if not profile.articles:
        links = _under_listing(links, reading)
    runs = find_runs(links, reading.frame)
    reading.tokens = tokens_of(body, runs, reading.frame)
    reading.order = _date_order(reading.tokens)
    _mark(runs, reading, body)
    possible = [run for run in runs if not run.frame]
    if not possible:
        possible = [run for run in runs if run.frame == "side" and _is_rich(run, reading)]
    main = _main(possible, reading, body)
    chosen = set(map(id, main))
    if main:
        share_gaps(reading.tokens, main, reading.order)
    return main, [run for run in runs if id(run) not in chosen]


def _under_listing(links: list[tuple[Any, str]], reading: _Reading) -> list[tuple[Any, str]]:
    """Without a pattern: where links lie below the listing's own path, only they are articles."""
    paths = {
        path_of(reading.url),
        *(path_of(reading.profile.origin + listing.path) for listing in reading.profile.languages),
    } - {"/"}
    below = [(link, key) for link, key in links if any(path_of(key).startswith(path + "/") for path in paths)]
    outside = [pair for pair in below if reading.frame.of(pair[0]) != "frame"]
    return below if outside else links


def _mark(runs: Sequence[Run], reading: _Reading, body: Any) -> None:
    """Find what is no entry (links in running text, blocks under a heading such as 'Most read') and what the others have in common."""
    under: dict[int, bool] = {}
    elsewhere = False
    for token in reading.tokens:
        if token.run is None and (token.heading or len(token.text) <= 40):
            if ELSEWHERE.match(token.text):
                elsewhere = True
            elif token.heading:
                elsewhere = False
        elif token.run is not None:
            if token.heading and ELSEWHERE.match(token.text) and not _in_link(token):
                elsewhere = True
            under.setdefault(id(token.run), elsewhere)
    for run in runs:
        if under.get(id(run)) and not run.frame:
            run.frame = "elsewhere"
        if not run.frame and _in_prose(run):
            run.frame = "prose"
        run.group = shape(run, title_link(run), body)


def _in_link(token: Token) -> bool:
    return token.element.tag == "a" or any(node.tag == "a" for node in token.element.iterancestors())


def _in_prose(run: Run) -> bool:
    link = run.links[0]
    if len(run.links) > 1:
        return False
    paragraph = link.getparent()
    while paragraph is not None and paragraph.tag in ("span", "b", "strong", "em", "i", "u"):
        paragraph = paragraph.getparent()
    if paragraph is None or paragraph.tag != "p":
        return False
    before = paragraph.text or ""
    for child in paragraph.iterchildren():
        if child is link or link in set(child.iter()):
            break
        before += "".join(child.itertext()) + (child.tail or "") if isinstance(child.tag, str) else child.tail or ""
    before = " ".join(before.split())
    return len(before) >= _PROSE_BEFORE and parse_date(before[:60], order="dmy") is None


def _is_rich(run: Run, reading: _Reading) -> bool:
    return any(token.run is run and (token.date(reading.order) or len(token.text) >= 60) for token in reading.tokens)


def _main(possible: Sequence[Run], reading: _Reading, body: Any) -> list[Run]:
    """The largest repeated structure, and the entries beside it that look like its own (a pinned one in a frame of its own)."""
    groups: dict[tuple[Any, ...], list[Run]] = {}
    for run in possible:
        groups.setdefault(run.group, []).append(run)
    if not groups:
        return []
    cards = {id(element) for element in reading.hints.get("card", ())}
    dated = {
        id(token.run)
        for token in reading.tokens
        if token.run is not None and not token.heading and token.date(reading.order)
    }
    texts: Counter[int] = Counter()
    headed = set()
    for token in reading.tokens:
        if token.run is not None:
            texts[id(token.run)] += len(token.text) * (not _in_link(token))
            if token.heading:
                headed.add(id(token.run))

    def worth(runs: list[Run]) -> float:
        single: dict[str, float] = {}
        for run in runs:
            hint = (
                any(id(node) in cards for node in (*run.links[0].iterancestors(), *run.elements())) if cards else False
            )
            inside = any(node.tag == "main" or node.get("role") == "main" for node in run.links[0].iterancestors())
            value = 1 + 2 * (id(run) in dated) + (id(run) in headed) + (texts[id(run)] >= 40) + 2 * hint + inside
            single[run.key] = max(single.get(run.key, 0.0), value)
        return sum(single.values())

    ranked = sorted(groups.values(), key=worth, reverse=True)
    main = list(ranked[0])
    is_dated = sum(id(run) in dated for run in main) * 2 >= len(main)
    for group in ranked[1:]:
        same_tags = group[0].group[0] == main[0].group[0]
        for run in group:
            alike = (
                id(run) in dated
                if is_dated
                else same_tags or (id(run) in headed and any(id(one) in headed for one in main))
            )
            # An entry whose date stands beside its region shows none yet: the same structure is enough.
            if alike or (same_tags and run.group[1] == main[0].group[1]):
                main.append(run)
    place = {id(run): index for index, run in enumerate(possible)}
    return sorted(main, key=lambda run: place[id(run)])


def _date_order(tokens: Sequence[Token]) -> Order | None:
    """Which order the page's numeric dates are in: one that only one order allows decides, else the order in which a listing falls (newest first)."""
    lines = [token for token in tokens if "/" in token.text and is_date_line(token.text)]
    # A title may be a date of its own ("Forum du 28/02/2024"): it is asked only where nothing else stands.
    short = [token.text for token in lines if not token.heading and not _in_link(token)] or [
        token.text for token in lines
    ]
    if proven := date_order(" ".join(short)):
        return proven
    if not short or any(date_order(text) for text in short):
        return None
    rises: dict[Order, int] = {}
    orders: tuple[Order, Order] = ("mdy", "dmy")
    for order in orders:
        days = [found for text in short if (found := parse_date(text, order=order))]
        if len(set(days)) < 4:
            return None
        rises[order] = sum(one < other for one, other in pairwise(days))
    best, other = sorted(orders, key=lambda order: rises[order])
    # One rise may be a pinned entry.
    return best if rises[best] < rises[other] and rises[best] <= 1 else None


def _has_ambiguous(tokens: Sequence[Token]) -> bool:
    return any(re.fullmatch(r"\D{0,12}\d{1,2}/\d{1,2}/\d{2,4}\D{0,12}.{0,8}", token.text) for token in tokens)


def _cards(reading: _Reading, runs: Sequence[Run], *, plain: bool = False) -> tuple[Card, ...]:
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
    # Text beside the regions gives dates only where no region has one: else it is a month's heading, an advertisement, a neighbour's.
    beside = not any(dates.values())
    found: dict[str, Card] = {}
    for run in runs:
        title, date = titles[id(run)], dates[id(run)]
        if beside:
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


def _within(reading: _Reading, role: str, run: Run) -> list[Any]:
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
                if len(token.text) <= 30 and not _in_link(token)
            }
        )
    return frozenset(text for text, count in counts.items() if count >= 2)


def _why_empty(reading: _Reading) -> list[str]:
    """What a page without entries says: that there are none, nothing at all, or entries that the profile does not know."""
    flags = []
    loose = Profile(reading.profile.name, "", reading.profile.origin, reading.profile.languages)
    trial = _Reading(reading.root, reading.url, loose, {}, reading.origin, reading.here)
    if reading.profile.articles:
        main, _ = _entries(trial, _wanted(loose))
        if len({run.key for run in main}) >= 3 and _in_place(main):
            flags.append("unmatched-articles")
    text = [token for token in reading.tokens if token.run is None]
    if any(NO_RESULTS.search(token.text) for token in text if len(token.text) <= 200):
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
