"""The quality gate: the set is whole and honest, and our figures on it do not sink below the pinned floors."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from lxml import html as lxml_html
from w3lib.encoding import html_to_unicode

from benchmarks import gate, general, judging
from oimcrawler.text import normal_line, normal_lines

SITES = sorted(path.parent for path in judging.FOLDER.glob("*/site.json"))
PAGES = judging.load()
FLOORS: dict[str, Any] = json.loads(gate.FLOORS.read_text(encoding="utf-8"))


def squeezed(text: str) -> str:
    """A text without any space, as gold and page are compared: where a page breaks its lines says nothing of its words."""
    return "".join(
        character
        for character in normal_line(text)
        if not (character.isspace() or unicodedata.category(character) == "Cf")
    )


def strings(value: Any) -> Iterator[str]:
    """Every string of a JSON value; mark-up in it is read as a page's is."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str) and value.strip():
        yield lxml_html.fromstring(f"<div>{value}</div>").text_content() if re.search(r"</\w", value) else value


def page_text(page: judging.Page) -> str:
    """All that a reader of the page, or of the JSON in it, could meet, without spaces."""
    decoded = html_to_unicode(None, page.html)[1]
    tree = lxml_html.document_fromstring(decoded)
    found: list[str] = []
    for script in tree.xpath("//script"):
        if (script.get("type") or "").endswith("json") and script.text:
            found += strings(json.loads(script.text))
        script.drop_tree()
    found.append(tree.text_content())
    return squeezed("\n".join(found))


def test_the_set_is_as_large_as_promised() -> None:
    assert len(PAGES) >= 150
    assert len(SITES) >= 15
    assert min(Counter(page.site for page in PAGES).values()) >= 9
    assert len({page.gold for page in PAGES}) >= 110


def test_the_digest_is_the_pinned_one() -> None:
    assert judging.digest() == FLOORS["digest"], (
        "the set changed: look at the figures, then `python -m benchmarks.gate --floors`"
    )


@pytest.mark.parametrize("home", SITES, ids=lambda home: home.name)
def test_a_site_is_well_formed(home: Any) -> None:
    about = json.loads((home / "site.json").read_text(encoding="utf-8"))
    assert (
        about["manner"]
        and re.fullmatch(r"[a-z]{2}", about["lang"])
        and re.fullmatch(r"https?://[\w.-]+\.example", about["origin"])
    )
    names = sorted(path.stem for path in home.glob("*.html"))
    assert names == sorted(path.stem for path in home.glob("*.txt")) == sorted(about["pages"])
    for name, page in about["pages"].items():
        assert page["url"].startswith(about["origin"] + "/"), name
        assert page["title"] == normal_line(page["title"]) != "", name
        if page["published_on"] is not None:
            date.fromisoformat(page["published_on"])


@pytest.mark.parametrize("site", [home.name for home in SITES])
def test_every_gold_line_is_normal_and_stands_in_its_page(site: str) -> None:
    for page in (page for page in PAGES if page.site == site):
        raw = (judging.FOLDER / page.site / f"{page.name}.txt").read_text(encoding="utf-8")
        assert page.gold and list(page.gold) == normal_lines(raw), page.name
        text = page_text(page)
        assert squeezed(page.title).casefold() in text.casefold(), page.name
        for line in page.gold:
            for part in line.split(" | "):
                assert squeezed(part) in text, (page.name, part)
            assert line != page.title, page.name


def test_no_two_articles_share_a_long_paragraph() -> None:
    # What stands on several pages on purpose (contacts, 'About') stays within one site.
    homes: dict[str, set[str]] = {}
    for page in PAGES:
        for line in page.gold:
            if len(line) > 80:
                homes.setdefault(line, set()).add(page.site)
    assert [line for line, sites in homes.items() if len(sites) > 1] == []


def test_our_figures_stay_above_the_floors() -> None:
    found = gate.ours(PAGES, ("all", "0"))
    for condition, lines in found.items():
        judged = [judging.judge(page, lines[page.site, page.name]) for page in PAGES]
        for level, score in (
            ("grams", judging.mean([result.grams for result in judged])),
            ("blocks", judging.mean([result.blocks for result in judged])),
        ):
            assert 100 * score.f1 >= FLOORS["f1"][condition][level], f"F1 by {level}, known pages: {condition}"


def test_a_page_is_judged_by_what_is_missing_and_what_is_too_much() -> None:
    page = judging.Page("site", "page", "https://a.example/", "", b"", ("one two three four five", "- six", "a | b"))
    same = judging.judge(page, ["one two three four five", "six", "a|b|"])
    assert (same.grams.f1, same.blocks.f1, same.missing, same.extra) == (1.0, 1.0, (), ())
    other = judging.judge(page, ["one two three four five", "menu"])
    assert other.missing == ("six", "a | b") and other.extra == ("menu",)
    assert judging.judge(page, []).grams == judging.Score(0.0, 0.0, 0.0)


def test_short_texts_are_compared_by_words() -> None:
    page = judging.Page("site", "page", "https://a.example/", "", b"", ("Two words",))
    assert judging.judge(page, ["two other"]).grams == judging.Score(0.5, 0.5, 0.5)


def test_the_command_prints_figures_and_lines(capsys: pytest.CaptureFixture[str]) -> None:
    site = PAGES[0].site
    assert gate.main(["--ours", "--site", site]) == 0
    out = capsys.readouterr().out
    assert "== ours 0" in out and f"{site}/{PAGES[0].name}: F1" in out
    assert gate.main(["--ours", "--json", "--site", site]) == 0
    assert set(json.loads(capsys.readouterr().out)["scores"]) == {f"ours {condition}" for condition in gate.CONDITIONS}
    assert gate.main(["--site", "no-such-site"]) == 2


def test_a_tool_that_is_not_installed_is_named_and_skipped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(general, "OTHERS", {"nobody": ("no_such_module_anywhere", general.OTHERS["trafilatura"][1])})
    assert general.others(PAGES[:1]) == {}
    assert "nobody: not installed, skipped" in capsys.readouterr().err
