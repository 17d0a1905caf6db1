"""Writes HTML in the hand of one skin: tags, attributes, entities, spaces, line ends."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html.entities import codepoint2name
from typing import TYPE_CHECKING

from tests.skins.daylines import WEEKDAYS
from tests.skins.sources import french

if TYPE_CHECKING:
    from tests.skins.dice import Dice
    from tests.skins.skin import Skin

INLINE = frozenset({"span", "strong", "b", "font", "em", "i", "small", "a", "time", "abbr"})
_NAMED = {code: f"&{name};" for code, name in codepoint2name.items() if code > 127 and code != 160}
_NUMERIC = {code: f"&#{code};" for code in (0x2019, 0x201C, 0x201D, 0xAB, 0xBB, 0xE9, 0xE0, 0x153, 0x2026)}
_BEFORE_MARK = re.compile(r" (?=[:;!?»])|(?<=«) ")
_CALL = re.compile(r"\[(\d)\]")
_OPTIONAL_END = frozenset({"li", "dd", "dt"})
_UPPER = re.compile(r"<(/?[a-z][a-z0-9]*)")
_WRAPPERS = {
    "html5": ("div", "section", "div"),
    "div": ("div",),
    "spip": ("div",),
    "utility": ("div", "div", "section"),
    "bare": ("center", "div"),
}


class Pen:
    """Writes the elements of one page; ``dice`` decides what differs from page to page."""

    def __init__(self, skin: Skin, dice: Dice, number: int) -> None:
        self.skin = skin
        self.dice = dice
        self.number = number
        self._letters = skin.letters
        answered = date(2025, 5, 2) + timedelta(days=dice.number(0, 500))
        self.answered = f"{answered.isoformat()}T{dice.number(10, 23)}:1{dice.number(0, 9)}:07+00:00"
        """Time of the answer, as machine marks print it."""
        self.answered_day = f"{WEEKDAYS[answered.weekday()]} {french(answered)}"
        entities = self._letters.entities
        self._table = {"named": _NAMED, "numeric": _NUMERIC}.get(entities, {})
        nbsp = self._letters.nbsp
        self._nbsp = nbsp if nbsp != "\u202f" or self._letters.charset == "utf-8" else "&nbsp;"

    def text(self, plain: str) -> str:
        """Escape plain text; blanks before high punctuation become this skin's no-break spaces."""
        html = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if self._table:
            html = html.translate(self._table)
        if self._nbsp != " ":
            html = _BEFORE_MARK.sub(self._nbsp, html) if not self._table else self._late_spaces(html)
        return html

    def _late_spaces(self, html: str) -> str:
        """Put the no-break spaces where guillemets may already be entities."""
        html = re.sub(r" (?=[:;!?]|»|&raquo;|&#187;)", self._nbsp, html)
        return re.sub(r"(?<=«) |(?<=&laquo;) |(?<=&#171;) ", self._nbsp, html)

    def attributes(self, role: str) -> str:
        return self.skin.words.of(role, self.number) if role else ""

    def element(self, tag: str, content: str, role: str = "", more: str = "") -> str:
        """Write one element; an end tag that HTML lets go may be left out."""
        attributes = self.attributes(role) + more
        open_end = tag in _OPTIONAL_END or (tag == "p" and role == "para")
        if self._letters.sloppy and open_end:
            return f"<{tag}{attributes}>{content}{self._letters.newline}"
        return f"<{tag}{attributes}>{content}</{tag}>{'' if tag in INLINE else self._letters.newline}"

    def line(self, tag: str, content: str, role: str = "", more: str = "") -> str:
        """Write one line of the page; an inline element is closed by a br."""
        match tag:
            case "p+strong":
                return self.element("p", f"<strong>{content}</strong>", role, more)
            case "font+b":
                return (
                    f'<font size="4" face="Arial"{more}><b>{content}</b></font><br>' + self._letters.newline
                )
            case "center+b":
                return f"<center{more}><b>{content}</b></center>" + self._letters.newline
            case "td":
                return self.element("div", content, role, more)
            case _:
                end = "<br>" + self._letters.newline if tag in INLINE else ""
                return self.element(tag, content, role, more) + end

    def heading(self, plain: str, role: str = "boxtitle") -> str:
        """Write the heading of a box beside or below the article."""
        return self.line(self.skin.box_tag, self.text(plain), role)

    def link(self, plain: str, address: str, more: str = "") -> str:
        return f'<a href="{address}"{more}>{self.text(plain)}</a>'

    def box(self, content: str, role: str = "box") -> str:
        """Wrap a block of the page as this skin's frame does."""
        newline = self._letters.newline
        match self.skin.frame:
            case "table":
                return (
                    f'<table width="100%" border="0" cellpadding="4"{self.attributes(role)}><tr><td>{newline}'
                    f"{content}</td></tr></table>{newline}"
                )
            case "html5":
                tag = {
                    "header": "header",
                    "nav": "nav",
                    "main": "main",
                    "article": "article",
                    "head": "header",
                    "side": "aside",
                    "footer": "footer",
                    "box": "section",
                }.get(role, "div")
            case _:
                tag = "div"
        return f"<{tag}{self.attributes(role)}>{newline}{content}</{tag}>{newline}"

    def nest(self, content: str, depth: int, role: str) -> str:
        """Put an element of this role, and ``depth`` elements that mean nothing, around the content."""
        html = self.box(content, role)
        if role == "body" and self.skin.marks.microdata:
            html = f'<div itemprop="articleBody">{html}</div>'
        tags = _WRAPPERS.get(self.skin.frame, ("div",))
        for level in range(depth):
            tag = tags[level % len(tags)]
            html = f"<{tag}>{html}</{tag}>"
        return html

    def listing(self, items: list[str], role: str = "item") -> str:
        """Write short items as a list, or as lines in a skin of tables."""
        if self.skin.frame in {"table", "bare"}:
            return "".join(f"{'' if self.dice.chance(0.5) else '&#149; '}{item}<br>\n" for item in items)
        return (
            "<ul>"
            + "".join(self.element("li", item, role) for item in items)
            + "</ul>"
            + self._letters.newline
        )

    def inline(self, plain: str) -> str:
        """Write the text of a paragraph, with the inline markup that this skin's authors use."""
        style, dice = self.skin.text, self.dice
        html = self.text(plain)
        if "[" in html:
            html = _CALL.sub(r'[<a href="#nb\1" class="spip_note" rel="footnote">\1</a>]', html)
        if style.decorated and dice.chance(style.decorated):
            html = self._decorate(html)
        if self._letters.wrapped:
            html = self._wrap(html)
        return html

    def _decorate(self, html: str) -> str:
        """Mark a few words, or a part of one, as bold, italic or linked."""
        words = html.split(" ")
        places = [i for i, word in enumerate(words) if len(word) > 4 and word.isalpha()]
        if not places:
            return html
        place, tag = self.dice.pick(places), self.dice.pick(("strong", "em", "b", "i", "a", "span", "font"))
        more = ' href="https://www.exemple.example/dossier"' if tag == "a" else ""
        word = words[place]
        cut = self.dice.number(1, len(word)) if self.skin.text.split_words else len(word)
        words[place] = f"<{tag}{more}>{word[:cut]}</{tag}>{word[cut:]}"
        return " ".join(words)

    @staticmethod
    def _wrap(html: str) -> str:
        """Break the source text at about 80 columns, at blanks outside of tags."""
        out: list[str] = []
        column, inside = 0, False
        for piece in re.split(r"([<> ])", html):
            inside = piece == "<" or (inside and piece != ">")
            column += len(piece)
            if piece == " " and column > 78 and not inside:
                out.append("\n")
                column = 0
            else:
                out.append(piece)
        return "".join(out)

    def finish(self, html: str) -> str:
        """Change the letters of the tags where the skin shouts."""
        if self._letters.upper_tags:
            html = _UPPER.sub(lambda tag: "<" + tag.group(1).upper(), html)
        return html
