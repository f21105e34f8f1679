"""The state of the replica's site and everything that can happen to it, without HTML and without a server."""

import random
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from oimcrawler.replica.page import LANGUAGES
from oimcrawler.replica.posts import Post, Story, Truth, prefix, truth_of
from oimcrawler.replica.slugs import slug
from oimcrawler.replica.writing import Text, edited, write
from oimcrawler.text import normal_line


class Timeline:
    """The articles of a site and its clock.

    Every change moves the clock one second on, so that no two states share a time; nothing reads the wall clock.
    All methods may be called while the site is being served. An unknown path raises KeyError.
    """

    def __init__(self, articles: int, seed: int, start: str, languages: Sequence[str]) -> None:
        unknown = set(languages) - set(LANGUAGES)
        if unknown:
            raise ValueError(f"no such language: {', '.join(sorted(unknown))}; {', '.join(LANGUAGES)} are known")
        self.languages = tuple(languages)
        self.seed = seed
        self.lock = threading.RLock()
        self.revision = 0
        self._now = datetime.fromisoformat(start).astimezone(UTC)
        self._posts: dict[str, Post] = {}
        self._moved: dict[str, str | None] = {}
        self._pins: list[Post] = []
        self._nodes: dict[int, list[Post]] = {}
        self._recent: dict[str, list[Post]] = {lang: [] for lang in self.languages}
        self._orders: dict[str, tuple[int, list[Post]]] = {}
        self._used: set[str] = set()
        self._next_node = 1000
        self._next_text = 0
        self._rng = random.Random(f"timeline {seed}")
        self._fill(articles)

    @property
    def now(self) -> datetime:
        """The time on the site's clock, UTC."""
        with self.lock:
            return self._now

    def advance(self, days: float = 0, hours: float = 0, seconds: float = 0) -> datetime:
        """Moves the clock on and tells the new time. Raises ValueError for a step back."""
        step = timedelta(days=days, hours=hours, seconds=seconds)
        if step < timedelta(0):
            raise ValueError("the site's clock only goes forward")
        with self.lock:
            self._now += step
            return self._now

    def paths(self, lang: str | None = None) -> list[str]:
        """The paths of the live articles of a language or of all, newest first."""
        with self.lock:
            return [post.path for post in self.newest() if lang is None or post.lang == lang]

    def truth(self) -> dict[str, Truth]:
        """What each article says now, live or not, by its present path."""
        with self.lock:
            return {path: truth_of(post) for path, post in self._posts.items()}

    # What happens to articles.

    def publish(self, count: int = 1, lang: str = "fr", date: str | None = None) -> list[str]:
        """Publishes new articles, now or with an old date (`YYYY-MM-DD`, a late insertion), and tells their paths, oldest first."""
        self._check_language(lang)
        with self.lock:
            paths = []
            for _ in range(count):
                self._tick()
                moment = datetime.fromisoformat(f"{date}T09:30:00+00:00") if date else self._now
                paths.append(self._add([lang], moment)[0].path)
            return paths

    def edit(self, path: str, kind: str = "word") -> None:
        """Changes one word, adds a paragraph or changes the title (`word`, `paragraph`, `title`); the address stays, twins change with it."""
        with self.lock:
            story = self._posts[path].story
            text = edited(story.text, kind, story.n, self.seed, self._now.date())
            self._tick()
            story.texts.append(text)
            story.changed = self._now

    def revert(self, path: str) -> None:
        """Takes the last edit back: A, B, A. Raises ValueError when there was none."""
        with self.lock:
            story = self._posts[path].story
            earlier = [text for text in story.texts[:-1] if text != story.text]
            if not earlier:
                raise ValueError(f"never edited: {path}")
            self._tick()
            story.texts.append(earlier[-1])
            story.changed = self._now

    def move(self, path: str, redirect: bool = True) -> str:
        """Gives the article another slug and tells the new path; the old one answers 301, or 404 without `redirect`. The node stays."""
        with self.lock:
            self._tick()
            post = self._posts.pop(path)
            ours = f"{prefix(post.lang)}/{slug(post.story.text.title)}"
            post.path = self._free(f"{path}-bis" if self._taken(ours) or ours == path else ours)
            self._posts[post.path] = post
            self._moved[path] = post.path if redirect else None
            return post.path

    def twin(self, path: str) -> str:
        """Shows the article's text at a second address (`-0`, `-1`, …) with a node and a card of its own, and tells its path."""
        with self.lock:
            self._tick()
            post = self._posts[path]
            number = 0
            while self._taken(f"{path}-{number}"):
                number += 1
            twin = Post(
                self._node(),
                post.lang,
                f"{path}-{number}",
                post.story,
                post.published,
                twin_of=post.twin_of or post,
                related=list(post.related),
            )
            self._enter(twin)
            return twin.path

    def withdraw(self, path: str, status: int = 404) -> None:
        """Takes an article away: its address answers 404 or 410, no listing shows it."""
        if status not in (403, 404, 410):
            raise ValueError(f"withdrawn articles answer 403, 404 or 410, not {status}")
        self._set_status(path, status)

    def restore(self, path: str) -> None:
        """Brings a withdrawn article back."""
        self._set_status(path, 200)

    def pin(self, path: str) -> None:
        """Puts an article on top of its listing's first page, in addition to its own place."""
        with self.lock:
            self._tick()
            post = self._posts[path]
            self._pins = [post, *(pinned for pinned in self._pins if pinned is not post)]

    def unpin(self, path: str) -> None:
        """Takes an article from the top of the listing again."""
        with self.lock:
            self._tick()
            self._pins = [pinned for pinned in self._pins if pinned is not self._posts[path]]

    def shrink(self, lang: str, n: int) -> list[str]:
        """Withdraws the n oldest articles of a language and tells their paths."""
        self._check_language(lang)
        with self.lock:
            oldest = self.paths(lang)[::-1][: max(n, 0)]
            for path in oldest:
                self.withdraw(path)
            return oldest

    # What the pages are made from; the caller holds the lock.

    def newest(self) -> list[Post]:
        """The live posts, newest first; of one moment, the higher node first."""
        live = (post for post in self._posts.values() if post.status == 200)
        return sorted(live, key=lambda post: (post.published, post.node), reverse=True)

    def listed(self, lang: str) -> list[Post]:
        """The cards of a listing in order: pins, then every live article newest first."""
        revision, order = self._orders.get(lang, (-1, []))
        if revision != self.revision:
            live = [post for post in self.newest() if post.lang == lang]
            order = [post for post in self._pins if post.lang == lang and post.status == 200] + live
            self._orders[lang] = (self.revision, order)
        return order

    def find(self, path: str) -> Post | None:
        """The post at a path, live or not."""
        return self._posts.get(path)

    def moved_to(self, path: str) -> str | None:
        """Where a path redirects to, through all later moves; None when it does not."""
        while (target := self._moved.get(path)) is not None:
            path = target
            if path in self._posts:
                return path
        return None

    def of_node(self, node: int, lang: str) -> Post | None:
        """The post of a node in a language."""
        return next((post for post in self._nodes.get(node, ()) if post.lang == lang), None)

    def editions(self, node: int) -> dict[str, Post]:
        """The live editions of a node by language."""
        return {post.lang: post for post in self._nodes.get(node, ()) if post.status == 200}

    def stories(self) -> list[Story]:
        """Every text there ever was, each once."""
        return list({id(post.story): post.story for post in self._posts.values()}.values())

    def _fill(self, articles: int) -> None:
        wanted = dict.fromkeys(self.languages, articles)
        moment = self._now - timedelta(hours=5)
        plan: list[tuple[list[str], datetime]] = []
        while any(wanted.values()):
            open_languages = [lang for lang, left in wanted.items() if left]
            chosen = [lang for lang in open_languages if self._rng.random() < 0.55] or [
                self._rng.choice(open_languages)
            ]
            for lang in chosen:
                wanted[lang] -= 1
            plan.append((chosen, moment))
            # Mostly days, now and then months: several years for a few dozen articles, no more than two decades for thousands.
            gap = self._rng.expovariate(1 / 9) if self._rng.random() < 0.8 else self._rng.uniform(30, 160)
            moment -= timedelta(minutes=round((gap * min(1.0, 200 / max(articles, 1)) + 0.02) * 1440))
        french_only = 0
        for chosen, published in reversed(plan):
            # Now and then an editor puts an English text under a French address: one in twenty-five of the French articles.
            french_only += "fr" in chosen and "en" not in chosen
            self._add(chosen, published, english="fr" in chosen and "en" not in chosen and french_only % 11 == 3)

    def _add(self, languages: list[str], published: datetime, english: bool = False) -> list[Post]:
        """A new node with an edition in each of the languages, related to older articles of its language."""
        node, n = self._node(), self._next_text
        self._next_text += 1
        posts = []
        for lang in languages:
            text = self._write(n, "en" if english and lang == "fr" else lang, published.date())
            post = Post(
                node,
                lang,
                self._free(f"{prefix(lang)}/{slug(text.title)}"),
                Story(n, [text], published),
                published.replace(microsecond=0),
            )
            older = self._recent[lang]
            post.related = self._rng.sample(older, min(3, len(older)))
            self._recent[lang] = [*older[-11:], post]
            self._enter(post)
            posts.append(post)
        return posts

    def _enter(self, post: Post) -> None:
        self._posts[post.path] = post
        self._nodes.setdefault(post.node, []).append(post)

    def _write(self, n: int, lang: str, day: date) -> Text:
        """Article n, in words whose title and paragraphs the site has not used yet."""
        for attempt in range(50):
            text = write(n, lang, self.seed, day, attempt)
            lines = {normal_line(text.title), *(line for line in text.paragraphs if len(line.split()) >= 12)}
            if not lines & self._used:
                break
        self._used |= lines
        return text

    def _set_status(self, path: str, status: int) -> None:
        with self.lock:
            self._tick()
            self._posts[path].status = status

    def _taken(self, path: str) -> bool:
        return path in self._posts or path in self._moved

    def _free(self, path: str) -> str:
        free, number = path, 0
        while self._taken(free):
            free, number = f"{path}-{number}", number + 1
        return free

    def _node(self) -> int:
        self._next_node += 1
        return self._next_node

    def _tick(self) -> None:
        self._now += timedelta(seconds=1)
        self.revision += 1

    def _check_language(self, lang: str) -> None:
        if lang not in self.languages:
            raise ValueError(f"this site has no {lang}: {', '.join(self.languages)}")
