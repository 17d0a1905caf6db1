"""Pages that ask for a login under the address of an article, and articles that only look so."""

from __future__ import annotations

import pytest

from osiris_crawler.errors import NotAnArticleError
from tests.osiris_crawler.pages.invented import FIRST, LATER, SECOND, TITLE, page

FIELDS = "<input type='text' name='nom'><input type='password' name='secret'><input type='submit' value='OK'>"
FORM = f"<form action='/ouvrir' method='post'><label>Mot de passe</label>{FIELDS}</form>"
MENU = "<ul><li><a href='/-Archives-.html'>Archives</a></li><li><a href='/-Liens-.html'>Liens</a></li></ul>"
BESIDE = f"<div class='bloc'><h4>Se connecter</h4><p>Indiquez ici vos identifiants.</p>{FORM}</div>"
DATE = "<p>mardi 1er octobre 2024</p>"
LOGINS = {
    "the title says it": ("Connexion", f"<h1>Connexion</h1>{FORM}"),
    "SPIP's own": ("Identifiants personnels - Presse", f"<h1>Identifiants personnels</h1>{FORM}"),
    "in the frame of the site": ("Se connecter | Presse", f"{MENU}<h1>Se connecter</h1>{FORM}<p>{LATER[:110]}</p>"),
    "the text says it": (
        "La suite de cet article",
        f"<h1>La suite de cet article</h1><p>Pour lire la suite, identifiez-vous avec votre adresse.</p>{FORM}",
    ),
    "subscribers": (
        "Accès réservé aux abonnés",
        f"<h1>Accès réservé aux abonnés</h1><p>Déjà abonné ? Saisissez votre mot de passe.</p>{FORM}",
    ),
    "no form": ("Se connecter", "<h1>Se connecter</h1><p>Mot de passe oublié ? Suivez le lien reçu.</p>"),
    "no field yet": ("Identification", "<h1>Identification</h1><p>Indiquez votre adresse.</p><form></form>"),
    "under the title and date of the article": (
        TITLE, f"<h1>{TITLE}</h1>{DATE}<p>Cet article est réservé aux abonnés, identifiez-vous pour le lire.</p>{FORM}",
    ),
    "English": ("Sign in", f"<h1>Sign in</h1><p>Please enter your e-mail address and password.</p>{FORM}"),
    "English, by its text": (
        "The press", f"<h1>The press</h1><p>You need to log in to read this page. Forgot your password?</p>{FORM}",
    ),
    "loud markup": ("Login", f"<H1>Login</H1>{FORM.replace('type=', 'TYPE=').replace('password', 'PASSWORD')}"),
}  # fmt: skip


@pytest.mark.parametrize("name", LOGINS)
def test_a_page_that_asks_for_a_login_is_no_article(name: str) -> None:
    """Told by a field for a password and what the page says of itself, in French and English, in any skin."""
    title, body = LOGINS[name]
    with pytest.raises(NotAnArticleError, match="login_page"):
        page(body, title=title)


ARTICLES = {
    "a login beside a text": f"<h1>{TITLE}</h1>{DATE}<p>{FIRST}</p><p>{SECOND}</p>{BESIDE}",
    "a login above a text": f"{BESIDE}<h1>{TITLE}</h1>{DATE}<p>{FIRST}</p>",
    "a login beside an undated text": f"<h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p>{BESIDE}",
    "a text about passwords": (
        f"<h1>Mots de passe</h1>{DATE}<p>Changez votre mot de passe, demande Sahelnet à ses clients.</p>"
        f"<p>(Source : Le Quotidien inventé, 1er octobre 2024)</p>{BESIDE}"
    ),
    "a title of one word": f"<h1>Connexion</h1>{DATE}<p>{FIRST}</p>{BESIDE}",
    "a title that begins so": f"<h1>Connexion internet en hausse</h1><p>{FIRST}</p>{FORM}",
    "a text above its title": f"<p>{FIRST}</p><h1>{TITLE}</h1>{FORM}<p>Mot de passe oublié ? Écrivez-nous.</p>",
    "no sentence and no date": f"<h1>{TITLE}</h1><p><a href='a.pdf'>Document</a></p>{BESIDE}",
    "no sentence at all": f"<h1>{TITLE}</h1>{DATE}<p><a href='a.pdf'>Document</a></p><aside>{BESIDE}</aside>",
}


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_beside_a_login_is_an_article(name: str) -> None:
    """Sites have a form for their members on every page, and write about logins."""
    assert page(ARTICLES[name]).title
