"""Extract: a known page whose bytes have changed is parsed at once; a new one waits for the settlement, where others stand beside it."""

from typing import Self

from scrapy.crawler import Crawler

from oimcrawler.archive.frontier import title_finder
from oimcrawler.crawl.run import Run
from oimcrawler.pipelines.items import PageItem, guarded
from oimcrawler.reading import Place, open_page


class Extract:
    """The second stage: from bytes to a parsed page."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.titles = title_finder(run.archive.db, run.profile.name)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.run)  # type: ignore[union-attr]  # the news spider has one

    @guarded
    def process_item(self, item: PageItem) -> PageItem:
        known = self.run.archive.db.execute("SELECT 1 FROM addresses WHERE url = ?", (item.visit.url,)).fetchone()
        if item.capture_id is not None and known and item.exchange.body:
            place = Place(
                item.visit.url,
                self.run.profile,
                item.lang,
                self.run.options.base_url,
                item.exchange.fetched_at[:10],
                self.titles,
            )
            item.page = open_page(item.exchange.body, place, item.exchange.content_type)
        return item
