"""Finds the title: the line of the page on which the title tag, the address, the marks and the breadcrumb agree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler import urls
from osiris_crawler.dates import read_date_line
from osiris_crawler.items import Warning_
from osiris_crawler.pages.breadcrumb import uncut
from osiris_crawler.pages.furniture import is_heading
from osiris_crawler.pages.hints import agreement, gather_hints, is_complete, made_slug, own_part, segments_of
from osiris_crawler.pages.signs import Sign
from osiris_crawler.pages.vocabulary import fold, fold_once

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from osiris_crawler.pages.blocks import Block, Page
    from osiris_crawler.pages.breadcrumb import Breadcrumb
    from osiris_crawler.pages.hints import Hints
    from osiris_crawler.pages.marks import Marks

LONGEST = 400
SHORTEST = 8
MOSTLY_LINK = 0.5
FAR_MORE = 1.0
LONG_LINE = 150
MOST_LINES = 3
"""Lines that a title is broken into, beside its first."""
ENOUGH = 3.0
"""Weight of signs from which a line is the title: two that agree, or one strong one on a heading."""
SOME = 1.6
"""Agreement from which a hint confirms a line: more than the one word of a title element, which may be the site's."""
BESIDE = Sign.NAVIGATION | Sign.ASIDE | Sign.FOOTER | Sign.RELATED | Sign.COMMENTS | Sign.FORM
CUTS = ("(…)", "(...)", "[…]", "[...]")
"""How SPIP cuts; a title ends with three dots without brackets at most."""
UNFINISHED = re.compile(
    r"(?:\b(?:a|au|aux|avec|dans|d|de|des|du|en|et|l|la|le|les|ou|par|pour|que|qui|sans|sous|sur|un|une)|[':,(«])$"
)
"""Ends of a title element that was cut without a sign: no title ends so."""
MOST_FOR_PLACE, FOR_SLUG = 4.0, 3.0
"""What element and place of a line weigh at most (`_position`), and the agreement of the address itself."""
HEADING_WEIGHT = {0: 0.0, 1: 2.0, 2: 1.5, 3: 1.0, 4: 0.5, 5: 0.2, 6: 0.2}


class Title(NamedTuple):
    """The title, and where it stands."""

    text: str
    block: Block | None
    warnings: tuple[Warning_, ...] = ()
    agreed: bool = True
    """False when no independent sign confirms the line."""


def find_title(page: Page, marks: Marks, crumbs: Breadcrumb, url: str) -> Title:
    """Return the title of an article page; an empty text when nothing on the page can be it."""
    hints = gather_hints(page, marks, crumbs, url)
    likely = [b for b in page.blocks if not b.sign & BESIDE or b.heading or b.strong or b.sign & Sign.TITLE]
    best, best_weight, best_agreement = _best(likely, hints, crumbs, url)
    if best_weight < ENOUGH and len(likely) < len(page.blocks):
        best, best_weight, best_agreement = _best(page.blocks, hints, crumbs, url)
    if best is not None and best_weight >= ENOUGH:
        agreed = best_agreement >= SOME
        missing = () if agreed else (Warning_("title_unconfirmed", "title"),)
        return Title(_whole(page.blocks, best, hints), best, missing, agreed)
    for text in marks.titles:
        if fold(text) != hints.site:
            return Title(text, best, (Warning_("title_from_marks", "title"),))
    if alone := _unconfirmed(page.blocks, hints, best):
        return Title(alone.text, alone, (Warning_("title_unconfirmed", "title"),), agreed=False)
    segments = [s for s in segments_of(own_part(page)) if s.strip() and fold(s) != hints.site]
    if segments and not uncut(segments[0])[1]:
        text = max(segments, key=len)
        return Title(text, best, (Warning_("title_from_title_tag", "title"),), agreed=False)
    return Title("", None, (Warning_("no_title", "title"),), agreed=False)


