"""The replica keeps its word: what its pages show is what its truth says, and each fault does what its name says."""

import contextlib
import gzip
import http.client
import json
import re
import subprocess
import sys
import threading
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oimcrawler.replica import (
    DESIGNS,
    Bomb,
    BrokenGzip,
    Challenge,
    Empty,
    ErrorPage,
    Fault,
    Huge,
    Instead,
    Login,
    NotHtml,
    Page,
    RedirectLoop,
    Replica,
    Reset,
    Site,
    Stall,
    Status,
    Truncate,
    WrongCharset,
)
from oimcrawler.replica.furniture import FURNITURE, menu
from oimcrawler.replica.posts import prefix
from oimcrawler.replica.slugs import slug
from oimcrawler.replica.texts_fr import FRENCH
from oimcrawler.text import normal_line

BODIES = {
    "drupal": "//div[contains(@class, 'field--type-text-with-summary')]",
    "redesign": "//div[@class='prose__inner']",
    "plain": "(//h2)[1]/following-sibling::div[1]",
}
LANGUAGES = ("fr", "en", "ar")


def page(site: Site, target: str) -> Any:
    """The tree of a page."""
    answer = site.answer(target)
    assert answer.status == 200
    return lxml.html.document_fromstring(answer.body, parser=lxml.html.HTMLParser(encoding="utf-8"))


def lines(container: Any) -> list[str]:
    """The lines of a body, read from its mark-up: a block, an item or a row each."""
    found = []
    for block in container:
        if block.tag in ("ul", "ol", "blockquote"):
            found += [normal_line(item.text_content()) for item in block]
        elif block.tag == "table":
            found += [" | ".join(normal_line(cell.text_content()) for cell in row) for row in block.iter("tr")]
        else:
            found.append(normal_line(block.text_content()))
    return found


def cards(site: Site, target: str) -> list[str]:
    """The article paths of a listing page, each once, in order."""
    found = page(site, target).xpath("//a/@href")
    menu_free = [href for href in found if re.match(r"(/fr|/ar)?/news/.", href)]
    return list(dict.fromkeys(menu_free))


def listing(site: Site, lang: str) -> list[str]:
    """All cards of a language, page by page until a page is empty, repeated ones included."""
    shown: list[str] = []
    number = 0
    while on_page := cards(site, f"{prefix(lang)}?page={number}"):
        assert len(on_page) <= site.per_page
        shown += on_page
        number += 1
    return shown


class TestTexts:
    """The invented articles."""

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_two_articles_share_no_paragraph_but_contact_lines(self, lang: str) -> None:
        site = Site(articles=220, languages=(lang,))
        contact = re.compile(r"@mission\.example$|prendre contact|please contact|يرجى الاتصال")
        seen = Counter(
            line for truth in site.truth().values() for line in set(truth.paragraphs) if len(line.split()) >= 12
        )
        assert [line for line, times in seen.items() if times > 1 and not contact.search(line)] == []
        assert len({truth.title for truth in site.truth().values()}) == 220

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_paragraphs_have_the_length_of_paragraphs(self, lang: str) -> None:
        for truth in Site(articles=40, languages=(lang,)).truth().values():
            long = [line for line in truth.paragraphs if len(line.split()) >= 40]
            assert 3 <= len(long) <= 11
            assert max(len(line.split()) for line in long) <= 125

    def test_no_slot_or_choice_is_left_open_and_french_elides(self) -> None:
        site = Site(articles=120)
        text = "\n".join(
            line for truth in site.truth().values() for line in (truth.title, truth.caption, *truth.paragraphs)
        )
        assert re.findall(r"\[[A-Za-z]\w*(?::\w+)?\]|[{}]", text) == []
        french = "\n".join(line for truth in site.truth().values() if truth.lang == "fr" for line in truth.paragraphs)
        assert re.findall(r"\b(?:[Dd]e|[Qq]ue) [aeiouéèêAEIOUÉ]\w+", french)[:5] == []
        masculine = [words for words in (*FRENCH.themes, *FRENCH.partners, *FRENCH.donors) if words.startswith("le ")]
        assert [words for words in masculine if re.search(rf"\b(?:de|à) {re.escape(words)}", french)] == []

    def test_the_same_seed_gives_the_same_site_and_another_seed_another(self) -> None:
        assert Site(articles=6).truth() == Site(articles=6).truth()
        assert not set(Site(articles=6).paths()) & set(Site(articles=6, seed=2).paths())

    def test_the_hard_cases_are_there(self) -> None:
        site = Site(articles=200)
        truths = list(site.truth().values())
        lines_ = [line for truth in truths for line in truth.paragraphs]
        for lang in LANGUAGES:
            about = normal_line(FURNITURE[lang].about.format(states=174))
            assert any(truth.paragraphs[0].startswith(about) for truth in truths if truth.lang == lang)
        assert any(truth.lang != truth.url_lang for truth in truths)
        assert {"Agir", "Structure"} <= set(lines_)
        assert sum("2030" in line for line in lines_) > 20
        assert any(line.startswith("- ") for line in lines_)
        assert any(line.startswith("[1] ") for line in lines_)
        assert any(" | " in line for line in lines_)
        years = {truth.published_on[:4] for truth in truths}
        assert len(years) >= 5


