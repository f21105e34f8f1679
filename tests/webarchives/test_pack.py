"""What `pack` writes: right for other people's tools, and right for us when we read it back."""

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from oimcrawler.archive import transaction
from oimcrawler.archive.captures import Exchange, record_capture
from oimcrawler.exits import USAGE, Problem
from oimcrawler.webarchives import Found, pack, read
from oimcrawler.webarchives.surt import surt
from tests.exports.archives import BASE, World, world

pytest.importorskip("warcio")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[World]:
    """An archive with pages, one of them under two addresses, a 304, a redirect, an error page and an imported document."""
    with world(tmp_path) as made:
        for number, slug in enumerate(("bureau", "formule", "atelier", "warsha", "training")):
            made.show(slug, number)
        made.show("atelier-0", 2)
        made.store("document:000_795ac224d842799f.txt", "Un document", "Son texte.")
        _capture(made, "bureau", 304)
        _capture(made, "jamais-vu", 304)
        _capture(made, "ancien", 301, location=BASE + "bureau", headers=(("Location", BASE + "bureau"),))
        _capture(made, "disparu", 404, body=b"<html><body>Page introuvable</body></html>")
        yield made


def _capture(made: World, slug: str, status: int, **fields: Any) -> None:
    with transaction(made.archive.db):
        headers = fields.pop("headers", ()) or (("X-Long", "a\r\nb\0c"), ("Content-Type", "text/html"))
        exchange = Exchange(
            BASE + slug,
            "iom-morocco",
            made.now,
            status,
            "outcome",
            "article",
            headers=headers,
            content_type="text/html",
            **fields,
        )
        record_capture(made.archive.db, 1, exchange)


def _records(data: bytes) -> list[Any]:
    from warcio.archiveiterator import ArchiveIterator

    return [(record, record.content_stream().read()) for record in ArchiveIterator(BytesIO(data))]


