"""Addresses: one key form for the many spellings under which a page is met, and the change from one origin to another (a mirror).

Pure string work. `canonical_url` is the archive's key; to fetch a key, `rebase` it to the origin that is asked (that restores `www.` and the scheme).
"""

import ipaddress
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

if TYPE_CHECKING:
    from oimcrawler.profiles import Profile

_EDGE = "".join(map(chr, range(0x21))) + "\x7f\x85\xa0\u200b\u2028\u2029\ufeff"
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_AMP = re.compile(r"^(?:amp;)+")
# From the root of a host, or with a host of its own: what such a link leads to does not depend on the page it stands in.
_ROOTED = re.compile(r"(?:/(?!/)|https?://[^/?#\s])[^\x00-\x20]*")
_SLASHES = re.compile(r"(?<!:)/{2,}")  # not after a colon: an address inside an address keeps its //
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "/%:@!$&'()*+,;=~"
_QUERY_SAFE = "/%:@!$'()*,;~?=[]"
_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w+|mc_[ce]id|_ga|_gl|_hs\w+|hs[ac]tracking|fbclid|[dw]?gclid|gclsrc|g?braid|wbraid|dclid|msclkid|yclid|"
    r"twclid|ttclid|igsh(?:id)?|li_fat_id|mkt_tok|"
    r"oly_(?:anon|enc)_id|vero_(?:conv|id)|pk_\w+|mtm_\w+|piwik_\w+|matomo_\w+|_openstat|at_(?:medium|campaign)|"
    r"cmpid|s_cid|xtor|rb_clickid|wickedid|ref_src|_x_tr_\w+",
    re.IGNORECASE,
)
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
# Primary tags that sites of the field use as a first path segment; other two-letter segments (`/eu/`, `/hq/`) mean something else.
_LANGUAGES = frozenset(
    [
        "ar",
        "az",
        "bg",
        "bn",
        "bs",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fa",
        "fi",
        "fr",
        "he",
        "hi",
        "hr",
        "ht",
        "hu",
        "hy",
        "id",
        "it",
        "ja",
        "ka",
        "ko",
        "ku",
        "lt",
        "lv",
        "mk",
        "mn",
        "my",
        "nl",
        "no",
        "pl",
        "prs",
        "ps",
        "pt",
        "ro",
        "ru",
        "sk",
        "sl",
        "sq",
        "sr",
        "sv",
        "sw",
        "th",
        "tr",
        "uk",
        "ur",
        "uz",
        "vi",
        "zh",
    ]
)


class Address(NamedTuple):
    """The parts of a web address in normal form; `port` is empty where it is the scheme's own, `query` has no `?`."""

    scheme: str
    host: str
    port: str
    path: str
    query: str

    @property
    def netloc(self) -> str:
        """Host and port as they stand in a URL."""
        return f"{self.host}:{self.port}" if self.port else self.host

    @property
    def loopback(self) -> bool:
        """Whether the host is this machine."""
        return _is_loopback(self.host)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.path}" + (f"?{self.query}" if self.query else "")


@lru_cache(maxsize=8192)
def parse_url(url: str) -> Address | None:
    """The normal parts of a web address (http or https), or None for anything else; user names, passwords and fragments are left out.

    >>> str(parse_url("HTTPS://Exemple.ORG:443/a/../b/%7euser#haut"))
    'https://exemple.org/b/~user'
    >>> parse_url("mailto:presse@exemple.org") is None
    True
    """
    text = url.strip(_EDGE).replace("\\", "/")
    if text.startswith("//"):
        text = "https:" + text
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    host = _normal_host(host)
    if scheme not in _PORTS or not host:
        return None
    default = port is None or port == _PORTS[scheme]
    return Address(
        scheme, host, "" if default else str(port), _normal_path(parts.path), "&".join(_normal_query(parts.query))
    )


@lru_cache(maxsize=8192)
def canonical_url(url: str) -> str:
    """The one spelling of an address under which the archive keeps it; what is no web address comes back as it is, stripped.

    https, host in lower case and ASCII without `www.`, no port, credentials, fragment, trailing slash, tracking parameters or `page=0`; parameters
    sorted, escapes in upper case and only where needed. A loopback host or an unusual port keeps its scheme.

    >>> canonical_url("http://www.morocco.iom.int:80/fr/news/un-atelier/?utm_source=x&b=2&a=1#top")
    'https://morocco.iom.int/fr/news/un-atelier?a=1&b=2'
    >>> canonical_url("http://127.0.0.1:8000/news?page=0")
    'http://127.0.0.1:8000/news'
    """
    address = parse_url(url)
    return url.strip(_EDGE) if address is None else str(_key(address))


def _key(address: Address) -> Address:
    scheme, host, port, path, query = address
    if not _is_loopback(host):
        while host.startswith("www.") and "." in host[4:]:
            host = host[4:]
        if port in ("", "80", "443"):
            scheme, port = "https", ""
    kept = sorted(
        part
        for part in query.split("&")
        if part and part != "page=0" and not _TRACKING.fullmatch(part.partition("=")[0])
    )
    return Address(scheme, host, port, path.rstrip("/") or "/", "&".join(kept))


