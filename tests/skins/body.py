"""Turns the text of a story into HTML, in the way of one skin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.skins.story import Block, Form, Story

if TYPE_CHECKING:
    from tests.skins.markup import Pen

_SEPARATORS = {"br2": "<br><br>\n", "open_p": "\n<p>"}


class BodyWriter:
    """Writes text, author line and source line of one story; they stand together on every page."""

    def __init__(self, pen: Pen, story: Story) -> None:
        self._pen = pen
        self._story = story
        self._style = pen.skin.text
        self._dice = pen.dice

    def html(self) -> str:
        """Write the text with its author and source lines."""
        pieces = [self._block(block) for block in self._story.blocks]
        pieces[0] = self._first(pieces[0])
        if self._story.source_first:
            pieces[:0] = self._tail()
        elif self._style.tail == "glued" and self._story.blocks[-1].form is Form.PARAGRAPH:
            pieces[-1] = "<br>\n".join([pieces[-1], *self._tail()])
        elif self._style.tail == "paragraphs":
            pieces += self._tail()
        else:
            pieces += ["<br>\n".join(self._tail())] if self._tail_lines() else []
        if self._story.signature:
            pieces.append("<br>\n".join(map(self._pen.text, self._story.signature)))
        return self._joined([piece for piece in pieces if piece])

    def paragraph(self, plain: str) -> str:
        """Write one paragraph outside of the text, such as a standfirst, with what parts it from the next."""
        return self._joined([self._pen.inline(plain)])

    def standfirst(self, plain: str) -> str:
        """Write the standfirst, which many skins set in bold or italic."""
        mark = self._style.standfirst
        html = self._pen.text(plain)
        return self._joined([f"<{mark}>{html}</{mark}>" if mark else html])

    def source_paragraph(self) -> str:
        """Write the source line outside of the text."""
        assert self._story.source
        return self._joined([self._source(self._pen.text(self._story.source.line))])

    def _joined(self, pieces: list[str]) -> str:
        """Part the pieces as this skin parts paragraphs; what is no paragraph stands for itself."""
        pen, form = self._pen, self._style.paragraphs
        if form in _SEPARATORS:
            lead = "<p>" if form == "open_p" else ""
            return lead + _SEPARATORS[form].join(pieces) + ("\n" if form == "open_p" else "<br>\n")
        out = []
        for piece in pieces:
            if piece.startswith(("<ul", "<ol", "<table", "<figure", "<blockquote", "<h", "<div", "<dl")):
                out.append(piece)
            elif form == "row":
                out.append(f'<table width="100%"><tr><td align="justify">{piece}</td></tr></table>\n')
            elif form == "font":
                out.append(pen.element("p", f'<font face="Verdana" size="2">{piece}</font>', "para"))
            else:
                out.append(pen.element(form, piece, "para"))
        return "".join(out)

    def _first(self, html: str) -> str:
        """Set the first letter of the text as a drop cap, where the skin does so."""
        if self._style.drop_cap and html[:1].isalpha():
            return f'<span class="lettrine">{html[0]}</span>{html[1:]}'
        return html

    def _tail_lines(self) -> list[str]:
        story = self._story
        lines = [story.author] if story.author else []
        shown = story.source and not story.source_in_postscript
        return [*lines, story.source.line] if story.source and shown else lines

    def _tail(self) -> list[str]:
        """Write author and source line; some templates and editors cut the latter over several tags."""
        out = []
        for line in self._tail_lines():
            html = self._pen.text(line)
            if self._story.source and line == self._story.source.line:
                html = self._source(html)
            elif self._dice.chance(0.3):
                html = f"<strong>{html}</strong>"
            out.append(html)
        return out

    def _source(self, html: str) -> str:
        name = self._pen.text(self._story.source.name if self._story.source else "")
        if self._style.split_source and name in html:
            before, _, after = html.partition(name)
            tag = self._dice.pick(
                ("i", "em", "strong", 'span class="nom"', 'a href="https://media.example/"')
            )
            html = f"{before}<{tag}>{name}</{tag.split(' ')[0]}>{after}"
        if self._dice.chance(0.2):
            html = f"<i>{html}</i>"
        return html

    def _block(self, block: Block) -> str:
        pen, lines = self._pen, block.lines
        match block.form:
            case Form.PARAGRAPH:
                html = pen.inline(lines[0])
                return self._broken(html) if self._story.broken_lines else html
            case Form.SUBHEAD:
                return self._subhead(pen.text(lines[0]))
            case Form.QUESTION:
                return f"<strong>{pen.text(lines[0])}</strong>"
            case Form.QUOTE:
                inside = pen.text(lines[0])
                inside = inside if self._style.paragraphs == "br2" else f"<p>{inside}</p>"
                return f"<blockquote>{inside}</blockquote>"
            case Form.ITEMS:
                return self._items([pen.text(line) for line in lines])
            case Form.TABLE:
                return self._table([[pen.text(cell) for cell in line.split("\t")] for line in lines])
            case Form.IMAGE:
                return self._image(pen.text(lines[0]))

    def _broken(self, html: str) -> str:
        """Put hard line breaks inside the sentences."""
        pieces = html.split(" ")
        if "<" in html or len(pieces) < 12:
            return html
        return "<br>\n".join(" ".join(pieces[i : i + 10]) for i in range(0, len(pieces), 10))

    def _subhead(self, html: str) -> str:
        match self._style.subhead:
            case "p+strong" | "strong":
                return f"<strong>{html}</strong>"
            case tag:
                return f'<{tag} class="spip">{html}</{tag}>'

    def _items(self, items: list[str]) -> str:
        match self._style.items:
            case "ul" | "ol" as tag:
                end = "" if self._pen.skin.letters.sloppy else "</li>"
                return f"<{tag}>" + "\n".join(f"<li>{item}{end}" for item in items) + f"</{tag}>"
            case "dash":
                return "<br>\n".join(f"- {item}" for item in items)
            case _:
                return "<br>\n".join(f"• {item}" for item in items)

    @property
    def item_mark(self) -> str:
        """What is printed before each item as text; the marks of real lists are no text."""
        return {"dash": "- ", "dot": "• "}.get(self._style.items, "")

    @staticmethod
    def _table(rows: list[list[str]]) -> str:
        def cells(row: list[str], tag: str) -> str:
            return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>\n"

        return (
            '<table border="1">\n'
            + cells(rows[0], "th")
            + "".join(cells(row, "td") for row in rows[1:])
            + "</table>"
        )

    def _image(self, caption: str) -> str:
        number = self._pen.number
        image = f'<img src="IMG/jpg/photo-{number}.jpg" width="376" height="299" alt="">'
        match self._style.image:
            case "figure":
                return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"
            case "spip":
                return (
                    f'<dl class="spip_document_{number} spip_documents"><dt>{image}</dt>'
                    f'<dt class="spip_doc_titre" style="width:376px;"><strong>{caption}</strong></dt></dl>'
                )
            case "div":
                return f'<div style="float:left" class="legende">{image}<br><small>{caption}</small></div>'
            case _:
                return image
