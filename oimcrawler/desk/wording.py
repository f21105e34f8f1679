"""How values are written on pages (the site, the report): days, moments, numbers, languages, directions; and texts made safe to stand in a page."""

import re
from typing import Any, Final
from urllib.parse import urlencode

RIGHT_TO_LEFT: Final = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]
)
_NAMES: Final = {
    "ar": "Arabic", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "he": "Hebrew", "it": "Italian",
    "nl": "Dutch", "pt": "Portuguese", "ru": "Russian", "sw": "Swahili", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "zh": "Chinese",
}  # fmt: skip
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# C0 and C1 but for tab and line feed, lone surrogates, non-characters.
_UNFIT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Marks that turn the direction of what follows: fit inside an element of their own, not in a window's title.
_TURNS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def fit(value: Any) -> Any:
    """A plain string without characters that have no place in a page; anything else as it is.

    >>> fit("a\\x00b"), fit(3)
    ('a�b', 3)
    """
    return _UNFIT.sub("\ufffd", value) if type(value) is str else value


def flat(text: str, most: int = 120) -> str:
    """A text for a window's title: one line, no marks of direction, not too long.

    >>> flat("a \\u202e b\\n c", 5)
    'a b c'
    """
    line = " ".join(_TURNS.sub("", text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def day(text: str | None) -> str:
    """A date or moment as its day, as far as it says.

    >>> day("2026-01-05T08:00:00Z"), day("2026-01"), day(None)
    ('5 January 2026', 'January 2026', '')
    """
    match = re.match(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text or "", re.ASCII)
    if not match:
        return text or ""
    year, month, number = match.groups()
    name = _MONTHS[int(month) - 1] if month and 1 <= int(month) <= 12 else ""
    return " ".join(part for part in (str(int(number)) if number and name else "", name, year) if part)


def clock(text: str | None) -> str:
    """A moment to the minute.

    >>> clock("2026-01-05T08:00:59Z")
    '5 January 2026, 08:00 UTC'
    """
    match = re.match(r"\d{4}-\d{2}-\d{2}T(\d{2}:\d{2})", text or "", re.ASCII)
    return f"{day(text)}, {match[1]} UTC" if match else day(text)


def number(value: int) -> str:
    """A number in groups of three.

    >>> number(12345)
    '12,345'
    """
    return f"{value:,}"


def size(value: int) -> str:
    """A number of bytes for people.

    >>> size(1_929_216), size(640)
    ('1.9 MB', '640 bytes')
    """
    for unit, word in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if value >= unit:
            return f"{value / unit:.1f} {word}"
    return f"{value} bytes"


def language(code: str | None) -> str:
    """The English name of a language, its code where we have none.

    >>> language("ar"), language("xh"), language(None)
    ('Arabic', 'xh', 'language unknown')
    """
    if not code or code in ("none", "?"):
        return "language unknown"
    return _NAMES.get(code, code)


def direction(code: str | None) -> str:
    """The value of `dir` for a text in this language; `auto` where it is not known.

    >>> direction("ar"), direction("fr"), direction(None)
    ('rtl', 'ltr', 'auto')
    """
    if not code:
        return "auto"
    return "rtl" if code.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def query(**parts: object) -> str:
    """A query string of the parts that say something; the first page needs no number.

    >>> query(q="l'eau", lang=None, page=1)
    '?q=l%27eau'
    """
    said = {name: value for name, value in parts.items() if value not in (None, "") and (name, value) != ("page", 1)}
    return f"?{urlencode(said, errors='replace')}" if said else ""
