"""What stands on the pages, and what never does."""

import re
import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, urljoin

import httpx
import lxml.html
import pytest
from lxml import etree

from oimcrawler.archive import open_archive
from oimcrawler.web.guard import POLICY
from oimcrawler.web.pages import RELATIONS
from oimcrawler.web.site import close_site, make_site
from tests.web.conftest import HOSTILE_TITLE, SECRET_LINE, SECRET_TITLE, Visitor


@pytest.fixture(scope="module")
def everything(visitor: Visitor) -> dict[str, httpx.Response]:
    """Every page that the links of the site lead to, with the JSON and the tables beside them, by address."""
    waiting = ["/", "/index.json", "/search?q=migration", "/search.json?q=migration", "/search?q=" + quote("'\"<b>*(")]
    found: dict[str, httpx.Response] = {}
    while waiting:
        path = waiting.pop(0)
        if path in found:
            continue
        answer = found[path] = visitor.get(path)
        if "html" not in answer.headers.get("content-type", "") or path.endswith("/raw"):
            continue
        for link in lxml.html.document_fromstring(answer.content).iter("a", "link", "iframe"):
            target = urljoin(path, (link.get("href") or link.get("src") or "#").partition("#")[0])
            # Facets multiply, and one article of the series is as good as another.
            if (
                target.startswith("/")
                and target.count("&") < 1
                and not (target.startswith("/article/") and not any(uid in target for uid in visitor.uids.values()))
            ):
                waiting.append(target)
    return found


def pages_of(everything: dict[str, httpx.Response]) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    for path, answer in everything.items():
        if answer.status_code == 200 and "html" in answer.headers["content-type"]:
            yield path, lxml.html.document_fromstring(answer.content)


def shown(page: lxml.html.HtmlElement) -> str:
    return " ".join(page.text_content().split())


def test_every_page_that_is_linked_answers_under_a_strict_policy(everything: dict[str, httpx.Response]) -> None:
    assert len(everything) > 80
    for path, answer in everything.items():
        assert answer.status_code in (200, 302), (path, answer.status_code)
        policy = answer.headers["content-security-policy"]
        assert policy == POLICY or path.endswith("/raw"), path
        assert policy.startswith("sandbox;") or not path.endswith("/raw")
        assert "set-cookie" not in answer.headers
        assert (answer.headers["x-content-type-options"], answer.headers["referrer-policy"]) == (
            "nosniff",
            "same-origin",
        )


def test_no_page_has_anything_active_or_from_elsewhere(everything: dict[str, httpx.Response]) -> None:
    for path, page in pages_of(everything):
        for element in page.iter():
            assert element.tag not in ("script", "object", "embed", "base", "style") or (
                element.tag == "style" and path.endswith("/raw")
            ), path
            for name, value in element.attrib.items():
                assert not name.startswith("on"), (path, name)
                assert name != "style" or path.endswith("/raw"), path
                assert not str(value).strip().lower().startswith(("javascript:", "data:")), (path, value)
                if name in ("src", "action") or (name == "href" and element.tag == "link"):
                    assert value.startswith("/") and not value.startswith("//"), (path, value)


