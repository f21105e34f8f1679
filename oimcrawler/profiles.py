"""A site is a profile: a TOML file that says where its listings are and how to behave there. Everything but name, origin and listings is optional.

Shipped profiles lie in `sites/`; the operator names further files or folders in `$OIMCRAWLER_SITES` (they win over shipped ones of the same name).
The reading and checking of one file is in `profile_toml`.
"""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path

from oimcrawler.exits import USAGE, Problem
from oimcrawler.urls import canonical_url, host_site, path_of

AGENT = "oimcrawler/{version} (news archive; {contact})"


@dataclass(frozen=True, slots=True)
class Listing:
    """Where a site lists its articles in one language (`und` when the profile does not say which)."""

    lang: str
    path: str


@dataclass(frozen=True, slots=True)
class Pages:
    """How listing pages are numbered: the query parameter, the first page's number, and the cards a full page shows when that is known."""

    parameter: str = "page"
    first: int = 0
    per_page: int | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """CSS selectors by role (card, title, date, kind, scope, body, image, furniture), valid from the first to the last day inclusive.

    They are hints: every reader works without them and none is believed alone.
    """

    selectors: Mapping[str, tuple[str, ...]]
    valid_from: str | None = None
    valid_until: str | None = None

    def valid_on(self, day: str) -> bool:
        """Whether these selectors are meant for a page fetched on this day (`YYYY-MM-DD…`)."""
        day = day[:10]
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class Manners:
    """How the crawler behaves at the site: seconds between requests, requests at a time, how it names itself, further request headers."""

    delay: float = 3.0
    concurrency: int = 1
    agent: str = AGENT
    headers: Mapping[str, str] = field(default_factory=dict)

    def agent_for(self, version: str, contact: str) -> str:
        """The User-Agent to send."""
        return self.agent.replace("{version}", version).replace("{contact}", contact)


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a healthy page has: the fewest cards on the first listing page, and the article fields that must be there."""

    cards: int = 1
    fields: tuple[str, ...] = ("title", "body")


@dataclass(frozen=True, slots=True)
class Revisits:
    """How known articles are looked at again: articles a run at most, and the first and longest interval in days."""

    budget: int = 50
    first_days: float = 1.0
    longest_days: float = 180.0


@dataclass(frozen=True)
class Profile:
    """One site. `origin` is where its articles really live, whatever mirror they are fetched from; `articles` are patterns for
    the path of an article's
    address, `excluded` for paths that are none although they match."""

    name: str
    title: str
    origin: str
    languages: tuple[Listing, ...]
    pages: Pages = Pages()
    articles: tuple[re.Pattern[str], ...] = ()
    excluded: tuple[re.Pattern[str], ...] = ()
    feeds: tuple[str, ...] = ()
    sitemap: str | None = None
    hints: tuple[Hints, ...] = ()
    manners: Manners = Manners()
    expect: Expectations = Expectations()
    revisit: Revisits = Revisits()

    def is_article(self, url: str) -> bool | None:
        """Whether the address is one of the site's articles by its pattern; None when the profile has no pattern (then only a listing can tell)."""
        if host_site(url) != host_site(self.origin):
            return False
        path = path_of(url)
        if self.is_listing(url) or any(pattern.search(path) for pattern in self.excluded):
            return False
        return any(pattern.search(path) for pattern in self.articles) if self.articles else None

    def is_listing(self, url: str) -> bool:
        """Whether the address is a page of one of the site's listings."""
        return path_of(url) in {path_of(self.origin + listing.path) for listing in self.languages}

    def slug_of(self, url: str) -> str:
        """The part of an article's address that its title became: the pattern's group `slug`, else the last segment of the path."""
        path = path_of(url)
        for pattern in self.articles:
            if (match := pattern.search(path)) and "slug" in pattern.groupindex and match["slug"]:
                return match["slug"]
        return path.rpartition("/")[2]

    def hints_on(self, day: str) -> Hints | None:
        """The selectors for a page fetched on this day: the set that became valid last."""
        valid = [hints for hints in self.hints if hints.valid_on(day)]
        return max(valid, key=lambda hints: hints.valid_from or "", default=None)

    def address(self, path: str) -> str:
        """A path of the site, or an address given in full, as a key under its real origin."""
        return canonical_url(path if "://" in path else self.origin + path)


