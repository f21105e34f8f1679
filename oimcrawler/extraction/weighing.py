"""What each block weighs as prose, where the headline is, and which elements are furniture, teasers or captions."""

import re
from itertools import accumulate
from typing import Any, Final

from oimcrawler.extraction.names import says_cell, says_text
from oimcrawler.extraction.outline import HEADINGS, Block, Outline

SENTENCE: Final = 40
_SEPARATORS: Final = re.compile(r"\s+[|–—»·:-]\s+|\s*[|»]\s*|:\s+")
_NO_LABEL: Final = 600
_SEMANTIC: Final = frozenset({"nav", "footer", "aside"})


def weight(block: Block) -> float:
    """How much running prose a block holds, in characters."""
    size = block.size
    if block.links * 10 > size * 6:
        return 0.0
    own = size - block.links
    if block.tag in HEADINGS:
        return 0.0
    if size >= SENTENCE or (size >= 15 and block.text[0] > "\u2e80"):
        return float(own)
    return own * (0.3 if block.tag in {"p", "li"} else 0.1)


def headline_block(outline: Outline, titles: list[str]) -> int:
    """The index of the block that shows the headline; -1 when there is none.

    A heading that is a title of the page, whole or between its separators, wins; a linked one is more likely the site's name.
    """
    key = tuple(titles)
    if key not in outline.headlines:
        outline.headlines[key] = _headline(outline, titles)
    return outline.headlines[key]


def _headline(outline: Outline, titles: list[str]) -> int:
    whole = {folded for title in titles if (folded := fold(title))}
    parts = {folded for title in titles for part in _SEPARATORS.split(title) if (folded := fold(part))}
    best, value = -1, 0.0
    for index, block in enumerate(outline.blocks):
        heading = block.tag in HEADINGS
        if block.size > 300 or not (heading or (whole and block.size > 8 and block.links * 2 < block.size)):
            continue
        mark = 10.0 if block.tag == "h1" else 0.0
        if whole:
            folded = fold(block.text)
            if folded in whole:
                mark += 100 if heading else 60
            elif heading and folded in parts:
                mark += 50 + len(folded) / 10
            elif (
                heading
                and len(folded) > 20
                and any(folded in title or (len(title) > 20 and title in folded) for title in whole)
            ):
                mark += 40
        if block.linked >= 0.8:
            mark -= 45
        if mark > value:
            best, value = index, mark
    return best


def fold(text: str) -> str:
    """A title for comparison: small letters, no breaks, plain quotes."""
    return " ".join(text.replace("\0", " ").replace("’", "'").lower().split()).strip(" .!?:…")


def titles_of(root: Any) -> list[str]:
    """What the head of a page says that its title is: `og:title`, then `title`."""
    head = root.find("head")
    if head is None:
        return []
    out = [
        meta.get("content")
        for meta in head.iterfind("meta")
        if meta.get("property") == "og:title" and meta.get("content")
    ]
    title = head.findtext("title")
    return [*out, title.strip()] if title and title.strip() else out


def authors_of(outline: Outline) -> list[str]:
    """The names that the head of a page gives as its authors."""
    head = outline.elements[0].find("head") if outline.elements else None
    if head is None:
        return []
    return [
        meta.get("content") for meta in head.iterfind("meta") if meta.get("name") == "author" and meta.get("content")
    ]


