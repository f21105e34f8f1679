"""The site as a Datasette plugin: our pages in front of Datasette's, its tables narrowed to the public ones, everything behind the guard.

Registered in the process; it acts on instances that `site.make_site` has made and on no other.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from typing import Any, Final, TypeVar
from urllib.parse import unquote

from datasette import Response, hookimpl
from datasette.filters import FilterArguments
from datasette.utils import sqlite_timelimit
from markupsafe import Markup

from oimcrawler import __version__
from oimcrawler.archive.snapshot import snapshot
from oimcrawler.clock import utc_now
from oimcrawler.desk import wording
from oimcrawler.exits import Problem
from oimcrawler.web import article_pages, capture_pages, feed, pages
from oimcrawler.web.answers import Answer, Asked, Missing, Raw, Redirect
from oimcrawler.web.guard import App, guarded
from oimcrawler.web.shelf import Shelf

NAME: Final = "oimcrawler-site"
DATABASE: Final = "archive"
LIMIT_MS: Final = 10_000
"""A page that takes longer than this gives up and says so."""

Page = Callable[[sqlite3.Connection, Asked], Answer | Redirect | Raw]

_JSON: Final = r"(?P<json>\.json)?$"
_TABLE: Final = rf"/{DATABASE}(?:\.json|/(?:{'|'.join(pages.RELATIONS)})(?:\.json|\.csv)?)$"
ROUTES: Final[tuple[tuple[str, Page], ...]] = (
    (r"/(?:index(?P<json>\.json))?$", pages.start),
    (rf"/search{_JSON}", pages.results),
    (rf"/article/(?P<key>[^/]+)/diff(?:/(?P<from>[0-9]+)/(?P<to>[0-9]+))?{_JSON}", article_pages.compare),
    (rf"/article/(?P<key>.+?){_JSON}", article_pages.show),
    (rf"/capture/(?P<id>[0-9]+){_JSON}", capture_pages.show),
    (r"/capture/(?P<id>[0-9]+)/raw$", capture_pages.raw),
    (r"/feed\.xml$", feed.feed),
    (rf"/runs{_JSON}", pages.run_list),
    (rf"/about{_JSON}", pages.about),
    # All that is neither ours nor a public table: Datasette's own pages are not let through.
    (rf"(?!/static/[a-z]+\.(?:css|svg)$|{_TABLE})(?:.*?){_JSON}", pages.unknown),
)
_HIDDEN: Final = (
    "WITH RECURSIVE hidden(uid) AS (SELECT w.uid FROM article_rows w WHERE w.state = 'withdrawn'"
    " UNION SELECT m.uid FROM article_rows m JOIN hidden ON m.merged_into = hidden.uid AND m.state = 'merged') SELECT uid FROM hidden"
)
_HIDDEN_URLS: Final = f"SELECT d.url FROM addresses d WHERE d.uid IN ({_HIDDEN})"
WITHOUT_WITHDRAWN: Final = {
    "articles": "state <> 'withdrawn'",
    **dict.fromkeys(("versions", "addresses", "version_blocks", "provenance"), f"uid NOT IN ({_HIDDEN})"),
    "changes": f"(detail IS NULL OR uid NOT IN ({_HIDDEN}))",
    "captures": f"url NOT IN ({_HIDDEN_URLS}) AND (location IS NULL OR location NOT IN ({_HIDDEN_URLS}))",
    "removed_blocks": "NOT EXISTS (SELECT 1 FROM article_rows w WHERE w.state = 'withdrawn' AND length(w.title) >= 8 AND instr(text, w.title))",
}
"""Conditions that leave out of a table's rows what would tell of a withdrawn article; its tombstone stands on its page alone."""

_F = TypeVar("_F", bound=Callable[..., Any])


def hook(function: _F) -> _F:
    """Marks an answer to one of Datasette's hooks."""
    marked: _F = hookimpl(function)
    return marked


_TYPES: Final = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
_ICON: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0d5c63"/>'
    b'<path d="M8 9h16M8 14h16M8 19h16M8 24h9" stroke="#fff" stroke-width="2.4" stroke-linecap="round"/></svg>'
)


def _ours(datasette: Any) -> Mapping[str, Any] | None:
    """The settings of a site of ours; None for any other instance of Datasette."""
    found: Mapping[str, Any] | None = datasette.plugin_config(NAME)
    return found


@hook
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
    """Our pages and files, in front of Datasette's own."""
    if _ours(datasette) is None:
        return []
    shelf = Shelf()
    return [
        (rf"/static/(?P<name>{'|'.join(map(re.escape, _static()))})$", _file),
        *((route, _view(page, shelf)) for route, page in ROUTES),
    ]


