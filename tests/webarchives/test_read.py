"""Reading other people's web archives: gzip by record or in one, chunked, compressed, cut off, hostile."""

import gzip
import hashlib
import random
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.exits import USAGE, Problem
from oimcrawler.webarchives import Found, read
from oimcrawler.webarchives.messages import BODY_LIMIT

PAGE = (
    "<!doctype html><html><body><h1>Réunion à Fès</h1><p>Trente personnes y ont pris part.</p></body></html>".encode()
)
URL = "https://maroc.example/fr/news/reunion"


def _record(
    kind: str,
    block: bytes,
    url: str = URL,
    date: str = "2026-01-05T08:00:00Z",
    length: int | None = None,
    **fields: str,
) -> bytes:
    head = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": date,
        **{name.replace("_", "-"): value for name, value in fields.items()},
    }
    lines = [f"{name}: {value}" for name, value in head.items()] + [
        f"Content-Length: {len(block) if length is None else length}"
    ]
    return ("WARC/1.0\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode() + block + b"\r\n\r\n"


def _http(body: bytes, *headers: str, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, "", ""]).encode() + body


def _response(body: bytes = PAGE, *headers: str, url: str = URL) -> bytes:
    return _record("response", _http(body, *headers), url=url)


def _read(tmp_path: Path, data: bytes, name: str = "other.warc") -> tuple[list[Found], list[str]]:
    path = tmp_path / name
    path.write_bytes(data)
    everything = list(read(path))
    return [one for one in everything if isinstance(one, Found)], [one for one in everything if isinstance(one, str)]


def _members(records: Sequence[bytes]) -> bytes:
    return b"".join(gzip.compress(record, mtime=0) for record in records)


_THREE = [_response(PAGE + b"%d" % number, url=f"{URL}-{number}") for number in range(3)]


@pytest.mark.parametrize("form", ["plain", "members", "one"])
def test_every_kind_of_gzip(tmp_path: Path, form: str) -> None:
    records = [_record("warcinfo", b"software: other\r\n"), *_THREE]
    data = {"plain": b"".join(records), "members": _members(records), "one": gzip.compress(b"".join(records))}[form]
    found, unread = _read(tmp_path, data)
    assert ([one.url for one in found], unread) == ([f"{URL}-{number}" for number in range(3)], [])
    assert (found[0].body, found[0].status, found[0].fetched_at) == (PAGE + b"0", 200, "2026-01-05T08:00:00Z")


def _chunked(body: bytes, size: int = 40) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x;x=y\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_bodies_are_brought_back_to_what_the_server_meant(tmp_path: Path) -> None:
    raw_deflate = zlib.compressobj(wbits=-15)
    cases = [
        _response(_chunked(PAGE), "Transfer-Encoding: chunked"),
        _response(gzip.compress(PAGE), "Content-Encoding: gzip"),
        _response(_chunked(gzip.compress(PAGE)), "content-encoding: x-gzip", "transfer-encoding: Chunked"),
        _response(gzip.compress(PAGE[:30]) + gzip.compress(PAGE[30:]), "Content-Encoding: gzip"),
        _response(zlib.compress(PAGE), "Content-Encoding: deflate"),
        _response(raw_deflate.compress(PAGE) + raw_deflate.flush(), "Content-Encoding: deflate"),
        _response(zstandard.compress(PAGE), "Content-Encoding: zstd"),
        _response(gzip.compress(zlib.compress(PAGE)), "Content-Encoding: deflate, gzip"),
        # Kept decoded, with headers as they were on the wire.
        _response(PAGE, "Content-Encoding: br", "Transfer-Encoding: chunked"),
        _response(PAGE, "Content-Encoding: identity"),
        # Heads with bare line feeds and folded lines.
        _record("response", b"HTTP/1.1 200 OK\nX-Folded: a\n b\nContent-Type: text/html\n\n" + PAGE),
        _record("response", b"HTTP/1.0 200\r\n\r\n" + PAGE),
    ]
    found, unread = _read(tmp_path, b"".join(cases))
    assert unread == []
    assert [number for number, one in enumerate(found) if one.body != PAGE] == []
    assert len(found) == len(cases)
    assert dict(found[10].headers)["X-Folded"] == "a b"


def test_brotli(tmp_path: Path) -> None:
    brotli = pytest.importorskip("brotli")
    found, unread = _read(tmp_path, _response(brotli.compress(PAGE), "Content-Encoding: br"))
    assert ([one.body for one in found], unread) == ([PAGE], [])


