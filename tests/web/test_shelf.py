"""The counts in memory are those of the archive, after every kind of change."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.archive.asking import UNKNOWN, counts_by_month
from oimcrawler.searching import compile_query
from oimcrawler.web.facets import facets, total
from oimcrawler.web.shelf import Shelf
from tests.exports.archives import World, world


def expected(one: World, match: str | None = None) -> list[tuple[str, str, str, int]]:
    found = "" if match is None else " AND id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
    rows = one.archive.db.execute(
        "SELECT coalesce(lang, 'none') AS l, coalesce(substr(published_on, 1, 4), 'none') AS y, coalesce(kind, 'none') AS k, count(*)"
        f" FROM article_rows WHERE state IN ('live', 'gone'){found} GROUP BY l, y, k ORDER BY l, y, k",
        () if match is None else (match,),
    )
    return [tuple(row) for row in rows]


def test_the_shelf_follows_the_archive(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        shelf = Shelf()
        match = compile_query("texte").match
        steps: list[Callable[[], object]] = [
            lambda: one.store("a", "Un", "Le premier texte.", published_on="2024-01-02", kind="News"),
            lambda: one.store("b", "Deux", "Le deuxième texte.", lang=None),
            lambda: one.store("a", "Un", "Le premier texte, changé.", published_on="2025-01-02", kind="News"),
            lambda: one.vanish("b"),
            lambda: one.store("c", "Trois", "Autre chose.", lang="ar", published_on="2024-02-01"),
            lambda: one.withdraw("a"),
            lambda: one.store("c", "Deux", "Le deuxième texte.", lang=None),
            lambda: one.restore("a"),
        ]
        steps.insert(0, lambda: None)
        for step in steps:
            step()
            for asked in (None, match):
                assert shelf.cube(one.archive.db, asked) == expected(one, asked) == Shelf().cube(one.archive.db, asked)
            assert shelf.months(one.archive.db) == counts_by_month(one.archive.db)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["fr", "ar", "none"]),
            st.sampled_from(["2023", "2024", "none"]),
            st.sampled_from(["News", "none"]),
            st.integers(1, 9),
        ),
        max_size=12,
    ),
    st.tuples(*[st.sampled_from([None, "fr", "2024", "News", UNKNOWN])] * 3),
)
def test_a_choice_of_a_facet_finds_as_many_as_it_promises(
    cube: list[tuple[str, str, str, int]], chosen: tuple[str | None, ...]
) -> None:
    for place, choices in enumerate(facets(cube, chosen).values()):
        for choice in choices:
            then = [choice.value if other == place else value for other, value in enumerate(chosen)]
            assert total(cube, then) == choice.count
