"""What a single line looks like: its key for comparison, and whether it is a menu leaf, a label, a date, prose."""

import hashlib
import re
from collections import Counter
from functools import lru_cache
from typing import Final

from oimcrawler.dates import parse_date
from oimcrawler.text import normal_line

_INVISIBLE = re.compile("[\u00ad\u0640\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
_DIGITS = re.compile(r"\d+")
_DASHES: Final = "-–—‐‑−•·*▪●"
_LEAF = re.compile(rf"^[{re.escape(_DASHES)}]\s*(?=\S)")
_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "`": "'", "œ": "oe", "Œ": "oe", "…": "..."})
_END = re.compile(r"[.!?…؟。:;»\"”]\s*$")
_INNER = re.compile(r"[.!?؟…]\s+\S")
_CLOCK = re.compile(r"\b\d{1,2}\s*[:hH]\s*\d{2}\b")
_CACHED: Final = 1000
_WORDS_OF_DATES = re.compile(r"[^\W\d_]+")

LABELS: Final = frozenset(
    (
        *(
            "communiqué",
            "communiqués",
            "communiqué de presse",
            "communiqués de presse",
            "actualité",
            "actualités",
            "nouvelles",
        ),
        *("news", "press release", "press releases", "story", "stories", "statement", "statements", "local", "global"),
        *("comunicado", "comunicados", "comunicado de prensa", "noticia", "noticias", "comunicato stampa", "notizie"),
        *("بيان صحفي", "بيانات صحفية", "أخبار", "الأخبار", "خبر", "خبر صحفي", "بيان"),
    )
)


def key_of(line: str) -> str:
    """The form in which two lines are called the same: normal, without case, with digits as `0` and kinds of dash and quote as one.

    >>> key_of("– L’OIM compte 174 États"), key_of("- l'OIM compte 175 États") == key_of("– L’OIM compte 174 États")
    ("- l'oim compte 0 états", True)
    """
    return _short_key(line) if len(line) <= _CACHED else _key(line)


def _key(line: str) -> str:
    text = _DIGITS.sub("0", _INVISIBLE.sub("", normal_line(line)).translate(_QUOTES).casefold()).strip()
    if not text or text[0] not in _DASHES:
        return text
    return "-" if len(text) == 1 else _LEAF.sub("- ", text)


_short_key = lru_cache(maxsize=16384)(_key)  # a site's menu is read again on each of its documents


@lru_cache(maxsize=65536)
def line_hash(key: str) -> str:
    """16 hex digits that stand for a line's key."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_dash(line: str) -> bool:
    """A dash alone on its line, as menus are extracted."""
    return len(line) == 1 and line in _DASHES


def is_leaf(line: str) -> bool:
    """A dash and a short text: a menu's leaf, or an article's bullet."""
    return len(line) <= 140 and bool(_LEAF.match(line)) and not is_dash(line)


def is_label(line: str) -> bool:
    """A type or scope label of the platform, alone on its line."""
    return len(line) <= 40 and _INVISIBLE.sub("", line).strip().casefold() in LABELS


def is_date(line: str) -> bool:
    """A date alone on its line: `07/30/2016`, `Wed, 09/19/2018 - 11:19`, `01 aout 2024`, an Arabic one; not a sentence or a place with a date."""
    if not 5 <= len(line) <= 40 or not any(c.isdigit() for c in line):
        return False
    return (
        len(_WORDS_OF_DATES.findall(_CLOCK.sub("", line))) <= 4
        and len(line.split()) <= 7
        and parse_date(line) is not None
        and not _INNER.search(line)
    )


def is_prose(line: str) -> bool:
    """Whether a line reads like running text: two sentences, or a long line, or a middling one that ends as sentences do."""
    return (
        len(line) >= 220
        or (len(line) >= 60 and bool(_END.search(line)))
        or (len(line) >= 90 and bool(_INNER.search(line)))
    )


def is_paragraph(line: str) -> bool:
    """Whether a line is surely a paragraph and no title: long and ended by a full stop, or very long.

    >>> is_paragraph("Un atelier à Rabat"), is_paragraph("Le ministère et ses partenaires ont ouvert hier un centre d'accueil à Oujda. " * 3)
    (False, True)
    """
    if len(line) > 320:
        return True
    return (len(line) > 180 and bool(_END.search(line))) or (
        len(line) > 100 and bool(_END.search(line)) and bool(_INNER.search(line))
    )


def _grams(text: str) -> Counter[str]:
    return Counter(text[i : i + 3] for i in range(max(1, len(text) - 2)))


@lru_cache(maxsize=8192)
def similarity(one: str, other: str) -> float:
    """How alike two keys are, 0 to 1: Dice's coefficient over their three-letter pieces, whatever the order of the words."""
    if one == other:
        return 1.0
    one, other = one[:600], other[:600]
    if min(len(one), len(other)) < 0.4 * max(len(one), len(other)):
        return 0.0
    left, right = _grams(f" {one} "), _grams(f" {other} ")
    return 2 * (left & right).total() / (left.total() + right.total())
