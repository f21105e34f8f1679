"""What the captures of an archive become in a web archive: request, response and revisit records, always the same bytes for the same captures."""

import hashlib
import json
import uuid
from base64 import b32encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import responses
from io import BytesIO
from typing import IO, Any
from urllib.parse import urlsplit

from oimcrawler import __version__
from oimcrawler.exits import USAGE, Problem

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
REVISIT_MIME = "warc/revisit"

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_OID, "oimcrawler")
# The body is kept as it reads, so what described its way over the wire no longer holds; archives keep such headers under this prefix.
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_ORIGINAL = "X-Archive-Orig-"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the index: where in the file a response or revisit stands, `digest` that of its payload."""

    url: str
    fetched_at: str
    mime: str
    status: int
    digest: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture as it is stored; `headers` as received."""

    id: int
    url: str
    fetched_at: str
    status: int
    headers: Sequence[tuple[str, str]]
    content_type: str | None
    payload_sha256: str | None


class RecordWriter:
    """Writes captures into an open binary file, one gzip member a record. Raises Problem (2) where warcio is not installed."""

    def __init__(self, file: IO[bytes]) -> None:
        try:
            from warcio.statusandheaders import StatusAndHeaders
            from warcio.warcwriter import WARCWriter
        except ImportError:
            raise Problem(
                USAGE, "web archives need warcio, which is not installed; pip install 'oimcrawler[warc]'"
            ) from None
        self._heading = StatusAndHeaders
        self._file = file
        self._writer = WARCWriter(file, gzip=True, warc_version="1.1")
        self._payloads: dict[str, tuple[str, str, str]] = {}
        self._latest: dict[str, tuple[str, str, str]] = {}

    def begin(self, date: str) -> None:
        """Write the record that describes the file; `date` is that of its first capture."""
        information = {
            "software": f"oimcrawler {__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "description": "Bodies are kept without transfer and content encoding; headers of the wire stand as X-Archive-Orig-*."
            " Request records give method, path and host; the other headers that were sent are not kept.",
        }
        text = "".join(f"{name}: {value}\r\n" for name, value in information.items()).encode()
        headers = {"WARC-Record-ID": _identifier("warcinfo", date), "WARC-Date": date}
        self._write("warcinfo", "", BytesIO(text), len(text), headers, None)

    def response(self, capture: Capture, body: bytes) -> Entry:
        """Write a response with its request; a body that is in the file already becomes a revisit of it."""
        heading = self._http(capture, len(body))
        digest = _digest(body)
        earlier = self._payloads.get(capture.payload_sha256 or "")
        mime = (capture.content_type or "application/octet-stream").partition(";")[
            0
        ].strip().lower() or "application/octet-stream"
        headers = self._headers(capture, "response", digest)
        if earlier is None:
            entry = self._placed(capture, "response", BytesIO(body), len(body), headers, heading, mime, digest)
            if capture.payload_sha256:
                self._payloads[capture.payload_sha256] = (capture.url, capture.fetched_at, digest)
        else:
            url, fetched_at, _ = earlier
            headers |= {
                "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
                "WARC-Refers-To-Target-URI": url,
                "WARC-Refers-To-Date": fetched_at,
            }
            entry = self._placed(capture, "revisit", None, 0, headers, heading, REVISIT_MIME, digest)
        if capture.status == 200:
            self._latest[capture.url] = earlier or (capture.url, capture.fetched_at, digest)
        self._request(capture)
        return entry

    def not_modified(self, capture: Capture) -> Entry | None:
        """Write a 304 as a revisit of what the address showed before; None where that is not in the file.

        Without the answer's own head: a replay tool would show an empty 304 instead of the page.
        """
        earlier = self._latest.get(capture.url)
        if earlier is None:
            return None
        url, fetched_at, digest = earlier
        headers = self._headers(capture, "response", digest) | {
            "WARC-Profile": NOT_MODIFIED,
            "WARC-Refers-To-Target-URI": url,
            "WARC-Refers-To-Date": fetched_at,
        }
        entry = self._placed(capture, "revisit", None, 0, headers, None, REVISIT_MIME, digest)
        self._request(capture)
        return entry

    def _request(self, capture: Capture) -> None:
        parts = urlsplit(capture.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        heading = self._heading(
            f"GET {target} HTTP/1.1", [("Host", parts.netloc.rpartition("@")[2])], is_http_request=True
        )
        headers = {
            "WARC-Record-ID": _identifier("request", capture),
            "WARC-Date": capture.fetched_at,
            "WARC-Concurrent-To": _identifier("response", capture),
        }
        self._write("request", capture.url, None, 0, headers, heading)

    def _headers(self, capture: Capture, kind: str, digest: str) -> dict[str, str]:
        return {
            "WARC-Record-ID": _identifier(kind, capture),
            "WARC-Date": capture.fetched_at,
            "WARC-Payload-Digest": digest,
        }

    def _http(self, capture: Capture, length: int) -> Any:
        fields: list[tuple[str, str]] = []
        for name, value in capture.headers:
            name, value = _one_line(name), _one_line(value)
            if name:
                fields.append((_ORIGINAL + name if name.lower() in _OF_THE_WIRE else name, value))
        if capture.content_type and not any(name.lower() == "content-type" for name, _ in fields):
            fields.append(("Content-Type", _one_line(capture.content_type)))
        fields.append(("Content-Length", str(length)))
        return self._heading(
            f"{capture.status} {responses.get(capture.status, '')}".strip(), fields, protocol="HTTP/1.1"
        )

    def _placed(
        self,
        capture: Capture,
        kind: str,
        payload: BytesIO | None,
        length: int,
        headers: Mapping[str, str],
        heading: Any,
        mime: str,
        digest: str,
    ) -> Entry:
        start = self._file.tell()
        self._write(kind, capture.url, payload, length, headers, heading)
        return Entry(capture.url, capture.fetched_at, mime, capture.status, digest, start, self._file.tell() - start)

    def _write(
        self, kind: str, url: str, payload: BytesIO | None, length: int, headers: Mapping[str, str], heading: Any
    ) -> None:
        record = self._writer.create_warc_record(
            url, kind, payload=payload, length=length, warc_headers_dict=dict(headers), http_headers=heading
        )
        self._writer.write_record(record)


def headers_of(text: str) -> list[tuple[str, str]]:
    """The stored headers of a capture: a JSON list of [name, value]; nothing where it cannot be read."""
    try:
        return [(str(name), str(value)) for name, value in json.loads(text)]
    except (ValueError, TypeError):
        return []


def _identifier(kind: str, of: Capture | str) -> str:
    name = of if isinstance(of, str) else f"{of.id} {of.fetched_at} {of.status} {of.url} {of.payload_sha256}"
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, f'{kind} {name}')}>"


def _digest(body: bytes) -> str:
    return "sha1:" + b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
