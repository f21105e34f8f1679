"""What is let in and which headers go out: the door of the site, around everything that answers behind it."""

import ipaddress
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import quote

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY: Final = "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_DROPPED: Final = frozenset({b"set-cookie", *(name for name, _ in HEADERS)})
_HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::[0-9]{1,5})?", re.I)


def is_loopback(host: str) -> bool:
    """Whether a server bound to this host answers to its own machine only.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_is_ours(header: str) -> bool:
    """Whether a Host header names this machine: a page elsewhere that has its own name point here (DNS rebinding) sends that name.

    >>> host_is_ours("localhost:8001"), host_is_ours("[::1]"), host_is_ours("evil.example"), host_is_ours("127.0.0.1.evil.example")
    (True, True, False, False)
    """
    match = _HOST.fullmatch(header)
    return match is not None and is_loopback(match["name"])


def guarded(app: App, *, loopback: bool) -> App:
    """The application behind the door: reading methods only, on loopback its own host only, strict headers on every answer, no cookies."""

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def outward(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _outward(message.get("headers", []))}
            await send(message)

        headers = {bytes(name).lower(): bytes(value) for name, value in scope.get("headers", [])}
        if loopback and not host_is_ours(headers.get(b"host", b"").decode("latin-1")):
            await _refuse(
                outward, 421, "This server answers to localhost only; open it by the address that it printed."
            )
        elif scope["method"] not in ("GET", "HEAD"):
            await _refuse(outward, 405, "This site is for reading: GET and HEAD only.", (b"allow", b"GET, HEAD"))
        else:
            raw = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
            # A path may come with bytes that no URL has; cookies and credentials mean nothing here.
            inner = {
                **scope,
                "raw_path": quote(raw, safe="/%:@!$&'()*+,;=~-._").encode(),
                "headers": [
                    (name, value)
                    for name, value in scope.get("headers", [])
                    if bytes(name).lower() not in (b"cookie", b"authorization")
                ],
            }
            await app(inner, receive, outward)

    return door


def _outward(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    names = {bytes(name).lower() for name, _ in headers}
    kept = [
        (bytes(name), bytes(value))
        for name, value in headers
        if bytes(name).lower() not in _DROPPED and bytes(name).lower() != b"vary"
    ]
    if b"content-security-policy" not in names:
        kept.append((b"content-security-policy", POLICY.encode()))
    if b"cache-control" not in names:
        kept.append((b"cache-control", b"no-cache"))
    return [*kept, *HEADERS]


async def _refuse(send: Send, status: int, sentence: str, *more: tuple[bytes, bytes]) -> None:
    body = sentence.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *more]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
