"""The outline of a page: its text blocks in document order, each with its place in the tree, collected in one walk without recursion."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final

from lxml import etree

from oimcrawler.extraction.names import reason_of, steady_name

_INLINE: Final = 0
_BLOCK: Final = 1
_SKIP: Final = 2
_BREAK: Final = 3
_LINK: Final = 4
_SPAN: Final = 5
_PICTURE: Final = 6

_INLINE_TAGS: Final = """abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp
    small strike strong sub sup time tt u var wbr picture source map area"""
_SKIPPED_TAGS: Final = """script style noscript template svg math object embed audio canvas select option optgroup datalist button input textarea head
    dialog progress meter applet noframes frameset amp-ad amp-analytics amp-sidebar amp-consent link meta title base"""
_PICTURE_TAGS: Final = "img amp-img video iframe amp-video amp-youtube amp-iframe"
# What is not named here is a block, unknown elements too.
_KINDS: Final[dict[str, int]] = {
    **dict.fromkeys(_INLINE_TAGS.split(), _INLINE),
    **dict.fromkeys(_SKIPPED_TAGS.split(), _SKIP),
    **dict.fromkeys(_PICTURE_TAGS.split(), _PICTURE),
    "br": _BREAK,
    "a": _LINK,
    "span": _SPAN,
}
_HIDING_SPANS: Final = ("sr-only", "visually-hidden", "visuallyhidden", "screen-reader", "element-invisible")
_TAG_REASONS: Final = {
    "nav": "menu", "footer": "footer", "aside": "related", "figure": "caption", "figcaption": "caption", "form": "form", "header": "header",
    "menu": "menu", "caption": "caption",
}  # fmt: skip
_ROLE_REASONS: Final = {
    "navigation": "menu", "banner": "header", "contentinfo": "footer", "complementary": "related", "search": "form", "dialog": "notice",
    "alertdialog": "notice", "menu": "menu", "menubar": "menu", "tablist": "menu", "toolbar": "share",
}  # fmt: skip
_QUOTATION: Final = 5
_QUOTABLE: Final = frozenset({"footer", "label", "caption"})
_BULLETS: Final = frozenset("-–—*•·▪●◦‣>»")
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PARAGRAPHS: Final = HEADINGS | {
    "p",
    "li",
    "ul",
    "ol",
    "blockquote",
    "pre",
    "dl",
    "dt",
    "dd",
    "address",
    "tr",
    "tbody",
    "thead",
    "tfoot",
    "table",
    "td",
    "th",
}


@dataclass(slots=True)
class Block:
    """A run of text between two borders of block elements. `text` has single spaces; NUL characters stand for `<br>`; `led` blocks begin with a
    link."""

    text: str
    node: int
    tag: str
    links: int
    size: int
    led: bool = False
    raw: str = ""

    @property
    def linked(self) -> float:
        """The share of the text that stands in links, 0 to 1."""
        return min(1.0, self.links / max(len(self.text), 1))


@dataclass
class Outline:
    """Block elements (`tags`, `names`, `parents`, `ends`, `elements`, one entry each, in document order) and the text blocks in them.

    `ends[i]` is the index behind the last descendant of element `i`, and its text is `blocks[starts[i]:stops[i]]`; `reasons[i]` says why element
    `i` may be furniture (tag, role or class words), weakly;
    `pictures` are the elements with an image or video right in them. `rows` and `headlines` keep what readers have found out.
    """

    tags: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    stops: list[int] = field(default_factory=list)
    elements: list[Any] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    rows: dict[int, bool] = field(default_factory=dict, repr=False)
    headlines: dict[tuple[str, ...], int] = field(default_factory=dict, repr=False)

    @cached_property
    def places(self) -> list[str]:
        """For each element its place: the two nearest elements with a class or id, and the tags below them."""
        first: list[str] = []
        second: list[str] = []
        chains: list[str] = []
        out: list[str] = []
        for tag, name, parent in zip(self.tags, self.names, self.parents, strict=True):
            up1, up2, chain = (first[parent], second[parent], chains[parent]) if parent >= 0 else ("", "", "")
            if name:
                up1, up2, chain = f"{tag}.{name}", up1, ""
            else:
                chain = "/".join([*chain.split("/")[-2:], tag]) if chain else tag
            first.append(up1)
            second.append(up2)
            chains.append(chain)
            out.append(f"{up2}>{up1}>{chain}" if chain else f"{up2}>{up1}")
        return out

    @cached_property
    def signature(self) -> frozenset[str]:
        """The places that occur on the page: what its design is recognised by."""
        return frozenset(self.places)


def outline(root: Any) -> Outline:
    """Walks the tree once."""
    out = Outline()
    tags, names, parents, ends = out.tags, out.names, out.parents, out.ends
    starts, stops = out.starts, out.stops
    elements, reasons, blocks = out.elements, out.reasons, out.blocks
    buffer: list[str] = []
    open_nodes: list[int] = [-1]
    links = 0
    led = False
    in_link = 0
    kinds: list[int] = []

    def flush() -> None:
        nonlocal links, led
        raw = "".join(buffer)
        buffer.clear()
        text = " ".join(raw.split())
        if text.strip("\0 "):
            node = open_nodes[-1]
            tag = tags[node] if node >= 0 else "body"
            blocks.append(Block(text, node, tag, links, len(text), led, raw if tag == "pre" else ""))
        links = 0
        led = False

    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            tag = element.tag
            kind = _KINDS.get(tag, _BLOCK)
            if kind == _SPAN:
                name = element.get("class")
                kind = _SKIP if name and any(word in name for word in _HIDING_SPANS) else _INLINE
            elif kind == _SKIP and tag == "button" and _titles(element):
                kind = _INLINE
            kinds.append(kind)
            if kind in (_SKIP, _PICTURE):
                if kind == _PICTURE:
                    if tag != "img" or not _is_bullet(element):
                        out.pictures.append(open_nodes[-1])
                    elif buffer and buffer[-1] == "\0":
                        buffer.append("\0")  # a drawn bullet after a break begins a line of its own
                walker.skip_subtree()
                continue
            if kind == _BREAK:
                buffer.append("\0")
                continue
            if kind == _BLOCK:
                if buffer:
                    flush()
                node = len(tags)
                above = open_nodes[-1]
                attributes = element.items()
                if not attributes:
                    name, reason = "", _TAG_REASONS.get(tag, "")
                elif len(attributes) == 1 and len(attributes[0][1]) < 200:
                    name, reason = _describe_one(tag, *attributes[0])
                else:
                    name, reason = _describe(tag, dict(attributes))
                if reason in _QUOTABLE and _in_quotation(reason, element, out, above):
                    reason = ""
                tags.append(tag)
                names.append(name)
                parents.append(above)
                ends.append(0)
                starts.append(len(blocks))
                stops.append(0)
                elements.append(element)
                reasons.append(reason)
                open_nodes.append(node)
            elif kind == _LINK:
                in_link += 1
                if not buffer:
                    led = True
            text = element.text
            if text and (buffer or not text.isspace()):
                buffer.append(text)
                if in_link:
                    links += len(text)
        else:
            kind = kinds.pop()
            if kind == _BLOCK:
                if buffer:
                    flush()
                node = open_nodes.pop()
                ends[node] = len(tags)
                stops[node] = len(blocks)
            elif kind == _LINK:
                in_link -= 1
            tail = element.tail
            if tail and (buffer or not tail.isspace()):
                buffer.append(tail)
                if in_link:
                    links += len(tail)
    if buffer:
        flush()
    return out


@lru_cache(maxsize=8192)
def _describe_one(tag: str, attribute: str, value: str) -> tuple[str, str]:
    return _describe(tag, {attribute: value})


def _describe(tag: str, attributes: Mapping[str, str]) -> tuple[str, str]:
    """The steady name of an element (from class or id) and the reason for which it may be furniture."""
    klass = (attributes.get("class") or "")[:300]
    ident = (attributes.get("id") or "")[:100]
    reason = _TAG_REASONS.get(tag, "")
    if not reason and (role := attributes.get("role")):
        reason = _ROLE_REASONS.get(role, "")
    if (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or ((style := attributes.get("style")) and _hides(style[:300]))
    ):
        reason = "hidden"
    if not reason and (klass or ident):
        reason = reason_of(klass, ident)
    return (steady_name(klass, ident) if klass or ident else ""), reason


@lru_cache(maxsize=4096)
def _hides(style: str) -> bool:
    packed = style.replace(" ", "").lower()
    return "display:none" in packed or "visibility:hidden" in packed


def _titles(button: Any) -> bool:
    """Whether a button is all that a heading holds, or holds one, as the questions of an accordion do."""
    if any(tag in HEADINGS for tag in _tags_in(button)):
        return True
    above = button.getparent()
    while above is not None and above.tag in {"span", "div", "strong", "b"} and _few_children(above, 1):
        above = above.getparent()
    if above is None or not (above.tag in HEADINGS or above.tag == "dt") or not _few_children(above, 3):
        return False
    whole = sum(len(text.strip()) for text in above.itertext())
    return 0 < whole == sum(len(text.strip()) for text in button.itertext())


def _few_children(element: Any, most: int) -> bool:
    """Whether an element has at most so many children (lxml counts them all for `len`)."""
    return next(itertools.islice(element.iterchildren(), most, None), None) is None


def _tags_in(element: Any) -> list[str]:
    inside = itertools.islice(element.iterdescendants(), 200)
    return [one.tag for one in inside if isinstance(one.tag, str)]


def _in_quotation(reason: str, element: Any, out: Outline, above: int) -> bool:
    """Whether an element under node `above` that looks like caption, label or footer is a quotation, or names the author of one."""
    if reason == "caption":
        if element.tag == "figcaption":
            return above >= 0 and out.tags[above] == "figure" and not out.reasons[above]
        return element.tag == "figure" and _is_quotation(element)
    for _ in range(4):
        if above < 0:
            break
        if out.tags[above] == "blockquote":
            return _few_children(out.elements[above], _QUOTATION)  # old pages indent whole articles so
        above = out.parents[above]
    return False


def _is_quotation(figure: Any) -> bool:
    """Whether a figure shows a quotation, whose author its caption names, and no picture. (A pull quote says again what the text says.)"""
    if "pull" in (figure.get("class") or "").lower():
        return False
    inside = _tags_in(figure)
    return "blockquote" in inside and not any(_KINDS.get(tag) == _PICTURE for tag in inside)


def _is_bullet(image: Any) -> bool:
    """Whether an image is drawn in the place of a list item's bullet: a tiny one, or one that stands for such a sign."""
    if (image.get("alt") or "").strip() in _BULLETS:
        return True
    sides = [image.get(side) or "" for side in ("width", "height")]
    return all(side.isdecimal() and len(side) < 3 and int(side) <= 20 for side in sides)
