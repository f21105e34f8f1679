"""The platform's navigation block, read by its shape alone: it works on one document of a mission that was never met.

A block is lone dashes, headings, the same heading fused to a sentence, sub-menu titles twice in a row and leaves `- X`; the last leaf names the
2030 Agenda. What follows that leaf is the article.
"""

import re
from collections.abc import Sequence
from typing import Final

from oimcrawler.documents.lines import is_dash, is_leaf, is_prose, key_of, similarity

LONGEST: Final = 45
_AGENDA = re.compile(r"(?<!\d)2030(?!\d)")


def is_last_leaf(line: str) -> bool:
    """`- 2030 Agenda` in any language and any digits: a short leaf with the year 2030.

    >>> is_last_leaf("- جدول أعمال ٢٠٣٠"), is_last_leaf("- 2030 AGENDA"), is_last_leaf("L'Agenda 2030")
    (True, True, False)
    """
    if not is_leaf(line) or len(line) > 60 or len(line.split()) > 6:
        return False
    digits = "".join(str(int(c)) if c.isdecimal() else c for c in line)
    return bool(_AGENDA.search(digits))


def shapes(lines: Sequence[str]) -> list[str]:
    """The shape of each line in a menu's terms: dash, leaf, twice, fused, heading (before its fused form), other."""
    keys = [key_of(line) for line in lines]
    found = ["dash" if is_dash(line) else "leaf" if is_leaf(line) else "other" for line in lines]
    for i in range(1, len(lines)):
        if "dash" in (found[i], found[i - 1]) or "leaf" in (found[i], found[i - 1]):
            continue
        above, here = keys[i - 1], keys[i]
        if above == here or (len(above) <= 80 and len(here) <= 80 and similarity(above, here) >= 0.6):
            found[i - 1] = found[i - 1] if found[i - 1] in ("heading", "fused") else "twice"
            found[i] = "twice"
        elif len(here) > len(above) + 20 and len(above) <= 60 and here.startswith(above) and here[len(above)].isalpha():
            # A heading glued to its sentence: the letter that follows stands where a space would be in running text.
            found[i - 1], found[i] = "heading", "fused"
    for i in range(2, len(lines)):
        if keys[i] == keys[i - 2] and found[i] == found[i - 2] == "other":
            found[i] = found[i - 2] = "twice"  # with a new line between them
    return found


def navigation_end(lines: Sequence[str]) -> int:
    """How many of a document's first normal lines are the platform's navigation block; 0 when its shape is not surely there."""
    for last, line in enumerate(lines[:LONGEST]):
        if is_last_leaf(line):
            return last + 1 if _is_block(lines[: last + 1]) else 0
    return 0


def _is_block(block: Sequence[str]) -> bool:
    found = shapes(block)
    others = [i for i, shape in enumerate(found) if shape == "other"]
    signs = {shape for shape in found if shape in ("dash", "twice", "fused")}
    if len(block) < 8 or len(signs) < 2 or len(others) > max(2, len(block) // 4):
        return False
    # A title, text or bullets of an article may stand before a bullet on the Agenda 2030; inside a menu, more menu follows.
    for i in others:
        rest = found[i + 1 :]
        above = next((shape for shape in reversed(found[:i]) if shape != "other"), "other")
        if len(block[i]) <= 50 and above in ("dash", "twice", "fused"):
            continue
        needed = 3 if is_prose(block[i]) else 1
        if sum(shape in ("dash", "twice", "fused", "heading") for shape in rest) < needed:
            return False
    return True


def menu_like(lines: Sequence[str]) -> int:
    """How many of the first lines are mostly of a menu's shapes: a guess at a menu nobody knows, good enough to tell articles apart, never to cut."""
    good = end = 0
    for place, shape in enumerate(shapes(lines)):
        good += shape != "other"
        if shape != "other" and 4 * good >= 3 * (place + 1):
            end = place + 1
    return end
