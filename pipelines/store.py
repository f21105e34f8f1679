"""Store a version: when the site has been asked all that was to be asked, what was kept is settled and the run is closed."""

import sqlite3
from typing import Self

from scrapy.crawler import Crawler

from oimcrawler.crawl.run import Run
from oimcrawler.exits import Problem
from oimcrawler.pipelines.items import PageItem


class StoreVersions:
    """The last stage: new and changed texts are stored together at the end of the run (`oimcrawler.settlement`)."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.run)  # type: ignore[union-attr]  # the news spider has one

    def process_item(self, item: PageItem) -> PageItem:
        return item

    def close_spider(self) -> None:
        try:
            # After a failure of disk or database what was kept waits for the next run.
            if not isinstance(self.run.error, (sqlite3.Error, OSError, Problem)):
                self.run.settle()
        except Exception as error:
            self.run.fail(error)
        self.run.finish()
