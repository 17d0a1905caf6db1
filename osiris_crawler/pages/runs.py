"""Puts the runs of text of a page together: the body, what stands before it, and its postscript and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osiris_crawler.pages.furniture import is_heading
from osiris_crawler.pages.opening import is_dated
from osiris_crawler.pages.signs import Sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osiris_crawler.pages.blocks import Block, Node
    from osiris_crawler.pages.vocabulary import Vocabulary

INTRODUCES = Sign.STANDFIRST | Sign.CAPTION
FIRST_RUN = 4
"""How many times longer than a standfirst or caption a later run must be to be taken for the body."""


def joined(runs: Sequence[Sequence[Block]], anchor: Block, words: Vocabulary) -> list[Block]:
    """Take the first run of text, or a far longer one when the first only introduces it.

    Before it stand standfirsts, after it postscripts, notes and what goes on in boxes like those of the body.

    Args:
        runs: runs of text, parted by furniture, in order.
        anchor: the first paragraph.
    """
    first = next((i for i, run in enumerate(runs) if anchor in run), 0)
    best = first
    if not runs[first] or all(b.sign & INTRODUCES for b in runs[first] if b.prose):
        weights = [_weight(run) for run in runs]
        best = max(range(len(runs)), key=lambda i: weights[i] * (FIRST_RUN if i == first else 1))
    found = list(runs[best])
    for run in reversed(runs[:best]):
        found = [b for b in run if b.sign & Sign.STANDFIRST or _same_box(b, found)] + found
    for run in runs[best + 1 :]:
        found += [b for b in run if _is_afterword(b, words) or _same_box(b, found)]
    return found


def _is_afterword(block: Block, words: Vocabulary) -> bool:
    linked = block.link_share > 0.5 or is_heading(block.text, words)  # noqa: PLR2004 - mostly a link
    return bool(block.sign & Sign.AFTERWORD) and not linked


def _weight(run: Sequence[Block]) -> int:
    """Characters of prose of a run; none for a list of items with their dates."""
    items = sum(1 for b in run if is_dated(b) or b.link_share > 0.8)  # noqa: PLR2004 - a link and a sign
    prose = [b for b in run if b.prose]
    return 0 if items * 2 >= len(prose) and items else sum(len(b.text) for b in prose)


def _same_box(block: Block, found: Sequence[Block]) -> bool:
    """Tell whether a block goes on in the very box of the body after an insert, or in one made like it beside it."""
    return any(b.prose and (b.node is block.node or alike(b.node, block.node)) for b in found)


def alike(one: Node, other: Node, depth: int = 1) -> bool:
    """Tell whether two boxes stand side by side and are made alike, as those of paragraphs are.

    Args:
        one: a box.
        other: another one.
        depth: how many boxes around each paragraph there may be.
    """
    if one.tag != other.tag or one.attributes != other.attributes:
        return False
    if one.parent is other.parent:
        return True
    return (
        depth > 1
        and one.parent is not None
        and other.parent is not None
        and alike(one.parent, other.parent, depth - 1)
    )
