"""From a page to its article: parse the bytes once, learn what a site's pages repeat, and read the body, with no rule for any site."""

from oimcrawler.extraction.extracting import extract
from oimcrawler.extraction.hints import Hints
from oimcrawler.extraction.learning import learn
from oimcrawler.extraction.page import Page, parse
from oimcrawler.extraction.template import RepeatedBlock, Template

__all__ = ["Hints", "Page", "RepeatedBlock", "Template", "extract", "learn", "parse"]
