"""The slug of an address as a function of the title: the rule by which Drupal's pathauto names the platform's pages (95 of 98 known titles).

It is an independent check of a title, and it finds the title line in a text without knowing anything of the navigation.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

_STOP: Final = (
    "a an as at before but by for from is in into like of off on onto per since than the this that to up via with"
)
_SECTIONS: Final = """
news stories story statements statement article articles actualites actualite communiques press-releases press-release blog post
noticias notizie nieuws nachrichten publications speeches speech events
"""
STOP_WORDS: Final = frozenset(_STOP.split())
SECTIONS: Final = frozenset(_SECTIONS.split())

# Arabic as the platform writes it: hamza and ayn vanish, ta marbuta is t, shadda is w. Then letters that no decomposition brings to ASCII.
_ARABIC: Final = """
ا:a آ:a أ:a ؤ:w إ:a ئ:y ب:b ة:t ت:t ث:th ج:j ح:h خ:kh د:d ذ:dh ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z غ:gh ف:f ق:q ك:k ل:l م:m ن:n ه:h و:w ى:y ي:y
پ:p چ:ch ژ:zh ڤ:v ک:k گ:g ڭ:ng ی:y
"""
_LATIN: Final = "œ:oe æ:ae ß:ss ø:o ł:l đ:d ð:d þ:th ı:i ħ:h ŋ:ng °:deg €:eur £:ps ™:tm ×:x ©:c ®:r -:- ‐:- ‑:- ‒:- –:- —:- ―:- −:- /:/"
_VOWELS: Final = {
    "\u064b": "an",
    "\u064c": "un",
    "\u064d": "in",
    "\u064e": "a",
    "\u064f": "u",
    "\u0650": "i",
    "\u0651": "w",
}
_LETTERS: Final = {**dict(pair.split(":") for pair in f"{_ARABIC} {_LATIN}".split()), **_VOWELS}

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_RUNS = re.compile(r"-*(/)[-/]*|-+")
_GERMAN: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"})


@lru_cache(maxsize=4096)
def _ascii(char: str) -> str:
    if char.lower() in _LETTERS:
        return _LETTERS[char.lower()]
    if (digit := unicodedata.decimal(char, None)) is not None:
        return str(digit)
    if char.isspace():
        return "-"
    # NFKD gives é as e and a mark, ﬁ as f and i, ² as 2; whatever is not a letter or digit then is punctuation, and deleted.
    plain = unicodedata.normalize("NFKD", char)
    return "".join(_LETTERS.get(c, c.lower()) for c in plain if c in _LETTERS or (c.isascii() and c.isalnum()))


def _tidy(slug: str) -> str:
    return _RUNS.sub(lambda run: run[1] or "-", slug).strip("-/")


def _transliterate(title: str) -> str:
    return _tidy("".join(map(_ascii, unicodedata.normalize("NFC", _TAG.sub("", title)))))


@lru_cache(maxsize=1024)
def pathauto(title: str, max_length: int | None = None) -> str:
    """The slug that the platform makes of a title; with `max_length`, cut at the last whole word that fits.

    >>> pathauto("L’OIM et l’État : 2ème édition – un bilan of the year")
    'loim-et-letat-2eme-edition-un-bilan-year'
    >>> pathauto("Rabat, 28/02/2020")
    'rabat-28/02/2020'
    """
    whole = _transliterate(title)
    slug = (
        _tidy("/".join("-".join(w for w in part.split("-") if w not in STOP_WORDS) for part in whole.split("/")))
        or whole
    )
    if max_length is not None and len(slug) > max_length:
        cut = slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]
        slug = _tidy(cut)
    return slug


def _compact(slug: str) -> str:
    return slug.replace("-", "").replace("/", "")


def slug_matches(title: str, slug: str) -> bool:
    """Whether the slug was made of this title.

    Allows for `-0` of a second node, an id, a cut at a word (three words at least), stop words that were kept, apostrophes written as dashes,
    and slugs that were never transliterated.

    >>> slug_matches("Un atelier à Rabat", "un-atelier-rabat-0"), slug_matches("Un atelier à Fès", "un-atelier-rabat")
    (True, False)
    """
    wanted = pathauto(title)
    if not wanted or not slug:
        return False
    given = _transliterate(unquote(slug))
    if given == wanted:
        return True
    forms = {given, re.sub(r"-\d{1,2}$", "", given), re.sub(r"^\d{3,}-|-\d{3,}$", "", given), given.rpartition("/")[2]}
    titles = {wanted, _transliterate(title), pathauto(title.translate(_GERMAN))}
    wholes = {_compact(form) for form in titles} | {_compact(pathauto(form)) for form in titles}
    for form in filter(None, forms):
        if _compact(form) in wholes or _compact(pathauto(form)) in wholes:
            return True
        if form.count("-") >= 2 and len(form) >= 20 and any(f"{whole}-".startswith(f"{form}-") for whole in titles):
            return True
    return False


def slug_of(url: str) -> str | None:
    """The part of an article's address that its title was made into, unquoted; None for `/node/1`, a listing or front page, a number.

    >>> slug_of("https://morocco.iom.int/fr/news/forum-rabat-28/02/2020?utm=x"), slug_of("https://morocco.iom.int/fr/news?page=2")
    ('forum-rabat-28/02/2020', None)
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    parts = [part for part in unquote(path).split("/") if part.strip()]
    if parts and re.fullmatch(r"[a-z]{2}([-_][a-zA-Z]{2,4})?", parts[0]):
        parts = parts[1:]
    if not parts or "node" in parts[:-1]:
        return None
    section = max((i for i, part in enumerate(parts[:-1]) if part.lower() in SECTIONS), default=-1)
    rest = parts[section + 1 :]
    while rest and rest[0].isdigit():
        rest = rest[1:]
    # Numbers at the end are a date that the slug was split at (…-28/02/2020) when they go on from a number, and an id otherwise.
    tail = len(rest)
    while tail and rest[tail - 1].isdigit():
        tail -= 1
    if tail < len(rest) and not (tail and re.search(r"(^|-)\d{1,2}$", rest[tail - 1])):
        rest = rest[:tail]
    if not rest:
        return None
    if section < 0 and tail == len(rest):
        rest = rest[-1:]
    slug = re.sub(r"\.(html?|php|aspx?|jsp|shtml)$", "", "/".join(rest), flags=re.IGNORECASE)
    if (
        slug.lower() in SECTIONS
        or slug.lower() in ("index", "home", "default", "search", "user", "login")
        or not any(c.isalpha() for c in slug)
    ):
        return None
    return slug
