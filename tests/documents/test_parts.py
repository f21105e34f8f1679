"""The pieces: decoding, shapes of lines, the navigation's shape, footers, copies, stored menus."""

import codecs
import json

import pytest

from benchmarks.cleaning import METHODS, main
from benchmarks.documents import article, platform_menu
from oimcrawler.documents import Menus, decode_document, is_text, learn_menus
from oimcrawler.documents.copies import group_copies, pieces
from oimcrawler.documents.footers import footer_lines, is_footer_mark
from oimcrawler.documents.lines import is_date, is_label, key_of, similarity
from oimcrawler.documents.navigation import navigation_end

FRENCH = "L’été dernier, « trente » élèves ont visité le marché de Fès.\nÀ bientôt."
ARABIC = "نظمت الوكالة لقاء في مدينة الرباط حول الموانئ والمعابر.\nوشارك في اللقاء ثلاثون مشاركا."


@pytest.mark.parametrize("text", [FRENCH, ARABIC, "plain"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    ],
)
def test_every_unicode_form_is_read(text: str, encode: object) -> None:
    assert callable(encode)
    data = encode(text)
    assert isinstance(data, bytes)
    assert is_text(data)
    assert decode_document(data) == text


@pytest.mark.parametrize(("text", "encoding"), [(FRENCH, "cp1252"), (ARABIC, "cp1256"), ("Réunion à Fès", "cp1252")])
def test_the_old_code_pages_are_read(text: str, encoding: str) -> None:
    assert decode_document(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(32)) * 20, "binary, not text"),
        (b"PK\x03\x04" + bytes(200), "binary, not text"),
        (FRENCH.encode()[:3] + b"\xff" + FRENCH.encode()[4:], "broken UTF-8 at byte 1"),
        (FRENCH.encode() + "été".encode()[:-1], f"broken UTF-8 at byte {len(FRENCH.encode()) + 3}"),
        (codecs.BOM_UTF8 + b"abc\xe9", "broken UTF-8 at byte 6"),
        (codecs.BOM_UTF16_LE + b"a\x00\x00", "broken UTF-16 at byte 4"),
        (b"\xff\xfe\x80 caf\xe9 broken \xc3\x28 utf", "broken UTF-8 at byte 0"),
        (b"\xfe\xff" + FRENCH.encode(), "broken UTF-8 at byte 0"),
        (b"\xff\xfe" + ARABIC.encode(), "broken UTF-8 at byte 0"),
    ],
)
def test_what_is_no_text_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}"):
        decode_document(data)


@pytest.mark.parametrize("place", [0, 1, 40, 600])
@pytest.mark.parametrize("damage", [b"\xff", b"\xff\xfe\x80", b"\x80\x81"])
def test_damaged_bytes_in_a_document_of_the_samples_form_are_named(place: int, damage: bytes) -> None:
    data = "\n".join([*platform_menu(), "L’été à Fès", *article(3).paragraphs]).encode()
    while data[place] & 0xC0 == 0x80:
        place += 1
    with pytest.raises(ValueError, match=f"^broken UTF-8 at byte {place}$"):
        decode_document(data[:place] + damage + data[place:])


def test_digits_quotes_dashes_and_case_make_no_other_line() -> None:
    keys = {
        key_of(line)
        for line in ("- L’OIM : 174 États", "– l'oim : 175 États", "•  L´OIM : ١٧٤ États", "- L'OIM\u200f : 9 États")
    }
    assert len(keys) == 1
    assert key_of("- Agir") != key_of("Agir")
    assert (
        similarity(key_of("Nos bureaux au Maroc"), key_of("Au Maroc, nos bureaux"))
        > 0.6
        > similarity("agir", "structure")
    )


@pytest.mark.parametrize(
    "line", ["07/30/2016", "Wed, 09/19/2018 - 11:19", "01 aout 2024", "12 mars 2024", "2024-03-12"]
)
def test_dates_alone_on_a_line(line: str) -> None:
    assert is_date(line)


