"""The examination of a site: what robots.txt allows, what the server answers, and what every reader makes of a listing and an article."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from oimcrawler.answers import judge
from oimcrawler.cli.examination.advice import on_article, on_listing
from oimcrawler.cli.examination.client import Answered, Client
from oimcrawler.discovery import listing_url, read_listing
from oimcrawler.discovery.links import looks_like_article
from oimcrawler.exits import DONE, LAYOUT, PARTIAL, REFUSED, UNREACHABLE
from oimcrawler.extraction import Hints, Page, Template, extract
from oimcrawler.fields import read_fields
from oimcrawler.model import Body, Card, Evidence
from oimcrawler.profiles import Listing, Profile
from oimcrawler.reading import Place, doubt, open_page, read_article, read_page
from oimcrawler.robots import Robots, robots_for
from oimcrawler.slugs import pathauto, slug_matches
from oimcrawler.urls import canonical_url, join_url, parse_url, rebase, same_site, url_language

# The headers that tell whether asking again can be cheap, how the page is written, and who answers.
TELLING = (
    "content-type",
    "content-encoding",
    "etag",
    "last-modified",
    "cache-control",
    "server",
    "x-generator",
    "x-drupal-cache",
    "retry-after",
    "location",
)
LISTINGS = 3
REDIRECTS = 2


@dataclass(slots=True)
class Examination:
    """What was found: each part a plain document, `advice` what to write into the profile or to do, and how it ended."""

    profile: Profile
    origin: str
    robots: dict[str, Any] = field(default_factory=dict)
    listings: list[dict[str, Any]] = field(default_factory=list)
    article: dict[str, Any] | None = None
    advice: list[str] = field(default_factory=list)
    exit_code: int = DONE
    reason: str = "listing and article are read"

    def end(self, code: int, reason: str) -> None:
        """How it ended, unless it has ended already."""
        if self.exit_code == DONE:
            self.exit_code, self.reason = code, reason

    def document(self) -> dict[str, Any]:
        """All of it as one plain document."""
        names = ("origin", "robots", "listings", "article", "advice", "exit_code", "reason")
        return {"site": self.profile.name, **{name: getattr(self, name) for name in names}}


def profile_for(url: str) -> Profile:
    """A profile of nothing but what an address says, for a site that has none yet."""
    address = parse_url(url)
    assert address is not None
    origin = str(address._replace(path="", query=""))
    path = "/" if looks_like_article(url) else address.path or "/"
    return Profile(
        address.host.replace(".", "-").strip("[]"), address.host, origin, (Listing(url_language(url) or "und", path),)
    )


def examine(
    profile: Profile,
    client: Client,
    agent: str,
    *,
    url: str | None = None,
    origin: str | None = None,
    day: str,
    templates: Callable[[str], Template | None],
) -> Examination:
    """Ask for robots.txt, a listing and an article (`url`, where it is one of them) and tell what is made of them;
    `origin` is where pages are fetched from,
    `templates` gives what an archive has learned of an interface language."""
    found = Examination(profile, origin or profile.origin)
    robots = _examine_robots(found, client, agent)
    if robots is None:
        return found
    key = canonical_url(rebase(url, found.origin, profile.origin)) if url else None
    wanted = (
        key
        if key
        and not profile.is_listing(key)
        and (profile.is_article(key) or (profile.is_article(key) is None and looks_like_article(key)))
        else None
    )
    cards: list[Card] = []
    for listing_key, lang in _listings(profile, key, wanted):
        cards = _examine_listing(found, client, robots, listing_key, lang)
        if cards or found.exit_code in (REFUSED, UNREACHABLE):
            break
    if cards:
        # An empty or missing listing of another language is no failure where one was read.
        found.exit_code, found.reason = DONE, "listing and article are read"
    card = (
        next((one for one in cards if one.url == wanted), None)
        or (Card(wanted) if wanted else None)
        or next(iter(cards), None)
    )
    if card is not None and found.exit_code not in (REFUSED, UNREACHABLE):
        code, reason = found.exit_code, found.reason
        found.exit_code = DONE
        _examine_article(found, client, robots, card, day, templates)
        if found.exit_code == DONE and not wanted:
            found.exit_code, found.reason = code, reason
    return found


def _listings(profile: Profile, key: str | None, wanted: str | None) -> list[tuple[str, str]]:
    all_ = [(listing_url(profile, one.lang, 0), one.lang) for one in profile.languages]
    if key and not wanted:
        return [(key, url_language(key, profile) or profile.languages[0].lang)]
    lang = url_language(wanted, profile) if wanted else None
    return sorted(all_, key=lambda pair: pair[1] != lang)[: 1 if wanted else LISTINGS]


def _examine_robots(found: Examination, client: Client, agent: str) -> Robots | None:
    url = found.origin.rstrip("/") + "/robots.txt"
    answer = client.get(url)
    for _ in range(REDIRECTS):
        if answer.status in (301, 302, 303, 307, 308) and (
            target := join_url(answer.url, answer.headers.get("location", ""))
        ):
            answer = client.get(target)
    if answer.trouble and not answer.status:
        found.robots = {"url": url, "status": None, "trouble": answer.trouble}
        found.end(UNREACHABLE, f"{url}: {answer.trouble}; check the address and the network")
        return None
    robots = robots_for(answer.status, answer.body, agent)
    found.robots = {
        "url": url,
        "status": answer.status,
        "crawl_delay": robots.crawl_delay,
        "sitemaps": list(robots.sitemaps),
        "advice": robots.advice or None,
        "headers": _headers(answer),
    }
    if not robots.reachable:
        found.end(REFUSED, robots.advice)
        return None
    if robots.crawl_delay and not client.chosen:
        client.delay = max(client.delay, robots.crawl_delay)
    return robots


def _ask(
    found: Examination, client: Client, robots: Robots, key: str, expect: Any
) -> tuple[dict[str, Any], Answered | None]:
    """Ask for a key at the examined origin; the answer only where it is a page to be read."""
    url = rebase(key, found.profile.origin, found.origin)
    told: dict[str, Any] = {"url": url, "allowed": robots.allowed(url)}
    if not told["allowed"]:
        found.end(REFUSED, f"robots.txt forbids {url}; agree with the site's operator, or leave it")
        return told, None
    answer = client.get(url)
    hops = []
    for _ in range(REDIRECTS):
        target = (
            join_url(answer.url, answer.headers.get("location", ""))
            if answer.status in (301, 302, 303, 307, 308)
            else ""
        )
        if not target or not (same_site(target, url) or same_site(target, key)) or not robots.allowed(target):
            break
        hops.append(target)
        answer = client.get(target)
    told |= {"status": answer.status or None, "redirects": hops, "headers": _headers(answer), "bytes": len(answer.body)}
    if answer.trouble:
        told |= {"verdict": "failed", "because": answer.trouble}
        found.end(PARTIAL if answer.status else UNREACHABLE, f"{url}: {answer.trouble}; try again")
        return told, None
    verdict = judge(answer.status, answer.headers, answer.body, url, final_url=answer.url, expect=expect)
    told |= {"verdict": verdict.outcome, "because": verdict.reason or None}
    if verdict.outcome == "ok":
        return told, answer
    if verdict.outcome == "refused":
        found.end(REFUSED, f"{url}: {verdict.reason}; wait, or agree with the site's operator on headers and pace")
        found.advice.append(
            '[manners] headers = { "Accept-Language" = "fr", … } sends further headers, agent = "…" '
            "another name, delay = 10 waits longer: the choice is the operator's"
        )
    elif verdict.outcome == "failed":
        found.end(PARTIAL, f"{url}: {verdict.reason}; try again later")
    else:
        found.end(LAYOUT, f"{url}: {verdict.reason}; correct the address in the profile")
    return told, None


def _headers(answer: Answered) -> dict[str, str]:
    return {name: answer.headers[name] for name in TELLING if name in answer.headers}


def _examine_listing(found: Examination, client: Client, robots: Robots, key: str, lang: str) -> list[Card]:
    told, answer = _ask(found, client, robots, key, "listing")
    told = {"lang": lang, "key": key, **told}
    found.listings.append(told)
    if answer is None:
        return []
    page = read_page(answer.body, key, answer.headers.get("content-type"))
    here = answer.url
    listing = read_listing(page, here, found.profile, lang=lang)
    dated = sum(card.date is not None for card in listing.cards)
    told |= {
        "charset": page.encoding,
        "cards": len(listing.cards),
        "with_title": sum(bool(card.title) for card in listing.cards),
        "with_date": dated,
        "first": [
            {"url": card.url, "title": card.title, "date": card.date, "kind": card.kind} for card in listing.cards[:3]
        ],
        "mentioned": len(listing.mentioned),
        "next_page": listing.next_url,
        "flags": list(listing.flags),
    }
    found.advice += on_listing(page, here, found.profile, listing, lang)
    if not listing.cards:
        found.end(
            LAYOUT,
            f"{told['url']}: no articles are found in this listing; "
            f"{_first(found.advice) or 'look at the page, and correct [listings] or [article] patterns'}",
        )
    return list(listing.cards)


def _examine_article(
    found: Examination,
    client: Client,
    robots: Robots,
    card: Card,
    day: str,
    templates: Callable[[str], Template | None],
) -> None:
    profile = found.profile
    told, answer = _ask(found, client, robots, card.url, "article")
    told = {"key": card.url, **told}
    found.article = told
    if answer is None:
        return
    lang = url_language(card.url, profile) or profile.languages[0].lang
    template = templates(lang)
    place = Place(card.url, profile, lang, found.origin if found.origin != profile.origin else None, day)
    page = open_page(answer.body, place, answer.headers.get("content-type"))
    article = read_article(page, place, template, card)
    reading = read_fields(page, url=card.url, card=card)
    fields = {
        name: _evidence(getattr(reading, name))
        for name in ("title", "published_on", "kind", "scope", "canonical_url", "interface_lang", "node_id")
    }
    slug = profile.slug_of(card.url)
    title = article.title
    readers = dict(_bodies(page, profile, day, template, title))
    told |= {
        "charset": page.encoding,
        "fields": fields,
        "lang": article.lang,
        "slug": {
            "address": slug,
            "of_title": pathauto(title) if title else "",
            "fits": bool(title) and slug_matches(title, slug),
        },
        "readers": {name: _body(body) for name, body in readers.items()},
        "chosen": article.method,
        "paragraphs": len(article.body.split("\n")) if article.body else 0,
        "content_hash": article.content_hash,
        "confidence": article.confidence,
        "flags": list(article.quality),
        "removed": len(article.removed),
    }
    found.advice += on_article(page, article, readers)
    if reason := doubt(article):
        found.end(LAYOUT, f"{told['url']}: {reason}; {_first(found.advice) or 'compare what each reader saw'}")


def _evidence(value: Evidence | None) -> dict[str, str] | None:
    return {"value": value.value, "method": value.method, "place": value.place} if value else None


def _bodies(
    page: Page, profile: Profile, day: str, template: Template | None, title: str
) -> Iterable[tuple[str, Body]]:
    hints = profile.hints_on(day)
    if hints and hints.selectors.get("body"):
        yield (
            "hints",
            extract(
                page,
                None,
                hints=Hints(hints.selectors["body"], hints.selectors.get("furniture", ())),
                title=title or None,
            ),
        )
    if template is not None:
        yield "template", extract(page, template, title=title or None)
    yield "general", extract(page, None, title=title or None)


def _body(body: Body) -> dict[str, Any]:
    lines = body.paragraphs
    return {
        "method": body.method,
        "paragraphs": len(lines),
        "characters": sum(map(len, lines)),
        "first": lines[0] if lines else None,
        "last": lines[-1] if lines else None,
        "confidence": round(body.confidence, 2),
        "flags": list(body.flags),
        "removed": len(body.removed),
    }


def _first(lines: list[str]) -> str:
    return lines[0] if lines else ""