def furniture(outline: Outline, weights: list[float], headline: int) -> list[str]:
    """For each element the reason for which it is furniture, its ancestors' included; empty for what may hold the article.

    A name is weak evidence: an element that holds the headline or nearly all prose is no furniture, and a label or share bar holds no prose.
    """
    sums = [0.0, *accumulate(weights)]
    aside = 0.0
    after = 0
    for node, tag in enumerate(outline.tags):
        if tag in _SEMANTIC and node >= after:
            aside += sums[outline.stops[node]] - sums[outline.starts[node]]
            after = outline.ends[node]
    total = sums[-1] or 1.0
    out: list[str] = []
    for node, (reason, parent) in enumerate(zip(outline.reasons, outline.parents, strict=True)):
        above = out[parent] if parent >= 0 else ""
        if reason and not above:
            start, stop = outline.starts[node], outline.stops[node]
            tag = outline.tags[node]
            prose = sums[stop] - sums[start]
            share = prose / total if tag in _SEMANTIC else prose / max(total - aside, 1.0)
            most = total > 200 and share > (0.9 if tag in _SEMANTIC else 0.75)
            if (
                most
                or tag in {"html", "body", "main"}
                or start <= headline < stop
                or (prose > _NO_LABEL and reason in {"label", "share"})
            ):
                reason = ""
            elif reason == "header":
                reason = "menu"
        out.append(above or reason)
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
    siblings: dict[tuple[int, str, str], list[int]] = {}
    for node, parent in enumerate(outline.parents):
        siblings.setdefault((parent, outline.tags[node], outline.names[node]), []).append(node)
        start, stop = outline.starts[node], outline.stops[node]
        if (
            2 <= stop - start <= 9
            and linked[stop] > linked[start]
            and sums[stop] - sums[start] < 600
            and outline.tags[node] not in {"tr", "table", "tbody", "ul", "ol"}
        ):
            groups.setdefault((parent, outline.tags[node], outline.names[node]), []).append(node)
    out: dict[int, str] = {}
    items: dict[str, list[int]] = {}
    for block in blocks:
        if block.led and "\0" in block.text and block.links * 8 > block.size and block.tag in {"li", "td", "dd", "div"}:
            items.setdefault(outline.places[block.node], []).append(block.node)
    for place, nodes in items.items():
        if len(nodes) >= (2 if place.endswith("li") else 3):
            out.update(dict.fromkeys(nodes, "teaser"))
    for (parent, tag, name), nodes in groups.items():
        if len(nodes) >= 4:
            # The longer ones among siblings of which most are teasers or comments are no article either.
            alike = siblings[parent, tag, name]
            if len(nodes) * 10 >= len(alike) * 6:
                out.update(dict.fromkeys(alike, "teaser"))
        if len(nodes) == 1 and ("card" in name or "teaser" in name) and _is_teaser(outline, nodes[0], sums):
            out[nodes[0]] = "teaser"
        if len(nodes) >= 3 or (len(nodes) == 2 and (tag in {"article", "li"} or "card" in name or "teaser" in name)):
            out.update(dict.fromkeys(nodes, "teaser"))
    return out


def _is_teaser(outline: Outline, node: int, sums: list[float]) -> bool:
    """Whether a card that stands alone is the teaser of another page: its first heading is a link, and its text is short."""
    blocks = outline.blocks[outline.starts[node] : outline.stops[node]]
    heads = [block for block in blocks if block.tag in HEADINGS]
    short = sums[outline.stops[node]] - sums[outline.starts[node]] < 300 and sums[-1] > 600
    return short and bool(heads) and heads[0].linked >= 0.8


def _beside_image(outline: Outline, block: Block) -> bool:
    """Whether a sentence by an image stands in a box that is called text or body: no caption."""
    above = outline.parents[block.node] if block.node >= 0 else -1
    return above >= 0 and block.size >= 60 and block.text[-1] in ".!?…؟»" and says_text(outline.names[above])


def captions_of(outline: Outline) -> dict[int, str]:
    """The elements that hold an image and a short line only: a caption, whatever it is called."""
    out: dict[int, str] = {}
    for node in outline.pictures:
        best = -1
        while node >= 0 and outline.tags[node] not in {"body", "li", "main", "article"}:
            if outline.stops[node] - outline.starts[node] > 2:
                break
            inside = outline.blocks[outline.starts[node] : outline.stops[node]]
            size = sum(block.size for block in inside)
            if size > 250 or any(
                block.tag in HEADINGS or (block.tag == "p" and (block.size > 140 or _beside_image(outline, block)))
                for block in inside
            ):
                break
            if inside:
                best = node
            if says_cell(outline.names[node]):
                break  # what stands beside it in the row is text, however short
            node = outline.parents[node]
        if best >= 0:
            out[best] = "caption"
    return out
