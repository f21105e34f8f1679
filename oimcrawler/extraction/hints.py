"""A profile's selectors: the first of the three eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPathError

from oimcrawler.extraction.lines import body_lines
from oimcrawler.extraction.page import Page
from oimcrawler.extraction.weighing import fold


@dataclass(frozen=True)
class Hints:
    """Optional CSS selectors of a profile: what the body is (the first that matches counts), and what is removed from it."""

    body: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def hinted_lines(page: Page, hints: Hints, titles: Sequence[str]) -> list[str]:
    """What the selectors find, read with the same rules for lines as everything else; empty when they find nothing or are no selectors."""
    found: list[Any] = []
    for selector in hints.body:
        found = _select(page.root, selector)
        if found:
            break
    if not found:
        return []
    gone = {element for selector in hints.removed for element in _select(page.root, selector)}
    outline = page.outline
    wanted = set(found)
    inside: list[bool] = []
    for element, parent in zip(outline.elements, outline.parents, strict=True):
        above = parent >= 0 and inside[parent]
        inside.append((above or element in wanted) and element not in gone)
    kept = [index for index, block in enumerate(outline.blocks) if block.node >= 0 and inside[block.node]]
    heads = {fold(title) for title in titles}
    lines = [line for _, line in body_lines(outline, kept)]
    while lines and fold(lines[0]) in heads:
        lines.pop(0)
    return lines


def _select(root: Any, selector: str) -> list[Any]:
    compiled = _compiled(selector)
    return list(compiled(root)) if compiled is not None else []


@lru_cache(maxsize=512)
def _compiled(selector: str) -> CSSSelector | None:
    try:
        return CSSSelector(selector, translator="html")
    except (SelectorError, XPathError):
        return None