def test_only_html_responses_are_pages(tmp_path: Path) -> None:
    records = [
        _record("request", b"GET / HTTP/1.1\r\n\r\n"),
        _record("metadata", b"via: x"),
        _record("resource", PAGE),
        _record("response", _http(b"\x89PNG", kind="image/png")),
        _record("response", b"20260105 93.184.0.1", url="dns:maroc.example"),
        _record("response", b"HTTP/1.1 200 OK\r\n\r\nnur Text"),
        _response(),
    ]
    found, unread = _read(tmp_path, b"".join(records))
    assert ([one.url for one in found], unread) == ([URL], [])


def test_revisits_come_with_the_body_they_refer_to(tmp_path: Path) -> None:
    profile = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
    original = _record("response", _http(PAGE), WARC_Payload_Digest="sha1:ABC", WARC_Record_ID="<urn:uuid:1>")
    revisits = [
        _record("revisit", _http(b""), url=URL + "-a", WARC_Profile=profile, WARC_Payload_Digest="sha1:ABC"),
        _record(
            "revisit",
            b"",
            url=URL + "-b",
            WARC_Profile=profile,
            WARC_Refers_To_Target_URI=URL,
            WARC_Refers_To_Date="2026-01-05T08:00:00Z",
        ),
        _record("revisit", b"", url=URL + "-c", WARC_Profile=profile, WARC_Refers_To="<urn:uuid:1>"),
        _record(
            "revisit",
            _http(b"", status="304 Not Modified"),
            WARC_Profile=profile.replace("identical-payload-digest", "server-not-modified"),
        ),
        _record("revisit", _http(b""), url=URL + "-d", WARC_Profile=profile, WARC_Payload_Digest="sha1:OTHER"),
    ]
    found, unread = _read(tmp_path, _members([original, *revisits]))
    assert [one.url for one in found] == [URL, URL + "-a", URL + "-b", URL + "-c"]
    assert {one.body for one in found} == {PAGE}
    assert len(unread) == 1
    assert f"{URL}-d" in unread[0]


@pytest.mark.parametrize("form", ["plain", "members", "one"])
def test_cut_off_at_any_byte_what_is_whole_is_read_and_the_rest_is_told(tmp_path: Path, form: str) -> None:
    data = {"plain": b"".join(_THREE), "members": _members(_THREE), "one": gzip.compress(b"".join(_THREE))}[form]
    ends = [
        len(_members(_THREE[:number])) if form == "members" else len(b"".join(_THREE[:number])) for number in range(4)
    ]
    for cut in range(20, len(data) - 1, 7):
        found, unread = _read(tmp_path, data[:cut])
        assert len(unread) <= 1
        if form != "one":
            # The blank lines after a record are no part of what matters.
            whole = sum(cut >= end - 4 for end in ends[1:])
            assert whole - 1 <= len(found) <= whole + (form == "members"), cut
            assert unread or any(end - 4 <= cut <= end for end in ends), cut
        assert [one.body for one in found] == [PAGE + b"%d" % number for number in range(len(found))]


@pytest.mark.parametrize("form", ["plain", "members"])
def test_damage_in_the_middle_is_told_and_passed_over(tmp_path: Path, form: str) -> None:
    join = _members if form == "members" else b"".join
    data = bytearray(join(_THREE))
    place = len(join(_THREE[:1])) + 30
    data[place : place + 150] = b"\xff" * 150
    found, unread = _read(tmp_path, bytes(data))
    assert [one.url for one in found] == [f"{URL}-0", f"{URL}-2"]
    assert len(unread) == 1
    assert "record 2" in unread[0]


@pytest.mark.parametrize(
    ("record", "word"),
    [
        (_record("response", b"garbage"), "status line"),
        (_response(b"\x00\x01", "Content-Encoding: gzip"), "gzip"),
        (_response(gzip.compress(PAGE)[:-20], "Content-Encoding: gzip"), "middle"),
        (_response(b"\x00\x01", "Content-Encoding: compress"), "compress"),
        (_response(_chunked(PAGE)[:-30], "Transfer-Encoding: chunked"), "chunk"),
        (_record("response", _http(PAGE), date="yesterday"), "date"),
        (_record("response", _http(PAGE), date="2026-13-05T08:00:00Z"), "date"),
        (_response(gzip.compress(b" " * (BODY_LIMIT + 1)), "Content-Encoding: gzip"), "larger"),
        (_response(zstandard.compress(b" " * (BODY_LIMIT + 1)), "Content-Encoding: zstd"), "larger"),
    ],
)
def test_a_page_that_cannot_be_read_is_told_and_the_next_is_read(tmp_path: Path, record: bytes, word: str) -> None:
    found, unread = _read(tmp_path, record + _response())
    assert [one.body for one in found] == [PAGE]
    assert len(unread) == 1
    assert word in unread[0]