def _unconfirmed(blocks: Sequence[Block], hints: Hints, best: Block | None) -> Block | None:
    """A heading, or else the line above the date and the text, where nothing else on the page tells the title."""
    if (
        best is not None
        and best.heading in {1, 2}
        and best.link_share < MOSTLY_LINK
        and not (fold(best.text) == hints.site or is_heading(best.text))
    ):
        return best
    for block in blocks:
        below = blocks[block.index + 1 : block.index + 5]
        plain = (
            not (block.anchors or block.sign & BESIDE or is_heading(block.text))
            and SHORTEST < len(block.text) <= LONGEST
        )
        if (
            plain
            and below
            and read_date_line(below[0].text)
            and any(b.prose for b in below[1:])
            and (not read_date_line(block.text) and fold(block.text) not in {hints.site, hints.tag})
        ):
            return block
    return None


def _best(
    blocks: Sequence[Block], hints: Hints, crumbs: Breadcrumb, url: str
) -> tuple[Block | None, float, float]:
    """Return the line with the most weight, its weight, and how much of it is agreement with the hints."""
    best, best_weight, best_agreement = None, 0.0, 0.0
    for block in blocks:
        if len(block.text) > LONGEST or not _may_be_title(block, hints):
            continue
        agreed = agreement(fold(block.text), hints)
        if agreed + MOST_FOR_PLACE + FOR_SLUG <= best_weight:
            continue  # wherever it stands
        weight = agreed + _position(block, url, crumbs)
        if hints.slug and agreed >= 5.0:  # noqa: PLR2004 - the address itself agrees
            weight += FOR_SLUG
        if weight > best_weight:
            best, best_weight, best_agreement = block, weight, agreed
    return best, best_weight, best_agreement


def _may_be_title(block: Block, hints: Hints) -> bool:
    if block.heading or block.sign & Sign.TITLE or block.strong:
        return True
    head = block.text[:5].rstrip().lower()
    bare = head.replace(" ", "")
    if (
        bare.isalnum()
        and bare.isascii()
        and head not in hints.all
        and not hints.slug.startswith(head.replace(" ", "-"))
    ):
        return False  # as nearly all lines; plain letters are their own folding, which costs more
    start = fold_once(block.text[:14])
    if not start or start in hints.all:
        return bool(start)
    first = start[0]
    if first != hints.slug[:1] and first.isalnum() and first.isascii():
        return False
    return hints.slug.startswith(made_slug(start[:10]) or "?")


def _position(block: Block, url: str, crumbs: Breadcrumb) -> float:
    """Weigh what the element is and where it stands."""
    weight = (
        HEADING_WEIGHT[block.heading] + (1.5 if block.sign & Sign.TITLE else 0) + (0.4 if block.strong else 0)
    )
    if block.sign & BESIDE:
        weight -= 3.0
    if block.sign & Sign.SUBTITLE:
        weight -= 3.0
    if block.sign & Sign.BREADCRUMB or crumbs.first <= block.index < crumbs.last:
        weight -= 10.0
    if block.anchors and block.link_share > 0.8:  # noqa: PLR2004 - all of it but a sign
        own = {urls.key(urls.canonical(a.href, urls.folder(url))) for a in block.anchors}
        weight -= 0.0 if urls.key(url) in own else 2.5
    if block.prose and block.heading == 0 and not block.strong:
        weight -= 1.0
    if block.text.endswith(CUTS):
        weight -= 6.0  # the last crumb of a breadcrumb, an item of a list
    return weight


def _whole(blocks: Sequence[Block], block: Block, hints: Hints) -> str:
    """Return the title with the lines it is broken into by `<br>`, where the hints say that they are one."""
    text = block.text
    block.prose = False
    after = block.index + 1
    if block.index > block.paragraph or (after < len(blocks) and blocks[after].paragraph == block.paragraph):
        text = _with_lines(blocks, block, hints)
    return _without_rest(_without_pieces(text, block), hints)


