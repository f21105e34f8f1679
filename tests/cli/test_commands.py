"""Every command as a script meets it: one JSON document or one line, the exit code of the contract, an example in its help."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from oimcrawler.cli import MODULES
from tests.cli.commands import ROOT, process, run
from tests.imports.papers import BODIES, TITLES, page, rows, write_papers


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four articles, one of them with two versions, one withdrawn."""
    folder = tmp_path_factory.mktemp("cli")
    pages = folder / "pages"
    pages.mkdir()
    for n in range(4):
        (pages / f"{n}.html").write_text(page(n, slug=f"papier-{n}"), "utf-8")
    made = folder / "a.db"
    assert run("import", pages, "--archive", made).code == 0
    (pages / "0.html").write_text(page(0, slug="papier-0").replace("onze ans", "douze ans"), "utf-8")
    assert run("import", pages / "0.html", "--archive", made, "--json").document["edited"] == 1
    assert run("withdraw", "https://morocco.iom.int/fr/news/papier-3", "--archive", made).code == 0
    return made


def uid(archive: Path, slug: str = "papier-0") -> str:
    return str(rows(archive, "SELECT uid FROM addresses WHERE url LIKE ?", f"%/{slug}")[0][0])


@pytest.mark.parametrize("name", sorted(MODULES))
def test_help_shows_an_example(name: str) -> None:
    ended = run(name, "--help")
    assert ended.code == 0
    assert f"oimcrawler {name}" in ended.out.split("example:")[1]
    assert "--archive" in ended.out and "--json" in ended.out


@pytest.mark.parametrize(
    "words",
    [
        ("search", "chantier naval"),
        ("show", "KEY"),
        ("history", "KEY"),
        ("diff", "KEY"),
        ("cite", "KEY"),
        ("status",),
        ("runs",),
        ("verify",),
        ("reconcile",),
        ("sites",),
    ],
    ids=lambda words: words[0],
)
def test_json_is_one_document_and_nothing_else(archive: Path, words: tuple[str, ...]) -> None:
    chosen = [uid(archive) if word == "KEY" else word for word in words]
    ended = run(*chosen, "--archive", archive, "--json")
    assert (ended.code, ended.complaints) == (0, [])
    assert isinstance(ended.document, dict | list)
    people = run(*chosen, "--archive", archive)
    assert people.code == 0 and people.out.strip() and people.complaints == []


def test_what_the_commands_say(archive: Path) -> None:
    key = uid(archive)
    shown = run("show", key, "--archive", archive, "--json").document
    assert (shown["title"], shown["version"], shown["versions"]) == (TITLES[0], 2, 2)
    assert shown["body"] == BODIES[0].replace("onze", "douze")
    assert run("show", f"{key}@1", "--archive", archive, "--json").document["body"] == BODIES[0]
    first = run("show", f"{key}@1", "--archive", archive, "--json").document
    # A hash names one text, and so its version.
    assert run("show", first["content_hash"], "--archive", archive, "--json").document["version"] == 1
    assert (
        run(
            "show", "https://www.morocco.iom.int/fr/news/papier-0/?utm_source=x", "--archive", archive, "--json"
        ).document["uid"]
        == key
    )
    history = run("history", key, "--archive", archive, "--json").document
    assert [v["cause"] for v in history["versions"]] == ["published", "edited"]
    diff = run("diff", key, "--archive", archive, "--json").document
    assert (diff["from"], diff["to"]) == (1, 2) and "douze" in diff["unified"]
    assert TITLES[0] in run("cite", key, "--archive", archive).out
    csl = json.loads(run("cite", key, "--format", "csl-json", "--archive", archive, "--json").document["citation"])
    assert TITLES[0] in json.dumps(csl, ensure_ascii=False)
    found = run("search", "charpentiers", "--archive", archive, "--json").document
    assert (found["total"], found["hits"][0]["uid"]) == (1, key)
    assert [r["command"] for r in run("runs", "--archive", archive, "--json").document] == ["import", "import"]
    assert run("status", "--archive", archive, "--json").document["articles"] == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "0000deadbeef"), 2),
        (("show", "https://morocco.iom.int/fr/news/nowhere"), 2),
        (("show", "KEY@9"), 2),
        (("diff", "KEY", "1"), 2),
        (("diff", "KEY", "1", "7"), 2),
        (("diff", "KEY@1"), 2),
        (("cite", "WITHDRAWN"), 2),
        (("restore", "KEY"), 2),
        (("search", "   "), 2),
        (("search", "mot", "--since", "hier"), 2),
        (("search", "mot", "--limit", "0"), 2),
        (("show",), 2),
        (("show", "KEY", "--unknown"), 2),
        (("sho", "KEY"), 2),
        (("reclean", "iom-nowhere"), 2),
        (("sites", "iom-nowhere"), 2),
        (("import", "x", "--site", "iom-nowhere"), 2),
        (("doctor", "iom-nowhere"), 2),
        (("doctor", "iom-morocco", "--base-url", "x"), 2),
        (("export", "x", "--since", "-1"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_wrong_usage_is_one_line(archive: Path, words: tuple[str, ...], code: int) -> None:
    names = {"KEY": uid(archive), "WITHDRAWN": uid(archive, "papier-3")}
    chosen = [
        names.get(word.partition("@")[0], word.partition("@")[0]) + "".join(word.partition("@")[1:]) for word in words
    ]
    ended = run(*chosen, "--archive", archive, "--json")
    assert (ended.code, ended.out, len(ended.complaints)) == (code, "", 1), ended
    assert ended.err.startswith("oimcrawler: ")


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("search", "x"),
        ("show", "x"),
        ("reclean", "iom-morocco"),
        ("reconcile",),
        ("withdraw", "x"),
        ("verify",),
        ("backup", "b.db"),
        ("runs",),
    ],
    ids=lambda w: w[0],
)
def test_no_archive_is_told_and_none_is_made(tmp_path: Path, words: tuple[str, ...]) -> None:
    ended = run(*words, "--archive", tmp_path / "new" / "a.db")
    assert (ended.code, len(ended.complaints)) == (2, 1)
    assert str(tmp_path / "new" / "a.db") in ended.err
    assert not (tmp_path / "new").exists()


