"""Finds the lines of a page that hold a date of publication, and leaves out those that date something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler import urls
from osiris_crawler.dates import read_date_line
from osiris_crawler.items import Role
from osiris_crawler.pages.signs import Sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from osiris_crawler.dates import DateLine
    from osiris_crawler.pages.blocks import Block

SOMEWHERE = "http://site.invalid/"
BESIDE = Sign.NAVIGATION | Sign.ASIDE | Sign.FOOTER | Sign.RELATED | Sign.COMMENTS | Sign.FORM
YEAR = re.compile(r"\d(?<!\d\d)(?:(?:(?<=1)9|(?<=2)0)\d\d|\d?[/.-]\d{1,2}[/.-]\d{2})(?!\d)")
"""A year, or a date in figures; the first figure is asked for first, so that the search leaps over letters."""
PARTS = re.compile(
    r"\s*[|·•—–\[\]()]\s*|\s+[-/]\s+|\s*,\s+(?=par |by |\D{2,40}$)|\s*:\s+(?=\d|\w+di\b)", re.IGNORECASE
)
SIGNS = re.compile(r"[|·•—–\[\](),:/-](?<!\S[/-])")
"""What parts a line, if at all: `PARTS` takes five times as long to find none."""
LONGEST = 180
LABEL = 15
"""Characters; a longer link is a title."""
NEXT_ITEM = 8
"""Blocks among which the next item of a list begins."""
DAY = r"(?:\w+di |dimanche )?\d{1,2}(?:er)? [^\W\d_]{3,9}\.? (?:19|20)\d\d"
INSIDE = re.compile(DAY, re.IGNORECASE)
PLACE = re.compile(r"[A-ZÀ-Ý][\w’'-]+(?:[ -][A-ZÀ-Ý][\w’'-]+){0,2},? (?=le |(?:\w+di|dimanche) )")
"""« Dakar, le jeudi 6 août 2009 »."""
SAYS_PUBLISHED = r"(?:(?:cet |l['’])?article )?(?:publi[ée]e?|mise? en ligne|post[ée]e?|paru) (?:le )?:? ?"
ANNOUNCES = re.compile(SAYS_PUBLISHED, re.IGNORECASE)
ANNOUNCED = re.compile(SAYS_PUBLISHED + DAY, re.IGNORECASE)


class DatedBlock(NamedTuple):
    """A block with the date that it holds."""

    block: Block
    line: DateLine
    whole: bool
    """True when the block as a whole is a date line, False when a part of it is."""


def dated_blocks(
    blocks: Sequence[Block], places: range, title: Block | None, own: int, *, strict: bool = False
) -> Iterator[DatedBlock]:
    """Yield the lines that hold a date.

    Args:
        blocks: of the page.
        places: indexes of those to look at.
        title: of the article.
        own: signs of furniture that say nothing on this page.
        strict: leave out what stands above another text, and « Dakar, le … »: for lines that are not right below
            the title.
    """
    own |= title.sign if title else 0
    for block in blocks[places.start : places.stop]:
        text = block.text
        if len(text) > LONGEST or block is title or not YEAR.search(text):
            if block is title:
                yield from _from_pieces(block)
            continue
        beside = block.sign & (BESIDE | (Sign.BANNER if strict else 0)) & ~own
        if _is_item(blocks, block.index, title):
            continue
        if strict and block.index + 1 < places.stop and blocks[block.index + 1].prose:
            continue  # it dates what stands below: another article's introduction, a comment
        if (beside and not block.sign & Sign.DATE) or block.sign & (Sign.COMMENTS | Sign.RELATED) & ~own:
            continue
        if line := read_date_line(text):
            yield DatedBlock(block, line, whole=True)
        elif found := _in_parts(block, placed=not strict):
            yield found


def announcements(blocks: Sequence[Block]) -> Iterator[DatedBlock]:
    """Yield lines anywhere that begin with « Publié le », for skins that print the date in a side column."""
    for block in blocks:
        found = ANNOUNCED.match(block.text) if len(block.text) < LONGEST else None
        if found and not block.sign & (Sign.COMMENTS | Sign.RELATED) and (line := read_date_line(found[0])):
            yield DatedBlock(block, line, whole=True)


def _is_item(blocks: Sequence[Block], place: int, title: Block | None) -> bool:
    """Tell whether a date line stands right below or above the linked title of another page: an item of a list."""
    if place and _is_other_title(blocks[place - 1], title):
        return True
    if place + 1 >= len(blocks) or not _is_other_title(blocks[place + 1], title):
        return False
    nearby = range(place + 2, min(place + NEXT_ITEM, len(blocks) - 1))
    return any(_is_other_title(blocks[at + 1], title) and read_date_line(blocks[at].text) for at in nearby)


def _is_other_title(block: Block, title: Block | None) -> bool:
    if title is not None and block.paragraph == title.paragraph:
        return False
    if not block.anchors or block.items or block.link_share < 0.9:  # noqa: PLR2004 - a link
        return False
    address = urls.canonical(block.anchors[0].href, SOMEWHERE)
    return (
        len(block.text) > LABEL
        and urls.role_of(address) is Role.ARTICLE
        and (title is None or block.text != title.text)
    )


def _in_parts(block: Block, *, placed: bool) -> DatedBlock | None:
    """Read a line that holds a date among other things.

    Args:
        placed: take « Dakar, le 6 août 2009 » too; above a title that is the day of the answer.
    """
    for piece in _from_pieces(block):
        return piece
    if block.prose and not block.sign & Sign.DATE:
        return None
    if block.sign & Sign.DATE and len(block.text) < 60 and (inside := INSIDE.findall(block.text)):  # noqa: PLR2004
        line = read_date_line(inside[0])
        return DatedBlock(block, line, whole=True) if line and len(inside) == 1 else None
    if placed and (place := PLACE.match(block.text)) and (line := read_date_line(block.text[place.end() :])):
        return DatedBlock(block, line, whole=True)
    if block.anchors and (line := read_date_line(_without_links(block))):
        return DatedBlock(block, line, whole=not block.prose)
    if not SIGNS.search(block.text):
        return None  # the line is its only part, and was read as a whole
    for part in PARTS.split(block.text):
        if part and YEAR.search(part) and (line := read_date_line(part)):
            return DatedBlock(block, line, whole=not block.prose)
    return None


def _without_links(block: Block) -> str:
    """The text beside the links of a line: keywords may stand behind a date."""
    text = block.text
    for anchor in block.anchors:
        text = text.replace(anchor.text, " ", 1)
    return " ".join(text.split()).strip(" |,·•-")


def _from_pieces(block: Block) -> Iterator[DatedBlock]:
    if block.prose:
        return
    for piece in block.pieces:
        if piece.sign & Sign.MODIFIED:
            continue
        if (piece.sign & Sign.DATE or piece.value) and piece.text and (line := read_date_line(piece.text)):
            yield DatedBlock(block, line, whole=True)