@hook
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """The guard around everything."""
    settings = _ours(datasette)
    if settings is None:
        return lambda app: app
    return lambda app: guarded(app, loopback=settings["loopback"])


@hook
def permission_allowed(datasette: Any, action: str, resource: Any) -> bool | None:
    """Public tables may be read; nothing else may be done."""
    if _ours(datasette) is None:
        return None
    if action == "view-instance":
        return True
    if action == "view-database":
        return bool(resource == DATABASE)
    if action == "view-table":
        return bool(resource[0] == DATABASE and resource[1] in pages.RELATIONS)
    return False


@hook
def forbidden(datasette: Any, request: Any, message: str) -> Any:
    """What a visitor may not do is answered in the form that was asked for."""
    if _ours(datasette) is None or not request.path.endswith(".json"):
        return None
    return Response.json({"ok": False, "status": 403, "title": "Forbidden", "error": message}, status=403)


@hook
def filters_from_request(datasette: Any, table: str) -> Any:
    """Rows of withdrawn articles are in no table."""
    if _ours(datasette) is not None and table in WITHOUT_WITHDRAWN:
        return FilterArguments([WITHOUT_WITHDRAWN[table]])
    return None


@hook
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """How values are written, and what every page needs."""
    if _ours(datasette) is None:
        return
    env.finalize = wording.fit
    env.trim_blocks = env.lstrip_blocks = True
    for name in ("day", "clock", "number", "size", "language", "direction", "flat"):
        env.filters[name] = getattr(wording, name)
    env.filters["svg"] = Markup
    env.filters["web_url"] = lambda url: url if str(url).startswith(("http://", "https://")) else None
    env.globals.update(
        query=wording.query,
        article_path=article_pages.address,
        version_of_site=__version__,
        assets=_digest(),
        relations=pages.RELATIONS,
    )


def _view(page: Page, shelf: Shelf) -> Callable[..., Awaitable[Any]]:
    async def view(request: Any, datasette: Any) -> Any:
        wanted = {
            name: unquote(value, errors="replace") for name, value in request.url_vars.items() if value is not None
        }
        asked = Asked(
            wanted,
            {name: request.args[name] for name in request.args},
            utc_now(),
            f"{request.scheme}://{request.host}",
            shelf,
        )

        def ask(db: sqlite3.Connection) -> Answer | Redirect | Raw:
            with sqlite_timelimit(db, LIMIT_MS), snapshot(db):
                return page(db, asked)

        try:
            answer = await datasette.get_database(DATABASE).execute_fn(ask)
        except Missing as missing:
            document = {
                "ok": False,
                "status": missing.status,
                "title": missing.title,
                "error": missing.sentence,
                **missing.more,
            }
            answer = Answer("missing.html", document, {"more": missing.more}, missing.status)
        except (sqlite3.Error, Problem) as error:
            late = isinstance(error, sqlite3.OperationalError) and "interrupted" in str(error)
            sentence = (
                "That took too long; ask for something narrower."
                if late
                else f"The archive could not be read just now: {error}"
            )
            document = {"ok": False, "status": 503, "title": "This page could not be made", "error": sentence}
            answer = Answer("missing.html", document, {"more": {}}, 503)
        return await _response(datasette, request, answer, bool(wanted.get("json")))

    return view


async def _response(datasette: Any, request: Any, answer: Answer | Redirect | Raw, as_json: bool) -> Any:
    if isinstance(answer, Redirect):
        return Response.redirect(answer.location)
    if isinstance(answer, Raw):
        headers = {"content-security-policy": answer.policy} if answer.policy else {}
        return Response(answer.body.encode("utf-8", "replace"), content_type=answer.content_type, headers=headers)
    if as_json:
        return Response(
            json.dumps(answer.document).encode(), status=answer.status, content_type="application/json; charset=utf-8"
        )
    shown = await datasette.render_template(answer.template, {**answer.document, **answer.extra}, request=request)
    return Response.html(shown.encode("utf-8", "replace"), status=answer.status)


async def _file(request: Any) -> Any:
    name = request.url_vars["name"]
    headers = {"cache-control": "max-age=31536000, immutable" if request.args.get("v") == _digest() else "no-cache"}
    return Response(_static()[name], content_type=_TYPES[name[name.rindex(".") :]], headers=headers)


_files: dict[str, bytes] = {}


def _static() -> dict[str, bytes]:
    """The files that pages refer to, by name, read once."""
    if not _files:
        folder = files("oimcrawler.web") / "static"
        _files.update({"icon.svg": _ICON, "style.css": (folder / "style.css").read_bytes()})
    return _files


def _digest() -> str:
    return hashlib.sha256(b"".join(data for _, data in sorted(_static().items()))).hexdigest()[:12]
