"""The text of an invented article: as blocks, as the plain text that a reader should give, and as HTML."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from osiris_crawler.sample.typography import with_marks, without_marks

_SPACES = re.compile(r"[^\S\n]+")


class BlockKind(StrEnum):
    """What a block of text is on the page."""

    PARAGRAPH = "paragraph"
    """Its lines are parted by ``<br>``."""
    SUBHEAD = "subhead"
    BULLETS = "bullets"
    NUMBERED = "numbered"
    QUOTATION = "quotation"
    TABLE = "table"
    """Each line is a row, cells parted by a tabulator; the first row is the head."""
    WORD = "word"
    """A paragraph pasted from a word processor, with its classes and empty tags."""
    LOST = "lost"
    """Markup without text: an embed or an image that a reader sees nothing of."""


class Layout(StrEnum):
    """How paragraphs are parted in the HTML."""

    PARAGRAPHS = "paragraphs"
    BREAKS = "breaks"
    """One element, paragraphs parted by two ``<br>``."""
    DIVISIONS = "divisions"
    """Each paragraph a ``<div>``."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list, table or the like; ``lines`` may hold the marks of ``typography.with_marks``."""

    kind: BlockKind
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleText:
    """Everything between title and author line, in the order of a SPIP page."""

    blocks: tuple[Block, ...]
    standfirst: tuple[Block, ...] = ()
    postscript: tuple[Block, ...] = ()
    notes: tuple[str, ...] = ()
    layout: Layout = Layout.PARAGRAPHS

    def plain(self) -> str:
        """The body that an export should hold: paragraphs parted by a blank line, notes as ``[1] …``."""
        parts = [plain(block) for block in (*self.standfirst, *self.blocks, *self.postscript)]
        parts += [f"[{number}] {without_marks(note)}" for number, note in enumerate(self.notes, 1)]
        return "\n\n".join(_SPACES.sub(" ", part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Markup:
    """The tags a skin wraps blocks in."""

    paragraph: str = "<p>"
    subhead: tuple[str, str] = ('<h3 class="spip">', "</h3>")
    bullets: str = '<ul class="spip">'
    line_break: str = "<br class='autobr' />\n"
    straight_quotes: bool = False
    """Prints guillemets as straight quotes, as the older skin of the real site does on some pages."""


@dataclass(slots=True)
class Tail:
    """What follows the text inside the same element: lines of HTML, and what glues them on."""

    lines: list[str] = field(default_factory=list)
    glue: str = ""
    """Empty: each line a paragraph of its own; else what stands between the last sentence and the lines."""


def paragraph(*lines: str) -> Block:
    """A paragraph of one or more lines."""
    return Block(BlockKind.PARAGRAPH, lines)


def subhead(line: str) -> Block:
    """A heading inside the text."""
    return Block(BlockKind.SUBHEAD, (line,))


def bullets(*lines: str) -> Block:
    """A list."""
    return Block(BlockKind.BULLETS, lines)


def plain(block: Block) -> str:
    """The text of a block; rows and list items on lines of their own, cells parted by a space."""
    if block.kind is BlockKind.LOST:
        return ""
    lines = (without_marks(line).replace("\t", " ").strip() for line in block.lines)
    return "\n".join(line for line in lines if line)


def render(blocks: tuple[Block, ...], markup: Markup, layout: Layout, tail: Tail | None = None) -> str:
    """HTML of blocks in a skin's tags, with the lines of ``tail`` behind the last one."""
    pieces = [_block(block, markup, layout) for block in blocks]
    lines = list(tail.lines) if tail else []
    if lines and tail and tail.glue and pieces and blocks[-1].kind is BlockKind.PARAGRAPH:
        opening, inner, closing = pieces[-1]
        pieces[-1] = (opening, inner + tail.glue + tail.glue.join(lines), closing)
        lines = []
    pieces += [_wrap(line, markup, layout) for line in lines]
    if layout is Layout.BREAKS:
        return (
            "<p>"
            + "<br />\n<br />\n".join(opening + inner + closing for opening, inner, closing in pieces)
            + "</p>"
        )
    return "\n".join(opening + inner + closing for opening, inner, closing in pieces)


def _wrap(html: str, markup: Markup, layout: Layout) -> tuple[str, str, str]:
    match layout:
        case Layout.PARAGRAPHS:
            return markup.paragraph, html, "</p>"
        case Layout.BREAKS:
            return "", html, ""
        case Layout.DIVISIONS:
            return "<div>", html, "</div>"


def _block(block: Block, markup: Markup, layout: Layout) -> tuple[str, str, str]:
    lines = [_line(line, markup) for line in block.lines]
    match block.kind:
        case BlockKind.PARAGRAPH:
            return _wrap(markup.line_break.join(lines), markup, layout)
        case BlockKind.SUBHEAD:
            return markup.subhead[0], "".join(lines), markup.subhead[1]
        case BlockKind.BULLETS:
            return markup.bullets, "".join(f"<li>{line}</li>\n" for line in lines), "</ul>"
        case BlockKind.NUMBERED:
            return '<ol class="spip">', "".join(f"<li>{line}</li>\n" for line in lines), "</ol>"
        case BlockKind.QUOTATION:
            inner = "".join(f"<p>{line}</p>" for line in lines)
            return '<blockquote class="spip">', inner, "</blockquote>"
        case BlockKind.TABLE:
            return '<table class="spip">\n', _rows(lines), "</table>"
        case BlockKind.WORD:
            inner = markup.line_break.join(lines)
            return '<p class="MsoNormal"><span style="font-family: Arial;">', inner, "<o:p></o:p></span></p>"
        case BlockKind.LOST:
            return "", "".join(block.lines), ""


def _line(line: str, markup: Markup) -> str:
    if markup.straight_quotes:
        line = line.replace("« ", '"').replace(" »", '"')
    return with_marks(line)


def _rows(lines: list[str]) -> str:
    head, *rows = ([f"{cell}" for cell in line.split("\t")] for line in lines)
    html = (
        "<thead><tr class='row_first'>"
        + "".join(f"<th scope='col'>{cell}</th>" for cell in head)
        + "</tr></thead>\n"
    )
    body = "".join(
        "<tr class='row_odd'>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>\n" for row in rows
    )
    return f"{html}<tbody>\n{body}</tbody>\n"


_CALL = re.compile(r"\[(\d+)\]")


def link_notes(html: str, count: int) -> str:
    """HTML with the calls ``[1]`` … of ``count`` notes made into links, as SPIP prints them."""

    def link(match: re.Match[str]) -> str:
        number = int(match.group(1))
        if not 1 <= number <= count:
            return match.group(0)
        return (
            f'<span class="spip_note_ref">[<a href="#nb{number}" class="spip_note" rel="appendix" '
            f'id="nh{number}">{number}</a>]</span>'
        )

    return _CALL.sub(link, html)


def render_notes(notes: tuple[str, ...]) -> str:
    """HTML of the footnotes."""
    return "\n".join(
        f'<div id="nb{number}"><p><span class="spip_note_ref">[<a href="#nh{number}" class="spip_note" '
        f'title="Notes {number}" rev="appendix">{number}</a>]&nbsp;</span>{with_marks(note)}</p></div>'
        for number, note in enumerate(notes, 1)
    )
