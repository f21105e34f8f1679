"""What stands apart from an article's paragraphs: the part of it that is the article's, and the part that is the page's."""

# ruff: noqa: E501 (markup stays in one line)

import pytest

from oimcrawler.extraction import extract, learn, parse

_A = "Le premier paragraphe de l'article dit ce qui s'est passé hier dans la ville de Rabat et pourquoi."
_B = "Le second paragraphe rapporte ce qu'en disent les habitants, les élus et les associations du quartier."
_C = "Le troisième paragraphe annonce ce qui reste à faire avant la fin de l'été dans les trois communes."


def _read(inner: str) -> list[str]:
    page = f"<html><body><div class='page'><h1>Un titre de page</h1>{inner}</div></body></html>"
    return list(extract(parse(page)).paragraphs)


def _around(inner: str) -> list[str]:
    """The lines that `inner` gives between two paragraphs."""
    lines = _read(f"<div class='zone'><p>{_A}</p>{inner}<p>{_B}</p></div>")
    assert (lines[0], lines[-1]) == (_A, _B)
    return lines[1:-1]


_TOWNS = (
    ("Oued-Sel", "64", "91 %"),
    ("Kasbah-Haute", "412", "78 %"),
    ("Ras-el-Pont", "37", "83 %"),
)


def _with_table(number: int, rows: tuple[tuple[str, ...], ...]) -> str:
    head = "<tr><th>Commune</th><th>Ménages</th><th>Part</th></tr>"
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f"<html><body><div class='menu'><a href='/'>Accueil</a></div><h1>Le puits numéro {number} a été mesuré</h1><div class='zone'>"
        f"<p>{_A[:-1]}, selon le relevé {'abcdefgh'[number]}.</p><p>{_B[:-1]}, dit le cahier {'abcdefgh'[number]}.</p>"
        f"<div class='scroll'><table class='t'>{head}{cells}</table></div><p>{_C[:-1]}, dit la note {'abcdefgh'[number]}.</p></div>"
        "<table class='quotes'><tr><td>Cuivre</td><td>9,21</td></tr><tr><td>Blé</td><td>4,12</td></tr></table></body></html>"
    )


def test_a_row_of_numbers_is_kept_whole_though_its_numbers_look_like_others() -> None:
    others = [_with_table(n, (("Azur" + "xyz"[n], "12", "3 %"), ("Cap-" + "xyz"[n], "140", "55 %"))) for n in range(3)]
    template = learn([parse(page) for page in others])
    lines = extract(parse(_with_table(5, _TOWNS)), template).paragraphs
    assert [line for line in lines if "|" in line] == ["Commune | Ménages | Part"] + [" | ".join(row) for row in _TOWNS]


def test_a_table_that_other_pages_show_with_other_numbers_goes_whole() -> None:
    template = learn([parse(_with_table(number, _TOWNS[:1])) for number in range(3)])
    page = _with_table(4, _TOWNS[1:]).replace("9,21", "8,05").replace("4,12", "7,77")
    lines = extract(parse(page), template).paragraphs
    assert not [line for line in lines if "Cuivre" in line or "8,05" in line or "7,77" in line]


@pytest.mark.parametrize(
    ("inner", "lines"),
    [
        (
            "<p>Il reste à<br>curer le bassin ;<br>remplacer la pierre à battre qui a été fendue par le gel ;<br>poser la plaque.</p>",
            [
                "Il reste à",
                "curer le bassin ;",
                "remplacer la pierre à battre qui a été fendue par le gel ;",
                "poser la plaque.",
            ],
        ),
        (
            "<p>Il reste à faire ceci avant la fin de la saison chaude<br><img src=d.gif width=9 height=9> curer le bassin et la rigole qui descend vers le moulin<br>"
            "<img src=d.gif width=9 height=9> remplacer la pierre à battre qui a été fendue par le gel</p>",
            [
                "Il reste à faire ceci avant la fin de la saison chaude",
                "curer le bassin et la rigole qui descend vers le moulin",
                "remplacer la pierre à battre qui a été fendue par le gel",
            ],
        ),
        (
            "<p>وتشمل المرحلة المقبلة من أشغال السوق ما يلي :<br>ترميم السقف القديم للسوق وتجديد القنوات والأرصفة؛<br>فتح باب ثان للمتجولين من جهة البحر والميناء؛<br>نصب لوحة.</p>",
            [
                "وتشمل المرحلة المقبلة من أشغال السوق ما يلي :",
                "ترميم السقف القديم للسوق وتجديد القنوات والأرصفة؛",
                "فتح باب ثان للمتجولين من جهة البحر والميناء؛",
                "نصب لوحة.",
            ],
        ),
    ],
)
def test_lists_drawn_with_breaks_are_lines(inner: str, lines: list[str]) -> None:
    assert _around(inner) == lines


def test_a_colon_within_wrapped_text_breaks_nothing() -> None:
    wrapped = "<p>La réunion a rappelé ce que chacun savait déjà :<br>le toit fuit depuis onze ans, la pluie entre par<br>le nord et personne n'a retrouvé la clé qui ouvre<br>le grenier de la halle.</p>"
    assert len(_around(wrapped)) == 1


