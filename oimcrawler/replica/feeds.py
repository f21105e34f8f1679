"""What machines read of the site: robots.txt, the sitemap, the feed of newest articles."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from oimcrawler.replica.writing import Text


def robots(disallow: Sequence[str], crawl_delay: float | None, agent: str, sitemap_origin: str | None) -> str:
    """A robots.txt.

    >>> print(robots(["/search"], 2, "*", None), end="")
    User-agent: *
    Disallow: /search
    Crawl-delay: 2
    """
    lines = [f"User-agent: {agent}", *(f"Disallow: {path}" for path in disallow or [""])]
    lines += [f"Crawl-delay: {crawl_delay:g}"] if crawl_delay is not None else []
    lines += ["", f"Sitemap: {sitemap_origin}/sitemap.xml"] if sitemap_origin else []
    return "\n".join(lines) + "\n"


def sitemap(entries: Iterable[tuple[str, datetime]]) -> str:
    """A sitemap of (address, time of the last change)."""
    rows = "\n".join(
        f"<url><loc>{escape(url)}</loc><lastmod>{moment:%Y-%m-%dT%H:%M:%SZ}</lastmod></url>" for url, moment in entries
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}\n</urlset>\n'


def rss(origin: str, items: Iterable[tuple[str, Text, datetime]]) -> str:
    """An RSS 2.0 feed of (address, text, time of publication)."""
    rows = "\n".join(
        f"<item><title>{escape(text.title)}</title><link>{escape(url)}</link><guid>{escape(url)}</guid>"
        f"<description>{escape(text.teaser)}</description><pubDate>{format_datetime(moment)}</pubDate></item>"
        for url, text, moment in items
    )
    channel = f"<title>News</title><link>{escape(origin)}</link>\n<description>News</description>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>{channel}\n{rows}\n</channel></rss>\n'
