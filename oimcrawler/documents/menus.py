"""What was learned of one site's navigation: its lines in the order in which they follow each other, and how far into a document they reach."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from oimcrawler.documents.lines import is_leaf, is_paragraph, is_prose, key_of, line_hash, similarity

LONGEST: Final = 80
_FORMAT: Final = 1
_START: Final = -1
_GAP: Final = 3
_REACH: Final = 8
_REACH_OF_TOP: Final = 3


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One line of a menu: its 16-hex hash, its text (empty when only the hash is known), the documents it stood on, the lines that follow it,
    and whether menus usually end with it."""

    hash: str
    text: str
    documents: int
    follows: tuple[int, ...]
    last: bool


@dataclass(frozen=True, slots=True)
class Menus:
    """The menus of one site: lines, the lines that menus begin with, and by kind of menu the footer lines that its documents end with."""

    lines: tuple[MenuLine, ...] = ()
    starts: tuple[int, ...] = ()
    footers: tuple[tuple[str, tuple[tuple[str, str, int], ...]], ...] = ()

    def blocks(self) -> list[tuple[str, str, int]]:
        """Every repeated line as (text, hash, number of documents that it stood on), most frequent first."""
        found: dict[str, tuple[str, int]] = {}
        for line in self.lines:
            text, documents = found.get(line.hash, (line.text, 0))
            found[line.hash] = (
                min(text, line.text) if documents == line.documents else text,
                max(documents, line.documents),
            )
        for _, footer in self.footers:
            for hashed, text, documents in footer:
                found[hashed] = (text, max(documents, found.get(hashed, ("", 0))[1]))
        rows = [(text, hashed, documents) for hashed, (text, documents) in found.items() if documents > 1]
        return sorted(rows, key=lambda row: (-row[2], row[1]))

    def footer_of(self, kind: str) -> dict[str, int]:
        """The hashes of the footer lines of one kind of menu, with the number of documents they stood on."""
        return {hashed: documents for name, footer in self.footers if name == kind for hashed, _, documents in footer}

    def to_json(self) -> str:
        """One line of JSON that `from_json` reads; equal menus give equal text."""
        rows = [[line.hash, line.text, line.documents, list(line.follows), int(line.last)] for line in self.lines]
        state = {"format": _FORMAT, "lines": rows, "starts": self.starts, "footers": self.footers}
        return json.dumps(state, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Menus":
        """The menus that `to_json` wrote; ValueError when the text is anything else."""
        try:
            state: dict[str, Any] = json.loads(text)
            if state["format"] != _FORMAT:
                raise ValueError(f"menus of format {state['format']}, not {_FORMAT}")
            lines = tuple(
                MenuLine(str(h), str(t), int(d), tuple(map(int, f)), bool(e)) for h, t, d, f, e in state["lines"]
            )
            starts = tuple(map(int, state["starts"]))
            footers = tuple(
                (str(k), tuple((str(h), str(t), int(d)) for h, t, d in rows)) for k, rows in state["footers"]
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not stored menus: {error}") from None
        if any(not 0 <= i < len(lines) for i in (*starts, *(i for line in lines for i in line.follows))):
            raise ValueError("not stored menus: a line follows that is not there")
        return cls(lines, starts, footers)

    @property
    def digest(self) -> str:
        """16 hex digits that name this state of knowledge."""
        return hashlib.sha256(self.to_json().encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a document's first lines follow a menu: `end` lines of it, `matched` of them recognised, and whether the menu's usual last
    line was reached."""

    end: int = 0
    matched: tuple[tuple[int, int], ...] = ()
    complete: bool = False


class _Walker:
    def __init__(self, lines: Sequence[str], menus: Menus) -> None:
        self.raw = lines[: LONGEST + _GAP + 2]
        self.menus = menus

    def follows(self, at: int) -> tuple[int, ...]:
        return self.menus.starts if at == _START else self.menus.lines[at].follows

    def reach(self, at: int) -> list[int]:
        """The menu lines after this one, nearest first."""
        seen: dict[int, None] = {}
        layer = list(self.follows(at))
        for _ in range(_REACH if at != _START else _REACH_OF_TOP):
            fresh = [node for node in dict.fromkeys(layer) if node not in seen]
            seen.update(dict.fromkeys(fresh))
            layer = [after for node in fresh for after in self.menus.lines[node].follows]
        return list(seen)

    def find(self, place: int, nodes: Sequence[int]) -> int | None:
        if place >= len(self.raw) or not nodes:
            return None
        hashed = line_hash(key_of(self.raw[place]))
        return next((node for node in nodes if self.menus.lines[node].hash == hashed), None)

    def confirmed(self, place: int, node: int, needed: int) -> bool:
        """Whether the lines below also follow the menu from here, or the menu ends here."""
        while needed:
            if self.menus.lines[node].last and node != _START:
                return True
            after = self.find(place + 1, self.reach(node))
            if after is None:
                return False
            place, node, needed = place + 1, after, needed - 1
        return True

    def reworded(self, place: int, nodes: Sequence[int]) -> int | None:
        line, key = self.raw[place], key_of(self.raw[place])
        best, score = None, 0.6
        for node in nodes:
            text = self.menus.lines[node].text
            if text and is_leaf(text) == is_leaf(line) and (is_prose(text) or not is_paragraph(line)):
                alike = similarity(key, key_of(text))
                if alike >= score:
                    best, score = node, alike + 1e-9
        return best

    def step(self, place: int, at: int) -> tuple[int, int] | None:
        """The next line of the document that belongs to the menu: (its place, the menu's line)."""
        node = self.find(place, self.follows(at))
        if node is not None:
            return place, node
        if at != _START and self.menus.lines[at].last:
            return None
        below = self.reach(at)
        needed = 2 if at == _START else 1
        node = self.find(place, below)
        if node is not None and self.confirmed(place, node, needed):
            return place, node
        node = self.reworded(place, self.follows(at))
        if node is not None and (at != _START or self.confirmed(place, node, needed)):
            return place, node
        for gap in range(1, _GAP + 1):
            node = self.find(place + gap, below)
            if node is None or (
                any(is_paragraph(line) for line in self.raw[place : place + gap]) and self.menus.lines[node].last
            ):
                continue
            if self.confirmed(place + gap, node, needed):
                return place + gap, node
        return self.new_last_leaf(place, at)

    def new_last_leaf(self, place: int, at: int) -> tuple[int, int] | None:
        """A single leaf right below the menu's leaves, where the menu's last leaf should be: it has been given another wording."""
        last = next((node for node in self.follows(at) if self.menus.lines[node].last), None)
        below = self.raw[place + 1] if place + 1 < len(self.raw) else ""
        alone = (
            0 < place < len(self.raw)
            and is_leaf(self.raw[place - 1])
            and is_leaf(self.raw[place])
            and not is_leaf(below)
        )
        return (place, last) if last is not None and alone and len(self.raw[place].split()) <= 5 else None


def walk(lines: Sequence[str], menus: Menus) -> Walk:
    """Follows a menu from a document's first normal line, over lines that were added, removed or reworded since it was learned.

    Only lines before one that the menu knows in this order are called menu, so an article's line that equals a menu word is safe behind the
    menu's end.
    """
    walker = _Walker(lines, menus)
    place, at = 0, _START
    matched: list[tuple[int, int]] = []
    while place < min(len(walker.raw), LONGEST) and (found := walker.step(place, at)) is not None:
        matched.append(found)
        place, at = found[0] + 1, found[1]
    if len(matched) < 3 or 2 * len(matched) < place:
        return Walk()
    return Walk(place, tuple(matched), menus.lines[at].last)
