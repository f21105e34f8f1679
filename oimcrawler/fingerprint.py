"""The content hash: 16 hex digits that name a text, whatever address or style it was met in."""

import hashlib

from oimcrawler.text import normal_lines


def content_hash(title: str, body: str) -> str:
    """The first 16 hex digits of SHA-256 over `title + "\\n" + body` in UTF-8 after normalisation (contract, `content_hash`).

    >>> content_hash("L’atelier", "Un  paragraphe.\\n\\nDeux.") == content_hash("L'atelier", "Un paragraphe. \\nDeux.")
    True
    >>> len(content_hash("", ""))
    16
    """
    text = " ".join(normal_lines(title)) + "\n" + "\n".join(normal_lines(body))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
