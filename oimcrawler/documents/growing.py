"""Going on beyond the lines in which the menus of two documents differ, where what follows is a menu again."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from oimcrawler.documents.flat import between, is_entry, is_flat
from oimcrawler.documents.heads import START, Counts, Head, Node, articles_begun, length_of, run_of, title_below
from oimcrawler.documents.lines import is_paragraph, key_of, similarity
from oimcrawler.documents.navigation import is_last_leaf

_STRONG: Final = frozenset({"dash", "twice", "heading", "fused"})


def grow(heads: Sequence[Head], counts: Counts, pairs: set[tuple[Node, Node]]) -> set[tuple[Node, Node]]:
    """Goes on beyond lines in which the menus of two documents differ, where what follows is a menu again."""
    fresh = True
    while fresh:
        _join(heads, counts, pairs)
        reached = {here for _, here in pairs}
        stops = [(head, length_of(head, pairs, reached)) for head in heads]
        rests = {(head.nodes[stop - 1] if stop else START): head for head, stop in stops}
        fresh = False
        others: dict[Node, list[str]] = defaultdict(list)
        for head, stop in stops:
            if 0 < stop < len(head.lines) and len(others[head.nodes[stop - 1]]) < 50:
                others[head.nodes[stop - 1]].append(key_of(head.lines[stop]))
        for head, stop in stops:
            if (
                not stop
                or stop <= head.bounded
                or is_last_leaf(head.lines[stop - 1])
                or head.nodes[stop - 1] not in rests
            ):
                continue
            for place in range(stop + 1, min(stop + 4, len(head.nodes) - 2)):
                run = run_of(head, place, counts)
                key = key_of(head.lines[stop])
                alike = sum(similarity(key, other) >= 0.6 for other in others[head.nodes[stop - 1]]) > 1
                strong = sum(shape in _STRONG for shape in head.shapes[place : place + run])
                plain = (
                    run >= 5
                    and all(len(line) <= 60 for line in head.lines[stop : place + run])
                    and title_below(head, place + run, counts)
                )
                if run >= 3 and (
                    strong >= 2 or plain or (alike and place == stop + 1 and not is_paragraph(head.lines[stop]))
                ):
                    new = {(head.nodes[stop - 1], head.nodes[place])}
                    new |= set(
                        zip(head.nodes[place : place + run - 1], head.nodes[place + 1 : place + run], strict=True)
                    )
                    fresh = fresh or not new <= pairs
                    pairs |= new
                    break
    return pairs


def _join(heads: Sequence[Head], counts: Counts, pairs: set[tuple[Node, Node]]) -> None:
    """Adds the pairs that lead on in short flat menus: from a line below which no article begins to entries that two articles have right
    above their titles."""
    reached = {here for _, here in pairs}
    stops = [length_of(head, pairs, reached) for head in heads]
    begun = articles_begun(heads, [[stop - 1] if stop else [] for stop in stops], counts)
    joins: dict[tuple[Node, ...], dict[int, bool]] = defaultdict(dict)
    for head, stop in zip(heads, stops, strict=True):
        if not stop or stop <= head.bounded or begun[head.nodes[stop - 1]]:
            continue
        for place in range(stop, min(stop + 3, len(head.nodes) - 2)):
            end = place + run_of(head, place, counts)
            if (
                end > place
                and is_flat([*head.lines[:stop], *head.lines[place:end]])
                and all(map(is_entry, head.lines[place:end]))
                and between(head.lines[stop:place])
                and title_below(head, end, counts)
            ):
                way = (head.nodes[stop - 1], *head.nodes[place:end])
                joins[way][head.article] = joins[way].get(head.article, False) or place == stop
                break
    for way, witnesses in joins.items():
        # A single entry below lines that differ on all of them could as well stand below two titles.
        if len(witnesses) > 1 and (len(way) > 2 or any(witnesses.values())):
            pairs.update(pairwise(way))
