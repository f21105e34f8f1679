"""The settlement: at the end of a run, what was kept is read, with the evidence of all pages together, and stored.

A new or changed page is not judged alone: only beside others can a notice that stands on all of them be told from an edit, and a new design
from a broken one. So a run first keeps bytes, and the settlement reads them: it learns the repeated blocks anew where there is something new
to learn from, derives each waiting page, and decides. What it cannot decide keeps waiting, bytes and all.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from oimcrawler.archive import transaction
from oimcrawler.archive.articles import Met, Origin, confirm_address, store_article
from oimcrawler.archive.captures import count
from oimcrawler.archive.frontier import Held, held_languages, held_pages, hold, look_again, release, title_finder
from oimcrawler.archive.models import StoredModel, adopt_model, latest_model, mark_settled
from oimcrawler.archive.payloads import read_payload
from oimcrawler.archive.withdrawal import forget_purged
from oimcrawler.changes import added_lines, is_addition, is_rewording, without_lines
from oimcrawler.clock import after, moment, stamp
from oimcrawler.crossings import unchanged_across
from oimcrawler.extraction import Page, Template, learn
from oimcrawler.layouts import layout, same_layout
from oimcrawler.model import Article, Card
from oimcrawler.notices import Notices
from oimcrawler.profiles import Profile, Revisits
from oimcrawler.reading import Place, derivation, doubt, open_page, read_article
from oimcrawler.revisit import History, due_at

# How many pages teach a model: more adds time and hardly any knowledge.
TAUGHT_BY_HELD = 60
TAUGHT_BY_KNOWN = 40
# A model of fewer pages is young: when twice as many are known, everything it derived is derived again.
YOUNG = 12
# What such an article shows is compared with the others before it is stored.
_SUSPECT = frozenset({"title-from-card", "title-slug-mismatch"})
# So many articles unchanged across a new layout, for each that is not, show that the reader sees the new one rightly.
SURELY = 6


@dataclass(slots=True)
class Settled:
    """What a settlement came to; `waiting` are pages that could not be decided, with the reason (`told` of them waited for it before).

    `broken` names the expectation that failed.
    """

    new: int = 0
    edited: int = 0
    duplicates: int = 0
    unchanged: int = 0
    recleaned: int = 0
    waiting: list[tuple[str, str]] = field(default_factory=list)
    told: int = 0
    broken: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Case:
    """One waiting page with what it shows now and, where its address is known, what its last capture shows under the same model."""

    held: Held
    article: Article
    before: Article | None = None
    before_at: str = ""
    layout: frozenset[str] = frozenset()
    crossed: bool = False
    verdict: str = "new"


def settle(
    db: sqlite3.Connection,
    profile: Profile,
    run_id: int,
    at: str,
    *,
    fetched_from: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Settled:
    """Read and store what waits for one site; each page in a transaction of its own, so that a killed settlement goes on where it was."""
    settled = Settled()
    for lang in held_languages(db, profile.name):
        _settle_language(db, profile, lang, run_id, at, fetched_from, settled, progress)
    return settled


def _settle_language(
    db: sqlite3.Connection,
    profile: Profile,
    lang: str,
    run_id: int,
    at: str,
    fetched_from: str | None,
    settled: Settled,
    progress: Callable[[int, int], None] | None,
) -> None:
    held = held_pages(db, profile.name, lang)
    place = _places(db, profile, lang, fetched_from)
    parsed: dict[str, Page] = {}
    # Not a model that a killed settlement has left: what it would have derived again is still to be derived.
    former = latest_model(db, profile.name, lang, "html", settled=True)
    if former is not None:
        unchanged = _still_the_same(db, held, Template.from_json(former.data), place)
        settled.unchanged += len(unchanged)
        held = [one for one in held if one.url not in unchanged]
    if not held:
        return
    model = former
    newest = max(one.capture_id for one in held)
    if former is None or former.covers < newest:
        model = learn_model(db, profile, lang, held, at, 0, parsed, fetched_from)
    assert model is not None
    template = Template.from_json(model.data)
    cases: list[_Case] = []
    for number, one in enumerate(held):
        try:
            case = _examine(db, one, template, place, parsed.pop(one.payload_sha256, None))
        except Exception as error:  # one page that breaks a reader must not keep the others from being stored
            settled.waiting.append((one.url, f"reading it failed ({type(error).__name__}: {error})"))
            continue
        if case.before is None and doubt(case.article) is None:
            # A new and undoubted page needs no comparison with others: the model has done that. It is stored now, and let go.
            if former is not None or not _SUSPECT.isdisjoint(case.article.quality):
                cases.append(case)
            else:
                _store(db, case, model, profile, run_id, at, settled)
        else:
            cases.append(case)
        if progress:
            progress(number + 1, len(held))
    notices = Notices(db, profile.name, lang, [case.held for case in cases])
    _judge(cases, settled, lang, notices, lambda case: _proofs(db, profile.name, case))
    for case in cases:
        _store(db, case, model, profile, run_id, at, settled)
    if former is not None and former.digest != model.digest:
        stale = None if former.pages < YOUNG and model.pages >= 2 * former.pages else _newly_repeated(former, template)
        settled.recleaned += derive_again(db, profile, lang, model, at, only_with=stale, fetched_from=fetched_from)
    with transaction(db):
        mark_settled(db, model.number, newest)


def _still_the_same(
    db: sqlite3.Connection, held: Sequence[Held], template: Template, place: Callable[[str, str], Place]
) -> set[str]:
    """Let go of known pages that read as before under the model in force: a run that was killed had no time to, and they must not teach."""
    found = set()
    for one in held:
        known = db.execute("SELECT content_hash, gone_at FROM addresses WHERE url = ?", (one.url,)).fetchone()
        if known is None or known["gone_at"] is not None:
            continue
        try:
            where = place(one.url, one.fetched_at)
            article = read_article(
                open_page(read_payload(db, one.payload_sha256), where, one.content_type), where, template
            )
        except Exception:  # what cannot be read is told of when it is examined
            continue
        if article.content_hash == known["content_hash"]:
            with transaction(db):
                confirm_address(db, one.url, one.capture_id, one.fetched_at)
                release(db, one.url)
            found.add(one.url)
    return found


def learn_model(
    db: sqlite3.Connection,
    profile: Profile,
    lang: str,
    held: Sequence[Held],
    at: str,
    covers: int,
    parsed: dict[str, Page] | None = None,
    fetched_from: str | None = None,
) -> StoredModel:
    """Learn the repeated blocks of a site's interface language from what waits and from what is known, and put the model in force.

    Which pages teach is decided by their digests, so neither the order of the crawl nor the size of the archive chooses them. The pages that
    wait and had to be parsed for this are left in `parsed`, by the digest of their bytes.
    """
    known = db.execute(
        "SELECT DISTINCT c.payload_sha256, c.url, c.content_type FROM version_rows v JOIN captures c ON c.id = v.capture_id JOIN pages p ON p.url = c.url"
        " WHERE p.site = ? AND p.lang = ? AND c.payload_sha256 IS NOT NULL ORDER BY c.payload_sha256 LIMIT ?",
        (profile.name, lang, TAUGHT_BY_KNOWN),
    ).fetchall()
    teachers = {row["payload_sha256"]: (row["url"], row["content_type"]) for row in known}
    for one in sorted(held, key=lambda h: h.payload_sha256)[:TAUGHT_BY_HELD]:
        teachers.setdefault(one.payload_sha256, (one.url, one.content_type))
    pages = dict(_pages(db, teachers, _places(db, profile, lang, fetched_from)))
    template = learn(pages.values())
    if parsed is not None:
        waiting = {one.payload_sha256: one.url for one in held}
        parsed.update((digest, page) for digest, page in pages.items() if waiting.get(digest) == page.url)
    with transaction(db):
        return adopt_model(
            db,
            profile.name,
            lang,
            "html",
            digest=template.digest,
            data=template.to_json(),
            pages=len(teachers),
            covers=covers,
            at=at,
        )


def _pages(
    db: sqlite3.Connection, teachers: dict[str, tuple[str, str | None]], place: Callable[[str, str], Place]
) -> Iterable[tuple[str, Page]]:
    for digest in sorted(teachers):
        try:
            data = read_payload(db, digest)
        except KeyError:  # purged
            continue
        url, content_type = teachers[digest]
        yield digest, open_page(data, place(url, ""), content_type)


def _places(
    db: sqlite3.Connection, profile: Profile, lang: str, fetched_from: str | None
) -> Callable[[str, str], Place]:
    titles = title_finder(db, profile.name)
    return lambda url, at: Place(url, profile, lang, fetched_from, at[:10], titles)


def _examine(
    db: sqlite3.Connection,
    one: Held,
    template: Template,
    place: Callable[[str, str], Place],
    parsed: Page | None = None,
) -> _Case:
    where = place(one.url, one.fetched_at)
    page = (
        parsed
        if parsed is not None and parsed.url == one.url
        else open_page(read_payload(db, one.payload_sha256), where, one.content_type)
    )
    case = _Case(one, read_article(page, where, template, one.card))
    address = db.execute(
        "SELECT a.content_hash, c.payload_sha256, c.content_type, c.fetched_at FROM addresses a LEFT JOIN captures c ON c.id = a.capture_id WHERE a.url = ?",
        (one.url,),
    ).fetchone()
    if address is None:
        return case
    case.verdict = "edited"
    # An edit is told from the pages alone: a card that was seen before a title changed would speak for the old title.
    bare = read_article(page, where, template)
    if bare.content_hash == address["content_hash"]:
        case.verdict = "same"
        return case
    if address["payload_sha256"] is None:
        case.verdict = "same" if case.article.content_hash == address["content_hash"] else "edited"
        return case
    try:
        then = place(one.url, address["fetched_at"])
        earlier = open_page(read_payload(db, address["payload_sha256"]), then, address["content_type"])
    except KeyError:
        return case
    case.before = read_article(earlier, then, template)
    case.layout, case.before_at = layout(page), address["fetched_at"]
    case.crossed = not same_layout(case.layout, layout(earlier))
    if case.before.content_hash == bare.content_hash:
        case.verdict = "same"
    elif case.before.title == bare.title:
        case.before = read_article(earlier, then, template, one.card)
    elif _is_another(case.before, bare):
        case.verdict = f"waits: it shows another article ({bare.title[:80]})"
    else:
        case.article = read_article(page, where, template, replace(one.card, title=""))
    if case.verdict == "edited" and _is_ahead(db, one):
        case.verdict = "waits: the address that it repeats has not been looked at since"
    return case


def _is_another(before: Article, after: Article) -> bool:
    """Whether an address shows something else altogether: a title that is not its own any more, and not one line of what it had."""
    return (
        "title-slug-mismatch" in after.quality
        and "title-slug-mismatch" not in before.quality
        and set(before.body.split("\n")).isdisjoint(after.body.split("\n"))
    )


def _is_ahead(db: sqlite3.Connection, one: Held) -> bool:
    """Whether a duplicate was seen long after the address that it repeats: both may have been edited together."""
    row = db.execute(
        "SELECT p.visited_at FROM addresses d JOIN addresses o ON o.uid = d.uid AND o.role = 'canonical' AND o.gone_at IS NULL JOIN pages p ON p.url = o.url"
        " WHERE d.url = ? AND d.role = 'duplicate'",
        (one.url,),
    ).fetchone()
    return row is not None and row["visited_at"] is not None and after(row["visited_at"], days=1) < one.fetched_at


def _judge(cases: list[_Case], settled: Settled, lang: str, notices: Notices, proofs: Callable[[_Case], int]) -> None:
    """Decide each case with the evidence of all: what several pages gained in the same words is no edit, and a new design has to prove itself."""
    for case in cases:
        reason = doubt(case.article)
        if reason is not None:
            case.verdict = f"waits: {reason}"
    _doubt_copies(cases)
    candidates = [case for case in cases if case.verdict == "edited" and case.before is not None]
    gained: dict[str, dict[str, str]] = {}
    for case in candidates:
        for line in dict.fromkeys(added_lines(case.before, case.article)):
            gained.setdefault(line, {})[case.held.url] = case.article.content_hash
    # Copies of one text gain their lines together: they are no witnesses of each other.
    shared = {
        line
        for line, by in gained.items()
        if (len(by) == 1 or len(set(by.values())) > 1)
        and notices.is_notice(line, by.keys(), [case.held for case in candidates])
    }
    for case in candidates:
        if shared and case.before is not None:
            case.article = without_lines(case.article, shared)
            if case.article.content_hash == without_lines(case.before, shared).content_hash:
                case.verdict = "same"
    crossed = [case for case in cases if case.crossed]
    proven = sum(case.verdict == "same" for case in crossed)
    differing = [case for case in crossed if case.verdict == "edited"]
    if not differing:
        return
    proven += proofs(differing[0])
    if proven < len(differing) and len(crossed) >= 3:
        settled.broken.append(
            f"{lang}: after a change of layout {len(differing)} of {len(crossed)} known articles read differently"
        )
    for case in differing:
        if case.before is not None:
            if proven >= max(2, len(differing)) and is_rewording(case.before, case.article):
                continue
            if proven >= SURELY * len(differing) and is_addition(case.before, case.article):
                continue
        case.verdict = "waits: the layout has changed and the text reads differently"


def _doubt_copies(cases: list[_Case]) -> None:
    """One text under several titles is an error page or a fault of the site's, not several articles."""
    titles: dict[str, set[str]] = {}
    for case in cases:
        if case.verdict != "same":
            titles.setdefault(case.article.body, set()).add(case.article.title)
    for case in cases:
        if case.verdict in ("new", "edited") and len(titles[case.article.body]) > 1:
            case.verdict = "waits: the same text stands under several titles"


