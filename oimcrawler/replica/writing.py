"""Invented articles: number n of a language is always the same text for the same seed, and never another's."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain

from oimcrawler.replica.furniture import FURNITURE
from oimcrawler.replica.grammar import Topic, Words, expand
from oimcrawler.replica.texts_ar import ARABIC
from oimcrawler.replica.texts_en import ENGLISH
from oimcrawler.replica.texts_fr import FRENCH
from oimcrawler.text import normal_line

WORDS = {"fr": FRENCH, "en": ENGLISH, "ar": ARABIC}
SHORTEST = 42  # words of a paragraph


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a body: `tag` is p, h2, h3, ul, ol, blockquote or table; `lines` its paragraphs, items or rows (cells joined by ` | `)."""

    tag: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """What an article says: nothing about where or when it is published."""

    lang: str
    title: str
    kind: str
    scope: str
    caption: str
    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body's lines in normal form: paragraphs, headings, items, quotations and table rows in order."""
        return _normal_lines(self.blocks)

    @property
    def teaser(self) -> str:
        """The first words of the body, cut off as teasers are."""
        words = next(block.lines[0] for block in self.blocks if block.tag == "p").split()
        return " ".join(words[:18]).rstrip(" ,;:.") + "…"


@lru_cache(maxsize=8192)
def _normal_lines(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    return tuple(normal_line(line) for block in blocks for line in block.lines)


class _Scene:
    """Where, with whom and about what an article is: the same in all its translations."""

    def __init__(self, n: int, lang: str, seed: int, published: date, attempt: int) -> None:
        self.words: Words = WORDS[lang]
        shared = random.Random(f"{seed}/{n}")
        self.rng = random.Random(f"{seed}/{n}/{lang}/{attempt}")
        self.topic: Topic = self.words.topics[shared.randrange(len(self.words.topics))]
        self.main = {
            name: values[shared.randrange(len(values))]
            for name, values in (
                ("city", self.words.cities),
                ("partner", self.words.partners),
                ("donor", self.words.donors),
                ("project", self.words.projects),
                ("audience", self.words.audiences),
                ("theme", self.words.themes),
            )
        }
        self.scope = "Global" if shared.random() < 0.15 else "Local"
        self.published = published
        self.opening = True
        self.role = ""
        self.told: dict[str, str] = {}  # title and lead give the same figures

    def draw(self, slot: str) -> str:
        """What a slot of a pattern holds this time."""
        words, rng = self.words, self.rng
        match slot:
            case "theme" if not self.opening:
                return rng.choice(words.themes)
            case "city2":
                return rng.choice([city for city in words.cities if city != self.main["city"]])
            case "partner2":
                return rng.choice([partner for partner in words.partners if partner != self.main["partner"]])
            case "audience2":
                return rng.choice(words.audiences)
            case "who":
                person = rng.choice(words.people)
                self.role = person.role
                return person.name
            case "role":
                return self.role
            case "month" | "month2":
                half = words.months[:6] if slot == "month" else words.months[6:]
                return rng.choice(half)
            case "weekday":
                return rng.choice(words.weekdays)
            case "year":
                return str(self.published.year - rng.randrange(0, 5))
            case "date":
                return in_words(self.published - timedelta(days=rng.randrange(1, 6)), words)
        if slot in _RANGES:
            number = str(rng.randrange(*_RANGES[slot]))
            return self.told.setdefault(slot, number) if self.opening else number
        return self.main[slot]

    def say(self, pattern: str) -> str:
        """A pattern as a sentence."""
        return expand(pattern, self.draw, self.rng)


_RANGES = {
    "n": (11, 100),
    "n2": (11, 100),
    "N": (110, 990),
    "N2": (1100, 4990),
    "k": (3, 10),
    "k2": (3, 10),
    "p": (36, 96),
    "p2": (11, 35),
    "d1": (2, 13),
    "d2": (14, 29),
}


def in_words(day: date, words: Words) -> str:
    """A date as it stands in running text.

    >>> in_words(date(2026, 1, 5), FRENCH), in_words(date(2024, 8, 1), FRENCH)
    ('5 janvier 2026', '1er août 2024')
    """
    number = "1er" if words.lang == "fr" and day.day == 1 else str(day.day)
    return (
        words.date.replace("[day]", number)
        .replace("[month]", words.months[day.month - 1])
        .replace("[year]", str(day.year))
    )


def write(n: int, lang: str, seed: int, published: date, attempt: int = 0) -> Text:
    """Article number `n` in a language; another `attempt` words it differently (for a title that is taken)."""
    scene = _Scene(n, lang, seed, published, attempt)
    title = scene.say(scene.rng.choice(scene.topic.titles))
    lead = scene.say(scene.rng.choice(scene.topic.leads))
    caption = title if scene.rng.random() < 0.3 else scene.say(scene.rng.choice(scene.words.captions))
    scene.opening = False
    blocks = _with_extras(scene, n, [Block("p", (line,)) for line in _prose(scene, lead)])
    text = Text(lang, title, scene.topic.kind, scene.scope, caption, tuple(blocks))
    return _typeset(text, scene.rng) if lang == "fr" else text


def _prose(scene: _Scene, lead: str) -> list[str]:
    """Three to eight paragraphs: the lead, then details, figures, voices, context and what comes next."""
    rng, words = scene.rng, scene.words
    pools = {
        name: rng.sample(patterns, len(patterns))
        for name, patterns in (
            ("detail", scene.topic.details),
            ("figure", words.figures),
            ("context", words.context),
            ("quote", words.quotes),
            ("outlook", words.outlook),
        )
    }
    plan = [
        ("detail",),
        ("figure", "detail"),
        ("quote", "context"),
        ("context", "figure"),
        ("detail", "figure"),
        ("quote", "quote"),
        ("detail", "context"),
    ]
    count = rng.randrange(3, 9)
    plan = [*plan[: count - 1], ("outlook", "context")]
    paragraphs = []
    for number, roles in enumerate(plan):
        sentences = [lead] if number == 0 else []
        for role in chain(roles, ("context", "figure", "outlook", "quote")):
            if len(sentences) >= 2 and sum(len(sentence.split()) for sentence in sentences) >= SHORTEST:
                break
            if pools[role]:
                sentences.append(scene.say(pools[role].pop()))
        paragraphs.append(" ".join(sentences))
    return paragraphs


def _with_extras(scene: _Scene, n: int, blocks: list[Block]) -> list[Block]:
    """What real bodies hold beside prose: datelines, headings, lists, quotations, tables, footnotes, contact lines, and some traps."""
    rng, words, say = scene.rng, scene.words, scene.say
    if rng.random() < 0.25:
        comma = "،" if words.lang == "ar" else ","
        blocks[0] = Block("p", (f"{scene.main['city']}{comma} {scene.published:%d.%m.%Y} – {blocks[0].lines[0]}",))
    if n % 30 == 7:
        about = FURNITURE[words.lang].about.format(states=174)
        blocks.insert(0, Block("p", (f"{about} {say(words.context[4])}",)))
    if n % 6 == 4:
        blocks.insert(
            len(blocks) - 1, Block("p", (f"{say(rng.choice(words.agenda))} {say(rng.choice(words.figures))}",))
        )
    shape = rng.random()
    if shape < 0.34:
        items = tuple(say(pattern) for pattern in rng.sample(words.bullets, rng.randrange(3, 6)))
        listed = (
            [Block("ul" if shape < 0.18 else "ol", items)]
            if shape < 0.24
            else [Block("p", (f"- {item}",)) for item in items]
        )
        blocks[2:2] = [Block("p", (say(words.bullet_intro.replace("[k]", str(len(items)))),)), *listed]
    if rng.random() < 0.12:
        blocks.insert(2, Block("blockquote", (say(rng.choice(words.quotes)),)))
    if rng.random() < 0.08:
        rows = [f"{city} | {rng.randrange(11, 400)} | {rng.randrange(11, 400)}" for city in rng.sample(words.cities, 4)]
        blocks.insert(len(blocks) - 1, Block("table", (" | ".join(words.table_head), *rows)))
    if rng.random() < 0.4:
        tag = rng.choice(("h2", "h3"))
        source = words.menu_headings if rng.random() < 0.25 else words.headings
        blocks.insert(1, Block(tag, (say(rng.choice(source)),)))
        if len(blocks) > 5:
            blocks.insert(len(blocks) - 1, Block(tag, (say(rng.choice(words.headings)),)))
    if rng.random() < 0.08:
        blocks += [Block("p", (say(note),)) for note in words.footnotes]
    if rng.random() < 0.25:
        blocks += [Block("p", (line,)) for line in words.contact]
    return blocks


def _typeset(text: Text, rng: random.Random) -> Text:
    """French as editors leave it: typographic apostrophes and no-break spaces in some articles, typewriter ones in others."""
    curly, narrow = rng.random() < 0.6, rng.random() < 0.5

    def typed(line: str) -> str:
        if curly:
            line = line.replace("'", "’")
        if narrow:
            line = (
                line.replace("« ", "«\u00a0")
                .replace(" »", "\u00a0»")
                .replace(" :", "\u00a0:")
                .replace(" ;", "\u202f;")
                .replace(" %", "\u00a0%")
            )
        return line

    blocks = tuple(Block(block.tag, tuple(map(typed, block.lines))) for block in text.blocks)
    return replace(text, title=typed(text.title), caption=typed(text.caption), blocks=blocks)


def edited(text: Text, kind: str, n: int, seed: int, today: date) -> Text:
    """The text after an editor's hand.

    `word` changes one word or figure, `paragraph` adds one paragraph, `title` changes the title. Raises ValueError for another kind.
    """
    words = WORDS[text.lang]
    if kind == "title":
        return replace(text, title=text.title + words.title_tail)
    if kind == "paragraph":
        scene = _Scene(n, text.lang, seed, today, 1000 + len(text.blocks))
        scene.opening = False
        at = (
            max(
                index
                for index, block in enumerate(text.blocks)
                if block.tag == "p" and len(block.lines[0].split()) >= 15
            )
            + 1
        )
        update = Block("p", (f"{scene.say(words.update)} {scene.say(scene.rng.choice(words.outlook))}",))
        return replace(text, blocks=(*text.blocks[:at], update, *text.blocks[at:]))
    if kind != "word":
        raise ValueError(f"no such kind of edit: {kind}; word, paragraph and title are known")
    for index, block in enumerate(text.blocks):
        line = block.lines[0]
        if block.tag != "p" or len(line.split()) < 15:
            continue
        new = next((line.replace(old, word, 1) for old, word in words.swaps if old in line), None) or _counted_on(line)
        if new != line:
            return replace(
                text, blocks=(*text.blocks[:index], Block("p", (new, *block.lines[1:])), *text.blocks[index + 1 :])
            )
    return edited(text, "paragraph", n, seed, today)


def _counted_on(line: str) -> str:
    """The line with its last number of two or three digits one higher; the line itself when there is none."""
    words = line.split(" ")
    for index in reversed(range(len(words))):
        if words[index].isdecimal() and len(words[index]) in (2, 3):
            return " ".join([*words[:index], str(int(words[index]) + 1), *words[index + 1 :]])
    return line
