"""The language of searches: words, "a phrase", OR, -not, prefix*, title:word, and brackets.

Whatever people type is understood as far as it can be: a quotation mark or bracket too many is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from osiris_crawler.errors import UsageError
from pipelines.database.tokens import numbers, words

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_TERMS = 60
MOST_SIGNS = 1_000
DEEPEST = 20
SHORTEST_BEGINNING = 2
"""Letters before `*`; shorter ones would match most words."""
COLUMNS = {"title": "title", "titre": "title", "body": "body", "texte": "body", "text": "body"}
OR, AND, NOT = {"OR", "OU", "|"}, {"AND", "ET", "&"}, {"NOT", "SAUF"}
_TERM = re.compile(
    r"""(?P<minus>-(?=[^\s\-)]))?
    (?:(?P<column>[A-Za-z]+):(?=[^\s)]))?
    (?:(?P<open>\()|(?P<close>\))
    |["“”„«](?P<phrase>[^"“”»]*)(?:["“”»]|$)
    |(?P<word>[^\s"“”„«»()]+))""",
    re.VERBOSE,
)
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’‘ʼ](?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row; a single word is one too."""

    words: tuple[str, ...]
    """Folded."""
    beginning: bool = False
    """Of the last word only the beginning is given."""
    exact: bool = False
    """In quotation marks: no other number of the last word."""
    column: str = ""
    """`title` or `body`; empty for both."""

    @property
    def spellings(self) -> list[tuple[str, ...]]:
        """The runs of words that count: with the last word in singular and plural."""
        if self.exact or self.beginning:
            return [self.words]
        return [(*self.words[:-1], last) for last in numbers(self.words[-1])]


@dataclass(frozen=True, slots=True)
class Every:
    """All of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Not this."""

    part: Node


Node = Phrase | Every | Either | Without


@lru_cache(maxsize=256)
def parse(text: str) -> Node:
    """Return what a search means.

    Raises:
        UsageError: it holds no word, or far too many.
    """
    if len(text) > MOST_SIGNS:
        raise UsageError(f"The search is longer than {MOST_SIGNS} signs. Shorten it.")
    found = _Parser(text).all()
    if found is None:
        raise UsageError(f"{text.strip() or 'The search'}: holds no word. Write one, such as fibre.")
    if sum(1 for _ in _phrases(found)) > MOST_TERMS:
        raise UsageError(f"The search has more than {MOST_TERMS} words. Shorten it.")
    return found


def wanted(node: Node) -> list[Phrase]:
    """Return the phrases that may stand in what is found: for highlights and ranking."""
    match node:
        case Phrase():
            return [node]
        case Without():
            return []
        case Every(parts) | Either(parts):
            return [phrase for part in parts for phrase in wanted(part)]


def matches(node: Node, title: str, body: str) -> bool:
    """Tell whether a text is found: the same answer as the index gives."""
    lines = {name: f" {' '.join(words(text))} " for name, text in (("title", title), ("body", body))}
    return _holds(node, lines)


def _holds(node: Node, lines: dict[str, str]) -> bool:
    match node:
        case Phrase():
            end = "" if node.beginning else " "
            runs = [f" {' '.join(run)}{end}" for run in node.spellings]
            where = [lines[node.column]] if node.column else lines.values()
            return any(run in line for run in runs for line in where)
        case Without(part):
            return not _holds(part, lines)
        case Every(parts):
            return all(_holds(part, lines) for part in parts)
        case Either(parts):
            return any(_holds(part, lines) for part in parts)


def _phrases(node: Node) -> Iterator[Phrase]:
    match node:
        case Phrase():
            yield node
        case Without(part):
            yield from _phrases(part)
        case Every(parts) | Either(parts):
            for part in parts:
                yield from _phrases(part)


class _Parser:
    """Reads terms from left to right; OR binds closer than the AND between words."""

    def __init__(self, text: str) -> None:
        self.terms = list(_TERM.finditer(text.replace("\0", " ")))
        self.at = 0
        self.depth = 0

    def all(self) -> Node | None:
        parts: list[Node] = []
        while self.at < len(self.terms):
            found = self._group()
            if found is not None:
                parts.append(found)
        return _together(parts)

    def _group(self) -> Node | None:
        """Read up to a closing bracket or the end."""
        parts: list[Node] = []
        either = False
        while self.at < len(self.terms):
            term = self.terms[self.at]
            self.at += 1
            if term["close"]:
                break
            sign = term[0]
            if sign in OR:
                either = True
                continue
            if sign in AND:
                continue
            found = self._negated() if sign in NOT else self._term(term)
            if found is None:
                continue
            if either and parts:
                before = parts.pop()
                known = before.parts if isinstance(before, Either) else (before,)
                found = Either((*known, found))
            either = False
            parts.append(found)
        return _together(parts)

    def _negated(self) -> Node | None:
        if self.at >= len(self.terms) or self.terms[self.at]["close"]:
            return None
        term = self.terms[self.at]
        self.at += 1
        found = self._term(term)
        return None if found is None else Without(found)

    def _term(self, term: re.Match[str]) -> Node | None:
        column = COLUMNS.get((term["column"] or "").lower(), "")
        found: Node | None
        if term["open"]:
            found = self._bracket()
        elif term["phrase"] is not None:
            held = tuple(words(term["phrase"]))
            found = Phrase(held, exact=True) if held else None
        else:
            unknown = f"{term['column']}:" if term["column"] and not column else ""
            found = _word(unknown + term["word"])
        if found is None:
            return None
        if column:
            found = _within(found, column)
        return Without(found) if term["minus"] else found

    def _bracket(self) -> Node | None:
        if self.depth >= DEEPEST:
            return None
        self.depth += 1
        found = self._group()
        self.depth -= 1
        return found


def _together(parts: list[Node]) -> Node | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _word(text: str) -> Phrase | None:
    """Read one word; `l’`, `d’` and the like are left out, other signs part it into words in a row."""
    held = tuple(words(_ELISION.sub("", text, count=1) if _ELISION.match(text) else text))
    if not held:
        return None
    return Phrase(held, beginning=text.endswith("*") and len(held[-1]) >= SHORTEST_BEGINNING)


def _within(node: Node, column: str) -> Node:
    match node:
        case Phrase():
            return replace(node, column=node.column or column)
        case Without(part):
            return Without(_within(part, column))
        case Every(parts):
            return Every(tuple(_within(part, column) for part in parts))
        case Either(parts):
            return Either(tuple(_within(part, column) for part in parts))