def _proofs(db: sqlite3.Connection, site: str, case: _Case) -> int:
    return unchanged_across(db, site, case.held.lang, case.held.url, case.layout, case.before_at, 2 * SURELY)


def _store(
    db: sqlite3.Connection, case: _Case, model: StoredModel, profile: Profile, run_id: int, at: str, settled: Settled
) -> None:
    url = case.held.url
    if case.verdict.startswith("waits: "):
        reason = case.verdict.removeprefix("waits: ")
        settled.waiting.append((url, reason))
        settled.told += case.held.reason == reason
        with transaction(db):
            hold(db, url, case.held.capture_id, reason)
            look_again(db, url, at)
        return
    origin = Origin(
        profile.name,
        url,
        case.held.fetched_at,
        case.held.capture_id,
        derivation(model.digest),
        model.number,
        case.held.lang,
    )
    with transaction(db):
        if case.verdict == "same":
            # The derivation may have moved on while the article stood still: the text in the archive stays, the capture is the newer one.
            confirm_address(db, url, case.held.capture_id, case.held.fetched_at)
            known = db.execute("SELECT content_hash FROM addresses WHERE url = ?", (url,)).fetchone()
            if known["content_hash"] == case.article.content_hash:
                store_article(db, case.article, origin)
            settled.unchanged += 1
        else:
            met = store_article(db, case.article, origin)
            _tally(db, met, url, run_id, settled, case.held.fetched_at, profile.revisit)
            if met.what == "withdrawn":
                forget_purged(db, url)
            if case.before is not None and case.before.title != case.article.title:
                # The card that is on file may still show the old title; the next walk to it brings the new one.
                db.execute(
                    "UPDATE pages SET card_title = NULL WHERE url = ? AND card_title = ?", (url, case.before.title)
                )
        release(db, url)


