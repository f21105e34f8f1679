"""Second opinions, asked when the quick readers are unsure: the text that a page declares of itself, and trafilatura."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from lxml import etree

from oimcrawler.extraction.outline import Outline
from oimcrawler.extraction.structure import holder

_LEAST: Final = 30


def agreement(one: Iterable[str], other: Iterable[str]) -> float:
    """How far two readings hold the same lines, in characters: 0 to 1, 1 when both are empty.

    >>> agreement(["a line", "another"], ["a line"]) < agreement(["a line"], ["a line"])
    True
    """
    first, second = set(one), set(other)
    size = sum(map(len, first)) + sum(map(len, second))
    return 2 * sum(map(len, first & second)) / size if size else 1.0


def packed(text: str) -> str:
    """A text without spaces and breaks, for comparison across readers that set them differently."""
    return "".join(text.replace("\0", " ").replace("’", "'").split())


def slow_text(root: Any) -> str:
    """What trafilatura takes for the article's text; empty when it finds none or fails. Slow: 20 to 50 ms a page."""
    # Imported here: the import alone takes longer than a hundred pages of the quick readers.
    import trafilatura

    try:
        html = etree.tostring(root, encoding="unicode", method="html")
        found = trafilatura.extract(html, include_comments=False, include_tables=True, favor_precision=True)
    except Exception:  # a foreign reader's failure on odd markup is only a missing opinion
        return ""
    return str(found or "")


def blocks_in(outline: Outline, text: str) -> list[int]:
    """The blocks whose words stand in `text`, and what lies between them in the same elements (headings, lists that the text leaves out)."""
    whole = packed(text)
    if not whole:
        return []
    found = [
        index
        for index, block in enumerate(outline.blocks)
        if block.size >= _LEAST and block.linked < 0.5 and packed(block.text) in whole
    ]
    if not found:
        return []
    holders = {holder(outline, outline.blocks[index].node) for index in found}
    inside = set(found)
    return [
        index
        for index in range(found[0], found[-1] + 1)
        if index in inside
        or (holder(outline, outline.blocks[index].node) in holders and outline.blocks[index].linked < 0.5)
    ]


def covered(outline: Outline, kept: Sequence[int], text: str) -> float:
    """The share of the kept blocks' characters that stand in `text`, 0 to 1."""
    whole = packed(text)
    size = sum(outline.blocks[index].size for index in kept)
    same = sum(outline.blocks[index].size for index in kept if packed(outline.blocks[index].text) in whole)
    return same / size if size else 0.0
