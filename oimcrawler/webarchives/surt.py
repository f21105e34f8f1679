"""The sort-friendly form of an address that the indexes of web archives are sorted by."""

import re
from urllib.parse import urlsplit

_WWW = re.compile(r"www\d*\.(?=.*\.)")
_PORTS = {"http": 80, "https": 443}


def surt(url: str) -> str:
    """The key of an address: host turned round, without scheme, `www.`, default port and trailing slash, in lower case, query parameters sorted.

    >>> surt("https://www.Maroc.example:443/fr/News/?b=2&a=1")
    'example,maroc)/fr/news?a=1&b=2'
    >>> surt("http://127.0.0.1:8080")
    '127.0.0.1:8080)/'
    """
    parts = urlsplit(url)
    host = _WWW.sub("", (parts.hostname or "").lower(), count=1)
    if not re.fullmatch(r"[\d.]+|.*:.*", host):
        host = ",".join(reversed(host.split(".")))
    try:
        port = parts.port
    except ValueError:
        port = None
    if port is not None and port != _PORTS.get(parts.scheme):
        host = f"{host}:{port}"
    path = parts.path.lower()
    path = path.rstrip("/") or "/"
    query = "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    return f"{host}){path}" + (f"?{query}" if query else "")