@pytest.mark.parametrize("length", ["-1", "x", "9" * 30, "٣"])
def test_a_record_that_does_not_say_its_length_ends_the_reading(tmp_path: Path, length: str) -> None:
    broken = _record("response", _http(PAGE)).replace(
        f"Content-Length: {len(_http(PAGE))}".encode(), f"Content-Length: {length}".encode()
    )
    found, unread = _read(tmp_path, _response() + broken)
    assert (len(found), len(unread)) == (1, 1)


def test_a_record_that_claims_to_be_endless_is_not_kept_in_memory(tmp_path: Path) -> None:
    found, unread = _read(tmp_path, _response() + _record("response", _http(PAGE), length=10**14))
    assert (len(found), len(unread)) == (1, 1)


def test_fractions_of_a_second_and_pointed_brackets(tmp_path: Path) -> None:
    found, _ = _read(tmp_path, _record("response", _http(PAGE), url=f"<{URL}>", date="2026-01-05T08:00:00.123456Z"))
    assert (found[0].url, found[0].fetched_at) == (URL, "2026-01-05T08:00:00Z")


def _wacz(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", method) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return file.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_packages_with_several_archives_and_hostile_names(tmp_path: Path, method: int) -> None:
    members = {
        "../archive/evil.warc.gz": _members(_THREE[:1]),
        "archive/../../evil.warc.gz": _members(_THREE[:1]),
        "/archive/evil.warc.gz": _members(_THREE[:1]),
        "archive/b.warc.gz": _members(_THREE[2:]),
        "archive/a.warc": b"".join(_THREE[:2]),
        "datapackage.json": b"{}",
    }
    found, unread = _read(tmp_path, _wacz(members, method), "other.wacz")
    assert ([one.url for one in found], unread) == ([f"{URL}-{number}" for number in range(3)], [])
    assert [path.name for path in tmp_path.iterdir()] == ["other.wacz"]


def test_a_package_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    data = _wacz({"datapackage.json": b"{}", "archive/data.warc.gz": _members(_THREE)})
    found, unread = _read(tmp_path, data[: data.index(b"PK\x01\x02")], "other.wacz")
    assert (len(found), len(unread)) == (3, 1)
    shorter = data[: data.index(_members(_THREE)) + len(_members(_THREE[:2])) + 50]
    found, unread = _read(tmp_path, shorter, "other.wacz")
    assert (len(found), len(unread)) == (2, 2)


@pytest.mark.parametrize("data", [b"", b"hello", b"<html>", _wacz({"a.txt": b""})])
def test_what_is_no_web_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Problem) as caught:
        _read(tmp_path, data)
    assert caught.value.code == USAGE


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"none\.warc"):
        list(read(tmp_path / "none.warc"))


_WHOLE = _members(_THREE)
_PACKAGE = _wacz({"archive/data.warc.gz": _WHOLE})


@given(st.integers(0, 2**32), st.sampled_from([b"".join(_THREE), _WHOLE, _PACKAGE]))
def test_bent_files_never_give_a_traceback(tmp_path_factory: pytest.TempPathFactory, seed: int, data: bytes) -> None:
    chance = random.Random(seed)
    bent = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(bent))
        bent[place : place + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    try:
        found, _ = _read(tmp_path_factory.mktemp("bent"), bytes(bent))
    except Problem as problem:
        assert problem.code == USAGE
    else:
        assert len(found) <= 4


def test_a_page_is_read_the_same_from_every_form(tmp_path: Path) -> None:
    forms = [_read(tmp_path, data)[0] for data in (b"".join(_THREE), _WHOLE, _PACKAGE)]
    digests = [[hashlib.sha256(one.body).hexdigest() for one in form] for form in forms]
    assert digests[0] == digests[1] == digests[2]
