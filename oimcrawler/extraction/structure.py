"""Where a block stands: the element that its paragraph belongs to, and whether a table holds data."""

import re
from typing import Final

from oimcrawler.extraction.outline import PARAGRAPHS, Block, Outline

_GAP: Final = re.compile(r"\0 ?\0")


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


def kept_in_figure(outline: Outline, block: Block, reason: str) -> bool:
    return reason == "caption" and block.tag in {"td", "th"} and is_data_row(outline, outline.parents[block.node])


def element_path(outline: Outline, node: int) -> str:
    """A short path of an element, for people: the place that blocks are compared by."""
    return outline.places[node] if 0 <= node < len(outline.places) else ""
