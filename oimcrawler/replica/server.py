"""The replica on loopback: a threaded HTTP/1.1 server around a site, with a record of all requests, faults to switch on, and hooks."""

import contextlib
import gzip
import re
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from oimcrawler.replica.faults import Fault
from oimcrawler.replica.site import Answer, Site

_PACKED = 500  # pages kept packed, so that a benchmark measures the crawler


@dataclass(slots=True)
class Request:
    """One request as it arrived, `path` with its query, header names in lower case; status and bytes sent (of the body) as answered."""

    path: str
    method: str
    status: int
    headers: dict[str, str]
    bytes_sent: int


@dataclass(slots=True)
class _Rule:
    pattern: re.Pattern[str]
    action: Fault | Callable[[], object]
    left: int | None

    def hit(self, target: str) -> bool:
        if self.left == 0 or not self.pattern.search(target):
            return False
        if self.left is not None:
            self.left -= 1
        return True


class Replica:
    """Serves a site on 127.0.0.1 for as long as the `with` block lasts.

    `faults` maps patterns to faults from the start. `origin` is the address; `requests` the record so far.
    """

    def __init__(self, site: Site, faults: Mapping[str, Fault] | None = None, port: int = 0) -> None:
        self.site = site
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._log: list[Request] = []
        self._faults: list[_Rule] = []
        self._hooks: list[_Rule] = []
        self._packed: dict[str, bytes] = {}
        for pattern, fault in (faults or {}).items():
            self.fault(pattern, fault)
        self._server = _Server(("127.0.0.1", port), self)
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="replica", daemon=True
        )

    def __enter__(self) -> "Replica":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stops serving: waits end, open connections are shut, threads are joined. A second call does nothing."""
        if self.closing.is_set():
            return
        self.closing.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(timeout=10)
        self._server.hang_up()
        self._server.server_close()

    @property
    def requests(self) -> list[Request]:
        """All requests since the start or the last `clear`, in the order of their arrival."""
        with self._lock:
            return list(self._log)

    def clear(self) -> None:
        """Forgets the requests so far."""
        with self._lock:
            self._log.clear()

    def fault(self, pattern: str, fault: Fault) -> None:
        """Answers requests whose path with query matches the regular expression with a fault.

        Of several faults that match, the first that has requests left plays.
        """
        with self._lock:
            self._faults.append(_Rule(re.compile(pattern), fault, fault.times))

    def mend(self) -> None:
        """Takes all faults away."""
        with self._lock:
            self._faults.clear()

    def before(self, pattern: str, action: Callable[[], object], times: int | None = 1) -> None:
        """Calls `action` before a matching request is answered: publish in mid-crawl, so that items slide between pages."""
        with self._lock:
            self._hooks.append(_Rule(re.compile(pattern), action, times))

    # For the handler.

    def arrived(self, request: Request) -> Fault | None:
        """Takes note of a request, runs its hooks and tells the fault that shall answer it."""
        with self._lock:
            self._log.append(request)
            actions = [rule.action for rule in self._hooks if rule.hit(request.path)]
            fault = next((rule.action for rule in self._faults if rule.hit(request.path)), None)
        for action in actions:
            assert not isinstance(action, Fault)
            action()
        return fault if isinstance(fault, Fault) else None

    def packed(self, answer: Answer) -> bytes:
        """The body as gzip, kept for pages that are the same byte for byte."""
        if answer.etag is None:
            return gzip.compress(answer.body, 6, mtime=0)
        with self._lock:
            known = self._packed.get(answer.etag)
        if known is None:
            known = gzip.compress(answer.body, 6, mtime=0)
            with self._lock:
                if len(self._packed) >= _PACKED:
                    self._packed.clear()
                self._packed[answer.etag] = known
        return known


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, address: tuple[str, int], replica: Replica) -> None:
        self.replica = replica
        self._guard = threading.Lock()
        self._open: dict[socket.socket, threading.Thread] = {}
        super().__init__(address, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """A thread of its own for each connection, kept so that closing can wait for it."""
        thread = threading.Thread(
            target=self.process_request_thread, args=(request, client_address), name="replica connection", daemon=True
        )
        with self._guard:
            self._open[request] = thread
        thread.start()

    def shutdown_request(self, request: Any) -> None:
        """Forgets and closes a connection."""
        with self._guard:
            self._open.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of ours; anything else is shown."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """Shuts every open connection and waits for its thread."""
        with self._guard:
            connections = dict(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in connections.values():
            thread.join(timeout=10)


class _Handler(BaseHTTPRequestHandler):
    """One connection; also the exchange that faults play with."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120
    server: _Server
    record: Request

    def setup(self) -> None:
        super().setup()
        self.replica = self.server.replica
        self.site = self.replica.site
        self.origin = self.replica.origin

    def log_message(self, format: str, *args: object) -> None:
        """The record in `requests` is enough."""

    def do_GET(self) -> None:
        """Answers a request."""
        self.target = self.path
        first = self.target.lstrip("/").partition("/")[0].partition("?")[0]
        self.lang = first if first in ("fr", "ar") and first in self.site.languages else "en"
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.record = Request(self.target, self.command, 0, headers, 0)
        fault = self.replica.arrived(self.record)
        if fault is not None:
            fault.play(self)
        else:
            self.send(self.normal())

    do_HEAD = do_GET

    def normal(self) -> Answer:
        """What the site says."""
        return self.site.answer(self.target, self.origin)

    def send(self, answer: Answer, encoded: bool = False) -> None:
        """Sends an answer whole: validators and 304, gzip when it is accepted."""
        headers = dict(answer.headers)
        body = answer.body
        zipped = (
            not encoded
            and len(body) > 200
            and answer.content_type.startswith(("text/", "application/xml", "application/rss"))
            and self._accepts_gzip()
        )
        if not encoded and answer.content_type != "image/png":
            headers["Vary"] = "Accept-Encoding"
        tag = f'"{answer.etag}{"-gzip" if zipped else ""}"' if answer.etag else None
        if tag:
            headers["ETag"] = tag
        if answer.last_modified is not None:
            headers["Last-Modified"] = format_datetime(answer.last_modified, usegmt=True)
        headers["Cache-Control"] = "no-cache, must-revalidate"
        if self._not_modified(answer, tag):
            self._respond(304, headers, b"")
            return
        if zipped:
            body = self.replica.packed(answer)
            headers["Content-Encoding"] = "gzip"
        if body or answer.status == 200:
            headers["Content-Type"] = answer.content_type
        headers["Content-Length"] = str(len(body))
        self._respond(answer.status, headers, b"" if self.command == "HEAD" else body)

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        """Status and headers only; the body, if any, ends with the connection."""
        self.close_connection = True
        self._respond(status, {**headers, "Connection": "close"}, b"")

    def write(self, data: bytes) -> bool:
        """Bytes of a body after `head`."""
        if self.replica.closing.is_set():
            return False
        if self.command == "HEAD":
            return True
        try:
            self.wfile.write(data)
        except OSError:
            return False
        self.record.bytes_sent += len(data)
        return True

    def reset(self) -> None:
        """Lets the connection end with RST in place of FIN."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Two more hands hold the socket: the files of BaseHTTPRequestHandler. Detach and close the descriptor itself.
        socket.socket(fileno=self.connection.detach()).close()

    def wait(self, seconds: float) -> bool:
        """Waits unless the server closes."""
        return not self.replica.closing.wait(seconds)

    def _respond(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        # The record is complete before the last byte leaves: who has the answer may look at once.
        self.record.status = status
        self.record.bytes_sent = len(body)
        phrase = HTTPStatus(status).phrase if status in _STATUSES else "Unknown"
        lines: Iterable[str] = (
            f"{name}: {value}\r\n"
            for name, value in {
                "Server": "replica",
                "Date": format_datetime(self.site.now, usegmt=True),
                **headers,
            }.items()
        )
        try:
            self.wfile.write(f"HTTP/1.1 {status} {phrase}\r\n{''.join(lines)}\r\n".encode("latin-1", "replace") + body)
        except OSError:
            self.close_connection = True

    def _accepts_gzip(self) -> bool:
        return any(
            re.fullmatch(r"gzip|gzip;q=(?:1(?:\.0*)?|0?\.\d*[1-9]\d*)", part.strip().replace(" ", ""))
            for part in self.headers.get("Accept-Encoding", "").split(",")
        )

    def _not_modified(self, answer: Answer, tag: str | None) -> bool:
        """Whether the client's copy is good: If-None-Match decides alone when it is there (strong comparison), else If-Modified-Since."""
        if answer.status != 200:
            return False
        asked = self.headers.get("If-None-Match")
        if asked is not None:
            return tag is not None and (asked.strip() == "*" or tag in [part.strip() for part in asked.split(",")])
        since = self.headers.get("If-Modified-Since")
        if since is None or answer.last_modified is None:
            return False
        try:
            return parsedate_to_datetime(since) >= answer.last_modified.replace(microsecond=0)
        except (TypeError, ValueError):
            return False


_STATUSES = frozenset(status.value for status in HTTPStatus)
