"""Keep the bytes: the answer, the page's state and what follows from it, in one transaction, before anything is interpreted."""

from typing import Self

from scrapy.crawler import Crawler

from oimcrawler.crawl.run import Run
from oimcrawler.crawl.visits import keep_visit
from oimcrawler.pipelines.items import PageItem, guarded


class KeepBytes:
    """The first stage; a page that has nothing new to read goes no further than this."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.run)  # type: ignore[union-attr]  # the news spider has one

    @guarded
    def process_item(self, item: PageItem) -> PageItem:
        item.capture_id = keep_visit(self.run, item.visit, item.exchange)
        return item
