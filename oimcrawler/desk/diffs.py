"""What changed between two texts, by paragraph and then by word, in a form that a person reads.

The law: the pieces that are same or new, joined, are the new text; those that are same or old, the old one.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["same", "old", "new"]

MAX_WORDS: Final = 3000
"""A pair of paragraphs with more words than this, both together, is shown as replaced whole: matching words takes quadratic time at worst."""
MAX_PARAGRAPHS: Final = 3000
"""Texts with more changed paragraphs than this are not aligned paragraph by paragraph: a changed stretch is shown as replaced whole."""
_MAX_PAIRS: Final = 400  # pairs of paragraphs compared in one changed stretch
_ALIKE: Final = 0.4
_ALIKE_ALONE: Final = 0.2  # where one paragraph stands for one, there is no other to take it for

_TOKEN: Final = re.compile(r"\w+(?:[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]+\w*)*|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Op:
    """A piece of a paragraph: in both texts (same), in the old one only, in the new one only."""

    op: Kind
    text: str


Paragraph = tuple[Op, ...]


def word_diff(old: str, new: str) -> list[Paragraph]:
    """The paragraphs (lines, with their line breaks) of both texts in order, each as pieces that are same, old or new.

    >>> word_diff("Deux enfants arrivent.", "Trois enfants arrivent.")
    [(Op(op='old', text='Deux'), Op(op='new', text='Trois'), Op(op='same', text=' enfants arrivent.'))]
    """
    before, after = _lines(old), _lines(new)
    found: list[Paragraph] = []
    for tag, a, b, c, d in _opcodes(before, after, MAX_PARAGRAPHS):
        if tag == "equal":
            found += [(Op("same", line),) for line in before[a:b]]
        else:
            found += _changed(before[a:b], after[c:d])
    return found


def plain(paragraphs: Iterable[Paragraph]) -> str:
    """The difference as text: `{-old-}` and `{+new+}`.

    >>> plain(word_diff("un oui", "un non"))
    'un {-oui-}{+non+}'
    """
    return _rendered(paragraphs, ("{-", "-}"), ("{+", "+}"))


def ansi(paragraphs: Iterable[Paragraph]) -> str:
    """The difference for a terminal: old words red and struck through, new ones green and underlined, control characters of the text made visible."""
    safe = [tuple(Op(op.op, _visible(op.text)) for op in paragraph) for paragraph in paragraphs]
    return _rendered(safe, ("\x1b[31;9m", "\x1b[0m"), ("\x1b[32;4m", "\x1b[0m"))


def document(paragraphs: Iterable[Paragraph]) -> list[list[dict[str, str]]]:
    """The difference ready for JSON and templates: per paragraph a list of `{"op", "text"}`."""
    return [[{"op": op.op, "text": op.text} for op in paragraph] for paragraph in paragraphs]


def unified(old: str, new: str, names: tuple[str, str], context: int = 3) -> str:
    """The difference as a unified diff, by lines; empty when the texts are equal, or differ in their last line break only.

    >>> print(unified("a\\nb", "a\\nc", ("x@1", "x@2")))
    --- x@1
    +++ x@2
    @@ -1,2 +1,2 @@
     a
    -b
    +c
    """
    before, after = ([line.removesuffix("\n") for line in _lines(text)] for text in (old, new))
    groups: list[list[tuple[str, int, int, int, int]]] = [[]]
    codes = _opcodes(before, after, MAX_PARAGRAPHS)
    for place, (tag, a, b, c, d) in enumerate(codes):
        if tag != "equal":
            groups[-1].append((tag, a, b, c, d))
            continue
        if place and groups[-1]:
            size = min(b - a, context)
            if place + 1 < len(codes) and b - a <= 2 * context:
                groups[-1].append((tag, a, b, c, d))
                continue
            groups[-1].append((tag, a, a + size, c, c + size))
            groups.append([])
        if place + 1 < len(codes):
            size = min(b - a, context)
            groups[-1].append((tag, b - size, b, d - size, d))
    lines: list[str] = []
    for group in groups:
        if any(code[0] != "equal" for code in group):
            lines.append(f"@@ -{_range(group[0][1], group[-1][2])} +{_range(group[0][3], group[-1][4])} @@")
            for tag, a, b, c, d in group:
                if tag == "equal":
                    lines += [" " + line for line in before[a:b]]
                else:
                    lines += [*("-" + line for line in before[a:b]), *("+" + line for line in after[c:d])]
    return "\n".join([f"--- {names[0]}", f"+++ {names[1]}", *lines]) if lines else ""


def _range(start: int, end: int) -> str:
    if end - start == 1:
        return str(start + 1)
    return f"{start + 1 if end > start else start},{end - start}"


def _lines(text: str) -> list[str]:
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _changed(before: Sequence[str], after: Sequence[str]) -> list[Paragraph]:
    """A stretch that differs: paragraphs that are alike are paired in order, the others stand alone."""
    if len(before) == len(after) == 1:
        pairs = [(0, 0)] if _likeness(before[0], after[0]) >= _ALIKE_ALONE else []
    elif len(before) * len(after) > _MAX_PAIRS:
        pairs = [(i, i) for i in range(min(len(before), len(after))) if _likeness(before[i], after[i]) >= _ALIKE]
    else:
        pairs = _pairs(before, after)
    found: list[Paragraph] = []
    i = j = 0
    for a, b in [*pairs, (len(before), len(after))]:
        found += [(Op("old", line),) for line in before[i:a]]
        found += [(Op("new", line),) for line in after[j:b]]
        if a < len(before) and b < len(after):
            found.append(_words(before[a], after[b]))
        i, j = a + 1, b + 1
    return found


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The pairing in order with the greatest sum of likenesses."""
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    alike = [[_likeness(one, other) for other in after] for one in before]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(before) and j < len(after):
        if alike[i][j] >= _ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(one: str, other: str) -> float:
    """Share of words in common, 0 to 1, whatever their order."""
    first, second = Counter(one.split()), Counter(other.split())
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0


