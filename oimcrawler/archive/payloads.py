"""Payloads: every distinct body once, compressed; with one earlier page of the site as dictionary, since pages of one site share nearly everything."""

import hashlib
import sqlite3

import zstandard

from oimcrawler.exits import DAMAGED, Problem

LEVEL = 3
DICTIONARY_FROM = 4_000
DICTIONARY_TO = 1_000_000
# A page that compresses worse than this against the site's dictionary says that the design has changed: it becomes the next dictionary.
STALE_SHARE = 0.75
SURE_SHARE = 0.05


def keep_payload(db: sqlite3.Connection, site: str, data: bytes) -> str:
    """Keep a body and return its SHA-256 in hex; a body that is there already, or was purged, is not written again. The caller holds the transaction."""
    digest = hashlib.sha256(data).hexdigest()
    if db.execute("SELECT 1 FROM payloads WHERE sha256 = ?", (digest,)).fetchone():
        return digest
    if db.execute("SELECT 1 FROM purged_payloads WHERE sha256 = ?", (digest,)).fetchone():
        return digest
    dictionary = db.execute(
        "SELECT id, data FROM dictionaries WHERE site = ? ORDER BY id DESC LIMIT 1", (site,)
    ).fetchone()
    packed, dictionary_id = b"", None
    if dictionary is not None and DICTIONARY_FROM <= len(data) <= DICTIONARY_TO:
        packed, dictionary_id = _compressor(dictionary["data"]).compress(data), int(dictionary["id"])
    # A page that shares nearly all with the dictionary needs no second attempt; any other is tried alone too.
    if dictionary_id is None or len(packed) > SURE_SHARE * len(data):
        alone = zstandard.ZstdCompressor(level=LEVEL).compress(data)
        stale = dictionary_id is None or len(packed) > STALE_SHARE * len(alone)
        if dictionary_id is None or len(packed) >= len(alone):
            packed, dictionary_id = alone, None
        if stale and DICTIONARY_FROM <= len(data) <= DICTIONARY_TO:
            db.execute("INSERT INTO dictionaries(site, data) VALUES (?, ?)", (site, data))
    db.execute(
        "INSERT INTO payloads(sha256, size, dictionary_id, data) VALUES (?, ?, ?, ?)",
        (digest, len(data), dictionary_id, packed),
    )
    return digest


def read_payload(db: sqlite3.Connection, digest: str) -> bytes:
    """The body with this SHA-256; raises KeyError where it was never kept or has been purged, Problem (15) where it cannot be read or is not what it was."""
    row = db.execute(
        "SELECT p.data, p.size, d.data AS dictionary FROM payloads p LEFT JOIN dictionaries d ON d.id = p.dictionary_id WHERE p.sha256 = ?",
        (digest,),
    ).fetchone()
    if row is None:
        raise KeyError(digest)
    try:
        data = unpack(row["data"], row["size"], row["dictionary"])
    except zstandard.ZstdError:
        data = b""
    if hashlib.sha256(data).hexdigest() != digest:
        raise Problem(DAMAGED, f"payload {digest[:16]} is damaged; 'oimcrawler verify' tells what it belonged to")
    return data


def unpack(packed: bytes, size: int, dictionary: bytes | None) -> bytes:
    """A packed body as it was; `size` is its length in bytes. Raises zstandard.ZstdError where it is damaged."""
    if dictionary is None:
        return zstandard.ZstdDecompressor().decompress(packed, max_output_size=max(size, 1))
    return zstandard.ZstdDecompressor(dict_data=_raw(dictionary)).decompress(packed, max_output_size=max(size, 1))


def _raw(data: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(data, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


_last: tuple[int, zstandard.ZstdCompressor] | None = None


def _compressor(data: bytes) -> zstandard.ZstdCompressor:
    # Preparing a dictionary costs more than using it; a crawl uses one at a time.
    global _last
    key = hash(data)
    if _last is None or _last[0] != key:
        _last = (key, zstandard.ZstdCompressor(level=LEVEL, dict_data=_raw(data)))
    return _last[1]
