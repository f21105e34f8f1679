"""The replica: a mission's news site of our own on loopback, the demo and the test bed of the project.

>>> site = Site(articles=3)
>>> [path] = site.publish(1, lang="fr")
>>> site.paths("fr")[0] == path and site.truth()[path].live
True
"""

from oimcrawler.replica.faults import (
    Bomb,
    BrokenGzip,
    Challenge,
    Empty,
    ErrorPage,
    Fault,
    Huge,
    Instead,
    Login,
    NotHtml,
    Page,
    RedirectLoop,
    Reset,
    Stall,
    Status,
    Truncate,
    WrongCharset,
)
from oimcrawler.replica.posts import Truth
from oimcrawler.replica.server import Replica, Request
from oimcrawler.replica.site import DESIGNS, Answer, Site

__all__ = [
    "DESIGNS",
    "Answer",
    "Bomb",
    "BrokenGzip",
    "Challenge",
    "Empty",
    "ErrorPage",
    "Fault",
    "Huge",
    "Instead",
    "Login",
    "NotHtml",
    "Page",
    "RedirectLoop",
    "Replica",
    "Request",
    "Reset",
    "Site",
    "Stall",
    "Status",
    "Truncate",
    "Truth",
    "WrongCharset",
]
