"""From a page to an article: fields, body, language and content hash put together, with the doubts that a careful reader would have."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from oimcrawler.extraction import Hints, Page, Template, extract, parse
from oimcrawler.fields import body_language, read_fields
from oimcrawler.fingerprint import content_hash
from oimcrawler.model import Article, Body, Card, Evidence, Reading
from oimcrawler.profiles import Profile
from oimcrawler.slugs import slug_matches, slug_of
from oimcrawler.teasers import nothing_known, strip_teasers
from oimcrawler.text import join_paragraphs, normal_line
from oimcrawler.urls import canonical_url, rebase, url_language

SURE = 0.5
# A page without any title of its own has to have at least so much text (characters) to be taken for an article.
UNTITLED = 1_000
RECIPE = "1"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page belongs: its canonical address at the site's own origin, the profile, the interface language, where and when it was really fetched,
    and by which titles the articles at other addresses are known."""

    url: str
    profile: Profile
    lang: str
    fetched_from: str | None = None
    day: str = "9999-12-31"
    titles: Callable[[str], Collection[str]] = nothing_known


def read_page(data: bytes, url: str, content_type: str | None) -> Page:
    """Parse a body under the charset that its answer declared."""
    charset = None
    if content_type and "charset=" in content_type.lower():
        charset = content_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'") or None
    return parse(data, url, charset)


def open_page(data: bytes, place: Place, content_type: str | None) -> Page:
    """Parse the body of an article's page and take out what it shows of other articles: in this form it is learned from and read."""
    page = read_page(data, place.url, content_type)
    strip_teasers(page, place.profile, place.fetched_from, place.titles)
    return page


def read_article(page: Page, place: Place, template: Template | None, card: Card | None = None) -> Article:
    """The article on a page, whatever the doubts: they stand in `quality`, and `doubt` says which of them forbid storing it."""
    hints = place.profile.hints_on(place.day)
    selectors = hints.selectors if hints else {}
    reading = read_fields(page, url=place.url, card=card, hints=_field_hints(selectors))
    title = reading.title.value if reading.title else ""
    body = extract(page, template, hints=_body_hints(selectors), title=title or None)
    article = assemble(reading, replace(body, removed=(*body.removed, *page.notes.get("teasers", ()))), place)
    if (
        "title-slug-mismatch" in article.quality
        and card is not None
        and card.title
        and not alike(card.title, article.title)
    ):
        article = replace(article, quality=tuple(sorted({*article.quality, "another-title"})))
    return article


def alike(title: str, other: str) -> bool:
    """Whether two titles are one, reworded at most: the greater part of the words of the shorter stand in the other."""
    one, two = set(normal_line(title).casefold().split()), set(normal_line(other).casefold().split())
    return bool(one and two) and 2 * len(one & two) >= min(len(one), len(two))


def assemble(reading: Reading, body: Body, place: Place) -> Article:
    """An article from what the readers of its fields and of its body found."""
    title = normal_line(reading.title.value) if reading.title else ""
    text = join_paragraphs(body.paragraphs)
    url_lang = url_language(place.url, place.profile) or place.lang
    lang, certainty = body_language(f"{title}\n{text}", declared=url_lang)
    flags = {*reading.flags, *body.flags}
    if lang and url_lang and lang != url_lang:
        flags.add(f"language-differs:{url_lang}")
    why = {
        name: found
        for name in ("title", "published_on", "kind", "scope", "canonical_url", "node_id")
        if (found := getattr(reading, name)) is not None
    }
    confidence = body.confidence
    slug = slug_of(place.url)
    if slug and text and "listing-like" not in flags and slug_matches(title, slug):
        # The address confirms the headline: a text below it, however short, is the article's.
        confidence = max(confidence, SURE)
    why["body"] = Evidence(f"{len(body.paragraphs)} paragraphs", body.method, f"confidence {confidence:.2f}")
    why["lang"] = Evidence(
        lang or "", "words of the body" if certainty > 0 else "interface language", f"certainty {certainty:.2f}"
    )
    return Article(
        title=title,
        body=text,
        content_hash=content_hash(title, text),
        lang=lang,
        published_on=reading.published_on.value if reading.published_on else None,
        kind=reading.kind.value if reading.kind else None,
        scope=reading.scope.value if reading.scope else None,
        canonical_url=_own_address(reading.canonical_url, place),
        alternates=_own_addresses(reading.alternates, place),
        node_id=reading.node_id.value if reading.node_id else None,
        quality=tuple(sorted(flags)),
        why=why,
        removed=body.removed,
        method=body.method,
        confidence=confidence,
    )


def doubt(article: Article) -> str | None:
    """Why an article may not be stored as it was read: one short reason, or None."""
    if not article.title:
        return "no title was found"
    if not article.body:
        return "no text was found"
    if "another-title" in article.quality:
        return f"it shows another title than its address and its card ({article.title[:80]})"
    if "title-from-card" in article.quality and len(article.body) < UNTITLED:
        return "no title of its own stands on the page"
    if article.confidence < SURE:
        return f"the text is uncertain (confidence {article.confidence:.2f})"
    return None


def derivation(model_digest: str | None) -> str:
    """The name of the way from bytes to text: extractor, model and hash recipe."""
    return f"html-{RECIPE}/{model_digest or 'none'}/sha256-16"


def _own_address(found: Evidence | None, place: Place) -> str | None:
    if found is None:
        return None
    url = canonical_url(_at_origin(found.value, place))
    return url if place.profile.is_article(url) is not False else None


def _own_addresses(alternates: Mapping[str, str], place: Place) -> dict[str, str]:
    own = {lang: canonical_url(_at_origin(url, place)) for lang, url in alternates.items()}
    return {lang: url for lang, url in sorted(own.items()) if place.profile.is_article(url) is not False}


def _at_origin(url: str, place: Place) -> str:
    return rebase(url, place.fetched_from, place.profile.origin) if place.fetched_from else url


def _field_hints(selectors: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: ", ".join(selectors[name]) for name in ("title", "date", "kind", "scope") if selectors.get(name)}


def _body_hints(selectors: Mapping[str, tuple[str, ...]]) -> Hints | None:
    return Hints(selectors["body"], selectors.get("furniture", ())) if selectors.get("body") else None
