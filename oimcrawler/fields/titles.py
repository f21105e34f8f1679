"""The title: candidates from every place that names one, decided by the address (its slug is made of the title) and by agreement."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from oimcrawler.fields.candidates import Candidate, headings, named, shown_elsewhere
from oimcrawler.fields.leading import Lead, between, is_signature, lead_line, lines_of
from oimcrawler.fields.surroundings import lineage
from oimcrawler.fields.survey import SEPARATOR, Element, Survey, fold, parts_of
from oimcrawler.model import Card, Evidence
from oimcrawler.slugs import pathauto, slug_matches, slug_of

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
# What only stands on the page: it may be the site's name as well as the title.
_WEAK: Final = frozenset(("h1", "h2", "text", "title"))


def _truncated(text: str) -> str | None:
    """What stands before the mark of a cut, None for a whole title."""
    for mark in ("…", "...", "[…]", "[...]"):
        if text.endswith(mark):
            return fold(text[: -len(mark)].rstrip(" .…[-–,;:"))
    return None


def _cut_offs(text: str) -> Iterable[tuple[str, str]]:
    """(what is left, what was split off) for every separator, from either end."""
    for match in list(SEPARATOR.finditer(text))[:8]:
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


def read_title(
    page: Survey, card: Card | None, hinted: tuple[Element, str] | None, site_names: Collection[str] = ()
) -> tuple[Evidence | None, Element | None, list[str]]:
    """The title with its evidence, the element that shows it (None when nothing does), and flags; `site_names` are texts that cannot be it."""
    slug = slug_of(page.url) if page.url else None
    names = {fold(name) for name in (*page.site_names, *site_names)}
    if site := page.meta("og:site_name", "application-name", "apple-mobile-web-app-title"):
        names.add(fold(site[1]))
    upper = headings(page)
    names |= {fold(name) for name in page.site_names}
    elsewhere = named(page, card)
    shown: list[tuple[Element, Candidate]] = []
    if not _is_headed(upper, elsewhere, names, slug):
        shown = _shown(page, upper, elsewhere, names, slug)
    pool = [candidate for _, candidate in (*upper, *shown)] + elsewhere
    if hinted:
        pool.insert(0, Candidate(hinted[1], "hint", "hint title", 4.0))
    pool = _without_site(pool, names, page.url, slug)
    usable = [
        c
        for c in pool
        if c.key and (c.method == "card" or c.key not in names | _SECTION_NAMES or _confirmed(c, slug) == 2)
    ]
    clusters = _agreeing(usable)
    confirmed = {key: max(_confirmed(c, slug) for c in group) for key, group in _exact(clusters).items()}
    best = max(
        clusters,
        key=lambda key: (confirmed.get(key, 0), _worth(clusters[key]) * (0.5 if _truncated(key) else 1)),
        default=None,
    )
    lead = None
    if best is None or (not confirmed.get(best) and {c.method for c in clusters[best]} <= _WEAK):
        lead = _lead(page, clusters.get(best or "", []), [*upper, *shown], names)
    page.site_names |= names
    if lead is not None:
        winner = Candidate(lead.text, "text", str(lead.dress.tag), 1.5)
        return _evidence(winner), lead.dress, _doubts(winner, slug, _confirmed(winner, slug))
    if best is None:
        return None, None, ["no-title"]
    winner = min((c for c in clusters[best] if c.key == best), key=lambda c: _FORMS.index(c.method))
    flags = _doubts(winner, slug, confirmed.get(best, 0))
    if {c.method for c in clusters[best]} == {"card"}:
        flags.append("title-from-card")
    anchor = next((element for element, c in (*upper, *shown) if c.key == best and c.weight > 0.2), None)
    if anchor is None and hinted:
        anchor = hinted[0]
    if anchor is None:
        anchor = next((element for element, _ in shown_elsewhere(page, {best}, None)), None)
    if anchor is None:
        anchor = next((element for element, c in upper if best in c.key), None)
    return _evidence(winner), anchor, flags


def _evidence(winner: Candidate) -> Evidence:
    return Evidence(winner.text, winner.method, winner.place)


def _doubts(winner: Candidate, slug: str | None, confirmed: int) -> list[str]:
    if not slug or slug.count("-") < 2 or confirmed or not pathauto(winner.text) or _shortened(winner.text, slug):
        return []
    return ["title-slug-mismatch"]


def _exact(clusters: dict[str, list[Candidate]]) -> dict[str, list[Candidate]]:
    exact = {key: [c for c in group if c.key == key] for key, group in clusters.items()}
    return {key: group for key, group in exact.items() if group}


def _is_headed(
    upper: list[tuple[Element, Candidate]], elsewhere: list[Candidate], names: set[str], slug: str | None
) -> bool:
    """Whether an h1 is the title beyond doubt: the address or the page's own data say the same."""
    trusted = {c.key for c in elsewhere if c.method not in _WEAK}
    return any(
        c.weight >= 1 and c.key not in names | _SECTION_NAMES and (c.key in trusted or _confirmed(c, slug) == 2)
        for _, c in upper
    )