def _with_lines(blocks: Sequence[Block], block: Block, hints: Hints) -> str:
    """The line with those around it in its paragraph that are one title with it."""
    text = block.text
    one_piece = _is_one_piece(blocks, block)
    for more in _following_lines(blocks, block):
        if more.sign & Sign.SUBTITLE or not _goes_on(text, f"{text} {more.text}", hints, one_piece=one_piece):
            continue
        if read_date_line(more.text):
            break
        text = f"{text} {more.text}"
        more.prose, more.sign = False, more.sign | Sign.SUBTITLE  # no line of the text
    for more in reversed(blocks[max(0, block.index - MOST_LINES) : block.index]):
        longer = f"{more.text} {text}"
        if more.paragraph != block.paragraph or not _goes_on(text, longer, hints, one_piece=one_piece):
            break
        text = longer
    return text


def _without_pieces(text: str, block: Block) -> str:
    """The title without what inline elements at its ends say to be its date, author or subtitle."""
    for piece in block.pieces:
        if not piece.text or text == piece.text:
            continue
        if piece.sign & (Sign.DATE | Sign.AUTHOR | Sign.SUBTITLE) and text.endswith(piece.text):
            text = text[: -len(piece.text)].rstrip(" ,-–|")
        elif piece.sign & Sign.SUBTITLE and text.startswith(piece.text):
            text = text[len(piece.text) :].lstrip(" ,-–|:")
    return text


def _without_rest(text: str, hints: Hints) -> str:
    """The beginning of a line that a hint holds as a whole, where no hint knows of the rest: a subtitle glued to it."""
    folded = fold(text)
    if is_complete(folded, hints):
        return text
    known = (*hints.marks, *hints.segments)
    wholes = [w for w in known if len(w) > SHORTEST and folded.startswith(w) and not uncut(w)[1]]
    for whole in sorted(set(wholes), key=len, reverse=True):
        unknown = agreement(folded, hints) <= agreement(whole, hints) and not _goes_on_in_slug(
            folded, whole, hints
        )
        if not unknown or UNFINISHED.search(whole):
            continue
        end = next((n for n in range(len(whole) // 2, len(text)) if fold_once(text[:n]) == whole), 0)
        rest = text[end:].lstrip()
        if end and (rest[:1].isupper() or rest[:1] in '«“"('):
            return text[:end].rstrip()
    return text


def _goes_on_in_slug(text: str, whole: str, hints: Hints) -> bool:
    """Tell whether the address holds more of the line than a hint does: the hint was cut there."""
    known = made_slug(whole)
    return hints.bare_slug.startswith(f"{known}-") and made_slug(text).startswith(hints.bare_slug)


def _goes_on(text: str, longer: str, hints: Hints, *, one_piece: bool) -> bool:
    """Tell whether a line and its neighbour are one title: the hints agree far more, or enough and with no part."""
    folded = fold(text)
    gain = agreement(fold(longer), hints) - agreement(folded, hints)
    return gain >= FAR_MORE or (not is_complete(folded, hints) and (gain > 0 or (one_piece and gain == 0)))


def _is_one_piece(blocks: Sequence[Block], block: Block) -> bool:
    """Tell whether all lines of a paragraph can be one title: a heading, or a few lines that are nothing else."""
    lines = [b for b in blocks[max(0, block.index - MOST_LINES) : block.index + MOST_LINES + 2]
             if b.paragraph == block.paragraph]  # fmt: skip
    if block.heading:
        return all(line.heading == block.heading for line in lines)
    plain = not any(line.anchors or read_date_line(line.text) or len(line.text) > LONG_LINE for line in lines)
    return plain and 1 < len(lines) <= MOST_LINES and all(line.strong == block.strong for line in lines)


def _following_lines(blocks: Sequence[Block], block: Block) -> Iterator[Block]:
    for more in blocks[block.index + 1 : block.index + 1 + MOST_LINES]:
        if more.paragraph != block.paragraph:
            return
        yield more
