"""What the fork server imports before it forks: all that a crawl needs, but no reactor."""

from importlib import import_module

for name in (
    "lxml.html",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.engine",
    "scrapy.crawler",
    "scrapy.utils.log",
    "scrapy.utils.reactor",
    "oimcrawler.cli.crawling",
    "oimcrawler.runner",
    "oimcrawler.spiders.news",
):
    import_module(name)
