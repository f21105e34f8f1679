"""The title: candidates from every place that names one, decided by the address (its slug is made of the title) and by agreement."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from oimcrawler.fields.surroundings import apart, classes, is_hidden, lineage, text_of
from oimcrawler.fields.survey import Element, Survey, parts_of, visible
from oimcrawler.model import Card, Evidence
from oimcrawler.slugs import STOP_WORDS, pathauto, slug_matches, slug_of
from oimcrawler.text import normal_line

_PLAIN: Final = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " "})
_SEPARATOR: Final = re.compile(r"\s+(?:\||-|–|—|·|•|»|›|«|:|::|/|~)\s+|\s*\|\s*|\s*::\s*|\s+»\s*|:\s+")
_LABEL: Final = re.compile(
    r"(?:^|[\s_-])(?:label|type|tag|kicker|category|badge|surtitle|eyebrow|overline|rubrique|bundle|permalink|"
    r"anchor)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LOGO: Final = re.compile(r"(?:^|[\s_-])(?:logo|brand|site-?name|site-?title|sitename)(?:$|[\s_-])", re.IGNORECASE)
_TITLE_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:page|node|article|entry|post|story|news|main|content)-?_*(?:title|headline|heading)(?:$|[\s_-])|headline",
    re.IGNORECASE,
)
_SECTION_WORDS: Final = """
news|newsroom|stories|story|statements|press releases|latest news|all news|home|home page|blog|events|
publications|search|menu|navigation|main navigation|breadcrumb|
actualités|actualité|actualites|nouvelles|accueil|communiqués|communiqués de presse|presse|salle de presse|
événements|recherche|histoires|dernières actualités|fil d'ariane|
noticias|inicio|comunicados|notizie|comunicati stampa|nachrichten|aktuelles|startseite|notícias|nieuws|
الأخبار|أخبار|الرئيسية|الصفحة الرئيسية|بيانات|بيانات صحفية|قصص|آخر الأخبار
"""
_SECTION_NAMES: Final = frozenset(word.strip() for word in _SECTION_WORDS.split("|"))
_FORMS: Final = (
    "hint",
    "h1",
    "h2",
    "text",
    "microdata",
    "og:title",
    "json-ld",
    "twitter:title",
    "dc.title",
    "title",
    "card",
)


@dataclass(slots=True)
class Candidate:
    """A text that may be the title, the place it was read from, and how much its kind of place is usually worth."""

    text: str
    method: str
    place: str
    weight: float
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = fold(self.text)


def fold(text: str) -> str:
    """The form in which two titles are compared: normal, without case."""
    return normal_line(text).casefold().rstrip(".")


def _truncated(text: str) -> str | None:
    """What stands before the mark of a cut, None for a whole title."""
    for mark in ("…", "...", "[…]", "[...]"):
        if text.endswith(mark):
            return fold(text[: -len(mark)].rstrip(" .…[-–,;:"))
    return None


def _cut_offs(text: str) -> Iterable[tuple[str, str]]:
    """(what is left, what was split off) for every separator, from either end."""
    for match in list(_SEPARATOR.finditer(text))[:8]:
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        if left and right:
            yield left, right
            yield right, left


def _host_named(part: str, url: str) -> bool:
    host = parts_of(url).hostname or "" if "//" in url[:10] else ""
    words = re.findall(r"[^\W_]+", part.casefold())
    labels = set(re.split(r"[.-]", host)) | {
        host.removeprefix("www."),
        "".join(host.removeprefix("www.").split(".")[:-1]),
    }
    return (
        bool(words)
        and bool(host)
        and (
            all(word in labels for word in words) or "".join(words) in labels or fold(part) == host.removeprefix("www.")
        )
    )


def _headings(page: Survey) -> list[tuple[Element, Candidate]]:
    found = []
    for element in page.headings[:60]:
        if (
            element.tag == "h2"
            and not _TITLE_CLASS.search(classes(element))
            and element.get("itemprop") not in ("headline", "name")
        ):
            continue
        text = text_of(
            element, 600, drop=lambda child: bool(_LABEL.search(classes(child))) or child.tag in ("button", "script")
        )
        whole = text_of(element, 600)
        text = (text or whole).rstrip("#¶ ")
        if not text or len(text) > 500:
            continue
        chain = lineage(element)
        if any(_LOGO.search(classes(e)) for e in chain[:4]) or _leads_home(element, page.url):
            page.site_names.add(text)
            continue
        hidden = any(map(is_hidden, chain[:6]))
        tag = str(element.tag)
        weight = 3.0 if tag == "h1" else 1.5
        if apart(element, chain[-2:]):
            weight *= 0.2
        if hidden:
            weight *= 0.3
        if element.get("itemprop") in ("headline", "name") or _TITLE_CLASS.search(classes(element)):
            weight *= 1.2
        place = " ".join(filter(None, (tag, (element.get("class") or "")[:60])))
        found.append((element, Candidate(text, tag, place, weight)))
        if whole != text:
            found.append((element, Candidate(whole, tag, place, 0.2)))
    return found


def _leads_home(element: Element, url: str) -> bool:
    links = list(element.iter("a"))
    if len(links) != 1:
        return False
    path = parts_of((links[0].get("href") or "").strip()[:300]).path
    here = parts_of(url).path
    return (
        bool(re.fullmatch(r"/?(?:[a-z]{2}/?)?", path))
        and (links[0].get("href") or "#")[0] != "#"
        and here.strip("/") != path.strip("/")
    )


def _candidates(page: Survey, card: Card | None) -> list[Candidate]:
    found = []
    for method, weight, names in (
        ("og:title", 2.5, ("og:title",)),
        ("twitter:title", 1.0, ("twitter:title",)),
        ("microdata", 1.2, ("itemprop:headline",)),
        (
            "dc.title",
            1.0,
            ("dc.title", "dcterms.title", "dc:title", "citation_title", "sailthru.title", "parsely-title"),
        ),
    ):
        if value := page.meta(*names):
            found.append(Candidate(value[1], method, f"meta {value[0]}", weight))
    for article in page.articles[:5]:
        for key in ("headline", "name"):
            value_ = article.get(key)
            if isinstance(value_, list) and value_:
                value_ = value_[0]
            if isinstance(value_, str) and (text := visible(re.sub(r"</?[a-zA-Z][^<>]*>", "", value_[:2000]))):
                found.append(Candidate(text, "json-ld", key, 2.0))
                break
    if page.title:
        found.append(Candidate(page.title, "title", "title", 1.5))
    if card and (text := visible(card.title)):
        found.append(Candidate(text, "card", card.source, 2.0))
    return found


def read_title(
    page: Survey, card: Card | None, hinted: tuple[Element, str] | None
) -> tuple[Evidence | None, Element | None, list[str]]:
    """The title with its evidence, the element that shows it (None when no heading does), and flags."""
    slug = slug_of(page.url) if page.url else None
    headings = _headings(page)
    elsewhere = _candidates(page, card)
    if not any(c.weight >= 1 and c.key not in _SECTION_NAMES for _, c in headings):
        named = {c.key for c in elsewhere} | {
            fold(rest) for c in elsewhere for rest, _ in _cut_offs(c.text) if len(rest) > 12
        }
        shown_texts = list(islice(_shown_elsewhere(page, named, slug), 6))
        grown = [candidate.key for _, candidate in shown_texts if candidate.key in named]
        # The title may have been edited since the address was made from it; a caption still shows, and the slug still makes, the old one.
        stale = {c.key for _, c in shown_texts if c.key not in named and any(key.startswith(c.key) for key in grown)}
        headings += [one for one in shown_texts if one[1].key not in stale][:3]
    pool = [candidate for _, candidate in headings] + elsewhere
    if hinted:
        pool.insert(0, Candidate(hinted[1], "hint", "hint title", 4.0))
    names = {fold(name) for name in page.site_names}
    if site := page.meta("og:site_name", "application-name", "apple-mobile-web-app-title"):
        names.add(fold(site[1]))
    pool = _without_site(pool, names, page.url, slug)
    usable = [
        c
        for c in pool
        if c.key and (c.method == "card" or c.key not in names | _SECTION_NAMES or _confirmed(c, slug) == 2)
    ]
    if not usable:
        return None, None, ["no-title"]
    clusters = _agreeing(usable)
    confirmed = {
        key: max(_confirmed(c, slug) for c in group if c.key == key)
        for key, group in clusters.items()
        if any(c.key == key for c in group)
    }
    best = max(
        clusters, key=lambda key: (confirmed.get(key, 0), _worth(clusters[key]) * (0.5 if _truncated(key) else 1))
    )
    shown = sorted((c for c in clusters[best] if c.key == best), key=lambda c: _FORMS.index(c.method))
    winner = shown[0]
    flags = []
    if (
        slug
        and slug.count("-") >= 2
        and not confirmed.get(best)
        and pathauto(winner.text)
        and not _shortened(winner.text, slug)
    ):
        flags.append("title-slug-mismatch")
    if {c.method for c in clusters[best]} == {"card"}:
        flags.append("title-from-card")
    anchor = next((element for element, c in headings if c.key == best and c.weight > 0.2), None)
    if anchor is None and hinted:
        anchor = hinted[0]
    if anchor is None:
        anchor = next((element for element, c in headings if best in c.key), None)
    return Evidence(winner.text, winner.method, winner.place), anchor, flags


def _shown_elsewhere(page: Survey, keys: set[str], slug: str | None) -> Iterator[tuple[Element, Candidate]]:
    """Titles that no h1 or h2 shows (layout tables, plain bold text): elements whose own text is named elsewhere or makes the slug."""
    start = slug[0] if slug and "-" in slug else ""
    beginnings = {key[:5] for key in keys}
    tags = ("h2", "h3", "h4", "div", "span", "p", "b", "strong", "font", "td", "big", "center", "legend")
    for element in islice(page.root.iter(*tags), 4000):
        own = (element.text or "").strip()
        if not 8 <= len(own) <= 400:
            continue
        # Most texts are neither named elsewhere nor begin like the slug, and cost no more than this.
        first = own[0].lower() if own[0].isascii() else pathauto(own[0])[:1]
        alike = (
            bool(start)
            and len(slug or "") < 2 * len(own)
            and (first == start or own.split(None, 1)[0].lower() in STOP_WORDS)
        )
        if not alike and own[:5].translate(_PLAIN).casefold() not in beginnings:
            continue
        text = visible(own)
        if fold(text) in keys or (alike and pathauto(text) == slug):
            yield element, Candidate(text, "text", str(element.tag), 1.5)


def _shortened(title: str, slug: str) -> bool:
    """Whether an editor made the slug by leaving words of the title out."""
    words = iter(re.split(r"[-/]", pathauto(title)))
    return all(word in words for word in re.split(r"[-/]", pathauto(slug)))


def _confirmed(candidate: Candidate, slug: str | None) -> int:
    if not slug or _truncated(candidate.text) is not None:
        return 0
    if pathauto(candidate.text) == slug:
        return 2
    return int(slug_matches(candidate.text, slug))


def _agreeing(pool: list[Candidate]) -> dict[str, list[Candidate]]:
    """The candidates by the title that they stand for: those that were cut short count for the whole one."""
    clusters: dict[str, list[Candidate]] = {}
    for candidate in pool:
        stem = _truncated(candidate.text)
        wholes = (
            c.key for c in pool if stem and len(stem) > 8 and c.key.startswith(stem) and _truncated(c.text) is None
        )
        clusters.setdefault(next(wholes, candidate.key), []).append(candidate)
    return clusters


def _worth(group: list[Candidate]) -> float:
    best: dict[str, float] = {}
    for candidate in group:
        best[candidate.method] = max(best.get(candidate.method, 0), candidate.weight)
    return sum(best.values())


def _is_banner(rest: str, cut: str, whole: str, pool: list[Candidate]) -> bool:
    """Whether an h1 repeats only the site's name, which ends the title of the document."""
    named_by = {c.method for c in pool if c.key == fold(cut)}
    return whole.endswith(cut) and len(cut.split()) <= 3 and 1.4 * len(cut) < len(rest) and named_by == {"h1"}