def test_headings_landmarks_labels(everything: dict[str, httpx.Response]) -> None:
    for path, page in pages_of(everything):
        if path.endswith("/raw"):
            continue
        levels = [int(str(heading.tag)[1]) for heading in page.iter("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1 and levels[0] == 1, (path, levels)
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)
        assert len(page.findall(".//main")) == 1 and page.get("lang") == "en"
        assert page.xpath("//a[@class='skip']/@href") == ["#main"]
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        for field in page.xpath("//input[not(@type='hidden')] | //select"):
            assert page.xpath(f"//label[@for='{field.get('id')}']"), (path, field.get("id"))
        for name in page.xpath("//@aria-labelledby | //@aria-describedby"):
            assert name in ids, (path, name)
        assert all(shown(link) for link in page.iter("a")), path


def test_the_start_page_plots_lists_and_counts(visitor: Visitor) -> None:
    page = visitor.page("/")
    assert len(page.xpath("//svg[@role='img']")) == 2
    assert "March 2024" in page.xpath("//details//th[@scope='row']/text()")
    document = visitor.json("/index.json")
    assert document["articles"] == 51 and document["languages"] == {"fr": 46, "en": 3, "?": 1, "ar": 1}
    assert document["edits"][0]["uid"] == visitor.uids["atelier"]
    assert page.xpath(f"//a[@href='/article/{visitor.uids['atelier']}/diff/1/2']")


def test_an_empty_archive_has_a_start_page_and_an_empty_search(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_archive(path, create=True):
        pass
    site = make_site(path)
    try:
        empty = Visitor(site, {}, path)
        assert "empty so far" in shown(empty.page("/")) and "empty so far" in shown(empty.page("/search"))
        assert "Nothing found" in shown(empty.page("/search?q=rabat"))
        assert empty.get("/feed.xml").status_code == empty.get("/runs").status_code == 200
    finally:
        close_site(site)


def test_results_have_marks_facets_and_pages(visitor: Visitor) -> None:
    page = visitor.page("/search?q=migration")
    assert "45 articles, page 1 of 3" in shown(page)
    assert len(page.xpath("//ol/li")) == 20 and page.xpath("//p[@class='snippet']/mark/text()")[0] == "migration"
    last = visitor.page("/search?q=migration&page=3")
    assert len(last.xpath("//ol/li")) == 5 and last.xpath("//ol/@start") == ["41"]
    document = visitor.json("/search.json?q=migration&year=2025&kind=News")
    assert document["count"] == 45
    assert [(one["value"], one["count"]) for one in document["facets"]["lang"]] == [("fr", 45)]
    assert document["facets"]["year"] == [{"value": "2025", "count": 45, "chosen": True}]


def test_a_facet_counts_under_the_other_filters_and_its_link_gives_that_many(visitor: Visitor) -> None:
    page = visitor.page("/search?lang=en")
    for link in page.xpath("//aside//a"):
        promised = int(re.findall(r"\d+", link.xpath(".//span[@class='n']/text()")[0].replace(",", ""))[0])
        if not link.get("aria-current"):
            target = urljoin("/search", link.get("href")).replace("/search?", "/search.json?")
            assert visitor.json(target)["count"] == promised, target


@pytest.mark.parametrize("name", ["lang", "kind", "year"])
def test_what_is_not_known_is_a_facet_too(visitor: Visitor, name: str) -> None:
    document = visitor.json(f"/search.json?{name}=none")
    assert visitor.uids["empty"] in [one["uid"] for one in document["results"]]
    assert document["count"] == len(document["results"])


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "(((((((",
        "NOT",
        "-a",
        "title:",
        "* * *",
        "AND OR NOT",
        "\x00",
        "'; DROP TABLE articles",
        "🙂",
        "a" * 5000,
        "\u202e",
        "NEAR(a b)",
        "rabat^2",
        "{x}:",
        "%",
        "</title>",
    ],
)
def test_no_query_is_an_error(visitor: Visitor, query: str) -> None:
    page = visitor.page("/search?q=" + quote(query))
    assert page.find(".//h1") is not None
    assert visitor.json("/search.json?q=" + quote(query))["page"] == 1


@pytest.mark.parametrize(
    "rest",
    [
        "&page=0",
        "&page=-1",
        "&page=x",
        "&page=999999",
        "&page=99999999999999999999",
        "&lang=%00",
        "&year=99999",
        "&kind=%22%3E",
        "&q=b",
        "&page=%D9%A2",
    ],
)
def test_no_filter_or_page_is_an_error(visitor: Visitor, rest: str) -> None:
    visitor.page("/search?q=migration" + rest)


def test_a_key_in_the_search_box_leads_to_its_article(visitor: Visitor) -> None:
    uid = visitor.uids["atelier"]
    for text in (uid, "https://maroc.example/fr/news/atelier-0", visitor.json(f"/article/{uid}.json")["content_hash"]):
        answer = visitor.get("/search?q=" + quote(text, safe=""))
        assert (answer.status_code, answer.headers["location"]) == (302, f"/article/{uid}")