@pytest.mark.parametrize(
    "box",
    [
        "<div class='alert alert-warning'>Les bureaux seront fermés lundi prochain toute la journée.</div>",
        "<div class='alert'><p>Les bureaux seront fermés lundi prochain toute la journée.</p></div>",
        "<div class='callout'>Les bureaux seront fermés lundi prochain toute la journée.</div>",
        "<p class='note'>Les bureaux seront fermés lundi prochain toute la journée.</p>",
    ],
)
def test_a_sentence_set_apart_is_the_article(box: str) -> None:
    assert _around(box) == ["Les bureaux seront fermés lundi prochain toute la journée."]


@pytest.mark.parametrize(
    "box",
    [
        "<div class='alert'>Abonnez-vous à notre lettre du vendredi, elle est gratuite pour tous.</div>",
        "<div class='alert'>Compte créé</div>",
        "<div class='cookie-alert'>Nous utilisons des témoins pour mesurer l'audience de nos pages.</div>",
    ],
)
def test_an_alert_that_is_the_sites_goes(box: str) -> None:
    assert _around(box) == []
    above = _read(
        f"<div class='alert'>Le site sera coupé dimanche pour une mise à jour.</div><div class='zone'><p>{_A}</p><p>{_B}</p></div>"
    )
    assert above == [_A, _B]


@pytest.mark.parametrize(
    "question",
    [
        "<h3><button type='button'>Qui paie les frais ?</button></h3>",
        "<h4><span><button><span>Qui paie les frais ?</span></button></span></h4>",
        "<button><h3>Qui paie les frais ?</h3></button>",
        "<details open><summary>Qui paie les frais ?</summary></details>",
    ],
)
def test_the_question_of_an_accordion_is_a_heading(question: str) -> None:
    assert _around(f"{question}<div><p>{_C}</p></div>") == ["Qui paie les frais ?", _C]


def test_a_button_beside_a_headings_words_is_a_tool() -> None:
    assert _around(f"<h3>Les frais <button>Copier le lien</button></h3><p>{_C}</p>") == ["Les frais", _C]
    assert _around("<button>Écouter cet article</button>") == []


@pytest.mark.parametrize(
    "quotation",
    [
        "<blockquote><p>« Une chance. »</p><footer>Salma, élève de la ville</footer></blockquote>",
        "<blockquote><p>« Une chance. »</p><div class='author'>Salma, élève de la ville</div></blockquote>",
        "<figure><blockquote><p>« Une chance. »</p></blockquote><figcaption>Salma, élève de la ville</figcaption></figure>",
    ],
)
def test_who_is_quoted_stays_with_the_quotation(quotation: str) -> None:
    assert _around(quotation) == ["« Une chance. »", "Salma, élève de la ville"]


@pytest.mark.parametrize(
    "row",
    [
        f"<div class='media'><img src=a.jpg><div class='media-body'><p>{_C}</p></div></div>",
        f"<div class='row'><div class='col-md-5'><div class='pic'><img src=a.jpg><div class='credit'>© A. Tazi</div></div></div><div class='col-md-7'><p>{_C}</p></div></div>",
        f"<div class='grid'><div class='small-4'><img src=a.jpg></div><div class='small-8'><p>{_C}</p></div></div>",
    ],
)
def test_a_paragraph_beside_an_image_is_no_caption(row: str) -> None:
    assert _around(row) == [_C]


def test_documents_under_a_heading_are_the_article_and_pages_are_not() -> None:
    files = "<h4>À télécharger</h4><ul><li><a href='/f/a.pdf'>Le règlement</a></li><li><a href='/f/b.docx?v=2'>La fiche à remplir</a></li></ul>"
    pages = (
        "<h4>À lire</h4><ul><li><a href='/n/a'>Le règlement</a></li><li><a href='/n/b'>La fiche à remplir</a></li></ul>"
    )
    assert _read(f"<p>{_A}</p><p>{_B}</p>{files}") == [_A, _B, "À télécharger", "Le règlement", "La fiche à remplir"]
    assert _read(f"<p>{_A}</p><p>{_B}</p>{pages}") == [_A, _B]


@pytest.mark.parametrize("heading", ["1 Message", "12 messages", "3 replies", "5 réponses", "4 ردود"])
def test_what_stands_under_a_number_of_messages_goes(heading: str) -> None:
    assert _read(f"<p>{_A}</p><p>{_B}</p><h2>{heading}</h2><ul><li><p>{_C}</p></li></ul>") == [_A, _B]


@pytest.mark.parametrize(
    "line",
    ["12 janvier 2010, par Le bureau", "Le 12 janvier 2010 - par Salma Idrissi", "12 January 2010 | By The Office"],
)
def test_a_date_with_an_author_is_a_label(line: str) -> None:
    assert _read(f"<div><small>{line}</small></div><p>{_A}</p><p>{_B}</p>") == [_A, _B]


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by Ada Holm and Paul Lind; Editing by Jo Vail",
        "(Reportage de Salma Idrissi, édité par Omar Tazi)",
        "Edición de Ana Ruiz",
        "إعداد سلمى الإدريسي - تحرير عمر التازي",
    ],
)
def test_who_wrote_and_edited_is_no_text(line: str) -> None:
    assert _read(
        f"<p>{_A}</p><p>{_B}</p><p>{line}</p><p>Nos règles : <a href='/r'>la charte de la rédaction</a></p>"
    ) == [_A, _B]


