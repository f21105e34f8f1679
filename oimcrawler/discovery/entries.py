"""Which article links of a page are the entries of its listing, and which text belongs to each."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from oimcrawler.dates import Order, date_order, parse_date
from oimcrawler.discovery.cards import Token, is_date_line, title_link, tokens_of
from oimcrawler.discovery.gaps import share_gaps
from oimcrawler.discovery.links import Frame, Run, article_links, find_runs, own_key, shape
from oimcrawler.discovery.words import ELSEWHERE, NO_RESULTS
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

    links = article_links(root, reading.url, key_of)
    if not profile.articles:
        links = _under_listing(links, reading)
    runs = find_runs(links, reading.frame)
    reading.tokens = tokens_of(body, runs, reading.frame)
    reading.order = _date_order(reading.tokens)
    _mark(runs, reading, body)
    possible = [run for run in runs if not run.frame]
    if not possible:
        possible = [run for run in runs if run.frame == "side" and _is_rich(run, reading)]
    main = _main(possible, reading)
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


def _main(possible: Sequence[Run], reading: Reading) -> list[Run]:
    """The largest repeated structure, and the entries beside it that look like its own (a pinned one in a frame of its own)."""
    if not possible:
        return []
    dated = _near_dates(possible, reading)
    headed, texts = set(), Counter[int]()
    for token in reading.tokens:
        if token.run is not None:
            texts[id(token.run)] += len(token.text) * (not in_link(token))
            if token.heading:
                headed.add(id(token.run))
    cards = {id(element) for element in reading.hints.get("card", ())}
    groups: dict[tuple[Any, ...], list[Run]] = {}
    for run in possible:
        groups.setdefault((run.group, id(run) in dated), []).append(run)

    def worth(runs: list[Run]) -> tuple[bool, float]:
        single: dict[str, float] = {}
        bare = 0
        for run in runs:
            hint = bool(cards) and any(id(node) in cards for node in (*run.links[0].iterancestors(), *run.elements()))
            inside = any(node.tag == "main" or node.get("role") == "main" for node in run.links[0].iterancestors())
            rich = 2 * (id(run) in dated) + (id(run) in headed) + (texts[id(run)] >= 40) + 2 * hint
            bare += not rich
            single[run.key] = max(single.get(run.key, 0.0), 1 + rich + inside)
        # Bare links, however many, are a side column's where anything on the page has dates, headings or summaries.
        return bare * 2 < len(runs), sum(single.values())

    main = max(groups.values(), key=worth)
    if not worth(main)[0] and says_nothing_found(reading.tokens):
        return []
    place = {id(run): index for index, run in enumerate(possible)}
    chosen = {id(run) for run in main}
    is_dated = id(main[0]) in dated
    for run in possible:
        if is_dated:
            chosen |= {id(run)} & dated
        elif run.group == main[0].group or (id(run) in headed and id(main[0]) in headed):
            chosen.add(id(run))
    accepted = [run for run in possible if id(run) in chosen]
    # An entry without a date among its like is one of them.
    first, last = place[id(accepted[0])], place[id(accepted[-1])]
    parents = {id(run.regions[0].getparent()) for run in main}
    for run in possible:
        if run.group[0] == main[0].group[0] and (
            first < place[id(run)] < last or id(run.regions[0].getparent()) in parents
        ):
            chosen.add(id(run))
    return [run for run in possible if id(run) in chosen]


def says_nothing_found(tokens: Sequence[Token]) -> bool:
    """Whether the page says, outside its entries, that there are no results."""
    return any(token.run is None and len(token.text) <= 200 and NO_RESULTS.search(token.text) for token in tokens)


def _near_dates(possible: Sequence[Run], reading: Reading) -> set[int]:
    """The runs that have a date in their region or in the text beside it, if need be after that is shared out among all."""
    inside = {
        id(token.run)
        for token in reading.tokens
        if token.run is not None and not token.heading and token.date(reading.order)
    }
    known = {id(run) for run in possible}
    previous: Run | None = None
    waiting: list[Token] = []
    beside: set[int] = set()
    for token in reading.tokens:
        if token.run is None:
            waiting.append(token)
            if previous is not None and len(waiting) <= 4 and token.date(reading.order):
                beside.add(id(previous))
        else:
            if token.run is not previous and any(one.date(reading.order) for one in waiting[-3:]):
                beside.add(id(token.run))
            previous, waiting = token.run, []
    return (inside | beside) & known


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
