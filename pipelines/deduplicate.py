"""Deduplicate: a page that still shows the text it showed before is no news, whatever its bytes say."""

from typing import Self

from scrapy.crawler import Crawler

from oimcrawler.archive import transaction
from oimcrawler.archive.articles import see_address
from oimcrawler.archive.frontier import release
from oimcrawler.crawl.run import Run
from oimcrawler.pipelines.items import PageItem, guarded


class Deduplicate:
    """The fourth stage: compares content hashes; what differs stays held for the settlement."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.run)  # type: ignore[union-attr]  # the news spider has one

    @guarded
    def process_item(self, item: PageItem) -> PageItem:
        if item.article is None or item.capture_id is None:
            return item
        db, url = self.run.archive.db, item.visit.url
        address = db.execute("SELECT content_hash, gone_at FROM addresses WHERE url = ?", (url,)).fetchone()
        if address["content_hash"] == item.article.content_hash and address["gone_at"] is None:
            with transaction(db):
                db.execute("UPDATE addresses SET capture_id = ? WHERE url = ?", (item.capture_id, url))
                see_address(db, url, item.exchange.fetched_at)
                release(db, url)
            self.run.settled.unchanged += 1
            item.capture_id = None
        return item
