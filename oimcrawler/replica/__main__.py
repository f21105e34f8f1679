"""`python -m oimcrawler.replica`: serves a mission's news site on loopback until Ctrl-C."""

import argparse
import signal
import sys
import threading

from oimcrawler.replica import DESIGNS, Replica, Site


def main(arguments: list[str] | None = None, stop: threading.Event | None = None) -> int:
    """Serves until Ctrl-C, SIGTERM or `stop`; the address goes to stdout."""
    parser = argparse.ArgumentParser(
        prog="python -m oimcrawler.replica", description="A mission's news site on loopback."
    )
    parser.add_argument("--port", type=int, default=8000, help="0 for any free port")
    parser.add_argument("--articles", type=int, default=20, help="articles a language")
    parser.add_argument("--design", choices=sorted(DESIGNS), default="drupal")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weight-kb", type=int, default=0, help="pads every page to this many kilobytes")
    parser.add_argument("--volatile", action="store_true", help="no two renderings of a page are the same")
    parser.add_argument("--feeds", action="store_true", help="serves /sitemap.xml and /rss.xml too")
    options = parser.parse_args(arguments)
    ended = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: ended.set())
    site = Site(
        *(options.articles, options.seed, options.design),
        volatile=options.volatile,
        feeds=options.feeds,
        weight_kb=options.weight_kb,
    )
    try:
        replica = Replica(site, port=options.port)
    except (OSError, OverflowError) as error:
        print(
            f"port {options.port} cannot be used ({error}); choose another with --port, or 0 for any", file=sys.stderr
        )
        return 2
    with replica:
        print(f"{replica.origin}/fr/news", flush=True)
        try:
            ended.wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
