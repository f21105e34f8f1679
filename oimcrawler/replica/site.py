"""A mission's news site: the timeline with its furniture, and the answer to every address. No sockets: `answer` is a function of target and state."""

import hashlib
import random
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType
from urllib.parse import parse_qs, quote, unquote, urlsplit

from oimcrawler.replica import design_drupal, design_plain, design_redesign, feeds
from oimcrawler.replica.furniture import FURNITURE, LANGUAGE_NAMES, menu
from oimcrawler.replica.markup import date_in_words, extra_labels
from oimcrawler.replica.page import ArticleView, CardView, Frame, ListingView, Noise, NoticeView
from oimcrawler.replica.posts import Post, prefix
from oimcrawler.replica.timeline import Timeline
from oimcrawler.text import normal_line

DESIGNS: dict[str, ModuleType] = {"drupal": design_drupal, "redesign": design_redesign, "plain": design_plain}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site says to a request: `etag` and `last_modified` are None where the page has no validators."""

    status: int
    body: bytes = b""
    content_type: str = "text/html; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: datetime | None = None


class Site(Timeline):
    """The site at its present moment.

    `articles` are published in each language at `start`; `design` is drupal, redesign or plain; a `volatile` site has no validators and no two
    renderings of a page are the same; `feeds` adds /sitemap.xml and /rss.xml; `weight_kb` pads every page to that many kilobytes.
    """

    def __init__(
        self,
        articles: int = 20,
        seed: int = 1,
        design: str = "drupal",
        start: str = "2026-01-05T08:00:00Z",
        volatile: bool = False,
        languages: Sequence[str] = ("fr", "en", "ar"),
        per_page: int = 10,
        feeds: bool = False,
        weight_kb: int = 0,
        crawl_delay: float | None = None,
    ) -> None:
        super().__init__(articles, seed, start, languages)
        self.volatile = volatile
        self.per_page = per_page
        self.feeds = feeds
        self.weight_kb = weight_kb
        self._menu = 0
        self._design = _known(design)
        self._banner: str | None = None
        self._banners: list[str] = []
        self._robots: tuple[tuple[str, ...], float | None, str] = (("/search", "/user/"), crawl_delay, "*")
        self._renderings = 0
        self._views: set[str] = set()
        self._stamps: dict[str, tuple[str, datetime]] = {}

    # What happens to everything around the articles.

    def change_menu(self) -> None:
        """A new edition of the menu on every page: one member state more, a word added, another order."""
        with self.lock:
            self._tick()
            self._menu += 1

    def redesign(self, design: str) -> None:
        """Puts every page into another design. Raises ValueError for an unknown one."""
        with self.lock:
            self._design = _known(design)
            self._tick()

    @property
    def design(self) -> str:
        """The name of the present design."""
        return self._design

    def banner(self, text: str | None) -> None:
        """Shows a notice on every page, in the main region; None takes it away."""
        with self.lock:
            self._tick()
            self._banner = text
            self._banners += [text] if text else []

    def robots(self, disallow: Iterable[str] = (), crawl_delay: float | None = None, agent: str = "*") -> None:
        """Sets the rules of /robots.txt: the paths that an agent must not fetch, and the delay it is asked for in seconds."""
        with self.lock:
            self._robots = (tuple(disallow), crawl_delay, agent)

    def lines_of_furniture(self) -> set[str]:
        """Every line, in normal form, that stood around an article so far: menus, labels, captions, dates, related items, forms, footers.

        A line that some article truly contains, such as a heading in the words of a menu, is left out.
        """
        with self.lock:
            lines: set[str] = {*self._banners, "Local", "Global", "-", *LANGUAGE_NAMES.values()}
            for lang in self.languages:
                words = FURNITURE[lang]
                lines |= {
                    words.site,
                    words.skip,
                    words.home,
                    words.news,
                    words.search,
                    words.languages,
                    words.published,
                    words.related,
                    words.read_more,
                }
                lines.add(f"{words.share[0]}: {' | '.join(words.share[1:])}")
                lines |= {f"{words.views} {views}" for views in self._views}
                lines |= {
                    *words.share,
                    *words.newsletter,
                    *words.cookies,
                    *words.footer,
                    *words.pager,
                    *words.not_found,
                    words.views,
                }
                for edition in range(self._menu + 1):
                    shown = menu(lang, edition)
                    lines |= {*shown.lines(), *shown.leaves}
                    lines |= {line for part in shown.sections for line in (part.name, part.heading, part.sentence)}
                lines |= set(extra_labels(self._frame(lang, "", {})))
            truly: set[str] = set()
            for post in self._posts.values():
                lines.add(date_in_words(post.published, post.lang))
                for text in post.story.texts:
                    lines |= {text.title, text.caption, text.teaser, text.kind, f"{text.kind} {text.scope}"}
                    truly |= set(text.paragraphs)
            return {line for raw in lines if (line := normal_line(raw))} - truly

    # What is served.

    def answer(self, target: str, origin: str = "http://replica.example") -> Answer:
        """The answer to GET for a path with its query; `origin` is what canonical links begin with."""
        parts = urlsplit(target)
        path = unquote(parts.path)
        with self.lock:
            return self._stamped(target, self._route(path.rstrip("/") or "/", parse_qs(parts.query), origin))

    def _route(self, path: str, query: dict[str, list[str]], origin: str) -> Answer:
        listings = {prefix(lang): lang for lang in self.languages}
        if path in listings:
            return self._listing(listings[path], query.get("page", ["0"])[-1], origin)
        if path == "/robots.txt":
            return Answer(
                200, feeds.robots(*self._robots, origin if self.feeds else None).encode(), "text/plain; charset=UTF-8"
            )
        if self.feeds and path == "/sitemap.xml":
            entries = [(origin + quote(post.path), max(post.story.changed, post.published)) for post in self.newest()]
            return Answer(200, feeds.sitemap(entries).encode(), "application/xml; charset=UTF-8")
        if self.feeds and path == "/rss.xml":
            items = [(origin + quote(post.path), post.story.text, post.published) for post in self.newest()[:20]]
            return Answer(200, feeds.rss(origin, items).encode(), "application/rss+xml; charset=UTF-8")
        if path.startswith("/images/") and path.endswith(".png"):
            return Answer(200, _picture(path), "image/png")
        if path == "/core.css":
            return Answer(
                200, b"body{font-family:sans-serif}.visually-hidden{position:absolute;left:-9999px}", "text/css"
            )
        if path == "/" or path.lstrip("/") in self.languages:
            home = path.lstrip("/") or ("en" if "en" in self.languages else self.languages[0])
            return Answer(302, headers={"Location": origin + prefix(home)})
        return self._article(path, origin)

    def _article(self, path: str, origin: str) -> Answer:
        post = self.find(path) or self._by_node(path)
        if post is None:
            target = self.moved_to(path)
            return Answer(301, headers={"Location": origin + quote(target)}) if target else self.not_found(path, origin)
        if post.status != 200:
            return self.not_found(path, origin, post.status)
        editions = self.editions(post.node)
        others = (
            {lang: origin + quote(edition.path) for lang, edition in sorted(editions.items())}
            if len(editions) > 1
            else {}
        )
        switch = {lang: editions[lang].path if lang in editions else prefix(lang) for lang in self.languages}
        related = self._related(post)
        frame = self._frame(post.lang, origin, switch)
        view = ArticleView(
            *(
                frame,
                post.path,
                origin + quote(post.path),
                post.node,
                post.story.text,
                post.published,
                max(post.story.changed, post.published),
            ),
            *(_image(post), others, tuple(_card(other) for other in related)),
        )
        return Answer(200, DESIGNS[self._design].article(view).encode(), headers={"Content-Language": post.lang})

    def _by_node(self, path: str) -> Post | None:
        lang, _, rest = path.lstrip("/").partition("/")
        if lang == "node":
            lang, rest = "en", path.lstrip("/")
        name, _, number = rest.partition("/")
        if name != "node" or not number.isascii() or not number.isdigit():
            return None
        posts = self._nodes.get(int(number), [])
        # Without an English edition the bare address shows the one there is.
        return self.of_node(int(number), lang) or (posts[0] if posts and lang == "en" else None)

    def _listing(self, lang: str, page: str, origin: str) -> Answer:
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 0
        posts = self.listed(lang)
        first = number * self.per_page
        shown = posts[first : first + self.per_page]
        view = ListingView(
            frame=self._frame(lang, origin, {other: prefix(other) for other in self.languages}),
            path=prefix(lang),
            number=number,
            cards=tuple(_card(post) for post in shown),
            newer=number - 1 if number and shown else None,
            older=number + 1 if first + self.per_page < len(posts) else None,
        )
        return Answer(200, DESIGNS[self._design].listing(view).encode(), headers={"Content-Language": lang})

    def not_found(self, path: str, origin: str = "", status: int = 404) -> Answer:
        """The site's own page for an address that has nothing to show."""
        lang = next(
            (lang for lang in self.languages if path.startswith(f"/{lang}/")),
            "en" if "en" in self.languages else self.languages[0],
        )
        return self.notice(lang, *FURNITURE[lang].not_found, status=status, origin=origin)

    def notice(self, lang: str, title: str, message: str, status: int = 200, origin: str = "") -> Answer:
        """A page of the site with one message in place of an article."""
        with self.lock:
            view = NoticeView(
                self._frame(lang, origin, {other: prefix(other) for other in self.languages}), title, message
            )
            return Answer(status, DESIGNS[self._design].notice(view).encode())

    def _related(self, post: Post) -> list[Post]:
        if not self.volatile:
            return [other for other in post.related if other.status == 200]
        others = [other for other in self.listed(post.lang) if other is not post]
        return self._noise_rng("related").sample(others, min(len(others), 3))

    def _frame(self, lang: str, origin: str, switch: dict[str, str]) -> Frame:
        noise = Noise()
        if self.volatile:
            self._renderings += 1
            rng = self._noise_rng("noise")
            gap = "," if lang == "en" else " "
            views = f"{rng.randrange(1, 9)}{gap}{rng.randrange(100, 1000)}"
            self._views.add(views)
            noise = Noise(
                f"{rng.getrandbits(128):032x}",
                f"{rng.getrandbits(160):040x}",
                views,
                f"{self._renderings}-{rng.getrandbits(64):016x}",
            )
        return Frame(lang, menu(lang, self._menu), origin, self._banner, noise, self.weight_kb, switch)

    def _noise_rng(self, purpose: str) -> random.Random:
        return random.Random(f"{purpose} {self.seed} {self._renderings}")

    def _stamped(self, target: str, answer: Answer) -> Answer:
        """The answer with validators: a strong tag of its bytes and the time since when this address shows them."""
        if self.volatile or answer.status != 200:
            return answer
        etag = hashlib.sha256(answer.body).hexdigest()[:24]
        known = self._stamps.get(target)
        if known is None or known[0] != etag:
            known = self._stamps[target] = (etag, self._now)
        return Answer(200, answer.body, answer.content_type, answer.headers, etag, known[1])


def _known(design: str) -> str:
    if design not in DESIGNS:
        raise ValueError(f"no such design: {design}; {', '.join(DESIGNS)} are known")
    return design


def _image(post: Post) -> str:
    return f"/images/{post.published:%Y-%m}/{post.node}.png"


def _card(post: Post) -> CardView:
    text = post.story.text
    return CardView(post.path, text.title, post.published, text.kind, text.scope, text.teaser, _image(post))


def _picture(path: str) -> bytes:
    """A valid PNG of 8 × 8 pixels in a colour of its own."""
    colour = hashlib.sha256(path.encode()).digest()[:3]
    rows = (b"\0" + colour * 8) * 8

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
