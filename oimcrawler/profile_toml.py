"""Reading one profile file, and saying in one line what is wrong with it."""

import datetime
import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

from oimcrawler.exits import USAGE, Problem
from oimcrawler.profiles import Expectations, Hints, Listing, Manners, Pages, Profile, Revisits
from oimcrawler.urls import parse_url, url_language

ROLES = ("card", "title", "date", "kind", "scope", "body", "image", "furniture")
FIELDS = ("title", "body", "published_on", "kind", "scope", "lang")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_T = TypeVar("_T")
_D = TypeVar("_D")
_REQUIRED: Any = object()


class _Table:
    """One table of the file: values are taken out by key with their type checked, and what is left at the end is a mistake."""

    def __init__(self, values: Mapping[str, Any], source: str, prefix: str = "") -> None:
        self.values, self.source, self.prefix = dict(values), source, prefix
        self.asked: list[str] = []

    def wrong(self, key: str, what: str, do: str) -> NoReturn:
        raise Problem(USAGE, f"{self.source}: key '{self.prefix}{key}': {what}; {do}")

    def raw(self, key: str) -> Any:
        self.asked.append(key)
        return self.values.pop(key, None)

    def take(self, key: str, check: Callable[["_Table", str, Any], _T], default: _D = _REQUIRED) -> _T | _D:
        value = self.raw(key)
        if value is None:
            if default is _REQUIRED:
                self.wrong(key, "is missing", "every profile needs name, origin and listings")
            return default
        return check(self, key, value)

    def table(self, key: str) -> "_Table":
        value = self.raw(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(key, f"is {_kind(value)}, not a table", f"write it as [{self.prefix}{key}]")
        return _Table(value or {}, self.source, f"{self.prefix}{key}.")

    def end(self) -> None:
        for key in self.values:
            near = difflib.get_close_matches(key, self.asked, 1, 0.5)
            self.wrong(
                key,
                "is unknown",
                f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(sorted(self.asked))}",
            )


def read_profile(text: str, source: str) -> Profile:
    """The profile a TOML text describes; raises Problem (usage) with file, key, what is wrong and what to do."""
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Problem(USAGE, f"{source}: not valid TOML: {error}; correct that line") from None
    top = _Table(values, source)
    name = top.take("name", _name)
    origin = top.take("origin", _origin)
    title = top.take("title", _text, name)
    languages = _listings(top)
    pages = _pages(top.table("pages"))
    article = top.table("article")
    patterns = article.take("patterns", _patterns, ())
    excluded = article.take("exclude", _patterns, ())
    article.end()
    feeds = top.take("feeds", _paths, ())
    sitemap = top.take("sitemap", _path, None)
    hints = _hints(top)
    manners = _manners(top.table("manners"))
    expect = _expectations(top.table("expect"))
    revisit = _revisits(top.table("revisit"))
    top.end()
    return Profile(
        name, title, origin, languages, pages, patterns, excluded, feeds, sitemap, hints, manners, expect, revisit
    )


def _listings(top: _Table) -> tuple[Listing, ...]:
    value = top.raw("listings")
    if value is None:
        top.wrong("listings", "is missing", 'write for example listings = "/news", or [listings] with fr = "/fr/news"')
    found: list[Listing] = []
    if isinstance(value, dict):
        table = _Table(value, top.source, "listings.")
        for lang, paths in value.items():
            if not _LANG.fullmatch(lang):
                table.wrong(
                    lang, "is not a language tag", "use tags such as fr, en or ar, or und where it is not known"
                )
            found += [Listing(lang, path) for path in _paths(table, lang, paths)]
    else:
        for path in _paths(top, "listings", value):
            found.append(Listing(url_language(f"https://x{path}") or "und", path))
    if not found:
        top.wrong("listings", "is empty", "name at least one listing path")
    return tuple(found)


def _pages(table: _Table) -> Pages:
    made = Pages(
        table.take("parameter", _text, "page"),
        table.take("first", _whole(0, 1000), 0),
        table.take("per_page", _whole(1, 10_000), None),
    )
    table.end()
    return made


def _hints(top: _Table) -> tuple[Hints, ...]:
    value = top.raw("hints")
    sets = [value] if isinstance(value, dict) else value or []
    if not isinstance(sets, list) or not all(isinstance(one, dict) for one in sets):
        top.wrong("hints", f"is {_kind(value)}, not a list of tables", "write each set as [[hints]]")
    made = []
    for number, one in enumerate(sets):
        table = _Table(one, top.source, f"hints[{number}].")
        start, end = table.take("valid_from", _day, None), table.take("valid_until", _day, None)
        if start and end and end < start:
            table.wrong("valid_until", f"{end} lies before valid_from {start}", "exchange them")
        selectors = {role: table.take(role, _selectors, ()) for role in ROLES}
        table.end()
        made.append(Hints({role: paths for role, paths in selectors.items() if paths}, start, end))
    return tuple(made)


def _manners(table: _Table) -> Manners:
    default = Manners()
    headers = table.table("headers")
    made = Manners(
        table.take("delay", _number(0, 3600), default.delay),
        table.take("concurrency", _whole(1, 32), default.concurrency),
        table.take("agent", _agent, default.agent),
        {key: headers.take(key, _header) for key in tuple(headers.values)},
    )
    table.end()
    return made