def test_an_ambiguous_beginning_is_told(tmp_path: Path) -> None:
    archive = tmp_path / "a.db"
    write_papers(tmp_path / "old")
    run("import", tmp_path / "old", "--archive", archive)
    (one, *_), (two, *_) = rows(archive, "SELECT content_hash FROM articles LIMIT 2")
    import sqlite3

    db = sqlite3.connect(archive)
    with db:
        db.execute("UPDATE version_rows SET content_hash = ? WHERE content_hash = ?", (one[:10] + "000000", two))
    db.close()
    ended = run("show", one[:8], "--archive", archive)
    assert ended.code == 2 and "means 2 articles" in ended.err


def test_the_archive_is_found_where_the_contract_says(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    checkout = tmp_path / "checkout"
    (checkout / "oimcrawler" / "archive").mkdir(parents=True)
    (checkout / "scrapy.cfg").write_text("[settings]\n")
    (checkout / "deep" / "er").mkdir(parents=True)
    elsewhere.mkdir()
    (elsewhere / "scrapy.cfg").write_text("[settings]\n")
    env = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    named = process("status", cwd=elsewhere, OIMCRAWLER_ARCHIVE=str(tmp_path / "named.db"), **env)
    assert named.code == 2 and str(tmp_path / "named.db") in named.err
    inside = process("status", cwd=checkout / "deep" / "er", **env)
    assert str(checkout / "data" / "archive.db") in inside.err
    outside = process("status", cwd=elsewhere, **env)
    assert str(home / "data" / "oimcrawler" / "archive.db") in outside.err
    assert not (elsewhere / "data").exists() and not home.exists()


def test_a_reader_that_leaves_is_not_complained_about(archive: Path) -> None:
    command = [sys.executable, "-m", "oimcrawler", "show", uid(archive), "--archive", str(archive)]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        command,
        stdout=write,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_invalid_profile_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.toml").write_text('name = "bad"\norigin = "https://bad.example"\n', "utf-8")
    monkeypatch.setenv("OIMCRAWLER_SITES", str(tmp_path))
    every = run("sites", "--json")
    assert every.code == 0
    [bad] = [one for one in every.document if not one["valid"]]
    assert "listings" in bad["problem"] and bad["path"].endswith("bad.toml")
    assert [one["name"] for one in every.document if one["valid"]].count("iom-morocco") == 1
    named = run("sites", "bad", "--json")
    assert named.code == 2 and len(named.complaints) == 1
    assert run("sites", "iom-morocco").code == 0