def _tally(
    db: sqlite3.Connection, met: Met, url: str, run_id: int, settled: Settled, at: str, revisits: Revisits
) -> None:
    if met.what == "created":
        settled.new += 1
        count(db, run_id, articles_new=1)
    elif met.what == "edited":
        settled.edited += 1
        count(db, run_id, articles_edited=1)
        db.execute("UPDATE pages SET edits = edits + 1, edited_at = ? WHERE url = ?", (at, url))
        _look_sooner(db, url, at, revisits)
    elif met.what == "merged":
        settled.duplicates += 1
        count(db, run_id, duplicates=1)
    else:
        settled.unchanged += 1


def _look_sooner(db: sqlite3.Connection, url: str, at: str, revisits: Revisits) -> None:
    """What has just been edited is looked at again as soon as something new would be."""
    row = db.execute("SELECT * FROM pages WHERE url = ?", (url,)).fetchone()
    history = History(url, row["card_date"] or row["found_at"], at, at, row["edits"], row["visits"], None)
    due = stamp(due_at(history, moment(at), revisits, trust_lastmod=False).at)
    db.execute("UPDATE pages SET due_at = ? WHERE url = ? AND (due_at IS NULL OR due_at > ?)", (due, url, due))


def _newly_repeated(former: StoredModel, template: Template) -> frozenset[str]:
    """The lines that the new model takes for repeated and the former did not."""
    old = {line for block in Template.from_json(former.data).blocks() for line in block.text.split("\n")}
    return frozenset(line for block in template.blocks() for line in block.text.split("\n")) - old