def _words(one: str, other: str) -> Paragraph:
    before, after = _TOKEN.findall(one), _TOKEN.findall(other)
    ops: list[Op] = []
    for tag, a, b, c, d in _opcodes(before, after, MAX_WORDS):
        if tag == "equal":
            # A space alone between two changes is no common ground: the words around it read better in one piece.
            if ops and b < len(before) and d < len(after) and "".join(before[a:b]) == " ":
                ops += [Op("old", " "), Op("new", " ")]
            else:
                ops.append(Op("same", "".join(before[a:b])))
        else:
            ops += [Op("old", "".join(before[a:b])), Op("new", "".join(after[c:d]))]
    return _merged(ops)


def _merged(ops: Iterable[Op]) -> Paragraph:
    found: list[Op] = []
    old = new = ""
    for op in [*ops, Op("same", "")]:
        if op.op == "old":
            old += op.text
        elif op.op == "new":
            new += op.text
        else:
            found += [Op("old", old), Op("new", new), op]
            old = new = ""
    return tuple(op for op in found if op.text)


def _opcodes(before: Sequence[str], after: Sequence[str], limit: int) -> list[tuple[str, int, int, int, int]]:
    """difflib's opcodes of what lies between the common ends; one replacement where that is longer than the limit."""
    ends = min(len(before), len(after))
    head = next((i for i in range(ends) if before[i] != after[i]), ends)
    tail = next((i for i in range(ends - head) if before[-1 - i] != after[-1 - i]), ends - head)
    a, b, c, d = head, len(before) - tail, head, len(after) - tail
    codes: list[tuple[str, int, int, int, int]] = [("equal", 0, head, 0, head)] if head else []
    if b - a + d - c > limit:
        codes.append(("replace", a, b, c, d))
    elif b > a or d > c:
        matcher = difflib.SequenceMatcher(None, before[a:b], after[c:d], autojunk=False)
        codes += [(tag, i + a, j + a, k + c, m + c) for tag, i, j, k, m in matcher.get_opcodes()]
    return [*codes, ("equal", b, len(before), d, len(after))] if tail else codes


def _visible(text: str) -> str:
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text)


def _rendered(paragraphs: Iterable[Paragraph], old: tuple[str, str], new: tuple[str, str]) -> str:
    marks = {"same": ("", ""), "old": old, "new": new}
    lines: list[str] = []
    for paragraph in paragraphs:
        for op in paragraph:
            # Marks close before the line break, so that each line stands for itself.
            text = op.text.removesuffix("\n")
            lines.append((marks[op.op][0] + text + marks[op.op][1] if text else "") + op.text[len(text) :])
    return "".join(lines)
