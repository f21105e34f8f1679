"""An article as a reference: text in its own language, BibTeX, CSL-JSON; always with the version and the time it was captured."""

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from oimcrawler.exits import USAGE, Problem

FORMATS: Final = ("text", "bibtex", "csl-json")

_WORDING: Final = {
    "fr": "{site} ({published}). « {title} ». {url} (version {version}, consultée le {captured}, empreinte {hash}).",
    "en": "{site} ({published}). “{title}”. {url} (version {version}, accessed {captured}, content hash {hash}).",
    "ar": "{site} ({published}). «{title}». {url} (النسخة {version}، تاريخ الاطلاع {captured}، البصمة {hash}).",
}
_UNDATED: Final = {"fr": "s. d.", "en": "n.d.", "ar": "د.ت."}
_MONTHS: Final = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "ar": [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
}
_BABEL: Final = {
    "fr": "french",
    "en": "english",
    "ar": "arabic",
    "es": "spanish",
    "it": "italian",
    "de": "german",
    "pt": "portuguese",
}
_LATEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """One version of an article, as it is cited.

    `site_title` is who published it, `archive` the name of the archive it was kept in; `published_on` and `captured_at` are ISO, None when unknown.
    """

    uid: str
    version: int
    title: str
    url: str
    site_title: str
    content_hash: str
    lang: str | None = None
    published_on: str | None = None
    captured_at: str | None = None
    archive: str = "oimcrawler"


def cite(article: CitedArticle, form: str = "text") -> str:
    """The reference in one of `FORMATS`, without a final line break; another form is a `Problem`.

    >>> print(cite(CitedArticle("a1", 2, "Un atelier", "https://example.org/a", "OIM Maroc", "0" * 16, "fr", "2024-03-01", "2024-03-05T10:00:00Z")))
    OIM Maroc (1er mars 2024). « Un atelier ». https://example.org/a (version 2, consultée le 5 mars 2024, empreinte 0000000000000000).
    """
    match form:
        case "text":
            return _text(article)
        case "bibtex":
            return _bibtex(article)
        case "csl-json":
            return json.dumps([_csl(article)], ensure_ascii=False, indent=2)
    raise Problem(USAGE, f"no such citation format: {form}; known are {', '.join(FORMATS)}")


def _text(article: CitedArticle) -> str:
    lang = (article.lang or "en")[:2]
    lang = lang if lang in _WORDING else "en"
    url = _line(article.url)
    if lang == "ar":
        url = f"\u2066{url}\u2069"  # isolated: an address keeps its order in a line that runs to the left
    return _WORDING[lang].format(
        site=_line(article.site_title),
        published=_spoken(article.published_on, lang) or _UNDATED[lang],
        title=_line(article.title),
        url=url,
        version=article.version,
        captured=_spoken(article.captured_at, lang) or _UNDATED[lang],
        hash=article.content_hash,
    )


def _bibtex(article: CitedArticle) -> str:
    published, captured = _parts(article.published_on), _parts(article.captured_at)
    fields = {
        "title": f"{{{_latex(article.title)}}}",  # the second braces keep the case of the title
        "author": f"{{{_latex(article.site_title)}}}",  # and these keep an institution in one piece
        "year": f"{published[0]:04}" if published else "",
        "month": f"{published[1]:02}" if len(published) > 1 else "",
        "date": "-".join(f"{part:02}" for part in published),
        "url": _url(article.url),
        "urldate": "-".join(f"{part:02}" for part in captured),
        "version": str(article.version),
        "langid": _BABEL.get((article.lang or "")[:2], ""),
        "note": _latex(f"Version {article.version}, {_kept(article)}"),
    }
    name = re.sub(r"[^A-Za-z0-9]+", "-", f"{article.uid}-v{article.version}").strip("-")
    lines = [f"  {field} = {{{value}}}," for field, value in fields.items() if value]
    return "\n".join([f"@online{{{name},", *lines, "}"])


def _csl(article: CitedArticle) -> dict[str, Any]:
    """One item of the CSL-JSON input format; dates are lists of year, month, day."""
    item: dict[str, Any] = {
        "id": f"{article.uid}@{article.version}",
        "type": "webpage",
        "title": _line(article.title),
        "author": [{"literal": _line(article.site_title)}],
        "container-title": _line(article.site_title),
        "URL": article.url,
        "version": str(article.version),
        "archive": article.archive,
        "archive_location": f"{article.uid}@{article.version}",
        "note": _kept(article),
    }
    if article.lang:
        item["language"] = article.lang
    for field, moment in (("issued", article.published_on), ("accessed", article.captured_at)):
        if parts := _parts(moment):
            item[field] = {"date-parts": [parts]}
    return item


def _kept(article: CitedArticle) -> str:
    captured = f", captured {article.captured_at}" if article.captured_at else ""
    return (
        f"content hash {article.content_hash}{captured}, kept as {article.uid}@{article.version} in {article.archive}"
    )


def _parts(moment: str | None) -> list[int]:
    match = _DATE.match(moment or "")
    return [int(part) for part in match.groups() if part] if match else []


def _spoken(moment: str | None, lang: str) -> str:
    parts = _parts(moment)
    if len(parts) < 2 or not 1 <= parts[1] <= 12:
        return str(parts[0]) if parts else ""
    month = _MONTHS[lang][parts[1] - 1]
    day = ["1er" if lang == "fr" and parts[2] == 1 else str(parts[2])] if len(parts) > 2 else []
    return " ".join([*day, month, str(parts[0])])


def _line(text: str) -> str:
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text).split())


def _latex(text: str) -> str:
    return _line(text).translate(_LATEX)


def _url(url: str) -> str:
    # In a BibTeX url field nothing is escaped, so what would end it or start a comment is percent-encoded.
    return "".join(f"%{ord(c):02X}" if c in '{}\\"<>^`' or ord(c) <= 32 else c for c in _line(url))