@pytest.mark.parametrize(
    "line",
    ["Written by hand, the letter was found in 1999.", "Reporting by victims has doubled.", "تقرير المصير حق للجميع."],
)
def test_sentences_that_begin_like_a_signature_stay(line: str) -> None:
    assert _around(f"<p>{line}</p>") == [line]


def test_a_box_of_facts_goes_and_a_section_of_facts_stays() -> None:
    facts = "<h4>Repères</h4><p>Fondé en 1888, ce port traite la moitié du blé.</p><p>Il fut dragué en 2009.</p>"
    assert _around(f"<div class='x9'>{facts}</div>") == []
    assert _around("<div class='info-box'><div>Ce port fut fondé en 1888.</div></div>") == []
    assert len(_around(facts)) == 3


def test_notes_and_contacts_behind_the_share_bar_stay() -> None:
    share = "<div class='share'>Partager <a href='#'>Facebook</a></div>"
    notes = "<div class='footnotes'><h4>Notes</h4><p>[1] Selon l'enquête de 2007. <a href='#r1'>↩</a></p></div>"
    contact = "<div class='cbox'><h4>Contact presse</h4><div class='ln'>Bureau de Rabat</div><div class='ln'>Tél. : +212 5 37 00 00 00</div></div>"
    text = f"<div class='zone'><p>{_A}</p><p>{_B}</p></div>"
    assert _read(f"{text}{share}{notes}") == [_A, _B, "[1] Selon l'enquête de 2007."]
    assert _read(f"<div class='entry-content'>{text}{share}{contact}</div>") == [
        _A,
        _B,
        "Contact presse",
        "Bureau de Rabat",
        "Tél. : +212 5 37 00 00 00",
    ]


def test_a_card_alone_is_a_teaser() -> None:
    card = f"<article class='card'><h4><a href='/n/9'>Un autre article</a></h4><p>{_C}</p><a href='/n/9'>Lire</a></article>"
    long = "".join(f"<p>{line} {_C[:-1]} et ailleurs.</p>" for line in (_A, _B, _A[3:], _B[3:]))
    lines = _read(f"<div class='zone'>{long}{card}<p>{_B}</p></div>")
    assert len(lines) == 5
    assert _C not in lines


def test_short_key_points_stay_with_longer_ones() -> None:
    points = "<div class='summary'><div>En bref</div><ul><li>Le port a rouvert lundi</li><li>La file d'attente durera encore trois semaines</li><li>Le pain reste cher</li></ul></div>"
    html = f"<html><body><header><h1>Un titre de page</h1></header>{points}<div class='article-body'><p>{_A}</p><p>{_B}</p></div></body></html>"
    assert list(extract(parse(html)).paragraphs) == [
        "Le port a rouvert lundi",
        "La file d'attente durera encore trois semaines",
        "Le pain reste cher",
        _A,
        _B,
    ]


@pytest.mark.parametrize(
    ("wide", "narrow"), [("col-lg-8", "col-lg-4"), ("span9", "span3"), ("main-column", "side-column")]
)
def test_a_column_of_boxes_beside_a_short_text_goes(wide: str, narrow: str) -> None:
    boxes = "<h4>Services</h4><div class='b'><h5>Registre</h5><p class='t'>Inscrivez votre atelier en moins de dix minutes.</p></div><div class='b'><h5>Label</h5><p class='t'>Voyez à quelles conditions on l'obtient.</p></div><h4>Agenda</h4><ul><li>Une caravane de proximité visite la vallée</li><li>Ouverture des plis pour la tannerie du port</li></ul>"
    page = f"<html><body><h1>Un titre de page</h1><div class='row'><div class='{wide}'><div class='t'><p>{_A}</p><p>{_B}</p></div></div><div class='{narrow}'>{boxes}</div></div></body></html>"
    assert list(extract(parse(page)).paragraphs) == [_A, _B]


def test_a_second_column_of_text_is_text() -> None:
    text = f"<h3>Au sud</h3><p>{_C} {_B}</p>"
    page = f"<html><body><h1>Un titre de page</h1><div class='row'><div class='col-6'><p>{_A}</p><p>{_B}</p></div><div class='col-6'>{text}</div></div></body></html>"
    assert list(extract(parse(page)).paragraphs) == [_A, _B, "Au sud", f"{_C} {_B}"]


def test_the_source_under_a_table_goes_and_sources_in_a_text_stay() -> None:
    table = "<table><tr><th>Ville</th><th>Femmes</th></tr><tr><td>Rabat</td><td>12</td></tr></table>"
    assert _around(f"{table}<div class='src'>Source : enquête de 2024</div>") == ["Ville | Femmes", "Rabat | 12"]
    assert _around("<p>Source : le bureau du port.</p>") == ["Source : le bureau du port."]
