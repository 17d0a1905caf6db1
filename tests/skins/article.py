"""The slots of an article page, each as HTML of one skin, and the body that a person would write down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.skins.address import slug
from tests.skins.body import BodyWriter
from tests.skins.furniture import Furniture
from tests.skins.skin import SLOTS
from tests.skins.story import Form, Story

if TYPE_CHECKING:
    from tests.skins.markup import Pen

_ORDINAL = re.compile(r"(?<=\d)e(?= )")
HEADER_AUTHORS = ("OSIRIS", "Rédaction", "webmestre", "Amadou Sy", "Olivia Seck")


@dataclass
class Printed:
    """What the skin really printed of the story."""

    breadcrumb: list[str] | None = None
    day: str | None = None
    header_author: str | None = None
    optional: list[str] = field(default_factory=list)


class ArticleWriter:
    """Writes the slots of one article in the order of its skin and notes what was printed."""

    def __init__(self, pen: Pen, story: Story) -> None:
        self._pen = pen
        self._story = story
        self._skin = pen.skin
        self._body = BodyWriter(pen, story)
        self._furniture = Furniture(pen, story)
        self.printed = Printed()

    def html(self) -> str:
        """Write the article, with the furniture that the skin puts between its parts."""
        slots: list[tuple[str, str]] = []
        for slot in SLOTS[self._skin.order]:
            html = self._slot(slot)
            if html:
                slots.append((slot, html))
            if slot == ("subtitle" if self._skin.order == "late" else "date"):
                slots.append(("between", "".join(map(self._furniture.between, self._skin.between))))
        return self._grouped(slots) + (self.modified_line() if self._skin.modified_last else "")

    def _grouped(self, slots: list[tuple[str, str]]) -> str:
        pen, grouping = self._pen, self._skin.grouping
        if grouping == "rows":
            rows = "".join(f'<tr><td valign="top">{html}</td></tr>\n' for _, html in slots if html)
            return f'<table width="98%" border="0">{rows}</table>\n'
        if grouping == "each":
            return "".join(
                pen.box(html, "box" if slot != "title" else "head") for slot, html in slots if html
            )
        if grouping == "flat":
            return "".join(html for _, html in slots)
        grouped, head = "", ""
        for slot, html in slots:
            if slot in {"surtitle", "title", "subtitle", "date"}:
                head += html
            else:
                grouped += (pen.box(head, "head") if head else "") + html
                head = ""
        return grouped + (pen.box(head, "head") if head else "")

    def _slot(self, slot: str) -> str:
        story, pen = self._story, self._pen
        match slot:
            case "surtitle" | "subtitle":
                plain = story.surtitle if slot == "surtitle" else story.subtitle
                tag = "p" if self._skin.title_tag != "h1" or slot == "surtitle" else "h2"
                tag = tag if tag == "h2" or pen.attributes(slot) else "p+strong"
                return pen.line(tag, pen.text(plain), slot) if plain else ""
            case "standfirst":
                return self._standfirst()
            case "body":
                inner = self._body.html()
                return (
                    pen.nest(inner, self._skin.text.nested, "body")
                    if self._skin.grouping != "rows"
                    else inner
                )
            case "section":
                return pen.line("p", pen.text(story.path[1])) if self._skin.section_line else ""
            case "tools":
                return self._furniture.between("fonts")
            case _:
                return self._named(slot)

    def _named(self, slot: str) -> str:
        match slot:
            case "crumb":
                return self._crumb()
            case "title":
                return self._title()
            case "date":
                return self._date() if self._skin.shows_date else ""
            case "keyword":
                return self._keyword_line()
            case "keyword_box":
                return self._keyword_box()
            case "ps":
                return self._postscript()
            case _:
                return self._notes()

    def _title(self) -> str:
        pen = self._pen
        more = ' itemprop="headline"' if self._skin.marks.microdata else ""
        tag = self._skin.title_tag
        if tag in {"span", "td", "div", "p"} and not pen.attributes("title"):
            more += ' style="font-size:1.8em;font-weight:bold"'
        html = pen.text(self._story.title)
        if self._story.broken_title:
            words = html.split(" ")
            html = " ".join(words[: len(words) // 2]) + "<br>" + " ".join(words[len(words) // 2 :])
        if self._skin.text.superscript:
            html = _ORDINAL.sub("<sup>e</sup>", html)
        if self._skin.title_link:
            html = f'<a href="{pen.number}.html">{html}</a>'
        return pen.line(tag, html, "title", more)

    def _crumb(self) -> str:
        skin, pen, story = self._skin, self._pen, self._story
        if skin.crumb_form == "none":
            return ""
        self.printed.breadcrumb = story.path
        leaf = story.title
        if skin.crumb_leaf == "cut" and len(leaf) > 60:
            leaf = leaf[:60].rsplit(" ", 1)[0] + " (…)"
        last = [] if skin.crumb_leaf == "none" else [pen.element("span", pen.text(leaf))]
        steps = [
            pen.link(label, "./" if label == "Accueil" else f"-{slug(label, 40)}-.html")
            for label in story.path
        ]
        if skin.crumb_form == "plain":
            steps = [pen.text(label) for label in story.path]
        steps += last
        label = pen.text(skin.crumb_label)
        if skin.crumb_form.startswith("list"):
            mark = f" {pen.text(skin.crumb_mark)}" if skin.crumb_form == "list_marked" else ""
            items = "".join(f"<li>{step}{mark if step is not steps[-1] else ''}</li>\n" for step in steps)
            tag = "nav" if skin.frame == "html5" else "div"
            return f"<{tag}{pen.attributes('crumb')}>{label}<ol>{items}</ol></{tag}>\n"
        return pen.line(
            "p" if skin.frame != "html5" else "nav",
            label + f" {pen.text(skin.crumb_mark)} ".join(steps),
            "crumb",
        )

    def _date(self) -> str:
        skin, pen, moment = self._skin, self._pen, self._story.moment
        plain = skin.day.day(moment, self._story.language)
        self.printed.day = plain
        html = (
            pen.text(plain).replace("1er ", f"1{skin.day.er} ", 1)
            if plain.find("1er ") >= 0
            else pen.text(plain)
        )
        stamp = moment.strftime("%Y-%m-%dT%H:%M:00Z")
        property_ = (
            ' itemprop="datePublished"' if skin.marks.microdata and skin.marks.time_tag != "lying" else ""
        )
        match skin.marks.time_tag:
            case "abbr":
                html = f'<abbr class="published"{property_} title="{stamp}">{html}</abbr>'
            case "time":
                html = f'<time{property_} datetime="{stamp}">{html}</time>'
            case "lying":
                html = f'<time datetime="{pen.answered}">{html}</time>'
        before = skin.day.before or ("Publié le " if skin.order == "late" else "")
        if self._story.language == "en":
            before = ""
        html = pen.text(before) + html + pen.text(skin.day.time(moment))
        if skin.header_author:
            self.printed.header_author = name = pen.dice.pick(HEADER_AUTHORS)
            html += f", par {pen.element('span', pen.text(name), 'author')}"
        modified = self.modified_line() if not skin.modified_last else ""
        tag = "p" if skin.frame != "table" else pen.dice.pick(("p", "font", "em", "div", "small"))
        return pen.line(tag, html, "date") + modified

    def modified_line(self) -> str:
        """Say when the article was edited last, where the skin does so."""
        skin, pen = self._skin, self._pen
        if skin.marks.modified not in {"line", "both"} or not skin.shows_date:
            return ""
        return pen.line("p", pen.text(skin.modified_label + pen.answered_day))

    def _keyword(self, name: str) -> str:
        if self._skin.keyword_form == "line" and self._skin.order in {"new", "magazine"}:
            return self._pen.text(name)
        more = ' rel="tag"' if self._skin.marks.rel_tag else ""
        return self._pen.link(name, f"+-{slug(name, 40)}-+.html", more)

    def _keyword_line(self) -> str:
        if not self._story.keywords:
            return ""
        label = "Mot-clé : " if self._skin.keyword_form == "labelled" else ""
        names = [self._keyword(name) for name in self._story.keywords]
        if self._skin.keyword_form == "line":
            return "".join(self._pen.line("p", name, "keyword") for name in names)
        return self._pen.line("div", self._pen.text(label) + ", ".join(names), "keyword")

    def _keyword_box(self) -> str:
        if not self._story.keywords:
            return ""
        names = [self._keyword(name) for name in self._story.keywords]
        if self._skin.keyword_form == "labelled":
            return self._pen.line("p", self._pen.text("Mots-clés : ") + ", ".join(names), "keyword")
        label = "Mots clés" if self._skin.order == "old" else "Mots-clés"
        return self._pen.box(self._pen.heading(label) + self._pen.listing(names, "keyword"), "keyword")

    def _standfirst(self) -> str:
        if not self._story.standfirst:
            return ""
        return self._pen.box(self._body.standfirst(self._story.standfirst), "standfirst")

    def _postscript(self) -> str:
        if not self._story.postscript:
            return ""
        label, body = "", self._body.paragraph(self._story.postscript)
        if self._story.source and self._story.source_in_postscript:
            body = self._body.paragraph(self._story.postscript) + self._body.source_paragraph()
        if self._skin.text.labelled:
            label = self._pen.heading("P.-S.")
            self.printed.optional.append("P.-S.")
        return self._pen.box(label + body, "postscript")

    def _notes(self) -> str:
        if not self._story.notes:
            return ""
        label = ""
        if self._skin.text.labelled:
            label = self._pen.heading("Notes")
            self.printed.optional.append("Notes")
        pen = self._pen
        notes = [
            f'[<a name="nb{i}" href="#nh{i}">{i}</a>] {pen.text(note)}'
            for i, note in enumerate(self._story.notes, 1)
        ]
        inner = (
            "<br>\n".join(notes)
            if self._skin.text.notes == "br"
            else "".join(pen.element("p", note) for note in notes)
        )
        return pen.box(label + inner, "notes")

    def body(self) -> str:
        """Give the body as a careful person would write it down."""
        story = self._story
        paragraphs = (
            [story.standfirst] if story.standfirst and "standfirst" in SLOTS[self._skin.order] else []
        )
        for block in story.blocks:
            match block.form:
                case Form.IMAGE:
                    self.printed.optional += block.lines if self._skin.text.image != "img" else ()
                case Form.ITEMS:
                    paragraphs += [self._body.item_mark + line for line in block.lines]
                case Form.TABLE:
                    paragraphs += [line.replace("\t", " ") for line in block.lines]
                case _:
                    paragraphs += block.lines
        self.printed.optional += story.signature
        paragraphs += [story.postscript] if story.postscript else []
        paragraphs += [f"[{i}] {note}" for i, note in enumerate(story.notes, 1)]
        return "\n\n".join(paragraphs)
