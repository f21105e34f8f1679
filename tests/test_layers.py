"""The house's import directions: every module imports what lies below it, and only some floors may touch disk, SQLite helpers or Scrapy."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# From the ground up; the first prefix that fits a module names its floor.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("oimcrawler.model", "oimcrawler.exits"),
    ("oimcrawler.text", "oimcrawler.clock", "oimcrawler.contact", "oimcrawler.unpacking"),
    (
        "oimcrawler.fingerprint",
        "oimcrawler.urls",
        "oimcrawler.slugs",
        "oimcrawler.dates",
        "oimcrawler.languages",
        "oimcrawler.likeness",
    ),
    ("oimcrawler.profiles", "oimcrawler.profile_toml"),
    (
        "oimcrawler.extraction",
        "oimcrawler.fields",
        "oimcrawler.discovery",
        "oimcrawler.documents",
        "oimcrawler.searching",
        "oimcrawler.answers",
        "oimcrawler.patience",
        "oimcrawler.robots",
        "oimcrawler.revisit",
        "oimcrawler.changes",
        "oimcrawler.layouts",
        "oimcrawler.desk",
    ),
    ("oimcrawler.teasers", "oimcrawler.reading", "oimcrawler.cleaning_api"),
    ("oimcrawler.archive",),
    ("oimcrawler.exports", "oimcrawler.webarchives", "oimcrawler.notices", "oimcrawler.crossings"),
    ("oimcrawler.settlement",),
    ("oimcrawler.imports", "oimcrawler.crawl"),
    ("oimcrawler.recleaning", "oimcrawler.report"),
    ("oimcrawler.replica",),
    ("oimcrawler.pipelines", "oimcrawler.spiders"),
    ("oimcrawler.runner", "oimcrawler.web"),
    ("oimcrawler.cli", "oimcrawler.demo", "oimcrawler.settings", "oimcrawler.__main__"),
)
PURE = FLOORS[2] + FLOORS[4] + ("oimcrawler.reading", "oimcrawler.text", "oimcrawler.model")
WITH_SCRAPY = ("oimcrawler.spiders", "oimcrawler.pipelines", "oimcrawler.runner", "oimcrawler.cli")
FORBIDDEN_TO_PURE = {
    "sqlite3",
    "sqlite_utils",
    "socket",
    "subprocess",
    "scrapy",
    "requests",
    "urllib.request",
    "http.client",
    "time",
    "random",
}


def modules() -> dict[str, Path]:
    found = {}
    for folder, package in (
        (ROOT / "oimcrawler", "oimcrawler"),
        (ROOT / "spiders", "oimcrawler.spiders"),
        (ROOT / "pipelines", "oimcrawler.pipelines"),
    ):
        for path in sorted(folder.rglob("*.py")):
            parts = [package, *path.relative_to(folder).with_suffix("").parts]
            found[".".join(part for part in parts if part != "__init__")] = path
    return found


def imported(path: Path) -> list[str]:
    """The names that a module imports when it is itself imported: imports inside functions and for type checking come later or never."""
    tree = ast.parse(path.read_text("utf-8"))
    names: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def floor_of(module: str) -> int | None:
    if module == "oimcrawler":
        return None
    for number, prefixes in enumerate(FLOORS):
        if any(module == prefix or module.startswith(prefix + ".") for prefix in prefixes):
            return number
    return None


@pytest.mark.parametrize("module", [name for name in modules() if name != "oimcrawler"])
def test_a_module_imports_downwards_only(module: str) -> None:
    own = floor_of(module)
    assert own is not None, f"{module} has no floor in tests/test_layers.py"
    for name in imported(modules()[module]):
        if name.startswith("oimcrawler.") and (floor := floor_of(name)) is not None:
            assert floor <= own, f"{module} imports {name}, which lies above it"


@pytest.mark.parametrize("module", list(modules()))
def test_only_the_upper_floors_know_scrapy_and_only_the_archive_sqlite_utils(module: str) -> None:
    for name in imported(modules()[module]):
        top = name.split(".")[0]
        if top == "scrapy":
            assert module.startswith(WITH_SCRAPY), f"{module} imports {name}"
        if top == "sqlite_utils":
            assert module.startswith("oimcrawler.archive"), f"{module} imports {name}"


@pytest.mark.parametrize("module", [name for name in modules() if name.startswith(PURE)])
def test_the_pure_rooms_have_no_disk_no_network_no_clock(module: str) -> None:
    for name in imported(modules()[module]):
        assert not any(name == taboo or name.startswith(taboo + ".") for taboo in FORBIDDEN_TO_PURE), (
            f"{module} imports {name}"
        )
