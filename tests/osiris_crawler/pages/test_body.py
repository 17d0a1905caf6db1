"""Where the text of an article begins and ends."""

from __future__ import annotations

import pytest

from tests.osiris_crawler.pages.invented import FIRST, LATER, SECOND, TITLE, page

HEAD = f"<h1>{TITLE}</h1><p>mardi 1er octobre 2024</p>"
FEED = '<div>Fil d’actu</div><ul><li><a href="a.html">Un</a></li><li><a href="b.html">Deux</a></li></ul>'
SHORT = "La mairie a son site."


@pytest.mark.parametrize("text", [FIRST, SHORT])
def test_a_longer_text_behind_furniture_is_no_body(text: str) -> None:
    """A short article stays what it is when a long footer stands below the furniture."""
    assert page(f"{HEAD}<div><p>{text}</p></div>{FEED}<div><p>{LATER}</p></div>").body == text


def test_what_stands_outside_the_article_element_is_no_text() -> None:
    """Comments without any telling class below the `article` that holds title and text are left out."""
    comments = "".join(f"<div><b>Awa</b><div>{LATER}</div></div>" for _ in range(2))
    assert (
        page(f"<article>{HEAD}<p>{FIRST}</p><p>{SECOND}</p></article>{comments}").body
        == f"{FIRST}\n\n{SECOND}"
    )


def test_boxes_that_repeat_a_date_are_comments() -> None:
    """Name, date and some sentences, several times over, are no part of the text above them."""
    comments = "".join(
        f"<div><div>Awa</div><div>{day} octobre 2024 à 10:12</div><div>{SECOND}</div></div>" for day in (3, 4)
    )
    found = page(f"{HEAD}<div><p>{FIRST}</p><p>{SECOND}</p><p>{FIRST}</p></div><div>{comments}</div>")
    assert found.body == f"{FIRST}\n\n{SECOND}\n\n{FIRST}"


def test_text_goes_on_behind_a_document_of_spip() -> None:
    """A picture with its legend in the middle of the text is a caption, and ends nothing."""
    picture = '<dl class="spip_document_7 spip_documents"><dt><b>Le relais de Thiaba</b></dt></dl>'
    found = page(
        f'{HEAD}<div class="chapo"><p>{FIRST}</p></div><div class="texte">{picture}<p>{SECOND}</p></div>'
    )
    assert found.body == f"{FIRST}\n\n{SECOND}"


def test_a_pointer_beside_the_text_is_left_out() -> None:
    """« Lire aussi » with its link is the skin's beside the text, and the author's inside it."""
    pointer = 'Lire aussi : <a href="autre-article.html">Sahelnet recrute cinquante techniciens</a>'
    text = f"<p>{FIRST}</p>"
    assert page(f"{HEAD}<div>{text}<div>{pointer}</div><p>{SECOND}</p></div>").body == f"{FIRST}\n\n{SECOND}"
    assert "Lire aussi" in page(f"{HEAD}<div>{text}<p>{pointer}</p><p>{SECOND}</p></div>").body


def test_a_date_in_a_line_of_its_own_is_no_first_paragraph() -> None:
    """A title, its date and the text may be lines of one cell."""
    head = f"<b>{TITLE} et la suite du chantier</b><br>mercredi 30 novembre 2011"
    found = page(f"<table><tr><td>{head}<p>{FIRST}</td></tr></table>")
    assert (found.body, found.published and found.published.iso) == (FIRST, "2011-11-30")


def test_a_source_line_at_the_end_of_its_box_ends_the_article() -> None:
    """What other boxes hold below it is no text, comments with sources of their own least of all."""
    comment = (
        "<div>4 commentaires</div><div><div>Awa</div><div>(Source : mon voisin, 5 octobre 2024)</div></div>"
    )
    text = f"<div><p>{FIRST}</p><p>{SECOND}</p><p>(Source : APS, 1er octobre 2024)</p></div>"
    found = page(f"{HEAD}{text}<div>{comment}<div>{LATER}</div></div>")
    assert found.source_line == "(Source : APS, 1er octobre 2024)"
    assert found.body == f"{FIRST}\n\n{SECOND}"


