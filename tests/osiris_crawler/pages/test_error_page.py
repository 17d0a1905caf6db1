"""Pages that stand in the place of an article, with a status that says nothing."""

from __future__ import annotations

import pytest

from osiris_crawler.errors import NotAnArticleError
from osiris_crawler.pages import read
from tests.osiris_crawler.pages.invented import ADDRESS, FIRST, SECOND, TITLE, page

SAID = [
    ("Article introuvable", "Aucun article ne correspond à cette adresse. Retournez à la page d’accueil."),
    ("Hrm.", "The Wayback Machine has not archived that URL."),
    ("Loading...", "Got an HTTP 302 response at crawl time. Redirecting to the next capture, please wait."),
    ("Too Many Requests", "Le serveur est surchargé, veuillez réessayer plus tard."),
    ("Attention : un problème technique (serveur SQL) empêche l’accès au site", ""),
    ("Erreur de compilation", "Erreur(s) dans le squelette article.html : boucle non définie, ligne 12."),
    ("presse.example", "Ce nom de domaine est à vendre. Faites une offre au vendeur sans plus attendre."),
    ("Redirection", "Vous allez être redirigé vers la page d’accueil, cliquez ici si rien ne se passe."),
]


@pytest.mark.parametrize(("title", "text"), SAID, ids=[title for title, _ in SAID])
def test_a_page_of_server_archive_or_skin_is_no_article(title: str, text: str) -> None:
    """What servers, archives and SPIP itself say in place of a page is no article, under whatever address."""
    with pytest.raises(NotAnArticleError, match="error_page"):
        page(f"<h1>{title}</h1><p>{text}</p>", title=title)


def test_an_article_about_errors_is_an_article() -> None:
    """A dated text may have any title."""
    date = "<p>mardi 1er octobre 2024</p>"
    found = page(
        f"<h1>Erreur 404 : le site ne répond plus</h1>{date}<p>{FIRST}</p><p>{SECOND}</p>", title="Erreur 404"
    )
    assert found.body == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><rss version="2.0"><channel><title>Presse</title></channel></rss>',
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Presse</title></feed>',
        b"%PDF-1.4\n1 0 obj",
        f"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=x\n\n<h1>{TITLE}</h1>"
        .encode(),
    ],
    ids=["rss", "atom", "pdf", "mhtml"],
)  # fmt: skip
def test_what_is_no_html_is_refused_as_such(body: bytes) -> None:
    """Feeds, PDF and pages saved as MHTML are named for what they are, and nothing is read from them."""
    with pytest.raises(NotAnArticleError, match="not_html"):
        read(body, ADDRESS)


def test_the_forum_of_an_article_is_none() -> None:
    """A form for messages names the article in its address; a print view does so too, and shows the article."""
    text = f"<h1>{TITLE}</h1><p>mardi 1er octobre 2024</p><p>{FIRST}</p>"
    site = "http://presse.example/spip.php"
    with pytest.raises(NotAnArticleError, match="not_an_article_address"):
        page(text, address=f"{site}?page=forum&id_article=12")
    assert page(text, address=f"{site}?page=imprimer&id_article=12").body == FIRST
