"""crawl and demo: asking a site for its news."""

import argparse
import sys

from oimcrawler.cli.base import Command, emit, note
from oimcrawler.exits import DONE, INTERNAL, LAYOUT, PARTIAL, REFUSED, UNREACHABLE, USAGE, Problem
from oimcrawler.profiles import load_profile
from oimcrawler.urls import is_web_url

# Where several sites end differently, the run as a whole ends with the worst.
_WORST_FIRST = (INTERNAL, LAYOUT, REFUSED, UNREACHABLE, PARTIAL, DONE)


def _configure_crawl(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sites",
        nargs="*",
        metavar="SITE",
        default=["iom-morocco"],
        help="profiles to crawl (default: iom-morocco; 'oimcrawler sites' lists them)",
    )
    parser.add_argument("--base-url", metavar="URL", help="crawl a mirror of the site at another origin")
    parser.add_argument("--full", action="store_true", help="walk every listing page")
    parser.add_argument("--limit", type=_positive, metavar="N", help="new articles at most")
    parser.add_argument("--delay", type=_seconds, metavar="SECONDS", help="between requests (default: the profile's)")
    parser.add_argument(
        "--set", dest="settings", action="append", default=[], metavar="NAME=VALUE", help="any Scrapy setting"
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text}: at least 1")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 <= number < 3600:
        raise argparse.ArgumentTypeError(f"{text}: between 0 and 3600 seconds")
    return number


def _crawl(args: argparse.Namespace) -> int:
    sites = list(dict.fromkeys(args.sites))
    for site in sites:
        load_profile(site)
    if args.base_url is not None and (not is_web_url(args.base_url) or len(sites) > 1):
        raise Problem(
            USAGE,
            f"--base-url {args.base_url}: "
            + ("one site at a time" if len(sites) > 1 else "not a web address; write it like http://127.0.0.1:8000"),
        )
    settings = {}
    for pair in args.settings:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise Problem(USAGE, f"--set {pair}: write NAME=VALUE")
        settings[name] = value
    if args.delay is not None:
        settings["DOWNLOAD_DELAY"] = str(args.delay)
    arguments = {"base_url": args.base_url, "full": "1" if args.full else "", "limit": args.limit}
    if args.archive.parent and not args.archive.exists():
        note(f"oimcrawler: making a new archive at {args.archive}")
    from oimcrawler.runner import crawl_sites

    ended = crawl_sites(sites, args.archive, arguments=arguments, settings=settings)
    emit(
        args,
        {
            "archive": str(args.archive),
            "runs": [{"site": site, "exit_code": code, "reason": reason} for site, code, reason in ended],
        },
        [f"{site}: {reason}" for site, code, reason in ended if code == DONE],
    )
    sys.stdout.flush()
    for site, code, reason in ended:
        if code != DONE:
            note(f"oimcrawler: {site}: {reason}")
    codes = [code for _, code, _ in ended] or [INTERNAL]
    return next(code for code in (*_WORST_FIRST, *codes) if code in codes)


def _configure_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--articles",
        type=_positive,
        default=20,
        metavar="N",
        help="articles a language of the demonstration site (default 20)",
    )


def _demo(args: argparse.Namespace) -> int:
    from oimcrawler.demo import demonstrate

    return demonstrate(args)


COMMANDS = (
    Command(
        "crawl", "one incremental run of each site", "oimcrawler crawl iom-morocco --limit 50", _configure_crawl, _crawl
    ),
    Command(
        "demo",
        "crawls an embedded replica of a mission's site twice and shows what happened; needs no network",
        "oimcrawler demo",
        _configure_demo,
        _demo,
    ),
)
