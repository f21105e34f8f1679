"""Bytes become the text that was meant, whatever the declaration says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.extraction.decoding import decode

_FRENCH = "L’été dernier, l’équipe a ouvert à Béni Mellal une école où près de cent élèves apprennent déjà le métier : « c’est une chance », dit-on."
_GERMAN = "Die Gäste der Stadt Köln hören über die Brücke, daß für das Fest schöne Plätze frei sind und Bäume gepflanzt würden."
_POLISH = "Wczoraj w mieście otwarto nową szkołę, gdzie uczą się też dorośli: mówią, że to dla nich wielka szansa i powód do dumy."
_TURKISH = (
    "Dün şehirde yeni bir okul açıldı; öğrenciler için ışıklı sınıflar, geniş bahçe ve küçük bir kütüphane hazırlandı."
)
_ARABIC = (
    "نظمت المنظمة الدولية أمس في الرباط ورشة تكوينية لفائدة خمسين مشاركا من ست دول حول صحة المهاجرين وحقوقهم في العمل."
)
_RUSSIAN = (
    "Вчера в городе открыли новую школу для взрослых, где учатся также приезжие; директор сказал, что места ещё есть."
)
_GREEK = (
    "Χθες στην πόλη άνοιξε ένα νέο σχολείο για ενήλικες, όπου μαθαίνουν τη γλώσσα και οι νέοι κάτοικοι της περιοχής."
)
_HEBREW = "אתמול נפתח בעיר בית ספר חדש למבוגרים שבו לומדים גם תושבים חדשים, והמנהלת אמרה שיש עוד מקומות פנויים."
_CHINESE = "昨天市里开了一所新的学校，来自各国的人在这里学习，校长说还有位子，大家都可以来报名，政府会帮助他们。"
_TAIWAN = "昨天市裡開了一所新的學校，來自各國的人在這裡學習，校長說還有位子，大家都可以來報名，政府會幫助他們。"
_JAPANESE = (
    "昨日、市に新しい学校が開かれ、外国から来た人たちもここで日本語を学んでいます。校長はまだ席があると話しました。"
)
_KOREAN = "어제 시에 새로운 학교가 문을 열었으며 외국에서 온 사람들도 이곳에서 말을 배우고 있다고 교장이 말했다."
_THAI = "เมื่อวานนี้มีการเปิดโรงเรียนใหม่ในเมือง สำหรับผู้ใหญ่ที่ต้องการเรียนภาษา และครูใหญ่กล่าวว่ายังมีที่ว่างอยู่"

_CASES = [
    ("utf-8", _FRENCH),
    ("utf-8", _ARABIC),
    ("cp1252", _FRENCH),
    ("iso8859-15", _FRENCH.replace("’", "'")),
    ("cp1252", _GERMAN),
    ("cp1250", _POLISH),
    ("cp1254", _TURKISH),
    ("cp1256", _ARABIC),
    ("iso8859-6", _ARABIC),
    ("cp1251", _RUSSIAN),
    ("koi8-r", _RUSSIAN),
    ("iso8859-5", _RUSSIAN),
    ("cp1253", _GREEK),
    ("cp1255", _HEBREW),
    ("gb18030", _CHINESE),
    ("big5hkscs", _TAIWAN),
    ("cp932", _JAPANESE),
    ("euc_jp", _JAPANESE),
    ("cp949", _KOREAN),
    ("cp874", _THAI),
    ("utf-16-le", _FRENCH),
    ("utf-16-be", _ARABIC),
    ("iso2022_jp", _JAPANESE),
]
_IDS = [f"{name}-{number}" for number, (name, _) in enumerate(_CASES)]


@pytest.mark.parametrize(("name", "text"), _CASES, ids=_IDS)
def test_a_right_declaration_is_followed(name: str, text: str) -> None:
    html = f"<html><head><title>x</title></head><body><p>{text}</p></body></html>"
    got, _ = decode(html.encode(name), f"text/html; charset={name}")
    assert text in got


# Without a declaration, Polish and Turkish differ from their neighbours in a few letters only: there the header decides.
_TELLING = [(name, text) for name, text in _CASES if name not in {"cp1250", "cp1254", "iso8859-15", "iso2022_jp"}]


@pytest.mark.parametrize(("name", "text"), _TELLING, ids=[f"{name}-{n}" for n, (name, _) in enumerate(_TELLING)])
def test_a_wrong_declaration_is_found_out(name: str, text: str) -> None:
    html = f'<html><head><meta charset="utf-8"><title>x</title></head><body><p>{text}</p></body></html>'
    got, _ = decode(html.encode(name), "iso-8859-1")
    assert text in got


@pytest.mark.parametrize(("name", "text"), _TELLING, ids=[f"{name}-{n}" for n, (name, _) in enumerate(_TELLING)])
def test_no_declaration_is_needed(name: str, text: str) -> None:
    got, _ = decode(f"<html><body><p>{text}</p></body></html>".encode(name))
    assert text in got


def test_a_declared_single_byte_code_that_reads_well_is_kept() -> None:
    assert decode(f'<meta charset="iso-8859-2"><p>{_POLISH}</p>'.encode("iso8859-2"))[1] == "iso8859-2"


def test_valid_utf8_wins_over_header_and_meta() -> None:
    html = f'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>{_FRENCH}</p>'.encode()
    assert _FRENCH in decode(html, "text/html; charset=windows-1252")[0]


def test_one_broken_byte_does_not_change_the_code_of_a_utf8_page() -> None:
    got, name = decode(_FRENCH.encode() + b"\xe9 " + _FRENCH.encode())
    assert name == "utf-8"
    assert got.count("\ufffd") == 1


def test_marks_at_the_start_are_obeyed_and_dropped() -> None:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert decode(mark + _FRENCH.encode(name), "iso-8859-1")[0] == _FRENCH


@given(
    st.binary(max_size=400),
    st.one_of(st.none(), st.text(max_size=20), st.sampled_from(["utf-7", "idna", "rot13", "hex", "unicode_escape"])),
)
def test_never_raises(data: bytes, charset: str | None) -> None:
    text, name = decode(data, charset)
    assert isinstance(text, str)
    assert name
