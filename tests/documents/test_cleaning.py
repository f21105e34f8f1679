"""One document: what is title, what is paragraph, what is said when it is uncertain."""

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.documents import Document, article, plain_menu, platform_menu
from oimcrawler.documents import CleanText, Menus, clean_document, learn_menus
from oimcrawler.text import normal_line, normal_lines

PROSE = (
    "Les équipes du port ont accueilli hier douze familles venues de la montagne, et le directeur a remercié les bénévoles de la région. "
    * 2
)


def _lines(clean: CleanText) -> list[str]:
    return [*([clean.title] if clean.title else []), *clean.paragraphs]


def test_only_navigation_is_said_and_empty_of_paragraphs() -> None:
    clean = clean_document("\n".join(platform_menu()))
    assert (clean.title, clean.paragraphs, clean.flags) == (None, (), ("only-navigation",))
    assert len(clean.removed) == len(platform_menu())


def test_only_navigation_of_another_platform_is_known_once_learned() -> None:
    documents = [Document(plain_menu(), each.title, each.paragraphs) for each in map(article, range(3))]
    menus = learn_menus((str(number), document.text) for number, document in enumerate(documents))
    assert clean_document("\n".join(plain_menu()), menus).flags == ("only-navigation",)


def test_an_empty_document_is_flagged() -> None:
    assert clean_document(" \n\n").flags == ("empty",)


def test_an_unknown_menu_stays_and_is_flagged_and_the_title_is_a_guess() -> None:
    document = Document(plain_menu(), "Douze familles accueillies au port", (PROSE, PROSE + "Fin."))
    clean = clean_document(document.text)
    assert clean.flags == ("menu-unknown",)
    assert not clean.known_menu
    assert (clean.title, clean.title_method) == ("Douze familles accueillies au port", "guess")
    assert sorted(_lines(clean)) == sorted(normal_lines(document.text))


def test_the_slug_finds_the_title_and_with_it_the_end_of_an_unknown_menu() -> None:
    menu = ("Aller au contenu", "Pays", "Pays", "Bureaux", "Bureaux", "- Agir", "- Presse")
    document = Document(menu, "Douze familles accueillies au port", (PROSE,))
    clean = clean_document(document.text, slug="douze-familles-accueillies-au-port-0")
    assert (clean.title, clean.title_method, clean.paragraphs) == (document.title, "slug", (PROSE.strip(),))
    assert clean.known_menu
    assert [removed.text for removed in clean.removed] == list(menu)


def test_the_slug_does_not_cut_a_kicker_above_the_title() -> None:
    text = f"Déclaration conjointe\nDouze familles accueillies au port\n{PROSE}"
    clean = clean_document(text, slug="douze-familles-accueillies-au-port")
    assert (clean.title, clean.paragraphs) == (
        "Douze familles accueillies au port",
        ("Déclaration conjointe", PROSE.strip()),
    )
    assert clean.removed == ()


def test_a_kicker_under_the_menu_is_kept_when_the_slug_names_the_title() -> None:
    document = Document(
        platform_menu(), "Douze familles accueillies au port", (PROSE,), between=("Déclaration conjointe",)
    )
    clean = clean_document(document.text, slug="douze-familles-accueillies-au-port")
    assert (clean.title, clean.paragraphs) == (document.title, ("Déclaration conjointe", PROSE.strip()))


def test_the_given_title_is_found_whatever_its_quotes() -> None:
    document = Document(platform_menu(), "L’accueil d’hiver", (PROSE,), between=("Communiqué",))
    clean = clean_document(document.text, title="L'accueil d'hiver")
    assert (clean.title, clean.title_method) == ("L’accueil d’hiver", "given")


def test_a_paragraph_is_no_title() -> None:
    clean = clean_document(Document(platform_menu(), None, (PROSE, "Fin.")).text)
    assert (clean.title, clean.title_method, clean.flags) == (None, "none", ("no-title",))
    assert clean.paragraphs == (PROSE.strip(), "Fin.")


def test_bullets_below_the_menu_are_the_articles() -> None:
    clean = clean_document(Document(platform_menu(), None, ("- Premier point", "- Second point", PROSE)).text)
    assert clean.paragraphs == ("- Premier point", "- Second point", PROSE.strip())
    assert clean.flags == ("no-title",)


def test_a_caption_that_repeats_the_title_goes_once() -> None:
    clean = clean_document(Document(platform_menu(), "L’accueil", ("L'accueil", PROSE, "L’accueil")).text)
    assert clean.paragraphs == (PROSE.strip(), "L’accueil")
    assert [(removed.text, removed.reason) for removed in clean.removed[-1:]] == [("L'accueil", "title")]