class TestMenu:
    """The mega menu."""

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_has_the_shape_of_the_platform(self, lang: str) -> None:
        shown = menu(lang, 0).lines()
        assert len(shown) == 17
        assert shown[0] == shown[7] == "-"
        assert shown[2].startswith(FURNITURE[lang].sections[0].heading + FURNITURE[lang].about[:10])
        assert shown[3] == shown[4] and shown[5] == shown[6]
        assert shown[-1] == "- 2030 Agenda"

    def test_changes_by_number_word_and_order(self) -> None:
        first, second, third = (menu("fr", edition).lines() for edition in range(3))
        assert "174" in first[2] and "175" in second[2] and "176" in third[2]
        assert len(second) == 18 and len(third) == 19
        assert first[3:7] != second[3:7]
        assert second[-1] == third[-1] == "- 2030 Agenda"


class TestPages:
    """What the pages show."""

    @pytest.mark.parametrize("design", DESIGNS)
    def test_each_design_shows_exactly_the_truth(self, design: str) -> None:
        site = Site(articles=30, design=design)
        for path, truth in site.truth().items():
            tree = page(site, path)
            [body] = tree.xpath(BODIES[design])
            assert lines(body) == list(truth.paragraphs)
            assert tree.get("lang") == truth.url_lang
            assert tree.get("dir") == ("rtl" if truth.url_lang == "ar" else "ltr")
            assert tree.xpath("//link[@rel='canonical']/@href") == [f"http://replica.example{path}"]
            shown = {normal_line(element.text_content()) for element in tree.iter() if isinstance(element.tag, str)}
            assert {truth.title, truth.kind, truth.scope, truth.caption} <= shown

    @pytest.mark.parametrize("design", DESIGNS)
    def test_furniture_is_around_the_articles_and_never_in_them(self, design: str) -> None:
        site = Site(articles=30, design=design)
        site.banner("Nos bureaux sont fermés le vendredi.")
        site.change_menu()
        furniture = site.lines_of_furniture()
        assert {"- 2030 Agenda", "Local", "Nos bureaux sont fermés le vendredi."} <= furniture
        assert any("175" in line for line in furniture) and any("174" in line for line in furniture)
        for truth in site.truth().values():
            assert not furniture & set(truth.paragraphs)
        text = normal_line(page(site, site.paths("fr")[0]).text_content())
        assert "Nos bureaux sont fermés le vendredi." in text
        assert "175 Etats membres" in text and "174 Etats membres" not in text.split("Nos bureaux")[0]

    def test_every_line_around_an_article_is_known_as_furniture(self) -> None:
        site = Site(articles=12)
        path = site.paths("fr")[0]
        truth = site.truth()[path]
        known = site.lines_of_furniture() | {truth.title, f"{truth.title} | {FURNITURE['fr'].site}"}
        tree = page(site, path)
        for gone in tree.xpath("//script | //style"):
            gone.getparent().remove(gone)
        [body] = tree.xpath(BODIES["drupal"])
        body.clear()
        strings = {normal_line(text) for text in tree.itertext()} - {""}
        sentences = {section.sentence for section in menu("fr", 0).sections}
        assert strings - known - {normal_line(sentence) for sentence in sentences} == set()

    @pytest.mark.parametrize(
        ("design", "meta", "linked", "element"),
        [("drupal", True, False, True), ("redesign", False, True, False), ("plain", False, False, False)],
    )
    def test_designs_tell_the_date_in_their_own_ways(
        self, design: str, meta: bool, linked: bool, element: bool
    ) -> None:
        site = Site(articles=5, design=design)
        path, truth = next(iter(site.truth().items()))
        tree = page(site, path)
        assert bool(tree.xpath("//meta[@property='article:published_time']")) == meta
        assert bool(tree.xpath("//script[@type='application/ld+json']")) == linked
        article_times = [time for time in tree.xpath("//time/@datetime") if time.startswith(truth.published_on)]
        assert bool(article_times) == element
        if linked:
            graph = json.loads(tree.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
            assert graph[1]["datePublished"].startswith(truth.published_on)

    def test_a_listing_goes_newest_first_in_pages_and_ends_empty(self) -> None:
        site = Site(articles=23)
        assert listing(site, "fr") == site.paths("fr")
        assert len(cards(site, "/fr/news?page=2")) == 3
        assert site.answer("/fr/news?page=3").status == 200
        assert cards(site, "/fr/news?page=3") == cards(site, "/fr/news?page=99999999") == []
        assert cards(site, "/fr/news?page=abc") == cards(site, "/fr/news")
        dates = [site.truth()[path].published_on for path in site.paths("fr")]
        assert dates == sorted(dates, reverse=True)

    def test_cards_are_where_scrapers_look(self) -> None:
        site = Site(articles=10)
        found = page(site, "/news").xpath("//div[contains(@class, 'article-detail')]/..")
        assert len(found) == 10
        assert all(card.xpath(".//h5[@class='title']") and card.xpath(".//div[@class='date']") for card in found)

    def test_every_route(self) -> None:
        site = Site(articles=8, feeds=True)
        path = site.paths("fr")[0]
        truth = site.truth()[path]
        for target in (f"/fr/node/{truth.node}", path + "/", path + "?utm_source=x"):
            assert page(site, target).xpath("//link[@rel='canonical']/@href") == [f"http://replica.example{path}"]
        assert site.answer("/").headers["Location"].endswith("/news")
        assert site.answer("/ar").headers["Location"].endswith("/ar/news")
        assert (
            site.answer("/fr/news/nothing-here").status
            == site.answer("/node/999999").status
            == site.answer("/fr/other").status
            == 404
        )
        assert site.answer("/node/²").status == 404
        assert b"Disallow: /search" in site.answer("/robots.txt").body
        sitemap = site.answer("/sitemap.xml").body.decode()
        assert sitemap.count("<loc>") == 24 and f"<loc>http://replica.example{path}</loc>" in sitemap
        assert site.answer("/rss.xml").body.count(b"<item>") == 20
        assert Site(articles=1).answer("/sitemap.xml").status == Site(articles=1).answer("/rss.xml").status == 404
        picture = site.answer(page(site, path).xpath("//figure/img/@src")[0])
        assert (
            picture.content_type == "image/png"
            and picture.body.startswith(b"\x89PNG")
            and zlib.crc32(picture.body[12:29]) == int.from_bytes(picture.body[29:33])
        )

    def test_translations_share_a_node_and_name_each_other(self) -> None:
        site = Site(articles=20)
        nodes = Counter(truth.node for truth in site.truth().values())
        assert {1, 2} <= set(nodes.values())
        node = next(node for node, editions in nodes.items() if editions == 3)
        paths = {truth.url_lang: path for path, truth in site.truth().items() if truth.node == node}
        for path in paths.values():
            tree = page(site, path)
            found = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@rel='alternate']")}
            assert found == {lang: f"http://replica.example{other}" for lang, other in paths.items()}

    def test_robots_can_be_switched(self) -> None:
        site = Site(articles=1)
        site.robots(disallow=("/fr/news",), crawl_delay=2.5)
        assert site.answer("/robots.txt").body.decode().splitlines() == [
            "User-agent: *",
            "Disallow: /fr/news",
            "Crawl-delay: 2.5",
        ]

    @pytest.mark.parametrize("design", DESIGNS)
    def test_a_heavy_page_has_its_weight_and_the_same_text(self, design: str) -> None:
        site = Site(articles=3, design=design, weight_kb=117)
        for path, truth in site.truth().items():
            assert abs(len(site.answer(path).body) - 117 * 1024) < 300
            [body] = page(site, path).xpath(BODIES[design])
            assert lines(body) == list(truth.paragraphs)

    def test_a_quiet_page_stays_as_it_is_and_a_volatile_one_never_does(self) -> None:
        quiet, volatile = Site(articles=12), Site(articles=12, volatile=True)
        assert quiet.truth() == volatile.truth()
        for target in (quiet.paths()[0], "/fr/news"):
            first = quiet.answer(target)
            assert first == quiet.answer(target) and first.etag and first.last_modified == quiet.now
            renderings = [volatile.answer(target) for _ in range(20)]
            assert len({answer.body for answer in renderings}) == 20
            assert {(answer.etag, answer.last_modified) for answer in renderings} == {(None, None)}
        path = volatile.paths("fr")[0]
        counters = {
            normal_line(page(volatile, path).xpath("string(//div[@class='statistics-counter'])")) for _ in range(5)
        }
        assert len(counters) == 5 and counters <= volatile.lines_of_furniture()
        related = {
            tuple(page(volatile, volatile.paths("fr")[0]).xpath("//span[@class='related-title']/text()"))
            for _ in range(12)
        }
        assert len(related) > 5

    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            ("Déclaration commune : « L’Égalité, d’abord ! »", "declaration-commune-legalite-dabord"),
            ("Formation à Rabat – 28/02/2020", "formation-rabat-28/02/2020"),
            ("The IOM and the UN by the sea", "iom-and-un-sea"),
            ("اللقاء", "allqa"),
            ("???", "untitled"),
        ],
    )
    def test_slugs(self, title: str, expected: str) -> None:
        assert slug(title) == expected

    def test_a_slug_is_cut_at_a_word(self) -> None:
        assert slug("abcde " * 60, longest=20) == "abcde-abcde-abcde"
        assert len(slug("x" * 300)) == 180


