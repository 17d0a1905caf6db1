"""The newer skin of the real site, by the order of its text: breadcrumb, title, date, keyword, body, source line."""

# ruff: noqa: E501 - a row of a table or a line of markup stays one line

from osiris_crawler.sample.blocks import Markup
from osiris_crawler.sample.pagination import PageLink
from osiris_crawler.sample.skins import furniture
from osiris_crawler.sample.skins.view import (
    SITE_NAME,
    SLOGAN,
    ArticlePage,
    Entry,
    Frame,
    Link,
    Listing,
    body_of,
)
from osiris_crawler.sample.typography import day_line, printed, short_day

MARKUP = Markup()
_TOP_WEIGHT = 2747


def article(page: ArticlePage, frame: Frame) -> str:
    """HTML of an article page."""
    item = page.article
    body = body_of(item, MARKUP)
    words = "".join(
        f'<li><a href="{word.href}" rel="tag">{printed(word.label)}</a></li>' for word in page.keywords
    )
    print_view = f'<a href="spip.php?page=impression&amp;id_article={item.id}" rel="nofollow" title="Imprimer"><img alt="" src="IMG/png/imprimer.png" /></a>'
    content = [
        _crumbs(page.crumbs, page.leaf),
        f'<article class="article une" id="contenu"><h1 class="titre-article">{page.heading}</h1>',
        f'<div class="cartouche"><span class="date-publication">{day_line(item.day)}</span>{print_view}</div>',
        f'<ul class="mots-article">{words}</ul>' if words else "",
        f'<div class="chapo-article">{body.standfirst}</div>' if body.standfirst else "",
        f'<div class="corps">{body.text}</div>',
        f'<div class="provenance">{body.outside}</div>' if body.outside else "",
        f'<div class="post-scriptum">{body.postscript}</div>' if body.postscript else "",
        f'<div class="notes-bas">{body.notes}</div>' if body.notes else "",
        '<p class="maj">Mis à jour le mercredi 30 avril 2025</p>' if frame.misleading_dates else "",
        "</article>",
        _comment_form(item.id) if page.comment_form else "",
    ]
    canonical = f"{frame.root}{item.path[1:]}"
    related = _links("A lire aussi", page.neighbours, "?var_recherche=reseau")
    return _page(page.leaf, canonical, item.language, "\n".join(content), related, frame)


def listing(page: Listing, frame: Frame) -> str:
    """HTML of a page that lists rubrics and articles."""
    content = [
        _crumbs(page.crumbs, printed(page.title)) if page.crumbs else "",
        f'<section class="liste" id="contenu"><h1 class="titre-rubrique">{printed(page.title)}</h1>',
        _branches(page.branches),
        _bar(page.branch_links),
        "".join(_entry(entry) for entry in page.entries),
        _bar(page.page_links),
        '<h2 class="titre-breves">Brèves</h2>' if page.breves else "",
        "".join(_entry(entry) for entry in page.breves),
        _bar(page.breve_links),
        "</section>",
    ]
    return _page(printed(page.title), f"{frame.root}{page.path}", "fr", "\n".join(content), "", frame)


def _crumbs(crumbs: tuple[Link, ...], leaf: str) -> str:
    links = " &gt; ".join(f'<a href="{link.href or "./"}">{printed(link.label)}</a>' for link in crumbs)
    return f'<div id="hierarchie">{links} &gt; <span class="ici">{leaf}</span></div>'


def _entry(entry: Entry) -> str:
    return (
        f'<div class="bloc-liste"><h3><a href="{entry.href}">{entry.title_html}</a></h3>'
        f'<span class="date-liste">{short_day(entry.day)}</span>'
        f'<div class="intro-liste"><p>{printed(entry.introduction)}</p></div></div>\n'
    )


