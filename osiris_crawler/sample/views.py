"""Views that a crawler must not take for articles: print view, forum, error and challenge pages."""

from osiris_crawler.sample.article import SampleArticle
from osiris_crawler.sample.skins import new
from osiris_crawler.sample.skins.view import SITE_NAME, body_of
from osiris_crawler.sample.typography import day_line, printed

CHALLENGE = """<!DOCTYPE html>
<html lang="fr"><head><meta charset="utf-8" /><title>Un instant…</title></head>
<body><h1>Vérification de votre navigateur</h1><p>Veuillez patienter, vous allez être redirigé.</p>
<noscript>Activez JavaScript pour continuer.</noscript></body></html>
"""


def print_view(article: SampleArticle) -> str:
    """The page behind « Imprimer »: the whole text again, its date with a full stop, no canonical link."""
    body = body_of(article, new.MARKUP)
    return (
        f'<!DOCTYPE html>\n<html lang="{article.language}"><head><meta charset="utf-8" />'
        f'<meta name="robots" content="noindex" /><title>{printed(article.title)}</title></head>\n'
        f"<body onload='window.print()'><p>{SITE_NAME}</p><h1>{printed(article.title)}</h1>"
        f"<p>{day_line(article.day)}.</p>\n{body.whole}</body></html>\n"
    )


def forum_view(article: SampleArticle) -> str:
    """The page for an answer to an article: its title and opening, and a form."""
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8" /><title>Forum</title></head>\n'
        f"<body><p>En réponse à :</p><h1>{printed(article.title)}</h1><p>{day_line(article.day)}</p>"
        f"<p>{printed(article.body[:200])}</p>"
        "<form method='post'><textarea name='texte'></textarea></form></body></html>\n"
    )


def error_view(status: int) -> str:
    """The page of an error status."""
    text = "La page que vous demandez n’existe pas." if status in (404, 410) else "Une erreur s’est produite."
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8" /><title>{status}</title></head>\n'
        f"<body class='page_{status}'><h1>Erreur {status}</h1><p>{text}</p>"
        f"<p><a href='/'>{SITE_NAME}</a></p></body></html>\n"
    )
