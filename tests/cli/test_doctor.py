"""The doctor on the replica: a healthy site, and each way in which a site can be unwell."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from oimcrawler.cli.examination import examine
from oimcrawler.cli.examination.advice import body_selector
from oimcrawler.cli.examination.client import Client
from oimcrawler.extraction import parse
from oimcrawler.profiles import load_profile
from oimcrawler.replica import (
    BrokenGzip,
    Challenge,
    Empty,
    ErrorPage,
    Fault,
    Page,
    RedirectLoop,
    Replica,
    Reset,
    Site,
    Status,
    Truncate,
)
from oimcrawler.text import normal_line
from tests.cli.commands import Ended, run


@pytest.fixture
def replica() -> Iterator[Replica]:
    with Replica(Site(articles=12, seed=3)) as running:
        yield running


def doctor(replica: Replica, target: str = "iom-morocco", *words: object) -> Ended:
    base = ("--base-url", replica.origin) if target == "iom-morocco" else ()
    return run("doctor", target, *base, "--delay", "0", "--json", "--archive", "/nonexistent/a.db", *words)


def test_a_healthy_site_is_read(replica: Replica) -> None:
    ended = doctor(replica)
    assert (ended.code, ended.complaints) == (0, [])
    found = ended.document
    assert found["robots"]["status"] == 200
    [listing] = found["listings"]
    assert (listing["verdict"], listing["cards"], listing["with_date"]) == ("ok", 10, 10)
    assert "etag" in listing["headers"] and listing["charset"] == "utf-8" and listing["next_page"].endswith("?page=1")
    article = found["article"]
    truth = replica.site.truth()[article["key"].removeprefix("https://morocco.iom.int")]
    assert normal_line(article["fields"]["title"]["value"]) == normal_line(truth.title)
    assert article["fields"]["title"]["method"] and article["fields"]["title"]["place"]
    assert article["slug"]["fits"]
    assert article["readers"]["general"]["paragraphs"] == len(truth.paragraphs)
    assert len(replica.requests) == 3
    people = run(
        "doctor", "iom-morocco", "--base-url", replica.origin, "--delay", "0", "--archive", "/nonexistent/a.db"
    )
    assert truth.title[:12] in people.out and "robots.txt" in people.out


def test_what_an_archive_has_learned_is_shown(replica: Replica, tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    pages = tmp_path / "pages"
    pages.mkdir()
    for number, path in enumerate(replica.site.paths("fr")[:6]):
        (pages / f"{number}.html").write_bytes(replica.site.answer(path, "https://morocco.iom.int").body)
    assert run("import", pages, "--archive", archive).code == 0
    found = run(
        "doctor", "iom-morocco", "--base-url", replica.origin, "--delay", "0", "--json", "--archive", archive
    ).document
    assert {"template", "general"} <= set(found["article"]["readers"])
    assert found["article"]["readers"]["template"]["method"] == "template"


def test_an_address_is_enough(replica: Replica) -> None:
    path = replica.site.paths("en")[2]
    ended = doctor(replica, replica.origin + path)
    assert ended.code == 0
    assert ended.document["article"]["url"] == replica.origin + path
    assert any("patterns = ['^/news/" in line for line in ended.document["advice"])
    assert any("no profile knows this site" in line for line in ended.document["advice"])
    listing = doctor(replica, f"{replica.origin}/ar/news")
    assert (
        listing.code == 0
        and listing.document["listings"][0]["cards"] == 10
        and listing.document["article"]["lang"] == "ar"
    )


EVERY_LISTING = r"/(?:fr/|ar/)?news(?:\?|$)"
TROUBLES: dict[str, tuple[str, Fault, int]] = {
    "listing refused": (EVERY_LISTING, Status(403), 11),
    "listing challenged": (EVERY_LISTING, Challenge(), 11),
    "too many requests": (EVERY_LISTING, Status(429), 11),
    "listing failing": (EVERY_LISTING, Status(500), 12),
    "listing gone": (EVERY_LISTING, Status(404), 10),
    "listing without cards": (
        EVERY_LISTING,
        Page("<html><body><h1>Actualités</h1><p>Bienvenue sur le nouveau site.</p></body></html>"),
        10,
    ),
    "article refused": ("/fr/news/", Challenge(), 11),
    "article without text": ("/fr/news/", Page("<html><body><nav><a href='/'>Accueil</a></nav></body></html>"), 10),
    "article broken": ("/fr/news/", BrokenGzip(), 12),
    "article cut off": ("/fr/news/", Truncate(), 12),
    "article empty": ("/fr/news/", Empty(), 12),
    "article an error page": ("/fr/news/", ErrorPage(), 12),
    "article in a circle": ("/fr/news/", RedirectLoop(), 10),
    "robots failing": ("/robots.txt", Status(503), 11),
    "robots reset": ("/robots.txt", Reset(), 14),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_each_trouble_has_its_code_and_one_line(replica: Replica, name: str) -> None:
    pattern, fault, code = TROUBLES[name]
    replica.fault(pattern, fault)
    ended = doctor(replica)
    assert ended.code == code, ended
    assert len(ended.complaints) == 1 and ended.complaints[0].startswith("oimcrawler: ")
    assert (ended.document["exit_code"], len(replica.requests) <= 6) == (code, True)


def test_robots_forbids(replica: Replica) -> None:
    replica.site.robots(disallow=["/fr/news", "/news", "/ar/news"])
    ended = doctor(replica)
    assert ended.code == 11 and "robots.txt forbids" in ended.err
    assert [request.path for request in replica.requests] == ["/robots.txt"]


def test_nobody_there() -> None:
    ended = run("doctor", "iom-morocco", "--base-url", "http://127.0.0.1:9", "--delay", "0")
    assert ended.code == 14 and "127.0.0.1:9" in ended.err


def test_a_profile_that_does_not_fit_is_told_what_to_write(
    replica: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (
        'name = "ponts"\norigin = "https://ponts.example"\n[listings]\nfr = "/fr/news"\n[article]\npatterns '
        '= ["^/articles/(?P<slug>.+)$"]\n[[hints]]\nbody = ["div.nowhere"]\n'
    )
    (tmp_path / "ponts.toml").write_text(text, "utf-8")
    monkeypatch.setenv("OIMCRAWLER_SITES", str(tmp_path))
    ended = run("doctor", "ponts", "--base-url", replica.origin, "--delay", "0", "--json")
    assert ended.code == 10
    assert any("patterns = ['^/fr/news/(?P<slug>.+)$']" in line for line in ended.document["advice"]), ended.document[
        "advice"
    ]
    (tmp_path / "ponts.toml").write_text(text.replace("/articles/", "/fr/news/"), "utf-8")
    mended = run("doctor", "ponts", "--base-url", replica.origin, "--delay", "0", "--json")
    assert mended.code == 0
    assert any(line.startswith("[[hints]] body = ") for line in mended.document["advice"]), mended.document["advice"]


def test_the_body_is_named_by_a_selector() -> None:
    page = parse(
        "<main class='page'><div class='wrap 9x'><div class='text'><p>Un début.</p><p>Une "
        "fin.</p></div></div><div class='more'><p>Une fin.</p></div></main>"
    )
    assert body_selector(page, ("Un début.", "Une fin.")) == "div.text"
    assert body_selector(page, ("Absent.",)) == ""
    assert body_selector(page, ()) == ""


def test_requests_are_few_and_spaced(replica: Replica) -> None:
    replica.site.robots(crawl_delay=7)
    waits: list[float] = []
    client = Client({"User-Agent": "oimcrawler/0"}, 3.0, sleep=waits.append)
    found = examine(
        load_profile("iom-morocco"),
        client,
        "oimcrawler/0",
        origin=replica.origin,
        day="2026-01-05",
        templates=lambda _: None,
    )
    assert (found.exit_code, waits) == (0, [7.0, 7.0])
    assert client.get(replica.origin).status == 302 or client.asked <= 6
    for _ in range(9):
        last = client.get(f"{replica.origin}/robots.txt")
    assert (client.asked, last.status) == (6, 0)
