"""doctor and sites: what the readers make of a site, and which sites are known."""

import argparse
from collections.abc import Iterator
from typing import Any

from oimcrawler import __version__
from oimcrawler.cli.base import Command, emit, note, table
from oimcrawler.contact import contact
from oimcrawler.exits import DONE, USAGE, Problem
from oimcrawler.profiles import Profile, known_profiles, load_profile, site_of
from oimcrawler.urls import is_web_url


def _configure_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target", metavar="SITE|URL", help="a profile's name, or the address of a listing or an article (of any site)"
    )
    parser.add_argument("--base-url", metavar="URL", help="examine a mirror of the site at another origin")
    parser.add_argument("--delay", type=_seconds, metavar="SECONDS", help="between requests (default: the profile's)")


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 3600:
        raise argparse.ArgumentTypeError(f"{text}: seconds, between 0 and 3600")
    return number


def _doctor(args: argparse.Namespace) -> int:
    from oimcrawler.cli.examination import examine, profile_for
    from oimcrawler.cli.examination.client import Client
    from oimcrawler.clock import utc_now

    url = args.target if is_web_url(args.target) else None
    if args.base_url is not None and not is_web_url(args.base_url):
        raise Problem(USAGE, f"--base-url {args.base_url}: not a web address; write it like http://127.0.0.1:8000")
    known = site_of(url) if url else load_profile(args.target)
    profile = known or profile_for(url or "")
    agent = profile.manners.agent_for(__version__, contact())
    delay = profile.manners.delay if args.delay is None else args.delay
    client = Client(
        {"User-Agent": agent, "Accept": "text/html,application/xhtml+xml,*/*;q=0.8", **profile.manners.headers},
        delay,
        args.delay is not None,
    )
    found = examine(
        profile,
        client,
        agent,
        url=url,
        origin=args.base_url,
        day=utc_now()[:10],
        templates=lambda lang: _template(args, profile, lang),
    )
    if known is None:
        found.advice.insert(
            0,
            f"no profile knows this site; a file in $OIMCRAWLER_SITES with these lines is a beginning:\n{_beginning(profile)}",
        )
    emit(args, found.document(), _lines(found.document()))
    if found.exit_code != DONE:
        note(f"oimcrawler: {found.reason}")
    return found.exit_code


def _template(args: argparse.Namespace, profile: Profile, lang: str) -> Any:
    """What the archive has learned of the site, where there is an archive that can be read."""
    if not args.archive.is_file():
        return None
    from oimcrawler.archive import open_reader
    from oimcrawler.archive.models import latest_model
    from oimcrawler.extraction import Template

    try:
        with open_reader(args.archive) as archive:
            model = latest_model(archive.db, profile.name, lang, "html")
            return Template.from_json(model.data) if model is not None else None
    except (Problem, ValueError):
        return None


def _beginning(profile: Profile) -> str:
    listing = profile.languages[0]
    return f'    name = "{profile.name}"\n    origin = "{profile.origin}"\n    [listings]\n    {listing.lang} = "{listing.path}"'


def _lines(document: dict[str, Any]) -> Iterator[str]:
    robots = document["robots"]
    yield f"{document['site']} at {document['origin']}"
    yield ""
    yield f"robots.txt   {robots.get('status') or robots.get('trouble')}"
    for name in ("crawl_delay", "advice"):
        if robots.get(name):
            yield f"             {name.replace('_', ' ')}: {robots[name]}"
    for sitemap in robots.get("sitemaps", []):
        yield f"             sitemap: {sitemap}"
    for listing in document["listings"]:
        yield ""
        yield from _answer_lines(f"listing {listing['lang']}", listing)
        if "cards" in listing:
            yield (
                f"  cards      {listing['cards']}, {listing['with_title']} with title, "
                f"{listing['with_date']} with date, {listing['mentioned']} more mentioned"
            )
            yield from (
                f"    {card['date'] or 'no date   '}  {card['kind'] or ''}  {card['title'] or '(no title)'}  {card['url']}"
                for card in listing["first"]
            )
            yield f"  next page  {listing['next_page'] or 'none'}"
            if listing["flags"]:
                yield f"  flags      {', '.join(listing['flags'])}"
    if article := document["article"]:
        yield ""
        yield from _answer_lines("article", article)
        if "fields" in article:
            yield from _article_lines(article)
    if document["advice"]:
        yield ""
        yield "what to do, or to write into a profile:"
        yield from (f"  {line}" for line in document["advice"])
    yield ""
    yield document["reason"]


