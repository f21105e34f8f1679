"""Which blocks of a page are its article: the general reader, and the same reader with what a template knows.

The prose of a page (text outside of links, of furniture and of what repeats) is weighed per element; the body is the smallest element that holds most of
it, or one that says so of itself, or one where the site's other pages have theirs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final

from oimcrawler.extraction.outline import HEADINGS, PARAGRAPHS, Block, Outline
from oimcrawler.extraction.words import (
    heads_comments,
    is_contact,
    is_credit,
    is_label,
    is_time,
    is_trailer,
    says_body,
    says_lead,
)

_GAP: Final = re.compile(r"\0 ?\0")
_SENTENCE: Final = 40
_SEMANTIC: Final = frozenset({"nav", "footer", "aside"})


@dataclass
class Selection:
    """The chosen blocks by index, the element that holds them, why each other block of that element was left out, and the marks for the confidence."""

    kept: list[int] = field(default_factory=list)
    container: int = -1
    dropped: dict[int, str] = field(default_factory=dict)
    prose: float = 0.0
    share: float = 0.0
    sure: bool = False
    by_place: bool = False
    cards: int = 0
    headline: int = -1


def weight(block: Block) -> float:
    """How much running prose a block holds, in characters."""
    size = block.size
    if block.links * 10 > size * 6:
        return 0.0
    own = size - block.links
    if block.tag in HEADINGS:
        return 0.0
    if size >= _SENTENCE or (size >= 15 and block.text[0] > "\u2e80"):
        return float(own)
    return own * (0.3 if block.tag in {"p", "li"} else 0.1)


def headline_block(outline: Outline, titles: list[str]) -> int:
    """The index of the block that shows the headline; -1 when there is none."""
    first = -1
    best = -1
    wanted = [folded for title in titles if (folded := fold(title))]
    for index, block in enumerate(outline.blocks):
        if block.size > 300:
            continue
        if block.tag == "h1" and first < 0:
            first = index
        if wanted and block.size > 8 and (block.tag in HEADINGS or block.links * 2 < block.size or block.tag == "h1"):
            folded = fold(block.text)
            for title in wanted:
                if folded == title or (
                    block.tag in HEADINGS
                    and len(folded) > 20
                    and (folded in title or (len(title) > 20 and title in folded))
                ):
                    if block.tag == "h1":
                        return index
                    if best < 0 or (block.tag in HEADINGS and outline.blocks[best].tag not in HEADINGS):
                        best = index
    return best if best >= 0 else first


def fold(text: str) -> str:
    """A title for comparison: small letters, no breaks, plain quotes."""
    return " ".join(text.replace("\0", " ").replace("’", "'").lower().split()).strip(" .!?:…")


def furniture(outline: Outline, weights: list[float], headline: int) -> list[str]:
    """For each element the reason for which it is furniture, its ancestors' included; empty for what may hold the article."""
    sums = [0.0, *accumulate(weights)]
    total = sums[-1] or 1.0
    out: list[str] = []
    anchor = headline
    for node, (reason, parent) in enumerate(zip(outline.reasons, outline.parents, strict=True)):
        above = out[parent] if parent >= 0 else ""
        if above:
            out.append(above)
            continue
        if reason:
            start, stop = outline.starts[node], outline.stops[node]
            share = (sums[stop] - sums[start]) / total
            tag = outline.tags[node]
            if tag in {"html", "body", "main"} or start <= anchor < stop:
                reason = ""
            elif share > (0.9 if tag in _SEMANTIC else 0.75) and total > 200:
                reason = ""
            elif reason == "header":
                reason = "menu"
        out.append(reason)
    return out


def cards_of(outline: Outline, weights: list[float], reasons: list[str]) -> dict[int, str]:
    """The elements that are teasers of other pages: siblings alike, each with a linked line and little text."""
    groups: dict[tuple[int, str, str], list[int]] = {}
    blocks = outline.blocks
    linked = [
        0,
        *accumulate(
            1 if block.links * 10 > block.size * 8 and not (block.node >= 0 and reasons[block.node]) else 0
            for block in blocks
        ),
    ]
    sums = [0.0, *accumulate(weights)]
    for node, parent in enumerate(outline.parents):
        start, stop = outline.starts[node], outline.stops[node]
        if (
            2 <= stop - start <= 9
            and linked[stop] > linked[start]
            and sums[stop] - sums[start] < 600
            and outline.tags[node] not in {"tr", "table", "tbody", "ul", "ol"}
        ):
            groups.setdefault((parent, outline.tags[node], outline.names[node]), []).append(node)
    out: dict[int, str] = {}
    items: dict[int, list[int]] = {}
    for block in blocks:
        if block.led and block.tag == "li" and "\0" in block.text and block.links * 8 > block.size:
            items.setdefault(outline.parents[block.node], []).append(block.node)
    for nodes in items.values():
        if len(nodes) >= 2:
            out.update(dict.fromkeys(nodes, "teaser"))
    for (_, tag, name), nodes in groups.items():
        if len(nodes) >= 3 or (len(nodes) == 2 and (tag in {"article", "li"} or "card" in name or "teaser" in name)):
            out.update(dict.fromkeys(nodes, "teaser"))
    return out


