"""What the README and the help say, held to the code."""

import itertools
import re
from pathlib import Path

import pytest

from oimcrawler import exits
from oimcrawler.cli import MODULES, command, main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_names_every_exit_code_with_its_meaning() -> None:
    cells = [
        cell.strip()
        for line in README.partition("## In cron")[2].partition("\n## ")[0].splitlines()
        if line.startswith("|")
        for cell in line.strip("|").split("|")
    ]
    told = {
        int(code): meaning
        for code, meaning in itertools.pairwise(cells)
        if code.isdecimal() and not meaning.isdecimal()
    }
    for code, name in exits.NAMES.items():
        assert told[code].startswith(name), code


def test_the_commands_that_the_readme_shows_exist() -> None:
    code = "\n".join(re.findall(r"```.*?```|`[^`]+`", README, re.DOTALL))
    shown = set(re.findall(r"\boimcrawler ([a-z]+)", code))
    assert {"crawl", "export", "search", "show", "doctor", "serve"} <= shown
    assert shown <= set(MODULES)


def test_the_make_targets_that_the_readme_names_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", README, re.MULTILINE)) <= targets


@pytest.mark.parametrize("name", MODULES)
def test_every_command_explains_itself_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert f"oimcrawler {name}" in told.rpartition("example:")[2]
    assert command(name).summary


def test_the_way_of_the_data_is_told_in_the_same_words() -> None:
    import oimcrawler
    from oimcrawler import settings

    way = "keep the bytes → extract → clean → fingerprint → deduplicate → store a version → publish"
    assert way in README
    assert way in (oimcrawler.__doc__ or "")
    assert way in Path(settings.__file__ or "").read_text("utf-8")


def test_the_pins_name_no_address() -> None:
    assert not re.search(r"://|@ ", (ROOT / "constraints.txt").read_text("utf-8"))
