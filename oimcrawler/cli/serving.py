"""serve: the archive as a web site for reading."""

import argparse
import json

from oimcrawler.cli.base import Command, note
from oimcrawler.exits import USAGE, Problem

PORT = 8001


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1: this machine only)"
    )
    parser.add_argument(
        "--port", type=_port, default=PORT, metavar="N", help=f"the port (default {PORT}; 0 takes any that is free)"
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text}: is not a port, a number from 0 to 65535")
    return int(text)


def _serve(args: argparse.Namespace) -> int:
    try:
        from oimcrawler.web.guard import is_loopback
        from oimcrawler.web.running import run
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("oimcrawler"):
            raise
        raise Problem(
            USAGE, f'the site needs {error.name}, which is not installed: pip install "oimcrawler[web]"'
        ) from None

    def ready(url: str) -> None:
        if not is_loopback(args.host):
            note(
                f"oimcrawler: warning: {args.host} is not loopback: everybody who reaches this machine can read the archive;"
                " there is no password"
            )
        note(f"oimcrawler: serving {args.archive}; Ctrl-C ends it")
        print(json.dumps({"url": url, "archive": str(args.archive)}) if args.json else url, flush=True)

    return run(args.archive, args.host, args.port, ready)


COMMANDS = (
    Command(
        "serve",
        "the archive as a web site for reading, on this machine unless told otherwise",
        "oimcrawler serve --port 0",
        _configure,
        _serve,
    ),
)
