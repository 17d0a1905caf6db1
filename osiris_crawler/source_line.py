"""Source lines of a press archive, « (Source : APS, 8 août 2006) », in every form seen or likely."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from osiris_crawler.date_words import fold, one_slip, tidy
from osiris_crawler.names import (
    alias_of,
    alias_table,
    canonical_name,
    is_address,
    looks_like_name,
    split_names,
)
from osiris_crawler.source_dates import listed_days, name_and_date, parted_by_dates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from osiris_crawler.french_dates import ParsedDate

__all__ = ["Source", "SourceLine", "alias_table", "announces_source", "canonical_name", "parse_source_line",
           "split_source_line"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One newspaper that a line names.

    Attributes:
        name: as printed.
        canonical: the name of the alias table, else as printed.
        date: the day printed with the name; several names before one date share it, and as many days as names are
            given out in order (each with a warning).
        date_raw: the date as printed, also when it could not be read; None when there is none.
    """

    name: str
    canonical: str
    date: ParsedDate | None
    date_raw: str | None


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A whole source line.

    Attributes:
        raw: as given, without spaces around.
        sources: in the order printed; empty, with the warning "no_source_name", when the line names nobody.
        warnings: words for doubtful readings: those of its dates, and "misspelt_source_word", "no_colon",
            "no_brackets", "unbalanced_bracket", "mixed_brackets", "unreadable_source_date",
            "shared_source_date", "paired_source_dates", "several_sources_possible", "comma_in_name",
            "unseparated_year", "date_before_name", "text_after_date", "unlikely_source_name", "no_source_name".
    """

    raw: str
    sources: tuple[Source, ...]
    warnings: tuple[str, ...]


_Found: TypeAlias = "tuple[tuple[Source, ...], tuple[str, ...]]"
"""Sources and warnings of a line."""


class _Frame(NamedTuple):
    """What surrounds the names: how much the line's form alone says that it is a source line."""

    inside: str
    plural: bool
    bracketed: bool
    colon: bool
    slip: str | None
    warnings: tuple[str, ...]


_LONGEST_LINE = 500
_LONGEST_LABEL = 12
_LONGEST_PLAIN_NAME = 60
_OPEN: Final = {"(": ")", "[": "]", "{": "}"}
_CLOSE: Final = frozenset(_OPEN.values())
_AFTER: Final = " .;,:!\u00a0)]}"
_BRACKET = re.compile(r"[()\[\]{}]")
_AROUND = " .;,:!\u00a0"
_SHORTCODE = re.compile(r"\[(\w{2,20})\b[^\]]{0,200}\](.*)\[/\1\]", re.DOTALL)
_FIRST_WORD = re.compile(r"\W{0,10}([A-Za-z]{5,8})(?![A-Za-z])")
_LABEL = re.compile(
    r"(?:[-*•>·] ?)?(?P<open>[(\[{]{0,2}) ?(?:- ?)?(?P<word>[a-z]{5,8})(?P<plural> ?\(s\))?"
    r"(?:(?P<colon> ?[:=][ :]?)| ?(?:-|,|;|\.) | )"
)
_ACCEPTED_SLIPS: Final = frozenset({"lost", "doubled", "swapped", "wrong"})
_OTHER_WORDS: Final = frozenset({"sourde", "sourdes"})
_NESTED = re.compile(r"[(\[{] ?sources?\b", re.IGNORECASE)
_WINDOW = 600
_MOST_TRIES = 6
_CANDIDATE = re.compile(r"[(\[{]{0,2}[^\S\n]{0,2}(?<![^\W_])(?P<word>[A-Za-z]{5,8})(?![^\W_])")
_SENTENCE_END = ".!?…»”\"’'):;\n\r"


def parse_source_line(text: str, aliases: Mapping[str, str] | None = None) -> SourceLine | None:
    """Reads a whole string as a source line.

    Args:
        text: one block of text.
        aliases: spelling -> canonical name; helps to tell two names from one, too.

    Returns:
        None for anything else: prose about a source, a heading, a reference without the word « Source ».
    """
    if len(text) > _LONGEST_LINE or not _may_be_source(text):
        return None
    found = _latest.read(tidy(text), aliases or {})
    return None if found is None else SourceLine(text.strip(), *found)


