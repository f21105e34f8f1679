"""One request after another through Scrapy's downloader, each answer turned into an exchange; waits and repeats as patience says."""

import asyncio
import random
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from oimcrawler.answers import Expected, judge
from oimcrawler.archive.captures import Exchange
from oimcrawler.clock import moment
from oimcrawler.crawl.run import Run
from oimcrawler.patience import tries_again, wait_before
from oimcrawler.unpacking import ACCEPTED, LARGEST, unpack_body

T = TypeVar("T")

REDIRECTS = (301, 302, 303, 307, 308)
# Nobody watches a run, so one answer may not hold it up for longer than this (seconds).
LONGEST_WAIT = 600.0


class Interrupted(Exception):
    """Somebody wants the run to end; what was under way is let go."""


@dataclass(slots=True)
class Fetcher:
    """Fetches for one run: `wait_factor` shortens the waits between repetitions (rehearsals), `headers` are the profile's own."""

    crawler: Crawler
    run: Run
    headers: Mapping[str, str]
    wait_factor: float = 1.0
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def fetch(
        self, url: str, key: str, expect: Expected, validators: tuple[str | None, str | None] = (None, None)
    ) -> Exchange:
        """Ask for `url` until there is an answer or patience ends; the exchange is recorded under `key`, the address at the site's own origin."""
        attempt = 1
        while True:
            exchange = await self._once(url, key, expect, validators)
            if not tries_again(
                attempt, exchange.outcome, status=exchange.status or None, failure=exchange.reason or ""
            ):
                return exchange
            attempt += 1
            await self._wait(attempt, exchange)

    async def _wait(self, attempt: int, exchange: Exchange) -> None:
        header = next((value for name, value in exchange.headers if name.lower() == "retry-after"), None)
        seconds = min(wait_before(attempt, header, moment(self.run.now()), random.random()), LONGEST_WAIT)
        await self._unless_stopping(asyncio.sleep(seconds * self.wait_factor))

    async def _unless_stopping(self, work: Coroutine[Any, Any, T]) -> T:
        task, stop = asyncio.ensure_future(work), asyncio.ensure_future(self.stopping.wait())
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise Interrupted
            return task.result()
        finally:
            stop.cancel()
            if not task.done():
                task.cancel()
                await asyncio.wait({task})

    async def _once(self, url: str, key: str, expect: Expected, validators: tuple[str | None, str | None]) -> Exchange:
        headers: dict[str, str] = {"Accept-Encoding": ACCEPTED, **self.headers}
        etag, last_modified = validators
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        meta: dict[str, Any] = {"handle_httpstatus_all": True, "download_maxsize": LARGEST}
        request = Request(url, headers=headers, meta=meta, dont_filter=True)
        assert self.crawler.engine is not None
        try:
            response = await self._unless_stopping(self.crawler.engine.download_async(request))
        except (asyncio.CancelledError, Interrupted):
            raise
        except Exception as error:  # whatever the downloader raises is an answer that did not come
            return Exchange(key, self.run.profile.name, self.run.now(), 0, "failed", expect, reason=_reason(error, url))
        return self._exchange(response, url, key, expect)

    def _exchange(self, response: Response, url: str, key: str, expect: Expected) -> Exchange:
        headers = [(_text(name), _text(value)) for name, values in response.headers.items() for value in values]
        lower = {name.lower(): value for name, value in headers}
        site, at, status = self.run.profile.name, self.run.now(), response.status
        try:
            body = unpack_body(response.body, lower.get("content-encoding", ""))
        except ValueError as error:
            return Exchange(
                key, site, at, status, "failed", expect, headers=headers, reason=f"{error}: truncated or broken answer"
            )
        answer = judge(status, lower, body, url, expect=expect)
        return Exchange(
            key,
            site,
            at,
            status,
            answer.outcome,
            expect,
            body=body if answer.outcome == "ok" else None,
            headers=headers,
            content_type=lower.get("content-type"),
            etag=lower.get("etag"),
            last_modified=lower.get("last-modified"),
            reason=answer.reason or None,
            location=lower.get("location") if status in REDIRECTS else None,
        )


def is_final_refusal(exchange: Exchange) -> bool:
    """Whether an answer says no to this client altogether: too many requests, or a challenge to prove that one is human."""
    return exchange.outcome == "refused" and (
        exchange.status == 429
        or exchange.status not in (401, 403, 407, 451)
        or "challenge" in (exchange.reason or "").lower()
    )


# The downloader's failures by a part of their names, in words for people (and for `patience`, which tells by them what is tried again).
_FAILURES = (
    ("Cancelled", f"larger than {LARGEST // 1024 // 1024} MB"),
    ("Timeout", "timed out"),
    ("DataLoss", "truncated answer"),
    ("Resolve", "the host's name does not resolve"),
    ("DNSLookup", "the host's name does not resolve"),
    ("Refused", "connection refused"),
    ("NeverReceived", "connection closed without an answer"),
    ("ConnectionLost", "connection lost"),
    ("ConnectionDone", "connection closed"),
)


def _reason(error: Exception, url: str) -> str:
    name, text = type(error).__name__, " ".join(str(error).split())
    if "larger than" in text.lower():
        name = "Cancelled"
    known = next((words for part, words in _FAILURES if part in name or part in text), None)
    host = urlsplit(url).netloc
    return f"{host}: {known}" if known else f"{host}: {name}: {text[:160]}"


def _text(raw: bytes) -> str:
    return raw.decode("latin-1")
