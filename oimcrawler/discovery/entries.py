"""Which article links of a page are the entries of its listing, and which text belongs to each."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from oimcrawler.dates import Order, date_order, parse_date
from oimcrawler.discovery.cards import Token, is_date_line, share_gaps, title_link, tokens_of
from oimcrawler.discovery.links import Frame, Run, article_links, find_runs, own_key, shape
from oimcrawler.discovery.words import ELSEWHERE
from oimcrawler.profiles import Profile
from oimcrawler.urls import path_of

_PROSE_BEFORE: Final = 20  # characters of a paragraph before a link that make it a link in running text


@dataclass(eq=False)
class Reading:
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


def find_entries(reading: Reading, wanted: Callable[[str], bool]) -> tuple[list[Run], list[Run]]:
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


def _under_listing(links: list[tuple[Any, str]], reading: Reading) -> list[tuple[Any, str]]:
    """Without a pattern: where links lie below the listing's own path, only they are articles."""
    paths = {
        path_of(reading.url),
        *(path_of(reading.profile.origin + listing.path) for listing in reading.profile.languages),
    } - {"/"}
    below = [(link, key) for link, key in links if any(path_of(key).startswith(path + "/") for path in paths)]
    outside = [pair for pair in below if reading.frame.of(pair[0]) != "frame"]
    return below if outside else links


def _mark(runs: Sequence[Run], reading: Reading, body: Any) -> None:
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
            if token.heading and ELSEWHERE.match(token.text) and not in_link(token):
                elsewhere = True
            under.setdefault(id(token.run), elsewhere)
    for run in runs:
        if under.get(id(run)) and not run.frame:
            run.frame = "elsewhere"
        if not run.frame and _in_prose(run):
            run.frame = "prose"
        run.group = shape(run, title_link(run), body)


def in_link(token: Token) -> bool:
    """Whether a piece of text stands in a link."""
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


def _is_rich(run: Run, reading: Reading) -> bool:
    return any(token.run is run and (token.date(reading.order) or len(token.text) >= 60) for token in reading.tokens)


def _main(possible: Sequence[Run], reading: Reading, body: Any) -> list[Run]:
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
            texts[id(token.run)] += len(token.text) * (not in_link(token))
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
    short = [token.text for token in lines if not token.heading and not in_link(token)] or [
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
