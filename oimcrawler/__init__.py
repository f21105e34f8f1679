"""oimcrawler keeps the news of a mission's site: crawled incrementally, cleaned of what every page repeats, deduplicated and versioned.

The way of the data:

    listing → discovery → fetch (conditional) → keep the bytes → extract → clean → fingerprint → deduplicate → store a version → publish
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("oimcrawler")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+unknown"
