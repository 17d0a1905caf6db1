"""Finds the source line and the author line at the end of the body, and takes them out of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler.items import Warning_
from osiris_crawler.pages.furniture import is_heading, is_line
from osiris_crawler.pages.signs import Sign
from osiris_crawler.source_line import SourceLine, parse_source_line, split_source_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from osiris_crawler.pages.blocks import Block
    from osiris_crawler.pages.vocabulary import Vocabulary

MOST_AFTER = 700
"""Characters of prose that may follow a source line; more means that the line stands in the middle of the text."""
LINES_AT_TOP = 3
"""Lines among which a source line stands that heads the text."""
NAME = r"(?:[A-ZÀ-ÖØ-Þ][\w'’.-]*|[A-Z]\.)"
SMALL = r"(?:de|du|des|la|le|van|von|el|al|ben|bin|d['’]|et|avec|and|&|/|,|-)"
AUTHOR = re.compile(
    rf"(?:(?:par|by)\s*:?\s+)?(?:{NAME})(?:[ ]?(?:{SMALL}|{NAME}))*"
    rf"(?:\s*\((?:{NAME}|[\w .'’-]{{2,40}})\))?(?:\s*,?\s*(?:correspondant|envoy[ée]e? sp[ée]ciale?"
    r"|stagiaire|journaliste)"
    r"[\w .'’,-]{0,50})?"
)
ENVOY = re.compile(
    r"(?:de (?:notre|nos) (?:envoy|corresp)\w+ .{2,60}|propos recueillis par .{2,60}|(?:une? )?(?:correspondance"
    r"|dossier|article|reportage|enqu[êe]te) (?:r[ée]alis[ée]e? par|de|par) .{2,50})",
    re.IGNORECASE,
)
SITE_AND_NAME = re.compile(rf"(?:{NAME}|[\w-]+\.[a-z]{{2,4}})(?: {NAME})? ?: ?{NAME}(?: {NAME}){{1,3}}")
"""« RadioSansfrontiere.org : Willy Coly »."""
AFTERWORD = re.compile(
    r"(?:p\.?-? ?s\.?\b|post-?scriptum|notes?\b|ndlr|n\.d\.l\.r|\(?ndlr|\[\d+\]|\d+\. |nb ?:|n\.b\.|\(\d+\)|\*)",
    re.IGNORECASE,
)
"""How a postscript or note begins."""
FIRST_OF_AFTERWORD = frozenset("pPnN([*0123456789")
LABEL = re.compile(r"(?:p\.? ?-? ?s\.?|post-?scriptum|notes?)\s*:?", re.IGNORECASE)
LONGEST_AUTHOR = 75


class Credits(NamedTuple):
    """What is known of where the text comes from, and the body without it."""

    blocks: list[Block]
    source: SourceLine | None
    author: str
    warnings: tuple[Warning_, ...]


def find_credits(region: Sequence[Block], aliases: Mapping[str, str] | None, words: Vocabulary) -> Credits:
    """Part the credit lines from the body.

    Only the last source line counts, and only when hardly any prose follows it; one in the middle of the text is
    text. Lines below it stay when they are notes, or stand in the same box of text.
    """
    blocks = list(region)
    place, source, rest = _last_source(blocks, aliases)
    if place < 0 or source is None:
        return Credits(without_labels(blocks), None, "", (Warning_("no_source_line", "source_raw"),))
    before = blocks[:place]
    at_top = not rest and _is_at_top(blocks, place)
    after = blocks[place + 1 :] if at_top else _after(blocks, place, words)
    author = ""
    if rest:
        before.append(_shortened(blocks[place], rest))
    elif before and (author := author_of(before[-1])):
        before.pop()
    warnings = tuple(Warning_(code, "source_raw", source.raw) for code in source.warnings)
    return Credits(without_labels(before + after), source, author, warnings)


def without_labels(blocks: list[Block]) -> list[Block]:
    """Leave out the labels above postscript and notes: they are the skin's, not the article's."""
    return [b for b in blocks if b.text[:1] not in "pPnN" or not LABEL.fullmatch(b.text)]


def begins_afterword(text: str) -> bool:
    """Tell whether a line begins as a postscript or note does; its first character mostly says that it does not."""
    first = text[:1]
    return (first in FIRST_OF_AFTERWORD or not first.isascii()) and AFTERWORD.match(text) is not None


def _last_source(
    blocks: Sequence[Block], aliases: Mapping[str, str] | None
) -> tuple[int, SourceLine | None, str]:
    """Return the place of the last source line, what it says, and the text before it in the same block."""
    passed = 0
    for place in range(len(blocks) - 1, -1, -1):
        text = blocks[place].text
        found = parse_source_line(text, aliases) if len(text) < 400 else None  # noqa: PLR2004 - a line, no paragraph
        if found and _is_of_a_figure(blocks, place):
            continue
        if found:
            return place, found, ""
        rest, glued = split_source_line(text) if "ou" in text[-300:] and ("o" in text) else (text, None)
        if glued and (found := parse_source_line(glued, aliases)):
            return place, found, rest
        if blocks[place].prose:
            passed += len(text)
        if passed > MOST_AFTER:
            break
    for place, block in enumerate(blocks[:LINES_AT_TOP]):
        found = parse_source_line(block.text, aliases)
        if found and _is_at_top(blocks, place):
            return place, found, ""
    return -1, None, ""


def _is_of_a_figure(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether a line stands in a box of its own among paragraphs of one other box: it credits what is above it."""
    around = next((block.node for block in reversed(blocks[:place]) if block.prose), blocks[place].node)
    apart = around is not blocks[place].node
    return apart and any(block.prose and block.node is around for block in blocks[place + 1 :])


