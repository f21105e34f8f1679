"""Which blocks of a page are its article: the general reader, and the same reader with what a template knows.

The prose of a page (text outside of links, of furniture and of what repeats) is weighed per element; the body is the smallest element that holds
most of it, or one that says so of itself, or one where the site's other pages have theirs.
"""

from collections.abc import Mapping
from itertools import accumulate
from typing import Final

from oimcrawler.extraction.keeping import Selection, keep
from oimcrawler.extraction.names import says_body, says_column
from oimcrawler.extraction.outline import HEADINGS, PARAGRAPHS, Outline
from oimcrawler.extraction.structure import kept_in_figure
from oimcrawler.extraction.weighing import authors_of, captions_of, cards_of, furniture, headline_block, weight
from oimcrawler.extraction.words import is_contact

_RUNNING: Final = 140


def choose(
    outline: Outline,
    repeated: Mapping[int, int],
    bodies: Mapping[str, float],
    titles: list[str],
) -> Selection:
    """The article's blocks. `repeated` gives for blocks known as repeated the number of pages, `bodies` for places how much of the site's
    prose they hold."""
    blocks = outline.blocks
    chosen = Selection()
    if not blocks:
        return chosen
    headline = headline_block(outline, titles)
    chosen.headline = headline
    weights = [0.0 if index in repeated else weight(block) for index, block in enumerate(blocks)]
    reasons = furniture(outline, weights, headline)
    cards = cards_of(outline, weights, reasons)
    chosen.cards = len(cards)
    for node, reason in [*cards.items(), *captions_of(outline).items()]:
        for inside in range(node, outline.ends[node]):
            reasons[inside] = reasons[inside] or reason
    for index, block in enumerate(blocks):
        if block.node >= 0 and reasons[block.node] and not kept_in_figure(outline, block, reasons[block.node]):
            weights[index] = 0.0
    sums = [0.0, *accumulate(weights)]
    if headline > 0 and sums[-1] - sums[headline] >= 0.4 * sums[-1]:
        weights[:headline] = [0.0] * headline
        sums = [0.0, *accumulate(weights)]
    total = sums[-1]
    if total < 1:
        return chosen
    mass = [sums[stop] - sums[start] for start, stop in zip(outline.starts, outline.stops, strict=True)]
    chosen.container, chosen.sure, chosen.by_place = _container(outline, mass, reasons, bodies, headline)
    keep(outline, chosen, repeated, weights, reasons, headline, titles, authors_of(outline))
    chosen.prose = sum(weights[index] for index in chosen.kept)
    chosen.share = chosen.prose / total
    return chosen


def _container(
    outline: Outline, mass: list[float], reasons: list[str], bodies: Mapping[str, float], headline: int
) -> tuple[int, bool, bool]:
    """The element that holds the body, whether it says so of itself, and whether the template named its place."""
    total = mass[0] if mass else 0.0
    top = 0
    if bodies:
        best, value = -1, 0.0
        for node, place in enumerate(outline.places):
            if place in bodies and not reasons[node] and mass[node] * bodies[place] > value:
                best, value = node, mass[node] * bodies[place]
        if best >= 0 and mass[best] >= 0.4 * total:
            return best, True, True
    for node, tag in enumerate(outline.tags):
        if tag == "main" and mass[node] >= 0.5 * total:
            top = node
            break
    said = _said(outline, mass, reasons)
    if said >= 0 and mass[said] >= 0.5 * mass[top]:
        return said, True, False
    return _descend(outline, mass, top), False, False


def _said(outline: Outline, mass: list[float], reasons: list[str]) -> int:
    """The element that says of itself that it is the body: `itemprop=articleBody`, or a class that people give to it."""
    best, value = -1, 0.0
    for node, name in enumerate(outline.names):
        if reasons[node] or mass[node] < 140 or outline.tags[node] in {"html", "body"}:
            continue
        attributes = outline.elements[node].attrib
        if "articleBody" in (attributes.get("itemprop") or "") or attributes.get("property") == "articleBody":
            return node
        if (
            name
            and (says_body(attributes.get("class") or "") or says_body(attributes.get("id") or ""))
            and mass[node] >= value * 1.02
        ):
            best, value = node, mass[node]
    if best < 0:
        return -1
    # The innermost of those that hold the same prose.
    for node in range(best + 1, outline.ends[best]):
        name = outline.names[node]
        if name and mass[node] >= 0.92 * value and says_body(outline.elements[node].attrib.get("class") or ""):
            best = node
    return best


def _descend(outline: Outline, mass: list[float], top: int) -> int:
    children: dict[int, list[int]] = {}
    for node, parent in enumerate(outline.parents):
        if mass[node] > 0:
            children.setdefault(parent, []).append(node)
    current = top
    while True:
        inside = children.get(current, [])
        if not inside:
            break
        best = max(inside, key=lambda node: mass[node])
        if mass[best] < 0.8 * mass[current]:
            best = _text_column(outline, mass, inside)
        if best < 0 or outline.tags[best] in PARAGRAPHS - {"table", "tbody", "tr", "td"}:
            break
        current = best
    return current


def _text_column(outline: Outline, mass: list[float], columns: list[int]) -> int:
    """The one of some elements side by side that is the text where all others are columns of boxes; -1 when there is none."""
    texts = [node for node in columns if not _boxes(outline, node)]
    if len(texts) != 1 or len(columns) == 1:
        return -1
    text, total = texts[0], sum(mass[node] for node in columns)
    if mass[text] >= 0.5 * total:
        return text
    sides = [node for node in columns if node != text]
    clear = _is_column(outline, text) and all(_headings(outline, node) > 1 for node in sides)
    return text if clear and mass[text] >= 0.25 * total else -1


def _boxes(outline: Outline, node: int) -> bool:
    """Whether an element is a column that begins with a heading of its own, and holds no paragraph of some length and no address."""
    blocks = outline.blocks[outline.starts[node] : outline.stops[node]]
    if not _is_column(outline, node) or blocks[0].tag not in HEADINGS:
        return False
    return not any(block.size >= _RUNNING or is_contact(block.text) for block in blocks)


def _is_column(outline: Outline, node: int) -> bool:
    return outline.tags[node] == "td" or says_column(outline.names[node])


def _headings(outline: Outline, node: int) -> int:
    return sum(1 for block in outline.blocks[outline.starts[node] : outline.stops[node]] if block.tag in HEADINGS)
