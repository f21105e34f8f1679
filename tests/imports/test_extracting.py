"""The cleaning alone: files in, files out, a site at a time."""

import json
from pathlib import Path

import pytest

from oimcrawler.exits import Problem
from oimcrawler.imports.extracting import _groups, _language, extract_paths
from tests.cli.commands import run
from tests.imports.papers import BODIES, TITLES, page


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    for site in ("un", "deux"):
        (tmp_path / "pages" / site).mkdir(parents=True)
        for n in range(4):
            (tmp_path / "pages" / site / f"papier-{n}.html").write_text(page(n, slug=f"papier-{n}"), "utf-8")
    return tmp_path / "pages"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_each_page_gives_a_text_and_its_fields(sites: Path, tmp_path: Path) -> None:
    ended = run("extract", sites, "--out", tmp_path / "out", "--json")
    assert (ended.code, ended.document["pages"], ended.complaints) == (0, 8, [])
    assert sorted(contents(tmp_path / "out")) == sorted(
        f"{site}/papier-{n}.{kind}" for site in ("un", "deux") for n in range(4) for kind in ("txt", "json")
    )
    for n in range(4):
        assert (tmp_path / "out" / "un" / f"papier-{n}.txt").read_text("utf-8") == BODIES[n] + "\n"
        row = json.loads((tmp_path / "out" / "un" / f"papier-{n}.json").read_text("utf-8"))
        assert list(row) == ["url", "title", "body", "published_on", "lang", "quality"]
        assert (row["url"], row["title"], row["body"]) == (
            f"https://morocco.iom.int/fr/news/papier-{n}",
            TITLES[n],
            BODIES[n],
        )
        assert (row["published_on"], row["lang"]) == (f"2024-03-0{n + 1}", "fr")


def test_the_same_input_gives_the_same_bytes(sites: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        extract_paths([sites], tmp_path / name)
    extract_paths([sites], tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_lines_are_grouped_by_host(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    hosts = ("https://un.example/news/", "http://www.deux.example:8080/a/")
    rows = [{"url": f"{host}papier-{n}", "html": page(n)} for n in range(4) for host in hosts]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert extract_paths([file], tmp_path / "out") == (8, [])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["deux.example_8080", "un.example"]
    assert (tmp_path / "out" / "un.example" / "papier-3.txt").read_text("utf-8") == BODIES[3] + "\n"
    assert (
        json.loads((tmp_path / "out" / "un.example" / "papier-3.json").read_text("utf-8"))["url"]
        == "https://un.example/news/papier-3"
    )


def test_names_stay_inside_and_apart(tmp_path: Path) -> None:
    urls = [
        "https://un.example/a/papier",
        "https://un.example/b/papier",
        "https://un.example/a/Papier",
        "https://un.example/news/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    ]
    urls += [
        "https://un.example/news/" + "long-" * 60,
        "https://un.example/",
        "https://un.example/news/.cache",
        "https://un.example/news/forum-28/02/2020",
    ]
    file = tmp_path / "x.jsonl"
    file.write_text(
        "".join(json.dumps({"url": url, "html": page(n % 4)}) + "\n" for n, url in enumerate(urls)), "utf-8"
    )
    written, problems = extract_paths([file], tmp_path / "deep" / "out")
    assert (written, problems) == (8, [])
    names = sorted(contents(tmp_path / "deep" / "out"))
    assert len({name.casefold() for name in names}) == 16
    assert all(
        name.count("/") == 1 and not name.split("/")[1].startswith(".") and len(name.encode()) < 255 for name in names
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep", "x.jsonl"]


def test_pages_of_one_language_are_learned_together() -> None:
    # A page that is alone in its language teaches and learns with the most.
    assert _groups(["fr", "en", "fr", "en", "ar", "fr"]) == [[0, 2, 4, 5], [1, 3]]
    assert _groups(
        [_language(page(0, lang=lang).encode(encoding)) for lang, encoding in (("fr-MA", "utf-8"), ("fr", "utf-16"))]
    ) == [[0, 1]]
    assert _groups([]) == []


def test_bad_pages_are_one_line_each(sites: Path, tmp_path: Path) -> None:
    (sites / "un" / "empty.html").write_bytes(b"")
    (sites / "un" / "picture.html").write_bytes(bytes(range(256)) * 9)
    (tmp_path / "x.jsonl").write_text(
        '{"url": "https://un.example/a", "html": ""}\n{"url": "ftp://un.example/a", "html": "<p>x"}\n{"url": 1}\n{',
        "utf-8",
    )
    ended = run("extract", sites, tmp_path / "x.jsonl", "--out", tmp_path / "out", "--json")
    assert (ended.code, ended.document["pages"]) == (12, 8)
    assert len(ended.complaints) == 6
    assert [line for line in contents(tmp_path / "out") if "empty" in line or "picture" in line] == []


@pytest.mark.parametrize(("content", "code"), [(None, 2), (b"", 2), (b"<html><body></body></html>", 10)])
def test_nothing_usable_has_its_own_code(tmp_path: Path, content: bytes | None, code: int) -> None:
    (tmp_path / "pages" / "un").mkdir(parents=True)
    if content is not None:
        (tmp_path / "pages" / "un" / "a.html").write_bytes(content)
    ended = run("extract", tmp_path / "pages", "--out", tmp_path / "out")
    assert ended.code == code and len(ended.complaints) == 1


def test_a_place_that_cannot_be_written_is_told(sites: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", "utf-8")
    with pytest.raises(Problem, match="cannot be written") as raised:
        extract_paths([sites], tmp_path / "out")
    assert raised.value.code == 2
    assert run("extract", tmp_path / "missing", "--out", tmp_path / "x").code == 2
    assert run("extract", tmp_path / "out", "--out", tmp_path / "x").code == 2