def captions_of(outline: Outline) -> dict[int, str]:
    """The elements that hold an image and a short line only: a caption, whatever it is called."""
    out: dict[int, str] = {}
    for node in outline.pictures:
        best = -1
        while node >= 0 and outline.tags[node] not in {"body", "li", "main", "article"}:
            inside = outline.blocks[outline.starts[node] : outline.stops[node]]
            size = sum(block.size for block in inside)
            if (
                len(inside) > 2
                or size > 250
                or any(block.tag in HEADINGS or (block.tag == "p" and block.size > 140) for block in inside)
            ):
                break
            if inside:
                best = node
            node = outline.parents[node]
        if best >= 0:
            out[best] = "caption"
    return out


def choose(
    outline: Outline,
    repeated: Mapping[int, int],
    bodies: Mapping[str, float],
    titles: list[str],
) -> Selection:
    """The article's blocks. `repeated` gives for blocks known as repeated the number of pages, `bodies` for places how much of the site's prose they hold."""
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
        if block.node >= 0 and reasons[block.node] and not _kept_in_figure(outline, block, reasons[block.node]):
            weights[index] = 0.0
    sums = [0.0, *accumulate(weights)]
    total = sums[-1]
    if total < 1:
        return chosen
    mass = [sums[stop] - sums[start] for start, stop in zip(outline.starts, outline.stops, strict=True)]
    chosen.container, chosen.sure, chosen.by_place = _container(outline, mass, reasons, bodies, headline)
    _keep(outline, chosen, repeated, weights, reasons, headline, titles)
    chosen.prose = sum(weights[index] for index in chosen.kept)
    chosen.share = chosen.prose / total
    return chosen


def _kept_in_figure(outline: Outline, block: Block, reason: str) -> bool:
    return reason == "caption" and block.tag in {"td", "th"} and is_data_row(outline, outline.parents[block.node])


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


def _keep(
    outline: Outline,
    chosen: Selection,
    repeated: Mapping[int, int],
    weights: list[float],
    reasons: list[str],
    headline: int,
    titles: list[str],
) -> None:
    blocks = outline.blocks
    node = chosen.container
    start, stop = (outline.starts[node], outline.stops[node]) if node >= 0 else (0, len(blocks))
    dropped = chosen.dropped

    def reasons_at(index: int) -> str:
        node = blocks[index].node
        return reasons[node] if node >= 0 else ""

    if start <= headline < stop and sum(weights[headline + 1 : stop]) > 0.3 * sum(weights[start:stop]):
        for index in range(start, headline + 1):
            dropped[index] = "title" if index == headline else "label"
        start = headline + 1
    wanted = {fold(title) for title in titles if title}
    prose_seen = False
    listed: set[int] = set()
    seen: set[str] = set()
    kept: list[int] = []
    leads = [
        index
        for index in range(headline + 1, start)
        if headline >= 0 and not reasons_at(index) and is_lead(outline, blocks[index], weights[index], chosen.sure)
    ]
    for index in range(start, stop):
        block = blocks[index]
        if prose_seen and heads_comments(block.text):
            dropped.update(dict.fromkeys(range(index, stop), "comments"))
            break
        reason = reasons_at(index)
        if reason and _kept_in_figure(outline, block, reason):
            reason = ""
        if not reason and index in repeated:
            reason = "repeated"
        cell = block.tag in {"td", "th"} and is_data_row(outline, outline.parents[block.node])
        if not reason and not cell:
            announced = (
                block.tag == "li"
                and bool(kept)
                and (blocks[kept[-1]].text[-1] == ":" or (kept[-1] == index - 1 and kept[-1] in listed))
            )
            reason = "" if announced and block.linked >= 0.8 else line_reason(block, prose_seen, wanted)
            if announced and not reason:
                listed.add(index)
        if not reason and block.size >= 80:
            if block.text in seen:
                reason = "other"
            seen.add(block.text)
        if reason:
            dropped[index] = reason
        else:
            kept.append(index)
            prose_seen = prose_seen or weights[index] >= 60
    strays = _strays(outline, kept, start, weights, chosen.sure)
    for index in strays:
        dropped[index] = "other"
    kept = [index for index in kept if index not in strays]
    while kept and _edge(blocks, kept[-1], False):
        dropped[kept.pop()] = "related"
    leads = [index for index in leads if index not in repeated and fold(blocks[index].text) not in wanted]
    while kept and not leads and _edge(blocks, kept[0], True) and not is_lead(outline, blocks[kept[0]], 0, True):
        dropped[kept.pop(0)] = "label"
    chosen.kept = [*leads, *kept]