@dataclass(frozen=True, slots=True)
class ProfileState:
    """A profile file as it was found: its profile, or what is wrong with it."""

    name: str
    path: str
    problem: str | None = None
    profile: Profile | None = None


def profile_from_toml(text: str, source: str) -> Profile:
    """The profile that a TOML text describes; raises Problem with one line (file, key, what is wrong, what to do) for any mistake in it."""
    from oimcrawler.profile_toml import read_profile

    return read_profile(text, source)


def known_profiles() -> list[ProfileState]:
    """Every profile that can be named, by name: the operator's own first of its name, then the shipped ones; invalid ones with their problem."""
    found: dict[str, ProfileState] = {}
    for source, text in _operators_files():
        state = _state(source, text)
        if state.problem is None and state.name in found and found[state.name].problem is None:
            first = found[state.name].path
            state = ProfileState(
                f"{state.name} ({source})",
                source,
                f"{source}: key 'name': '{state.name}' is already taken by {first}; give one of them another name",
            )
        if state.name not in found or found[state.name].problem is not None:
            found[state.name] = state
    for source, text in _shipped_files():
        state = _state(source, text)
        found.setdefault(state.name, state)
    return [found[name] for name in sorted(found)]


def load_profile(name: str) -> Profile:
    """The profile of this name; raises Problem when there is none or when it is not valid."""
    states = {state.name: state for state in known_profiles()}
    state = states.get(name)
    if state is None:
        near = difflib.get_close_matches(name, states, 1, 0.5)
        broken = next((one for one in states.values() if one.problem), None)
        more = f"did you mean '{near[0]}'? " if near else ""
        more += f"(not readable: {broken.problem}) " if broken else ""
        raise Problem(
            USAGE,
            f"no such profile: {name}; {more}'oimcrawler sites' lists the known ones, $OIMCRAWLER_SITES adds yours",
        )
    if state.profile is None:
        raise Problem(USAGE, state.problem or f"{state.path}: not readable")
    return state.profile


def site_of(url: str) -> Profile | None:
    """The known profile whose origin an address belongs to, or None."""
    site = host_site(url)
    return next(
        (
            state.profile
            for state in known_profiles()
            if state.profile and site and host_site(state.profile.origin) == site
        ),
        None,
    )


def _state(source: str, text: str | Problem) -> ProfileState:
    stem = Path(source).stem
    if isinstance(text, Problem):
        return ProfileState(stem, source, str(text))
    try:
        profile = _cached(text, source)
    except Problem as problem:
        return ProfileState(stem, source, str(problem))
    return ProfileState(profile.name, source, None, profile)


@lru_cache(maxsize=64)
def _cached(text: str, source: str) -> Profile:
    return profile_from_toml(text, source)


@lru_cache(maxsize=1)
def _shipped_files() -> tuple[tuple[str, str], ...]:
    folder = resources.files("oimcrawler") / "sites"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple((f"sites/{name}", (folder / name).read_text(encoding="utf-8")) for name in names)


def _operators_files() -> Iterator[tuple[str, str | Problem]]:
    for entry in os.environ.get("OIMCRAWLER_SITES", "").split(os.pathsep):
        if not entry.strip():
            continue
        place = Path(entry.strip()).expanduser()
        files = sorted(place.glob("*.toml")) if place.is_dir() else [place]
        for file in files:
            try:
                yield str(file), file.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError as error:
                yield str(file), Problem(USAGE, f"{file}: byte {error.start} is not UTF-8; save the profile as UTF-8")
            except OSError as error:
                yield str(file), Problem(USAGE, f"{file}: {error.strerror or error}; correct $OIMCRAWLER_SITES")
