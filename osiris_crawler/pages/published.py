"""Finds the publication date: the visible line nearest to the title; marks speak only where no line does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler.dates import ParsedDate, Precision, month_of, parse_date, read_date_line, year_of
from osiris_crawler.items import Warning_
from osiris_crawler.pages.date_lines import ANNOUNCES, DatedBlock, announcements, dated_blocks
from osiris_crawler.pages.furniture import is_heading
from osiris_crawler.pages.signs import Sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osiris_crawler.pages.blocks import Block, Node, Page
    from osiris_crawler.pages.marks import Marks

FIELD = "published_on"


class Published(NamedTuple):
    """The date of publication and the line it was read from."""

    date: ParsedDate | None
    raw: str
    author: str
    """Author named on the date line; empty when none is."""
    lines: frozenset[int]
    """Indexes of all blocks near the title that are date lines."""
    warnings: tuple[Warning_, ...]


def find_published(
    page: Page,
    marks: Marks,
    *,
    title: Block | None,
    body_start: int,
    sections: Sequence[str] = (),
    captured_on: str = "",
    own_signs: int = 0,
) -> Published:
    """Return the date of publication.

    Args:
        title: block of the title; None looks from the top of the page.
        body_start: index of the first block of the body, or of the end of the page.
        sections: breadcrumb; its year and month confirm or contradict marks.
        captured_on: ISO day of the capture when known: a mark that says it is the time of the answer.
        own_signs: signs of furniture that say nothing on this page.
    """
    at = title.index if title else 0
    near = list(dated_blocks(page.blocks, range(at, max(body_start, at + 1)), title, own_signs))
    near = _outside_text(near, page.blocks, title, body_start)
    before = list(dated_blocks(page.blocks, range(max(0, at - 5), at), title, own_signs, strict=True))
    below = list(dated_blocks(page.blocks, _standfirst(page.blocks, body_start), title, own_signs))
    lines = frozenset(c.block.index for c in (*near, *before, *below) if c.whole)
    text = page.blocks[body_start] if body_start < len(page.blocks) else None
    apart = [c for c in (*before, *below) if _is_of_another(c, title, text, sections)]
    for tier in (near, before, below):
        if published := [c for c in tier if c.line.role == "published" and c not in apart]:
            return _chosen(published, marks, lines, sections)
    after = [
        c
        for c in dated_blocks(page.blocks, range(body_start, len(page.blocks)), title, own_signs, strict=True)
        if c.line.role == "published"
        and (not c.block.anchors or c.block.sign & Sign.DATE)
        and _says_published(c)
    ] or list(announcements(page.blocks))
    if len({c.line.raw for c in after}) == 1:
        return _chosen(after, marks, lines, sections)
    found = _from_marks(marks, lines, sections, captured_on)
    if apart and not found.date:
        detail = " / ".join(sorted({c.line.raw for c in apart}))
        return found._replace(warnings=(*found.warnings, Warning_("date_of_another", FIELD, detail)))
    return found


def _is_of_another(
    candidate: DatedBlock, title: Block | None, text: Block | None, sections: Sequence[str]
) -> bool:
    """Tell whether a date above the title or below the first paragraph may date the page, its visit or a comment.

    It does when the breadcrumb contradicts it; and above the title when it stands outside the box of the article
    and neither says that it is the day of publication nor agrees with the breadcrumb.
    """
    date, block = candidate.line.date, candidate.block
    fits = _fits_sections(date, sections) if date else None
    if fits is not None:
        return not fits
    if title is None or text is None or block.index > title.index or ANNOUNCES.match(block.text):
        return False
    box: Node | None = title.node
    while box is not None and not text.inside(box):
        box = box.parent
    return box is not None and not block.inside(box)


def _outside_text(
    found: list[DatedBlock], blocks: Sequence[Block], title: Block | None, body_start: int
) -> list[DatedBlock]:
    """Leave out a date that is the first line of the text, where another stands outside its box."""
    if body_start >= len(blocks):
        return found
    text = blocks[body_start].node
    if title is not None and title.inside(text):
        return found
    outside = [c for c in found if not c.block.inside(text)]
    return outside or found


def _standfirst(blocks: Sequence[Block], body_start: int) -> range:
    """The first lines of the text, up to a heading or link: a date may stand below the standfirst."""
    for block in blocks[body_start + 1 : body_start + 5]:
        if block.heading or block.link_share > 0.8 or is_heading(block.text):  # noqa: PLR2004 - the link and a sign
            return range(body_start + 1, block.index)
        if block.prose and block.paragraph != blocks[body_start].paragraph and not read_date_line(block.text):
            return range(body_start + 1, block.index)  # the second paragraph of the text
    return range(body_start + 1, min(body_start + 5, len(blocks)))


def _says_published(candidate: DatedBlock) -> bool:
    """Tell whether a line below the text can only be the date of the article, and not that of a comment."""
    marked = bool(candidate.block.sign & Sign.DATE) and candidate.line.author is None
    return marked or ANNOUNCES.match(candidate.block.text) is not None


def _announced(candidate: DatedBlock) -> bool:
    """Tell whether a line says that it is the date of publication, and not merely some date."""
    return bool(candidate.block.sign & Sign.DATE) or len(candidate.block.text) > len(candidate.line.raw) + 3


def _chosen(
    found: list[DatedBlock], marks: Marks, lines: frozenset[int], sections: Sequence[str]
) -> Published:
    """Take the line that the most signs support; two that differ and are supported alike give no date."""

    def support(candidate: DatedBlock) -> tuple[bool, bool]:
        date = candidate.line.date
        confirmed = date is not None and (
            _fits_sections(date, sections) is True or any(m.startswith(date.iso) for m in marks.published)
        )
        return (confirmed, bool(candidate.block.sign & Sign.DATE) or _announced(candidate))

    found = [c for c in found if c.line.date] or found
    dates = {c.line.date.iso for c in found if c.line.date}
    best = max(found, key=support) if len(found) > 1 else found[0]
    if len(dates) > 1:
        rivals = {c.line.date.iso for c in found if c.line.date and support(c) == support(best)}
        if len(rivals) > 1 and not _one_block(found):
            detail = " / ".join(sorted({c.line.raw for c in found}))
            return Published(None, best.line.raw, "", lines, (Warning_("dates_differ", FIELD, detail),))
    date = best.line.date
    warnings = [
        Warning_(code, FIELD, best.line.raw) for code in (date.warnings if date else ("unreadable_date",))
    ]
    if date and _fits_sections(date, sections) is False:
        warnings.append(Warning_("date_outside_section", FIELD, f"{date.iso} in {' > '.join(sections[-2:])}"))
    author = next((c.line.author for c in (best, *found) if c.line.author), None)
    return Published(date, best.line.raw, author or "", lines, tuple(warnings))


def _one_block(found: list[DatedBlock]) -> bool:
    return len({c.block.index for c in found}) == 1


def _fits_sections(date: ParsedDate, sections: Sequence[str]) -> bool | None:
    """Tell whether a date lies in the year and month that the sections name; None when they name none."""
    years = [y for s in sections if (y := year_of(s))]
    if not years:
        return None
    months = [m for s in sections if len(s) < 20 and (m := month_of(s))]  # noqa: PLR2004 - a label, no title
    wanted = f"{years[-1]:04d}" + (f"-{months[-1]:02d}" if months else "")
    return date.iso.startswith(wanted) or wanted.startswith(date.iso)


def _from_marks(marks: Marks, lines: frozenset[int], sections: Sequence[str], captured_on: str) -> Published:
    """Believe a mark only when nothing visible speaks, all marks agree, and no sign says it is another time."""
    found: dict[str, ParsedDate] = {}
    for value in marks.published:
        date = parse_date(value)
        if date and date.precision is Precision.DAY:
            found.setdefault(date.iso, date)
    modified = {d.iso for value in marks.modified if (d := parse_date(value))}
    fitting = [d for d in found.values() if _fits_sections(d, sections) is not False]
    raw = " / ".join(marks.published)
    if not found:
        return Published(None, "", "", lines, (Warning_("no_date", FIELD),))
    if len(fitting) != 1 or fitting[0].iso == captured_on:
        return Published(None, "", "", lines, (Warning_("date_marks_not_believed", FIELD, raw),))
    date = fitting[0]
    if date.iso in modified and _fits_sections(date, sections) is None:
        return Published(None, "", "", lines, (Warning_("date_marks_not_believed", FIELD, raw),))
    return Published(date, raw, "", lines, (Warning_("date_from_marks", FIELD, raw),))
