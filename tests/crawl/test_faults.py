"""What can go wrong between crawl, site and disk: the right exit code, one line of advice, an intact archive, and the next run repairs it."""

import os
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from oimcrawler.replica import Bomb, BrokenGzip, Fault, Huge, RedirectLoop, Reset, Stall, Status, Truncate, WrongCharset
from tests.crawl.mission import Mission, advice, differences, intact, slowly

Make = Callable[..., Mission]
FAULTS: dict[str, tuple[Fault, int]] = {
    "500": (Status(500), 12),
    "503": (Status(503), 12),
    "503 with seconds": (Status(503, retry_after="2"), 12),
    "503 with a date": (Status(503, retry_after_date=3600), 12),
    "429 with seconds": (Status(429, retry_after="7200"), 11),
    "reset": (Reset(), 12),
    "reset in the body": (Reset(after_headers=True), 12),
    "truncated": (Truncate(), 12),
    "broken gzip": (BrokenGzip(), 12),
    "bomb": (Bomb(megabytes=200), 12),
    "stall": (Stall(30), 12),
    "stall in the body": (Stall(30, after_headers=True), 12),
    "redirects without end": (RedirectLoop(), 12),
    "redirect to itself": (RedirectLoop(same=True), 12),
    "400 MB declared": (Huge(declared=True), 12),
    "400 MB streamed": (Huge(), 12),
}
IMPATIENT = ("--set", "DOWNLOAD_TIMEOUT=1")


FAST = ("truncated", "broken gzip", "stall", "400 MB streamed")


@pytest.mark.parametrize("name", [*FAST, *(slowly(name) for name in FAULTS if name not in FAST)])
def test_a_fault_on_an_article(mission: Make, name: str) -> None:
    fault, code = FAULTS[name]
    here = mission(articles=3)
    path = here.site.paths("fr")[1]
    here.replica.fault(path, fault)
    ended = here.crawl(*(IMPATIENT if "stall" in name else ()))
    assert ended.code == code, (ended.code, ended.err)
    advice(ended)
    assert ended.megabytes < 350
    if code == 12:
        assert differences(here, besides=[path]) == []
    assert intact(here.archive) == []
    assert ended.paths().count(path) <= 6
    here.replica.mend()
    ended = here.later(days=1)
    assert ended.code == 0, ended.err
    assert differences(here) == []
    assert here.changes() == ["created"] * 9


@pytest.mark.parametrize(
    "name",
    ["500", *map(slowly, ("reset", "truncated", "broken gzip", "bomb", "redirects without end", "400 MB streamed"))],
)
def test_a_fault_on_a_listing(mission: Make, name: str) -> None:
    fault, code = FAULTS[name]
    here = mission(articles=3, per_page=2)
    here.replica.fault(r"/fr/news\?(page=1|loop)", fault)
    ended = here.crawl()
    assert ended.code == code, (ended.code, ended.err)
    advice(ended)
    assert intact(here.archive) == []
    here.replica.mend()
    ended = here.later(days=0.01)
    assert ended.code == 0, ended.err
    assert differences(here) == []


@pytest.mark.slow
@pytest.mark.parametrize("fault", [Status(500), slowly(Reset())], ids=["500", "reset"])
def test_a_storm_ends_the_run_before_every_page_was_tried(mission: Make, fault: Fault) -> None:
    here = mission(articles=12)
    here.replica.fault("/news/", fault)
    ended = here.crawl()
    assert ended.code == 12, ended.err
    advice(ended)
    assert len([path for path in ended.paths() if "/news/" in path]) < 36
    assert here.one("SELECT count(*) FROM articles") == 0
    here.replica.mend()
    ended = here.later(days=1)
    assert ended.code == 0, ended.err
    assert differences(here) == []


@pytest.mark.parametrize(("declared", "actual"), [("ISO-8859-1", "utf-8"), ("utf-8", "windows-1252")])
def test_a_wrong_charset_costs_no_letter(mission: Make, declared: str, actual: str) -> None:
    here = mission(articles=3)
    here.replica.fault("/fr/news", WrongCharset(declared=declared, actual=actual))
    ended = here.crawl()
    if actual == "utf-8":
        assert ended.code == 0, ended.err
        assert differences(here) == []
    else:
        assert not [body for (body,) in here.rows("SELECT body FROM articles") if "\ufffd" in body]


def test_robots_that_fails_is_not_permission(mission: Make) -> None:
    here = mission(articles=3)
    here.replica.fault("/robots.txt", Status(500))
    ended = here.crawl()
    assert ended.code == 11, ended.err
    assert "robots.txt" in advice(ended)
    assert set(ended.paths()) == {"/robots.txt"}


