"""The report: everything that it promises, on one page that needs no other."""

import re
from pathlib import Path

import lxml.html

from oimcrawler.archive.captures import finish_run
from oimcrawler.cli import main
from oimcrawler.report import gaps, report_page
from tests.exports.archives import world

NOW = "2026-06-01T00:00:00Z"
HOSTILE = '<script>x()</script>"><img src=x onerror=x()> \u202e\x00'


def test_it_tells_of_coverage_gaps_edits_runs_alarms_and_waiting_pages(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        one.store("a", "Un", "Le premier texte.", published_on="2024-01-02")
        one.store("a", "Un", "Le premier texte, changé.", published_on="2024-01-02")
        one.store("b", "Deux", "Le deuxième texte.", published_on="2024-05-02")
        one.store("c", "ثلاثة", "النص الثالث.", lang="ar")
        one.archive.db.execute(
            "INSERT INTO pages(url, site, lang, found_at, found_by, held_capture_id, held_reason)"
            " VALUES (?, 'iom-morocco', 'fr', ?, 'listing', 1, ?)",
            ("https://maroc.example/attend", one.now, HOSTILE),
        )
        finish_run(one.archive.db, 1, one.now, 11, f"refused {HOSTILE}")
        text = report_page(one.archive.db, NOW)
    page = lxml.html.document_fromstring(text)
    said = " ".join(page.text_content().split())
    for wanted in (
        "3 articles, 4 versions",
        "February 2024 to April 2024 (3 months)",
        "French: 2",
        "Arabic: 1, 1 of them without a date",
        "refused by the site (11)",
        "1 kept, not yet read",
        "iom-morocco: the last crawl ended with 11",
        "January 2026",
    ):
        assert wanted in said, wanted
    table = next(one for one in page.iter("table") if (one.findtext("caption") or "").startswith("French"))
    assert [" ".join(cell.text_content().split()) for cell in table.xpath(".//tbody/tr/*")] == [
        "2024",
        "1",
        "–",
        "–",
        "–",
        "1",
        *[""] * 7,
        "2",
    ]
    assert not page.xpath("//script | //img | //link | //@onerror | //@style") and "\x00" not in text
    assert not page.xpath("//@src | //@href") and not re.search(r"url\(|@import", text)
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert len(page.xpath("//svg")) == 4


def test_an_empty_archive_has_a_report(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        said = lxml.html.document_fromstring(report_page(one.archive.db, NOW)).text_content()
    assert "0 articles" in said and "No run yet" in said and "No articles yet" in said


def test_wrong_dates_neither_stop_nor_swell_it(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        for number, day in enumerate(("0001-01-01", "9999-12-31", "2024-13-01", "soon", "2024", "2024-02")):
            one.store(str(number), f"Titre {number}", f"Texte {number}.", published_on=day)
        assert len(report_page(one.archive.db, NOW)) < 200_000


def test_gaps_lie_between_the_first_and_the_last_month_only() -> None:
    assert gaps({("2023-11", "fr"): 1, ("2024-01", "fr"): 1, ("2020-01", "ar"): 3}) == {
        "ar": [],
        "fr": [("2023-12", "2023-12", 1)],
    }


def test_the_command_writes_it(tmp_path: Path) -> None:
    with world(tmp_path) as one:
        one.show("a", 0)
    out = tmp_path / "report.html"
    assert main(["report", str(out), "--archive", str(tmp_path / "archive.db")]) == 0
    assert out.read_text("utf-8").endswith("</html>\n")
