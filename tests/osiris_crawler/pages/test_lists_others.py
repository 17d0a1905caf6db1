"""Listings under the address of an article."""

from __future__ import annotations

import pytest

from osiris_crawler.errors import NotAnArticleError
from tests.osiris_crawler.pages.invented import FIRST, SECOND, page

NAMES = (
    "La carte scolaire passe au numérique",
    "Le guichet unique ouvre ses portes",
    "La guerre des prix est déclarée",
)
CELLS = "".join(
    f'<tr><td>0{day}/10/2004</td><td><a href="article{day}.html"><b>{name}</b></a><br>{SECOND}</td></tr>'
    for day, name in enumerate(NAMES, 1)
)
BOXES = "".join(
    f'<div><div><a href="article{day}.html">{name}</a></div><div>{day} octobre 2004</div><div>{SECOND}</div></div>'
    for day, name in enumerate(NAMES, 1)
)


@pytest.mark.parametrize(
    "body",
    [
        f"<b>Octobre 2004</b><br><table>{CELLS}</table>",
        f"<h1>Octobre 2004</h1>{BOXES}",
        f"<h1>Octobre 2004</h1><p>{FIRST}</p>{BOXES}",
    ],
    ids=["dates above", "dates below", "introduced"],
)
def test_dated_titles_of_others_make_a_listing(body: str) -> None:
    """Dates may stand above or below the titles, and one paragraph may introduce the section."""
    with pytest.raises(NotAnArticleError, match="listing"):
        page(body, title="Octobre 2004", address="http://presse.example/Octobre-2004.html")


def test_a_text_above_a_list_of_others_is_an_article() -> None:
    """Two paragraphs are a text; so is one above a heading of furniture."""
    for text in (f"<p>{FIRST}</p><p>{SECOND}</p>", f"<p>{FIRST}</p><h2>Dans la même rubrique</h2>"):
        found = page(f"<h1>Octobre 2004</h1>{text}{BOXES}", title="Octobre 2004")
        assert found.body.startswith(FIRST)
        assert found.published is None
