"""HTML that the designs have in common: escaping, the body of an article, dates, alternates and dead weight."""

import random
import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from html import escape

from oimcrawler.replica.page import ArticleView, Frame
from oimcrawler.replica.writing import WORDS, Block

_MAIL = re.compile(r"[\w.]+@[\w.]+\w")
_QUOTED = re.compile(r"«[^»]{3,60}»")


def tag(name: str, inner: str, /, **attributes: str | None) -> str:
    """An element; `class_` is the attribute class, None leaves an attribute out, `_` in a name stands for `-`.

    >>> tag("a", "x", href="/?a&b", class_=None)
    '<a href="/?a&amp;b">x</a>'
    """
    pairs = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    return f"<{name}{''.join(f' {key}={chr(34)}{escape(value)}{chr(34)}' for key, value in pairs)}>{inner}</{name}>"


def link(path: str, words: str, class_: str | None = None) -> str:
    """A link with its words escaped."""
    return tag("a", escape(words), href=path, class_=class_)


def inline(line: str) -> str:
    """A line of text with the marks editors leave in it: addresses are links, short quotations in guillemets are in italics."""
    html = escape(line, quote=False)
    html = _QUOTED.sub(lambda match: f"<em>{match[0]}</em>", html)
    return _MAIL.sub(lambda match: f'<a href="mailto:{match[0]}">{match[0]}</a>', html)


def body(blocks: Iterable[Block], paragraph: str = "p", wrap: str = "") -> str:
    """The article's text; `paragraph` names the element of a paragraph, `wrap` an element inside it."""
    return "\n".join(_block(block, paragraph, wrap) for block in blocks)


def _block(block: Block, paragraph: str, wrap: str) -> str:
    lines = [inline(line) for line in block.lines]
    match block.tag:
        case "ul" | "ol":
            return tag(block.tag, "\n" + "\n".join(tag("li", line) for line in lines) + "\n")
        case "table":
            head, *rows = (line.split(" | ") for line in lines)
            cells = [tag("tr", "".join(tag("th", cell) for cell in head))]
            cells += [tag("tr", "".join(tag("td", cell) for cell in row)) for row in rows]
            return tag("table", tag("tbody", "\n".join(cells)))
        case "blockquote":
            return tag("blockquote", "".join(tag("p", line) for line in lines))
        case "p":
            return "\n".join(tag(paragraph, tag(wrap, line) if wrap else line) for line in lines)
    return "\n".join(tag(block.tag, line) for line in lines)


def date_in_words(moment: datetime, lang: str) -> str:
    """The visible date: `5 janvier 2026`, `5 January 2026`, `5 يناير 2026`."""
    return f"{moment.day} {WORDS[lang].months[moment.month - 1]} {moment.year}"


def iso(moment: datetime) -> str:
    """A time with its offset, as meta elements write it."""
    return moment.isoformat(timespec="seconds")


def alternates(view: ArticleView) -> str:
    """The canonical link and one link for each translation."""
    links = [f'<link rel="canonical" href="{escape(view.canonical)}">']
    links += [
        f'<link rel="alternate" hreflang="{lang}" href="{escape(address)}">'
        for lang, address in view.alternates.items()
    ]
    return "\n".join(links)


def extra_labels(frame: Frame) -> tuple[str, ...]:
    """The words of the many menu links that make a page heavy; none on a light page."""
    return _labels(frame.lang, frame.weight_kb * 1024 * 45 // 100)


@lru_cache(maxsize=16)
def _labels(lang: str, size: int) -> tuple[str, ...]:
    rng, words = random.Random(f"labels {lang}"), WORDS[lang]
    labels: list[str] = []
    filled = 0
    while filled < size:
        label = f"{rng.choice(words.projects)} – {rng.choice(words.cities)} {rng.randrange(2008, 2026)}"
        labels.append(label)
        filled += len(extra_link(label, len(labels)).encode()) + 1
    return tuple(labels)


def extra_link(label: str, number: int) -> str:
    """One of the many links."""
    path = f"node/{90000 + number}"
    return f'<li class="menu-item menu-item--{number}"><a href="/{path}" data-drupal-link-system-path="{path}">{escape(label)}</a></li>'


def padded(html: str, frame: Frame) -> str:
    """The page with an inline script that brings it to the wanted weight; a light page stays as it is."""
    missing = frame.weight_kb * 1024 - len(html.encode())
    if missing < 100:
        return html
    script = f'<script type="application/json" data-drupal-selector="settings">{{"path":"{_settings(missing - 89)}"}}</script>'
    return html.replace("</body>", script + "\n</body>")


def _settings(length: int) -> str:
    stock = _stock()
    return (stock * (length // len(stock) + 1))[:length]


@lru_cache(maxsize=1)
def _stock() -> str:
    rng = random.Random(7)
    words = (
        "ajaxPageState",
        "libraries",
        "views",
        "theme_token",
        "user",
        "permissionsHash",
        "slick",
        "google_analytics",
        "statistics",
    )
    return "".join(f"{rng.choice(words)}.{rng.getrandbits(40):x};" for _ in range(8000))
