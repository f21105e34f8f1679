"""What travels through the pipelines: one visited page, and what each stage has made of it."""

from dataclasses import dataclass

from oimcrawler.archive.captures import Exchange
from oimcrawler.crawl.visits import Visit
from oimcrawler.extraction import Page
from oimcrawler.model import Article


@dataclass(slots=True)
class PageItem:
    """A visit with its answer; `capture_id` is set when there is a text to read, `page` and `article` when it could be read at once."""

    visit: Visit
    exchange: Exchange
    lang: str
    capture_id: int | None = None
    page: Page | None = None
    article: Article | None = None
