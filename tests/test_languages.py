"""The language of texts: whole, short, mixed, and of several scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oimcrawler.languages import body_language

FRENCH = (
    "Les familles ont été accueillies à la gare par une équipe de bénévoles. Elles ont reçu des couvertures, un repas et une carte de la ville. "
    "Le lendemain, les enfants ont visité l'école où ils seront inscrits pour la rentrée, avec leurs parents et une interprète."
)
ENGLISH = (
    "The families were met at the station by a team of volunteers. They were given blankets, a meal and a map of the town. "
    "On the next day the children visited the school in which they will be enrolled, together with their parents and an interpreter."
)
ARABIC = (
    "استقبل فريق من المتطوعين الأسر في محطة القطار، وقدم لهم الأغطية ووجبة ساخنة وخريطة للمدينة. وفي اليوم التالي زار الأطفال "
    "المدرسة التي سيسجلون فيها."
)
SPANISH = (
    "Las familias fueron recibidas en la estación por un equipo de voluntarios. Al día siguiente los niños visitaron la "
    "escuela con sus padres y una intérprete."
)
ITALIAN = (
    "Le famiglie sono state accolte alla stazione da una squadra di volontari. Il giorno dopo i bambini hanno visitato la "
    "scuola con i loro genitori e un'interprete."
)
GERMAN = (
    "Die Familien wurden am Bahnhof von einer Gruppe von Freiwilligen empfangen. Am nächsten Tag besuchten die Kinder mit "
    "ihren Eltern die Schule."
)
PORTUGUESE = (
    "As famílias foram recebidas na estação por uma equipa de voluntários. No dia seguinte, as crianças visitaram a escola "
    "com os seus pais e uma intérprete."
)
DUTCH = (
    "De gezinnen werden op het station ontvangen door een groep vrijwilligers. De volgende dag bezochten de kinderen met hun "
    "ouders de school."
)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (FRENCH, "fr"),
        (ENGLISH, "en"),
        (ARABIC, "ar"),
        (SPANISH, "es"),
        (ITALIAN, "it"),
        (GERMAN, "de"),
        (PORTUGUESE, "pt"),
        (DUTCH, "nl"),
    ],
)
@pytest.mark.parametrize("declared", [None, "fr", "en", "ar"])
def test_a_text_speaks_for_itself(text: str, lang: str, declared: str | None) -> None:
    found, certainty = body_language(text, declared)
    assert found == lang
    assert 0.5 <= certainty <= 1


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Семьи встретили на вокзале добровольцы, которые раздали одеяла.", "ru"),
        ("Родини зустріли на вокзалі волонтери, які роздали їжу та ковдри.", "uk"),
        ("Οι οικογένειες έφτασαν στον σταθμό.", "el"),
        ("خانواده‌ها در ایستگاه قطار پذیرایی شدند و کودکان به گروه بزرگی پیوستند.", "fa"),
        ("ቤተሰቦቹ ወደ ጣቢያው ደረሱ።", "am"),
        ("ⵜⵉⵡⴰⵛⵉⵡⵉⵏ ⵓⵙⴰⵏⵜ", "ber"),
        ("志愿者在车站迎接了这些家庭。", "zh"),
    ],
)
def test_other_scripts(text: str, lang: str) -> None:
    assert body_language(text)[0] == lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (f"« {ENGLISH} », a déclaré le chef de gare. {FRENCH}", "fr"),
        (
            f"“{ENGLISH}” {FRENCH[:150]} “{ENGLISH}” a-t-elle ajouté devant les élus de la ville, qui ont remercié les bénévoles pour leur travail.",
            "fr",
        ),
        (f"“{FRENCH}” said the station master. {ENGLISH}", "en"),
        (f"{ARABIC} International Organization for Migration (IOM) Regional Office", "ar"),
        (f"{FRENCH} {ARABIC[:60]}", "fr"),
        (f"Share this page. {FRENCH} Read more.", "fr"),
        (f"Projet « Enhancing the sustainability of return » : {FRENCH}", "fr"),
    ],
)
def test_quotations_do_not_change_the_language(text: str, lang: str) -> None:
    assert body_language(text, "de")[0] == lang


@pytest.mark.parametrize("text", ["", "OIM", "12 345", "Rabat, Fès, Tanger", "***"])
@pytest.mark.parametrize(
    ("declared", "lang"), [("fr", "fr"), ("AR-ma", "ar"), ("en_GB", "en"), ("?", None), (None, None)]
)
def test_too_little_text_is_taken_as_declared(text: str, declared: str | None, lang: str | None) -> None:
    found, certainty = body_language(text, declared)
    assert found == lang or (lang is None and certainty <= 0.3)
    assert certainty <= 0.3


@pytest.mark.parametrize(
    ("title", "declared", "lang"),
    [
        ("Formation pour les éducateurs de la région de Tanger", "en", "fr"),
        ("Training for the educators of the region of Tangier", "fr", "en"),
        ("ورشة عمل بالرباط", "en", "ar"),
        ("Formation à Rabat", "fr", "fr"),
        ("La OIM y el gobierno de Marruecos firman un acuerdo para la migración", "fr", "es"),
    ],
)
def test_titles(title: str, declared: str, lang: str) -> None:
    assert body_language(title, declared)[0] == lang


def test_a_long_text_is_judged_by_all_its_parts() -> None:
    assert body_language(f"{ENGLISH} " * 3 + f"{FRENCH} " * 300)[0] == "fr"


@given(st.text(max_size=400), st.none() | st.text(max_size=8))
def test_any_text_has_an_answer(text: str, declared: str | None) -> None:
    lang, certainty = body_language(text, declared)
    assert 0 <= certainty <= 1
    assert lang is None or lang.isalpha()
