"""Text that a page keeps in JSON for its scripts instead of in its markup."""

import json
import re
from typing import Any, Final

from lxml import etree

from oimcrawler.extraction.lines import body_lines, clean_line
from oimcrawler.extraction.outline import outline

_TYPES: Final = ("application/ld+json", "application/json")
_MOST: Final = 3_000_000
_MARKUP: Final = re.compile(r"<(?:p|div|br|h[1-6]|li)\b", re.I)
_STATE: Final = re.compile(r"^\s*(?:window\.)?[\w.$\[\]\"']+\s*=\s*(?=[{\[])")
_PROSE: Final = 60


def embedded_lines(root: Any) -> list[str]:
    """The paragraphs of the article that a page's JSON holds: `articleBody` of JSON-LD, else the list or text with the most prose in the page's
    state."""
    best: list[str] = []
    for script in root.iter("script"):
        text = script.text
        kind = (script.get("type") or "").split(";")[0].strip().lower()
        if not text or len(text) > _MOST or (kind and kind not in _TYPES and "javascript" not in kind):
            continue
        value = _load(text, kind)
        if value is None:
            continue
        lines = _article_body(value) if kind == _TYPES[0] else _state_lines(value)
        if sum(map(len, lines)) > sum(map(len, best)):
            best = lines
    return best


def article_body(root: Any) -> str:
    """The `articleBody` that the page's JSON-LD declares, as it stands; empty when there is none."""
    for script in root.iter("script"):
        if (script.get("type") or "").strip().lower() == _TYPES[0] and script.text and "articleBody" in script.text:
            value = _load(script.text, _TYPES[0])
            for found in _strings(value):
                if found[0].endswith("articleBody"):
                    return found[1]
    return ""


def _load(text: str, kind: str) -> Any:
    if kind not in _TYPES:
        head = _STATE.match(text[:200])
        if not head:
            return None
        text = text[head.end() :].rstrip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _strings(value: Any) -> list[tuple[str, str]]:
    """Every string in a JSON value with its path (list positions left out), in document order, without recursion."""
    out: list[tuple[str, str]] = []
    stack: list[tuple[str, Any]] = [("", value)]
    while stack:
        path, item = stack.pop()
        if isinstance(item, str):
            out.append((path, item))
        elif isinstance(item, dict):
            stack.extend((f"{path[-200:]}.{key}", inner) for key, inner in reversed(item.items()))
        elif isinstance(item, list):
            stack.extend((path, inner) for inner in reversed(item))
    return out


def _article_body(value: Any) -> list[str]:
    for path, text in _strings(value):
        if path.endswith("articleBody"):
            return paragraphs_of(text)
    return []


def _state_lines(value: Any) -> list[str]:
    groups: dict[str, list[str]] = {}
    for path, text in _strings(value):
        if len(text) >= _PROSE and " " in text and not text.startswith(("http", "{", "data:")):
            groups.setdefault(path, []).append(text)
    best: list[str] = []
    for texts in groups.values():
        lines = [line for text in texts for line in paragraphs_of(text)]
        if sum(map(len, lines)) > sum(map(len, best)):
            best = lines
    return best


def paragraphs_of(text: str) -> list[str]:
    """The lines of a text from JSON: of its markup when it has some, else one a line break."""
    if _MARKUP.search(text):
        try:
            found = outline(
                etree.fromstring(
                    f"<div>{text}</div>".encode("utf-8", "replace"),
                    etree.HTMLParser(encoding="utf-8", remove_comments=True),
                )
            )
        except (etree.LxmlError, ValueError):
            return []
        return [line for _, line in body_lines(found, range(len(found.blocks)))]
    return [line for raw in text.splitlines() if (line := clean_line(raw))]
