"""From markup to lines: one paragraph, item, heading or row each."""

# ruff: noqa: E501 (markup stays in one line)

import pytest

from oimcrawler.extraction import extract, parse

_A = "Le premier paragraphe de l'article dit ce qui s'est passé hier dans la ville de Rabat et pourquoi."
_B = "Le second paragraphe rapporte ce qu'en disent les habitants, les élus et les associations du quartier."


def _read(inner: str) -> list[str]:
    return list(extract(parse(f"<html><body><main><h1>Un titre de page</h1>{inner}</main></body></html>")).paragraphs)


def test_two_breaks_end_a_paragraph() -> None:
    assert _read(f"<div>{_A}<br><br>{_B}<br> <br/>{_A[3:]}</div>") == [_A, _B, _A[3:]]


def test_one_break_in_wrapped_text_is_a_space() -> None:
    assert _read(
        f"<p>{_A}</p><p>Les équipes mobiles ont parcouru toute la<br>vallée pour rencontrer les familles et les<br>écoles avant la rentrée.</p>"
    ) == [
        _A,
        "Les équipes mobiles ont parcouru toute la vallée pour rencontrer les familles et les écoles avant la rentrée.",
    ]


def test_one_break_between_whole_sentences_ends_a_line() -> None:
    assert _read(f"<p>{_A}<br>{_B}</p>") == [_A, _B]


def test_breaks_in_a_list_and_in_a_contact_block_end_lines() -> None:
    assert _read(f"<p>{_A}</p><p>- ouvrir trois écoles dans la vallée ;<br>- former quarante maîtres avant l'été.</p>")[
        1:
    ] == [
        "- ouvrir trois écoles dans la vallée ;",
        "- former quarante maîtres avant l'été.",
    ]
    assert _read(f"<p>{_A}</p><p>Pour plus d'informations :<br>Mme Salma Idrissi<br>sidrissi@mission.example</p>")[
        1:
    ] == [
        "Pour plus d'informations :",
        "Mme Salma Idrissi",
        "sidrissi@mission.example",
    ]


def test_inline_markup_joins_without_spaces() -> None:
    assert _read(
        f"<p>{_A}</p><p>L'<em>Organi</em><b>sation</b> (<a href='/o'>OIM</a>) a sa<sup>1</sup> place&nbsp;: ici, et nulle part ailleurs.</p>"
    )[1] == ("L'Organisation (OIM) a sa1 place : ici, et nulle part ailleurs.")


def test_lists_headings_quotations_and_notes_stay_in_order() -> None:
    html = f"<p>{_A}</p><ul><li>ouvrir une école</li><li>former des maîtres</li></ul><h2>Agir</h2><blockquote><p>« C'est une chance. »</p></blockquote><p>{_B}</p><p>1. Selon le rapport annuel.</p>"
    assert _read(html) == [
        _A,
        "ouvrir une école",
        "former des maîtres",
        "Agir",
        "« C'est une chance. »",
        _B,
        "1. Selon le rapport annuel.",
    ]


def test_the_cells_of_a_data_row_are_joined() -> None:
    rows = "<table><thead><tr><th>Ville</th><th>Femmes</th></tr></thead><tbody><tr><td>Rabat</td><td><p>12</p></td></tr></tbody></table>"
    assert _read(f"<p>{_A}</p>{rows}<p>{_B}</p>") == [_A, "Ville | Femmes", "Rabat | 12", _B]
    assert _read(f"<p>{_A}</p><figure>{rows}<figcaption>Source : ministère</figcaption></figure><p>{_B}</p>") == [
        _A,
        "Ville | Femmes",
        "Rabat | 12",
        _B,
    ]


def test_a_layout_table_is_no_data() -> None:
    assert _read(f"<table><tr><td><p>{_A}</p><p>{_B}</p></td><td></td></tr></table>") == [_A, _B]


def test_preformatted_text_is_split_at_blank_lines() -> None:
    wrapped = _A.replace(" de l'article", "\nde l'article")
    assert _read(f"<pre>{wrapped}\n\n{_B}\n</pre>") == [_A, _B]


def test_headings_at_the_edges_are_trimmed() -> None:
    assert _read(f"<h2>Actualités du jour</h2><p>{_A}</p><h2>Contexte</h2><p>{_B}</p><h3>Sur le web</h3>") == [
        _A,
        "Contexte",
        _B,
    ]


@pytest.mark.parametrize(
    "junk",
    [
        "<figure><img src=a.jpg><figcaption>Vue de la salle pendant la séance d'ouverture de l'atelier</figcaption></figure>",
        "<div><img src=a.jpg><div>Vue de la salle pendant la séance d'ouverture</div></div>",
        "<p class='photo-credit'>Crédit photo : A. Tazi</p>",
        "<div class='share-buttons'><span>Partager cet article</span><a href=#>Facebook</a></div>",
        "<p><a href='/x'>Lire aussi : le port se raconte en images</a></p>",
        "<p>Lire aussi : <a href='/x'>le port se raconte en images</a></p>",
        "<aside><h3>Repères</h3><p>La ville compte cent mille habitants et trois grands marchés couverts.</p></aside>",
        "<form><p>Recevez chaque matin les nouvelles de la ville dans votre boîte aux lettres.</p><input></form>",
        "<div hidden><p>Ce texte attend un clic qui ne viendra pas, et personne ne le voit jamais ici.</p></div>",
        "<div style='display: none'><p>Ce texte attend un clic qui ne viendra pas, et personne ne le voit.</p></div>",
        "<script>var a = 'un texte dans un programme qui ressemble à une phrase';</script>",
        "<noscript><p>Veuillez activer le JavaScript de votre navigateur pour lire cette page.</p></noscript>",
        "<div class='cookie-consent'><p>Nous utilisons des témoins pour mesurer l'audience de nos pages.</p></div>",
        "<nav class='breadcrumb'><a href=/>Accueil</a> &gt; <a href=/n>Nouvelles</a></nav>",
        "<ul class='pager'><li><a href='?page=2'>Page suivante</a></li></ul>",
        "<p>***</p>",
    ],
)
def test_what_is_no_article_goes(junk: str) -> None:
    assert _read(f"<p>{_A}</p>{junk}<p>{_B}</p>") == [_A, _B]


