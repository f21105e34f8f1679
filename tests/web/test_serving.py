"""The command: prints where it serves, ends promptly and well, and says what is wrong in one line."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from oimcrawler.archive import open_archive
from oimcrawler.cli import main
from tests.exports.archives import world


@contextmanager
def serving(path: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server process and the first line that it printed."""
    command = [sys.executable, "-m", "oimcrawler", "serve", "--archive", str(path), "--port", "0", *more]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_its_address_serves_and_ends_well(tmp_path: Path, number: signal.Signals) -> None:
    with world(tmp_path) as one:
        one.show("a", 0)
    with serving(tmp_path / "archive.db") as (process, url):
        assert url.startswith("http://127.0.0.1:") and url.endswith("/")
        with urllib.request.urlopen(url, timeout=20) as answer:
            assert answer.status == 200 and b"1 article" in answer.read()
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
        assert (process.returncode, out) == (0, "") and err.count("\n") == 1, err


def test_json_and_a_warning_for_the_open_network(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive.db", create=True):
        pass
    with serving(tmp_path / "archive.db", "--json", "--host", "0.0.0.0") as (process, line):
        assert json.loads(line)["url"].startswith("http://0.0.0.0:")
        process.terminate()
        assert "not loopback" in process.communicate(timeout=10)[1]


def test_wrong_usage_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "archive.db"
    with open_archive(path, create=True):
        pass
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for more, wanted in (
            (["--port", port], "--port"),
            (["--port", "99999"], "0 to 65535"),
            (["--port", "x"], "0 to 65535"),
            (["--host", "192.0.2.1", "--port", "0"], "cannot be used"),
            (["--host", "..", "--port", "0"], "no address of this machine"),
            (["--archive", str(tmp_path / "none.db")], "no archive at"),
        ):
            assert main(["serve", "--archive", str(path), *more]) == 2
            said = capsys.readouterr()
            assert said.out == "" and wanted in said.err and said.err.count("\n") == 1, said.err


def test_without_datasette_the_way_to_it_is_named(tmp_path: Path) -> None:
    script = (
        "import sys; sys.modules['datasette'] = sys.modules['uvicorn'] = None\n"
        "from oimcrawler.cli import main; sys.exit(main(['serve', '--archive', 'x.db']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False
    )
    assert done.returncode == 2 and 'pip install "oimcrawler[web]"' in done.stderr and done.stderr.count("\n") == 1
