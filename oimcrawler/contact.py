"""Whom a site's operator can write to: the address that our agent names with every request."""

import getpass
import os
import socket


def contact() -> str:
    """`$OIMCRAWLER_CONTACT`, an e-mail or web address; where it is not set, the user at this machine, who is at least the one who runs it."""
    named = os.environ.get("OIMCRAWLER_CONTACT", "").strip()
    if named:
        return named
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in some containers
        user = "operator"
    return f"{user}@{socket.gethostname()}"
