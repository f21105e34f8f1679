"""Short flat menus: a few plain entries and nothing else, which only their place above many different articles tells from an article's first lines."""

import re
from collections.abc import Sequence
from typing import Final

from oimcrawler.documents.lines import is_date, is_paragraph, is_prose, key_of

SHORTEST: Final = 3
_WORDS: Final = 5
_WORDS_BETWEEN: Final = 4
_CLOSED: Final = ".:;,؛،…"
# What stands above a press release says what this one text is, in the singular; a menu's entries of the same words are plural.
_KICKERS = re.compile(
    r"communiqué( |$)|déclaration( |$)|(press|news|media) (release|advisory)$|(joint |press )?statement( |$)|comunicado( |$)|declaración( |$)"
    r"|(entretien|interview|portrait|reportage|tribune|témoignage|discours|speech)( |$)"
    r"|(entrevista|reportaje|مقابلة|حوار|خطاب)( |$)"
    r"|(بيان|تصريح|بلاغ|خبر)( |$)|(local|global)$|appel à |avis |offre |call for |vacancy( |$)|convocatoria |(pour|for) .*(diffusion|release)|embargo|إعلان "
)
_INNER = re.compile(r"@|[:;؛]\s")
_WRAPPED: Final = 3


def is_entry(line: str) -> bool:
    """Whether a line could be an entry of a flat menu: a few words, no sentence, no date, not what a press release calls itself.

    >>> [is_entry(line) for line in ("Qui sommes-nous ?", "Communiqués", "Communiqué de presse", "12 mars 2024", "Rabat :")]
    [True, True, False, False, False]
    """
    return (
        len(line) <= 40
        and len(line.split()) <= _WORDS
        and line[-1] not in _CLOSED
        and any(c.isalpha() for c in line)
        and not _INNER.search(line)
        and not _KICKERS.match(key_of(line))
        and not is_date(line)
    )


def is_flat(lines: Sequence[str]) -> bool:
    """Whether the lines are a flat menu as far as they tell: three different entries at least, and in a longer one at most one line of
    another kind, not at the end."""
    others = sum(not is_entry(line) for line in lines)
    return (
        len({key_of(line) for line in lines}) == len(lines) >= SHORTEST
        and is_entry(lines[-1])
        and (not others or (others == 1 and len(lines) > SHORTEST + 1))
    )


def between(lines: Sequence[str]) -> bool:
    """Whether lines that others do not have, between two parts of a flat menu, could be entries that were added or reworded."""
    return all(is_entry(line) and len(line.split()) <= _WORDS_BETWEEN for line in lines)


def article_begins(lines: Sequence[str]) -> bool:
    """Whether a title and then running text stand here: a paragraph, or lines that were wrapped at one width."""
    if len(lines) < 2 or is_paragraph(lines[0]):
        return False
    wrapped = lines[1 : 1 + _WRAPPED]
    return is_prose(lines[1]) or (len(wrapped) == _WRAPPED and all(45 <= len(line) <= 100 for line in wrapped))