@pytest.mark.parametrize(
    "label",
    [
        "<div>Communiqué</div>",
        "<div>Local</div>",
        "<p>Publié le 12 mars 2021</p>",
        "<p>12/03/2021</p>",
        "<p>Par Salma Idrissi</p>",
        "<span>3 min</span>",
        "<p>Un titre de page</p>",
    ],
)
def test_labels_above_the_text_go(label: str) -> None:
    assert _read(f"{label}<p>{_A}</p><p>{_B}</p>") == [_A, _B]


@pytest.mark.parametrize(
    "kicker",
    [
        "<p>Communiqué de presse conjoint</p>",
        "<p>Rabat, 24.07.2017 – Une rencontre.</p>",
        "<p><b>Déclaration commune des trois agences</b></p>",
    ],
)
def test_kickers_and_datelines_stay(kicker: str) -> None:
    lines = _read(f"{kicker}<p>{_A}</p><p>{_B}</p>")
    assert lines[1:] == [_A, _B]


def test_readers_comments_go() -> None:
    assert _read(
        f"<p>{_A}</p><p>{_B}</p><h3>3 commentaires</h3><div><b>gaston</b><p>Bravo à toutes et à tous pour ce beau travail.</p></div>"
    ) == [_A, _B]


def test_a_form_around_the_whole_page_is_no_form() -> None:
    html = f"<html><body><form id=aspnetForm><h1>Un titre</h1><div>{_A}</div><div>{_B}</div></form></body></html>"
    assert list(extract(parse(html)).paragraphs) == [_A, _B]


def test_links_that_a_sentence_announces_are_the_article() -> None:
    items = "<ul><li><a href=/1>Six saisonniers sur dix sans contrat</a></li><li><a href=/2>Un tiers du salaire pour se loger</a></li></ul>"
    assert _read(f"<p>{_A}</p><p>Principaux résultats :</p>{items}<p>{_B}</p>")[2:4] == [
        "Six saisonniers sur dix sans contrat",
        "Un tiers du salaire pour se loger",
    ]


def test_the_lead_stays_wherever_it_stands() -> None:
    for lead in (
        f"<h2 class='nlead'>{_B}</h2>",
        f"<p class='article__standfirst'>{_B}</p>",
        f"<div class='chapo'><span>{_B}</span></div>",
    ):
        html = f"<html><body><header><h1>Un titre de page</h1>{lead}<p class=byline>Par Salma Idrissi</p></header><div class='article-body'><p>{_A}</p><p>{_A[3:]}</p></div></body></html>"
        assert list(extract(parse(html)).paragraphs) == [_B, _A, _A[3:]]


def test_the_sites_name_is_no_headline() -> None:
    html = (
        "<html><head><title>Carnets du port : une leçon de voile</title></head><body><h1><a href=/>Carnets du port</a></h1><p>Journal d'un homme entre deux phares.</p>"
        f"<div class='widget Blog'><h3>une leçon de voile</h3><p>{_A}</p><p>{_B}</p></div></body></html>"
    )
    assert list(extract(parse(html)).paragraphs) == [_A, _B]


def test_a_pull_quote_is_not_said_twice() -> None:
    quote = "« Nous avons attendu ce jour pendant onze ans »"
    assert _read(f"<p>{_A}</p><blockquote><p>{quote}</p></blockquote><p>{quote}, dit la doyenne du quartier.</p>") == [
        _A,
        f"{quote}, dit la doyenne du quartier.",
    ]
    assert _read(f"<p>{_A}</p><blockquote><p>{quote}</p></blockquote><p>{_B}</p>") == [_A, quote, _B]


def test_an_authors_biography_goes_and_the_same_name_in_the_text_stays() -> None:
    inner = f"<div class=who><span>Salma Idrissi</span></div><p>{_A}</p><p>Salma Idrissi a visité le quartier hier.</p><p>{_B}</p><p>Salma Idrissi écrit sur les ports et vit près d'un phare.</p>"
    assert _read(inner) == [_A, "Salma Idrissi a visité le quartier hier.", _B]


def test_a_call_in_a_box_goes_and_one_in_the_text_stays() -> None:
    call = "Abonnez-vous à notre lettre du vendredi, elle est gratuite."
    assert _read(f"<p>{_A}</p><div class='bx-3'><p>{call}</p></div><p>{_B}</p>") == [_A, _B]
    said = "Le maire invite les habitants à s'abonner à la bibliothèque municipale."
    assert _read(f"<p>{_A}</p><p>{said}</p><p>{_B}</p>") == [_A, said, _B]


def test_closing_marks_go() -> None:
    assert _read(f"<p>{_A}</p><p>{_B}</p><p>- FIN -</p>") == [_A, _B]
    assert _read(f"<p>{_A}</p><p>{_B}</p><p>© 2004 Le comité. Tous droits réservés.</p>") == [_A, _B]


def test_a_name_alone_does_not_make_prose_furniture() -> None:
    long = " ".join([_A, _B] * 4)
    html = f"<html><body><h1>Un titre de page</h1><div class='category-ville'><p>{long}</p><p>{_B}</p></div><div class='zz'><p>{_A}</p></div></body></html>"
    assert list(extract(parse(html)).paragraphs)[:2] == [long, _B]
