"""A small client for a handful of requests: the standard library's, with our headers, limits and encodings; redirects are told, not followed."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException, HTTPResponse
from typing import IO, Any

from oimcrawler.unpacking import ACCEPTED, LARGEST, unpack_body

TIMEOUT = 30.0
# No answer may take longer than this, however steadily it trickles (seconds).
PATIENCE = 90.0


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: `status` is 0 where none came, `trouble` says why there is no whole body; header names are in lower case."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    trouble: str = ""


class _Untouched(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        return None


@dataclass(slots=True)
class Client:
    """Asks politely: at most `most` requests, `delay` seconds between them; `chosen` where a person has set the
    delay, and robots.txt does not lengthen it.
    """

    headers: Mapping[str, str]
    delay: float
    chosen: bool = False
    most: int = 6
    sleep: Callable[[float], None] = time.sleep
    asked: int = 0

    def get(self, url: str) -> Answered:
        """One request; whatever goes wrong is told in the answer."""
        if self.asked >= self.most:
            return Answered(url, 0, trouble=f"not asked: {self.most} requests are enough for an examination")
        if self.asked:
            self.sleep(self.delay)
        self.asked += 1
        request = urllib.request.Request(url, headers={"Accept-Encoding": ACCEPTED, **self.headers})
        try:
            try:
                response: Any = urllib.request.build_opener(_Untouched).open(request, timeout=TIMEOUT)
            except urllib.error.HTTPError as error:
                response = error
            with response:
                return _read(url, response)
        except urllib.error.URLError as error:
            return Answered(url, 0, trouble=f"no answer ({getattr(error.reason, 'strerror', None) or error.reason})")
        except (OSError, HTTPException, ValueError) as error:
            return Answered(url, 0, trouble=f"no answer ({' '.join(str(error).split()) or type(error).__name__})")


def _read(url: str, response: HTTPResponse) -> Answered:
    headers = {name.lower(): value for name, value in response.headers.items()}
    body, trouble = bytearray(), ""
    until = time.monotonic() + PATIENCE
    try:
        while part := response.read1(65_536) if hasattr(response, "read1") else response.read(65_536):
            body += part
            if len(body) > LARGEST:
                trouble = f"larger than {LARGEST // 1024 // 1024} MB"
                break
            if time.monotonic() > until:
                trouble = f"slower than {PATIENCE:.0f} seconds"
                break
    except (OSError, HTTPException) as error:
        trouble = f"the answer broke off ({type(error).__name__})"
    length = headers.get("content-length", "")
    if not trouble and length.isdecimal() and int(length) > len(body):
        trouble = f"truncated: {len(body)} of {length} bytes"
    try:
        plain = b"" if trouble else unpack_body(bytes(body), headers.get("content-encoding", ""))
    except ValueError as error:
        plain, trouble = b"", str(error)
    return Answered(url, response.status or 0, headers, plain, trouble)
