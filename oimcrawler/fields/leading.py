"""The line that leads a page's prose: the headline of pages whose h1 and document title name only the site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final

from oimcrawler.dates import find_dates
from oimcrawler.fields.surroundings import STYLES, is_furniture, is_hidden
from oimcrawler.fields.survey import Element, fold, visible

_SKIP: Final = frozenset(
    ("script", "style", "template", "noscript", "svg", "select", "button", "textarea", "iframe", "object", "head")
)
_INLINE: Final = STYLES | {"a", "abbr", "bdi", "bdo", "code", "label", "mark", "q", "s", "span", "sub", "sup", "time"}
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOLD: Final = frozenset(("b", "strong", "big", "th"))
_RIGHTS: Final = re.compile(
    r"©|\(c\)|copyright|rights reserved|droits réservés|derechos reservados|حقوق", re.IGNORECASE
)
_SENTENCE: Final = 100
_FAR: Final = 25
_MOST: Final = 6_000


@dataclass(slots=True)
class Line:
    """One line as a reader sees it: its text, the element that dresses it (a heading or bold type, None for plain text), how much of it is links."""

    block: Element
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    linked: int = 0
    dressed: int = 0
    dress: Element | None = None

    @property
    def text(self) -> str:
        """What a reader sees of it."""
        return visible("".join(self.pieces)[:2_000])

    @property
    def day(self) -> date | None:
        """The first date on a short line, None for other lines."""
        if self.size > 120 or not any(c.isdigit() for piece in self.pieces for c in piece):
            return None
        found = find_dates(self.text, order="mdy")
        return found[0][0] if found else None

    @property
    def is_link(self) -> bool:
        """Whether most of the line is links."""
        return 2 * self.linked > self.size

    @property
    def rank(self) -> int:
        """1 to 6 for a heading, 7 for bold or large type, 9 for plain text."""
        if self.dress is None or 10 * self.dressed < 8 * self.size:
            return 9
        tag = str(self.dress.tag)
        return int(tag[1]) if tag in _HEADINGS else 7


def _is_dress(element: Element) -> bool:
    if element.tag in _BOLD or element.tag in _HEADINGS:
        return True
    return element.tag == "font" and (element.get("size") or "").strip() in ("4", "5", "6", "7", "+1", "+2", "+3", "+4")


def lines_of(root: Element) -> list[Line]:
    """The lines of a page in order, without its menus, footers and forms, at most some thousands."""
    return list(islice(_lines(root), _MOST))


def _lines(root: Element) -> Iterator[Line]:
    line = Line(root)
    # (element, the block, link and dress around it, whether it is being left)
    stack: list[tuple[Element, Element, bool, Element | None, bool]] = [(root, root, False, None, False)]
    while stack:
        element, block, link, dress, leaving = stack.pop()
        tag = element.tag
        enters = not leaving and isinstance(tag, str) and tag not in _SKIP
        enters = enters and (element is root or not (is_hidden(element) or is_furniture(element)))
        if tag not in _INLINE and isinstance(tag, str):
            if line.size:
                yield line
            line = Line(element if enters and tag != "br" else block)
        if enters:
            stack.append((element, block, link, dress, True))
            link, block = link or tag == "a", line.block
            dress = element if dress is None and _is_dress(element) else dress
            stack.extend((child, block, link, dress, False) for child in reversed(element))
        text = element.text if enters else element.tail
        if text and not text.isspace():
            size = len(text.strip())
            line.pieces.append(text[:2_000])
            line.size += size
            line.linked += size * link
            if dress is not None:
                line.dressed += size
                line.dress = dress if line.dress is None else line.dress
    if line.size:
        yield line


def _prose_start(lines: list[Line]) -> int | None:
    """The number of the first line of the block that holds most of the page's sentences."""
    amounts: dict[Element, int] = {}
    first: dict[Element, int] = {}
    for number, line in enumerate(lines):
        if line.size < _SENTENCE or line.is_link or line.rank < 7:
            continue
        # A text that breaks off is a teaser's.
        if not line.pieces[-1].rstrip().endswith(("…", "...")) and not _RIGHTS.search(line.pieces[0][:300]):
            parent = line.block.getparent()
            around = parent if parent is not None and line.block.tag in ("p", "div", "li", "pre") else line.block
            amounts[around] = amounts.get(around, 0) + line.size
            first.setdefault(around, number)
    return first[max(amounts, key=lambda block: amounts[block])] if amounts else None


@dataclass(frozen=True, slots=True)
class Lead:
    """The line that directly precedes the prose; `day` is a date that stands between the two, as below headlines and not below subheadings."""

    text: str
    dress: Element
    line: Line
    day: date | None


def lead_line(lines: list[Line], names: frozenset[str] | set[str]) -> Lead | None:
    """The heading or bold line that directly precedes the prose, other than those of `names` (case folded); None where there is none."""
    start = _prose_start(lines)
    near: list[tuple[int, Line]] = []
    dates: list[tuple[int, date]] = []
    for distance, line in enumerate(reversed(lines[max(0, (start or 0) - _FAR) : start or 0])):
        if day := line.day:
            dates.append((distance, day))
        elif (
            line.rank < 9
            and not line.is_link
            and 8 <= len(line.text) <= 300
            and fold(line.text) not in names
            and not line.text.endswith((":", "："))
        ):
            near.append((distance, line))
    if not near:
        return None
    distance, chosen = near[0]
    for further, line in near[1:]:
        # A subheading or a bold lead stands close below the headline.
        if line.rank < chosen.rank and further - distance <= 4 and not any(number < distance for number, _ in dates):
            distance, chosen = further, line
    if chosen.dress is None:
        return None
    return Lead(chosen.text, chosen.dress, chosen, next((day for number, day in dates if number < distance), None))


def is_signature(lines: list[Line], name: str) -> bool:
    """Whether a line about rights, at the foot of the page, says this name."""
    return any(_RIGHTS.search(line.text[:400]) and name in fold(line.text) for line in lines[-30:])


def between(lines: list[Line], first: Element, last: Line) -> tuple[int, date | None] | None:
    """How many lines of links, and what date, stand between a heading and a later line; None where the heading does not come first."""
    count, day = -1, None
    for line in lines:
        if line is last:
            return (count, day) if count >= 0 else None
        if line.dress is first or line.block is first:
            count = 0
        elif count >= 0:
            day = day or line.day
            count += line.is_link
    return None
