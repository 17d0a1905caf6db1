"""What a page is made of: its text blocks in reading order, the elements that hold them, the marks of its head."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from osiris_crawler.pages.signs import Sign

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Anchor(NamedTuple):
    """A link inside a block."""

    href: str
    text: str
    rel: str


class Piece(NamedTuple):
    """An inline element that says what it holds (`time`, `abbr`, a span with a telling class)."""

    sign: int
    text: str
    value: str
    """Its machine-readable value: `datetime`, `content` or `title`."""


class Node:
    """A block-level element that can hold others: its place in the tree and what its whole subtree holds."""

    __slots__ = (
        "attributes", "first", "last", "link_length", "own_sign", "parent", "prose", "sign", "tag", "text_length",
    )  # fmt: skip

    def __init__(
        self,
        tag: str,
        parent: Node | None,
        sign: int,
        own_sign: int,
        attributes: Mapping[str, str],
        first: int,
    ) -> None:
        self.tag = tag
        self.parent = parent
        self.sign = sign
        """Its own signs and those of its ancestors."""
        self.own_sign = own_sign
        self.attributes = attributes
        self.first = first
        self.last = first
        """Blocks of the subtree are those with first <= index < last."""
        self.text_length = 0
        self.link_length = 0
        self.prose = 0
        """Characters of the subtree that read as sentences."""

    @property
    def link_share(self) -> float:
        """Share of the subtree's text that is link text, 0 to 1."""
        return self.link_length / self.text_length if self.text_length else 0.0

    def __repr__(self) -> str:
        """Return what a person debugging needs to see."""
        return f"<{self.tag} {self.attributes} {self.first}-{self.last} {Sign.names(self.sign)}>"


class Block:
    """One line of text as a browser shows it before wrapping: a paragraph, or a part of one between line breaks."""

    __slots__ = (
        "anchors", "gap", "heading", "index", "items", "link_length", "node", "paragraph", "pieces", "prose",
        "sign", "strong", "tag", "text",
    )  # fmt: skip

    def __init__(self, index: int, node: Node, text: str, tag: str, sign: int) -> None:
        self.index = index
        self.node = node
        """The innermost container; a paragraph, heading or list item is none."""
        self.text = text
        self.tag = tag
        self.sign = sign
        """Signs of the element and, save for what is an element's own (`signs.OWN`), of its ancestors."""
        self.paragraph = index
        """Index of the first line of its paragraph."""
        self.gap = 0
        """Line breaks (`<br>`) between it and the line before in the same paragraph."""
        self.heading = 0
        """1 to 6 inside h1 to h6, else 0."""
        self.anchors: Sequence[Anchor] = ()
        self.pieces: Sequence[Piece] = ()
        self.items = 0
        """List items that are links (with a count at most) and stand together are one block: how many; else 0."""
        self.link_length = 0
        self.prose = False
        self.strong = False
        """True when all of it is bold."""

    @property
    def link_share(self) -> float:
        """Share of the text that is link text, 0 to 1."""
        return self.link_length / len(self.text) if self.text else 0.0

    def inside(self, node: Node) -> bool:
        """Tell whether the block lies in an element."""
        return node.first <= self.index < node.last

    def __repr__(self) -> str:
        """Return what a person debugging needs to see."""
        return f"<{self.index} {self.tag} h{self.heading} {Sign.names(self.sign)} {self.text[:60]!r}>"


@dataclass(slots=True)
class Page:
    """A page taken apart."""

    blocks: list[Block] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    title: str = ""
    """Text of the `title` element."""
    metas: list[dict[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    """Attributes of the `link` elements."""
    scripts: list[str] = field(default_factory=list)
    """Texts of the JSON-LD scripts."""
    language: str = ""
    base: str = ""
    body_names: str = ""
    """Class names and identifier of the `body` element."""
    asks_password: bool = False
    """True when it has a field for a password."""
