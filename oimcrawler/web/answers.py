"""What a page is asked and what it answers, as plain values; and how a page says that there is nothing to show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from oimcrawler.web.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a page sees it.

    `path` holds the named parts of the address, `args` the query's (the first of each), `now` is the moment, `origin` the site's own address,
    `shelf` the counts of its archive.
    """

    path: Mapping[str, str] = field(default_factory=dict)
    args: Mapping[str, str] = field(default_factory=dict)
    now: str = "1970-01-01T00:00:00Z"
    origin: str = "http://localhost"
    shelf: Shelf = field(default_factory=Shelf)


@dataclass(frozen=True, slots=True)
class Answer:
    """A page: `document` is its JSON, and what the template shows together with `extra`."""

    template: str
    document: Mapping[str, Any]
    extra: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """The page is elsewhere on the site."""

    location: str


@dataclass(frozen=True, slots=True)
class Raw:
    """A document that is not one of our templates; `policy` is its own Content-Security-Policy, if it needs one."""

    body: str
    content_type: str
    policy: str | None = None


class Missing(Exception):
    """There is nothing to show: a status (404 or 410), what it says above and below, and values for JSON."""

    def __init__(self, status: int, title: str, sentence: str, **more: Any) -> None:
        super().__init__(title)
        self.status, self.title, self.sentence, self.more = status, title, sentence, more
