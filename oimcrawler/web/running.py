"""The site's server: bound before its address is printed, ended promptly by Ctrl-C or SIGTERM."""

import signal
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from datasette import handle_exception

from oimcrawler.exits import DONE, USAGE, Problem
from oimcrawler.web.guard import is_loopback
from oimcrawler.web.site import close_site, make_site

GRACE_SECONDS = 2


def run(path: Path, host: str, port: int, ready: Callable[[str], None]) -> int:
    """Serve the archive until a signal ends it, and return the exit code; `ready` is called with the site's address once it answers there."""
    # Where rich is installed, Datasette prints a page of traceback and values for every bad request.
    handle_exception.rich = None
    site = make_site(path, loopback=is_loopback(host))
    try:
        bound = _bind(host, port)
    except BaseException:
        close_site(site)
        raise
    with bound:
        server = uvicorn.Server(
            uvicorn.Config(
                site.app(),
                log_level="warning",
                access_log=False,
                server_header=False,
                lifespan="on",
                ws="none",
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )

        def leave(*_: object) -> None:
            server.should_exit = True

        # Until the server has handlers of its own these count; and when it has ended it sends itself the signal again, which must not kill it.
        before = {number: signal.signal(number, leave) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            shown = f"[{host}]" if ":" in host else host
            ready(f"http://{shown}:{bound.getsockname()[1]}/")
            server.run(sockets=[bound])
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            close_site(site)
    return DONE


def _bind(host: str, port: int) -> socket.socket:
    """A listening socket, so that the address is known, and taken, before anybody is told."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError):
        raise Problem(USAGE, f"--host {host}: is no address of this machine; 127.0.0.1 is the default") from None
    bound = socket.socket(family, kind, protocol)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(128)
        bound.set_inheritable(True)
    except OSError as error:
        bound.close()
        raise Problem(
            USAGE,
            f"{host}:{port}: cannot be used ({error.strerror}); name another with --port, 0 takes any that is free",
        ) from None
    return bound
