"""The law of the cursor: full(n) + delta(n→m) = full(m), byte for byte, over random histories of an archive."""

import tempfile
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from oimcrawler.exports import apply_delta, export
from tests.exports.archives import World, differing, world

_SLUGS = st.sampled_from(["un-atelier", "un-bureau", "une-rencontre", "un-atelier-0"])
_EVENTS = st.one_of(
    st.tuples(st.just("show"), _SLUGS, st.integers(0, 4)),
    st.tuples(st.just("show"), _SLUGS, st.integers(0, 4)),
    st.tuples(st.just("reclean"), _SLUGS, st.integers(0, 4)),
    st.tuples(st.just("vanish"), _SLUGS),
    st.tuples(st.just("redirect"), _SLUGS, _SLUGS),
    st.tuples(st.just("withdraw"), _SLUGS),
    st.tuples(st.just("purge"), _SLUGS),
    st.tuples(st.just("restore"), _SLUGS),
    st.tuples(st.just("date"), _SLUGS, st.integers(0, 4)),
    st.tuples(st.just("language"), _SLUGS, st.integers(0, 4)),
    st.tuples(st.just("export")),
)


def _happen(place: World, event: tuple[str, *tuple[object, ...]]) -> None:
    match event:
        case ("show", str(slug), int(text)):
            place.show(slug, text)
        case ("reclean", str(slug), int(text)):
            place.show(slug, text, cause="recleaned", quality=("short",))
        case ("date", str(slug), int(text)):
            place.show(
                slug,
                text,
                published_on="2026-01-04",
                kind="Communiqué",
                alternates={"ar": "https://maroc.example/ar/news/warsha"},
            )
        case ("language", str(slug), int(text)):
            place.store(slug, "Rabat", f"Texte {text}", lang=("fr", "en")[text % 2], cause="recleaned")
        case ("vanish", str(slug)):
            place.vanish(slug)
        case ("redirect", str(slug), str(target)):
            place.redirect(slug, target)
        case ("withdraw", str(slug)):
            place.withdraw(slug)
        case ("purge", str(slug)):
            place.withdraw(slug, purged=True)
        case ("restore", str(slug)):
            place.restore(slug)


def _holds(events: list[tuple[str, *tuple[object, ...]]], lang: str | None) -> None:
    formats = ("jsonl", "csv")
    with tempfile.TemporaryDirectory() as name, world(Path(name)) as place:
        folder = Path(name)
        fulls = {0: export(place.archive, folder / "full-0", formats, lang=lang)}
        for event in events:
            if event[0] == "export":
                fulls[place.cursor()] = export(place.archive, folder / f"full-{place.cursor()}", formats, lang=lang)
            else:
                _happen(place, event)
        last = export(place.archive, folder / "last", formats, lang=lang)
        for cursor, full in fulls.items():
            assert full.to_cursor == cursor
            delta = export(place.archive, folder / "delta", formats, since=cursor, lang=lang)
            assert (delta.from_cursor, delta.to_cursor) == (cursor, last.to_cursor)
            assert apply_delta(folder / f"full-{cursor}", folder / "delta", folder / "out") == last
            assert differing(folder / "out", folder / "last") == [], f"from cursor {cursor} to {last.to_cursor}"


@given(st.lists(_EVENTS, max_size=14))
@example([("show", "un-atelier", 0), ("export",), ("show", "un-atelier", 2), ("export",), ("show", "un-atelier", 0)])
@example(
    [
        ("show", "un-atelier", 0),
        ("show", "un-bureau", 2),
        ("export",),
        ("show", "un-bureau", 0),
        ("export",),
        ("withdraw", "un-atelier"),
    ]
)
@example(
    [
        ("show", "un-atelier", 0),
        ("export",),
        ("withdraw", "un-atelier"),
        ("export",),
        ("restore", "un-atelier"),
        ("vanish", "un-atelier"),
    ]
)
def test_a_full_export_and_what_changed_since_are_the_next_full_export(
    events: list[tuple[str, *tuple[object, ...]]],
) -> None:
    """Edits, texts that come back, merges, moves, vanished, withdrawn, purged and restored articles, better known fields."""
    _holds(events, None)


@given(st.lists(_EVENTS, max_size=14))
@example([("show", "un-atelier", 0), ("export",), ("show", "un-atelier", 4), ("export",), ("show", "un-atelier", 0)])
@example([("language", "un-atelier", 0), ("export",), ("language", "un-atelier", 1), ("vanish", "un-atelier")])
def test_the_law_holds_in_an_export_of_one_language(events: list[tuple[str, *tuple[object, ...]]]) -> None:
    """An article that is of another language now leaves the export."""
    _holds(events, "fr")
