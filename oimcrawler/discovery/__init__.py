"""Finding articles: listings read as cards in their order, the way to the next page, feeds and sitemaps."""

from oimcrawler.discovery.feeds import Sitemap, read_feed, read_sitemap, rebase_cards
from oimcrawler.discovery.listing import ListingPage, read_listing
from oimcrawler.discovery.pager import listing_url, next_page, page_number, same_cards

__all__ = [
    "ListingPage",
    "Sitemap",
    "listing_url",
    "next_page",
    "page_number",
    "read_feed",
    "read_listing",
    "read_sitemap",
    "rebase_cards",
    "same_cards",
]
