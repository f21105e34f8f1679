"""Web archives: WARC and WACZ, written from what was kept (`pack`) and read from whoever made them (`read`)."""

from oimcrawler.webarchives.packing import Packed, pack
from oimcrawler.webarchives.reading import Found, read

__all__ = ["Found", "Packed", "pack", "read"]
