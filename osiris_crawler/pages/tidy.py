"""Reads the tags of a page whose markup is in order, much faster than a parser that mends what it reads.

Everything is done as libxml2 does it, or not at all: where a page needs more mending than the ends of elements that
were left open, `Untidy` is raised, and the page goes to libxml2 as a whole.
"""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from osiris_crawler.pages.link_runs import run_at
from osiris_crawler.pages.markup import NAME, TAGS, Untidy, resolved
from osiris_crawler.pages.tags import (
    COMMENT,
    EMPTY,
    END,
    LINK,
    PARENT,
    RAW,
    ROOTED,
    SHAPE_OF_NAME,
    SKIP,
    TEXTS,
    Tag,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osiris_crawler.pages.builder import PageBuilder

IN_HEAD = frozenset("meta link title script style base".split())
PRIORITY = {
    "div": 150,
    "td": 160,
    "th": 160,
    "tr": 170,
    "thead": 180,
    "tbody": 180,
    "tfoot": 180,
    "table": 190,
}
"""An end tag ends no element that weighs more than its own (`htmlEndPriority` of libxml2); all others are light."""
LIGHT = 100
DEEPEST = 200
"""Open elements; libxml2 has limits of its own beyond."""
HTML_AND_BODY = 2
AFTER_LINK, AFTER_ITEM = len("/a>"), len("/li>")


def read_tidy(html: str, builder: PageBuilder) -> bool:
    """Read a page.

    Returns:
        True when every end tag stands at the end of its element.

    Raises:
        Untidy: the page needs a parser; what the builder was given does not count.
    """
    reader = _Reader(html, builder)
    reader.read_head()
    reader.read_body()
    reader.read_rest()
    return reader.in_order


class _Reader:
    """Goes through a page from `<` to `<`."""

    def __init__(self, html: str, builder: PageBuilder) -> None:
        self.pieces = html.split("<")
        self.places: Iterator[int] = iter(range(1, len(self.pieces)))
        self.pieces += ("", "", "")
        self.builder = builder
        self.stack: list[Tag] = []
        """Elements that are open, but for `head`."""
        self.in_order = True

    def read_head(self) -> None:
        """Read up to the start of the body."""
        due = ["html", "head", "/head", "body"]
        text = self.pieces[0]
        while not text or text.isspace():
            place = next(self.places, 0)
            source, closed, text = self.pieces[place].partition(">")
            name = source.lower()
            if name.startswith("!--"):
                text = self._after_comment(place)
            elif not closed:
                raise Untidy
            elif (name.startswith("?xml ") and place == 1) or (
                name.startswith("!doctype ") and due[0] == "html"
            ):
                continue
            elif name == "/head" == due[0]:
                del due[0]
            elif (tag := TAGS[source]).name == due[0]:
                self._open(tag)
                if due.pop(0) == "body":
                    if text and not text.isspace():
                        self.builder.buffer.append(resolved(text))
                    return
            elif due[0] == "/head" and tag.name in IN_HEAD:
                text = self._leaf(tag, text)
            else:
                raise Untidy
        raise Untidy

    def _open(self, tag: Tag) -> None:
        """Open `html`, `head` or `body`."""
        if tag.shape != ROOTED or tag.kind >= SKIP:
            raise Untidy
        if tag.name != "head":
            self.builder.starts[tag.kind](self.builder, tag)
            self.stack.append(tag)

    def read_body(self) -> None:  # noqa: C901, PLR0912, PLR0915 - goes round for every tag: a call less is time won
        """Read up to the end of the body."""
        pieces, places, stack = self.pieces, self.places, self.stack
        builder = self.builder
        buffer, link, starts, ends = builder.buffer, builder.link, builder.starts, builder.ends
        top = stack[-1]
        around = behind_run = 0
        for place in places:
            source, closed, text = pieces[place].partition(">")
            if source == top.end and closed:
                stack.pop()
                if not around:
                    if top.kind:
                        ends[top.kind](builder, top)
                elif len(stack) == around:
                    around = 0
                top = stack[-1]
            else:
                tag = TAGS[source]
                if tag.name in top.closed_by:
                    around = self._end_for(tag, around)
                if tag.shape == PARENT and closed:
                    following = pieces[place + 1]
                    if tag.kind == LINK and following[:AFTER_LINK] == "/a>" and text and not around:
                        run = None
                        if place >= behind_run:
                            run, behind_run = run_at(pieces, place)
                        if run:
                            builder.run(run)
                            deque(islice(places, len(run.pieces) - 1), 0)
                            text = ""
                        else:
                            link(tag, resolved(text) if "&" in text else text)
                            text = pieces[next(places)][AFTER_LINK:]
                    elif (
                        tag.name == "li"
                        and following[:2] == "a "
                        and not around
                        and self._item(tag, place, text)
                    ):
                        next(places)
                        next(places)
                        text = pieces[next(places)][AFTER_ITEM:]
                    else:
                        if not around and tag.kind:
                            starts[tag.kind](builder, tag)
                            if tag.kind >= SKIP:
                                around = len(stack)
                        stack.append(tag)
                        if len(stack) > DEEPEST:
                            raise Untidy
                elif tag.shape == EMPTY and closed:
                    if tag.kind and not around:
                        starts[tag.kind](builder, tag)
                elif tag.shape == END and closed:
                    ended = self._ended_by(source)
                    if ended is None:
                        if text and not text.isspace():
                            raise Untidy
                        return
                    around = self._end(ended, around)
                elif tag.shape == COMMENT:
                    text = self._after_comment(place)
                elif tag.shape == RAW and closed:
                    text = self._leaf(tag, text, told=not around)
                else:
                    raise Untidy
                top = stack[-1]
            if text and not around and (buffer or not text.isspace()):
                buffer.append(resolved(text) if "&" in text else text)

    def _item(self, leaf: Tag, place: int, text: str) -> bool:
        """Take a list item whole when it holds a link without elements inside, and nothing else."""
        pieces = self.pieces
        after = pieces[place + 2]
        if text.strip() or after[AFTER_LINK:].strip() or pieces[place + 3][:AFTER_ITEM] != "/li>":
            return False
        source, closed, inside = pieces[place + 1].partition(">")
        tag = TAGS[source]
        if after[:AFTER_LINK] != "/a>" or not closed or tag.shape != PARENT or leaf.kind >= SKIP:
            return False
        self.builder.item(leaf, tag, resolved(inside))
        return True

    def _end_for(self, tag: Tag, around: int) -> int:
        """End the elements that a start tag ends."""
        count = 0
        while tag.name in self.stack[-1 - count].closed_by:
            count += 1
        return self._end(count, around)

    def _end(self, count: int, around: int) -> int:
        """End the innermost elements; return how many are open around the one that is skipped still, else 0."""
        for _ in range(count):
            tag = self.stack.pop()
            if not around:
                if tag.kind:
                    self.builder.ends[tag.kind](self.builder, tag)
            elif len(self.stack) == around:
                around = 0
        return around

    def _ended_by(self, source: str) -> int | None:
        """Return how many elements an end tag ends that does not fit the innermost one; None at the end of the body."""
        name = source[1:].strip(" \t\r\n").lower()
        if name == "body" and len(self.stack) == HTML_AND_BODY:
            return None
        if not NAME.fullmatch(name) or SHAPE_OF_NAME.get(name) in {ROOTED, EMPTY}:
            raise Untidy
        self.in_order = False
        weight = PRIORITY.get(name, LIGHT)
        for count, tag in enumerate(reversed(self.stack), 1):
            if tag.name == name:
                return count
            if PRIORITY.get(tag.name, LIGHT) > weight:
                break
        if name == "p":
            raise Untidy  # makes an empty paragraph
        return 0

    def read_rest(self) -> None:
        """End the page; what follows its body must be nothing."""
        self._end(1, 0)
        for place in self.places:
            source, closed, text = self.pieces[place].partition(">")
            if source.startswith("!--"):
                text = self._after_comment(place)
            elif not closed or source.lower() != "/html":
                raise Untidy
            if text and not text.isspace():
                raise Untidy
        self._end(1, 0)

    def _leaf(self, tag: Tag, text: str, *, told: bool = True) -> str:
        """Take an element that has no elements inside; return what follows it."""
        if tag.shape == EMPTY:
            if tag.kind:
                self.builder.starts[tag.kind](self.builder, tag)
            return text
        inside, text = self._raw(tag, text)
        if tag.kind == TEXTS and told:
            self.builder.texts(tag, resolved(inside) if tag.name == "title" else inside)
        return text

    def _raw(self, tag: Tag, text: str) -> tuple[str, str]:
        """Return the text of an element that holds no tags, and what follows its end."""
        inside = [text]
        size = len(tag.end)
        for place in self.places:
            piece = self.pieces[place]
            if piece[:size].lower() == tag.end:
                if piece[size : size + 1] != ">":
                    raise Untidy
                return "<".join(inside), piece[size + 1 :]
            if piece[:1] == "\0" or (tag.name == "script" and piece[:6].lower() == "script"):
                raise Untidy
            inside.append(piece)
        raise Untidy

    def _after_comment(self, place: int) -> str:
        """Return what follows the comment that begins at a place."""
        piece = self.pieces[place][3:]
        if piece.startswith((">", "->")):
            raise Untidy
        while "-->" not in piece:
            following = next(self.places, 0)
            if "--!>" in piece or not following:
                raise Untidy
            piece = self.pieces[following]
        comment, _, text = piece.partition("-->")
        if "--!>" in comment:
            raise Untidy
        return text
