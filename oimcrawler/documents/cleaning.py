"""Cleaning one document: the navigation block above the article and the footer below it go, the title is told from the paragraphs, all else stays.

Three readers look for the block's end: what was learned of the site, what is known of the platform in advance, and the block's shape. What
none of them
recognises stays and is flagged; an article is never emptied.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from oimcrawler.documents.knownmenus import KNOWN
from oimcrawler.documents.learning import kind_of
from oimcrawler.documents.lines import is_dash, is_date, is_label, is_leaf, is_paragraph, is_prose, key_of, line_hash
from oimcrawler.documents.menus import LONGEST, Menus, walk
from oimcrawler.documents.navigation import navigation_end, shapes
from oimcrawler.model import Removed
from oimcrawler.slugs import slug_matches
from oimcrawler.text import normal_line

_HEADING_LINES: Final = 8
_REPEATS: Final = 3
_BREAKS = re.compile(r"[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class CleanText:
    """A document's article.

    `paragraphs` are its lines as published, blanks at the ends dropped; `removed` what was taken out, in the document's order; `known_menu`
    tells whether the
    end of the navigation was recognised. `title_method` says how the title was found: slug (it gives the address's slug), given (the caller
    named it), after-menu,
    first-line, guess (the menu is unknown), none. `flags` are menu-unknown, only-navigation, no-title, empty.
    """

    title: str | None
    paragraphs: tuple[str, ...]
    removed: tuple[Removed, ...] = ()
    flags: tuple[str, ...] = ()
    known_menu: bool = False
    title_method: str = "none"


def clean_document(
    text: str, menus: Menus | None = None, *, slug: str | None = None, title: str | None = None
) -> CleanText:
    """The article in the flat text of a page; `slug` (of its address) or `title`, where known, name the title line independently of any menu.

    >>> clean_document("Un atelier à Rabat\\nL'atelier a réuni vingt personnes.\\n").title
    'Un atelier à Rabat'
    """
    both = [(line, normal) for raw in _BREAKS.split(text) if (normal := normal_line(line := raw.strip()))]
    published, lines = [line for line, _ in both], [normal for _, normal in both]
    if not lines:
        return CleanText(None, (), flags=("empty",))
    end, pages = _menu(lines, menus)
    known = end > 0
    named = _named_title(lines, end, slug, title)
    if not known and named is not None and _looks_like_menu(lines[: named[0]]):
        end, known = named[0], True
    bottom = _bottom(lines, end, menus)
    removed = [
        Removed(line, "menu", pages.get(place, 0), f"line {place + 1}") for place, line in enumerate(lines[:end])
    ]
    footer = [
        Removed(line, "footer", bottom[1].get(line_hash(key_of(line)), 0), f"line {place + 1}")
        for place, line in enumerate(lines)
        if place >= bottom[0]
    ]
    if end >= bottom[0]:
        return CleanText(None, (), (*removed, *footer), ("only-navigation",), True)
    unknown = not known and _head_is_menu(lines)
    if unknown and named is None:
        place, method = _guess(lines), "guess"
        named = None if place is None else (place, method)
    place, method = (
        named
        if named is not None
        else (_first_title(lines, end, bottom[0], known), "after-menu" if known else "first-line")
    )
    flags = ["menu-unknown"] if unknown else []
    keep = [line for line in range(end, bottom[0]) if line != place]
    if place is None:
        flags.append("no-title")
        method = "none"
    else:
        gone = {i: reason for i in range(end, place) if known and (reason := _furniture(lines[i]))}
        below = place + 1
        while below < bottom[0] and key_of(lines[below]) == key_of(lines[place]) and below - place <= _REPEATS + 1:
            below += 1
        # The caption of the picture; a text that goes on and on in the same words is its own.
        if below < bottom[0] and below - place - 1 <= _REPEATS:
            gone.update(dict.fromkeys(range(place + 1, below), "title"))
        removed += [Removed(lines[i], reason, 0, f"line {i + 1}") for i, reason in sorted(gone.items())]
        keep = [line for line in keep if line not in gone]
    if place is None and not keep:
        flags.append("empty")
    return CleanText(
        None if place is None else published[place],
        tuple(published[i] for i in keep),
        (*removed, *footer),
        tuple(flags),
        known,
        method,
    )


def _menu(lines: Sequence[str], menus: Menus | None) -> tuple[int, dict[int, int]]:
    """Where the navigation block ends, and on how many documents each of its lines stood."""
    learned = walk(lines, menus) if menus is not None else None
    known = walk(lines, KNOWN)
    ends = [
        navigation_end(lines),
        known.end if known.complete or len(known.matched) >= 6 else 0,
        learned.end if learned is not None else 0,
    ]
    pages = (
        {place: menus.lines[node].documents for place, node in learned.matched}
        if learned is not None and menus is not None
        else {}
    )
    return max(ends), pages


def _bottom(lines: Sequence[str], end: int, menus: Menus | None) -> tuple[int, dict[str, int]]:
    """Where the article ends, and the footer lines of its kind of document."""
    footer = menus.footer_of(kind_of(lines, end)) if menus is not None else {}
    bottom = len(lines)
    while footer and bottom > end and line_hash(key_of(lines[bottom - 1])) in footer:
        bottom -= 1
    return bottom, footer


def _named_title(lines: Sequence[str], end: int, slug: str | None, title: str | None) -> tuple[int, str] | None:
    """The line that the address or the caller names as the title: among the first after the menu, or anywhere near the top when the menu is
    unknown."""
    last = min(len(lines), end + _HEADING_LINES if end else LONGEST)
    places = [place for place in range(end, last) if len(lines[place]) <= 400]
    if title and (key := key_of(title)):
        for place in places:
            if key_of(lines[place]) == key:
                return place, "given"
    if slug:
        for place in places:
            if slug_matches(lines[place], slug):
                return place, "slug"
    return None


def _looks_like_menu(lines: Sequence[str]) -> bool:
    """Whether the lines above a title that is sure are navigation and not a kicker or an introduction."""
    found = shapes(lines)
    signs = sum(shape != "other" for shape in found)
    return (
        len(lines) >= 4
        and 2 * signs >= len(lines)
        and not any(shape == "other" and is_paragraph(line) for shape, line in zip(found, lines, strict=True))
    )


def _head_is_menu(lines: Sequence[str]) -> bool:
    """Whether a document that no menu fits begins with one all the same: a dash, doubled lines and leaves, many short entries before any prose."""
    first = next((place for place, line in enumerate(lines[:LONGEST]) if is_prose(line)), min(len(lines), LONGEST))
    found = shapes(lines[: max(first + 1, 8)])
    signs = sum(shape != "other" for shape in found)
    if is_dash(lines[0]) or (found[0] != "other" and signs >= 3):
        return True
    entries = sum(len(line) <= 40 and line[-1] not in ".!?؟:;" for line in lines[:12])
    return len(lines[0].split()) <= 4 and (signs >= 4 or entries >= 8)


def _furniture(line: str) -> str | None:
    return "label" if is_label(line) else "date" if is_date(line) else None


def _first_title(lines: Sequence[str], end: int, bottom: int, known: bool) -> int | None:
    """The first line of the article that is a title: labels and a date above it are passed over behind a menu; a paragraph or a bullet is none."""
    place = end
    if known:
        while place + 1 < bottom and _furniture(lines[place]) and not is_paragraph(lines[place + 1]):
            place += 1
    if is_paragraph(lines[place]) or is_leaf(lines[place]) or is_dash(lines[place]):
        return None
    return place


def _guess(lines: Sequence[str]) -> int | None:
    """The likeliest title under an unknown menu: the last line of words, neither leaf nor doubled, that stands right above prose that is
    not its own."""
    found = shapes(lines[:LONGEST])
    for place in range(min(len(lines), LONGEST) - 1):
        line = lines[place]
        if (
            found[place] == "other"
            and len(line.split()) >= 3
            and not is_prose(line)
            and is_prose(lines[place + 1])
            and found[place + 1] == "other"
        ):
            return place
    return None
