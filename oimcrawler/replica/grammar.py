"""Sentence patterns and how they are filled: `[slot]` and `[slot:filter]` for words, `{one|other}` for a choice.

Agreement is settled where the pattern is written: a slot only ever holds words of one gender and number,
and the filters add the preposition that a word asks for.
"""

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Draw = Callable[[str], str]

_CHOICE = re.compile(r"\{([^{}]*)\}")
_ARTICLE = re.compile(r"^(?:le |la |les |l')")
_SLOT = re.compile(r"\[([A-Za-z]\w*)(?::(\w+))?\]")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented who is quoted: name with form of address, and function."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject of the mission's news: its label, and patterns for titles, opening sentences and further sentences."""

    kind: str
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """All that a language needs to write articles. The lists of cities, partners, donors, projects, people, audiences and topics
    run in parallel in all languages, so that two translations of one article speak of the same things."""

    lang: str
    cities: tuple[str, ...]
    partners: tuple[str, ...]
    donors: tuple[str, ...]
    projects: tuple[str, ...]
    people: tuple[Person, ...]
    audiences: tuple[str, ...]
    themes: tuple[str, ...]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    topics: tuple[Topic, ...]
    figures: tuple[str, ...]
    context: tuple[str, ...]
    quotes: tuple[str, ...]
    outlook: tuple[str, ...]
    bullets: tuple[str, ...]
    headings: tuple[str, ...]
    menu_headings: tuple[str, ...]
    bullet_intro: str
    table_head: tuple[str, str, str]
    footnotes: tuple[str, ...]
    contact: tuple[str, ...]
    captions: tuple[str, ...]
    agenda: tuple[str, ...]
    update: str
    swaps: tuple[tuple[str, str], ...]
    title_tail: str
    date: str


def of_french(words: str) -> str:
    """`de` before a word, with its elision.

    >>> of_french("Oujda"), of_french("Rabat"), of_french("Errachidia")
    ("d'Oujda", 'de Rabat', "d'Errachidia")
    """
    return ("d'" if words[0].lower() in "aeiouéèêâœh" else "de ") + words


def contracted(preposition: str, words: str) -> str:
    """`de` or `à` before a noun with its article: le and les contract, la and l' do not.

    >>> contracted("de", "le Ministère"), contracted("à", "les communes"), contracted("de", "l'Agence")
    ('du Ministère', 'aux communes', "de l'Agence")
    """
    if words.startswith("le "):
        return {"de": "du ", "à": "au "}[preposition] + words[3:]
    if words.startswith("les "):
        return {"de": "des ", "à": "aux "}[preposition] + words[4:]
    return f"{preposition} {words}"


FILTERS: Mapping[str, Callable[[str], str]] = {
    "de": of_french,
    "du": lambda words: contracted("de", words),
    "au": lambda words: contracted("à", words),
    "sans": lambda words: of_french(_ARTICLE.sub("", words)),
    "les": lambda words: "les " + words,
    "cap": lambda words: words[:1].upper() + words[1:],
}


def expand(pattern: str, draw: Draw, rng: random.Random) -> str:
    """A pattern as a sentence: choices made by `rng` (innermost first), slots filled by `draw`.

    >>> expand("[what] {is|is} here", lambda slot: slot.upper(), random.Random(1))
    'WHAT is here'
    """
    while match := _CHOICE.search(pattern):
        pattern = pattern[: match.start()] + rng.choice(match[1].split("|")) + pattern[match.end() :]

    def fill(match: re.Match[str]) -> str:
        words = draw(match[1])
        return FILTERS[match[2]](words) if match[2] else words

    return _SLOT.sub(fill, pattern)
