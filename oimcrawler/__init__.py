"""oimcrawler keeps the news of a mission's site: crawled incrementally, cleaned of what every page repeats, deduplicated and versioned.

The way of the data:

    listing → discovery → fetch (conditional) → keep the bytes → extract → clean → fingerprint → deduplicate → store a version → publish

For programs that only want the cleaning: `clean_documents` for pages, `clean_texts` for the flat text of pages,
`Template` for what a site's pages repeat.
"""

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oimcrawler.cleaning_api import CleanDocument, Template, clean_documents, clean_texts

__all__ = ["CleanDocument", "Template", "__version__", "clean_documents", "clean_texts"]

try:
    __version__ = version("oimcrawler")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"


def __getattr__(name: str) -> Any:
    # Loaded when asked for: most commands start without a parser.
    if name in __all__:
        return getattr(import_module("oimcrawler.cleaning_api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