def test_an_article_is_shown_with_all_that_is_known(visitor: Visitor) -> None:
    uid = visitor.uids["atelier"]
    page = visitor.page(f"/article/{uid}")
    said = shown(page)
    assert [shown(p) for p in page.xpath("//div[@class='body']/p")] == [
        "Rabat – Trente personnes ont appris à lire l'œuvre.",
        "Le deuxième paragraphe.",
    ]
    for wanted in (
        "1 March 2024",
        "French",
        "Communiqué",
        "Also in Arabic",
        "atelier-0",
        "duplicate",
        "json-ld",
        "script[1]",
        "Qui sommes nous",
        "@online{",
        "date-parts",
    ):
        assert wanted in said, wanted
    assert page.xpath("//form[@class='compare']//option/text()") == ["1", "2"] * 2
    capture = page.xpath("//a[starts-with(@href, '/capture/')]/@href")[0]
    assert uid in "".join(visitor.page(capture).xpath("//a/@href"))


def test_near_duplicates_are_linked_and_a_withdrawn_one_is_not(visitor: Visitor) -> None:
    uid, other = visitor.uids["gone"], visitor.uids["empty"]
    with open_archive(visitor.path) as archive:
        archive.db.execute("BEGIN")
        for near in (other, visitor.uids["secret"]):
            archive.db.execute("INSERT INTO near_links(uid, other_uid, distance) VALUES (?, ?, 0.08)", (uid, near))
        archive.db.execute("COMMIT")
    try:
        page = visitor.page(f"/article/{uid}")
        assert "92 % alike" in shown(page) and "gone from the site" in shown(page)
        assert [one["uid"] for one in visitor.json(f"/article/{uid}.json")["near_duplicates"]] == [other]
    finally:
        with open_archive(visitor.path) as archive:
            archive.db.execute("DELETE FROM near_links WHERE uid = ?", (uid,))


def test_an_old_version_says_that_it_is_one(visitor: Visitor) -> None:
    page = visitor.page(f"/article/{visitor.uids['atelier']}@1")
    assert "version 1 of 2" in shown(page) and "Vingt personnes" in shown(page)


def test_keys_of_every_kind_lead_to_the_one_address(visitor: Visitor) -> None:
    uid = visitor.uids["atelier"]
    digest = visitor.json(f"/article/{uid}.json")["content_hash"]
    for key in (
        digest,
        digest[:8],
        quote("https://maroc.example/fr/news/atelier", safe=""),
        "https://maroc.example/fr/news/atelier/",
    ):
        assert visitor.get(f"/article/{key}").headers["location"] == f"/article/{uid}", key
        assert visitor.get(f"/article/{key}.json").headers["location"] == f"/article/{uid}.json", key
    assert visitor.get(f"/article/{digest}@1").headers["location"] == f"/article/{uid}@1"


def test_arabic_runs_from_right_to_left(visitor: Visitor) -> None:
    page = visitor.page(f"/article/{visitor.uids['arabic']}")
    body = page.xpath("//div[@class='body']")[0]
    assert (body.get("dir"), body.get("lang")) == ("rtl", "ar")
    assert page.xpath("//h1/..")[0].get("dir") == "rtl"
    hit = visitor.page("/search?q=" + quote("ورشة")).xpath("//ol/li")[0]
    assert hit.xpath(".//h3/a/@dir") == ["rtl"] and hit.xpath(".//p[@class='snippet']/@dir") == ["rtl"]


def test_a_comparison_marks_words_and_gives_back_both_texts(visitor: Visitor) -> None:
    uid = visitor.uids["atelier"]
    page = visitor.page(f"/article/{uid}/diff/1/2")
    assert ["Vingt" in shown(one) for one in page.xpath("//div[@class='body']//del")] == [True]
    assert ["Trente" in shown(one) for one in page.xpath("//div[@class='body']//ins")] == [True]
    document = visitor.json(f"/article/{uid}/diff/1/2.json")
    old = "".join(op["text"] for paragraph in document["body"] for op in paragraph if op["op"] != "new")
    assert old == visitor.json(f"/article/{uid}@1.json")["body"]
    assert visitor.get(f"/article/{uid}/diff?from=2&to=1").headers["location"] == f"/article/{uid}/diff/2/1"
    for bad in ("/diff", "/diff?from=x&to=1", "/diff/1/9", "/diff/0/1"):
        assert visitor.get(f"/article/{uid}{bad}").status_code == 404, bad


