"""robots.txt: rules, delays, and what a missing or failing one means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.robots import read_robots, robots_for

DRUPAL = b"""\xef\xbb\xbf# robots
User-agent: *
Crawl-delay: 10
Allow: /core/*.css$
Disallow: /core/
Disallow: /user/login
Disallow: /*?sort=
Sitemap: https://morocco.iom.int/sitemap.xml
Sitemap: https://morocco.iom.int/sitemap.xml

User-agent: oimcrawler
Disallow: /prive/
Request-rate: 1/4
"""
AGENT = "oimcrawler/0.1.0 (news archive; presse@example.org)"
SITE = "https://morocco.iom.int"


def test_rules_of_ones_own_group() -> None:
    robots = read_robots(DRUPAL, AGENT)
    assert robots.agent == "oimcrawler"
    assert robots.allowed(f"{SITE}/user/login") and not robots.allowed(f"{SITE}/prive/x")
    assert robots.crawl_delay == 4.0 and robots.sitemaps == (f"{SITE}/sitemap.xml",)


def test_rules_for_everybody() -> None:
    robots = read_robots(DRUPAL, "autre/1.0")
    assert robots.allowed(f"{SITE}/fr/news/x") and robots.allowed(f"{SITE}/core/a.css")
    assert not any(robots.allowed(SITE + path) for path in ("/core/x", "/user/login", "/fr/news?sort=x"))
    assert robots.crawl_delay == 10.0


@pytest.mark.parametrize("line", [b"Crawl-delay: -4", b"Crawl-delay: nan", b"Crawl-delay: vite", b""])
def test_a_delay_that_is_none(line: bytes) -> None:
    assert read_robots(b"User-agent: *\nDisallow: /x\n" + line, AGENT).crawl_delay is None


def test_a_delay_has_an_end() -> None:
    assert read_robots(b"User-agent: *\nCrawl-delay: 999999", AGENT).crawl_delay == 600.0


@pytest.mark.parametrize(
    ("status", "allowed", "reachable", "advised"),
    [
        (404, True, True, False),
        (410, True, True, False),
        (401, True, True, True),
        (403, True, True, True),
        (429, False, False, True),
        (500, False, False, True),
        (503, False, False, True),
        (302, False, False, True),
        (None, False, False, True),
    ],
)
def test_what_an_absent_file_means(status: int | None, allowed: bool, reachable: bool, advised: bool) -> None:
    robots = robots_for(status, b"User-agent: *\nDisallow: /", AGENT)
    assert (robots.allowed(f"{SITE}/fr/news"), robots.reachable, bool(robots.advice)) == (allowed, reachable, advised)


def test_a_web_page_is_no_robots() -> None:
    robots = robots_for(200, b"<!DOCTYPE html><html>User-agent: *\nDisallow: /\n</html>", AGENT)
    assert robots.allowed(SITE) and "web page" in robots.advice
    assert not robots_for(200, b"User-agent: *\nDisallow: /", AGENT).allowed(f"{SITE}/x")


@given(st.binary(max_size=300), st.text(max_size=20))
def test_no_file_raises(body: bytes, agent: str) -> None:
    robots = read_robots(b"User-agent: *\n" + body, agent)
    robots.allowed("https://a.org/x"), robots.allowed("n'importe quoi")
