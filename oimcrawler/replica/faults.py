"""What can go wrong between a crawler and a site: each fault takes over the answer to a request, `times` requests long (None: until mended)."""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from typing import Protocol

from oimcrawler.replica.site import Answer, Site

_MEGABYTE = 1024 * 1024


class Exchange(Protocol):
    """What a fault may do with a request: the server's side of it."""

    target: str
    lang: str
    site: Site
    origin: str

    def normal(self) -> Answer:
        """What the site would have answered."""

    def send(self, answer: Answer, encoded: bool = False) -> None:
        """Sends a whole answer; `encoded` says that the body is already as it shall be sent."""

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        """Sends a status line and headers only; the connection closes after the exchange."""

    def write(self, data: bytes) -> bool:
        """Sends bytes of a body; False when the other side, or the server, has gone."""

    def reset(self) -> None:
        """Breaks the connection off with a reset."""

    def wait(self, seconds: float) -> bool:
        """Waits; False when the server closed in the meantime."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """The base of all faults: how many requests are hit."""

    times: int | None = None

    def play(self, exchange: Exchange) -> None:
        """Answers the request in its own way."""
        raise NotImplementedError


@dataclass(frozen=True)
class Status(Fault):
    """Any status with any headers.

    Retry-After comes in seconds (`retry_after="2"`) or as
    a date that many seconds ahead on the site's clock, which the Date header tells (`retry_after_date=2`).
    """

    code: int
    retry_after: str | None = field(default=None, kw_only=True)
    retry_after_date: float | None = field(default=None, kw_only=True)
    headers: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    body: str | bytes = field(default="", kw_only=True)

    def play(self, exchange: Exchange) -> None:
        """Sends the status."""
        headers = dict(self.headers)
        if self.retry_after is not None:
            headers["Retry-After"] = self.retry_after
        if self.retry_after_date is not None:
            headers["Retry-After"] = format_datetime(
                exchange.site.now + timedelta(seconds=self.retry_after_date), usegmt=True
            )
        body = self.body.encode() if isinstance(self.body, str) else self.body
        exchange.send(Answer(self.code, body, headers=headers))


@dataclass(frozen=True)
class Reset(Fault):
    """The connection is reset: before anything is sent, or in the middle of the body (`after_headers`)."""

    after_headers: bool = field(default=False, kw_only=True)

    def play(self, exchange: Exchange) -> None:
        """Breaks off."""
        if self.after_headers:
            answer = exchange.normal()
            exchange.head(
                answer.status, {"Content-Type": answer.content_type, "Content-Length": str(len(answer.body) + 1)}
            )
            exchange.write(answer.body[: len(answer.body) // 2])
        exchange.reset()


@dataclass(frozen=True)
class Truncate(Fault):
    """The body ends early: Content-Length promises all of it, only `share` of it is sent before the connection closes."""

    share: float = field(default=0.5, kw_only=True)

    def play(self, exchange: Exchange) -> None:
        """Sends a part."""
        answer = exchange.normal()
        exchange.head(answer.status, {"Content-Type": answer.content_type, "Content-Length": str(len(answer.body))})
        exchange.write(answer.body[: int(len(answer.body) * self.share)])


@dataclass(frozen=True)
class BrokenGzip(Fault):
    """The body is called gzip and is not in one piece: it begins well and breaks in the middle."""

    def play(self, exchange: Exchange) -> None:
        """Sends the broken bytes."""
        answer = exchange.normal()
        packed = gzip.compress(answer.body, mtime=0)
        middle = len(packed) // 2
        broken = packed[:middle] + bytes(byte ^ 0xFF for byte in packed[middle : middle + 64]) + packed[middle + 64 :]
        exchange.send(Answer(answer.status, broken, answer.content_type, {"Content-Encoding": "gzip"}), encoded=True)


@dataclass(frozen=True)
class WrongCharset(Fault):
    """The header names one charset, the bytes are in another."""

    declared: str = field(default="ISO-8859-1", kw_only=True)
    actual: str = field(default="utf-8", kw_only=True)

    def play(self, exchange: Exchange) -> None:
        """Sends the page in the wrong charset."""
        answer = exchange.normal()
        body = answer.body.decode().encode(self.actual, "replace")
        exchange.send(Answer(answer.status, body, f"text/html; charset={self.declared}"))


@dataclass(frozen=True)
class Bomb(Fault):
    """A small gzip that unpacks to many megabytes, made while it is sent."""

    megabytes: int = field(default=100, kw_only=True)

    def play(self, exchange: Exchange) -> None:
        """Sends the bomb."""
        exchange.head(200, {"Content-Type": "text/html; charset=UTF-8", "Content-Encoding": "gzip"})
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        going = exchange.write(packer.compress(b"<!DOCTYPE html><html><body><p>"))
        block = b" " * _MEGABYTE
        for _ in range(self.megabytes):
            if not going:
                return
            going = exchange.write(packer.compress(block))
        exchange.write(packer.flush())


@dataclass(frozen=True)
class Huge(Fault):
    """A page of many megabytes, made while it is sent; `declared` announces its length."""

    megabytes: int = field(default=400, kw_only=True)
    declared: bool = field(default=False, kw_only=True)

    def play(self, exchange: Exchange) -> None:
        """Sends paragraph after paragraph."""
        headers = {"Content-Type": "text/html; charset=UTF-8"}
        if self.declared:
            headers["Content-Length"] = str(self.megabytes * _MEGABYTE)
        exchange.head(200, headers)
        line = b"<p>Une page sans fin, une page sans fin, une page sans fin.</p>\n"
        block = (line * (_MEGABYTE // len(line) + 1))[:_MEGABYTE]
        for _ in range(self.megabytes):
            if not exchange.write(block):
                return


@dataclass(frozen=True)
class Stall(Fault):
    """Nothing is sent for a while, before the answer or (`after_headers`) in the middle of it; closing the server ends the wait at once."""

    seconds: float = 30.0
    after_headers: bool = field(default=False, kw_only=True)

    def play(self, exchange: Exchange) -> None:
        """Waits, then answers."""
        answer = exchange.normal()
        if not self.after_headers:
            if exchange.wait(self.seconds):
                exchange.send(answer)
            return
        exchange.head(answer.status, {"Content-Type": answer.content_type, "Content-Length": str(len(answer.body))})
        exchange.write(answer.body[:100])
        if exchange.wait(self.seconds):
            exchange.write(answer.body[100:])


@dataclass(frozen=True)
class RedirectLoop(Fault):
    """A redirect to the same address with another number, for ever; or to itself (`same`)."""

    same: bool = field(default=False, kw_only=True)

    def play(self, exchange: Exchange) -> None:
        """Sends to the next address."""
        path, _, query = exchange.target.partition("?")
        number = int(query.rpartition("loop=")[2]) if "loop=" in query and query.rpartition("loop=")[2].isdigit() else 0
        target = exchange.target if self.same else f"{path}?loop={number + 1}"
        exchange.send(Answer(302, headers={"Location": exchange.origin + target}))


@dataclass(frozen=True)
class Page(Fault):
    """A page of somebody else in place of the article: `html` with a status."""

    html: str = ""
    code: int = field(default=200, kw_only=True)

    def play(self, exchange: Exchange) -> None:
        """Sends the page."""
        exchange.send(Answer(self.code, self.html.encode()))


_CHALLENGE = """<!DOCTYPE html>
<html lang="en-US"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow">
<meta http-equiv="refresh" content="390"></head>
<body class="no-js"><div class="main-wrapper" role="main"><div class="main-content"><noscript>
<div id="challenge-error-title">Enable JavaScript and cookies to continue</div></noscript></div></div>
<script>(function(){window._chl_opt={cType:'managed'};var a=document.createElement('script');
a.src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1';document.head.appendChild(a);}());</script></body></html>"""
_LOGIN = b"""<form id="user-login-form" action="/user/login" method="post"><label>@</label>
<input type="text" name="name"><input type="password" name="pass"><button>OK</button></form>"""


@dataclass(frozen=True)
class Instead(Fault):
    """Another address' page: a pager that begins again (`Instead("/fr/news?page=0")` for a late page), an article that shows its neighbour."""

    shown: str = "/"

    def play(self, exchange: Exchange) -> None:
        """Sends the other page."""
        exchange.send(exchange.site.answer(self.shown, exchange.origin))


@dataclass(frozen=True)
class Challenge(Fault):
    """The check of a guard in front of the site: a script to run instead of a page."""

    code: int = field(default=403, kw_only=True)

    def play(self, exchange: Exchange) -> None:
        """Sends the check."""
        exchange.send(
            Answer(self.code, _CHALLENGE.encode(), headers={"Server": "cloudflare", "cf-mitigated": "challenge"})
        )


@dataclass(frozen=True)
class Login(Fault):
    """A form for user name and password, with status 200, in the frame of the site."""

    def play(self, exchange: Exchange) -> None:
        """Sends the form."""
        title = {"fr": "Se connecter", "en": "Log in", "ar": "تسجيل الدخول"}[exchange.lang]
        answer = exchange.site.notice(exchange.lang, title, "@", origin=exchange.origin)
        exchange.send(Answer(200, answer.body.replace(b">@<", b">" + _LOGIN + b"<")))


@dataclass(frozen=True)
class Empty(Fault):
    """Status 200 and no byte of a body."""

    def play(self, exchange: Exchange) -> None:
        """Sends nothing."""
        exchange.send(Answer(200))


@dataclass(frozen=True)
class ErrorPage(Fault):
    """An error that calls itself a page: 'not found' in the frame of the site, or (`bare`) the platform's one line, with status 200."""

    bare: bool = field(default=False, kw_only=True)

    def play(self, exchange: Exchange) -> None:
        """Sends the error."""
        if self.bare:
            exchange.send(Answer(200, b"The website encountered an unexpected error. Try again later."))
            return
        answer = exchange.site.not_found(exchange.target, exchange.origin)
        exchange.send(Answer(200, answer.body))


@dataclass(frozen=True)
class NotHtml(Fault):
    """A small PDF where a page was expected; `declared` is the type it is said to have."""

    declared: str = field(default="application/pdf", kw_only=True)

    def play(self, exchange: Exchange) -> None:
        """Sends the document."""
        exchange.send(Answer(200, b"".join(_pdf()), self.declared))


def _pdf() -> Iterator[bytes]:
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    )
    yield b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    for number, content in enumerate(objects, start=1):
        yield b"%d 0 obj" % number + content + b"endobj\n"
    yield b"trailer<</Root 1 0 R>>\n%%EOF\n"
