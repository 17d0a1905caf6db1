"""HTML text to a `Page`, in one pass: tags are read by `tidy` where markup is in order, else by lxml's parser."""

from __future__ import annotations

import contextlib
from functools import lru_cache
from typing import Any

from lxml import etree

from osiris_crawler.pages.blocks import Page
from osiris_crawler.pages.builder import PageBuilder
from osiris_crawler.pages.markup import Untidy
from osiris_crawler.pages.menus import with_menus
from osiris_crawler.pages.tags import SKIP, TEXTS, Tag, tag_of
from osiris_crawler.pages.tidy import read_tidy

UNWANTED = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
"""Characters that print nothing: zero-width spaces, soft hyphens, direction marks."""
LONG_TAG = 500
"""Characters of attributes from which a tag is not remembered."""


def flatten(text: str, *, images: bool = False) -> Page:
    """Take a page apart. Never raises on broken HTML: what cannot be parsed gives an empty page.

    Args:
        text: the page, without NUL (`document.decode`).
        images: take a link that is a picture for the words of the picture, as menus of old skins want it.
    """
    if any(character in text for character in UNWANTED):
        text = text.translate(dict.fromkeys(map(ord, UNWANTED)))
    if not text or text.isspace():
        return Page()
    builder = PageBuilder(images=images)
    try:
        read_tidy(with_menus(text, images=images), builder)
    except Untidy:
        builder = parsed(text, images=images)
    return builder.close()


def parsed(text: str, *, images: bool = False) -> PageBuilder:
    """Read a page with lxml's parser, which mends whatever it reads."""
    builder = PageBuilder(images=images)
    target: Any = _Target(builder)
    parser = etree.HTMLParser(target=target, encoding="utf-8", recover=True, huge_tree=True)
    with contextlib.suppress(etree.XMLSyntaxError):
        etree.fromstring(text.encode("utf-8", "replace"), parser)
    return builder


@lru_cache(maxsize=1024)
def _known_tag(name: str, attributes: tuple[tuple[str, str], ...]) -> Tag:
    return tag_of(name, dict(attributes))


class _Target:
    """Receives the events of lxml's parser and hands them to a builder."""

    def __init__(self, builder: PageBuilder) -> None:
        self._builder = builder
        self._buffer = builder.buffer
        self._stack: list[Tag] = []
        self._around = 0
        """How many elements are open around the one that is skipped; 0 when none is."""
        self._collect: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not attributes:
            tag = _known_tag(name, ())
        elif sum(map(len, attributes.values())) < LONG_TAG:
            tag = _known_tag(name, tuple(attributes.items()))
        else:
            tag = tag_of(name, attributes)
        self._stack.append(tag)
        if tag.kind and not self._around:
            if tag.kind == TEXTS:
                self._collect = []
            elif tag.kind >= SKIP:
                self._around = len(self._stack)
            self._builder.starts[tag.kind](self._builder, tag)

    def data(self, text: str) -> None:
        if self._around:
            return
        if self._collect is not None:
            self._collect.append(text)
        elif self._buffer or not text.isspace():
            self._buffer.append(text)

    def end(self, name: str) -> None:  # noqa: ARG002 - libxml2 ends elements in order
        if not self._stack:
            return
        tag = self._stack.pop()
        if self._around:
            if len(self._stack) < self._around:
                self._around = 0
            return
        if not tag.kind:
            return
        if self._collect is not None:
            self._builder.texts(tag, "".join(self._collect))
            self._collect = None
        self._builder.ends[tag.kind](self._builder, tag)

    def close(self) -> None:
        """Required by lxml."""
