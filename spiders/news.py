"""The one spider: robots.txt, then the listings newest first, then new articles, then known ones that are due again."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler

from oimcrawler import __version__
from oimcrawler.archive import default_path, transaction
from oimcrawler.archive.captures import Exchange
from oimcrawler.archive.frontier import add_page
from oimcrawler.archive.payloads import read_payload
from oimcrawler.clock import after
from oimcrawler.contact import contact
from oimcrawler.crawl.run import Options, Run, open_run
from oimcrawler.crawl.visits import Visit, due_again, keep_redirect, next_visits, siblings, witnesses
from oimcrawler.crawl.walking import Walk, begin_walk, end_walk, keep_listing, stored_listing
from oimcrawler.discovery import ListingPage, listing_url, read_feed, read_listing, read_sitemap, rebase_cards
from oimcrawler.pipelines.items import PageItem
from oimcrawler.profiles import Listing, load_profile
from oimcrawler.reading import read_page
from oimcrawler.revisit import lastmods_tell
from oimcrawler.robots import robots_for
from oimcrawler.spiders.fetching import Fetcher, Interrupted, is_final_refusal
from oimcrawler.urls import canonical_url, join_url, path_of, rebase, url_language

BATCH = 50
MOST_REDIRECTS = 5
# A sitemap or feed is asked again after this many days, whether it answered or not: most runs get by without.
HEARD_OF_DAYS = 1.0


class NewsSpider(Spider):
    """Crawls the news of one site (`-a site=NAME`); with `-a base_url=URL` a mirror of it."""

    name = "news"
    run: Run
    fetcher: Fetcher

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        profile = load_profile(str(getattr(spider, "site", "iom-morocco")))
        limit = getattr(spider, "limit", None)
        options = Options(
            base_url=getattr(spider, "base_url", None) or None,
            full=str(getattr(spider, "full", "")).lower() in ("1", "true", "yes"),
            limit=int(limit) if limit else None,
        )
        path = settings.get("OIMCRAWLER_ARCHIVE")
        spider.run = open_run(profile, Path(path) if path else default_path(), options)
        manners = profile.manners
        if (settings.getpriority("DOWNLOAD_DELAY") or 0) < 20:  # neither a person nor a project has set it
            settings.set("DOWNLOAD_DELAY", manners.delay, priority="spider")
        if logging.getLevelName(settings.get("LOG_LEVEL")) >= logging.WARNING:
            # What the downloader warns of is the reason of an exchange, and told with it.
            logging.getLogger("scrapy.core.downloader").setLevel(logging.ERROR)
        agent = manners.agent_for(__version__, settings.get("OIMCRAWLER_CONTACT") or contact())
        settings.set("USER_AGENT", agent, priority="spider")
        spider.fetcher = Fetcher(
            crawler, spider.run, dict(manners.headers), settings.getfloat("OIMCRAWLER_WAIT_FACTOR", 1.0)
        )
        return spider

    async def start(self) -> AsyncIterator[Any]:
        try:
            async for item in self._crawl():
                yield item
        except Interrupted:
            pass
        except Exception as error:
            self.run.fail(error)
        # The engine looks for the end only every five seconds unless the last item is through when we are.
        await self._digested()

    def interrupt(self, why: str) -> None:
        """End the run now: the request under way is let go, what was kept is settled."""
        self.run.interrupted = why
        self.fetcher.stopping.set()

    async def _digested(self) -> None:
        """Wait until the pipelines are through with what they were given."""
        assert self.crawler.engine is not None
        for _ in range(1_000):
            if self.crawler.engine.scraper.slot is None or self.crawler.engine.scraper.slot.is_idle():
                break
            await asyncio.sleep(0)

    async def _crawl(self) -> AsyncIterator[PageItem]:
        run = self.run
        if not await self._ask_robots():
            return
        await self._ask_sitemap()
        for listing in run.profile.languages:
            if run.stopped:
                return
            await self._walk(listing)
        done: set[str] = set()
        while not run.stopped and (batch := next_visits(run, done, BATCH)):
            for visit in batch:
                if run.stopped:
                    return
                done.add(visit.url)
                run.fetched_new += 1
                if item := await self._visit(visit):
                    yield item
        for ask in (due_again, siblings, witnesses):
            for visit in ask(run):
                if run.stopped:
                    return
                if visit.url not in done:
                    done.add(visit.url)
                    if item := await self._visit(visit):
                        yield item
            await self._digested()

    async def _ask_robots(self) -> bool:
        run = self.run
        url = run.origin.rstrip("/") + "/robots.txt"
        exchange = await self.fetcher.fetch(url, rebase(url, run.origin, run.profile.origin), "robots")
        with transaction(run.archive.db):
            run.record(exchange)
        if exchange.status:
            run.answered += 1
        self.robots = robots_for(exchange.status or None, exchange.body or b"", self.settings["USER_AGENT"])
        if not exchange.status:
            run.unreachable = exchange.reason
            return False
        if not self.robots.reachable:
            run.refused = self.robots.advice
            return False
        if self.robots.advice:
            self.logger.warning(self.robots.advice)
        if self.robots.crawl_delay and self.crawler.engine and (self.settings.getpriority("DOWNLOAD_DELAY") or 0) <= 30:
            self._slow_down(self.robots.crawl_delay)
        return True

    def _slow_down(self, seconds: float) -> None:
        assert self.crawler.engine is not None
        for slot in self.crawler.engine.downloader.slots.values():
            slot.delay = max(slot.delay, seconds)

    async def _ask_sitemap(self) -> None:
        """Sitemap and feeds bring forward what they know of; nothing needs them."""
        run, db = self.run, self.run.archive.db
        sources = [(path, False) for path in run.profile.feeds]
        if run.profile.sitemap:
            sources.append((run.profile.sitemap, True))
        for path, is_sitemap in sources:
            key = run.profile.address(path)
            last = db.execute("SELECT max(fetched_at) FROM captures WHERE url = ?", (key,)).fetchone()[0]
            pause = HEARD_OF_DAYS
            answered = db.execute(
                "SELECT 1 FROM captures WHERE url = ? AND outcome IN ('ok', 'not_modified')", (key,)
            ).fetchone()
            if not answered:
                pause *= 30
            if last is not None and after(last, days=pause) > run.started_at:
                continue
            exchange = await self._fetch(key, "feed", stored_listing(db, key))
            if exchange is None:
                continue
            with transaction(db):
                run.record(exchange)
                if exchange.outcome == "ok" and exchange.body:
                    self._hear(exchange.body, key, is_sitemap, exchange)

    def _hear(self, body: bytes, key: str, is_sitemap: bool, exchange: Exchange) -> None:
        run, db = self.run, self.run.archive.db
        here = rebase(key, run.profile.origin, run.origin)
        found = read_sitemap(body, here).pages if is_sitemap else read_feed(body, here)
        cards = rebase_cards(found, run.origin, run.profile.origin)
        trusted = lastmods_tell(card.lastmod for card in cards)
        for card in cards:
            if run.profile.is_article(card.url) is not True:
                continue
            lang = url_language(card.url, run.profile) or run.profile.languages[0].lang
            add_page(db, run.profile.name, lang, card, exchange.fetched_at, "sitemap" if is_sitemap else "feed")
            if card.lastmod and trusted:
                db.execute(
                    "UPDATE pages SET lastmod = ? WHERE url = ? AND lastmod IS NOT ?",
                    (card.lastmod, card.url, card.lastmod),
                )
        db.execute(
            "INSERT INTO listings(url, site, lang, etag, last_modified, visited_at) VALUES (?, ?, '', ?, ?, ?)"
            " ON CONFLICT(url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified, visited_at = excluded.visited_at",
            (key, run.profile.name, exchange.etag, exchange.last_modified, exchange.fetched_at),
        )

    async def _walk(self, listing: Listing) -> None:
        run = self.run
        walk = begin_walk(run, listing.lang)
        number: int = run.profile.pages.first
        url: str | None = listing_url(run.profile, listing.lang, number)
        seen: set[str] = set()
        while url and not run.stopped:
            seen.add(url)
            page = await self._listing_page(walk, url)
            if page is None:
                return
            if walk.unchanged or (walk.complete and walk.pages > 1):
                end_walk(run, walk)
                return
            if not page.cards and walk.pages == 1:
                self._no_cards(walk, page)
                return
            self._expect_cards(walk, page)
            if walk.complete:
                end_walk(run, walk)
                return
            if run.options.limit is not None and self._waiting() >= run.options.limit:
                return
            number += 1
            url = self._next_page(page, listing.lang, number, seen)
        if not run.stopped:
            end_walk(run, walk)

    def _next_page(self, page: ListingPage, lang: str, number: int, seen: set[str]) -> str | None:
        run = self.run
        linked = canonical_url(rebase(page.next_url, run.origin, run.profile.origin)) if page.next_url else None
        if linked and linked not in seen:
            return linked
        counted = listing_url(run.profile, lang, number)
        return counted if counted not in seen else None

    def _waiting(self) -> int:
        found: int = self.run.archive.db.execute(
            "SELECT count(*) FROM pages WHERE site = ? AND visited_at IS NULL AND due_at IS NOT NULL",
            (self.run.profile.name,),
        ).fetchone()[0]
        return found

    def _no_cards(self, walk: Walk, page: ListingPage) -> None:
        """A first listing page without cards: the site may have no news in a language, but if it had some, its mark-up is not what we expect."""
        known = self.run.archive.db.execute(
            "SELECT count(*) FROM cards WHERE site = ? AND lang = ?", (self.run.profile.name, walk.lang)
        ).fetchone()[0]
        if known or not page.empty:
            least = max(1, self.run.profile.expect.cards)
            self.run.broken.append(f"{walk.lang}: the listing shows no article (at least {least} expected)")
        else:
            self.logger.warning("%s: the listing is empty", walk.lang)
            end_walk(self.run, walk)

    def _expect_cards(self, walk: Walk, page: ListingPage) -> None:
        """A first page with fewer cards than the profile expects, where there used to be as many, is one that we no longer read well."""
        least = self.run.profile.expect.cards
        if walk.pages != 1 or walk.unchanged or len(page.cards) >= least:
            return
        known = self.run.archive.db.execute(
            "SELECT count(*) FROM cards WHERE site = ? AND lang = ? AND listed = 1", (self.run.profile.name, walk.lang)
        ).fetchone()[0]
        if known > least:
            self.run.broken.append(
                f"{walk.lang}: the listing shows {len(page.cards)} articles (at least {least} expected)"
            )

    async def _listing_page(self, walk: Walk, key: str) -> ListingPage | None:
        """Fetch and store one listing page; None where it gave nothing and the walk has to stay unfinished."""
        run, db = self.run, self.run.archive.db
        stored = stored_listing(db, key)
        exchange = await self._fetch(key, "listing", stored)
        if exchange is None:
            return None
        body = exchange.body
        if exchange.outcome == "not_modified" and stored is not None and stored["payload_sha256"]:
            if walk.pages == 0 and not walk.full and not walk.resumed and stored["cards_digest"]:
                with transaction(db):
                    run.record(exchange)
                walk.pages, walk.unchanged = 1, True
                return ListingPage()
            body = read_payload(db, stored["payload_sha256"])
        elif exchange.outcome != "ok" or body is None:
            if exchange.outcome == "gone" and walk.pages > 0:
                # Some sites answer 404 past the last page.
                with transaction(db):
                    run.record(exchange)
                walk.complete = True
                return ListingPage(cards=())
            with transaction(db):
                run.record(exchange)
            if exchange.outcome == "gone":
                run.failures[f"the {walk.lang} listing answers {exchange.status}"] += 1
            return None
        page = read_page(body, key, exchange.content_type)
        found = read_listing(page, rebase(key, run.profile.origin, run.origin), run.profile, lang=walk.lang)
        keep_listing(run, walk, key, exchange, found)
        return found

    async def _fetch(self, key: str, expect: Any, stored: Any = None) -> Exchange | None:
        """Ask for a key at the run's origin, robots.txt permitting, and take the answer into account; redirects within the listing are followed."""
        run = self.run
        url = rebase(key, run.profile.origin, run.origin)
        validators = (stored["etag"], stored["last_modified"]) if stored is not None else (None, None)
        for _ in range(MOST_REDIRECTS):
            if not self.robots.allowed(url):
                if expect == "listing":
                    run.refused = f"robots.txt forbids {url}"
                return None
            exchange = await self.fetcher.fetch(url, key, expect, validators)
            if exchange.outcome == "redirected" and exchange.location:
                # A mirror that points to the real site is still asked itself.
                target = rebase(join_url(url, exchange.location), run.profile.origin, run.origin)
                # For an article: another spelling of the same address (http to https, www, a trailing slash, a token in the query).
                same = path_of(rebase(target, run.origin, run.profile.origin)) == path_of(key)
                if (expect != "article" or same) and target != url:
                    url = target
                    continue
            run.note(exchange, challenge=is_final_refusal(exchange))
            return exchange
        failed = Exchange(key, run.profile.name, run.now(), 0, "failed", expect, reason="redirects without end")
        run.note(failed)
        return failed

    async def _visit(self, visit: Visit, hops: int = 0) -> PageItem | None:
        run = self.run
        stored = {"etag": visit.etag, "last_modified": visit.last_modified}
        exchange = await self._fetch(visit.url, "article", stored)
        if exchange is None:
            with transaction(run.archive.db):
                run.archive.db.execute(
                    "UPDATE pages SET due_at = NULL, outcome = 'forbidden' WHERE url = ?", (visit.url,)
                )
            return None
        if exchange.outcome == "redirected":
            return await self._follow(visit, exchange, hops)
        return PageItem(visit, exchange, visit.lang)

    async def _follow(self, visit: Visit, exchange: Exchange, hops: int) -> PageItem | None:
        run = self.run
        url = rebase(visit.url, run.profile.origin, run.origin)
        target = canonical_url(rebase(join_url(url, exchange.location or ""), run.origin, run.profile.origin))
        if hops >= MOST_REDIRECTS or run.profile.is_article(target) is False or target == visit.url:
            reason = (
                "redirects without end" if hops >= MOST_REDIRECTS else f"redirected to {target}, which is no article"
            )
            failed = Exchange(
                visit.url,
                run.profile.name,
                exchange.fetched_at,
                exchange.status,
                "failed",
                "article",
                headers=exchange.headers,
                reason=reason,
            )
            run.note(failed)
            return PageItem(visit, failed, visit.lang)
        following = keep_redirect(run, visit, exchange, target)
        return await self._visit(following, hops + 1) if following is not None else None
