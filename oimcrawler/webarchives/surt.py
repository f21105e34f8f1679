"""The sort-friendly form of an address that the indexes of web archives are sorted by."""

import re
from urllib.parse import quote, urlsplit

_WWW = re.compile(r"www\d*\.(?=.*\.)")
_PORTS = {"http": 80, "https": 443}
_AS_IT_IS = "!$%&'()*+,-./:;=?@[]^_{|}~"


def surt(url: str) -> str:
    """The key of an address: host turned round, without scheme, `www.`, default port and trailing slash, in lower case, query parameters sorted.

    >>> surt("https://www.Maroc.example:443/fr/News/?b=2&a=1")
    'example,maroc)/fr/news?a=1&b=2'
    >>> surt("http://127.0.0.1:8080")
    '1,0,0,127:8080)/'
    """
    parts = urlsplit(url)
    host = _WWW.sub("", (parts.hostname or "").lower(), count=1)
    if ":" not in host:
        host = ",".join(reversed(host.split(".")))
    try:
        port = parts.port
    except ValueError:
        port = None
    if port is not None and port != _PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    query = "&".join(sorted(_plain(parts.query).split("&")))
    return f"{host}){_path(_plain(parts.path))}" + (f"?{query}" if query else "")


def _plain(text: str) -> str:
    return quote(text, safe=_AS_IT_IS, errors="replace").lower()


def _path(text: str) -> str:
    kept: list[str] = []
    for part in text.split("/"):
        if part == "..":
            del kept[-1:]
        elif part not in ("", "."):
            kept.append(part)
    return "/" + "/".join(kept)
