"""The newest changes as an Atom feed whose entries lead to the pages of this site."""

import re
import sqlite3
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from oimcrawler.archive.browsing import changed_last
from oimcrawler.web.answers import Asked, Raw

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPE: Final = "application/atom+xml; charset=utf-8"


def feed(db: sqlite3.Connection, asked: Asked) -> Raw:
    """The articles that changed last, with `deleted-entry` (RFC 6721) for those withdrawn or merged."""
    rows = changed_last(db)
    updated = rows[0]["at"] if rows else "1970-01-01T00:00:00Z"
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">',
        "<id>urn:x-oimcrawler:site</id>",
        "<title>oimcrawler: new and changed articles</title>",
        f"<updated>{updated}</updated>",
        "<author><name>oimcrawler</name></author>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(asked.origin + "/feed.xml")}/>',
        f'<link rel="alternate" type="text/html" href={_quoted(asked.origin + "/")}/>',
        *(_entry(row, asked.origin) for row in rows),
        "</feed>",
    ]
    return Raw("\n".join(parts) + "\n", _TYPE)


def _entry(row: dict[str, Any], origin: str) -> str:
    identifier = f"urn:x-oimcrawler:article:{row['uid']}"
    if row["title"] is None:
        return f"<at:deleted-entry ref={_quoted(identifier)} when={_quoted(row['at'])}/>"
    lang = f" xml:lang={_quoted(row['lang'])}" if row["lang"] else ""
    parts = [
        f"<entry{lang}><id>{identifier}</id>",
        f"<title>{_text(row['title'] or row['url'])}</title>",
        f"<updated>{row['at']}</updated>",
        f'<link rel="alternate" type="text/html" href={_quoted(origin + "/article/" + row["uid"])}/>',
    ]
    if row["published_on"]:
        parts.append(f"<published>{_text(row['published_on'])}T00:00:00Z</published>")
    if row["url"].startswith(("http://", "https://")):
        parts.append(f'<link rel="via" type="text/html" href={_quoted(row["url"])}/>')
    if row["kind"]:
        parts.append(f"<category term={_quoted(row['kind'])}/>")
    return "\n".join(
        [
            *parts,
            f"<author><name>{_text(row['site'])}</name></author>",
            f'<content type="text">{_text(row["body"])}</content>',
            "</entry>",
        ]
    )


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))
