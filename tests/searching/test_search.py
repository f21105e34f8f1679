"""Search as a person meets it: the cases of `cases.toml`, and laws over any text, on real FTS5 with the archive's tokenizer."""

import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oimcrawler.searching import RANK, TOKENIZER, compile_query, fold_for_index
from oimcrawler.searching.folding import TITLE_MARK, forms, key, tokens

GROUPS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))
CASES = [(group, *case) for group, table in GROUPS.items() for case in table["cases"]]

# Scripts of the archive's languages and their neighbours, and what people paste: every one known to the tokenizer of SQLite 3.40.
LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs", "Cf", "Mn"), max_codepoint=0x6FF)
PIECES = st.sampled_from(
    [
        "title:",
        " OR ",
        " AND ",
        " NOT ",
        " -",
        "ال",
        "لل",
        "l'",
        "(",
        ")",
        '"',
        "«",
        "»",
        "*",
        " ",
        "œ",
        "ß",
        "٢",
        "\0",
        "^",
        "{",
        "+",
    ]
)
TEXTS = st.lists(st.text(LETTERS, max_size=4) | PIECES, max_size=15).map("".join)


def index(documents: list[tuple[str, str]]) -> sqlite3.Connection:
    """An archive's search index in memory; rowids count from 1."""
    db = sqlite3.connect(":memory:")
    db.execute("create table articles (id integer primary key, title, body, folded)")
    db.execute(
        "create virtual table articles_fts using fts5(title, body, folded, content='articles', content_rowid='id', "
        f'tokenize="{TOKENIZER}")'
    )
    rows = [(number, title, body, fold_for_index(title, body)) for number, (title, body) in enumerate(documents, 1)]
    db.executemany("insert into articles values (?, ?, ?, ?)", rows)
    db.executemany("insert into articles_fts (rowid, title, body, folded) values (?, ?, ?, ?)", rows)
    return db


def found(db: sqlite3.Connection, match: str | None) -> set[int]:
    if match is None:
        return set()
    return {row for (row,) in db.execute("select rowid from articles_fts where articles_fts match ?", (match,))}


def split(text: str) -> tuple[str, str]:
    title, bar, body = text.partition(" | ")
    return (title, body) if bar else ("", text)


TEXTS_OF_CASES = [text for case in CASES for text in (*case[2], *case[3])]


@pytest.fixture(scope="module")
def library() -> Iterator[sqlite3.Connection]:
    db = index([split(text) for text in TEXTS_OF_CASES])
    yield db
    db.close()


@pytest.mark.parametrize(("group", "query", "hits", "misses"), CASES)
def test_case(library: sqlite3.Connection, group: str, query: str, hits: list[str], misses: list[str]) -> None:
    rows = found(library, compile_query(query).match)
    texts = {TEXTS_OF_CASES[row - 1] for row in rows}
    assert [text for text in hits if text not in texts] == []
    assert [text for text in misses if text in texts] == []


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 150
    assert len(GROUPS) >= 12


def share_by_raw_words(db: sqlite3.Connection, column: str = "") -> float:
    """The share of cases with plain words that somebody gets who only puts each word in quotes."""
    plain = [case for case in CASES if case[0] not in ("phrases", "operators", "fields", "prefixes")]
    good = 0
    for _, query, hits, misses in plain:
        match = column + " ".join(f'"{word}"' for word in query.split())
        texts = {TEXTS_OF_CASES[row - 1] for row in found(db, match)}
        good += texts.issuperset(hits) and texts.isdisjoint(misses)
    return good / len(plain)


def test_raw_sql_gets_most_of_it(library: sqlite3.Connection) -> None:
    with_folded, without = share_by_raw_words(library), share_by_raw_words(library, "{title body} : ")
    print(f"raw words: {with_folded:.0%} with the folded column, {without:.0%} without")
    assert with_folded >= RAW_FLOOR
    assert with_folded >= without + 0.2


RAW_FLOOR = 0.48


@given(TEXTS)
@example('"')
@example("(" * 500)
@example("((((((((((((a OR b))))) -c" * 20)
@example("a" + " OR a" * 400)
@example("NOT " * 200 + "a")
@example("title:" * 150)
@example("\ud800 \0 a")
@example("NEAR/2 a^b {x}: +")
@example("- -- --- a -(-b) -(c -d)")
@example('a -"" OR "')
@example("ʼ" * 3)
@example("ﷺ ½")
def test_no_query_is_a_syntax_error(text: str) -> None:
    query = compile_query(text)
    db = index([("Un titre", "Un corps")])
    found(db, query.match)
    db.close()
    assert query.match is not None or query.notes


