"""Dates as people and machines write them on news pages: ISO, RFC 822, numbers in either order, month names of a dozen countries.

A date is taken as it is written: in the offset that the value carries, never moved into another time zone.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final, Literal

Order = Literal["mdy", "dmy"]

_MONTHS: Final = (
    "january jan janvier janv enero ene gennaio gen januar januari janeiro يناير جانفي كانون_الثاني ينائر",
    "february feb febr fevrier fev fevr febrero febbraio februar februari fevereiro فبراير فيفري شباط",
    "march mar mars marzo marz märz maerz maart mrt marco مارس آذار",
    "april apr avril avr abril abr aprile أبريل أفريل نيسان",
    "may mai mayo maggio mag mei maio ماي مايو أيار",
    "june jun juin junio giugno giu juni junho يونيو يونيه جوان حزيران",
    "july jul juillet juil julio luglio lug juli julho يوليوز يوليو يوليه جويلية تموز",
    "august aug aout agosto ago augustus غشت أغسطس أوت آب",
    "september sep sept septembre septiembre setiembre settembre set setembro شتنبر سبتمبر شتمبر أيلول",
    "october oct octobre octubre ottobre ott oktober okt outubro out أكتوبر تشرين_الأول",
    "november nov novembre noviembre novembro نونبر نوفمبر تشرين_الثاني",
    "december dec decembre diciembre dic dicembre dezember dez desember dezembro دجنبر ديسمبر كانون_الأول",
)
_BIDI: Final = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u061c\u0640\u00ad"
)
_LONGEST: Final = 20_000


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char in _BIDI:
        return ""
    value = unicodedata.decimal(char, None)
    if value is not None:
        return str(value)
    if char.isspace():
        return " "
    if char in "–—‒―−‐‑":
        return "-"
    return "".join(c for c in unicodedata.normalize("NFKD", char).lower() if not unicodedata.combining(c)) or ""


def _fold(text: str) -> tuple[str, list[int] | None]:
    """The text without case, accents, hamza and foreign digits, and for each of its characters the place it came from (None: the same place)."""
    if text.isascii():
        return re.sub(r"\s", " ", text.lower()), None
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for folded in _fold_char(char):
            chars.append(folded)
            places.append(place)
    return "".join(chars), places


_NUMBER: Final = {
    _fold(name.replace("_", " "))[0]: number for number, names in enumerate(_MONTHS, 1) for name in names.split()
}
# Longest first: "mar" must not be found in "mars".
_MONTH: Final = (
    "(?:"
    + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(_NUMBER, key=len, reverse=True))
    + r")(?![^\W\d_])\.?"
)
_YEAR: Final = r"(?P<{0}>(?:1[0-9]|2[01])\d\d)(?![\d])(?!\.\d)"
_TIME: Final = r"\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?(?:\s+(?:[a-z]{2,5}|[+-]\d{4}))?"
_OF: Final = r"\s*(?:,|،|-|/|\bde\b|\bdel\b|\bof\b|\bسنة\b|\bعام\b|\bمن\b)?\s*"


def _bounded(pattern: str) -> re.Pattern[str]:
    # Two open runs of blanks side by side would take quadratic time on a page of blanks.
    return re.compile(pattern.replace(r"\s*", r"\s{0,8}").replace(r"\s+", r"\s{1,8}"))


_DATE = _bounded(
    "|".join(
        (
            r"(?<![\d/.\-])(?P<iso_y>\d{4})(?P<iso_sep>[-/.])(?P<iso_m>\d{1,2})(?P=iso_sep)(?P<iso_d>\d{1,2})(?![\d/]|-\d|\.\d)",
            r"(?<![\d/.:\-])(?P<a>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<y>\d{4}|\d\d)(?![\d/:]|-\d|\.\d)",
            r"(?<![\w/.:])(?P<d1>\d{1,2})(?:\s?(?:er|re|st|nd|rd|th|o|a)\b|\s?\.|[ºª])?"
            + rf"{_OF}(?P<m1>{_MONTH})(?:\s*/\s*{_MONTH})?{_OF}(?:{_YEAR.format('y1')}|(?P<short1>(?<=-)\d\d|['’]\d\d)(?![\d:]))",
            rf"(?<![^\W_])(?P<m2>{_MONTH})\s*(?P<d2>\d{{1,2}})(?:\s?(?:st|nd|rd|th)\b)?(?:\s*,\s*|\s+)(?:{_TIME}\s+)?(?:of\s+)?{_YEAR.format('y2')}",
            rf"(?<![\d/.\-]){_YEAR.format('y3')}[\s,\-]{{1,4}}(?P<m3>{_MONTH})[\s\-]{{1,4}}(?P<d3>\d{{1,2}})(?![\d:]|\.\d)",
        )
    )
)
# What stands before the last day of a range: "14, 15 et 16 mars", "du 3 au 5 mai", "3 May - 5 May".
_RANGE = re.compile(
    rf"(?<![:\d])\d{{1,2}}(?:er|st|nd|rd|th)?(?:\s+{_MONTH})?\s*(?:-|/|&|\bet\b|\band\b|\bau\b|\ba\b|\bto\b|\by\b|\be\b|\bal\b|\bbis\b|\bund\b|\ben\b|\bو|\bإلى\b|\bالى\b|,|،)"
    r"\s*(?:\bau\b|\ble\b|\w{4,9}day\b|\w{2,5}di\b)?\s*$"
)
_WEEKDAYS: Final = (
    "mon lun الاثنين الإثنين",
    "tue mar die الثلاثاء",
    "wed mer mie mit woe الأربعاء",
    "thu jeu jue gio don الخميس",
    "fri ven vie fre vri الجمعة",
    "sat sam sab zat السبت",
    "sun dim dom son zon الأحد",
)
_WEEKDAY: Final = {_fold(name)[0]: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
_BEFORE = re.compile(r"([^\W\d_]{3,12})[\s.,،]*$")
_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}.*)?\s*$", re.DOTALL)


def _real(year: int, month: int, day: int, today: date | None) -> date | None:
    if not 1900 <= year <= 2100:
        return None
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    # One day's grace: it is already tomorrow somewhere.
    return None if today is not None and (found - today).days > 1 else found


def _century(two_digits: int, today: date | None) -> int:
    pivot = (today.year + 1) % 100 if today else 69
    return two_digits + (2000 if two_digits <= pivot else 1900)


def _numeric(match: re.Match[str], order: Order | None, today: date | None) -> date | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    if len(match["y"]) == 2:
        # 05.06.07 could be anything; a short year counts only where the order is certain.
        if order is None and not (first > 12 or second > 12):
            return None
        year = _century(year, today)
    as_mdy, as_dmy = _real(year, first, second, today), _real(year, second, first, today)
    if word := _BEFORE.search(match.string[max(0, match.start() - 14) : match.start()]):
        weekday = _WEEKDAY.get(word[1], _WEEKDAY.get(word[1][:3]))
        told = {found for found in (as_mdy, as_dmy) if found and found.weekday() == weekday}
        if len(told) == 1:
            return told.pop()
    if order is None and match["sep"] != "/":
        order = "dmy"  # nobody writes the American order with dots, and hardly anybody with dashes
    if as_mdy and as_dmy and as_mdy != as_dmy:
        return {"mdy": as_mdy, "dmy": as_dmy}.get(order or "")
    return as_mdy or as_dmy


def _read(match: re.Match[str], order: Order | None, today: date | None) -> date | None:
    if match["iso_y"]:
        return _real(int(match["iso_y"]), int(match["iso_m"]), int(match["iso_d"]), today)
    if match["a"]:
        return _numeric(match, order, today)
    for n in "123":
        if match[f"m{n}"]:
            short = match["short1"] if n == "1" else None
            year = _century(int(short[-2:]), today) if short else int(match[f"y{n}"])
            return _real(year, _month(match[f"m{n}"]), int(match[f"d{n}"]), today)
    return None


def _month(name: str) -> int:
    return _NUMBER[" ".join(name.rstrip(".").split())]


def _matches(text: str) -> Iterable[tuple[re.Match[str], str]]:
    folded, places = _fold(text[:_LONGEST])
    for match in _DATE.finditer(folded):
        if _RANGE.search(folded[max(0, match.start() - 40) : match.start()]):
            continue
        start, end = match.span()
        yield match, text[start:end] if places is None else text[places[start] : places[end - 1] + 1]


def find_dates(text: str, *, order: Order | None = None, today: date | None = None) -> list[tuple[date, str]]:
    """The dates in a text in order, each with its words as they stand there; without `order` a numeric date that could be read both ways is left out.

    The last day of a range ("du 3 au 5 mai 2021") is no date of its own; years outside 1900-2100, days that no calendar has,
    and days after `today` are no dates.

    >>> find_dates("Publié le 1er juin 2023, mis à jour le 02/07/2023", order="dmy")
    [(datetime.date(2023, 6, 1), '1er juin 2023'), (datetime.date(2023, 7, 2), '02/07/2023')]
    """
    return [(found, words) for match, words in _matches(text) if (found := _read(match, order, today))]


def parse_date(text: str, *, order: Order | None = None, today: date | None = None) -> date | None:
    """The one date that a short text holds; None for none, for several different ones, for a range, and for a numeric date that
    could be read both ways when no `order` is given (dots and dashes are read day first).

    >>> parse_date("Wed, 09/19/2018 - 11:19"), parse_date("٢٠ غشت ٢٠٢٤")
    (datetime.date(2018, 9, 19), datetime.date(2024, 8, 20))
    >>> parse_date("02/03/2020"), parse_date("02/03/2020", order="mdy")
    (None, datetime.date(2020, 2, 3))
    """
    if match := _COMPACT.match(text):
        return _real(int(match[1]), int(match[2]), int(match[3]), today)
    found: set[date] = set()
    for match, _ in _matches(" ".join(text[:2000].split())[:400]):
        value = _read(match, order, today)
        if value is None:
            return None
        found.add(value)
    return found.pop() if len(found) == 1 else None


def two_ways(text: str) -> tuple[date, date] | None:
    """The month-first and the day-first reading of the first numeric date in a text that can be read both ways, else None."""
    for match, _ in _matches(text):
        if match["a"] and match["sep"] == "/" and len(match["y"]) == 4:
            mdy, dmy = _numeric(match, "mdy", None), _numeric(match, "dmy", None)
            if mdy and dmy and mdy != dmy:
                return mdy, dmy
    return None


def date_order(text: str) -> Order | None:
    """The order that a text's numeric dates prove, by days above twelve; None when none does or when they contradict each other.

    >>> date_order("07/30/2016 … 01/02/2015")
    'mdy'
    """
    orders: set[Order] = set()
    for match in re.finditer(r"(?<![\d/.])(\d{1,2})/(\d{1,2})/(?:19|20)\d\d(?!\d)", text):
        first, second = int(match[1]), int(match[2])
        if first <= 12 < second <= 31:
            orders.add("mdy")
        elif second <= 12 < first <= 31:
            orders.add("dmy")
    return orders.pop() if len(orders) == 1 else None
