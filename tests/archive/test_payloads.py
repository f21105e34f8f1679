"""Kept bodies: each once, small, whole, and readable from the file alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.archive import open_archive, transaction
from oimcrawler.archive.payloads import keep_payload, read_payload
from oimcrawler.exits import DAMAGED, Problem
from tests.archive.test_articles import _memory


@given(st.lists(st.binary(max_size=200) | st.binary(min_size=5_000, max_size=6_000), max_size=6))
def test_what_is_kept_is_read_back(bodies: list[bytes]) -> None:
    with _memory() as archive, transaction(archive.db):
        digests = [keep_payload(archive.db, "site", body) for body in bodies]
        assert [read_payload(archive.db, digest) for digest in digests] == bodies
        assert archive.db.execute("SELECT count(*) FROM payloads").fetchone()[0] == len(set(bodies))


def test_pages_of_one_site_share_what_they_repeat(tmp_path: Path) -> None:
    menu = "".join(f"<li><a href='/p/{number * number}'>Entrée {number * 7919}</a></li>" for number in range(2_000))
    with open_archive(tmp_path / "a.db", create=True) as archive, transaction(archive.db):
        for number in range(20):
            keep_payload(archive.db, "site", f"<html>{menu}<p>Article {number}</p></html>".encode())
        sizes = [row[0] for row in archive.db.execute("SELECT length(data) FROM payloads ORDER BY rowid")]
    assert max(sizes[1:]) < sizes[0] / 20


def test_a_damaged_body_is_told(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db", create=True) as archive:
        with transaction(archive.db):
            digest = keep_payload(archive.db, "site", b"un texte")
            archive.db.execute("UPDATE payloads SET data = x'00'")
        with pytest.raises(Problem) as caught:
            read_payload(archive.db, digest)
        assert caught.value.code == DAMAGED


def test_a_purged_body_does_not_come_back(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a.db", create=True) as archive, transaction(archive.db):
        digest = keep_payload(archive.db, "site", b"un texte")
        archive.db.execute("DELETE FROM payloads")
        archive.db.execute("INSERT INTO purged_payloads VALUES (?)", (digest,))
        keep_payload(archive.db, "site", b"un texte")
        with pytest.raises(KeyError):
            read_payload(archive.db, digest)