class TestTimeline:
    """What happens to articles."""

    def test_publishing_appends_and_a_late_insertion_goes_to_its_date(self) -> None:
        site = Site(articles=15)
        before = site.paths("fr")
        site.advance(days=2)
        new = site.publish(3, lang="fr")
        assert site.paths("fr") == new[::-1] + before
        [late] = site.publish(1, lang="ar", date="2024-03-01")
        dates = [site.truth()[path].published_on for path in site.paths("ar")]
        assert dates == sorted(dates, reverse=True) and site.truth()[late].published_on == "2024-03-01"
        assert site.paths("ar")[0] != late
        with pytest.raises(ValueError, match="no xx"):
            site.publish(1, lang="xx")

    @pytest.mark.parametrize("kind", ["word", "paragraph", "title"])
    def test_an_edit_changes_what_it_says_and_a_revert_brings_it_back(self, kind: str) -> None:
        site = Site(articles=12)
        for path in site.paths():
            before = site.truth()[path]
            site.edit(path, kind=kind)
            after = site.truth()[path]
            assert (before.title == after.title) == (kind != "title")
            changed = [line for line in after.paragraphs if line not in before.paragraphs]
            assert len(changed) == (0 if kind == "title" else 1)
            assert len(after.paragraphs) - len(before.paragraphs) == (kind == "paragraph")
            site.revert(path)
            assert site.truth()[path] == before
        with pytest.raises(ValueError, match="no such kind"):
            site.edit(site.paths()[0], kind="picture")

    def test_many_edits_are_many_texts(self) -> None:
        site = Site(articles=2)
        path = site.paths("en")[0]
        texts = {site.truth()[path].paragraphs}
        for turn in range(9):
            site.edit(path, kind=("word", "paragraph", "word")[turn % 3])
            texts.add(site.truth()[path].paragraphs)
        assert len(texts) == 10

    def test_moves(self) -> None:
        site = Site(articles=5)
        first, second = site.paths("fr")[:2]
        node = site.truth()[first].node
        moved = site.move(first)
        again = site.move(moved)
        assert site.answer(first).status == site.answer(moved).status == 301
        assert site.answer(first).headers["Location"] == f"http://replica.example{again}"
        assert site.truth()[again].node == node and first not in site.truth()
        silent = site.move(second, redirect=False)
        assert site.answer(second).status == 404 and site.answer(silent).status == 200

    def test_twins_share_their_text_and_have_cards_of_their_own(self) -> None:
        site = Site(articles=5)
        path = site.paths("fr")[1]
        twin = site.twin(path)
        assert twin == f"{path}-0" and site.twin(path) == f"{path}-1"
        site.edit(path)
        truth = site.truth()
        assert truth[twin].paragraphs == truth[path].paragraphs and truth[twin].node != truth[path].node
        assert truth[twin].address_of == path and truth[path].address_of is None
        assert {path, twin} <= set(listing(site, "fr"))

    def test_withdrawn_articles_answer_so_and_come_back(self) -> None:
        site = Site(articles=5)
        path = site.paths("fr")[0]
        for status in (404, 410):
            site.withdraw(path, status)
            assert site.answer(path).status == status
            assert path not in listing(site, "fr") and not site.truth()[path].live
            site.restore(path)
            assert site.answer(path).status == 200 and site.paths("fr")[0] == path

    def test_a_pin_stands_on_top_and_in_its_place(self) -> None:
        site = Site(articles=25)
        path = site.paths("fr")[13]
        site.pin(path)
        assert listing(site, "fr") == [path, *site.paths("fr")]
        site.unpin(path)
        assert listing(site, "fr") == site.paths("fr")

    def test_a_listing_can_shrink(self) -> None:
        site = Site(articles=12)
        oldest = site.paths("fr")[-1]
        assert site.shrink("fr", 5)[0] == oldest
        assert len(listing(site, "fr")) == 7 and len(site.paths("en")) == 12

    def test_the_clock_is_its_own_and_only_goes_forward(self) -> None:
        site = Site(articles=1)
        assert site.now.isoformat() == "2026-01-05T08:00:00+00:00"
        site.advance(days=365)
        assert site.now.year == 2027
        with pytest.raises(ValueError, match="forward"):
            site.advance(days=-1)

    def test_every_change_of_a_page_gives_it_a_new_validator(self) -> None:
        site = Site(articles=5)
        path = site.paths("fr")[0]
        seen = [site.answer(path)]
        for change in (
            site.change_menu,
            lambda: site.edit(path),
            lambda: site.banner("Avis"),
            lambda: site.redesign("plain"),
        ):
            change()
            seen.append(site.answer(path))
        assert len({answer.etag for answer in seen}) == len({answer.last_modified for answer in seen}) == 5

    @settings(max_examples=30)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(
                    [
                        "publish",
                        "late",
                        "edit",
                        "revert",
                        "move",
                        "hide",
                        "twin",
                        "withdraw",
                        "restore",
                        "menu",
                        "design",
                        "shrink",
                        "day",
                    ]
                ),
                st.integers(0, 40),
            ),
            max_size=25,
        )
    )
    def test_listings_show_exactly_the_live_articles_newest_first(self, steps: list[tuple[str, int]]) -> None:
        site = Site(articles=4, languages=("fr", "en"), per_page=3)
        for step, number in steps:
            everything = sorted(site.truth())
            path = everything[number % len(everything)]
            lang = ("fr", "en")[number % 2]
            match step:
                case "publish":
                    site.publish(number % 3, lang=lang)
                case "late":
                    site.publish(1, lang=lang, date=f"20{10 + number % 15}-0{1 + number % 9}-11")
                case "edit":
                    site.edit(path, kind=("word", "paragraph", "title")[number % 3])
                case "revert":
                    with contextlib.suppress(ValueError):
                        site.revert(path)
                case "move" | "hide":
                    site.move(path, redirect=step == "move")
                case "twin":
                    site.twin(path)
                case "withdraw":
                    site.withdraw(path, (404, 410)[number % 2])
                case "restore":
                    site.restore(path)
                case "menu":
                    site.change_menu()
                case "design":
                    site.redesign(sorted(DESIGNS)[number % 3])
                case "shrink":
                    site.shrink(lang, number % 2)
                case "day":
                    site.advance(days=number)
        truth = site.truth()
        for lang in site.languages:
            shown = listing(site, lang)
            assert shown == site.paths(lang)
            assert set(shown) == {path for path, article in truth.items() if article.live and article.url_lang == lang}
            dates = [truth[path].published_on for path in shown]
            assert dates == sorted(dates, reverse=True)
            for path in shown:
                [body] = page(site, path).xpath(BODIES[site.design])
                assert lines(body) == list(truth[path].paragraphs)


