"""What a page needs to be seen as it was."""

from __future__ import annotations

import pytest

from osiris_crawler.pages.needs import needs_of_page, needs_of_stylesheet

URL = "http://127.0.0.1/un-article.html"


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<img src='IMG/a.jpg'>", ["IMG/a.jpg"]),
        ("<img srcset='IMG/a.jpg 1x, IMG/b.jpg 2x'>", ["IMG/a.jpg", "IMG/b.jpg"]),
        ("<link rel='stylesheet' href='/local/a.css'>", ["local/a.css"]),
        ("<link rel='alternate' href='/feed'>", []),
        ("<a href='IMG/pdf/loi.pdf'>Le texte</a><a href='autre.html'>Autre</a>", ["IMG/pdf/loi.pdf"]),
        ("<p style='background: url(\"IMG/fond.png\")'>x</p>", ["IMG/fond.png"]),
        ("<style>@import 'b.css'; p { background: url(c.png) }</style>", ["b.css", "c.png"]),
        ("<img src='data:image/png;base64,AAAA'><img src='a.jpg'><img src='a.jpg'>", ["a.jpg"]),
        ("<base href='http://127.0.0.1/dossier/'><img src='a.jpg'>", ["dossier/a.jpg"]),
        ("", []),
    ],
)
def test_a_page_names_what_it_needs(html: str, names: list[str]) -> None:
    """Images, stylesheets and documents are named once each, whole, in order; pages are not."""
    assert needs_of_page(html.encode(), URL) == [f"http://127.0.0.1/{name}" for name in names]


def test_a_stylesheet_names_what_it_needs() -> None:
    """Addresses are relative to the stylesheet, not to the page."""
    css = b"@import url(b.css); p { background: url('../IMG/c.png') }"
    found = needs_of_stylesheet(css, "http://127.0.0.1/local/a.css")
    assert found == ["http://127.0.0.1/local/b.css", "http://127.0.0.1/IMG/c.png"]
