"""Text in its one normal form, so that the same article read twice in two styles is the same text (contract, `content_hash`)."""

import re
import unicodedata
from collections.abc import Iterable

_QUOTES = str.maketrans({"’": "'", "‘": "'", "´": "'"})
_SPACES = re.compile(r"[\t\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = re.compile(r"[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


def normal_line(text: str) -> str:
    """One line in normal form: NFC, every kind of space to one space, ’ ‘ ´ to ', no blank at either end; line breaks become spaces.

    >>> normal_line("  L’OIM\\u00a0\\tau  Maroc\\n")
    "L'OIM au Maroc"
    """
    # NFC first: U+1FFD only becomes ´ by it.
    line = unicodedata.normalize("NFC", _BREAKS.sub(" ", text)).translate(_QUOTES)
    return _SPACES.sub(" ", line).strip(" ")


def normal_lines(text: str) -> list[str]:
    """The lines of a text in normal form, empty ones dropped.

    >>> normal_lines("un\\r\\n\\n  deux ")
    ['un', 'deux']
    """
    return [line for raw in _BREAKS.split(text) if (line := normal_line(raw))]


def join_paragraphs(paragraphs: Iterable[str]) -> str:
    """A body: one normal paragraph a line."""
    return "\n".join(line for paragraph in paragraphs if (line := normal_line(paragraph)))
