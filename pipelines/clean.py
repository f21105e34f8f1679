"""Clean and fingerprint: the article on a parsed page under the stored model of its language, with its content hash."""

from typing import Self

from scrapy.crawler import Crawler

from oimcrawler.archive.models import latest_model
from oimcrawler.crawl.run import Run
from oimcrawler.extraction import Template
from oimcrawler.pipelines.items import PageItem, guarded
from oimcrawler.reading import Place, read_article


class Clean:
    """The third stage: from a parsed page to an article without what every page repeats."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.templates: dict[str, Template | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.run)  # type: ignore[union-attr]  # the news spider has one

    @guarded
    def process_item(self, item: PageItem) -> PageItem:
        if item.page is not None:
            place = Place(
                item.visit.url, self.run.profile, item.lang, self.run.options.base_url, item.exchange.fetched_at[:10]
            )
            item.article = read_article(item.page, place, self.template(item.lang))
            item.page = None  # a parsed tree is large: it is let go as soon as it has been read
        return item

    def template(self, lang: str) -> Template | None:
        """The model in force when the run began to use it: one run reads with one model."""
        if lang not in self.templates:
            model = latest_model(self.run.archive.db, self.run.profile.name, lang, "html")
            self.templates[lang] = Template.from_json(model.data) if model else None
        return self.templates[lang]
