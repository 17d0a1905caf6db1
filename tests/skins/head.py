"""The head element of a page: title, charset, machine-readable marks that tell the truth or lie."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.skins.markup import Pen
    from tests.skins.story import Story


def head_title(pen: Pen, title: str, section: str) -> str:
    """Fill the form of this skin's ``<title>``; titles are cut as SPIP cuts them."""
    skin = pen.skin
    cut = title if len(title) < 60 else title[:60].rsplit(" ", 1)[0] + " (…)"
    text = skin.head_form.format(t=title, c=cut, s=skin.site_name) or section
    return f"<title>{pen.text(text)}</title>\n"


def charset_mark(pen: Pen) -> str:
    """Declare the charset, or do not."""
    letters = pen.skin.letters
    name = "utf-8" if letters.charset == "utf-8" else "iso-8859-1"
    match letters.declared:
        case "html5":
            return f'<meta charset="{name}">\n'
        case "http-equiv":
            return f'<meta http-equiv="Content-Type" content="text/html; charset={name}">\n'
        case _:
            return ""


def _attribute(plain: str) -> str:
    return plain.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{_attribute(content)}">\n'


def _json_ld(pen: Pen, story: Story, canonical: str) -> str:
    skin = pen.skin
    match skin.marks.json_ld:
        case "none":
            return ""
        case "site":
            data: dict[str, object] = {
                "@context": "https://schema.org",
                "@type": "WebSite",
                "name": skin.site_name,
            }
        case kind:
            true = story.moment.strftime("%Y-%m-%dT%H:%M:00+00:00")
            data = {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "headline": story.title[:110],
                "datePublished": true if kind == "true" else pen.answered,
                "dateModified": pen.answered,
                "mainEntityOfPage": canonical,
                "publisher": {"@type": "Organization", "name": skin.site_name},
            }
    printed = json.dumps(data, ensure_ascii=skin.letters.charset != "utf-8")
    lie = _meta("name", "date", pen.answered) if skin.marks.json_ld == "lying" else ""
    return f'{lie}<script type="application/ld+json">{printed}</script>\n'


def article_head(pen: Pen, story: Story, canonical: str) -> str:
    """Write the head of an article page."""
    marks, skin = pen.skin.marks, pen.skin
    published = story.moment.strftime("%Y-%m-%dT%H:%M:00Z")
    out = charset_mark(pen) + head_title(pen, story.title, story.path[1])
    if marks.canonical:
        out += f'<link rel="canonical" href="{canonical}">\n'
    if marks.open_graph == "site":
        out += _meta("property", "og:title", skin.site_name) + _meta("property", "og:type", "website")
    elif marks.open_graph == "article":
        out += _meta("property", "og:title", story.title) + _meta("property", "og:type", "article")
        out += _meta("property", "article:published_time", published)
    if marks.dublin_core:
        out += _meta("name", "DC.title", story.title) + _meta("name", "DC.date", published[:10])
    if marks.modified in {"meta", "both"}:
        out += _meta("property", "article:modified_time", pen.answered) + _meta(
            "name", "last-modified", pen.answered
        )
    if marks.description:
        first = story.standfirst or story.blocks[0].lines[0]
        out += _meta("name", "description", first[:150])
    out += '<link rel="alternate" type="application/rss+xml" href="spip.php?page=backend">\n'
    out += "<style>.titre{font-size:2em} .date:before{content:'le '}</style>\n"
    out += "<script>var page={date:'2 mai 2031',titre:'x'};</script>\n"
    return out + _json_ld(pen, story, canonical)