def derive_again(
    db: sqlite3.Connection,
    profile: Profile,
    lang: str,
    model: StoredModel,
    at: str,
    *,
    only_with: frozenset[str] | None = None,
    fetched_from: str | None = None,
) -> int:
    """Derive stored articles again under a model (all, or those that hold one of the given lines); returns how many texts changed."""
    template = Template.from_json(model.data)
    place = _places(db, profile, lang, fetched_from)
    rows = db.execute(
        "SELECT d.url, d.role, a.uid, a.body, c.payload_sha256, c.content_type, c.id AS capture_id, c.fetched_at, p.card_title, p.card_date,"
        " p.card_kind FROM addresses d JOIN article_rows a ON a.uid = d.uid JOIN pages p ON p.url = d.url JOIN captures c ON c.id = d.capture_id"
        " WHERE p.site = ? AND p.lang = ? AND a.state IN ('live', 'gone') AND c.payload_sha256 IS NOT NULL AND d.role <> 'redirect'"
        " ORDER BY d.role <> 'canonical', d.url",
        (profile.name, lang),
    ).fetchall()
    changed = 0
    for row in rows:
        if only_with is not None and only_with.isdisjoint(row["body"].split("\n")):
            continue
        state = db.execute("SELECT state FROM article_rows WHERE uid = ?", (row["uid"],)).fetchone()["state"]
        gone_at = db.execute("SELECT gone_at FROM addresses WHERE url = ?", (row["url"],)).fetchone()["gone_at"]
        if state != "live" or gone_at is not None:
            # What is gone keeps the text it had: deriving it again would call it back.
            continue
        held = Held(
            row["url"], lang, row["capture_id"], row["payload_sha256"], row["content_type"], at, _card(row), None
        )
        try:
            where = place(held.url, row["fetched_at"])
            article = read_article(
                open_page(read_payload(db, held.payload_sha256), where, held.content_type), where, template, held.card
            )
        except KeyError:
            continue
        if doubt(article) is not None:
            continue
        with transaction(db):
            met = store_article(
                db,
                article,
                Origin(profile.name, held.url, at, held.capture_id, derivation(model.digest), model.number, lang),
                cause="recleaned",
            )
        changed += met.what == "recleaned"
    return changed


def _card(row: sqlite3.Row) -> Card:
    return Card(row["url"], row["card_title"] or "", row["card_date"], row["card_kind"])