def _shown(
    page: Survey,
    upper: list[tuple[Element, Candidate]],
    elsewhere: list[Candidate],
    names: set[str],
    slug: str | None,
) -> list[tuple[Element, Candidate]]:
    """The titles that stand in no h1; where the h1 and another line share the document title between them, the site's name among them is learned."""
    halves = {fold(rest): fold(cut) for c in elsewhere for rest, cut in _cut_offs(c.text) if len(rest) > 7}
    keys = {c.key for c in elsewhere} | {key for key in halves if key not in names}
    found = shown_elsewhere(page, keys, slug)
    whole = [candidate.key for _, candidate in found if candidate.key in keys]
    # The title may have been edited since the address was made from it; a caption still shows, and the slug still makes, the old one.
    stale = {c.key for _, c in found if c.key not in keys and any(key.startswith(c.key) for key in whole)}
    found = [one for one in found if one[1].key not in stale]
    for element, candidate in upper:
        other = halves.get(candidate.key)
        if candidate.weight < 1 or other is None or other not in whole or _confirmed(candidate, slug):
            continue
        made_slug = any(c.key == other and _confirmed(c, slug) == 2 for _, c in found)
        if made_slug or _is_headline(page, element, other, any(c.key.startswith(other) for c in elsewhere), names):
            names.add(candidate.key)
        else:
            found = [one for one in found if one[1].key != other]
    if any(c.weight >= 1 and c.key not in names | _SECTION_NAMES and c.key not in halves for _, c in upper):
        found = [one for one in found if one[1].key in keys or _confirmed(one[1], slug)]
    return found[:3]


def _is_headline(page: Survey, banner: Element, other: str, leads: bool, names: set[str]) -> bool:
    """Whether a line below an h1 is the headline, and the h1 the site's name; `leads`: it is the first part of the document title."""
    lines = lines_of(page.root)
    lead = lead_line(lines, names | _SECTION_NAMES)
    if lead is not None and lead.dress is not banner and fold(lead.text) == other:
        return True
    below = False
    for line in lines if leads else ():
        if below and fold(line.text) == other:
            return True
        below = below or line.dress is banner or line.block is banner
    return False


def _lead(page: Survey, group: list[Candidate], shown: list[tuple[Element, Candidate]], names: set[str]) -> Lead | None:
    """The line that leads the prose, where it has more to say for it than a title that nothing but a heading or the document title gives."""
    title = fold(page.title)
    if {"h1", "title"} <= {c.method for c in group} and title.startswith(group[0].key) and title != group[0].key:
        return None
    lines = lines_of(page.root)
    line = lead_line(lines, names | _SECTION_NAMES)
    if line is None or not group:
        return line
    best = group[0].key
    element = next((element for element, c in shown if c.key == best), None)
    if element is None:
        return line if " " in line.text and fold(line.text) != best else None
    if _host_named(group[0].text, page.url) or is_signature(lines, best):
        return lead_line(lines, names | _SECTION_NAMES | {best})
    if fold(line.text) == best or line.dress in lineage(element):
        return None
    if title.endswith(best) and title != best and all(c.method != "title" for c in group):
        return line
    found = between(lines, element, line.line)
    if found is None:
        return None
    links, day = found
    # A date above the line is the headline's, unless it is later than that below it: then it is a clock.
    dated = line.day is not None and (day is None or day > line.day)
    return line if dated or (day is None and title == best and links >= 3) else None


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
