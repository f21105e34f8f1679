"""One run at a time, readers meanwhile, polite ends, and the ways to start a crawl."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from oimcrawler.replica import Stall, Status
from tests.crawl.mission import Mission, advice, differences, intact, slowly

Make = Callable[..., Mission]
ROOT = Path(__file__).parents[2]


def stalled(here: Mission, *more: str) -> tuple[threading.Event, str]:
    """Lets the site stall at an article of the middle; the event tells when it was asked for."""
    path = here.site.paths("en")[1]
    asked = threading.Event()
    here.replica.before(path, asked.set)
    here.replica.fault(path, Stall(50))
    return asked, path


def test_a_second_run_leaves_at_once_and_readers_work(mission: Make) -> None:
    here = mission(articles=3)
    here.crawl()
    here.site.publish(1, lang="en")
    asked, _ = stalled(here)
    here.due(*here.site.paths("en"))
    here.site.advance(days=1)
    first = here.start(name="first")
    assert asked.wait(30)
    second = here.start(name="second")
    code, _, err, _ = second.wait(20)
    assert code == 13, err
    assert "another" in err or "process" in err
    assert len(err.splitlines()) == 1
    assert here.one("SELECT count(*) FROM articles") == 9
    words = [sys.executable, "-m", "oimcrawler", "search", "migration", "--archive", str(here.archive), "--json"]
    found = subprocess.run(words, capture_output=True, text=True, timeout=30, cwd=ROOT, check=False)
    assert found.returncode == 0, found.stderr
    json.loads(found.stdout)
    # The lock dies with its process.
    first.kill()
    first.wait()
    here.replica.mend()
    assert here.crawl().code == 0
    assert here.rows("SELECT exit_code, reason FROM runs WHERE id = 2") == [(1, "killed before its end")]
    assert differences(here) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, slowly(signal.SIGINT)], ids=["SIGTERM", "SIGINT"])
def test_a_signal_ends_a_run_politely(mission: Make, number: signal.Signals) -> None:
    here = mission(articles=3)
    asked, path = stalled(here)
    process = here.start()
    assert asked.wait(30)
    process.kill(number)
    code, _, err, _ = process.wait(20)
    lines = [line for line in err.splitlines() if "making a new archive" not in line]
    assert code == 1, err
    assert len(lines) == 1
    assert lines[0].startswith("oimcrawler: ")
    assert number.name in lines[0]
    # What was fetched before is stored, and the run is on record.
    assert here.one("SELECT count(*) FROM articles") > 0
    assert here.rows("SELECT exit_code, finished_at IS NULL FROM runs") == [(1, 0)]
    assert intact(here.archive) == []
    here.replica.mend()
    assert here.crawl().code == 0
    assert here.one("SELECT count(*) FROM addresses WHERE url LIKE ?", "%" + path) == 1
    assert differences(here) == []


@pytest.mark.slow
def test_a_signal_ends_a_long_wait(mission: Make) -> None:
    here = mission(articles=2)
    path = here.site.paths("fr")[0]
    asked = threading.Event()
    here.replica.before(path, asked.set)
    here.replica.fault(path, Status(503, retry_after="500"))
    process = here.start("--set", "OIMCRAWLER_WAIT_FACTOR=1")
    assert asked.wait(30)
    process.kill(signal.SIGTERM)
    code, _, err, _ = process.wait(20)
    assert code == 1, err


@pytest.mark.parametrize("way", ["python -m oimcrawler", "scrapy"])
def test_a_crawl_from_the_command_line(mission: Make, way: str) -> None:
    here = mission(articles=2)
    environment = {**os.environ, "OIMCRAWLER_NOW": here.site.now.strftime("%Y-%m-%dT%H:%M:%SZ")}
    if way == "scrapy":
        words = [
            sys.executable,
            "-m",
            "scrapy",
            "crawl",
            "news",
            "-a",
            "site=iom-morocco",
            "-a",
            f"base_url={here.replica.origin}",
        ]
        words += ["-s", f"OIMCRAWLER_ARCHIVE={here.archive}", "-s", "DOWNLOAD_DELAY=0"]
    else:
        words = [
            sys.executable,
            "-m",
            "oimcrawler",
            "crawl",
            "--archive",
            str(here.archive),
            "--base-url",
            here.replica.origin,
            "--delay",
            "0",
        ]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=60, cwd=ROOT, env=environment, check=False)
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stderr.splitlines()) <= 1, ended.stderr
    assert differences(here) == []
    assert here.rows("SELECT exit_code, finished_at IS NULL FROM runs") == [(0, 0)]


@pytest.mark.slow
def test_a_wrong_setting_is_one_line(mission: Make) -> None:
    here = mission(articles=1)
    ended = here.crawl("--set", "NO_SUCH_SETTING=1")
    assert ended.code == 2, ended.err
    assert "NO_SUCH_SETTING" in advice(ended)


@pytest.mark.slow
def test_every_request_says_who_asks(mission: Make) -> None:
    here = mission(articles=1)
    here.crawl()
    agents = {request.headers["user-agent"] for request in here.replica.requests}
    assert len(agents) == 1
    assert "oimcrawler" in agents.pop()
