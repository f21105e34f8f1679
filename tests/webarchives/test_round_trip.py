"""An archive, packed and imported into an empty one: the same articles with the same hashes."""

import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from oimcrawler.cli import main
from oimcrawler.exits import USAGE

pytest.importorskip("warcio")

_MENU = (
    "<nav><ul>"
    + "".join(
        f"<li><a href='/fr/{word}'>{word.title()}</a></li>"
        for word in ("accueil", "agir", "contact", "emplois", "donnees")
    )
    + "</ul></nav>"
)
_NEWS = {
    "un-atelier-reunit-trente-jeunes-rabat": (
        "Un atelier réunit trente jeunes à Rabat",
        "Rabat – Trente jeunes ont appris à écrire un curriculum vitæ.",
    ),
    "le-bureau-doujda-ouvre-ses-portes": (
        "Le bureau d'Oujda ouvre ses portes",
        "Oujda – Le nouveau bureau a reçu quarante familles en une journée.",
    ),
    "des-semences-pour-les-cooperatives": (
        "Des semences pour les coopératives",
        "Béni Mellal – Douze coopératives ont reçu des semences de luzerne.",
    ),
}


def _page(title: str, lead: str) -> bytes:
    more = "".join(
        f"<p>{lead} Cela se passait le matin, et {word} étaient présents jusqu'au soir.</p>"
        for word in ("les maires", "les élèves", "les médecins")
    )
    return (
        f"<!doctype html><html lang='fr'><head><meta charset='utf-8'><title>{title}</title></head><body>{_MENU}"
        f"<main><article><h1>{title}</h1>{more}</article></main><footer>Mission au Maroc</footer></body></html>"
    ).encode()


def _foreign_warc(path: Path) -> None:
    """As another tool would have written it: WARC 1.0, gzip by record, compressed bodies."""
    records = []
    for number, (slug, (title, lead)) in enumerate(_NEWS.items()):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Encoding: deflate\r\n\r\n"
        block = head + zlib.compress(_page(title, lead))
        fields = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-01-0{number + 1}T08:00:00Z\r\n"
            f"WARC-Target-URI: https://morocco.iom.int/fr/news/{slug}\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        records.append(fields.encode() + block + b"\r\n\r\n")
    path.write_bytes(b"".join(records))


def _articles(archive: Path, folder: Path) -> list[dict[str, Any]]:
    assert main(["export", str(folder), "--archive", str(archive)]) == 0
    rows = [json.loads(line) for line in (folder / "articles.jsonl").read_text("utf-8").splitlines()]
    return [
        {name: row[name] for name in ("uid", "urls", "title", "body", "content_hash", "lang", "first_seen_at")}
        for row in rows
    ]


@pytest.mark.parametrize("name", ["packed.warc.gz", "packed.wacz"])
def test_our_pack_in_an_empty_archive_is_the_same_archive(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _foreign_warc(tmp_path / "foreign.warc")
    first, second = tmp_path / "first.db", tmp_path / "second.db"
    assert main(["import", str(tmp_path / "foreign.warc"), "--archive", str(first)]) == 0
    assert main(["pack", str(tmp_path / name), "--archive", str(first)]) == 0
    assert main(["import", str(tmp_path / name), "--archive", str(second)]) == 0
    articles = _articles(first, tmp_path / "one")
    assert [row["title"] for row in sorted(articles, key=lambda row: str(row["urls"]))] == [
        _NEWS[slug][0] for slug in sorted(_NEWS)
    ]
    assert articles == _articles(second, tmp_path / "two")
    capsys.readouterr()


def test_the_commands_answer_in_json_and_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _foreign_warc(tmp_path / "foreign.warc")
    archive = ["--archive", str(tmp_path / "archive.db")]
    assert main(["import", str(tmp_path / "foreign.warc"), *archive]) == 0
    capsys.readouterr()
    assert main(["export", str(tmp_path / "out"), "--format", "jsonl, CSV,txt", "--json", *archive]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["rows"]["articles"], answer["formats"]) == (3, ["jsonl", "csv", "txt"])
    assert answer.pop("folder") == str(tmp_path / "out")
    assert answer == json.loads((tmp_path / "out" / "manifest.json").read_text())
    cursor = str(answer["to_cursor"])
    assert main(["export", str(tmp_path / "delta"), "--since", cursor, *archive]) == 0
    assert f"since cursor {cursor}" in capsys.readouterr().out
    assert main(["pack", str(tmp_path / "out.wacz"), "--json", "--since", "2026-01-02", *archive]) == 0
    assert json.loads(capsys.readouterr().out)["captures"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ["export", "{}/out", "--since", "last"],
        ["export", "{}/out", "--since", "-1"],
        ["export", "{}/out", "--since", "٣"],
        ["export", "{}/out", "--since", "9" * 40],
        ["export", "{}/out", "--format", "xlsx"],
        ["export", "{}/out", "--format", ""],
        ["export"],
        ["pack", "{}/out.tar"],
        ["pack", "{}/out.wacz", "--since", "hier"],
        ["pack", "{}/out.wacz"],
    ],
)
def test_wrong_usage_is_one_line_and_code_2(
    tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    from oimcrawler.archive import open_archive

    open_archive(tmp_path / "archive.db", create=True).close()
    assert main([word.format(tmp_path) for word in words] + ["--archive", str(tmp_path / "archive.db")]) == USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
