"""What a reader's desk needs, as plain text and values: citations, differences between versions, plots."""

from oimcrawler.desk.citations import FORMATS, CitedArticle, cite
from oimcrawler.desk.diffs import Op, ansi, document, plain, unified, word_diff
from oimcrawler.desk.plots import bars, months_by_language, svg_bars, svg_months

__all__ = [
    "FORMATS",
    "CitedArticle",
    "Op",
    "ansi",
    "bars",
    "cite",
    "document",
    "months_by_language",
    "plain",
    "svg_bars",
    "svg_months",
    "unified",
    "word_diff",
]
