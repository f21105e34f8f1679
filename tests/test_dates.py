"""Dates in every written form that the package reads, and the forms that are no dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.dates import Order, date_order, find_dates, parse_date, two_ways


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-09-19", "2018-09-19"),
        ("2018-09-19T23:40:00+00:00", "2018-09-19"),
        ("2018-09-19T00:10:00+0100", "2018-09-19"),
        ("20180919T101500Z", "2018-09-19"),
        ("2018/09/19 10:15", "2018-09-19"),
        ("Wed, 19 Sep 2018 11:19:00 GMT", "2018-09-19"),
        ("Wed Sep 19 11:19:00 2018", "2018-09-19"),
        ("Wed, 09/19/2018 - 11:19", "2018-09-19"),
        ("07/30/2016", "2016-07-30"),
        ("30/07/2016", "2016-07-30"),
        ("24.07.2017", "2017-07-24"),
        ("03.02.2017", "2017-02-03"),
        ("Fri, 05/07/2021 - 10:00", "2021-05-07"),
        ("ven 07/05/2021", "2021-05-07"),
        ("01 aout 2024", "2024-08-01"),
        ("1er juin 2023", "2023-06-01"),
        ("1ᵉʳ juin 2023", "2023-06-01"),
        ("mardi 3 février 2015", "2015-02-03"),
        ("MARDI 3 FÉVRIER 2015", "2015-02-03"),
        ("mar. 3 févr. 2015", "2015-02-03"),
        ("Feb. 3rd, 2015", "2015-02-03"),
        ("February 3, 2015", "2015-02-03"),
        ("the 3rd of February, 2015", "2015-02-03"),
        ("2015 February 3", "2015-02-03"),
        ("3 Feb '15", "2015-02-03"),
        ("30-Jul-16", "2016-07-30"),
        ("3\u00a0mai\u202f2021", "2021-05-03"),
        ("Publié le : 3 mai 2021 à 10h30", "2021-05-03"),
        ("11:19, 3 mai 2021", "2021-05-03"),
        ("5 de mayo de 2020", "2020-05-05"),
        ("5 maggio 2020", "2020-05-05"),
        ("5. März 2020", "2020-03-05"),
        ("5 de março de 2020", "2020-03-05"),
        ("5 mei 2020", "2020-05-05"),
        ("20 غشت 2024", "2024-08-20"),
        ("٢٠ غشت ٢٠٢٤", "2024-08-20"),
        ("۲۰ مارس ۲۰۲۴", "2024-03-20"),
        ("الثلاثاء 3 فبراير 2015", "2015-02-03"),
        ("3 شتنبر 2015م", "2015-09-03"),
        ("12 مايو، 2022", "2022-05-12"),
        ("3 كانون الثاني 2020", "2020-01-03"),
        ("3 تشرين الأول/أكتوبر 2021", "2021-10-03"),
        ("15 آذار/مارس 2021", "2021-03-15"),
        ("3 اغسطس 2021", "2021-08-03"),
        ("30/07/16", "2016-07-30"),
    ],
)
def test_written_forms(text: str, expected: str) -> None:
    assert parse_date(text) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mai 2021",
        "31/02/2020",
        "30 février 2020",
        "0017-05-03",
        "3 mai 0017",
        "2020-13-01",
        "02/03/2020",
        "05/06/07",
        "12-15 mars 2023",
        "14, 15 et 16 mars 2023",
        "du 3 au 5 mai 2021",
        "23/24 août 2017",
        "3 May - 5 May 2021",
        "May 3-5, 2021",
        "14 و 15 ماي 2021",
        "01/02/2020 - 05/02/2020",
        "192.168.10.2015",
        "1.2.3.2015",
        "tel. 05 37 65 28 81",
        "12345678901234567890",
        "3 pommes 2021",
        "99991231",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_order_settles_what_could_be_read_both_ways() -> None:
    assert parse_date("02/03/2020", order="mdy") == date(2020, 2, 3)
    assert parse_date("02/03/2020", order="dmy") == date(2020, 3, 2)
    assert parse_date("02/30/2020", order="dmy") is None
    assert parse_date("07/30/2020", order="dmy") == date(2020, 7, 30)
    assert parse_date("04/04/2020") == date(2020, 4, 4)
    assert two_ways("le 02/03/2020") == (date(2020, 2, 3), date(2020, 3, 2))
    assert two_ways("07/30/2020") is None


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("01/02/2020 07/30/2016", "mdy"),
        ("30/07/2016", "dmy"),
        ("01/02/2020", None),
        ("07/30/2016 30/07/2016", None),
        ("", None),
    ],
)
def test_order_of_a_page(text: str, order: Order | None) -> None:
    assert date_order(text) == order


def test_today_is_the_limit_and_the_century() -> None:
    today = date(2026, 11, 22)
    assert parse_date("23 novembre 2026", today=today) == date(2026, 11, 23)
    assert parse_date("25 novembre 2026", today=today) is None
    assert parse_date("30-Jul-26", today=today) == date(2026, 7, 30)
    assert parse_date("30-Jul-98", today=today) == date(1998, 7, 30)


def test_dates_in_a_text_with_their_words() -> None:
    text = "Publié le 1ᵉʳ juin 2023, mis à jour le ٣ يوليوز ٢٠٢٣ ; prochain forum du 3 au 5 mai 2024."
    assert find_dates(text) == [(date(2023, 6, 1), "1ᵉʳ juin 2023"), (date(2023, 7, 3), "٣ يوليوز ٢٠٢٣")]


FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
ENGLISH = "January February March April May June July August September October November December"
MOROCCO = "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر"
MASHRIQ = "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول"
GULF = "يناير فبراير مارس أبريل مايو يونيه يوليه أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def forms(day: date) -> list[str]:
    m, d, y = day.month - 1, day.day, day.year
    french, english, morocco, mashriq, gulf = (
        names.split("|" if "|" in names else None)[m] for names in (FRENCH, ENGLISH, MOROCCO, MASHRIQ, GULF)
    )
    written = [
        day.isoformat(),
        f"{day.isoformat()}T23:59:59-05:00",
        f"{day:%Y%m%d}",
        f"{y}/{m + 1}/{d}",
        f"{d}.{m + 1}.{y}",
        f"{'1er' if d == 1 else d} {french} {y}",
        f"{d:02} {french.upper()} {y}",
        f"{english} {d}, {y}",
        f"{english[:3]}. {d}th {y}",
        f"{d} {english} {y}",
        f"{d:02}-{english[:3]}-{y}",
        f"{day:%a}, {d:02} {english[:3]} {y} 10:00:00 +0000",
        f"{day:%a}, {d} {english[:3]} {y}",
        f"{d} {morocco} {y}",
        f"{d} {mashriq}، {y}",
        f"{d} {mashriq}/{gulf} {y}",
        f"{d} {gulf} {y}".translate(ARABIC_DIGITS),
        f"{d} {gulf} {y}".translate(PERSIAN_DIGITS),
    ]
    # %a follows the locale, and tests run in any.
    return [form for form in written if "%" not in form]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_form_of_a_date_is_read_back(day: date) -> None:
    assert [form for form in forms(day) if parse_date(form) != day] == []
    assert parse_date(f"{day:%m/%d/%Y}", order="mdy") == day
    assert parse_date(f"{day:%d/%m/%Y} - 10:15", order="dmy") == day


@given(st.dates(date(1900, 1, 1), date(2099, 12, 25)), st.integers(1, 5))
def test_two_days_are_never_one_date(day: date, more: int) -> None:
    other = day + timedelta(days=more)
    assert parse_date(f"{day:%d.%m.%Y} – {other:%d.%m.%Y}") is None
    assert [found for found, _ in find_dates(f"{day.isoformat()} ou {other.isoformat()}")] == [day, other]


@given(
    st.text() | st.text("0123456789/.-: TZ,'’eraumijnfévthsd٠٣غشت\u200f", max_size=40),
    st.sampled_from(["mdy", "dmy", None]),
)
def test_any_text_is_read_without_an_error(text: str, order: Order | None) -> None:
    found = find_dates(text, order=order)
    assert all(words in text for _, words in found)
    value = parse_date(text, order=order)
    assert value is None or 1900 <= value.year <= 2100
    two_ways(text)
    date_order(text)