def _expectations(table: _Table) -> Expectations:
    fields = table.take("fields", _texts, Expectations().fields)
    for one in fields:
        if one not in FIELDS:
            near = difflib.get_close_matches(one, FIELDS, 1, 0.5)
            table.wrong(
                "fields",
                f"'{one}' is no field of an article",
                f"did you mean '{near[0]}'?" if near else f"known: {', '.join(FIELDS)}",
            )
    made = Expectations(table.take("cards", _whole(0, 10_000), 1), fields)
    table.end()
    return made


def _revisits(table: _Table) -> Revisits:
    default = Revisits()
    made = Revisits(
        table.take("budget", _whole(0, 1_000_000), default.budget),
        table.take("first_days", _number(0.01, 3650), default.first_days),
        table.take("longest_days", _number(0.01, 3650), default.longest_days),
    )
    if made.longest_days < made.first_days:
        table.wrong(
            "longest_days", f"{made.longest_days:g} is less than first_days {made.first_days:g}", "exchange them"
        )
    table.end()
    return made


def _kind(value: object) -> str:
    names = {
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        str: "a text",
        list: "a list",
        dict: "a table",
    }
    return names.get(type(value), "a date" if isinstance(value, datetime.date) else "a time")


def _text(table: _Table, key: str, value: object) -> str:
    if not isinstance(value, str):
        table.wrong(key, f"is {_kind(value)}, not a text", 'put it in quotes: "…"')
    if not value.strip():
        table.wrong(key, "is empty", "write a value or leave the key out")
    return value.strip()


def _texts(table: _Table, key: str, value: object) -> tuple[str, ...]:
    return tuple(_text(table, key, one) for one in (value if isinstance(value, list) else [value]))


def _name(table: _Table, key: str, value: object) -> str:
    name = _text(table, key, value)
    if not _NAME.fullmatch(name):
        table.wrong(key, f"'{name}' is no profile name", "use small letters, digits and dashes, as in iom-morocco")
    return name


def _origin(table: _Table, key: str, value: object) -> str:
    text = _text(table, key, value)
    address = parse_url(text)
    if address is None:
        table.wrong(key, f"'{text}' is no web address", "write scheme and host, as in https://morocco.iom.int")
    if address.path.rstrip("/") or address.query:
        table.wrong(
            key, f"'{text}' has a path", f"write {address.scheme}://{address.netloc} and put paths under listings"
        )
    return f"{address.scheme}://{address.netloc}"


def _path(table: _Table, key: str, value: object) -> str:
    path = _text(table, key, value)
    if not path.startswith("/") or path.startswith("//") or any(sign in path for sign in " \t\n#"):
        table.wrong(key, f"'{path}' is no path of the site", "begin it with one /, as in /fr/news")
    return path


def _paths(table: _Table, key: str, value: object) -> tuple[str, ...]:
    return tuple(_path(table, key, one) for one in (value if isinstance(value, list) else [value]))


def _patterns(table: _Table, key: str, value: object) -> tuple[re.Pattern[str], ...]:
    made = []
    for text in _texts(table, key, value):
        try:
            made.append(re.compile(text))
        except (re.error, OverflowError, RecursionError) as error:
            table.wrong(
                key,
                f"'{text}' is no regular expression ({error})",
                "correct it; literal text in TOML stands between single quotes",
            )
    return tuple(made)


def _selectors(table: _Table, key: str, value: object) -> tuple[str, ...]:
    from cssselect import GenericTranslator, SelectorError

    found = _texts(table, key, value)
    for text in found:
        try:
            GenericTranslator().css_to_xpath(text)
        except SelectorError as error:
            table.wrong(key, f"'{text}' is no CSS selector ({error})", "correct it, as in div.article-detail")
    return found


def _day(table: _Table, key: str, value: object) -> str:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    try:
        return datetime.date.fromisoformat(value if isinstance(value, str) else "").isoformat()
    except ValueError:
        table.wrong(key, f"{value!r} is no day", "write it as 2024-05-31")


def _agent(table: _Table, key: str, value: object) -> str:
    text = _text(table, key, value)
    unknown = [name for name in re.findall(r"\{(.*?)\}", text) if name not in ("version", "contact")]
    if unknown:
        table.wrong(key, f"'{{{unknown[0]}}}' cannot be filled in", "known: {version} and {contact}")
    return _header(table, key, text)


def _header(table: _Table, key: str, value: object) -> str:
    text = _text(table, key, value)
    if not _HEADER.fullmatch(key) or any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        table.wrong(key, "is no HTTP header", "a name of letters, digits and dashes, and a value in one line")
    return text


def _whole(low: int, high: int) -> Callable[[_Table, str, object], int]:
    def check(table: _Table, key: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            table.wrong(key, f"is {_kind(value)}, not a whole number", f"write a number from {low} to {high}")
        return int(_within(table, key, value, low, high))

    return check


def _number(low: float, high: float) -> Callable[[_Table, str, object], float]:
    def check(table: _Table, key: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            table.wrong(key, f"is {_kind(value)}, not a number", f"write a number from {low:g} to {high:g}")
        return float(_within(table, key, value, low, high))

    return check


def _within(table: _Table, key: str, value: float, low: float, high: float) -> float:
    if not low <= value <= high:
        table.wrong(key, f"{value} is out of range", f"write a number from {low:g} to {high:g}")
    return value