def _answer_lines(name: str, told: dict[str, Any]) -> Iterator[str]:
    yield f"{name}: {told['url']}"
    if not told["allowed"]:
        yield "  robots.txt forbids it"
        return
    yield (
        f"  answer     {told['status'] or 'none'}, {told['bytes']} bytes: "
        f"{told['verdict']}{' (' + told['because'] + ')' if told['because'] else ''}"
    )
    for hop in told["redirects"]:
        yield f"  redirect   {hop}"
    for header, value in told["headers"].items():
        yield f"  header     {header}: {value[:120]}"


def _article_lines(article: dict[str, Any]) -> Iterator[str]:
    rows = [
        (name, found["value"][:80], found["method"], found["place"][:60]) if found else (name, "-", "", "")
        for name, found in article["fields"].items()
    ]
    yield from (f"  {line}" for line in table(("field", "value", "method", "place"), rows))
    slug = article["slug"]
    yield (
        f"  slug       {slug['address']}: "
        f"{'made of the title' if slug['fits'] else 'NOT made of the title, which gives ' + (slug['of_title'] or 'nothing')}"
    )
    yield f"  language   {article['lang'] or 'unknown'} (of the body); charset {article['charset']}"
    for name, body in article["readers"].items():
        yield (
            f"  {name:<10} {body['paragraphs']} paragraphs, {body['characters']} characters, confidence "
            f"{body['confidence']:.2f}; {', '.join(body['flags']) or 'no flags'}"
        )
        if body["first"]:
            yield f"    first    {body['first'][:110]}"
            yield f"    last     {body['last'][:110]}"
    yield (
        f"  chosen     {article['chosen']}: {article['paragraphs']} paragraphs, confidence {article['confidence']:.2f}, "
        f"{article['removed']} blocks taken out, hash {article['content_hash']}"
    )
    yield f"  flags      {', '.join(article['flags']) or 'none'}"


def _configure_sites(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "names", nargs="*", metavar="SITE", help="these profiles only; one that is not valid then ends with code 2"
    )


def _sites(args: argparse.Namespace) -> int:
    states = known_profiles()
    for name in args.names:
        if name not in {state.name for state in states}:
            load_profile(name)  # says what it could have been
    chosen = [state for state in states if not args.names or state.name in args.names]
    rows, document = [], []
    for state in chosen:
        profile = state.profile
        listings = {one.lang: one.path for one in profile.languages} if profile else {}
        rows.append(
            (
                state.name,
                "valid" if profile else "NOT VALID",
                profile.title if profile else "",
                profile.origin if profile else "",
                " ".join(listings),
                state.path,
            )
        )
        document.append(
            {
                "name": state.name,
                "valid": profile is not None,
                "title": profile.title if profile else None,
                "origin": profile.origin if profile else None,
                "listings": listings,
                "path": state.path,
                "problem": state.problem,
            }
        )
    problems = [state.problem for state in chosen if state.problem]
    emit(
        args,
        document,
        [
            *table(("site", "state", "title", "origin", "languages", "file"), rows),
            *[f"\n{problem}" for problem in problems],
        ],
    )
    if args.names and problems:
        note(f"oimcrawler: {problems[0]}")
        return USAGE
    return DONE


COMMANDS = (
    Command(
        "doctor",
        "fetches a listing and an article and shows what every reader makes of them",
        "oimcrawler doctor iom-morocco",
        _configure_doctor,
        _doctor,
    ),
    Command("sites", "the known profiles, and whether each is valid", "oimcrawler sites", _configure_sites, _sites),
)
