"""Knows the runs of links that a site repeats on every page (its keywords, its years), and reads each once.

Lists of links are known as a whole (`menus`); these stand in a box or paragraph side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler.pages.lines import anchor_of
from osiris_crawler.pages.markup import TAGS, Untidy, resolved
from osiris_crawler.pages.tags import LINK, PARENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osiris_crawler.pages.blocks import Anchor

FEWEST = 6
"""Links of a run that is worth it."""
MOST = 256
"""Different runs that are remembered; one may take 40 KB."""
END = "/a>"


class Run(NamedTuple):
    """Links without elements inside, with nothing but texts between them."""

    pieces: list[str]
    """As the page is cut at its `<`: each link, and its end with the text behind it."""
    text: str
    anchors: tuple[Anchor, ...]
    linked: int
    """Characters of the links that lead to pages."""


KNOWN: dict[str, Run | list[str] | None] = {}
"""By its first piece: a run, the pieces of one that was seen once, None for one that has to be read link by link."""


def run_at(pieces: Sequence[str], place: int) -> tuple[Run | None, int]:
    """Return the run that begins with the link at a place, when it is known, and the place behind it.

    Args:
        pieces: a page cut at its `<`, with an empty piece at the end.
        place: of a link; what follows is its end.
    """
    first = pieces[place]
    known = KNOWN.get(first)
    if isinstance(known, Run):
        end = place + len(known.pieces)
        if pieces[place:end] == known.pieces:
            return known, end
    end = place + 2
    while pieces[end][:2] == "a " and pieces[end + 1][: len(END)] == END:
        end += 2
    if end - place >= 2 * FEWEST and (known is not None or first not in KNOWN):
        return _met(pieces[place:end], known), end
    return None, end


def _met(pieces: Sequence[str], known: Run | list[str] | None) -> Run | None:
    """Remember a run; return it when it was there the last time, too."""
    if len(KNOWN) >= MOST:
        KNOWN.clear()
    if known != pieces:
        KNOWN[pieces[0]] = list(pieces)
        return None
    KNOWN[pieces[0]] = run = _read(list(pieces))
    return run


def _read(pieces: list[str]) -> Run | None:
    """Read a run link by link; None when there is more to a link than its text."""
    texts: list[str] = []
    anchors: list[Anchor] = []
    linked = 0
    for opening, ending in zip(pieces[::2], pieces[1::2], strict=True):
        source, closed, text = opening.partition(">")
        try:
            tag = TAGS[source]
            text, behind = resolved(text), resolved(ending[len(END) :])
        except Untidy:
            return None
        anchor = anchor_of(tag, text)
        if tag.kind != LINK or tag.shape != PARENT or not closed or anchor is None:
            return None
        texts += (text, behind)
        anchors.append(anchor)
        linked += len(anchor.text) if tag.leads else 0
    return Run(pieces, "".join(texts), tuple(anchors), linked)
