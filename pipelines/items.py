"""What travels through the pipelines: one visited page, and what each stage has made of it; and what a stage does with its own failures."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from scrapy.exceptions import DropItem

from oimcrawler.archive.captures import Exchange
from oimcrawler.crawl.visits import Visit
from oimcrawler.exits import Problem
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


def guarded(stage: Callable[[Any, PageItem], PageItem]) -> Callable[[Any, PageItem], PageItem]:
    """A stage whose failures count in the run's ledger: disk and database end the run, one page that cannot be read waits with its bytes."""

    @wraps(stage)
    def process_item(self: Any, item: PageItem) -> PageItem:
        try:
            return stage(self, item)
        except Exception as error:
            if isinstance(error, (sqlite3.Error, OSError, Problem)) or item.capture_id is None:
                self.run.fail(error)
            # Where the bytes were kept, the settlement reads the page again and says what is wrong with it.
            raise DropItem(str(error), log_level="DEBUG") from error

    return process_item
