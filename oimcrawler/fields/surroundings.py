"""The neighbourhood of a headline: what stands shortly before and after it, leaving out menus, teasers, comments and other people's furniture."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from oimcrawler.fields.survey import Element, visible

_SKIP: Final = frozenset(
    ("script", "style", "template", "noscript", "svg", "select", "option", "button", "textarea", "iframe", "object")
)
STYLES: Final = frozenset(("b", "big", "cite", "em", "font", "i", "small", "strong", "u"))
"""Elements that only dress the words of a line."""
_INLINE: Final = STYLES | {"a", "abbr", "bdi", "bdo", "code", "mark", "q", "s", "span", "sub", "sup", "time"}
_FURNITURE_TAGS: Final = frozenset(("nav", "footer", "form"))
_FURNITURE: Final = re.compile(
    r"(?:^|[\s_-])(?:related|teasers?|sidebar|side-?bar|comments?|recent|latest|popular|most-?read|menu|mega-?menu|navbar|navigation|nav|breadcrumbs?|footer|carousel|"
    r"slider|swiper|promo|share|sharing|social|recommended|recommendations|similar|views-row|read-?next|read-?more|more-news|newsletter|cookies?|pager|pagination|"
    r"search|widget|similaires|connexes|en-lien|a-lire|ticker|live-?feed|weather|trending|adverts?|ads?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CARD: Final = re.compile(r"(?:^|\s)card(?:$|\s|s\b|-list|-grid)", re.IGNORECASE)
_HIDDEN: Final = re.compile(
    r"(?:^|\s)(?:visually-?hidden|sr-only|screen-reader-text|element-(?:invisible|hidden)|hidden|d-none|is-hidden)(?:\s|$)",
    re.IGNORECASE,
)
_UNSEEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BUDGET: Final = 90


def classes(element: Element) -> str:
    """The class, id and role of an element in one string, cut to a sane length."""
    return f"{(element.get('class') or '')[:300]} {(element.get('id') or '')[:100]} {(element.get('role') or '')[:40]}"


def is_hidden(element: Element) -> bool:
    """Whether an element says that readers do not see it."""
    if not element.attrib:
        return False
    name, style = element.get("class"), element.get("style")
    return bool(
        (name and _HIDDEN.search(name[:300]))
        or (style and _UNSEEN.search(style[:300]))
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
    )


def is_furniture(element: Element) -> bool:
    """Whether an element is by its tag or class something that is not this article."""
    if element.tag in _FURNITURE_TAGS:
        return True
    if element.attrib:
        name = classes(element)
        if _FURNITURE.search(name):
            return True
        # A card is a teaser, unless it is the frame around the whole article.
        if _CARD.search(name) and sum(len(p.text or "") for p in islice(element.iter("p"), 12)) < 300:
            return True
    # A margin may hold the article's own facts, or teasers of others: those have headings or many links.
    return element.tag == "aside" and (
        next(element.iter("h2", "h3", "h4"), None) is not None or len(list(islice(element.iter("a"), 6))) > 5
    )


def _pieces(element: Element, drop: Callable[[Element], bool] | None, depth: int) -> Iterator[str]:
    if element.text:
        yield element.text
    for child in element:
        tag = child.tag
        if (
            isinstance(tag, str)
            and tag not in _SKIP
            and depth < 60
            and not is_hidden(child)
            and not (drop and drop(child))
        ):
            apart = tag not in _INLINE
            if apart:
                yield " "
            yield from _pieces(child, drop, depth + 1)
            if apart:
                yield " "
        elif tag == "br":
            yield " "
        if child.tail:
            yield child.tail


def text_of(element: Element, limit: int = 400, drop: Callable[[Element], bool] | None = None) -> str:
    """The visible text of an element, read no further than about `limit` characters; children that `drop` accepts are left out."""
    parts, size = [], 0
    for piece in _pieces(element, drop, 0):
        if piece.isspace():
            parts.append(" ")
            continue
        parts.append(piece[: limit + 200])
        size += len(piece)
        if size > limit:
            break
    return visible("".join(parts))


def line_of(element: Element, limit: int = 260) -> str:
    """The text of the line that an element stands on: its block's, or what lies between two breaks where old pages set several lines in one cell."""
    while element.tag in _INLINE and (parent := element.getparent()) is not None and parent.tag in _INLINE:
        element = parent
    if element.tag not in _INLINE:
        return text_of(element, limit)
    left: list[str] = []
    size = 0
    here: Element | None = element.getprevious()
    while here is not None and size < limit:
        left.append(here.tail or "")
        if here.tag not in _INLINE:
            break
        left.append(text_of(here, limit))
        size += len(left[-1]) + len(left[-2])
        here = here.getprevious()
    if here is None and (parent := element.getparent()) is not None:
        left.append(parent.text or "")
    right: list[str] = [text_of(element, limit)]
    here = element
    while size < limit:
        right.append(here.tail or "")
        following = here.getnext()
        if following is None or following.tag not in _INLINE:
            break
        here = following
        right.append(text_of(here, limit))
        size += len(right[-1]) + len(right[-2])
    return visible("".join((*reversed(left), *right))[: 4 * limit])


