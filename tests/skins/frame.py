"""Puts the parts of a page together: head, top, main column, side columns, foot; as tables, divs or HTML5."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.skins.furniture import Furniture
    from tests.skins.markup import Pen

_HIDDEN = (
    '<div style="display:none"><p>Chargement en cours</p></div>'
    "<noscript><p>Activez JavaScript</p></noscript>\n"
)
_COMMENT = "<!-- <h1>Ancien titre</h1> <p>mardi 3 mars 2009</p> -->\n"
_BODY_CLASS = {"article": "page_article", "listing": "page_rubrique", "home": "page_sommaire"}


def page(
    pen: Pen, furniture: Furniture, head: str, main: str, kind: str, language: str = "fr", strangers: str = ""
) -> bytes:
    """Write a whole page around its main part, in the charset of the skin.

    Args:
        pen: The hand of the skin.
        furniture: Writes what stands around the main part.
        head: Inner HTML of the head element.
        main: HTML of the article or listing.
        kind: ``article``, ``listing`` or ``home``; SPIP's skins print it as a class of the body.
        language: Printed as the language of the page, by most skins.
        strangers: HTML of what others leave below the article.
    """
    skin, letters = pen.skin, pen.skin.letters
    top = "".join(map(furniture.before, skin.before))
    below = "".join(map(furniture.after, skin.after)) if kind == "article" else ""
    side = "".join(map(furniture.after, skin.side))
    extra = "</div></font>\n" if letters.sloppy else ""  # end tags of nothing, as hand-made pages have
    extra += _HIDDEN if pen.dice.chance(0.2) else _COMMENT
    body = _columns(pen, top, main + strangers + below, side, furniture.footer()) + extra
    mark = f' class="{_BODY_CLASS[kind]}"' if skin.frame == "spip" else ""
    lang = f' lang="{language}"' if letters.doctype and pen.dice.chance(0.7) else ""
    if letters.sloppy and pen.dice.chance(0.4):  # neither html nor body, as HTML allows
        html = f"{letters.doctype}\n{head}{body}"
    else:
        html = (
            f"{letters.doctype}\n<html{lang}>\n<head>\n{head}</head>\n<body{mark}>\n{body}</body>\n</html>\n"
        )
    return pen.finish(html).encode("cp1252" if letters.charset == "cp1252" else "utf-8", "xmlcharrefreplace")


def _columns(pen: Pen, top: str, main: str, side: str, foot: str) -> str:
    skin = pen.skin
    if skin.frame == "table":
        return _table(pen, top, main, side, foot)
    if skin.frame == "bare":
        return (
            f"{top}<hr>\n{side if skin.side_first else ''}{main}<hr>\n{'' if skin.side_first else side}{foot}"
        )
    main = pen.nest(pen.box(main, "article"), pen.dice.number(0, 1), "main")
    side = pen.box(side, "side") if side else ""
    middle = side + main if skin.side_first else main + side
    return pen.box(top + middle + foot, "page")


def _table(pen: Pen, top: str, main: str, side: str, foot: str) -> str:
    """Lay the page out as nested tables, in the way of 2003."""
    side_cell = f'<td width="180" valign="top" bgcolor="#EEEEEE">\n{side}</td>\n' if side else ""
    end = "" if pen.skin.letters.sloppy else "</td>\n"
    main_cell = f'<td valign="top"{pen.attributes("main")}>\n{main}{end}'
    cells = side_cell + main_cell if pen.skin.side_first else main_cell + side_cell
    tables = [
        f'<table width="780" border="0" align="center"><tr><td>\n{top}</td></tr></table>\n',
        f'<table width="780" border="0" align="center" cellspacing="2"><tr>\n{cells}</tr></table>\n',
        f'<table width="780" border="0" align="center"><tr><td align="center">\n{foot}</td></tr></table>\n',
    ]
    html = "".join(tables)
    return f"<center>{html}</center>\n" if pen.skin.title_tag in {"font+b", "td"} else html
