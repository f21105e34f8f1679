"""A page: its bytes decoded, cleaned of controls and parsed once; whoever reads it shares the tree and its outline."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from lxml import etree

from oimcrawler.extraction.decoding import decode
from oimcrawler.extraction.outline import Outline, outline

MAX_BYTES: Final = 16_000_000
_MAX_ATTRIBUTES: Final = 200
_LONG_TAG: Final = re.compile(rb"<[A-Za-z/!][^<>]{8000}")
_TAG: Final = re.compile(rb"<[A-Za-z](?:[^<>\"']+|\"[^\"]*\"|'[^']*'|[\"'])*>?")
_ATTRIBUTE: Final = re.compile(rb"[^\s=\"'<>/]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]*))?")
_CONTROLS: Final = bytes(byte for byte in range(32) if byte not in b"\t\n\f\r") + b"\x7f"
_INLINE: Final = re.compile(rb"</?(?:font|b|i|u|em|strong|span|center|small|big|tt|div|nobr)\b[^<>]*>", re.I)


@dataclass(eq=False)
class Page:
    """One parsed page. `root` is the `html` element, `encoding` the codec its bytes were read in, `size` their number."""

    root: Any
    url: str = ""
    encoding: str = "utf-8"
    size: int = 0
    notes: dict[str, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def outline(self) -> Outline:
        """The page's blocks with their places, collected in one walk on first use and shared by all readers."""
        return outline(self.root)


def parse(data: bytes | str, url: str = "", charset: str | None = None) -> Page:
    """The page in `data`; `charset` is the one that the answer's header named, if any.

    Never raises on bad markup: an empty or unreadable page has an empty tree. Pages are cut at 16 MB and tags at 200 attributes, and nesting ends
    where the parser's own limit is, so that time and memory stay proportional to the size.

    >>> parse("<p>Un jour").root.findtext(".//p")
    'Un jour'
    >>> parse(b"").outline.blocks
    []
    """
    size = len(data) if isinstance(data, bytes) else len(data.encode("utf-8", "replace"))
    if isinstance(data, bytes):
        text, encoding = decode(data[:MAX_BYTES], charset)
    else:
        text, encoding = data[:MAX_BYTES].removeprefix("\ufeff"), "utf-8"
    raw = text.encode("utf-8", "replace").translate(None, _CONTROLS)
    if _LONG_TAG.search(raw) or raw.count(b"=") > 6 * raw.count(b"<") + 4000:
        raw = _TAG.sub(_fewer_attributes, raw)
    return Page(_tree(raw), url, encoding, size)


def _fewer_attributes(match: re.Match[bytes]) -> bytes:
    tag = match.group()
    if len(tag) < 3 * _MAX_ATTRIBUTES:
        return tag
    kept: list[bytes] = []
    for found in _ATTRIBUTE.finditer(tag, 1):
        kept.append(found.group())
        if len(kept) > _MAX_ATTRIBUTES:
            return b"<" + b" ".join(kept) + b">"
    return tag


def _tree(raw: bytes) -> Any:
    root, cut = _attempt(raw, False)
    if cut:
        # Old pages never close their <font>: the parser stops at 256 open elements and would lose all that follows.
        deeper, still_cut = _attempt(raw, True)
        if still_cut:
            deeper, _ = _attempt(_INLINE.sub(b" ", raw), True)
        root = deeper if deeper is not None else root
    if root is None:
        root = etree.Element("html")
        etree.SubElement(root, "body")
    return root


def _attempt(raw: bytes, deep: bool) -> tuple[Any, bool]:
    parser = etree.HTMLParser(recover=True, encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=deep)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.LxmlError, ValueError, AssertionError):
        root = None
    errors = parser.error_log
    last = errors[-1] if len(errors) else None
    return root, last is not None and "depth" in last.message