@pytest.mark.slow
def test_robots_that_forbids_is_obeyed(mission: Make) -> None:
    here = mission(articles=3)
    here.site.robots(disallow=["/fr/news"])
    ended = here.crawl()
    assert ended.code == 11, ended.err
    assert "robots.txt" in advice(ended)
    assert not [path for path in ended.paths() if path.startswith("/fr/news")]
    assert intact(here.archive) == []


def test_a_name_that_does_not_resolve(mission: Make) -> None:
    here = mission(articles=1)
    ended = here.crawl(base_url="http://nowhere.invalid")
    assert ended.code == 14, ended.err
    assert "nowhere.invalid" in advice(ended)
    assert here.crawl().code == 0


@pytest.mark.slow
def test_a_port_where_nobody_listens(mission: Make) -> None:
    here = mission(articles=1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ended = here.crawl(base_url=f"http://127.0.0.1:{port}")
    assert ended.code == 14, ended.err
    advice(ended)
    assert intact(here.archive) == []


@pytest.mark.parametrize("kilobytes", [700, slowly(64), slowly(400), slowly(1000)])
def test_a_full_disk(mission: Make, kilobytes: int) -> None:
    here = mission(articles=12)
    # No file may grow beyond this: what a full disk does, at another moment each time.
    ended = here.crawl(largest_file=kilobytes * 1024)
    assert ended.code == 1, (ended.code, ended.err)
    assert "disk" in advice(ended)
    assert not here.archive.exists() or intact(here.archive) == []
    ended = here.later(days=0.01)
    assert ended.code == 0, ended.err
    assert differences(here) == []


def test_a_folder_that_cannot_be_written(mission: Make) -> None:
    here = mission(articles=1)
    file = here.folder / "file"
    file.write_text("in the way")
    ended = here.crawl(archive=file / "archive.db")
    assert ended.code == 2, ended.err
    advice(ended)
    assert ended.paths() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(mission: Make) -> None:
    here = mission(articles=1)
    folder = here.folder / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    ended = here.crawl(archive=folder / "archive.db")
    assert ended.code == 2, ended.err
    advice(ended)


@pytest.mark.slow
def test_a_database_that_another_program_holds(mission: Make) -> None:
    here = mission(articles=2)
    here.crawl()
    here.site.publish(1)
    other = sqlite3.connect(here.archive, isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        ended = here.crawl(environment={"OIMCRAWLER_BUSY_SECONDS": "0.2"})
    finally:
        other.close()
    assert ended.code == 13, (ended.code, ended.err)
    advice(ended)
    assert here.crawl().code == 0
    assert differences(here) == []


def test_a_database_that_another_program_takes_in_mid_crawl(mission: Make) -> None:
    here = mission(articles=2)
    here.crawl()
    here.site.publish(2)
    other = sqlite3.connect(here.archive, isolation_level=None, check_same_thread=False)
    here.replica.before("/fr/news", lambda: other.execute("BEGIN EXCLUSIVE"))
    try:
        ended = here.crawl(environment={"OIMCRAWLER_BUSY_SECONDS": "0.2"})
    finally:
        other.close()
    assert ended.code == 13, (ended.code, ended.err)
    advice(ended)
    assert here.crawl().code == 0
    assert differences(here) == []


def test_a_file_that_is_no_database(mission: Make) -> None:
    here = mission(articles=1)
    here.archive.write_bytes(b"not a database, just bytes " * 100)
    ended = here.crawl()
    assert ended.code == 15, ended.err
    advice(ended)
    assert ended.paths() == []


def test_a_clock_that_jumps_back(mission: Make) -> None:
    here = mission(articles=3)
    here.crawl()
    [new] = here.site.publish(1, lang="fr")
    ended = here.crawl(environment={"OIMCRAWLER_NOW": "1999-12-31T23:00:00Z"})
    assert ended.code == 0, ended.err
    assert here.versions(new) == ["published"]
    assert here.rows("SELECT uid FROM versions WHERE valid_to < valid_from") == []
    starts = [at for (at,) in here.rows("SELECT started_at FROM runs ORDER BY id")]
    assert starts == sorted(starts)
    here.site.edit(new, kind="word")
    assert here.later(days=3).code == 0
    assert here.versions(new) == ["published", "edited"]
    assert differences(here) == []


@pytest.mark.slow
def test_an_archive_in_a_folder_with_spaces_and_accents(mission: Make) -> None:
    here = mission(articles=1)
    archive: Path = here.folder / "Données 2026 #1" / "archive ?.db"
    assert here.crawl(archive=archive).code == 0
    assert archive.exists()
    assert intact(archive) == []
