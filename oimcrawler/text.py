"""Text in its one normal form, so that the same article read twice in two styles is the same text (contract, `content_hash`)."""

import re
import unicodedata
from collections.abc import Iterable

_QUOTES = str.maketrans({"’": "'", "‘": "'", "´": "'"})
_SPACES = re.compile(r"[\t\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BREAKS = re.compile(r"[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")

# Any of these in a line, or a blank too many, and it is not in normal form yet.
_UNTIDY = re.compile(
    "[\t\n\v\f\r\x1c-\x1e\x85\u00a0\u00b4\u1680\u2000-\u200a\u2018\u2019\u2028\u2029\u202f\u205f\u3000]"
)


def normal_line(text: str) -> str:
    """One line in normal form: NFC, every kind of space to one space, ’ ‘ ´ to ', no blank at either end; line breaks become spaces.

    >>> normal_line("  L’OIM\\u00a0\\tau  Maroc\\n")
    "L'OIM au Maroc"
    """
    if _is_normal(text):
        return text
    # NFC first: U+1FFD only becomes ´ by it.
    line = unicodedata.normalize("NFC", _BREAKS.sub(" ", text)).translate(_QUOTES)
    return _SPACES.sub(" ", line).strip(" ")


def _is_normal(text: str) -> bool:
    # A text is made normal by whoever reads it and again by whoever stores it: to see that nothing is left to do is much cheaper.
    return (
        "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
        and not _UNTIDY.search(text)
        and unicodedata.is_normalized("NFC", text)
    )


def normal_lines(text: str) -> list[str]:
    """The lines of a text in normal form, empty ones dropped.

    >>> normal_lines("un\\r\\n\\n  deux ")
    ['un', 'deux']
    """
    return [line for raw in _BREAKS.split(text) if (line := normal_line(raw))]


def join_paragraphs(paragraphs: Iterable[str]) -> str:
    """A body: one normal paragraph a line."""
    return "\n".join(line for paragraph in paragraphs if (line := normal_line(paragraph)))
