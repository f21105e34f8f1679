"""The traces of a text: how its title and sentences are found again in other pages, whatever mark-up, encoding or quoting lies between."""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from oimcrawler.extraction.decoding import decode

# In letters and digits alone: a sentence shorter than this says too little to be one text's own, and this much of its beginning gives a teaser away.
SENTENCE = 24
TITLE = 6
OPENING = 40
# Datelines and speakers are cut off as well: a teaser leaves them out.
_SENTENCES = re.compile(r"[.!?…؟:;؛–—«»\"“”]\s|[«“\"]|\n")
_TAGS = re.compile(r"<[^<>]*>")
_DIGITS = re.compile(r"\d+")
_OTHER = re.compile(r"[\W_]+")
_ENTITY = re.compile(r"&(?:#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrtbf\"/\\]")


@dataclass(frozen=True, slots=True)
class Traces:
    """What gives a text away, each piece reduced to its letters and digits; false when there is nothing."""

    pieces: frozenset[str]

    @classmethod
    def of(cls, titles: Iterable[str], bodies: Iterable[str]) -> Self:
        """The traces of these titles and bodies: titles, sentences, and the beginnings of titles, sentences and paragraphs, as teasers show them.

        >>> sorted(Traces.of(["Un atelier"], ["Vingt jeunes ont suivi la formation à Oujda. Bravo."]).pieces)
        ['unatelier', 'vingtjeunesontsuivilaformationàoujda', 'vingtjeunesontsuivilaformationàoujdabrav']
        """
        found: set[str] = set()
        for title in titles:
            found |= _pieces([title], [title], TITLE)
        for body in bodies:
            parts = _SENTENCES.split(body)
            found |= _pieces(parts, [*parts, *body.split("\n")], SENTENCE)
        return cls(frozenset(found))

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def without(self, text: str) -> "Traces":
        """These traces but for those that another text shares."""
        small = compact(text)
        shared = {piece for piece in self.pieces if piece in small}
        return Traces(self.pieces - shared) if shared else self

    def in_text(self, text: str) -> bool:
        """Whether a plain text shows one of them."""
        small = compact(text)
        return any(piece in small for piece in self.pieces)

    def in_page(self, data: bytes) -> bool:
        """Whether a body (HTML, JSON, plain text, in any encoding) shows one of them, in its text or in an attribute."""
        if not self.pieces:
            return False
        text = decode(data, None)[0]
        # Once as it stands, attributes and scripts included; once without the tags that may lie inside of a sentence.
        return any(self.in_text(form) for form in (_plain(text), _plain(_TAGS.sub("", text))))

    def cut_from(self, value: Any) -> Any:
        """A JSON value with "" for each string that shows one of them; its shape stays, since numbers in it may count its rows."""
        if isinstance(value, str):
            return "" if self.in_text(value) else value
        if isinstance(value, list):
            return [self.cut_from(item) for item in value]
        if isinstance(value, dict):
            return {name: self.cut_from(item) for name, item in value.items() if not self.in_text(name)}
        return value


def _pieces(wholes: Iterable[str], starts: Iterable[str], least: int) -> set[str]:
    found: set[str] = set()
    for texts, most in ((wholes, None), (starts, OPENING)):
        for text in texts:
            # A learned model knows numbers as 0 only.
            for piece in (compact(text), compact(_DIGITS.sub("0", text))):
                if len(piece) >= least:
                    found.add(piece[:most])
    return found


def compact(text: str) -> str:
    """A text reduced to its letters and digits, in small letters.

    >>> compact("L’été, à Fès…")
    'létéàfès'
    """
    return _OTHER.sub("", unicodedata.normalize("NFC", text)).casefold()


def _plain(text: str) -> str:
    if "\\" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else " ", text)
    return html.unescape(text) if _ENTITY.search(text) else text