def lineage(element: Element) -> list[Element]:
    """An element and its ancestors, innermost first."""
    return [element, *element.iterancestors()]


def apart(element: Element, around: list[Element]) -> bool:
    """Whether an element stands in furniture that does not hold the headline (`around`: the headline's lineage)."""
    for ancestor in lineage(element):
        if ancestor in around:
            return False
        if is_furniture(ancestor):
            return True
    return False


def _within(element: Element, backwards: bool) -> Iterator[Element]:
    if not isinstance(element.tag, str) or element.tag in _SKIP or is_furniture(element) or is_hidden(element):
        return
    stack = [element]
    if not backwards:
        while stack:
            here = stack.pop()
            yield here
            children = (
                [c for c in here.iterchildren() if isinstance(c.tag, str)]
                if len(here) < _BUDGET
                else list(here[:_BUDGET])
            )
            stack.extend(
                c
                for c in reversed(children)
                if isinstance(c.tag, str) and c.tag not in _SKIP and not is_furniture(c) and not is_hidden(c)
            )
        return
    while stack:
        here = stack.pop()
        yield here
        # Last child first: what is nearest to the headline comes first, however long the menu before it.
        children = list(here[-_BUDGET:])
        stack.extend(
            c
            for c in children
            if isinstance(c.tag, str) and c.tag not in _SKIP and not is_furniture(c) and not is_hidden(c)
        )


def before(anchor: Element) -> Iterator[Element]:
    """Elements that stand before the headline, nearest first, a limited number; a header that does not hold it is the site's and left out."""
    return _walk(anchor, backwards=True)


def after(anchor: Element) -> Iterator[Element]:
    """Elements that stand after the headline in document order, a limited number, ending soon after the prose has begun."""
    prose = 0
    for element in _walk(anchor, backwards=False):
        if element.tag in ("p", "li", "td", "blockquote"):
            length = len(text_of(element, 300))
            prose += 2 if length > 250 else length > 110
        elif element.tag == "h1":
            return
        yield element
        if prose >= 2:
            return


def _walk(anchor: Element, backwards: bool) -> Iterator[Element]:
    budget = _BUDGET
    here: Element | None = anchor
    while here is not None and here.tag != "body":
        for sibling in here.itersiblings(preceding=backwards):
            if backwards and sibling.tag == "header":
                continue
            for element in _within(sibling, backwards):
                if budget <= 0:
                    return
                budget -= 1
                yield element
            budget -= 1
            if budget <= 0:
                return
        here = here.getparent()


def has_own_text(element: Element) -> bool:
    """Whether some text stands directly in an element, not only in its children."""
    if element.text and not element.text.isspace():
        return True
    return any(child.tail and not child.tail.isspace() for child in element[:6])