@pytest.fixture
def replica() -> Iterator[Replica]:
    """A small site being served."""
    with Replica(Site(articles=12)) as serving:
        yield serving


def fetch(replica: Replica, target: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (lower case) and raw body."""
    connection = http.client.HTTPConnection(replica.origin.removeprefix("http://"), timeout=20)
    try:
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        with contextlib.closing(answer):
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


class TestServer:
    """The site over HTTP."""

    def test_serves_and_takes_note(self, replica: Replica) -> None:
        status, headers, body = fetch(replica, "/fr/news?page=1", User_Agent="test")
        assert (
            status == 200
            and headers["content-length"] == str(len(body))
            and body == replica.site.answer("/fr/news?page=1", replica.origin).body
        )
        [request] = replica.requests
        assert (request.path, request.method, request.status, request.bytes_sent) == (
            "/fr/news?page=1",
            "GET",
            200,
            len(body),
        )
        assert request.headers["user-agent"] == "test"
        replica.clear()
        assert replica.requests == []

    def test_gzip_only_when_accepted(self, replica: Replica) -> None:
        _, plain_headers, plain = fetch(replica, "/fr/news")
        _, headers, packed = fetch(replica, "/fr/news", Accept_Encoding="deflate, gzip;q=0.8")
        assert headers["content-encoding"] == "gzip" and gzip.decompress(packed) == plain
        assert "content-encoding" not in plain_headers and plain_headers["vary"] == headers["vary"] == "Accept-Encoding"
        assert plain_headers["etag"] != headers["etag"]
        assert "content-encoding" not in fetch(replica, "/fr/news", Accept_Encoding="gzip;q=0")[1]

    def test_not_modified(self, replica: Replica) -> None:
        path = replica.site.paths("fr")[0]
        _, headers, _ = fetch(replica, path)
        etag, modified = headers["etag"], headers["last-modified"]
        early = "Mon, 05 Jan 2015 08:00:00 GMT"
        for asked, expected in (
            ({"If_None_Match": etag}, 304),
            ({"If_None_Match": f'"other", {etag}'}, 304),
            ({"If_None_Match": "*"}, 304),
            ({"If_None_Match": f"W/{etag}"}, 200),
            ({"If_None_Match": '"other"', "If_Modified_Since": modified}, 200),
            ({"If_None_Match": etag, "If_Modified_Since": early}, 304),
            ({"If_Modified_Since": modified}, 304),
            ({"If_Modified_Since": early}, 200),
            ({"If_Modified_Since": "yesterday"}, 200),
        ):
            status, answered, body = fetch(replica, path, **asked)
            assert (status, answered["etag"]) == (expected, etag), asked
            assert bool(body) == (expected == 200)
        replica.site.edit(path)
        assert fetch(replica, path, If_None_Match=etag)[0] == fetch(replica, path, If_Modified_Since=modified)[0] == 200

    def test_no_304_for_what_is_gone_or_volatile(self) -> None:
        with Replica(Site(articles=2, volatile=True)) as replica:
            path = replica.site.paths()[0]
            status, headers, _ = fetch(
                replica, path, If_None_Match="*", If_Modified_Since="Mon, 05 Jan 2099 08:00:00 GMT"
            )
            assert status == 200 and not {"etag", "last-modified"} & set(headers)
            replica.site.withdraw(path, 410)
            assert fetch(replica, path, If_None_Match="*")[0] == 410

    def test_head_sends_no_body_and_keeps_the_connection(self, replica: Replica) -> None:
        connection = http.client.HTTPConnection(replica.origin.removeprefix("http://"), timeout=20)
        for method in ("HEAD", "GET", "HEAD", "GET"):
            connection.request(method, "/news")
            answer = connection.getresponse()
            assert answer.status == 200 and bool(answer.read()) == (method == "GET")
        connection.close()
        assert len(replica.requests) == 4

    def test_many_at_once(self, replica: Replica) -> None:
        paths = replica.site.paths()
        wrong: list[str] = []

        def visit(path: str) -> None:
            if fetch(replica, path)[0] != 200:
                wrong.append(path)

        threads = [threading.Thread(target=visit, args=(paths[number % len(paths)],)) for number in range(100)]
        for thread in threads:
            thread.start()
        replica.site.publish(5)
        for thread in threads:
            thread.join(timeout=30)
        assert wrong == [] and len(replica.requests) == 100

    def test_closing_ends_idle_connections_and_threads(self) -> None:
        replica = Replica(Site(articles=1))
        with replica:
            idle = http.client.HTTPConnection(replica.origin.removeprefix("http://"), timeout=20)
            idle.request("GET", "/news")
            idle.getresponse().read()
        assert [thread.name for thread in threading.enumerate() if thread.name.startswith("replica")] == []
        with pytest.raises((OSError, http.client.HTTPException)):
            idle.request("GET", "/news")
            idle.getresponse()
        idle.close()
        replica.close()

    def test_a_hook_makes_items_slide_in_mid_crawl(self, replica: Replica) -> None:
        replica.before(r"^/fr/news\?page=1$", lambda: replica.site.publish(1, lang="fr"))
        last_of_first = cards(replica.site, "/fr/news?page=0")[-1]
        _, _, second = fetch(replica, "/fr/news?page=1")
        assert last_of_first.encode() in second
        count = len(replica.site.paths("fr"))
        fetch(replica, "/fr/news?page=1")
        assert len(replica.site.paths("fr")) == count

    def test_the_program_serves_until_it_is_told_to_stop(self) -> None:
        command = [sys.executable, "-m", "oimcrawler.replica", "--port", "0", "--articles", "2", "--design", "plain"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                address = process.stdout.readline().strip()
                host, _, path = address.removeprefix("http://").partition("/")
                connection = http.client.HTTPConnection(host, timeout=20)
                connection.request("GET", f"/{path}")
                assert connection.getresponse().status == 200
                connection.close()
            finally:
                process.terminate()
            assert process.wait(timeout=20) == 0


class TestFaults:
    """What can go wrong."""

    def test_times_and_patterns_and_mending(self, replica: Replica) -> None:
        replica.fault(r"/fr/news$", Status(503, times=2, retry_after="2"))
        statuses = [fetch(replica, "/fr/news") for _ in range(3)]
        assert [status for status, _, _ in statuses] == [503, 503, 200] and statuses[0][1]["retry-after"] == "2"
        replica.fault("/news", Status(500))
        assert fetch(replica, "/news")[0] == fetch(replica, "/ar/news?page=1")[0] == 500
        assert fetch(replica, "/robots.txt")[0] == 200
        replica.mend()
        assert fetch(replica, "/news")[0] == 200
        assert [request.status for request in replica.requests] == [503, 503, 200, 500, 500, 200, 200]

    def test_faults_from_the_start_and_retry_after_as_a_date(self) -> None:
        with Replica(
            Site(articles=1),
            faults={"robots": Status(429, retry_after_date=120, body="wait", headers={"X-Why": "rate"})},
        ) as replica:
            status, headers, body = fetch(replica, "/robots.txt")
            assert (status, headers["x-why"], body) == (429, "rate", b"wait")
            assert parsedate_to_datetime(headers["retry-after"]) - replica.site.now == timedelta(seconds=120)

    @pytest.mark.parametrize("fault", [Reset(), Reset(after_headers=True)])
    def test_reset(self, replica: Replica, fault: Fault) -> None:
        replica.fault("/news", fault)
        with pytest.raises(ConnectionResetError):
            fetch(replica, "/news")

    def test_truncate(self, replica: Replica) -> None:
        replica.fault("/news", Truncate(share=0.25, times=1))
        with pytest.raises(http.client.IncompleteRead) as caught:
            fetch(replica, "/news")
        whole = fetch(replica, "/news")[2]
        assert caught.value.partial == whole[: len(whole) // 4]

    def test_broken_gzip(self, replica: Replica) -> None:
        replica.fault("/news", BrokenGzip())
        _, headers, body = fetch(replica, "/news")
        assert headers["content-encoding"] == "gzip"
        with pytest.raises((zlib.error, OSError, EOFError)):
            gzip.decompress(body)

    def test_wrong_charset(self, replica: Replica) -> None:
        replica.fault("/fr/news", WrongCharset(times=1))
        _, headers, body = fetch(replica, "/fr/news")
        assert headers["content-type"] == "text/html; charset=ISO-8859-1" and "Actualités" in body.decode()
        replica.fault("/fr/news", WrongCharset(declared="utf-8", actual="cp1252"))
        _, headers, body = fetch(replica, "/fr/news")
        with pytest.raises(UnicodeDecodeError):
            body.decode()
        assert "Actualités" in body.decode("cp1252")

    def test_bomb(self, replica: Replica) -> None:
        replica.fault("/news", Bomb(megabytes=20))
        _, headers, body = fetch(replica, "/news")
        assert headers["content-encoding"] == "gzip" and len(body) < 200_000
        assert len(gzip.decompress(body)) > 20 * 1024 * 1024

    @pytest.mark.parametrize("declared", [True, False])
    def test_huge(self, replica: Replica, declared: bool) -> None:
        replica.fault("/news", Huge(megabytes=3, declared=declared))
        _, headers, body = fetch(replica, "/news")
        assert len(body) == 3 * 1024 * 1024 and ("content-length" in headers) == declared
        assert replica.requests[-1].bytes_sent == len(body)

    def test_a_client_that_leaves_a_huge_page_stops_it(self) -> None:
        with Replica(Site(articles=1), faults={"/news": Huge(megabytes=100_000)}) as replica:
            connection = http.client.HTTPConnection(replica.origin.removeprefix("http://"), timeout=20)
            connection.request("GET", "/news")
            answer = connection.getresponse()
            assert len(answer.read(1000)) == 1000
            answer.close()
            connection.close()

    @pytest.mark.parametrize("after_headers", [False, True])
    def test_a_stall_waits_and_ends_with_the_server(self, after_headers: bool) -> None:
        replica = Replica(Site(articles=1), faults={"/news": Stall(600, after_headers=after_headers)})
        outcome: list[object] = []

        def visit() -> None:
            try:
                outcome.append(fetch(replica, "/news"))
            except (OSError, http.client.HTTPException) as error:
                outcome.append(error)

        visitor = threading.Thread(target=visit)
        arrived = threading.Event()
        replica.before("/news", arrived.set)
        with replica:
            visitor.start()
            assert arrived.wait(20) and outcome == []
        visitor.join(timeout=20)
        assert isinstance(outcome[0], (OSError, http.client.HTTPException))

    def test_a_short_stall_answers_in_the_end(self, replica: Replica) -> None:
        replica.fault("/news", Stall(0.01, after_headers=True, times=1))
        replica.fault("/news", Stall(0.01, times=1))
        assert fetch(replica, "/news")[2] == fetch(replica, "/news")[2] == fetch(replica, "/news")[2]

    def test_redirect_loop(self, replica: Replica) -> None:
        replica.fault("/news", RedirectLoop())
        seen, target = [], "/news"
        for _ in range(4):
            status, headers, _ = fetch(replica, target)
            assert status == 302
            target = headers["location"].removeprefix(replica.origin)
            seen.append(target)
        assert seen == ["/news?loop=1", "/news?loop=2", "/news?loop=3", "/news?loop=4"]
        replica.mend()
        replica.fault("/news", RedirectLoop(same=True))
        assert fetch(replica, "/news?page=1")[1]["location"] == f"{replica.origin}/news?page=1"

    def test_another_page_in_its_place(self, replica: Replica) -> None:
        replica.fault(r"/fr/news\?page=[1-9]", Instead("/fr/news?page=0"))
        assert fetch(replica, "/fr/news?page=7")[2] == fetch(replica, "/fr/news?page=0")[2]

    @pytest.mark.parametrize(
        ("fault", "status", "words"),
        [
            (Challenge(), 403, "Just a moment..."),
            (Challenge(code=200), 200, "Just a moment..."),
            (Login(), 200, 'type="password"'),
            (Empty(), 200, ""),
            (ErrorPage(), 200, "Page non trouvée"),
            (ErrorPage(bare=True), 200, "The website encountered an unexpected error"),
            (Page("<h1>Parked</h1>", code=200), 200, "Parked"),
        ],
    )
    def test_pages_that_are_no_articles(self, replica: Replica, fault: Fault, status: int, words: str) -> None:
        path = replica.site.paths("fr")[0]
        replica.fault("/fr/news/", fault)
        answered, headers, body = fetch(replica, path)
        assert answered == status and headers["content-type"].startswith("text/html")
        assert words in body.decode() and bool(words) == bool(body)
        assert not any(paragraph in body.decode() for paragraph in replica.site.truth()[path].paragraphs)
        assert "etag" not in headers

    @pytest.mark.parametrize("design", DESIGNS)
    def test_a_login_page_has_a_form_in_every_design(self, design: str) -> None:
        with Replica(Site(articles=1, design=design), faults={"/ar/news": Login()}) as replica:
            assert fetch(replica, "/ar/news")[2].count(b'type="password"') == 1

    def test_not_html(self, replica: Replica) -> None:
        replica.fault("/news", NotHtml(times=1))
        _, headers, body = fetch(replica, "/news")
        assert (
            headers["content-type"] == "application/pdf" and body.startswith(b"%PDF-1.4") and body.endswith(b"%%EOF\n")
        )
        replica.fault("/news", NotHtml(declared="text/html"))
        assert fetch(replica, "/news")[1]["content-type"] == "text/html"