@lru_cache(maxsize=8192)
def host_site(url: str) -> str:
    """The site an address belongs to: its host without `www.`, with the port when it is unusual; empty for what is no web address.

    >>> host_site("http://www.iom.int/news"), host_site("http://localhost:8080/")
    ('iom.int', 'localhost:8080')
    """
    address = parse_url(url)
    return "" if address is None else _key(address).netloc


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one site, whatever their scheme or `www.`."""
    site = host_site(one)
    return site != "" and site == host_site(other)


def is_web_url(url: str) -> bool:
    """Whether this is a complete http or https address."""
    return parse_url(url) is not None


@lru_cache(maxsize=8192)
def rebase(url: str, from_origin: str, to_origin: str) -> str:
    """The same page at another origin: an address under `from_origin` as it reads under `to_origin`; any other address is returned as it is.

    Origins may have a path (a mirror in a folder). Scheme and `www.` of the given address do not matter, its query is kept, its fragment is not.

    >>> rebase("http://www.morocco.iom.int/fr/news/un?x=1", "https://morocco.iom.int", "http://127.0.0.1:8000/copie")
    'http://127.0.0.1:8000/copie/fr/news/un?x=1'
    >>> rebase("https://ailleurs.org/fr", "https://morocco.iom.int", "http://127.0.0.1:8000")
    'https://ailleurs.org/fr'
    """
    address, source, target = parse_url(url), parse_url(from_origin), parse_url(to_origin)
    if address is None or source is None or target is None or _key(address).netloc != _key(source).netloc:
        return url
    folder, path = source.path.rstrip("/"), address.path
    if folder and path != folder and not path.startswith(folder + "/"):
        return url
    path = target.path.rstrip("/") + (path[len(folder) :] or "/")
    return str(target._replace(path=path, query=address.query))


def join_url(base: str, link: str) -> str:
    """A link as it stands in a page, made absolute; empty for what leads to no page (script, mail, telephone, a place in the same page, nonsense)."""
    link = link.strip(_EDGE)
    if not link or link.startswith("#"):
        return ""
    return _joined(root_of(base) if is_rooted(link) else base, link)


@lru_cache(maxsize=8192)  # a site's menu is the same on every page
def _joined(base: str, link: str) -> str:
    try:
        joined = urljoin(base, link.replace("\t", "").replace("\n", "").replace("\r", ""))
    except ValueError:
        return ""
    return joined if parse_url(joined) is not None else ""


def is_rooted(link: str) -> bool:
    """Whether a link leads to the same place from every page of a host.

    >>> is_rooted("/fr/news"), is_rooted("https://exemple.org/fr"), is_rooted("news?page=2")
    (True, True, False)
    """
    return _ROOTED.fullmatch(link) is not None


@lru_cache(maxsize=256)
def root_of(url: str) -> str:
    """The front page of the host that a web address names, spelled as there; what names no host comes back as it is.

    >>> root_of("http://127.0.0.1:8000/fr/news?page=2")
    'http://127.0.0.1:8000/'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.scheme}://{parts.netloc}/" if parts.scheme in _PORTS and parts.netloc else url


def path_of(url: str) -> str:
    """The path of an address in key form (`/` for the front page or for what is no web address).

    >>> path_of("https://morocco.iom.int/fr/news/?page=2")
    '/fr/news'
    """
    address = parse_url(url)
    return "/" if address is None else address.path.rstrip("/") or "/"


def url_language(url: str, profile: "Profile | None" = None) -> str | None:
    """The interface language an address speaks of: its first path segment if that is a language, else the one whose listing has no such segment.

    >>> url_language("https://morocco.iom.int/ar/news/khabar"), url_language("https://morocco.iom.int/about")
    ('ar', None)
    """
    segment = path_of(url).split("/")[1].lower()
    listings = profile.languages if profile is not None else ()
    if any(segment == listing.lang.lower() for listing in listings):
        return segment
    if _TAG.fullmatch(segment) and segment.partition("-")[0] in _LANGUAGES:
        return segment.partition("-")[0]
    for listing in listings:
        first = path_of(f"https://x{listing.path}").split("/")[1].lower()
        if first != listing.lang.lower() and listing.lang != "und":
            return listing.lang
    return None


@lru_cache(maxsize=256)
def _normal_host(host: str) -> str:
    host = host.strip().rstrip(".").lower()
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host.partition('%')[0]).compressed}]"
        except ValueError:
            return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return ""
    return host if _HOST.fullmatch(host) and ".." not in host and len(host) <= 253 else ""


@lru_cache(maxsize=256)
def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _normal_escapes(text: str, safe: str) -> str:
    # An escaped percent sign stays escaped, so that a second pass finds nothing to do.
    text = quote(_LONE_PERCENT.sub("%25", text), safe=safe, errors="replace")
    return _ESCAPE.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else f"%{match[1].upper()}"


def _normal_path(path: str) -> str:
    path = _SLASHES.sub("/", "/" + _normal_escapes(path, _PATH_SAFE).lstrip("/"))
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    folder = path.endswith(("/.", "/.."))
    return _SLASHES.sub("/", "/" + "/".join(kept) + ("/" if folder and kept else ""))


def _normal_query(query: str) -> list[str]:
    parts = []
    for part in query.split("&"):
        part = _AMP.sub("", part).replace("+", "%20")  # `&amp;` that was never decoded
        name, equals, value = part.partition("=")
        if name:
            parts.append(_normal_escapes(name, _QUERY_SAFE) + equals + _normal_escapes(value, _QUERY_SAFE))
    return parts