class _Latest:
    """The line read last: who finds a source line on a page asks for it again to take it apart."""

    def __init__(self) -> None:
        self._line = ""
        self._names: Mapping[str, str] = {}
        self._found: _Found | None = None

    def read(self, line: str, names: Mapping[str, str]) -> _Found | None:
        if line != self._line or names is not self._names:
            self._found = _read(line, names)
            self._line, self._names = line, names
        return self._found


_latest = _Latest()


def _read(line: str, names: Mapping[str, str]) -> _Found | None:
    """Return sources and warnings of a tidy line."""
    if wrapped := _SHORTCODE.fullmatch(line):
        line = wrapped[2].strip()
    frame = _frame(line)
    if frame is None:
        return None
    sources, warnings = _sources(frame, names)
    if not sources:
        if not (frame.bracketed and frame.colon):
            return None
        return (), (*frame.warnings, "no_source_name")
    if not _trusted(frame, sources, names):
        return None
    if not all(_begins_like_name(source.name) or alias_of(source.name, names) for source in sources):
        warnings = (*warnings, "unlikely_source_name")
    return sources, tuple(dict.fromkeys((*frame.warnings, *warnings)))


def announces_source(text: str) -> bool:
    """Tells in a few microseconds whether a line begins as source lines do: with a bracket, or the word and a colon."""
    return _may_be_source(text) and (text[0] in _OPEN or ":" in text[:_LONGEST_LABEL])


def split_source_line(paragraph: str) -> tuple[str, str | None]:
    """Peels a source line off the end of a paragraph.

    Returns:
        The text before it and the line as printed; (paragraph, None) when there is none.
    """
    offset = max(0, len(paragraph) - _WINDOW)
    window = paragraph[offset:]
    candidates = [
        found for found in _CANDIDATE.finditer(window) if _word_slip(found["word"].lower()) is not None
    ]
    for found in sorted(candidates[-_MOST_TRIES:], key=lambda found: found[0][0] not in _OPEN):
        line = window[found.start() :]
        parsed = parse_source_line(line)
        if parsed is None or not (found[0][0] in _OPEN or _may_begin(window[: found.start()], line, parsed)):
            continue
        return paragraph[: offset + found.start()].rstrip(), line.strip()
    return paragraph, None


def _may_begin(before: str, line: str, parsed: SourceLine) -> bool:
    """Tells whether a line without brackets can begin here, and not in the middle of a sentence."""
    spaceless = before.rstrip(" \t\u00a0\u202f")
    begins = not spaceless or spaceless[-1] in _SENTENCE_END
    dated = any(source.date for source in parsed.sources)
    return begins or dated or line.rstrip(_AROUND)[-1:] in _CLOSE


def _may_be_source(text: str) -> bool:
    """Tells in about a microsecond that most blocks of a page do not begin with the word."""
    found = _FIRST_WORD.match(text)
    return (found is not None and _word_slip(found[1].lower()) is not None) or (
        text[:1] == "[" and "[/" in text
    )


@lru_cache(maxsize=1024)
def _word_slip(word: str) -> str | None:
    """Returns "" for « source(s) », the kind of slip for a misspelt one, None for another word."""
    if word in ("source", "sources"):
        return ""
    if "so" not in word and "ur" not in word and "ce" not in word:
        return None  # one slip leaves at least one of these pairs whole
    slips = [one_slip(word, "source"), one_slip(word, "sources")]
    kind = min(filter(None, slips), key=lambda slip: slip == "wrong", default=None)
    return kind if kind in _ACCEPTED_SLIPS and word not in _OTHER_WORDS else None