def _bar(links: tuple[PageLink, ...]) -> str:
    if not links:
        return ""
    parts = []
    for link in links:
        if link.is_gap:
            parts.append("<span class='ecart'>...</span>")
        elif link.is_current:
            parts.append(f"<strong class='ici'>{link.label}</strong>")
        else:
            parts.append(f"<a href='{link.href}' class='page-liste'>{link.label}</a>")
    return "<div class='barre-pages'>" + " | ".join(parts) + "</div>"


def _branches(branches: tuple[Link, ...]) -> str:
    if not branches:
        return ""
    items = "".join(
        f'<li><a href="{branch.href}">{printed(branch.label)}</a>{_branches(branch.children)}</li>'
        for branch in branches
    )
    return f'<ul class="arborescence">{items}</ul>'


def _links(title: str, links: tuple[Link, ...], query: str = "") -> str:
    items = "".join(f'<li><a href="{link.href}{query}">{printed(link.label)}</a></li>' for link in links)
    return f'<div class="bloc"><h4>{title}</h4><ul>{items}</ul></div>' if items else ""


def _comment_form(number: int) -> str:
    return (
        f'<div class="formulaire"><a href="spip.php?page=forum&amp;id_breve={number}">Forum</a>'
        '<form action="spip.php?page=forum" method="post"><fieldset><legend>Un message, un commentaire ?</legend>'
        "<h5>Qui êtes-vous ?</h5><input name='nom' /><h5>Votre message</h5><textarea name='texte'></textarea>"
        "</fieldset></form></div>"
    )


def _side(related: str, frame: Frame) -> str:
    news = "".join(f"<li><a href='http://ntic.example/{n}'>{printed(head)}</a> {tail}</li>" for n, (head, tail) in
                   enumerate(furniture.NEWS_FEED))  # fmt: skip
    links = "".join(f"<li><a href='{href}'>{label}</a></li>" for label, href in furniture.INTERESTING_LINKS)
    cloud = "\n".join(
        f'<li><span>{word.weight}/{_TOP_WEIGHT}</span> <a href="{word.href}">{printed(word.label)}</a></li>'
        for word in frame.cloud
    )
    calendar = '<p><a href="spip.php?page=agenda&amp;date=2025-04">Agenda</a></p>' if frame.calendar else ""
    return (
        f'<div class="bloc"><h4>Fil d\'actu</h4><ul>{news}</ul></div>\n'
        f'<div class="bloc"><h4>Liens intéressants</h4><ul>{links}</ul></div>\n{related}{calendar}'
        f'<div class="bloc mots"><h4>Navigation par mots clés</h4><ul>{cloud}</ul></div>'
    )


def _page(title: str, canonical: str, language: str, content: str, related: str, frame: Frame) -> str:
    menu = _branches(frame.menu)
    dates = _MISLEADING if frame.misleading_dates else ""
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8" />
<title>{title} - {SITE_NAME}</title>
<link rel="canonical" href="{canonical}" />
<link rel="alternate" type="application/rss+xml" title="RSS" href="spip.php?page=backend" />
<meta name="generator" content="SPIP 3.2" />{dates}
</head>
<body>
<div id="tete"><p class="enseigne"><a href="./">{SITE_NAME}</a></p><p class="devise">{SLOGAN}</p></div>
<div id="menu"><a href="#menu">Show navigation</a> <a href="#contenu">Hide navigation</a>
{menu}</div>
<div id="colonne">
{content}
</div>
<div id="marge">
{_side(related, frame)}
</div>
<div id="pied"><p>{furniture.COLOPHON}</p>
<p><a href="spip.php?page=plan">Plan du site</a> - <a href="-Batik-.html">Archives (Batik)</a></p>
<p>{furniture.SLOGAN_FOLLOW}</p> <a href="spip.php?action=cookie&amp;url=.">Se connecter</a></div>
</body>
</html>
"""


_MISLEADING = """
<meta property="article:modified_time" content="2025-04-30T09:12:44Z" />
<meta property="og:updated_time" content="2025-04-30T09:12:44Z" />
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "2025-04-30T09:12:44Z", "dateModified": "2025-04-30T09:12:44Z"}</script>"""
