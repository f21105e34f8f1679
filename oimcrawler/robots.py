"""robots.txt: what this client may fetch, how slowly, and what a missing, refused or failing robots.txt means (RFC 9309)."""

from dataclasses import dataclass
from typing import Final

from protego import Protego

_LONGEST: Final = 512_000  # RFC 9309 asks for at least 500 KiB to be read; the rest is ignored
_LONGEST_DELAY: Final = 600.0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one agent.

    `advice` is a line for people when the file was not an ordinary one, `reachable` is False when it could not be read
    at all.
    """

    agent: str
    rules: Protego | None = None
    blanket: bool = True
    crawl_delay: float | None = None
    sitemaps: tuple[str, ...] = ()
    advice: str = ""
    reachable: bool = True

    def allowed(self, url: str) -> bool:
        """Whether this agent may fetch the address."""
        if self.rules is None:
            return self.blanket
        return bool(self.rules.can_fetch(url, self.agent))


def read_robots(body: bytes, agent: str) -> Robots:
    """The rules of a robots.txt for the agent (its product name or its whole User-Agent line). Never raises: lines that are no rules are ignored."""
    text = body[:_LONGEST].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").decode("utf-8", "replace")
    name = agent.split("/")[0].strip() or "*"
    try:
        rules = Protego.parse(text)
        delay, rate = rules.crawl_delay(name), rules.request_rate(name)
        sitemaps = tuple(dict.fromkeys(rules.sitemaps))
    except Exception:  # the parser is not ours, and a file of the site must not end a run
        return Robots(name, advice="robots.txt could not be understood: taken as if it had no rules")
    seconds = float(delay) if delay is not None else None
    if seconds is None and rate is not None and rate.requests:
        seconds = rate.seconds / rate.requests
    # Also drops nan and negative numbers.
    kept = min(seconds, _LONGEST_DELAY) if seconds is not None and seconds >= 0 else None
    return Robots(name, rules, crawl_delay=kept, sitemaps=sitemaps)


def robots_for(status: int | None, body: bytes, agent: str) -> Robots:
    """The rules that follow from the answer to robots.txt; `status` is None when no answer came.

    4xx: unavailable, all is allowed (RFC 9309, 2.3.1.3). 5xx, 429, no answer, redirects without end: unreachable, nothing is allowed now (2.3.1.4).
    """
    name = agent.split("/")[0].strip() or "*"
    if status is None:
        return Robots(
            name,
            blanket=False,
            reachable=False,
            advice="robots.txt could not be reached, so nothing may be fetched: try again later",
        )
    if 200 <= status < 300:
        if body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html")):
            return Robots(name, advice="robots.txt is a web page: taken as if there was none")
        return read_robots(body, agent)
    if status in (401, 403):
        return Robots(
            name,
            advice=f"robots.txt is refused ({status}): RFC 9309 allows all then, but the site may refuse every other page as well",
        )
    if status == 429:
        return Robots(
            name,
            blanket=False,
            reachable=False,
            advice="robots.txt answers 429, fewer requests: nothing may be fetched now, wait and use a longer --delay",
        )
    if 400 <= status < 500:
        return Robots(name)
    return Robots(
        name,
        blanket=False,
        reachable=False,
        advice=f"robots.txt answers {status}, so nothing may be fetched: try again later",
    )