def _without_site(pool: list[Candidate], names: set[str], url: str, slug: str | None) -> list[Candidate]:
    """Takes the site's name off the candidates that carry it, and learns that name where two candidates differ by nothing else."""
    keys = {c.key for c in pool}
    result = []
    for candidate in pool:
        chosen = None
        if candidate.method not in ("h1", "h2", "hint"):
            options = list(_cut_offs(candidate.text))
            if slug and _confirmed(candidate, slug) < 2:
                chosen = next(((rest, cut) for rest, cut in options if pathauto(rest) == slug), None)
            if not chosen and candidate.method == "title":
                # Old pages put the site's name into the h1: the short last part of the title that nothing else repeats.
                chosen = next(
                    ((rest, cut) for rest, cut in options if _is_banner(rest, cut, candidate.text, pool)), None
                )
            for rest, cut in options if not chosen else ():
                short = len(cut) < len(rest) or (len(cut.split()) <= 4 and candidate.text.startswith(rest))
                if fold(cut) in names or (short and (_host_named(cut, url) or fold(rest) in keys)):
                    chosen = rest, cut
                    break
            if not chosen and candidate.method == "title" and len(keys) == 1 and "|" in candidate.text:
                rest, _, cut = candidate.text.rpartition("|")
                chosen = (rest.strip(), cut.strip()) if rest.strip() and len(cut) < len(rest) else None
        if chosen:
            rest, cut = chosen
            # "Title | Section | Site": what is left may end with another of the site's names.
            again = next((r for r, c in _cut_offs(rest) if fold(c) in names or fold(c) in _SECTION_NAMES), None)
            names.add(fold(cut))
            result.append(Candidate(again or rest, candidate.method, candidate.place, candidate.weight))
        else:
            result.append(candidate)
    return result
