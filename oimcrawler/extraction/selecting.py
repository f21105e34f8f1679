"""Which blocks of a page are its article: the general reader, and the same reader with what a template knows.

The prose of a page (text outside of links, of furniture and of what repeats) is weighed per element; the body is the smallest element that holds
most of it, or one that says so of itself, or one where the site's other pages have theirs.
"""

from collections.abc import Mapping
from itertools import accumulate

from oimcrawler.extraction.keeping import Selection, keep
from oimcrawler.extraction.outline import PARAGRAPHS, Outline
from oimcrawler.extraction.structure import kept_in_figure
from oimcrawler.extraction.weighing import authors_of, captions_of, cards_of, furniture, headline_block, weight
from oimcrawler.extraction.words import says_body


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
    return _descend(outline, mass, top, headline), False, False


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


def _descend(outline: Outline, mass: list[float], top: int, headline: int) -> int:
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
        if mass[best] < 0.8 * mass[current] or outline.tags[best] in PARAGRAPHS - {"table", "tbody", "tr", "td"}:
            break
        current = best
    return current
