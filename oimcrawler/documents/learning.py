"""Learning a site's menus from its documents: which first lines follow each other on several of them, whatever articles come after.

A line belongs to a menu when it is reached from the top of the document over pairs of neighbouring lines that stand on two articles at least.
Where a menu ends, many different titles follow; there, a pair of lines that two articles share by chance (one title, one kicker) is not taken.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from oimcrawler.documents.copies import group_copies, lower_half, pieces
from oimcrawler.documents.flat import between, is_flat
from oimcrawler.documents.footers import footer_lines
from oimcrawler.documents.growing import grow
from oimcrawler.documents.heads import (
    START,
    Counts,
    Head,
    Node,
    articles_begun,
    count_lines,
    path_of,
    read_head,
    trimmed,
)
from oimcrawler.documents.knownmenus import KNOWN
from oimcrawler.documents.lines import is_paragraph, is_prose, key_of, line_hash
from oimcrawler.documents.menus import LONGEST, MenuLine, Menus, walk
from oimcrawler.documents.navigation import menu_like, navigation_end
from oimcrawler.text import normal_lines

_MENU_SHAPES: Final = frozenset({"dash", "leaf", "twice", "heading", "fused"})


def learn_menus(documents: Iterable[tuple[str, str]]) -> Menus:
    """The menus of one site from its documents as (name, text), all hosts and languages mixed; the order and the names change nothing.

    Copies of one article, exact or nearly so, are one witness: what only they share is the article, not a menu.
    """
    distinct = {
        hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).digest(): lines
        for lines in (normal_lines(text) for _, text in documents)
    }
    heads, articles = [], []
    for digest in sorted(distinct):
        lines = distinct.pop(digest)
        bounded = navigation_end(lines) or _known_end(lines)
        above = bounded or menu_like(lines[:LONGEST])
        articles.append(pieces(lines[above:] if above else lower_half(lines)))
        heads.append(read_head(lines, bounded))
    for head, article in zip(heads, group_copies(articles), strict=True):
        head.article = article
    counts = count_lines(heads)
    pairs = grow(heads, counts, _reached(heads, counts))
    return _build(heads, counts, pairs)


def _known_end(lines: Sequence[str]) -> int:
    found = walk(lines, KNOWN)
    return found.end if found.complete else 0


def _reached(heads: Sequence[Head], counts: Counts) -> set[tuple[Node, Node]]:
    """The pairs of lines that lead from the top of documents through a menu."""
    shown: set[tuple[Node, Node]] = set()
    titled: dict[Node, set[int]] = defaultdict(set)
    lasts: set[Node] = set()
    sure: set[tuple[Node, Node]] = set()
    for head in heads:
        chain = [START, *head.nodes]
        sure.update(pairwise(chain[: head.bounded + 1]))
        if head.bounded:
            lasts.add(head.nodes[head.bounded - 1])
        for place, node in enumerate(head.nodes):
            if head.shapes[place] in _MENU_SHAPES:
                shown.add((chain[place], node))
            below = head.lines[place + 1] if place + 1 < len(head.lines) else ""
            if is_prose(below) and counts.lines[head.nodes[place + 1]] < 2:
                titled[node].add(head.article)
    texts = {
        node: line
        for head in heads
        for node, line in zip(head.nodes, head.lines, strict=True)
        if counts.lines[node] > 1
    }
    # Only a way that some document goes: two kinds of menus may have a word in common.
    after: dict[tuple[Node, Node], set[Node]] = defaultdict(set)
    for head in heads:
        for before, above, here in zip([START, START, *head.nodes], [START, *head.nodes], head.nodes, strict=False):
            if counts.pairs[above, here] > 1:
                after[before, above].add(here)
    # Told apart by the line above, since one host's last line may stand in the middle of another's menu, or be a heading in an article.
    passes: dict[tuple[Node, Node], set[int]] = defaultdict(set)
    for head in heads:
        for before, above, under in zip([START, *head.nodes], head.nodes, head.nodes[1:], strict=False):
            if counts.pairs[before, above] > 1 and counts.pairs[above, under] > 1:
                passes[before, above].add(head.article)
    goes_on = {pair: len(found) / counts.pairs[pair] for pair, found in passes.items()}
    goes_on[START, START] = 1.0

    def belongs(before: Node, above: Node, here: Node) -> bool:
        number, text = counts.pairs[above, here], texts[here]
        before_article = 2 * len(titled[here]) >= counts.lines[here]
        if here in lasts or (above, here) in shown:
            return not (above in lasts and is_paragraph(text))
        share = goes_on.get((before, above), 0.0)
        if above in lasts or share < 0.5:
            return False
        if goes_on.get((above, here), 0.0) < 0.5 and (share < 0.8 or (number == 2 and (before, above) in shown)):
            return (
                False  # the menu would end here or one line above: a kicker, a title of two articles, a first heading
            )
        # With two witnesses only, a title that both have, or that differs by a number, stands where a menu's last line could.
        return not (before_article and len(text.split()) >= 4 and (number == 2 or number < counts.pairs[before, above]))

    pairs = set(sure)
    ways = [(START, START), *sorted(sure)]
    while ways:
        before, above = ways.pop()
        for here in after[before, above]:
            if (above, here) not in pairs and belongs(before, above, here):
                pairs.add((above, here))
                ways.append((above, here))
    return pairs


def _plausible(head: Head, length: int, counts: Counts) -> bool:
    """Whether a run of first lines is a menu and not what two articles of a series share."""
    if head.bounded and length >= head.bounded:
        return True
    strong = sum(shape in _MENU_SHAPES for shape in head.shapes[:length])
    short = sum(len(line) <= 60 for line in head.lines[:length])
    witnesses = min((counts.lines[node] for node in head.nodes[:length]), default=0)
    common = witnesses >= 3 and 2 * witnesses >= counts.articles
    return length >= 4 and 2 * short >= length and (strong >= 2 or length >= 6 or common)


def _flat(head: Head, places: Sequence[int], begun: dict[Node, set[int]]) -> bool:
    """Whether a path is a short flat menu: two articles at least begin right below it, however many documents of other kinds there are."""
    if not places:
        return False
    gaps = [head.lines[place] for place in range(places[-1]) if place not in places]
    return len(begun[head.nodes[places[-1]]]) > 1 and is_flat([head.lines[i] for i in places]) and between(gaps)


def _build(heads: Sequence[Head], counts: Counts, pairs: set[tuple[Node, Node]]) -> Menus:
    used: dict[tuple[str, Node], str] = {}
    links: set[tuple[tuple[str, Node], tuple[str, Node]]] = set()
    reached = {here for _, here in pairs}
    ends: dict[tuple[str, Node], set[int]] = defaultdict(set)
    passed: dict[tuple[str, Node], set[int]] = defaultdict(set)
    paths = [path_of(head, pairs, reached) for head in heads]
    shortened = [trimmed(head, places) for head, places in zip(heads, paths, strict=True)]
    begun = articles_begun(heads, shortened, counts)
    flat = [_flat(head, places, begun) for head, places in zip(heads, shortened, strict=True)]
    # Flat menus of two kinds have words in common: each kind, named by its first line, is a menu for itself.
    kinds = {head.nodes[places[0]] for head, places, short in zip(heads, shortened, flat, strict=True) if short}
    for head, whole, part, short in zip(heads, paths, shortened, flat, strict=True):
        places = part if short else whole
        if not places or not (short or _plausible(head, places[-1] + 1, counts)):
            continue
        kind = first[0] if (first := head.nodes[places[0]]) in kinds else ""
        above = START
        for place in places:
            here = head.nodes[place]
            if (above, here) in pairs:
                links.add(((kind if above != START else "", above), (kind, here)))
            used[kind, here] = min(head.lines[place], used.get((kind, here), head.lines[place]))
            passed[kind, here].add(head.article)
            above = here
        ends[kind, above].add(head.article)
    order = {node: number for number, node in enumerate(sorted(used))}
    follows: dict[tuple[str, Node], list[int]] = defaultdict(list)
    for source, target in sorted(links):
        follows[source].append(order[target])
    lines = tuple(
        MenuLine(
            node[1][0],
            used[node],
            counts.documents[node[1]],
            tuple(follows[node]),
            2 * len(ends[node]) > len(passed[node]),
        )
        for node in order
    )
    menus = Menus(lines, tuple(follows["", START]))
    return Menus(lines, menus.starts, _footers(heads, menus))


def kind_of(lines: Sequence[str], end: int) -> str:
    """The name of a document's kind of menu: the hash of its first line with words; empty without a menu."""
    return next((line_hash(key_of(line)) for line in lines[:end] if any(c.isalpha() for c in line)), "")


def _footers(heads: Sequence[Head], menus: Menus) -> tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...]:
    endings: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    for head in heads:
        end = max(head.bounded, walk(head.lines, menus).end)
        endings[kind_of(head.lines, end)].append((head.article, head.ending))
    found = ((kind, footer_lines(rows)) for kind, rows in sorted(endings.items()))
    return tuple((kind, rows) for kind, rows in found if rows)
