"""Feeds and sitemaps: every dialect, broken ones, hostile ones."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.discovery import Sitemap, read_feed, read_sitemap, rebase_cards
from oimcrawler.discovery.feeds import utc_time
from oimcrawler.model import Card

RSS2 = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>OIM</title>
<link>https://morocco.iom.int</link><atom:link rel="self" href="https://morocco.iom.int/rss.xml"/>
<item><title>L&amp;#039;atelier de Rabat</title><link>http://morocco.iom.int/fr/news/latelier-rabat?utm_source=rss</link>
<pubDate>Sun, 24 Mar 2024 23:30:00 +0100</pubDate><category>Communiqué</category><description>&lt;a
href="https://x.org"&gt;x&lt;/a&gt;</description></item>
<item><title><![CDATA[Un <b>autre</b> titre]]></title><guid isPermaLink="true">https://morocco.iom.int/fr/news/un-
autre</guid><dc:date>2024-03-01T10:00:00Z</dc:date></item>
<item><title>Sans adresse</title><guid isPermaLink="false">8 at https://morocco.iom.int</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>OIM</title><link href="https://morocco.iom.int/"/>
<entry><title type="html">Un &amp;amp; deux</title><link rel="enclosure" href="https://x.org/a.mp3"/><link href="/fr/news/un"/><id>urn:1</id>
<published>2024-03-01T00:30:00+02:00</published><updated>2024-03-02T00:30:00+02:00</updated><category term="News"/></entry></feed>"""
RSS1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<item rdf:about="https://a.org/1"><title>Un</title><dc:date>2020-05-06</dc:date></item></rdf:RDF>"""
MAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> http://www.morocco.iom.int/fr/news/un/ </loc><lastmod>2024-03-01T00:30:00+01:00</lastmod><image:image><image:loc>https://x.org/i.jpg</image:loc></image:image></url>
<url><loc>https://morocco.iom.int/fr/news/deux</loc><lastmod>2024-03-01</lastmod></url><url><loc>https://morocco.iom.int/fr/news/deux</loc></url>
<url><loc>https://morocco.iom.int/fr/news/trois</loc><lastmod>hier</lastmod></url><url><loc>pas une adresse</loc></url></urlset>"""


def test_rss() -> None:
    assert read_feed(RSS2.encode()) == [
        Card(
            "https://morocco.iom.int/fr/news/latelier-rabat", "L'atelier de Rabat", "2024-03-24", "Communiqué", "feed"
        ),
        Card("https://morocco.iom.int/fr/news/un-autre", "Un autre titre", "2024-03-01", None, "feed"),
    ]
    assert read_feed(RSS1.encode()) == [Card("https://a.org/1", "Un", "2020-05-06", None, "feed")]


def test_atom() -> None:
    assert read_feed(ATOM.encode(), "https://morocco.iom.int/fr/atom.xml") == [
        Card("https://morocco.iom.int/fr/news/un", "Un & deux", "2024-03-01", "News", "feed", "2024-03-01T22:30:00Z")
    ]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("</description>", ""),
        lambda text: text[:-90],
        lambda text: "\n  " + text,
        lambda text: text.replace("L&amp;#039;atelier de Rabat", "L&rsquo;atelier de Rabat").replace(
            'encoding="utf-8"', ""
        ),
        lambda text: text.replace("<title>OIM</title>", "<title>OIM & co</title>"),
        lambda text: text.replace("<title>OIM</title>", "<title>O\x0bIM</title>"),
        lambda text: text.replace("<rss ", "<!DOCTYPE rss [<!ENTITY x 'y'>]><rss "),
    ],
)
def test_broken_feeds_still_give_their_entries(damage: object) -> None:
    cards = read_feed(damage(RSS2).encode())  # type: ignore[operator]
    assert [card.url for card in cards][:1] == ["https://morocco.iom.int/fr/news/latelier-rabat"]
    assert cards[0].title == "L'atelier de Rabat"