def test_warcio_finds_nothing_wrong(place: World, tmp_path: Path) -> None:
    packed = pack(place.archive, tmp_path / "out.warc.gz")
    assert (packed.captures, packed.responses, packed.revisits, packed.left_out) == (9, 7, 2, 1)
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", str(tmp_path / "out.warc.gz")]
    done = subprocess.run(command, timeout=60, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "digest pass" in done.stdout
    assert "fail" not in done.stdout


def test_bodies_are_as_kept_and_headers_say_so(place: World, tmp_path: Path) -> None:
    pack(place.archive, tmp_path / "out.warc.gz")
    records = _records((tmp_path / "out.warc.gz").read_bytes())
    assert {record.rec_headers.protocol for record, _ in records} == {"WARC/1.1"}
    assert [record.rec_type for record, _ in records[:3]] == ["warcinfo", "response", "request"]
    response, body = records[1]
    assert (
        hashlib.sha256(body).hexdigest()
        == place.archive.db.execute("SELECT payload_sha256 FROM captures ORDER BY id").fetchone()[0]
    )
    headers = response.http_headers
    assert (headers.get_header("Content-Encoding"), headers.get_header("X-Archive-Orig-Content-Encoding")) == (
        None,
        "gzip",
    )
    assert headers.get_header("Content-Length") == str(len(body))
    assert records[2][0].rec_headers.get_header("WARC-Concurrent-To") == response.rec_headers.get_header(
        "WARC-Record-ID"
    )
    ids = [record.rec_headers.get_header("WARC-Record-ID") for record, _ in records]
    assert len(set(ids)) == len(ids)


def test_equal_payloads_and_304_are_revisits_of_what_stands_before(place: World, tmp_path: Path) -> None:
    pack(place.archive, tmp_path / "out.warc.gz")
    records = [record for record, _ in _records((tmp_path / "out.warc.gz").read_bytes())]
    said = {
        (r.rec_headers.get_header("WARC-Target-URI"), r.rec_headers.get_header("WARC-Date")): r
        for r in records
        if r.rec_type == "response"
    }
    same, unmodified = [record.rec_headers for record in records if record.rec_type == "revisit"]
    assert same.get_header("WARC-Profile").endswith("identical-payload-digest")
    assert unmodified.get_header("WARC-Profile").endswith("server-not-modified")
    for revisit in (same, unmodified):
        target = said[revisit.get_header("WARC-Refers-To-Target-URI"), revisit.get_header("WARC-Refers-To-Date")]
        assert target.rec_headers.get_header("WARC-Payload-Digest") == revisit.get_header("WARC-Payload-Digest")


@pytest.mark.parametrize("name", ["out.warc.gz", "out.wacz"])
def test_the_same_archive_gives_the_same_bytes(place: World, tmp_path: Path, name: str) -> None:
    pack(place.archive, tmp_path / name)
    first = (tmp_path / name).read_bytes()
    pack(place.archive, tmp_path / name, overwrite=True)
    assert hashlib.sha256((tmp_path / name).read_bytes()).digest() == hashlib.sha256(first).digest()
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == [name]


def test_the_package_is_whole_and_its_index_leads_to_the_records(place: World, tmp_path: Path) -> None:
    pack(place.archive, tmp_path / "out.wacz")
    with zipfile.ZipFile(tmp_path / "out.wacz") as package:
        names = [
            "archive/data.warc.gz",
            "indexes/index.cdxj",
            "indexes/index.cdx",
            "pages/pages.jsonl",
            "datapackage.json",
            "datapackage-digest.json",
        ]
        assert package.namelist() == names
        assert package.getinfo(names[0]).compress_type == zipfile.ZIP_STORED
        files = {name: package.read(name) for name in names}
    description = json.loads(files["datapackage.json"])
    assert description["wacz_version"] == "1.1.1"
    assert {one["path"]: (one["hash"], one["bytes"]) for one in description["resources"]} == {
        name: (f"sha256:{hashlib.sha256(files[name]).hexdigest()}", len(files[name])) for name in names[:4]
    }
    assert (
        json.loads(files["datapackage-digest.json"])["hash"]
        == f"sha256:{hashlib.sha256(files['datapackage.json']).hexdigest()}"
    )
    assert files["indexes/index.cdxj"] == files["indexes/index.cdx"]
    lines = files["indexes/index.cdxj"].splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 8
    for line in lines:
        key, moment, text = line.decode().split(" ", 2)
        entry = json.loads(text)
        offset, length = int(entry["offset"]), int(entry["length"])
        [(record, _)] = _records(files[names[0]][offset : offset + length])
        assert record.rec_headers.get_header("WARC-Target-URI") == entry["url"]
        assert record.rec_headers.get_header("WARC-Payload-Digest") == entry["digest"]
        assert record.rec_headers.get_header("WARC-Date") == time.strftime(
            "%Y-%m-%dT%H:%M:%SZ", time.strptime(moment, "%Y%m%d%H%M%S")
        )
        assert key == surt(entry["url"])
    head, *pages = [json.loads(line) for line in files["pages/pages.jsonl"].splitlines()]
    assert head["format"] == "json-pages-1.0"
    assert "L'OIM ouvre un bureau à Oujda" in [page["title"] for page in pages]
    assert all(page["url"].startswith(BASE) and page["ts"] for page in pages)


def test_the_package_passes_the_wacz_validator(place: World, tmp_path: Path) -> None:
    validator = pytest.importorskip("wacz.main")
    pack(place.archive, tmp_path / "out.wacz")
    assert validator.main(["validate", "-f", str(tmp_path / "out.wacz")]) == 0


@pytest.mark.parametrize("name", ["out.warc.gz", "out.wacz"])
def test_what_we_pack_we_read(place: World, tmp_path: Path, name: str) -> None:
    pack(place.archive, tmp_path / name)
    found = list(read(tmp_path / name))
    assert all(isinstance(one, Found) for one in found)
    kept = place.archive.db.execute(
        "SELECT url, fetched_at, payload_sha256 FROM captures WHERE url LIKE 'http%' AND payload_sha256 IS NOT NULL ORDER BY id"
    )
    # The redirect says that it is HTML too, and has no body.
    read_back = [
        (one.url, one.fetched_at, hashlib.sha256(one.body).hexdigest())
        for one in found
        if isinstance(one, Found) and one.body
    ]
    assert read_back == [tuple(row) for row in kept]


def test_withdrawn_and_purged_pages_are_left_out(place: World, tmp_path: Path) -> None:
    place.withdraw("atelier")
    place.withdraw("warsha", purged=True)
    # A listing that showed a purged article loses its bytes, too.
    place.archive.db.execute(
        "DELETE FROM payloads WHERE sha256 = (SELECT payload_sha256 FROM captures WHERE url = ?)", (BASE + "formule",)
    )
    packed = pack(place.archive, tmp_path / "out.warc.gz")
    urls = {one.url for one in read(tmp_path / "out.warc.gz") if isinstance(one, Found)}
    assert not urls & {BASE + "atelier", BASE + "atelier-0", BASE + "warsha", BASE + "formule"}
    assert BASE + "bureau" in urls
    assert packed.left_out == 2


def test_site_and_since_choose(place: World, tmp_path: Path) -> None:
    for number, (site, since) in enumerate((("elsewhere", None), (None, "2030-01-01"))):
        with pytest.raises(Problem) as caught:
            pack(place.archive, tmp_path / f"{number}.warc.gz", site=site, since=since)
        assert caught.value.code == USAGE
    assert pack(place.archive, tmp_path / "all.warc.gz", site="iom-morocco", since="2026-01-05").captures == 9
    assert sorted(path.name for path in tmp_path.glob("*.gz")) == ["all.warc.gz"]


def test_a_file_that_is_there_is_not_replaced_unasked(place: World, tmp_path: Path) -> None:
    (tmp_path / "out.wacz").write_text("mine")
    with pytest.raises(Problem, match="overwrite") as caught:
        pack(place.archive, tmp_path / "out.wacz")
    assert caught.value.code == USAGE
    assert (tmp_path / "out.wacz").read_text() == "mine"


@pytest.mark.parametrize("name", ["out.zip", "out", "nowhere/out.wacz"])
def test_names_that_cannot_be_are_refused_in_one_line(place: World, tmp_path: Path, name: str) -> None:
    with pytest.raises(Problem) as caught:
        pack(place.archive, tmp_path / name)
    assert caught.value.code == USAGE


@pytest.mark.slow
@pytest.mark.skipif(
    "PYWB_BIN" not in os.environ,
    reason="$PYWB_BIN does not name pywb's wayback (a virtual environment of its own: it pins setuptools below 81)",
)
@pytest.mark.parametrize("name", ["out.warc.gz", "out.wacz"])
def test_pywb_replays_the_pages(place: World, tmp_path: Path, name: str) -> None:
    pack(place.archive, tmp_path / name)
    wayback = Path(os.environ["PYWB_BIN"])
    manager = [str(wayback.with_name("wb-manager"))]
    subprocess.run([*manager, "init", "kept"], cwd=tmp_path, timeout=60, check=True, capture_output=True)
    unpack = ["--unpack-wacz"] if name.endswith(".wacz") else []
    subprocess.run([*manager, "add", *unpack, "kept", name], cwd=tmp_path, timeout=60, check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [str(wayback), "-b", "127.0.0.1", "-p", str(port)],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for url, moment, text in (
            (BASE + "bureau", "20260105080001", "Le bureau reçoit ses premiers visiteurs"),
            (BASE + "atelier-0", "20260105080006", "Nous apprenons"),
            (BASE + "warsha", "20260105080004", "نظمت المنظمة ورشة"),
        ):
            assert text in _fetched(f"http://127.0.0.1:{port}/kept/{moment}id_/{url}", server)
        # The time of the 304: the page as it stood then.
        assert "premiers visiteurs" in _fetched(f"http://127.0.0.1:{port}/kept/20260105080007id_/{BASE}bureau", server)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _fetched(url: str, server: "subprocess.Popen[bytes]") -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(100):
        assert server.poll() is None
        try:
            with opener.open(url, timeout=20) as answer:
                return str(answer.read().decode("utf-8"))
        except urllib.error.HTTPError:
            raise
        except OSError:
            # The server is still starting.
            time.sleep(0.2)
    raise AssertionError(f"no answer from {url}")
