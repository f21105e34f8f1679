"""The site in a real browser: nothing hostile runs, nothing is refused or asked for elsewhere, and nothing is wider than a telephone."""

import json
import re
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from oimcrawler.archive import open_archive
from tests.exports.archives import World
from tests.web.conftest import fill
from tests.web.test_serving import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium"),
]
PHONE, DESK = 360, 1440
MEASURE = """<script>addEventListener('load', () => {
  const told = parent.document.documentElement.dataset, wide = innerWidth;
  const out = [...document.querySelectorAll('main *')].filter(one => !one.closest('.scroll, .hidden, svg'))
    .filter(one => one.getBoundingClientRect().right > wide + 1 || one.getBoundingClientRect().left < -1);
  told.wide = document.documentElement.scrollWidth + ' ' + wide;
  told.out = out.map(one => one.tagName + '.' + one.className).join();
})</script>"""


def browse(folder: Path, url: str, *more: str) -> tuple[str, str]:
    """The document after the browser is done with it, and what it logged."""
    assert CHROMIUM is not None
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr",
        "--virtual-time-budget=4000",
        "--host-resolver-rules=MAP *.example 127.0.0.1:9",
        f"--user-data-dir={folder / 'profile'}", "--window-size=1440,900", *more, "--dump-dom", url,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=60, check=True, stdin=subprocess.DEVNULL)
    return done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def complaints(log: str) -> list[str]:
    return [line for line in log.splitlines() if "CONSOLE" in line]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A running site over the archive with hostile articles, and their uids."""
    path = tmp_path_factory.mktemp("browser") / "archive.db"
    with open_archive(path, create=True) as archive:
        uids = fill(World(archive))
    with serving(path) as (_, url):
        yield url, uids


@pytest.fixture(scope="module")
def ruler(site: tuple[str, dict[str, str]]) -> Iterator[str]:
    """A server that passes the site's pages on without their policy and with a script that measures them: the site itself lets no script run."""
    origin = site[0].rstrip("/")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _, width, path = self.path.split("@", 2) if self.path.startswith("/@") else ("", "", self.path)
            if width:
                # A window is never as narrow as a telephone; a frame is.
                body, kind = (
                    f"<iframe width={width} height=900 style='border:0' src='{path}'></iframe>".encode(),
                    "text/html",
                )
            else:
                body, kind = self.fetched()
            if kind.startswith("text/html") and not width:
                body += MEASURE.encode()
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def fetched(self) -> tuple[bytes, str]:
            try:
                with urllib.request.urlopen(origin + self.path, timeout=20) as answer:
                    return answer.read(), answer.headers["content-type"]
            except urllib.error.HTTPError as error:
                with error:
                    return error.read(), error.headers["content-type"]

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join(10)
    server.server_close()


def paths(uids: dict[str, str]) -> list[str]:
    return [
        "/",
        "/search?q=migration",
        "/search",
        f"/article/{uids['hostile']}",
        f"/article/{uids['arabic']}",
        f"/article/{uids['huge']}",
        f"/article/{uids['atelier']}/diff/1/2",
        f"/article/{uids['secret']}",
        "/runs",
        "/about",
        "/capture/1",
        "/archive/articles",
        "/nothing",
    ]


def test_no_page_runs_anything_or_has_something_refused(site: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    url, uids = site
    for path in paths(uids):
        dom, log = browse(tmp_path, url.rstrip("/") + path)
        # A page that is not there is logged as such, and that is right.
        told = [line for line in complaints(log) if "404" not in line and "410" not in line]
        assert not told, (path, told)
        title = re.search(r"<title>(.*?)</title>", dom, re.S)
        assert title is not None and title[1] != "ran", path


def test_a_hostile_captured_page_is_dead(site: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    url, uids = site
    with urllib.request.urlopen(f"{url}article/{uids['hostile']}.json", timeout=20) as answer:
        capture = json.load(answer)["capture_id"]
    for path in (f"capture/{capture}", f"capture/{capture}/raw"):
        dom, log = browse(tmp_path, url + path)
        assert not complaints(log), (path, complaints(log))
        assert "<title>ran" not in dom and "evil.example" not in log


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nothing_is_wider_than_the_window(
    ruler: str, site: tuple[str, dict[str, str]], tmp_path: Path, width: int
) -> None:
    for path in paths(site[1]):
        dom, _ = browse(tmp_path, f"{ruler}/@{width}@{path}")
        wide = re.search(r'data-wide="(\d+) (\d+)"', dom)
        assert wide is not None, path
        assert int(wide[2]) == width and int(wide[1]) <= width, (path, wide[0])
        assert 'data-out=""' in dom, (path, re.search(r'data-out="([^"]*)"', dom))
