"""Which documents are copies of one article, exact or nearly so: together they are one witness of a menu, not many."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from oimcrawler.documents.lines import key_of

_PIECES = re.compile(r"[.!?…;:,،؛؟()]+")
_SHORTEST: Final = 20
_SHARE: Final = 0.6
_SHARE_OF_LONGER: Final = 0.3


def pieces(lines: Sequence[str]) -> dict[int, int]:
    """The clauses of an article's lines as number → length: a changed word changes one of them."""
    keys = [key_of(line) for line in lines]
    long = [
        piece
        for key in keys
        if len(key) > _SHORTEST
        for part in _PIECES.split(key)
        if len(piece := part.strip()) >= _SHORTEST
    ]
    # A document of short lines only has to be told from its copies too.
    return {_number(piece): len(piece) for piece in long or keys}


def _number(piece: str) -> int:
    return int.from_bytes(hashlib.blake2b(piece.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def lower_half(lines: Sequence[str]) -> Sequence[str]:
    """The second half of a document by length: where a menu of unknown shape is not."""
    rest = sum(map(len, lines)) / 2
    for place in range(len(lines) - 1, -1, -1):
        rest -= len(lines[place])
        if rest <= 0:
            return lines[place:]
    return lines


def group_copies(articles: Sequence[dict[int, int]]) -> list[int]:
    """For each article (its `pieces`) the number of the first article that it is a copy of, or its own.

    Two are copies when they share three fifths of the shorter one, and it is not a small part of the longer. Each is compared with the
    first that had its clauses, so the time grows with the text alone.
    """
    leader = list(range(len(articles)))

    def root(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    sizes = [sum(article.values()) for article in articles]
    first: dict[int, int] = {}
    for number, article in enumerate(articles):
        shared: Counter[int] = Counter()
        for piece, length in article.items():
            earlier = first.setdefault(piece, number)
            if earlier != number:
                shared[earlier] += length
        for earlier, length in shared.items():
            sides = sizes[number], sizes[earlier]
            if length >= _SHARE * min(sides) and length >= _SHARE_OF_LONGER * max(sides):
                one, other = root(number), root(earlier)
                leader[max(one, other)] = min(one, other)
    return [root(number) for number in range(len(articles))]
