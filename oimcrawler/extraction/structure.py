"""Where a block stands: the element that its paragraph belongs to, and whether a table holds data."""

import re
from collections.abc import Container
from typing import Final

from oimcrawler.extraction.outline import PARAGRAPHS, Block, Outline

_MOST_NODES: Final = 10_000
_GAP: Final = re.compile(r"\0 ?\0")
_DOCUMENT: Final = re.compile(r"\.(?:pdf|docx?|odt|xlsx?|ods|csv|pptx?|odp|rtf|epub|zip)(?:[?#]|$)", re.I)


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
    if row not in outline.rows:
        outline.rows[row] = _holds_data(outline, row)
    return outline.rows[row]


def _holds_data(outline: Outline, row: int) -> bool:
    blocks = outline.blocks[outline.starts[row] : outline.stops[row]]
    if len(blocks) < 2 or sum(block.size for block in blocks) > 600 or any(_GAP.search(block.text) for block in blocks):
        return False
    cells = [_cell(outline, block) for block in blocks]
    return len(set(cells)) == len(cells) and all(cell >= 0 and outline.parents[cell] == row for cell in cells)


def _cell(outline: Outline, block: Block) -> int:
    """The table cell that a block fills, itself or as its only paragraph; -1 for no cell."""
    node = block.node
    if node > 0 and outline.tags[node] in {"p", "div"}:
        node = outline.parents[node]
    return node if node >= 0 and outline.tags[node] in {"td", "th"} else -1


def row_of(outline: Outline, block: Block) -> int:
    """The data row that a block is a cell of; -1 outside of data tables."""
    cell = _cell(outline, block)
    row = outline.parents[cell] if cell >= 0 else -1
    return row if row >= 0 and is_data_row(outline, row) else -1


def kept_in_figure(outline: Outline, block: Block, reason: str) -> bool:
    """Whether a block in a figure is a cell of a data table, which belongs to the article, and no caption."""
    return reason == "caption" and row_of(outline, block) >= 0


def element_path(outline: Outline, node: int) -> str:
    """A short path of an element, for people: the place that blocks are compared by."""
    return outline.places[node] if 0 <= node < len(outline.places) else ""


def own_cells(outline: Outline, repeated: Container[int], marked: list[int]) -> set[int]:
    """Those of the `marked` cells that belong to the page all the same: a row with words of its own is the page's, numbers or not, and so is the
    whole table where such rows are at least half. (A cell that holds a number alone is like many other cells, and tells nothing.)"""
    tables: dict[int, list[int]] = {}
    for index in marked:
        row = row_of(outline, outline.blocks[index])
        if row >= 0:
            table = row
            while table >= 0 and outline.tags[table] != "table":
                table = outline.parents[table]
            tables.setdefault(table, []).append(index)
    out: set[int] = set()
    for table, cells in tables.items():
        if table < 0 or outline.ends[table] - table > _MOST_NODES:
            continue
        own: set[int] = set()
        rows = 0
        for row in range(table + 1, outline.ends[table]):
            if not is_data_row(outline, row):
                continue
            inside = range(outline.starts[row], outline.stops[row])
            worded = [index for index in inside if any(char.isalpha() for char in outline.blocks[index].text)]
            rows += bool(worded)
            if any(index not in repeated for index in worded):
                own.add(row)
        whole = len(own) * 2 >= rows and bool(own)
        out.update(index for index in cells if whole or row_of(outline, outline.blocks[index]) in own)
    return out


def links_document(outline: Outline, block: Block) -> bool:
    """Whether a link of the block leads to a file that people download and read."""
    return block.node >= 0 and any(
        _DOCUMENT.search(link.get("href") or "") is not None for link in outline.elements[block.node].iter("a")
    )
