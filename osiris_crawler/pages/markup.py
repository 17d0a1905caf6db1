"""Reads single tags and character references as libxml2 reads them, or not at all; remembers those it has read."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

from osiris_crawler.pages.tags import COMMENT, EMPTY, END, PLAIN, SKIP, Tag, tag_of

NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?=[ \t\r\n/]|$)")
ATTRIBUTE = re.compile(
    r"""[ \t\r\n]+([A-Za-z_:@][\w:.@-]*)"""
    r"""(?:[ \t\r\n]*=[ \t\r\n]*("[^"]*"|'[^']*'|[^\s"'=<>`/]+(?:/+[^\s"'=<>`/]+)*))?""",
    re.ASCII,
)
TAIL = re.compile(r"[ \t\r\n]*(/?)$")
REFERENCE = re.compile(r"&#?[0-9A-Za-z]+;?")
LEGACY = frozenset(name for name in html5 if not name.endswith(";"))
"""Names of characters that need no `;`."""
MOST = 2048
"""Different tags and references that are remembered."""
LONG = 500
"""Characters of a tag or reference that is not remembered."""


class Untidy(Exception):  # noqa: N818 - a signal, no error
    """The page has something that only a parser can mend."""


class _Tags(dict[str, Tag]):
    """Tags by what stands between their brackets."""

    def __missing__(self, source: str) -> Tag:
        if source.startswith("/"):
            return Tag(source, PLAIN, 0, {}, END)
        if source.startswith("!--"):
            return Tag(source, PLAIN, 0, {}, COMMENT)
        tag = _read_tag(source)
        if len(source) < LONG:
            if len(self) >= MOST:
                self.clear()
            self[source] = tag
        return tag


class _References(dict[str, str]):
    """Characters by their references in a text."""

    def __missing__(self, source: str) -> str:
        found = unescape(source)
        if not found or (found == source and source[1] == "#"):
            raise Untidy
        if len(source) < LONG:
            if len(self) >= MOST:
                self.clear()
            self[source] = found
        return found


TAGS = _Tags()
REFERENCES = _References()


def _read_tag(source: str) -> Tag:
    """Take a start tag apart; the first of two attributes of one name counts."""
    named = NAME.match(source)
    if named is None:
        raise Untidy
    attributes: dict[str, str] = {}
    place = named.end()
    while found := ATTRIBUTE.match(source, place):
        value = found[2] or ""
        if value[:1] in {'"', "'"}:
            value = value[1:-1]
        attributes.setdefault(found[1].lower(), _value(value) if "&" in value else value)
        place = found.end()
    tail = TAIL.match(source, place)
    if tail is None:
        raise Untidy
    tag = tag_of(named[0].lower(), attributes)
    if tail[1] and tag.shape != EMPTY:
        if tag.kind != PLAIN and tag.kind < SKIP:
            raise Untidy
        tag.shape = EMPTY
    return tag


def _value(value: str) -> str:
    """Resolve the references in the value of an attribute."""

    def character(found: re.Match[str]) -> str:
        reference = found[0]
        if reference.endswith(";") and (reference[1] == "#" or reference[1:] in html5):
            return REFERENCES[reference]
        name = reference[1:].rstrip(";")
        if reference[1] == "#" or (name in LEGACY and value[found.end() : found.end() + 1] != "="):
            raise Untidy
        return reference

    return REFERENCE.sub(character, value)


def resolved(text: str) -> str:
    """Resolve the references in a text."""
    return REFERENCE.sub(lambda found: REFERENCES[found[0]], text) if "&" in text else text
