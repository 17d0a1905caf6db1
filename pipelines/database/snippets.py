"""Shows where a text holds what was searched: marked words, and the passage that says most."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipelines.database.tokens import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipelines.database.queries import Phrase

LENGTH = 260
"""Signs of a passage."""
LEAD = 60
"""Signs before the first marked word, about."""
CUT = "…"


class Piece(NamedTuple):
    """A part of a text."""

    text: str
    marked: bool


class _Place(NamedTuple):
    start: int
    end: int
    phrase: int


def marked(text: str, phrases: Sequence[Phrase], column: str = "") -> list[Piece]:
    """Return a whole text in pieces, what one of the phrases says marked.

    Args:
        text: as printed.
        phrases: what was searched.
        column: `title` or `body`, for phrases that mean only one of them.
    """
    return _pieces(text, _places(text, phrases, column), 0, len(text))


def passage(text: str, phrases: Sequence[Phrase], column: str = "", length: int = LENGTH) -> list[Piece]:
    """Return the passage that holds the most different phrases, the first one among equals.

    Without any, the beginning of the text. Cuts are between words and shown by `…`; line breaks are blanks.
    """
    found = _places(text, phrases, column)
    start = max(_best(found, length) - LEAD, 0) if found else 0
    end = min(start + length, len(text))
    start = max(min(start, end - length), 0)
    start, end = _whole_words(text, start, end)
    pieces = _pieces(text, found, start, end)
    if start > 0:
        pieces.insert(0, Piece(CUT, marked=False))
    if end < len(text):
        pieces.append(Piece(CUT, marked=False))
    return [Piece(piece.text.replace("\n\n", " ").replace("\n", " "), piece.marked) for piece in pieces]


def _places(text: str, phrases: Sequence[Phrase], column: str) -> list[_Place]:
    """Return where phrases stand, in order, none in another."""
    wanted = [phrase for phrase in phrases if phrase.column in {"", column}]
    if not wanted:
        return []
    words = _words(text)
    by_word: dict[str, list[int]] = {}
    for at, (_, _, word) in enumerate(words):
        by_word.setdefault(word, []).append(at)
    found = []
    for number, phrase in enumerate(wanted):
        for run in phrase.spellings:
            for at in _starts(run, by_word, beginning=phrase.beginning):
                last = at + len(run) - 1
                if last < len(words) and _stands(run, words, at, beginning=phrase.beginning):
                    found.append(_Place(words[at][0], words[last][1], number))
    return _apart(sorted(found, key=lambda place: (place.start, -place.end)))


@lru_cache(maxsize=64)
def _words(text: str) -> list[tuple[int, int, str]]:
    return list(places(text))


def _starts(run: tuple[str, ...], by_word: dict[str, list[int]], *, beginning: bool) -> Iterable[int]:
    if beginning and len(run) == 1:
        return [at for word, ats in by_word.items() if word.startswith(run[0]) for at in ats]
    return by_word.get(run[0], ())


def _stands(run: tuple[str, ...], words: list[tuple[int, int, str]], at: int, *, beginning: bool) -> bool:
    whole = run[:-1] if beginning else run
    if any(words[at + offset][2] != word for offset, word in enumerate(whole)):
        return False
    return not beginning or words[at + len(run) - 1][2].startswith(run[-1])


def _apart(found: list[_Place]) -> list[_Place]:
    kept: list[_Place] = []
    for place in found:
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def _best(found: list[_Place], length: int) -> int:
    """Return where the passage with the most different phrases begins."""
    best, most = found[0].start, 0
    for at, place in enumerate(found):
        seen = set()
        for other in found[at:]:
            if other.end > place.start + length - LEAD:
                break
            seen.add(other.phrase)
        if len(seen) > most:
            best, most = place.start, len(seen)
    return best


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Move both ends to the nearest blank."""
    if start > 0:
        blank = _blank(text, start, start + LEAD)
        start = start if blank < 0 else blank + 1
    if end < len(text):
        back = max(text.rfind(" ", end - LEAD, end), text.rfind("\n", end - LEAD, end))
        end = end if back <= start else back
    return start, end


def _blank(text: str, start: int, end: int) -> int:
    found = [at for at in (text.find(" ", start, end), text.find("\n", start, end)) if at >= 0]
    return min(found, default=-1)


def _pieces(text: str, found: list[_Place], start: int, end: int) -> list[Piece]:
    pieces = []
    at = start
    for place in found:
        if place.start < start or place.end > end:
            continue
        if place.start > at:
            pieces.append(Piece(text[at : place.start], marked=False))
        pieces.append(Piece(text[place.start : place.end], marked=True))
        at = place.end
    if at < end:
        pieces.append(Piece(text[at:end], marked=False))
    return pieces
