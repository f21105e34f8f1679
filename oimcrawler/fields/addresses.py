"""What a page says of its own addresses: canonical URL, translations, node number, and the language of its interface."""

import json
import re
from typing import Final
from urllib.parse import unquote, urljoin

from oimcrawler.fields.survey import Element, Survey, parts_of
from oimcrawler.model import Evidence
from oimcrawler.slugs import slug_matches, slug_of

_TAG: Final = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_NODE: Final = re.compile(r"(?:^|/)node/(\d{1,12})(?:$|[/?#])")
_BODY_NODE: Final = re.compile(r"(?:^|\s)(?:page-node-|node-?id-|node-|nid-)(\d{1,12})(?:\s|$)")


def absolute(page: Survey, href: str) -> str | None:
    """An address of the page made absolute, without its fragment; None for anything that is not http or https."""
    try:
        url = urljoin(urljoin(page.url, page.base) if page.base else page.url, href.strip())
        parts = parts_of(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() for c in url):
        return None
    return url.partition("#")[0]


def _language(tag: str | None) -> str | None:
    match = _TAG.fullmatch((tag or "").strip()[:40])
    return match[1].lower() if match else None


def read_canonical(page: Survey, title: str) -> tuple[Evidence | None, list[str]]:
    """The canonical address, unless it cannot be this page's: a front page, another site, another article (`canonical-ignored`)."""
    offers = [
        (href, "link canonical", "link rel=canonical") for rel, href, _ in page.links if "canonical" in rel.split()
    ][:2]
    if meta := page.meta("og:url"):
        offers.append((meta[1], "og:url", "meta og:url"))
    ignored = False
    for href, method, place in offers:
        url = absolute(page, href)
        if url and _plausible(url, page.url, title):
            return Evidence(url, method, place), ["canonical-ignored"] if ignored else []
        ignored = True
    return None, ["canonical-ignored"] if ignored else []


def _path(url: str) -> str:
    return unquote(parts_of(url).path).rstrip("/").lower()


def _plausible(url: str, page_url: str, title: str) -> bool:
    host = parts_of(url).hostname or ""
    if "." not in host and host != "localhost" and ":" not in host:
        return False  # http://default/…, what Drupal writes when it was run without a host
    here, own = _path(page_url), parts_of(page_url).hostname or ""
    path = _path(url)
    if not page_url or not here or here == path:
        return True
    if not path or re.fullmatch(r"/[a-z]{2}([-_][a-z]{2})?", path):
        return False
    if _site(host) != _site(own):
        # A mirror at another origin keeps the paths: then the path was equal, and this line is not reached.
        return slug_of(url) is not None and slug_of(url) == slug_of(page_url)
    mine, theirs = slug_of(page_url), slug_of(url)
    if mine and not theirs and not _NODE.search(path) and not parts_of(url).query:
        return False
    return not (
        mine and theirs and mine != theirs and title and slug_matches(title, mine) and not slug_matches(title, theirs)
    )


def _site(host: str) -> str:
    if re.fullmatch(r"[\d.]+|.*:.*", host):
        return host
    return ".".join(host.removeprefix("www.").split(".")[-2:])


def read_alternates(page: Survey) -> dict[str, str]:
    """The page's language editions by primary language tag, its own among them; `x-default` is left out."""
    found: dict[str, str] = {}
    exact: set[str] = set()
    for rel, href, tag in page.links:
        if not tag or "alternate" not in rel.split() or tag.lower() == "x-default":
            continue
        lang, url = _language(tag), absolute(page, href)
        if not lang or not url:
            continue
        # fr before fr-BE: the plain edition is the translation, the others are regional copies.
        if lang not in found or (tag.lower() == lang and lang not in exact):
            found[lang] = url
        if tag.lower() == lang:
            exact.add(lang)
    return found


def read_interface(page: Survey) -> Evidence | None:
    """The language that a page's furniture is in: the html element, then og:locale and other metas, then the address."""
    root = page.root
    body = root.find("body") if root.tag == "html" else None
    for element in (root, body):
        if element is not None:
            for attr in ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
                if lang := _language(element.get(attr)):
                    return Evidence(lang, "lang", f"{element.tag!s} {attr}")
    if (meta := page.meta("og:locale", "content-language", "language", "dc.language", "dcterms.language")) and (
        lang := _language(meta[1].split(",")[0])
    ):
        return Evidence(lang, meta[0], f"meta {meta[0]}")
    first = _path(page.url).strip("/").split("/")[0]
    return (
        Evidence(first, "url", "path")
        if first in ("fr", "en", "ar", "es", "it", "de", "pt", "nl", "ru", "uk", "tr")
        else None
    )


def read_node(page: Survey, anchor: Element | None) -> Evidence | None:
    """The number that a content management system gave the page: shortlink, body class, an attribute around the headline, settings, the address."""
    for wanted in ("shortlink", "canonical", "edit-form", "version-history", "revision"):
        for rel, href, _ in page.links:
            if wanted in rel.split() and (match := _NODE.search(href)):
                return Evidence(match[1], wanted, f"link rel={wanted}")
    body = page.root.find("body") if page.root.tag == "html" else None
    for element in [body] if body is not None else []:
        if match := _BODY_NODE.search((element.get("class") or "")[:2000]):
            return Evidence(match[1], "body class", "body class")
    for element in [anchor, *anchor.iterancestors()] if anchor is not None else []:
        for attr in ("data-history-node-id", "data-nid", "data-node-id", "data-node", "about", "id"):
            value = (element.get(attr) or "")[:100]
            match = (
                _NODE.search(value)
                if attr == "about"
                else re.fullmatch(r"(?:node-)?(\d{1,12})" if attr != "id" else r"node-(\d{1,12})", value)
            )
            if match:
                return Evidence(match[1], attr, f"{element.tag!s} {attr}")
    if page.settings and '"currentPath"' in page.settings:
        try:
            settings = json.loads(page.settings)
        except (ValueError, RecursionError):
            settings = None
        path = settings.get("path") if isinstance(settings, dict) else None
        current = path.get("currentPath") if isinstance(path, dict) else None
        if isinstance(current, str) and (match := _NODE.search(current)):
            return Evidence(match[1], "settings", "drupal settings currentPath")
    if match := _NODE.search(_path(page.url)):
        return Evidence(match[1], "url", "path")
    marked = page.root.xpath("//@data-history-node-id | //@data-node | //@data-nid | //@data-node-id")
    numbers = {str(value) for value in marked} if isinstance(marked, list) else set()
    if len(numbers) == 1 and (number := numbers.pop()).isdecimal() and len(number) <= 12:
        return Evidence(number, "attribute", "the only one of the page")
    return None
