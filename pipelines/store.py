"""Store a version: when the site has been asked all that was to be asked, what was kept is settled and the run is closed."""

from typing import Self

from scrapy.crawler import Crawler

from oimcrawler.crawl.run import Run
from oimcrawler.pipelines.items import PageItem


class StoreVersions:
    """The last stage: new and changed texts are stored together at the end of the run (`oimcrawler.settlement`)."""

    def __init__(self, crawler: Crawler, run: Run) -> None:
        self.crawler, self.run = crawler, run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler, crawler.spider.run)  # type: ignore[union-attr]  # the news spider has one

    def process_item(self, item: PageItem) -> PageItem:
        return item

    def close_spider(self) -> None:
        errors = self.crawler.stats.get_value("spider_exceptions/count") if self.crawler.stats else None
        try:
            self.run.settle()
        except BaseException as error:
            self.run.finish(f"internal failure while settling: {type(error).__name__}: {error}")
            raise
        self.run.finish("internal failure in the crawl; the log says where; what was kept is stored" if errors else None)
