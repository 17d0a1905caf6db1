"""The default look of SPIP 4, by its public class names; the markup around them is our own."""

# ruff: noqa: E501 - a row of a table or a line of markup stays one line

from osiris_crawler.sample.blocks import Markup
from osiris_crawler.sample.pagination import PageLink
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

MARKUP = Markup(subhead=('<h2 class="spip">', "</h2>"))
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                   "November", "December")  # fmt: skip


def article(page: ArticlePage, frame: Frame) -> str:
    """HTML of an article page."""
    item = page.article
    body = body_of(item, MARKUP)
    printed_day = day_line(item.day)
    if item.language == "en":
        day = item.day
        printed_day = f"{_ENGLISH_DAYS[day.weekday()]} {day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
    instant = f"{item.published_on}T{item.id % 24:02}:00:00Z"
    published = f'<abbr class="published" title="{instant}">{printed_day}</abbr>'
    authors = (
        f' par <span class="authors"><span class="vcard author">{item.signature}</span></span>'
        if item.signature
        else ""
    )
    parts = [
        ("chapo", body.standfirst),
        ("texte", body.text),
        ("credit", body.outside),
        ("ps", body.postscript),
    ]
    sections = [f'<div class="{name} surlignable clearfix">{html}</div>' for name, html in parts if html]
    content = [
        '<div class="content hentry" id="content">',
        _crumbs(page.crumbs, page.leaf),
        f'<div class="cartouche clearfix"><h1 class="surlignable entry-title">{page.heading}</h1>',
        f'<p class="info-publi">{published}{authors}</p></div>',
        *sections,
        f'<div class="notes surlignable"><h2 class="pas_surlignable">Notes</h2>{body.notes}</div>'
        if body.notes
        else "",
        '<a href="#forum" name="forum" id="forum"></a></div>',
    ]
    side = _menu("Dans la même rubrique", page.neighbours, "")
    words = "".join(
        f'<li><a href="{word.href}" rel="tag">{printed(word.label)}</a></li>' for word in page.keywords
    )
    side += f'<div class="menu"><h2>Mots-clés</h2><ul>{words}</ul></div>' if words else ""
    canonical = f"{frame.root}{item.path[1:]}"
    name = "breve" if item.kind == "breve" else "article"
    return _page((page.leaf, f"page_{name}", canonical, item.language), "\n".join(content), side, frame)


def listing(page: Listing, frame: Frame) -> str:
    """HTML of a page that lists rubrics and articles."""
    content = [
        '<div class="content" id="content">',
        _crumbs(page.crumbs, printed(page.title)) if page.crumbs else "",
        f'<div class="cartouche"><h1 class="surlignable">{printed(page.title)}</h1></div>',
        _menu("Sous-rubriques", page.branches, "menu_rubriques"),
        _bar(page.branch_links),
        _entries("articles", "Articles", page.entries, page.page_links),
        _entries("breves", "Brèves", page.breves, page.breve_links),
        "</div>",
    ]
    side = _menu("Articles de presse", frame.years, "menu_rubriques")
    head = (printed(page.title), f"page_{page.kind}", f"{frame.root}{page.path}", "fr")
    return _page(head, "\n".join(content), side, frame)


def _crumbs(crumbs: tuple[Link, ...], leaf: str) -> str:
    links = "".join(f'<a href="{link.href or "./"}">{printed(link.label)}</a> &gt; ' for link in crumbs)
    return f'<p class="arbo">{links}<strong class="on">{leaf}</strong></p>'


def _entries(name: str, title: str, entries: tuple[Entry, ...], links: tuple[PageLink, ...]) -> str:
    if not entries:
        return ""
    items = "".join(
        f'<li class="hentry clearfix"><strong><a href="{entry.href}">{entry.title_html}</a></strong>'
        f"<br /><small>{short_day(entry.day)}</small>"
        f'<div class="introduction entry-content"><p>{printed(entry.introduction)}</p></div></li>\n'
        for entry in entries
    )
    return (
        f'<div class="menu menu_{name}"><a id="pagination_{name}" class="pagination_ancre"></a><h2>{title}</h2>'
        f"<ul>{items}</ul>{_bar(links)}</div>"
    )


def _bar(links: tuple[PageLink, ...]) -> str:
    if not links:
        return ""
    parts = []
    for link in links:
        if link.is_gap:
            parts.append(
                '<li class="pagination-item tbc disabled"><span class="pagination-item-label">...</span></li>'
            )
        elif link.is_current:
            parts.append(
                '<li class="pagination-item on active"><span class="pagination-item-label on">'
                + link.label
                + "</span></li>"
            )
        else:
            parts.append(
                f"<li class='pagination-item'><a href='{link.href}' class='pagination-item-label lien_pagination' "
                f"rel='nofollow'>{link.label}</a></li>"
            )
    return f'<nav role="navigation" class="p pagination"><ul class="pagination-items pagination_page">{"".join(parts)}</ul></nav>'


def _menu(title: str, links: tuple[Link, ...], name: str) -> str:
    return f'<div class="menu {name}"><h2>{title}</h2>{_branches(links)}</div>' if links else ""


def _branches(branches: tuple[Link, ...]) -> str:
    items = "".join(
        f'<li><a href="{branch.href}">{printed(branch.label)}</a>{_branches(branch.children)}</li>\n'
        for branch in branches
    )
    return f"<ul>{items}</ul>" if items else ""


def _page(head: tuple[str, str, str, str], content: str, side: str, frame: Frame) -> str:
    title, body_class, canonical, language = head
    menu = "".join(
        f'<li class="nav-item"><a href="{link.href}">{printed(link.label)}</a></li>' for link in frame.menu
    )
    dates = (
        '<meta property="article:published_time" content="2025-04-30T09:12:44Z" />'
        if frame.misleading_dates
        else ""
    )
    return f"""<!DOCTYPE html>
<html dir="ltr" lang="{language}" class="ltr {language} no-js">
<head>
<title>{title} - {SITE_NAME}</title>
<link rel="canonical" href="{canonical}" />
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="generator" content="SPIP 4.4" />{dates}
<link rel="alternate" type="application/rss+xml" title="Syndiquer tout le site" href="spip.php?page=backend" />
</head>
<body class="pas_surlignable {body_class}">
<div class="page">
<header class="clearfix header" role="banner"><strong class="h1 spip_logo_site"><a rel="start home" href="{frame.root}"
 title="Accueil">{SITE_NAME}</a></strong><p id="slogan">{SLOGAN}</p></header>
<nav class="nav clearfix" id="nav" role="navigation"><ul>{menu}</ul></nav>
<main class="main" role="main"><div class="wrapper hfeed">
{content}
</div>
<aside class="aside" role="complementary">
{side}
<div class="formulaire_spip formulaire_recherche"><form action="spip.php?page=recherche" method="get">
<input name="page" value="recherche" type="hidden" /><input type="search" name="recherche" /></form></div>
</aside></main>
<footer class="footer clearfix" role="contentinfo"><p class="colophon">1997 - 2025 {SITE_NAME}<br />
<a rel="contents" href="spip.php?page=plan" class="first">Plan du site</a> |
<a href="spip.php?page=login&amp;url=." rel="nofollow" class="login_modal">Se connecter</a> |
<a href="spip.php?page=backend" rel="alternate" class="last">RSS 2.0</a></p></footer>
</div>
</body>
</html>
"""
