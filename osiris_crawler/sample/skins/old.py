"""The older skin of the real site, by the order of its text: no breadcrumb, keywords under a heading after the source."""

# ruff: noqa: E501 - a row of a table or a line of markup stays one line

from osiris_crawler.sample.blocks import Markup
from osiris_crawler.sample.pagination import PageLink
from osiris_crawler.sample.skins import furniture
from osiris_crawler.sample.skins.view import SITE_NAME, ArticlePage, Entry, Frame, Link, Listing, body_of
from osiris_crawler.sample.typography import day_line, printed, short_day

_SESSION = "0123456789abcdef0123456789abcdef"
_PLAIN = Markup(paragraph='<p class="spip">', subhead=('<h3 class="spip">', "</h3>"), line_break="<br />\n")
_STRAIGHT = Markup(paragraph='<p class="spip">', line_break=" ", straight_quotes=True)


def article(page: ArticlePage, frame: Frame) -> str:
    """HTML of an article page."""
    item = page.article
    body = body_of(item, _STRAIGHT if item.straight_quotes else _PLAIN)
    day = day_line(item.day).replace("1er ", "1<sup>er</sup> ")
    words = " ".join(
        f'<a href="{word.href}" class="lien">{printed(word.label)}</a>' for word in page.keywords
    )
    section = page.crumbs[1] if item.id % 3 == 0 else None
    content = [
        _section(section) if section else "",
        _tools(item.id),
        f'<tr><td><h2 class="gros">{page.heading}</h2><div class="petit">{day}</div></td></tr>',
        f'<tr><td class="contenu">{body.whole}</td></tr>',
        f'<tr><td class="bas"><h3 class="spip">Mots clés</h3>{words}</td></tr>' if words else "",
        f"<tr><td>{_comment_form()}</td></tr>" if page.comment_form else "",
    ]
    return _page(page.leaf, item.language, "\n".join(content), frame)


def listing(page: Listing, frame: Frame) -> str:
    """HTML of a page that lists rubrics and articles."""
    content = [
        f'<tr><td><h2 class="gros">{printed(page.title)}</h2></td></tr>',
        f"<tr><td>{_branches(page.branches)}</td></tr>" if page.branches else "",
        _bar(page.branch_links),
        "".join(_entry(entry) for entry in page.entries),
        _bar(page.page_links),
        "<tr><td><h3 class='spip'>Br&egrave;ves</h3></td></tr>" if page.breves else "",
        "".join(_entry(entry) for entry in page.breves),
        _bar(page.breve_links),
    ]
    return _page(printed(page.title), "fr", "\n".join(content), frame)


def _tools(number: int) -> str:
    return (
        f'<tr><td class="outils"><a href="spip.php?page=impression&amp;id_article={number}">Imprimer</a> '
        '<a href="#" onclick="plus(-1)">Texte plus petit</a> <a href="#" onclick="plus(1)">Texte plus grand</a></td></tr>'
    )


def _section(link: Link) -> str:
    address = f"{link.href}?PHPSESSID={_SESSION}"
    return f'<tr><td class="ariane"><a href="{address}">{printed(link.label)}</a></td></tr>'


def _entry(entry: Entry) -> str:
    return (
        f'<tr><td class="resume">- <a href="{entry.href}"><b>{entry.title_html}</b></a><br />'
        f"<i>{short_day(entry.day)}</i><br />{printed(entry.introduction)}</td></tr>\n"
    )


def _bar(links: tuple[PageLink, ...]) -> str:
    if not links:
        return ""
    parts = [
        "..."
        if link.is_gap
        else f"<b>{link.label}</b>"
        if link.is_current
        else f'<a href="{link.href}">{link.label}</a>'
        for link in links
    ]
    return f"<tr><td align='center'>{' | '.join(parts)}</td></tr>"


def _branches(branches: tuple[Link, ...]) -> str:
    items = "".join(
        f'<li><a href="{branch.href}">{printed(branch.label)}</a>{_branches(branch.children)}</li>'
        for branch in branches
    )
    return f"<ul>{items}</ul>" if items else ""


def _comment_form() -> str:
    return (
        "<form action='spip.php?page=forum' method='post'><b>Un message, un commentaire ?</b><br />Qui êtes-vous ?"
        "<input name='nom' /><br />Votre message<textarea name='texte'></textarea></form>"
    )


def _figures(title: str, lines: tuple[str, ...]) -> str:
    rows = "".join(f"<li>{printed(line)}</li>" for line in lines)
    return f"<h4>{title}</h4><ul>{rows}</ul>"


def _page(title: str, language: str, content: str, frame: Frame) -> str:
    words = " ".join(f'<a href="{word.href}">{printed(word.label)}</a>' for word in frame.cloud)
    top = " | ".join(f'<a href="{link.href}">{printed(link.label)}</a>' for link in frame.menu)
    years = " ".join(
        f'<a href="{year.href}">{printed(year.label)}</a>'
        for link in frame.years
        for year in (link, *link.children)
    )
    dates = '<meta http-equiv="last-modified" content="30 avril 2025" />' if frame.misleading_dates else ""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="{language}" lang="{language}">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>[{SITE_NAME}] {title}</title>{dates}
</head>
<body bgcolor="#ffffff">
<table width="780" cellpadding="0"><tr><td colspan="2"><h1><a href="./">{SITE_NAME}</a></h1> {top}</td></tr>
<tr><td width="560" valign="top"><div><a href="http://twitter.example/osiris">twitter</a>
<a href="http://facebook.example/osiris">facebook</a> <a href="spip.php?page=backend">rss</a></div>
<table width="100%">
{content}
</table></td>
<td width="220" valign="top">
<form action="spip.php?action=inscription" method="post"><b>Inscrivez-vous a BATIK</b><br />Inscrivez-vous à notre liste
<input name="mail" /></form>
<h4>Navigation par mots clés</h4><div>{words}</div>
<h4>Navigation</h4><div>{years}</div>
{_figures("INTERNET EN CHIFFRES", furniture.INTERNET_FIGURES)}
{_figures("TÉLÉPHONIE EN CHIFFRES", furniture.TELEPHONE_FIGURES)}
<p>{printed(furniture.CREDIT_IN_FURNITURE)}</p></td></tr>
<tr><td colspan="2"><a href="spip.php?page=plan">Plan du site</a> <a href="spip.php?action=cookie">Admin</a></td></tr></table>
</body>
</html>
"""
