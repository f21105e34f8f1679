"""Content encodings undone by ourselves, strictly: a damaged or endless body is an error, never half a page."""

import zlib

import zstandard

LARGEST = 32 * 1024 * 1024
ACCEPTED = "gzip, deflate, zstd"


def unpack_body(data: bytes, encoding: str, largest: int = LARGEST) -> bytes:
    """A body without its Content-Encoding (gzip, deflate, zstd, several in a row); raises ValueError with a short reason where it is damaged, unknown or too large."""
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name in ("identity", "utf-8"):
            continue
        if name in ("gzip", "x-gzip"):
            data = _gunzip(data, largest)
        elif name == "deflate":
            data = _inflate(data, largest)
        elif name == "zstd":
            data = _unzstd(data, largest)
        else:
            raise ValueError(f"unknown content encoding {name}")
    return data


def _gunzip(data: bytes, largest: int) -> bytes:
    found = bytearray()
    while data:
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        found += _bounded(member, data, largest - len(found))
        data = member.unused_data.lstrip(b"\0")
    return bytes(found)


def _inflate(data: bytes, largest: int) -> bytes:
    # Servers disagree on whether deflate has a zlib header (RFC 9110 8.4.1.2 says it has).
    try:
        return _bounded(zlib.decompressobj(), data, largest)
    except ValueError:
        return _bounded(zlib.decompressobj(-zlib.MAX_WBITS), data, largest)


def _bounded(stream: "zlib._Decompress", data: bytes, largest: int) -> bytes:
    try:
        found = stream.decompress(data, max(1, largest + 1))
    except zlib.error as error:
        raise ValueError(f"damaged compression ({error})") from None
    if len(found) > largest:
        raise ValueError(f"larger than {LARGEST // 1024 // 1024} MB when unpacked")
    if not stream.eof:
        raise ValueError("damaged compression (it ends too early)")
    return found


def _unzstd(data: bytes, largest: int) -> bytes:
    try:
        reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(data)
        found = reader.read(largest + 1)
    except zstandard.ZstdError as error:
        raise ValueError(f"damaged compression ({error})") from None
    if len(found) > largest:
        raise ValueError(f"larger than {LARGEST // 1024 // 1024} MB when unpacked")
    return bytes(found)