def _frame(line: str) -> _Frame | None:
    """Takes off the word « Source », its colon and the brackets; None when the line does not begin so."""
    folded = fold(line)
    label = _LABEL.match(folded)
    slip = _word_slip(label["word"]) if label else None
    if label is None or slip is None:
        return None
    content = line[label.end() :]
    unbracketed = _without_brackets(content, label["open"])
    if unbracketed is None:
        return None
    inside, bracketed, warnings = unbracketed
    if _NESTED.search(inside) or (not label["open"] and inside[:1] in _OPEN):
        return None
    colon = label["colon"] is not None
    if slip or not colon or not bracketed:
        doubts = {"misspelt_source_word": slip, "no_colon": not colon, "no_brackets": not bracketed}
        warnings = (*(word for word, holds in doubts.items() if holds), *warnings)
    plural = bool(label["plural"]) or (label["word"].endswith("s") and label["word"] != "source")
    return _Frame(inside, plural, bracketed, colon, slip or None, warnings)


def _without_brackets(content: str, opened: str) -> tuple[str, bool, tuple[str, ...]] | None:
    """Returns what stands inside, whether any bracket is there, and warnings; None when text follows."""
    depth = 1 if opened else 0
    for found in _BRACKET.finditer(content):
        place, sign = found.start(), found[0]
        depth += 1 if sign in _OPEN else -1
        if sign in _OPEN or depth > 0:
            continue
        if depth == 0 and not opened:
            continue  # closes a bracket of the name: « Agence de presse (APS) »
        if content[place + 1 :].strip(_AFTER):
            return None
        warnings = ("unbalanced_bracket",) if not opened else ()
        if opened and _OPEN[opened[-1]] != sign:
            warnings = ("mixed_brackets",)
        return content[:place].strip(_AROUND), True, warnings
    return content.strip(_AROUND), bool(opened), ("unbalanced_bracket",) if opened else ()


def _sources(frame: _Frame, aliases: Mapping[str, str]) -> tuple[tuple[Source, ...], tuple[str, ...]]:
    sources: list[Source] = []
    warnings: list[str] = []
    for entry in parted_by_dates(frame.inside):
        dated = name_and_date(entry)
        if not dated.name:
            continue
        names, doubts = split_names(dated.name, plural=frame.plural, aliases=aliases)
        days = listed_days(dated.date_raw) if len(names) > 1 and dated.date_raw else ()
        dates: Sequence[ParsedDate | None] = [dated.date] * len(names)
        if len(days) == len(names):
            dates, doubts = days, (*doubts, "paired_source_dates")
            warnings += [word for day in days for word in day.warnings]
        else:
            doubts = (*doubts, "shared_source_date") if len(names) > 1 and dated.date_raw else doubts
            warnings += dated.warnings
        warnings += doubts
        sources += [
            Source(name, canonical_name(name, aliases), date, dated.date_raw)
            for name, date in zip(names, dates, strict=True)
        ]
    return tuple(sources), tuple(warnings)


def _trusted(frame: _Frame, sources: tuple[Source, ...], aliases: Mapping[str, str]) -> bool:
    """Weighs the signs: brackets, colon, a readable date, a name that is known or looks like one."""
    closed = frame.bracketed and "unbalanced_bracket" not in frame.warnings
    if closed and frame.colon and not frame.slip:
        return True
    named = all(_may_be_name(source.name, aliases) for source in sources)
    dated = any(source.date for source in sources)
    if frame.slip and not (frame.colon and (named or closed)):
        return False
    if frame.slip == "wrong" and not (frame.bracketed or dated):
        return False
    if frame.colon:
        short = all(len(source.name) <= _LONGEST_PLAIN_NAME for source in sources)
        return closed or named or (dated and short)
    if named and (frame.bracketed or dated):
        return True
    return all(is_address(source.name) or alias_of(source.name, aliases) for source in sources)


def _may_be_name(name: str, aliases: Mapping[str, str]) -> bool:
    return looks_like_name(name) or alias_of(name, aliases) is not None


def _begins_like_name(name: str) -> bool:
    first = name.lstrip("\"«“‘' ")[:1]
    return first.isupper() or first.isdigit() or is_address(name)