@pytest.mark.parametrize(
    "line",
    [
        "Rabat, le 12 mars 2024, le ministre a parlé.",
        "Journée du 18 décembre à la grande bibliothèque de Rabat",
        "2030 Agenda",
    ],
)
def test_a_line_with_a_date_is_no_date(line: str) -> None:
    assert not is_date(line)


def test_labels_are_the_platforms_own_only() -> None:
    assert all(map(is_label, ("Communiqué", "LOCAL", "Global", "News", "بيان صحفي")))
    assert not any(map(is_label, ("Déclaration conjointe", "Rabat", "Communiqué du port de Tanger")))


@pytest.mark.parametrize("lang", ["fr", "en", "ar"])
@pytest.mark.parametrize("host", range(4))
def test_the_shape_ends_at_the_last_leaf(lang: str, host: int) -> None:
    menu = platform_menu(lang, host)
    for body in (["Un titre", "- Agir", "- Agenda 2030"], ["- Un point", "- Agenda 2030"], []):
        assert navigation_end([*menu, *body]) == len(menu)


def test_an_articles_own_bullets_are_no_navigation() -> None:
    paragraph = "Les partenaires du port ont retenu quatre priorités pour les trois années qui viennent, en voici la liste complète."
    bullets = ["- La santé", "- L'école", "- Le logement", "- La mer", "- L'Agenda 2030"]
    assert navigation_end(["Un titre", paragraph, *bullets]) == 0
    assert (
        navigation_end(
            [
                *platform_menu()[:-1],
                "Les priorités du port pour les trois prochaines années, de Tanger à Agadir",
                *bullets,
            ]
        )
        == 0
    )
    assert navigation_end([*platform_menu()[:-1], "Un titre", paragraph, *bullets]) == 0


def test_a_footer_needs_a_mark_and_four_fifths() -> None:
    footer = ["Partager", "Bureau central", "© Agence 2024"]
    endings = [(number, [f"Fin {number}.", *footer]) for number in range(4)]
    assert {text for _, text, _ in footer_lines(endings)} == set(footer)
    assert footer_lines([*endings, (4, ["Fin."]), (5, ["Fin."])]) == ()
    assert footer_lines([(number, [f"Fin {number}.", "Salma Berrada", "Rabat"]) for number in range(9)]) == ()
    assert footer_lines(endings[:1]) == ()
    assert not any(
        map(
            is_footer_mark,
            (
                "Retour volontaire",
                "حقوق المهاجرين",
                "Share of women: half",
                "شارك في اللقاء ثلاثون",
                "Partager : presse@example.org",
            ),
        )
    )


def test_copies_are_found_and_articles_told_apart() -> None:
    texts = [list(article(number).paragraphs) for number in range(12)]
    changed = [texts[3][0].replace("e", "é", 1), *texts[3][1:]]
    assert group_copies(
        [pieces(lines) for lines in [*texts, changed, [*texts[5], "Un ajout de la rédaction, daté du soir."]]]
    ) == [*range(12), 3, 5]


def test_stored_menus_are_checked() -> None:
    menus = learn_menus((str(number), "\n".join([*platform_menu(), f"Titre {number} à part"])) for number in range(3))
    assert Menus.from_json(menus.to_json()).digest == menus.digest
    assert learn_menus([]).digest == Menus().digest != menus.digest
    for text in ("", "[]", "{}", '{"format":99}', menus.to_json().replace('"starts":[', '"starts":[999,')):
        with pytest.raises(ValueError):
            Menus.from_json(text)


def test_the_benchmark_prints_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seeds", "1", "--json", "174 → 175", "contact lines on 3 of 5"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["method"] for row in rows} == set(METHODS)
    assert all(row["left"] == row["lost"] == 0 for row in rows if row["method"] == "ours")
    assert any(row["left"] for row in rows if row["method"] == "longest common prefix")