@pytest.mark.parametrize(
    "path",
    [
        "/article/nope", "/article/ffffffffffff", "/article/%00", "/article/..%2f..%2fetc", "/capture/999999",
        "/capture/99999999999999999999999", "/nothing", "/nothing/", "/static/x.css", "/%ff", "/article/@2", "/-/x%20y",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_page_of_ours(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 404 and "To the start page" in answer.text
    assert answer.headers["content-security-policy"] == POLICY


def test_a_missing_version_says_which_there_are(visitor: Visitor) -> None:
    answer = visitor.get(f"/article/{visitor.uids['atelier']}@7")
    assert answer.status_code == 404 and "versions 1 to 2" in answer.text


def test_a_withdrawn_article_is_a_tombstone_and_nowhere_else(
    visitor: Visitor, everything: dict[str, httpx.Response]
) -> None:
    uid = visitor.uids["secret"]
    answer = visitor.get(f"/article/{uid}")
    assert answer.status_code == 410 and "asked by its author" in answer.text
    assert visitor.get(f"/article/{uid}@1").status_code == visitor.get(f"/article/{uid}/diff/1/2").status_code == 410
    assert visitor.json(f"/article/{uid}.json")["state"] == "withdrawn"
    captures = sqlite3.connect(visitor.path.absolute().as_uri(), uri=True)
    mine = [row[0] for row in captures.execute("SELECT id FROM captures WHERE url LIKE '%un-secret%'")]
    captures.close()
    assert len(mine) == 4
    paths = [
        *(f"/archive/{name}.json?_size=max&_labels=on" for name in RELATIONS),
        *(f"/archive/{name}.csv" for name in RELATIONS),
    ]
    paths += [f"/capture/{number}{rest}" for number in mine for rest in ("", "/raw", ".json")]
    paths += [
        "/search?q=secret",
        "/search.json?q=secret",
        "/search.json?q=phrase",
        "/archive/articles.json?_search=secret",
        f"/archive/addresses.json?uid={uid}&_facet=uid&_labels=on",
    ]
    for path, text in [
        *((path, answer.text) for path, answer in everything.items()),
        *((path, visitor.get(path).text) for path in paths),
    ]:
        for telling in (SECRET_TITLE, SECRET_LINE, "/un-secret"):
            assert telling not in text, (path, telling)


def test_a_captured_page_that_shows_a_withdrawn_article_is_not_shown(visitor: Visitor) -> None:
    from tests.exports.archives import World

    with open_archive(visitor.path) as archive:
        world = World(archive, now="2026-03-01T00:00:00Z")
        uid = world.store("voisin", "Une page voisine", f"Lire aussi : {SECRET_TITLE}").uid
    try:
        capture = visitor.json(f"/article/{uid}.json")["capture_id"]
        assert visitor.get(f"/capture/{capture}/raw").status_code == 410
    finally:
        with open_archive(visitor.path) as archive:
            archive.db.execute("PRAGMA foreign_keys = OFF")
            for table in ("article_rows", "version_rows", "addresses", "changes", "sightings"):
                archive.db.execute(f"DELETE FROM {table} WHERE uid = ?", (uid,))


@pytest.mark.parametrize(
    "path",
    [
        "/archive/payloads.json", "/archive/article_rows.json", "/archive/article_rows/1.json", "/archive/dictionaries",
        "/archive/near_links.json", "/archive/pages.json", "/archive/version_rows.json", "/archive/sqlite_master.json",
        "/archive/indexed_texts.json", "/archive/articles_fts.json", "/archive/ARTICLE_ROWS.json", "/archive.db",
        "/_internal.json", "/_internal/databases.json", "/_memory.json", "/-/databases.json", "/-/settings.json",
        "/-/plugins.json", "/-/metadata.json", "/-/threads.json", "/-/patterns", "/-/auth-token", "/-/messages",
        "/-/static/app.css", "/archive/addresses/1.json", "/archive~2Fpayloads.json", "/archive/payloads.blob",
    ],
)  # fmt: skip
def test_what_is_internal_cannot_be_browsed(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_no_sql_of_visitors(visitor: Visitor) -> None:
    for path in (
        "/archive.json?sql=select+1",
        "/archive/articles.json?_where=1",
        "/archive/addresses.json?_through={%22table%22:%22article_rows%22,%22column%22:%22title%22,%22value%22:%22x%22}",
    ):
        answer = visitor.get(path)
        assert answer.status_code in (400, 403), path
        assert answer.headers["content-security-policy"] == POLICY


def test_public_tables_are_json_and_csv(visitor: Visitor) -> None:
    listed = visitor.json("/archive.json")
    names = {one["name"] for one in listed["tables"]} | {one["name"] for one in listed["views"]}
    assert names <= set(RELATIONS) and {"articles", "versions", "captures"} <= names
    rows = visitor.json("/archive/articles.json?_shape=objects&_size=max&lang=ar")["rows"]
    assert [row["uid"] for row in rows] == [visitor.uids["arabic"]]
    assert visitor.get("/archive/runs.csv").text.startswith("id,site,command")


def test_the_feed_is_atom_and_tells_of_withdrawal(visitor: Visitor) -> None:
    root = etree.fromstring(visitor.get("/feed.xml").content)
    space = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
    assert len(root.findall("a:entry", space)) + len(root.findall("at:deleted-entry", space)) == 50
    assert root.find("a:link[@rel='self']", space) is not None
    updates = [entry.findtext("a:updated", namespaces=space) or "" for entry in root.findall("a:entry", space)]
    assert updates == sorted(updates, reverse=True)


def test_hostile_texts_are_text(visitor: Visitor) -> None:
    for path in (f"/article/{visitor.uids['hostile']}", "/search?q=evil", "/search?year=2024"):
        page = visitor.page(path)
        assert HOSTILE_TITLE.replace("\u202e", "").split()[0] in page.text_content(), path
        assert not page.xpath("//script | //b[@onclick] | //img")
    assert "{{ 7*7 }}" in shown(visitor.page(f"/article/{visitor.uids['hostile']}"))
    title = visitor.page(f"/article/{visitor.uids['hostile']}").findtext(".//title")
    assert title is not None and "\u202e" not in title and len(title) < 200


def test_huge_and_empty_texts_have_pages(visitor: Visitor) -> None:
    assert len(visitor.page(f"/article/{visitor.uids['huge']}").xpath("//div[@class='body']/p")) == 5
    assert len(visitor.get("/search?q=mot").content) < 20_000
    assert visitor.page(f"/article/{visitor.uids['empty']}").findtext(".//h1") == "Untitled"


def test_pages_answer_while_a_crawl_writes_and_show_what_was_there_before(visitor: Visitor) -> None:
    before = visitor.json("/index.json")["articles"]
    with open_archive(visitor.path) as archive:
        archive.db.execute("BEGIN IMMEDIATE")
        archive.db.execute("UPDATE article_rows SET title = 'half written' WHERE uid = ?", (visitor.uids["atelier"],))
        assert visitor.json("/index.json")["articles"] == before
        assert "Un atelier" in visitor.get(f"/article/{visitor.uids['atelier']}").text
        assert "half written" not in visitor.get("/search?q=atelier").text
        archive.db.execute("ROLLBACK")


def test_the_site_never_writes(visitor: Visitor) -> None:
    held = visitor.path.read_bytes()
    for path in ("/", "/search?q=migration", f"/article/{visitor.uids['atelier']}", "/archive/articles.json"):
        visitor.get(path)
    assert visitor.path.read_bytes() == held
