"""Article links in a page's tree: which they are, which stand in the frame of the page, and the smallest part of the page
that is one article's alone.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from oimcrawler.discovery.words import FRAME, LANGUAGE_NAMES, SIDE
from oimcrawler.urls import canonical_url, host_site, join_url, path_of, rebase

SKIPPED: Final = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "select",
        "option",
        "textarea",
        "head",
        "title",
    }
)
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FRAME_TAGS: Final = frozenset({"nav", "footer", "aside", "menu", "dialog"})
_FRAME_ROLES: Final = frozenset(
    {"navigation", "complementary", "contentinfo", "banner", "search", "menu", "menubar", "dialog", "alert"}
)
_FILES: Final = re.compile(
    r"\.(?:xml|rss|atom|pdf|docx?|xlsx?|pptx?|zip|jpe?g|png|gif|webp|svg|mp[34]|ics|csv|json|css|js)$", re.IGNORECASE
)
_NOT_ARTICLES: Final = re.compile(
    r"/(?:user|login|search|recherche|contact|about|taxonomy|tags?|category|categorie|author|auteur|feed|rss|share|"
    r"print|legal|privacy|terms|cookies?|sitemap|wp-admin|node/add)(?:/|$)",
    re.IGNORECASE,
)


@dataclass(eq=False)
class Run:
    """One article's links that follow each other in the page, and the parts of the page around them that hold no other article's link.

    `frame` says why it is no entry of the listing (frame, side, prose, elsewhere; empty for a possible one), `group` what it has
    in common with its like,
    `extra` the text beside its regions that belongs to it.
    """

    key: str
    links: list[Any]
    regions: list[Any]
    frame: str = ""
    group: tuple[Any, ...] = ()
    extra: list[Any] = field(default_factory=list)

    def elements(self) -> Iterator[Any]:
        """Every element of its regions."""
        for region in self.regions:
            yield from region.iter()

    def region_of(self, element: Any) -> Any:
        """The region that an element of the run stands in."""
        above = {element, *element.iterancestors()}
        return next((region for region in self.regions if region in above), self.regions[0])


def absolute_links(root: Any, url: str) -> Iterator[tuple[Any, str]]:
    """Every link that leads to a page, in document order, made absolute (a `base` element counts)."""
    base = root.find(".//base[@href]")
    start = join_url(url, base.get("href")) or url if base is not None else url
    for link in root.iter("a"):
        href = link.get("href")
        if href and (found := join_url(start, href)):
            yield link, found


@lru_cache(maxsize=8192)  # a site's menu is the same on every page
def own_key(found: str, here: str, origin: str, as_origin: str) -> str:
    """The key under the site's real origin of an address that a page at `here` (an origin, maybe a mirror's) links to; empty for another site's."""
    site = host_site(found)
    if site == host_site(here):
        return canonical_url(rebase(found, here, as_origin))
    if site == host_site(origin):
        return canonical_url(rebase(found, origin, as_origin))
    return canonical_url(found) if site == host_site(as_origin) else ""


def looks_like_article(key: str) -> bool:
    """Whether an address of an unknown site could be an article's: a slug of several words or a number at its end, and
    none of the usual other pages.
    """
    path = path_of(key)
    if path == "/" or _FILES.search(path) or _NOT_ARTICLES.search(path):
        return False
    last = path.rpartition("/")[2]
    query = key.partition("?")[2]
    return (
        last.count("-") >= 2
        or last.count("_") >= 2
        or len(re.findall(r"\d", last)) >= 2
        or (bool(re.search(r"(?:^|&)(?:id|p|article|nid)=\d+", query)))
    )


def is_file(key: str) -> bool:
    """Whether an address ends like a file that is no page."""
    return bool(_FILES.search(path_of(key)))


