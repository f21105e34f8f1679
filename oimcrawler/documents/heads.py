"""The first lines of documents as the learning reads them: on how many articles lines and pairs of lines stand, and how far pairs lead."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from oimcrawler.documents.flat import article_begins, is_entry
from oimcrawler.documents.lines import is_date, is_label, is_paragraph, is_prose, key_of, line_hash
from oimcrawler.documents.menus import LONGEST
from oimcrawler.documents.navigation import is_last_leaf, shapes

Node = tuple[str, int]
START: Final[Node] = ("", 0)
_AFTER: Final = 4
_ENDS: Final = 12


@dataclass(slots=True)
class Head:
    """The first lines of a document, the article that it witnesses for, and its last lines."""

    lines: list[str]
    nodes: list[Node]
    shapes: list[str]
    bounded: int
    ending: list[str]
    article: int = 0


@dataclass(slots=True)
class Counts:
    """On how many articles each line, and each pair of neighbouring lines, stands."""

    lines: Counter[Node] = field(default_factory=Counter)
    pairs: Counter[tuple[Node, Node]] = field(default_factory=Counter)
    documents: Counter[Node] = field(default_factory=Counter)
    articles: int = 0


def read_head(lines: list[str], bounded: int) -> Head:
    """The first lines of a document whose navigation ends, as far as its shape tells, after `bounded` lines (0 when it does not tell)."""
    first = lines[: min(LONGEST, bounded + _AFTER if bounded else LONGEST)]
    nodes: list[Node] = []
    seen: Counter[str] = Counter()
    for line in first:
        hashed = line_hash(key_of(line))
        seen[hashed] += 1
        nodes.append((hashed, seen[hashed]))
    return Head(first, nodes, shapes(first), bounded, lines[max(bounded, len(lines) - _ENDS) :])


def count_lines(heads: Sequence[Head]) -> Counts:
    """On how many articles the lines and pairs of these documents stand."""
    counts = Counts()
    lines: dict[Node, set[int]] = defaultdict(set)
    pairs: dict[tuple[Node, Node], set[int]] = defaultdict(set)
    for head in heads:
        for above, here in zip([START, *head.nodes], head.nodes, strict=False):
            lines[here].add(head.article)
            pairs[above, here].add(head.article)
        counts.documents.update(head.nodes)
    counts.lines = Counter({node: len(found) for node, found in lines.items()})
    counts.pairs = Counter({pair: len(found) for pair, found in pairs.items()})
    counts.articles = counts.lines[START] = len({head.article for head in heads})
    return counts


def title_below(head: Head, place: int, counts: Counts) -> bool:
    """Whether an article seems to begin here: a line that only this article has, and then prose."""
    if place + 1 >= len(head.lines):
        return False
    return counts.lines[head.nodes[place]] < 2 and not is_prose(head.lines[place]) and is_prose(head.lines[place + 1])


def run_of(head: Head, place: int, counts: Counts) -> int:
    """How many lines from this place on follow each other on a second article too, up to a line that articles begin after."""
    run = 1 if counts.lines[head.nodes[place]] > 1 else 0
    while (
        run and place + run < len(head.nodes) and counts.pairs[head.nodes[place + run - 1], head.nodes[place + run]] > 1
    ):
        if is_paragraph(head.lines[place + run]) and head.shapes[place + run] != "fused":
            break
        run += 1
        if is_last_leaf(head.lines[place + run - 1]):
            break
    return run


def path_of(head: Head, pairs: set[tuple[Node, Node]], reached: set[Node]) -> list[int]:
    """The places of a document's first lines that these pairs lead through, over up to three lines that are not among them or were taken out."""
    above, places = START, []
    for place, here in enumerate(head.nodes):
        below = head.nodes[place + 1] if place + 1 < len(head.nodes) else None
        if (above, here) in pairs or (here in reached and below is not None and (here, below) in pairs):
            above = here
            places.append(place)
        elif place - (places[-1] if places else -1) > 3:
            break
    return places


def length_of(head: Head, pairs: set[tuple[Node, Node]], reached: set[Node]) -> int:
    """How many first lines of a document these pairs lead through."""
    places = path_of(head, pairs, reached)
    return places[-1] + 1 if places else 0


def trimmed(head: Head, places: Sequence[int]) -> list[int]:
    """The path without the labels and dates at its end, which belong to the article's head and not to a flat menu."""
    size = len(places)
    while size and (is_label(line := head.lines[places[size - 1]]) or is_date(line)) and not is_entry(line):
        size -= 1
    return list(places[:size])


def articles_begun(heads: Sequence[Head], paths: Sequence[Sequence[int]], counts: Counts) -> dict[Node, set[int]]:
    """The articles that begin, with a title of their own, right below the line that their document's menu would end with."""
    begun: dict[Node, set[int]] = defaultdict(set)
    for head, places in zip(heads, paths, strict=True):
        if not places or places[-1] + 1 >= len(head.lines):
            continue
        below = places[-1] + 1
        while below + 1 < len(head.lines) and (
            is_label(line := head.lines[below]) or is_date(line) or (len(line) <= 40 and not is_entry(line))
        ):
            if article_begins(head.lines[below : below + 4]):
                break
            below += 1
        own = counts.lines[head.nodes[below]] < 2 or len(head.lines[below].split()) >= 4
        if own and article_begins(head.lines[below : below + 4]):
            begun[head.nodes[places[-1]]].add(head.article)
    return begun