@given(st.text(max_size=30))
def test_no_query_in_any_script_is_a_syntax_error(text: str) -> None:
    db = index([])
    found(db, compile_query(text).match)
    db.close()


@given(TEXTS, st.text(LETTERS, max_size=30))
@example("", "l'œuvre d'İstanbul, وللاجئين ½ ㎏")
@example("", "ء ئ ﷺ ʼ Ԩ")
def test_every_word_of_a_document_finds_it(title: str, body: str) -> None:
    title, body = title.replace("\0", " "), body.replace("\0", " ")
    db = index([(title, body)])
    for word in tokens(f"{title}\n{body}"):
        for written in (word, word.upper(), key(word)):
            if tokens(written):
                assert found(db, compile_query(f'"{written}"').match) == {1}, (
                    written,
                    compile_query(f'"{written}"').match,
                )
    db.close()


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    for token in tokens(text):
        assert key(key(token)) == key(token)


@given(TEXTS, TEXTS)
def test_the_folded_column_is_stable_and_bounded(title: str, body: str) -> None:
    folded = fold_for_index(title, body)
    assert folded == fold_for_index(title, body)
    # Every token has a handful of forms at most, with its mark and separator, twice in a title; ﷺ alone becomes 18 letters.
    assert len(folded) <= 80 * (len(title) + len(body)) + 20


def test_only_what_differs_is_indexed() -> None:
    assert fold_for_index("Une ville", "Des élèves À l ecole, the harbour and Ünal.") == ""
    long = "Un texte ordinaire sans rien de particulier. " * 200
    assert len(fold_for_index("", long + "Une œuvre. " + long)) < 100


def test_the_column_is_made_in_linear_time() -> None:
    text = "ذهب المهاجرون إلى المؤتمر بالمدينة القديمة سنة ٢٠٢٤ مع l'œuvre. "
    assert len(fold_for_index("", text * 1000)) <= 1000 * len(text) * 1.2


def test_words_of_the_title_are_marked_in_the_folded_column() -> None:
    assert TITLE_MARK + "مغرب" in fold_for_index("بالمغرب", "").split()
    assert "مغرب" in fold_for_index("بالمغرب", "").split()
    assert TITLE_MARK + "مغرب" not in fold_for_index("", "بالمغرب").split()


def test_forms_of_words_that_only_look_like_an_article_stay_harmless() -> None:
    assert forms("الله") == ("الله",)
    assert forms("ألف") == ("الف",)
    assert forms("Rabat") == ("rabat",)


def test_a_negative_query_says_what_is_missing() -> None:
    query = compile_query("-Rabat -Fès")
    assert (query.match, query.negative_only) == (None, True)
    assert query.notes == ("only words to leave out were given: add one to search for",)


@pytest.mark.parametrize("text", ["", " ", '""', "()", "😀", "* * -", "NOT", "title:", "…", "\u200f", "\u0300"])
def test_nothing_to_search_for(text: str) -> None:
    query = compile_query(text)
    assert (query.match, query.words, query.negative_only) == (None, (), False)
    assert query.notes == ("nothing to search for",)


def test_words_to_mark_are_the_wanted_ones() -> None:
    assert compile_query('migr* -Rabat "droits humains" l\'OIM').words == ("migr*", "droits", "humains", "l'OIM")


def test_long_queries_are_cut_with_a_note() -> None:
    assert compile_query("mot " * 1000).notes == (
        "only the first 1000 characters were searched for",
        "only the first 40 words were searched for",
    )


def test_titles_rank_first() -> None:
    db = index(
        [
            ("Un bilan", "La forêt, la forêt encore."),
            ("La forêt", "Un bilan."),
            ("La ville", "Une forêt au loin et un long bilan de tout."),
        ]
    )
    rows = db.execute(
        f"select rowid from articles_fts where articles_fts match ? order by {RANK}", (compile_query("forêt").match,)
    )
    assert next(rows)[0] == 2
    db.close()


def test_every_form_that_folding_says_to_be_plain_is_found_by_the_tokenizer() -> None:
    """Nothing is left out of the folded column that SQLite's own folding does not do."""
    codes = [*range(0xC0, 0x700), *range(0x1E00, 0x2000)]
    letters = [chr(code) for code in codes if tokens(chr(code)) == [chr(code)]]
    db = index([("", f"a{letter}b") for letter in letters])
    missed = [letter for number, letter in enumerate(letters, 1) if number not in found(db, f'"{key(f"a{letter}b")}"')]
    db.close()
    assert missed == []
