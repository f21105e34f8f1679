"""What the fork server imports before it forks: all that a crawl needs, but no reactor."""

import lxml.html
import oimcrawler.spiders.news
import scrapy.core.downloader.handlers.http11
import scrapy.core.engine
import scrapy.crawler
import scrapy.utils.log
import scrapy.utils.reactor

import oimcrawler.cli
import oimcrawler.cli.crawling
import oimcrawler.runner