def test_a_text_of_one_repeated_line_is_not_emptied() -> None:
    assert len(clean_document("la\n" * 50).paragraphs) == 49


def test_a_label_that_is_all_the_title_there_is_stays() -> None:
    assert clean_document(Document(platform_menu(), "News", (PROSE,)).text).title == "News"


def test_what_was_published_is_kept_as_it_was_published() -> None:
    clean = clean_document("L’été\u00a0à  Fès\r\n  « Le cœur »\u00a0: suite.  \r\n")
    assert (clean.title, clean.paragraphs) == ("L’été\u00a0à  Fès", ("« Le cœur »\u00a0: suite.",))


def test_no_menu_and_no_menus_change_nothing() -> None:
    each = article(7)
    clean = clean_document(each.text, Menus())
    assert (clean.title, clean.paragraphs, clean.removed, clean.flags) == (each.title, each.paragraphs, (), ())


def test_great_sizes_are_read_in_proportion() -> None:
    for text in (
        "mot " * 250_000,
        "ab\ncd\n" * 100_000,
        "- a\n" * 100_000,
        "-\n" * 100_000,
        "1 " * 250_000,
        "\u200b\n" * 50_000,
    ):
        clean = clean_document(text, learn_menus([("a", text)]))
        assert len(_lines(clean)) == len([line for line in text.split("\n") if normal_line(line)])


WORD = st.sampled_from(
    [
        "port",
        "ville",
        "mer",
        "route",
        "école",
        "santé",
        "accueil",
        "agent",
        "saison",
        "marché",
        "récolte",
        "lumière",
        "pays",
        "jardin",
        "2030",
        "Agenda",
        "Agir",
    ]
)
SHORT = st.lists(WORD, min_size=1, max_size=5).map(" ".join)
LONG = st.lists(WORD, min_size=12, max_size=60).map(lambda words: " ".join(words).capitalize() + ".")
LINE = st.one_of(SHORT, SHORT.map("- {}".format), st.just("-"), LONG)
BODY = st.lists(LINE, min_size=1, max_size=8)


@given(
    st.lists(
        st.tuples(st.sampled_from([platform_menu(), platform_menu("ar"), plain_menu(), plain_menu("en", 2), ()]), BODY),
        min_size=1,
        max_size=7,
    )
)
def test_a_line_of_one_document_only_is_never_lost(parts: list[tuple[tuple[str, ...], list[str]]]) -> None:
    texts = [
        "\n".join([*menu, *(f"{line} Z{number}z{'abcdefgh'[place]}" for place, line in enumerate(body))])
        for number, (menu, body) in enumerate(parts)
    ]
    menus = learn_menus((str(number), text) for number, text in enumerate(texts))
    for text, (menu, _) in zip(texts, parts, strict=True):
        kept = set(_lines(clean_document(text, menus)))
        assert not [line for line in text.split("\n") if line not in menu and line not in kept]


@given(
    st.lists(st.tuples(st.sampled_from([platform_menu(), plain_menu(), ()]), BODY), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_learning_does_not_depend_on_order_or_names(
    parts: list[tuple[tuple[str, ...], list[str]]], rng: object
) -> None:
    texts = ["\n".join([*menu, *body]) for menu, body in parts]
    menus = learn_menus((str(number), text) for number, text in enumerate(texts))
    other = learn_menus((f"x{number}", text) for number, text in enumerate(sorted(texts, reverse=True)))
    assert menus.digest == other.digest
    assert Menus.from_json(menus.to_json()) == menus


@given(st.sampled_from([platform_menu(), platform_menu("en", 3), ()]), BODY)
def test_cleaning_a_clean_document_changes_nothing(menu: tuple[str, ...], body: list[str]) -> None:
    once = clean_document("\n".join([*menu, "Un titre qui ne change pas", *body]))
    twice = clean_document("\n".join(_lines(once)))
    assert once.flags in ((), ("menu-unknown",))
    if once.known_menu:
        assert (twice.title, twice.paragraphs, twice.removed) == (once.title, once.paragraphs, ())


@given(st.integers(1, 6), st.integers(0, 40))
def test_more_documents_never_take_an_article_line(size: int, start: int) -> None:
    first = Document(plain_menu(), article(start).title, article(start).paragraphs)
    texts = [(first.text)]
    for number in range(size):
        more = article(start + 1 + number)
        texts.append(Document(plain_menu("fr", number % 2), more.title, more.paragraphs).text)
        kept = _lines(clean_document(first.text, learn_menus((str(i), text) for i, text in enumerate(texts))))
        assert [line for line in first.article if line not in kept] == []
