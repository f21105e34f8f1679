"""A template: what the pages of one site and interface language repeat, in which places, and where their articles stand."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final

from oimcrawler.extraction.outline import Block, Outline

_FORMAT: Final = 1
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class RepeatedBlock:
    """A block that stood on `pages` different articles' pages: its text, the 16 hex digits of its normalised text, and its place."""

    text: str
    hash: str
    pages: int
    place: str


@dataclass(frozen=True)
class Design:
    """One layout of the site: number of `pages` (copies of an article count once), the places that most of them have,
    `repeated` blocks (key to pages), the places of the `bodies` with the share of the prose that they held, and by key the group of blocks seen
    `once`."""

    pages: int
    places: frozenset[str]
    repeated: Mapping[tuple[str, str], int] = field(default_factory=dict)
    bodies: Mapping[str, float] = field(default_factory=dict)
    once: Mapping[str, str] = field(default_factory=dict)

    def likeness(self, signature: frozenset[str]) -> float:
        """The share of this design's places that a page has, and of the page's places that this design has, whichever is larger, 0 to 1."""
        if not self.places or not signature:
            return 0.0
        common = len(self.places & signature)
        return common / max(1, min(len(self.places), len(signature)))


@dataclass(frozen=True)
class Template:
    """What was learned from a site's pages; built by `learn`, kept as JSON.

    >>> Template.from_json(Template().to_json()) == Template()
    True
    """

    designs: tuple[Design, ...] = ()

    @cached_property
    def pages(self) -> int:
        """The number of different articles that the template was learned from."""
        return sum(design.pages for design in self.designs)

    @cached_property
    def digest(self) -> str:
        """Sixteen hex digits that name this template: equal for equal knowledge."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]

    @cached_property
    def keys(self) -> Mapping[tuple[str, str], int]:
        """Every repeated block of every design with its number of pages."""
        out: dict[tuple[str, str], int] = {}
        for design in self.designs:
            for key, pages in design.repeated.items():
                out[key] = max(pages, out.get(key, 0))
        return out

    def blocks(self) -> list[RepeatedBlock]:
        """The repeated blocks, most frequent first; texts with digits masked as `0`."""
        out = [
            RepeatedBlock(text.replace("\0", " "), text_hash(text), pages, place)
            for (text, place), pages in self.keys.items()
        ]
        return sorted(out, key=lambda block: (-block.pages, block.place, block.text))

    def to_json(self) -> str:
        """The template as one JSON document, the same for the same knowledge."""
        designs = [
            {
                "pages": design.pages,
                "places": sorted(design.places),
                "repeated": [[text, place, pages] for (text, place), pages in sorted(design.repeated.items())],
                "bodies": dict(sorted(design.bodies.items())),
                "once": dict(sorted(design.once.items())),
            }
            for design in self.designs
        ]
        return json.dumps(
            {"format": _FORMAT, "designs": designs}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    @classmethod
    def from_json(cls, text: str) -> "Template":
        """The template in a document that `to_json` made; ValueError when it is none."""
        try:
            loaded: Any = json.loads(text)
            if loaded["format"] != _FORMAT:
                raise ValueError(f"template format {loaded['format']!r}, expected {_FORMAT}")
            return cls(
                tuple(
                    Design(
                        int(raw["pages"]),
                        frozenset(raw["places"]),
                        {(block, place): int(pages) for block, place, pages in raw["repeated"]},
                        {place: float(share) for place, share in raw["bodies"].items()},
                        dict(raw["once"]),
                    )
                    for raw in loaded["designs"]
                )
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a template: {error!r}") from None


def text_hash(text: str) -> str:
    """The 16 hex digits that name a block's text."""
    return hashlib.sha256(text.replace("\0", " ").encode("utf-8", "replace")).hexdigest()[:16]


def block_key(outline: Outline, block: Block) -> tuple[str, str]:
    """What a block is recognised by: its text with digits masked, and its place. (`174 member states` and `175 member states` are one block.)"""
    text = masked(block.text)
    place = outline.places[block.node] if block.node >= 0 else ""
    return text, (place + " a" if block.links * 2 > len(block.text) else place)


@lru_cache(maxsize=8192)
def masked(text: str) -> str:
    """A text with each run of digits as `0`."""
    return _DIGITS.sub("0", text)


def once_key(key: tuple[str, str]) -> str:
    """A short stable name of a block that stood on one page only."""
    return hashlib.blake2b(f"{key[0]}\n{key[1]}".encode("utf-8", "replace"), digest_size=8).hexdigest()
