"""What an examination advises: what to write into a profile where it does not fit the pages."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from oimcrawler.archive.traces import compact
from oimcrawler.discovery import ListingPage, read_listing
from oimcrawler.extraction import Page
from oimcrawler.model import Article, Body
from oimcrawler.profiles import Profile
from oimcrawler.urls import path_of

_NAME = re.compile(r"[A-Za-z_][\w-]*")


def on_listing(page: Page, here: str, profile: Profile, listing: ListingPage, lang: str) -> Iterator[str]:
    """Lines of advice on a listing that was fetched from `here`."""
    if not listing.cards or not profile.articles:
        entries = read_listing(page, here, replace(profile, articles=(), excluded=()), lang=lang).cards
        prefixes = Counter(path_of(card.url).rpartition("/")[0] for card in entries)
        if prefixes and prefixes.most_common(1)[0][1] >= 3:
            prefix, times = prefixes.most_common(1)[0]
            pattern = f"[article] patterns = ['^{re.escape(prefix)}/(?P<slug>.+)$']"
            yield f"{pattern}   # {times} entries of the {lang} listing have such addresses"
    if listing.cards and listing.next_url is None:
        yield f"the {lang} listing shows no next page: right for a short one; else find its parameter for [pages] parameter"
    if "next-guessed" in listing.flags:
        yield f"the {lang} listing has no pager that is understood; {listing.next_url} is a guess ([pages] parameter, first)"
    if "dates-unordered" in listing.flags:
        yield f"dates of the {lang} listing can be read in two ways (day or month first); the articles' own dates decide"


def on_article(page: Page, article: Article, readers: Mapping[str, Body]) -> Iterator[str]:
    """Lines of advice on an article's page, `readers` being the body as each of them saw it."""
    if "hints" in readers and "hints-failed" in readers["hints"].flags:
        if selector := body_selector(page, readers["general"].paragraphs):
            yield f'[[hints]] body = ["{selector}"]   # the selector of the profile finds nothing, the text stands here'
        else:
            yield "[[hints]] body: the profile's selector finds nothing; take it out, the other readers work without it"
    if article.published_on is None:
        yield 'no publication date is found on the page or its card: [[hints]] date = ["SELECTOR"] can name its place'
    if not article.title:
        yield 'no title is found: [[hints]] title = ["SELECTOR"] can name its place'


def body_selector(page: Page, paragraphs: tuple[str, ...]) -> str:
    """A CSS selector for the innermost element with a class or id that holds the first and last of these paragraphs, or ""."""
    if not paragraphs:
        return ""
    ends = {compact(paragraphs[0]), compact(paragraphs[-1])}
    chosen = ""
    for element in page.root.iter():
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "head"):
            continue
        names = [name for name in (element.get("class") or "").split() if _NAME.fullmatch(name)]
        mark = f".{names[0]}" if names else f"#{element.get('id')}" if _NAME.fullmatch(element.get("id") or "") else ""
        if mark:
            text = compact("".join(element.itertext()))
            if all(end in text for end in ends):
                chosen = f"{element.tag}{mark}"
    return chosen
