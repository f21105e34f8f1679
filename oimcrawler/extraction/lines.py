"""From the blocks that were kept to the lines of the body: one paragraph, list item, heading or table row each."""

import itertools
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from oimcrawler.extraction.outline import Block, Outline
from oimcrawler.extraction.structure import row_of
from oimcrawler.extraction.words import is_contact
from oimcrawler.text import normal_line

# Joiners, left-to-right and right-to-left marks belong to the spelling and stay; what only steers the display goes.
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\x80-\x84\x86-\x9f]")
_BACK: Final = re.compile(r"\s*[↩↑⤴]\ufe0e?$")  # the link from a footnote back to its mark
_BULLET: Final = re.compile(r"^(?:[-–—•*·▪●◦‣]\s|\d{1,2}[.)]\s|[a-z]\)\s)")
_END: Final = re.compile(r"[.!?…:;؟۔»”\")]$")
_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n|\n?[ \t]{0,40}[-=_*~#]{6,}[ \t\r]{0,40}(?:\n|$)")
_GAP: Final = re.compile(r"\0(?: ?\0)+")
_NARROW: Final = 40
_ITEM_END: Final = re.compile(r"[:;؛]$")


@lru_cache(maxsize=8192)
def clean_line(text: str) -> str:
    """One line of a body: without invisible controls, in normal form."""
    return normal_line(_BACK.sub("", _INVISIBLE.sub("", text)) if not text.isascii() else text)


def block_lines(block: Block) -> list[str]:
    """The paragraphs of one block.

    Two `<br>` in a row end a paragraph. A single one ends a line where the lines are a list or a contact block, or where a long line that ends like a
    sentence is followed by another, or where a line is too short to have been wrapped; else it is a wrapped line of one paragraph. In `pre`,
    a blank line ends a paragraph.
    """
    if block.raw and "\n" in block.raw:
        parts = _BLANK_LINE.split(block.raw.replace("\0", "\n"))
        return [line for part in parts if (line := clean_line(" ".join(part.split())))]
    if "\0" not in block.text:
        line = clean_line(block.text)
        return [line] if line else []
    out: list[str] = []
    for part in _GAP.split(block.text):
        out.extend(_wrapped([line for piece in part.split("\0") if (line := clean_line(piece))]))
    return out


def _wrapped(pieces: list[str]) -> list[str]:
    if len(pieces) < 2:
        return pieces
    out = [pieces[0]]
    ended = sum(1 for piece in pieces[:-1] if _END.search(piece)) >= 0.6 * (len(pieces) - 1)
    listed = sum(1 for piece in pieces[:-1] if _ITEM_END.search(piece)) >= 0.6 * (len(pieces) - 1)
    contact = any(is_contact(piece) for piece in pieces) and all(len(piece) < 120 for piece in pieces)
    for before, piece in itertools.pairwise(pieces):
        sentences = ended and len(before) >= _NARROW and _END.search(before) is not None and not piece[0].islower()
        apart = len(before) < _NARROW and before[-1] not in ",-" and not piece[0].islower()
        if contact or listed or sentences or apart or _BULLET.match(piece) or _BULLET.match(before):
            out.append(piece)
        else:
            out[-1] = f"{out[-1]} {piece}"
    return out


def body_lines(outline: Outline, kept: Iterable[int]) -> list[tuple[int, str]]:
    """The lines of the kept blocks, each with its (first) block; the cells of a data table's row are joined with ` | `."""
    out: list[tuple[int, str]] = []
    row_before = -1
    for index in kept:
        block = outline.blocks[index]
        row = row_of(outline, block) if block.tag in {"td", "th", "p", "div"} else -1
        lines = block_lines(block)
        if row >= 0 and lines:
            cell = " ".join(lines)
            if row == row_before:
                first, text = out[-1]
                out[-1] = (first, f"{text} | {cell}")
            else:
                out.append((index, cell))
        else:
            out.extend((index, line) for line in lines)
        row_before = row
    return out