def test_entities_do_not_grow() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    kind = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    bomb = f'{kind}<rss><channel><item><title>&l11;&f;</title><link a="&l11;">https://a.org/1</link></item></channel></rss>'
    cards = read_feed(bomb.encode())
    assert len(cards) <= 1 and all(len(card.title) < 100 and "root" not in card.title for card in cards)


@pytest.mark.parametrize(
    "data", [b"", b"   ", b"<html><body>x</body></html>", b"\x1f\x8brubbish", b"\x00\xff", b"<", b'{"a":1}', b"<rss>"]
)
def test_what_is_no_feed_is_empty(data: bytes) -> None:
    assert read_feed(data) == [] and read_sitemap(data) == Sitemap()


@given(st.binary(max_size=200), st.sampled_from([b"", b"<rss><item>", b"<urlset><url><loc>", b"\x1f\x8b"]))
def test_nothing_raises(data: bytes, start: bytes) -> None:
    read_feed(start + data), read_sitemap(start + data)


def test_sitemaps() -> None:
    expected = (
        Card("https://morocco.iom.int/fr/news/un", source="sitemap", lastmod="2024-02-29T23:30:00Z"),
        Card("https://morocco.iom.int/fr/news/deux", source="sitemap", lastmod="2024-03-01T00:00:00Z"),
        Card("https://morocco.iom.int/fr/news/trois", source="sitemap"),
    )
    assert read_sitemap(MAP.encode()) == Sitemap(expected)
    assert read_sitemap(gzip.compress(MAP.encode())) == Sitemap(expected)
    assert read_sitemap(gzip.compress(MAP.encode())[:-9]).pages[:1] == expected[:1]
    assert read_sitemap(b"https://a.org/1\nhttps://a.org/2/\n").pages == (
        Card("https://a.org/1", source="sitemap"),
        Card("https://a.org/2", source="sitemap"),
    )


def test_sitemap_indexes() -> None:
    index = (
        "<sitemapindex><sitemap><loc>/sitemap.xml?page=1</loc></sitemap>"
        "<sitemap><loc>https://a.org/2.xml.gz</loc><lastmod>2024-01-01</lastmod></sitemap></sitemapindex>"
    )
    assert read_sitemap(index.encode(), "https://a.org/sitemap.xml") == Sitemap(
        (), ("https://a.org/sitemap.xml?page=1", "https://a.org/2.xml.gz")
    )


def test_a_gzip_bomb_ends() -> None:
    bomb = gzip.compress(b"<urlset><url><loc>https://a.org/1</loc></url>" + b" " * 80_000_000, 9)
    assert [card.url for card in read_sitemap(bomb).pages] == ["https://a.org/1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-01T10:00:00.123456789Z", "2024-03-01T10:00:00Z"),
        ("2024-03-01T10:00+0530", "2024-03-01T04:30:00Z"),
        ("2024-03-01 10:00:00", "2024-03-01T10:00:00Z"),
        ("2024", "2024-01-01T00:00:00Z"),
        ("Fri, 01 Mar 2024 10:00:00 +0100", "2024-03-01T09:00:00Z"),
        ("2024-13-01", None),
        ("0000-00-00T00:00:00Z", None),
        ("0001-01-01T00:00:00+10:00", None),
        ("", None),
    ],
)
def test_times(text: str, expected: str | None) -> None:
    assert utc_time(text) == expected


def test_a_mirrors_feed() -> None:
    cards = [
        Card("http://127.0.0.1:8000/fr/news/un"),
        Card("https://morocco.iom.int/fr/news/deux"),
        Card("https://ailleurs.org/x"),
    ]
    found = rebase_cards(cards, "http://127.0.0.1:8000", "https://morocco.iom.int")
    assert [card.url for card in found] == [
        "https://morocco.iom.int/fr/news/un",
        "https://morocco.iom.int/fr/news/deux",
    ]
