"""HTTP messages as web archives keep them: head and body taken apart, the body brought back to what the server meant."""

import zlib
from importlib import import_module
from typing import Any

BODY_LIMIT = 64 << 20
"""No page is larger than this, in bytes after decoding: what claims to be is a bomb or a film."""

_PIECE = 1 << 12


class Undecodable(Exception):
    """The body cannot be read; the text says why."""


def split_message(block: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and raw body of a response; raises Undecodable where it is none.

    >>> split_message(b"HTTP/1.1 200 OK\\r\\nA: b\\r\\n\\r\\n<p>")
    (200, [('A', 'b')], b'<p>')
    """
    ends = [(block.find(mark), len(mark)) for mark in (b"\r\n\r\n", b"\n\n")]
    found = [(place, length) for place, length in ends if place >= 0]
    place, length = min(found) if found else (len(block), 0)
    first, *rest = block[:place].decode("utf-8", "replace").splitlines() or [""]
    words = first.split(None, 2)
    if (
        len(words) < 2
        or not words[0].upper().startswith("HTTP")
        or not (words[1].isascii() and words[1].isdecimal() and len(words[1]) == 3)
    ):
        raise Undecodable("has no HTTP status line")
    headers: list[tuple[str, str]] = []
    for line in rest:
        if line[:1] in (" ", "\t") and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
            continue
        name, colon, value = line.partition(":")
        if colon and name.strip():
            headers.append((name.strip(), value.strip()))
    return int(words[1]), headers, block[place + length :]


def header(headers: list[tuple[str, str]], name: str) -> str | None:
    """The value of a header, of the first of several."""
    return next((value for key, value in headers if key.lower() == name), None)


def decoded(headers: list[tuple[str, str]], body: bytes) -> bytes:
    """The body without transfer and content encoding; raises Undecodable where it cannot be read or is larger than `BODY_LIMIT`.

    Some tools keep a body decoded and its headers as they were: what is not in the encoding that they name is taken as it stands.
    """
    if "chunked" in (header(headers, "transfer-encoding") or "").lower():
        body = _dechunked(body)
    names = [
        name.strip().lower() for value in (header(headers, "content-encoding"),) if value for name in value.split(",")
    ]
    for name in reversed(names):
        if name in ("", "identity", "none"):
            continue
        try:
            body = _decompressed(name, body) if body else body
        except Undecodable:
            if body.lstrip()[:1] != b"<":
                raise
            break
    if len(body) > BODY_LIMIT:
        raise Undecodable(f"is larger than {BODY_LIMIT >> 20} MB")
    return body


def _dechunked(body: bytes) -> bytes:
    pieces: list[bytes] = []
    place = 0
    while place < len(body):
        end = body.find(b"\n", place, place + 4096)
        size_text = body[place:end].split(b";")[0].strip() if end >= 0 else b""
        try:
            size = int(size_text, 16) if size_text.isalnum() else -1
        except ValueError:
            size = -1
        if size < 0:
            if not pieces:
                return body
            raise Undecodable("has a broken chunk")
        if size == 0:
            return b"".join(pieces)
        piece = body[end + 1 : end + 1 + size]
        if len(piece) < size:
            raise Undecodable("ends in the middle of a chunk")
        pieces.append(piece)
        place = end + 1 + size
        place += 2 if body[place : place + 2] == b"\r\n" else 1
    if not pieces:
        return body
    raise Undecodable("ends before its last chunk")


def _decompressed(name: str, body: bytes) -> bytes:
    try:
        match name:
            case "gzip" | "x-gzip":
                return _inflated(body, 31)
            case "deflate":
                try:
                    return _inflated(body, 15)
                except zlib.error:
                    return _inflated(body, -15)
            case "br":
                return _unbrotlied(body)
            case "zstd":
                return _unzstd(body)
    except zlib.error:
        raise Undecodable(f"is not the {name} that its headers say") from None
    raise Undecodable(f"is encoded as {name[:40]}, which is not known")


def _inflated(body: bytes, window: int) -> bytes:
    result = bytearray()
    while body:
        inflate = zlib.decompressobj(window)
        result += inflate.decompress(body, BODY_LIMIT + 1 - len(result))
        if len(result) > BODY_LIMIT:
            raise Undecodable(f"is larger than {BODY_LIMIT >> 20} MB")
        if not inflate.eof:
            raise Undecodable("ends in the middle of its compression")
        body = inflate.unused_data if window == 31 and inflate.unused_data[:2] == b"\x1f\x8b" else b""
    return bytes(result)


def _unbrotlied(body: bytes) -> bytes:
    try:
        brotli: Any = import_module("brotli")
    except ImportError:
        raise Undecodable("is in Brotli; pip install brotli and read it again") from None
    decompressor = brotli.Decompressor()
    result = bytearray()
    try:
        for start in range(0, len(body), _PIECE):
            result += decompressor.process(body[start : start + _PIECE])
            if len(result) > BODY_LIMIT:
                raise Undecodable(f"is larger than {BODY_LIMIT >> 20} MB")
    except brotli.error:
        raise Undecodable("is not the Brotli that its headers say") from None
    if not decompressor.is_finished():
        raise Undecodable("ends in the middle of its compression")
    return bytes(result)


def _unzstd(body: bytes) -> bytes:
    import zstandard

    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(body) as reader:
            result = reader.read(BODY_LIMIT + 1)
    except zstandard.ZstdError:
        raise Undecodable("is not the zstd that its headers say") from None
    return bytes(result)
