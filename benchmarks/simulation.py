"""Crawls without sockets and without Scrapy's engine: the spider's own steps over the replica's answers, on the replica's clock.

Everything else is what a real run is: the spider's decisions, the stages in their order, the settlement, the archive file and its lock.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scrapy.http import Response
from scrapy.settings import Settings

from oimcrawler.answers import Expected
from oimcrawler.archive import open_archive
from oimcrawler.archive.captures import Exchange
from oimcrawler.clock import stamp
from oimcrawler.crawl.run import Options, Run, open_run
from oimcrawler.fingerprint import content_hash
from oimcrawler.pipelines.clean import Clean
from oimcrawler.pipelines.deduplicate import Deduplicate
from oimcrawler.pipelines.extract import Extract
from oimcrawler.pipelines.keep import KeepBytes
from oimcrawler.pipelines.store import StoreVersions
from oimcrawler.profiles import Profile, Revisits, load_profile
from oimcrawler.replica import Site, Truth
from oimcrawler.spiders.fetching import Fetcher
from oimcrawler.spiders.news import NewsSpider
from oimcrawler.text import join_paragraphs

ORIGIN = "http://replica.example"
UNLIMITED = 1_000_000


class SiteFetcher(Fetcher):
    """A fetcher whose answers come from the site object itself, with the validators and the 304 that the replica's server gives."""

    def __init__(self, run: Run, site: Site) -> None:
        self.run, self.site, self.headers, self.wait_factor = run, site, {}, 0.0

    async def _once(self, url: str, key: str, expect: Expected, validators: tuple[str | None, str | None]) -> Exchange:
        answer = self.site.answer(url.removeprefix(ORIGIN) or "/", ORIGIN)
        tag = f'"{answer.etag}"' if answer.etag else None
        headers: dict[str, Any] = {**answer.headers, "Content-Type": answer.content_type}
        if tag:
            headers["ETag"] = tag
        status, body = (304, b"") if tag and tag == validators[0] else (answer.status, answer.body)
        return self._exchange(Response(url, status=status, headers=headers, body=body), url, key, expect)


class SimulatedSpider(NewsSpider):
    """The news spider without an engine: what it yields has gone through the stages before it goes on."""

    def __init__(self, run: Run, site: Site) -> None:
        super().__init__()
        self.run = run
        self.fetcher = SiteFetcher(run, site)
        self.settings = Settings({"USER_AGENT": "oimcrawler (simulated)"})

    async def _digested(self) -> None:
        """Nothing is under way."""


@dataclass(frozen=True, slots=True)
class Result:
    """What one run came to: exit code and reason, requests, those answered 304, and the changes it logged as (kind, path)."""

    code: int
    reason: str
    requests: int
    not_modified: int
    changes: tuple[tuple[str, str], ...]

    def paths(self, kind: str) -> list[str]:
        """The paths of the articles with a change of this kind."""
        return [path for found, path in self.changes if found == kind]


class Simulation:
    """A site and the archive that runs over it fill.

    `plan`, called with the archive's connection before each run, may move the dates on which pages are due: a policy of its own.
    """

    def __init__(
        self,
        site: Site,
        archive: Path,
        profile: Profile | None = None,
        plan: Callable[[sqlite3.Connection, str], None] | None = None,
    ) -> None:
        self.site = site
        self.archive = archive
        self.profile = profile or load_profile("iom-morocco")
        self.plan = plan

    def run(self, *, full: bool = False) -> Result:
        """One run at the site's present time, from robots.txt to the closed ledger."""
        run = open_run(self.profile, self.archive, Options(base_url=ORIGIN, full=full), lambda: stamp(self.site.now))
        with open_archive(self.archive) as archive:
            db = archive.db
            last = db.execute("SELECT coalesce(max(seq), 0) FROM changes").fetchone()[0]
            try:
                if self.plan is not None:
                    self.plan(db, run.started_at)
                asyncio.run(_crawl(run, self.site))
            except Exception as error:
                run.fail(error)
                raise
            finally:
                StoreVersions(run).close_spider()
            code, reason = run.finish()
            if run.error is not None:
                raise run.error
            ledger = db.execute("SELECT requests, not_modified FROM runs WHERE id = ?", (run.run_id,)).fetchone()
            changes = db.execute(
                "SELECT c.kind, a.url FROM changes c JOIN article_rows a ON a.uid = c.uid WHERE c.seq > ? ORDER BY c.seq",
                (last,),
            )
            origin = self.profile.origin
            return Result(
                code, reason, ledger[0], ledger[1], tuple((kind, url.removeprefix(origin)) for kind, url in changes)
            )

    def everything_due(self) -> None:
        """Makes every known page due in the next run, whatever its interval."""
        with open_archive(self.archive) as archive:
            archive.db.execute(
                "UPDATE pages SET due_at = visited_at WHERE visited_at IS NOT NULL AND due_at IS NOT NULL"
            )

    def hashes(self) -> dict[str, str]:
        """The content hash of the text under each path of the site."""
        with open_archive(self.archive) as archive:
            rows = archive.db.execute(
                "SELECT d.url, a.content_hash FROM addresses d JOIN article_rows a ON a.uid = d.uid WHERE d.role <> 'redirect'"
            ).fetchall()
        return {url.removeprefix(self.profile.origin): found for url, found in rows}


async def _crawl(run: Run, site: Site) -> None:
    stages = (KeepBytes(run), Extract(run), Clean(run), Deduplicate(run), StoreVersions(run))
    async for item in SimulatedSpider(run, site)._crawl():
        for stage in stages:
            item = stage.process_item(item)


def with_budget(budget: int) -> Profile:
    """The profile of the replica's model with another number of revisits a run."""
    profile = load_profile("iom-morocco")
    return replace(profile, revisit=Revisits(budget, profile.revisit.first_days, profile.revisit.longest_days))


def true_hash(truth: Truth) -> str:
    """The content hash of what an article truly says."""
    return content_hash(truth.title, join_paragraphs(truth.paragraphs))


def true_hashes(site: Site) -> dict[str, str]:
    """The content hash of every live article by its path."""
    return {path: true_hash(truth) for path, truth in site.truth().items() if truth.live}
