"""Teasers: what a page shows of other articles, known by where it links to and not by its classes.

A link that opens a block, leads to another article of the site and carries that article's title (its address says so) is no text of this article,
whatever stands around it: related items, most read, previous and next. They go before the page is read or learned from.
"""

import re
from collections.abc import Callable, Collection
from typing import Any, Final

from oimcrawler.extraction import Page
from oimcrawler.model import Removed
from oimcrawler.profiles import Profile
from oimcrawler.slugs import slug_matches
from oimcrawler.text import normal_line
from oimcrawler.urls import canonical_url, is_rooted, join_url, rebase, root_of

_BOXES: Final = frozenset(
    [
        "p",
        "li",
        "div",
        "td",
        "dd",
        "dt",
        "article",
        "section",
        "span",
        "strong",
        "b",
        "i",
        "em",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "figure",
        "center",
        "font",
        "tr",
    ]
)
# A summary beside a title is no longer than this; a box with more than it is not the teaser's own.
_SUMMARY: Final = 400
_SHORTEST_TITLE: Final = 12
_LABEL: Final = 40
_INLINE: Final = frozenset(["b", "i", "em", "strong", "span", "font", "u", "small"])
_MOST_KNOWN: Final = 8_192
_WORDS: Final = re.compile(r"[^\W\d_]{2}")


def nothing_known(url: str) -> Collection[str]:
    """No address is known by any title."""
    return ()


def strip_teasers(
    page: Page,
    profile: Profile,
    fetched_from: str | None = None,
    titles: Callable[[str], Collection[str]] = nothing_known,
) -> None:
    """Take the teasers of other articles out of a page's tree; what went is left in `page.notes["teasers"]` for the record.

    `titles` tells by which titles the article at an address is known; without it the address itself has to tell.
    """
    if "teasers" in page.notes:
        return
    removed: list[Removed] = []
    own = canonical_url(page.url)
    links = _article_links(page, profile, fetched_from, own) if profile.articles else []
    keys = {id(link): key for link, key in links}
    titled = [(link, key) for link, key in links if _carries_title(link, profile.slug_of(key), titles(key))]
    boxes = {id(box): box for link, key in titled if (box := _box(link, key, keys)) is not None}
    for box in boxes.values():
        parent = box.getparent()
        if parent is None or any(id(above) in boxes for above in box.iterancestors()):
            continue
        removed.append(Removed(_text(box), "teaser", 0, str(box.tag)))
        _drop(box)
    page.notes["teasers"] = tuple(removed)


def _article_links(page: Page, profile: Profile, fetched_from: str | None, own: str) -> list[tuple[Any, str]]:
    """The links to other articles of this site than the page's own, with their keys."""
    known = _known_links(profile, fetched_from, root_of(page.url))
    found = []
    for link in page.root.iter("a"):
        href = link.get("href")
        if not href:
            continue
        key = known.get(href)
        if key is None:
            key = _article(href, page.url, profile, fetched_from)
            if is_rooted(href) and len(known) < _MOST_KNOWN:
                known[href] = key
        if key and key != own:
            found.append((link, key))
    return found


_known: tuple[Profile, str | None, str, dict[str, str]] | None = None


def _known_links(profile: Profile, fetched_from: str | None, root: str) -> dict[str, str]:
    # Every page of a site repeats its menu, and working out where hundreds of links lead costs more than reading the article.
    global _known
    if (
        _known is None
        or _known[0] is not profile
        or _known[1:3] != (fetched_from, root)
        or len(_known[3]) >= _MOST_KNOWN
    ):
        _known = (profile, fetched_from, root, {})
    return _known[3]


def _article(href: str, url: str, profile: Profile, fetched_from: str | None) -> str:
    """The key of the article of this site that a link leads to, or nothing."""
    target = join_url(url, href)
    if fetched_from:
        target = rebase(target, fetched_from, profile.origin)
    key = canonical_url(target) if target else ""
    return key if key and profile.is_article(key) else ""


def _carries_title(link: Any, slug: str, titles: Collection[str]) -> bool:
    text = _text(link)
    if len(text) < _SHORTEST_TITLE:
        return False
    shown = text.rstrip(" .…").casefold()
    return slug_matches(text, slug) or any(normal_line(title).casefold().startswith(shown) for title in titles)


def _box(link: Any, key: str, links: dict[int, str]) -> Any | None:
    """The block that a link opens, with the summary below it; None where the link stands in running text."""
    if _in_running_text(link):
        return None
    title = len(_text(link))
    box = link
    for above in link.iterancestors():
        if above.tag not in _BOXES or any(links.get(id(other), key) != key for other in above.iter("a")):
            break
        text = _text(above)
        if len(text) > title + _SUMMARY or text.find(_text(link)) > _LABEL:
            break
        box = above
    return box


def _in_running_text(link: Any) -> bool:
    """Whether words stand before or after a link in its own line (a date before it is a label)."""
    node = link
    while True:
        previous, parent = node.getprevious(), node.getparent()
        before = normal_line(
            (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
        )
        dated = any(character.isdigit() for character in before) and len(before) <= _LABEL
        if (_WORDS.search(before) and not dated) or _WORDS.search(node.tail or ""):
            return True
        if parent is None or parent.tag not in _INLINE:
            return False
        node = parent


def _drop(box: Any) -> None:
    """Remove an element and keep the text that follows it, which is its parent's."""
    parent, tail = box.getparent(), box.tail
    if tail:
        before = box.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(box)


def _text(element: Any) -> str:
    return normal_line(" ".join(element.itertext()))
