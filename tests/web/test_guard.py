"""The door: methods, hosts, cookies, and a path with bytes that no address has."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from oimcrawler.archive import open_archive
from oimcrawler.web.guard import guarded, host_is_ours
from oimcrawler.web.site import close_site, make_site
from tests.web.conftest import Visitor


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_only_reading_is_let_in(visitor: Visitor, method: str) -> None:
    answer = visitor.get("/", method)
    assert answer.status_code == 405 and answer.headers["allow"] == "GET, HEAD"


def test_asking_for_the_head_is_reading(visitor: Visitor) -> None:
    assert visitor.get("/search", "HEAD").status_code == visitor.get("/archive/runs.json", "HEAD").status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8001",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "192.168.1.5",
        "",
        "[::2]",
        "0x7f.1",
        "localhost:80:80",
        "user@localhost",
    ],
)
def test_another_hosts_name_is_refused_on_loopback(visitor: Visitor, host: str) -> None:
    answer = visitor.get("/", host=host)
    assert answer.status_code == 421 and "content-security-policy" in answer.headers
    assert not host_is_ours(host)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8001", "127.8.9.1", "[::1]:8001"])
def test_this_machines_names_are_answered(visitor: Visitor, host: str) -> None:
    assert visitor.get("/", host=host).status_code == 200


def test_any_host_is_answered_where_the_site_was_opened_to_others(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db", create=True):
        pass
    site = make_site(tmp_path / "a.db", loopback=False)
    try:
        assert Visitor(site, {}, tmp_path).get("/", host="archive.example").status_code == 200
    finally:
        close_site(site)


def test_cookies_are_neither_read_nor_set(visitor: Visitor) -> None:
    answer = visitor.get("/", cookie="ds_actor=x; ds_messages=y")
    assert (
        answer.status_code == 200
        and "set-cookie" not in answer.headers
        and answer.headers["cache-control"] == "no-cache"
    )


def test_a_path_of_bytes_is_a_page_that_is_not_there(visitor: Visitor) -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/\ufffd",
        "raw_path": b'/article/\xff\xfe "<x>',
        "query_string": b"q=\xff",
        "headers": [(b"host", b"localhost")],
        "scheme": "http",
    }
    asyncio.run(visitor.site.app()(scope, receive, send))
    assert sent[0]["status"] == 404 and b"To the start page" in sent[1]["body"]


def test_other_protocols_pass_by() -> None:
    seen = []

    async def inside(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(guarded(inside, loopback=True)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]


def test_another_datasette_in_the_process_is_left_alone(visitor: Visitor) -> None:
    from datasette.app import Datasette

    other = Datasette(memory=True)
    answer = asyncio.run(other.client.get("/_memory.json?sql=select+1+as+one&_shape=array"))
    assert answer.status_code == 200 and answer.json() == [{"one": 1}]
    assert "content-security-policy" not in answer.headers
    close_site(other)
