"""A captured page: what is known of it, and itself, made inert."""

import json
import re
import sqlite3
from typing import Any, Final

from oimcrawler.archive.browsing import capture, shows, withdrawn_lines
from oimcrawler.archive.payloads import read_payload
from oimcrawler.extraction.decoding import decode
from oimcrawler.text import normal_line
from oimcrawler.web.answers import Answer, Asked, Missing, Raw
from oimcrawler.web.inert import inert

POLICY: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
LARGEST: Final = 20_000_000
"""Bytes of a captured page that is shown at most."""

_HTML: Final = re.compile(r"\s*(?:text/html|application/xhtml\+xml)", re.I)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)


def show(db: sqlite3.Connection, asked: Asked) -> Answer:
    """One capture: where and when, what the server said, which articles were read from it."""
    found = _found(db, asked)
    found["headers"] = json.loads(found["headers"])
    size = db.execute("SELECT size FROM payloads WHERE sha256 = ?", (found["payload_sha256"],)).fetchone()
    found["bytes"] = size["size"] if size else None
    return Answer("capture.html", found)


def raw(db: sqlite3.Connection, asked: Asked) -> Raw:
    """The captured page itself: HTML made inert, anything else as plain text."""
    found = _found(db, asked)
    try:
        data = read_payload(db, found["payload_sha256"] or "")
    except KeyError:
        raise Missing(404, "Nothing was kept", "This answer had no body, or it was purged.") from None
    if len(data) > LARGEST:
        raise Missing(
            404,
            "Too large to show",
            f"This body has {len(data)} bytes; the archive keeps it, the site does not show it.",
        )
    said = found["content_type"] or ""
    charset = _CHARSET.search(said)
    text, _ = decode(data, charset[1] if charset else None)
    html = bool(_HTML.match(said)) or (not said and "<html" in text[:2000].lower())
    body = inert(text) if html else text
    if shows(normal_line(body), [normal_line(line) for line in withdrawn_lines(db)]):
        raise Missing(410, "This page shows a withdrawn article", "It is not shown while that article is withdrawn.")
    return Raw(body, "text/html; charset=utf-8" if html else "text/plain; charset=utf-8", POLICY)


def _found(db: sqlite3.Connection, asked: Asked) -> dict[str, Any]:
    number = asked.path["id"]
    found = capture(db, int(number)) if len(number) < 19 else None
    if found is None:
        raise Missing(404, "There is no such capture", "No page was captured under this number, or it is not shown.")
    return found
