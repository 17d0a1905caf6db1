"""Writes the blocks of a body as the text of the archive: paragraphs parted by a blank line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osiris_crawler.pages.blocks import Block


def text_of(blocks: Sequence[Block]) -> str:
    """Join the blocks of a body: paragraphs parted by a blank line, lines and list items by a line break."""
    parts: list[str] = []
    previous: Block | None = None
    for block in blocks:
        if previous is not None:
            parts.append(_between(previous, block))
        parts.append(block.text)
        previous = block
    return "".join(parts)


def _between(previous: Block, block: Block) -> str:
    if block.paragraph == previous.paragraph:
        return "\n" if block.gap < 2 else "\n\n"  # noqa: PLR2004 - two line breaks make an empty line
    if block.tag in {"td", "th"} and previous.tag in {"td", "th"}:
        return " " if block.node.parent is previous.node.parent else "\n"
    if block.tag == "li" and previous.tag == "li":
        return "\n"
    return "\n\n"