class Frame:
    """Which parts of one page frame it: navigation, footers, side columns. Answers are remembered per element."""

    def __init__(self) -> None:
        self._own: dict[Any, str] = {}
        self._known: dict[Any, str] = {}

    def of(self, element: Any) -> str:
        """`frame` for navigation and the like, `side` for what only its class calls a side column, empty for the rest; the
        nearest strong reason counts.
        """
        chain, found = [], ""
        node = element
        while node is not None:
            if node in self._known:
                found = self._known[node]
                break
            chain.append(node)
            node = node.getparent()
        for node in reversed(chain):
            own = self._own_kind(node)
            found = "frame" if "frame" in (own, found) else own or found
            self._known[node] = found
        return found

    def _own_kind(self, element: Any) -> str:
        tag = element.tag
        if not isinstance(tag, str) or tag in ("html", "body", "main", "article", "a") or tag in HEADINGS:
            return ""
        role = (element.get("role") or "").lower()
        if role == "main":
            return ""
        words = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        strong = tag in _FRAME_TAGS or role in _FRAME_ROLES
        if tag == "header":
            parent = element.getparent()
            strong = strong or (parent is not None and parent.tag == "body") or element.find(".//nav") is not None
        soft = bool(words.strip()) and bool(FRAME.search(words) or SIDE.search(words))
        if not strong and not soft:
            return ""
        # What holds the page's main part is no frame, whatever it is called.
        if (
            element.find(".//main") is not None
            or element.find(".//*[@role='main']") is not None
            or (not strong and element.find(".//h1") is not None)
        ):
            return ""
        return "frame" if strong or FRAME.search(words) else "side"


def find_runs(links: list[tuple[Any, str]], frame: Frame) -> list[Run]:
    """The runs of article links (element and key, in document order), each with its region."""
    holder: dict[Any, str | None] = {}
    for link, key in links:
        node = link
        while node is not None:
            if holder.setdefault(node, key) != key:
                holder[node] = None
            node = node.getparent()
    runs: list[Run] = []
    for link, key in links:
        kind = frame.of(link)
        region = _region(link, key, holder)
        if runs and runs[-1].key == key and runs[-1].frame == kind:
            runs[-1].links.append(link)
            if region not in runs[-1].regions:
                runs[-1].regions.append(region)
        else:
            runs.append(Run(key, [link], [region], kind))
    return runs


def _region(link: Any, key: str, holder: dict[Any, str | None]) -> Any:
    node = link
    while (parent := node.getparent()) is not None and holder.get(parent) == key and not _is_page(parent):
        node = parent
    return node


def _is_page(element: Any) -> bool:
    """Whether an element is the page or its main part rather than an entry: only then do headings of the first order, frames or forms stand in it."""
    if element.tag in ("body", "html", "main") or element.get("role") == "main":
        return True
    return any(element.find(f".//{tag}") is not None for tag in ("h1", "nav", "footer", "main", "form"))


def shape(run: Run, title_link: Any, stop: Any) -> tuple[Any, ...]:
    """What entries of one listing have in common: the tags above the title's link (repeated ones once, since unclosed tags
    nest) and the region's classes.
    """
    tags: list[str] = []
    node = title_link.getparent()
    while node is not None and node is not stop and node.tag not in ("body", "html"):
        if not tags or tags[-1] != node.tag:
            tags.append(node.tag)
        node = node.getparent()
    return (tuple(tags), class_words(run.region_of(title_link)))


def class_words(element: Any) -> tuple[str, ...]:
    """The class words of an element without those that only count or mark (`views-row-3`, `odd`, `first`)."""
    words = (element.get("class") or "").lower().split()
    return tuple(
        sorted(
            {
                word
                for word in words
                if not re.search(
                    r"\d|^(?:odd|even|first|last|active|new|sticky|promoted|featured|pinned|is-\w+|has-\w+)$", word
                )
            }
        )
    )


def article_links(root: Any, url: str, key_of: Callable[[str], str]) -> list[tuple[Any, str]]:
    """The links to articles with their keys (`key_of` gives none for others), in document order. Links to a card's other language
    editions are left out, and
    an address with a query is the one without where that is linked too (`?share=x`)."""
    found = [
        (link, key)
        for link, absolute in absolute_links(root, url)
        if (key := key_of(absolute)) and not _is_language_link(link)
    ]
    keys = {key for _, key in found}
    return [(link, bare if (bare := key.partition("?")[0]) in keys else key) for link, key in found]


def _is_language_link(link: Any) -> bool:
    return bool(LANGUAGE_NAMES.fullmatch(" ".join("".join(link.itertext()).split()).lower()))