def _is_at_top(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether a line heads the text: above it stands no paragraph, or a standfirst in a box of its own."""
    node = blocks[place].node
    prose = [block for block in blocks[:place] if block.prose and not block.sign & Sign.STANDFIRST]
    heads_box = (
        place + 1 < len(blocks) and blocks[place + 1].node is node and blocks[place - 1].node is not node
    )
    return not prose or (len(prose) == 1 and heads_box)


def _after(blocks: Sequence[Block], place: int, words: Vocabulary) -> list[Block]:
    """Keep of what follows the source line: notes, and text in the same box as the paragraphs before."""
    kept: list[Block] = []
    node = blocks[place].node
    text_box = place > 0 and any(b.node is node for b in blocks[max(0, place - 3) : place])
    for block in blocks[place + 1 :]:
        if is_heading(block.text, words) or is_line(block.text):
            break
        note = block.sign & Sign.AFTERWORD or begins_afterword(block.text)
        labelled = bool(kept) and LABEL.fullmatch(kept[-1].text) is not None
        if (
            note
            or labelled
            or (text_box and block.node is node and node.sign & Sign.CONTENT)
            or (kept and kept[-1].paragraph == block.paragraph)
        ):
            kept.append(block)
    return kept


def _shortened(block: Block, text: str) -> Block:
    """The block with the source line cut off its end."""
    copy = type(block)(block.index, block.node, text, block.tag, block.sign)
    copy.paragraph, copy.gap, copy.heading, copy.prose = (
        block.paragraph,
        block.gap,
        block.heading,
        block.prose,
    )
    return copy


def author_of(block: Block) -> str:
    """Return a block's text when it is the name of an author or agency alone on its line, else an empty text."""
    text = block.text
    if len(text) > LONGEST_AUTHOR or block.heading or text.endswith((":", ";", "!", "?", "...", "»")):
        return ""
    if block.sign & Sign.AUTHOR and not any(c.isdigit() for c in text) and len(text) > 2:  # noqa: PLR2004 - a name
        return text
    if AUTHOR.fullmatch(text) and len(text.split()) <= 9:  # noqa: PLR2004 - two names and their titles
        return text
    if (ENVOY.fullmatch(text) or SITE_AND_NAME.fullmatch(text)) and not block.link_length:
        return text
    return ""