def is_lead(outline: Outline, block: Block, weight: float, sure: bool) -> bool:
    """Whether a block between headline and body is the article's lead: one that is called so, or (where the body does not name itself) a plain paragraph."""
    node = block.node
    if node < 0 or block.size < _SENTENCE or is_label(block.text):
        return False
    if not sure and block.tag == "p" and weight >= _SENTENCE:
        return True
    for _ in range(4):
        if node < 0:
            break
        if says_lead(outline.names[node]):
            return True
        node = outline.parents[node]
    return False


def shown_bold(element: Any, line: str) -> bool:
    """Whether a short line that does not end like a sentence is one whole bold or enlarged run of `element`."""
    if not 8 < len(line) < 200 or line[-1] in ".:;,!?…؛،":
        return False
    for tag in ("b", "strong", "big", "font"):
        for run in element.iter(tag):
            if tag != "font" or (run.get("size") or "").strip() in {"3", "4", "5", "6", "7", "+1", "+2", "+3"}:
                return bool(" ".join("".join(run.itertext()).split()) == line)
    return False


def _strays(outline: Outline, kept: list[int], start: int, weights: list[float], sure: bool) -> set[int]:
    """Short kept blocks that stand elsewhere than the article's paragraphs: counters and links behind them, and (where the body does not name itself)
    rare named boxes between them."""
    blocks = outline.blocks
    sizes: dict[str, list[int]] = {}
    where: dict[int, str] = {}
    for index in kept:
        at = holder(outline, blocks[index].node)
        where[index] = outline.places[at] if at >= 0 else ""
        sizes.setdefault(where[index], []).append(blocks[index].size)
    total = sum(sum(group) for group in sizes.values())
    flow = {place for place, group in sizes.items() if sum(group) * 10 >= total}
    out: set[int] = set()
    last = max((index for index in kept if where[index] in flow), default=-1)
    for index in kept:
        block = blocks[index]
        place = where[index]
        if place in flow or is_contact(block.text) or index < start:
            continue
        if index > last and block.size < 60 and block.text[-1:] not in ".!?…؟»":
            out.add(index)
        elif (
            not sure
            and len(sizes[place]) <= 2
            and block.size < 250
            and block.tag in {"div", "span", "section"}
            and outline.names[block.node]
        ):
            out.add(index)
    return out


def _edge(blocks: list[Block], index: int, leading: bool) -> bool:
    block = blocks[index]
    if block.tag in HEADINGS or block.tag == "figcaption":
        return True
    return (
        leading
        and block.tag in {"div", "span", "li", "td", "section", "article"}
        and block.size < 30
        and block.text[-1:] not in ".!?:…؟»"
    )


def line_reason(block: Block, prose_seen: bool, wanted: set[str]) -> str:
    """Why one block inside of the body is no part of it; empty for what stays."""
    text = block.text
    if block.size < 200:
        if not any(char.isalnum() for char in text):
            return "other"
        if block.links * 10 >= block.size * 8 and not is_contact(text):
            return "related"
        if is_trailer(text, block.linked):
            return "related"
        if is_credit(text):
            return "caption"
        if is_time(text):
            return "date"
        if not prose_seen:
            if fold(text) in wanted:
                return "title"
            if is_label(text):
                return "date"
    return ""


def holder(outline: Outline, node: int) -> int:
    """The element that a paragraph stands in: its nearest ancestor that is no paragraph, list, heading or data table itself."""
    tags = outline.tags
    if (
        node >= 0
        and outline.ends[node] == node + 1
        and not outline.names[node]
        and tags[node] not in {"td", "th", "body"}
    ):
        node = outline.parents[node]
    while node >= 0 and tags[node] in PARAGRAPHS:
        if tags[node] in {"td", "th"} and not is_data_row(outline, outline.parents[node]):
            break
        node = outline.parents[node]
    return node


def is_data_row(outline: Outline, row: int) -> bool:
    """Whether a table row holds data, one short text a cell, and does not lay out the page."""
    if row < 0 or outline.tags[row] != "tr":
        return False
    cells = outline.blocks[outline.starts[row] : outline.stops[row]]
    nodes = [cell.node for cell in cells]
    if len(set(nodes)) != len(nodes) or len(nodes) < 2 or sum(cell.size for cell in cells) > 600:
        return False
    for cell in cells:
        at = cell.node
        if outline.tags[at] == "p":
            at = outline.parents[at]
        if outline.tags[at] not in {"td", "th"} or outline.parents[at] != row or _GAP.search(cell.text):
            return False
    return True


def element_path(outline: Outline, node: int) -> str:
    """A short path of an element, for people: the place that blocks are compared by."""
    return outline.places[node] if 0 <= node < len(outline.places) else ""


def titles_of(root: Any) -> list[str]:
    """What the head of a page says that its title is: `og:title`, then `title`."""
    out: list[str] = []
    head = root.find("head")
    if head is not None:
        for meta in head.iterfind("meta"):
            if meta.get("property") == "og:title" and meta.get("content"):
                out.append(meta.get("content"))
        title = head.findtext("title")
        if title and title.strip():
            out.append(title.strip())
    return out