def test_notes_behind_the_source_line_stay() -> None:
    """Postscript and notes belong to the text, in a box of their own too."""
    text = f"<div><p>{FIRST} [1]</p><p>{SECOND}</p><p>(Source : APS, 1er octobre 2024)</p></div>"
    found = page(
        f"{HEAD}{text}<div><h4>Notes</h4><p>[1] Voir le rapport de l’Agence des ondes.</p></div><div>{FEED}</div>"
    )
    assert found.body == f"{FIRST} [1]\n\n{SECOND}\n\n[1] Voir le rapport de l’Agence des ondes."


def test_a_form_with_its_invitation_is_no_text() -> None:
    """A box with a form and a sentence or two, in the middle of the text, is the skin's."""
    invitation = "<p>Inscrivez-vous à notre lettre hebdomadaire pour ne rien manquer de l’actualité.</p>"
    form = f'<div><h4>Recevez nos articles</h4>{invitation}<form><input name="adresse"></form></div>'
    assert page(f"{HEAD}<div><p>{FIRST}</p>{form}<p>{SECOND}</p></div>").body == f"{FIRST}\n\n{SECOND}"


def test_a_footer_is_no_text_however_short_the_article() -> None:
    """An element that holds no article by its nature does so even where it holds most of the sentences."""
    footer = f"<footer><p>{LATER}</p></footer>"
    assert page(f"{HEAD}<div><p>{SHORT}</p></div>{footer}").body == SHORT


def test_no_text_stands_below_the_heading_of_the_comments() -> None:
    """Numbered comments in boxes of their own are neither text nor notes, in skins that name nothing."""
    comments = "".join(
        f"<div><ul><li>{n}. Le 3 octobre 2024 à 10:12, par Awa, en réponse à nous</li></ul><p>{SECOND}</p></div>"
        for n in (1, 2)
    )
    found = page(f"<div>{HEAD}<div><p>{FIRST}</p></div><ul><li>Vos commentaires</li></ul>{comments}</div>")
    assert found.body == FIRST


def test_a_credit_in_mid_text_ends_no_text_whose_paragraphs_have_boxes_of_their_own() -> None:
    """Page builders put several boxes around each paragraph; those beside it are made alike."""
    paragraphs = (
        FIRST,
        SECOND,
        "(Source : enquête de l’Agence des ondes, 2019)",
        SECOND,
        FIRST,
        SECOND,
        FIRST,
        SECOND,
    )
    parts = (
        f"<h1>{TITLE}</h1>",
        "<p>Publié le 1er octobre 2024</p>",
        *(f"<p>{text}</p>" for text in paragraphs),
    )
    boxes = "".join(f'<div class="e"><div class="w">{part}</div></div>' for part in parts)
    assert page(f"<div>{boxes}</div>").body.endswith(f"{FIRST}\n\n{SECOND}")


def test_the_source_of_a_figure_ends_no_text() -> None:
    """A credit in a box of its own, among the paragraphs of the text, is the figure's."""
    figure = "<table><tr><td>Podor</td><td>54 %</td></tr></table><div>Source : ARTP, 2019</div>"
    found = page(f"{HEAD}<div><p>{FIRST}</p>{figure}<p>{SECOND}</p><p>{FIRST}</p></div>")
    assert found.body.endswith(f"{SECOND}\n\n{FIRST}")


def test_the_heading_of_the_keywords_ends_a_text_without_sentences() -> None:
    """A poem of short lines, then its source line and the keywords."""
    lines = "Ligne un,<br>ligne deux ;<br>ligne trois."
    end = (
        "<p>(Source : APS, 1er octobre 2024)</p><p><b>Mots clés</b></p><li><a href='spip.php?mot2'>Poésie</a>"
    )
    assert page(f"{HEAD}<p>{lines}</p>{end}").body == "Ligne un,\nligne deux ;\nligne trois."
