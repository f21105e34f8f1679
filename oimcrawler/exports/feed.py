"""The newest changes as an Atom feed (RFC 4287), with deleted-entry elements (RFC 6721) for what was withdrawn or merged away."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from oimcrawler.archive.snapshot import lossy_texts
from oimcrawler.exports.rows import Selection
from oimcrawler.exports.writers import close_synced

ENTRIES = 100

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01T00:00:00Z"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">\n'


def write_feed(db: sqlite3.Connection, chosen: Selection, path: Path) -> int:
    """Write the feed and return the number of its entries, `ENTRIES` at most, newest change first."""
    name = "oimcrawler" + (f" ({chosen.lang})" if chosen.lang else "")
    count = 0
    with path.open("wb") as file, lossy_texts(db):
        file.write(
            (
                _HEAD
                + f"<id>{_identifier('feed', chosen.lang or 'all')}</id>\n{_element('title', f'{name}: newest changes')}\n"
            ).encode()
        )
        file.write(f"<updated>{chosen.as_of or _NEVER}</updated>\n<author><name>oimcrawler</name></author>\n".encode())
        for entry in _entries(db, chosen):
            file.write((entry + "\n").encode())
            count += 1
            if count == ENTRIES:
                break
        file.write(b"</feed>\n")
        close_synced(file)
    return count


def _entries(db: sqlite3.Connection, chosen: Selection) -> Iterator[str]:
    query = (
        "SELECT c.uid, c.at, a.state, a.site, a.url, a.lang, a.title, a.body, a.kind, a.published_on FROM"
        " (SELECT uid, max(seq) AS seq, at FROM changes WHERE seq > ? GROUP BY uid) AS c LEFT JOIN articles AS a ON a.uid = c.uid ORDER BY c.seq DESC"
    )
    for row in db.execute(query, (chosen.since or 0,)):
        identifier = _identifier("article", row["uid"])
        if row["state"] not in ("live", "gone"):
            yield f"<at:deleted-entry ref={quoteattr(identifier)} when={quoteattr(row['at'])}/>"
        elif chosen.lang is None or row["lang"] == chosen.lang:
            yield _entry(row, identifier)


def _entry(row: sqlite3.Row, identifier: str) -> str:
    lang = f" xml:lang={quoteattr(_clean(row['lang']))}" if row["lang"] else ""
    parts = [
        f"<entry{lang}>",
        f"<id>{identifier}</id>",
        _element("title", row["title"] or row["url"]),
        _element("updated", row["at"]),
    ]
    if row["published_on"]:
        parts.append(_element("published", f"{row['published_on']}T00:00:00Z"))
    if row["url"].startswith(("http://", "https://")):
        parts.append(f'<link rel="alternate" type="text/html" href={quoteattr(_clean(row["url"]))}/>')
    if row["kind"]:
        parts.append(f"<category term={quoteattr(_clean(row['kind']))}/>")
    parts += [
        f"<author>{_element('name', row['site'])}</author>",
        _element("content", row["body"], ' type="text"'),
        "</entry>",
    ]
    return "\n".join(parts)


def _identifier(*parts: str) -> str:
    return "urn:x-oimcrawler:" + ":".join(parts)


def _element(name: str, text: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(_clean(text))}</{name}>"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
