"""What each start tag does to the text of a page, worked out once and kept: a site repeats its tags on every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from osiris_crawler.pages.signs import OWN, TAG_SIGNS, Sign, signs_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from osiris_crawler.pages.blocks import Block, Node

PLAIN, LINK, LEAF, CONTAINER, BOLD, PIECE, BREAK, IMAGE, RULE, META, TEXTS, MENU, ROOT, SKIP, HIDDEN = range(
    15
)
KINDS = 15
"""What a tag does: `PLAIN` nothing; `LEAF` begins a paragraph; `CONTAINER` holds paragraphs; `PIECE` says what its
words are; `META` speaks of the page, `TEXTS` does so by its text; `MENU` stands for
a whole list of links; `SKIP` holds no text of the page, and `HIDDEN` ends
a paragraph besides."""
KIND_OF_NAME: dict[str, int] = dict.fromkeys(
    "div td th dl ul ol blockquote pre section article header footer nav aside main table tr tbody thead tfoot "
    "form fieldset figure figcaption center details dir menu dialog hgroup search frameset".split(),
    CONTAINER,
)
KIND_OF_NAME |= dict.fromkeys(
    "p h1 h2 h3 h4 h5 h6 li dt dd caption address legend summary marquee".split(), LEAF
)
KIND_OF_NAME |= dict.fromkeys(
    "style template select option textarea iframe object embed svg canvas audio video map noscript noframes math "
    "applet datalist button meter progress".split(),
    SKIP,
)
KIND_OF_NAME |= {"meta": META, "link": META, "base": META, "title": TEXTS, "script": TEXTS}
KIND_OF_NAME |= {"html": ROOT, "body": ROOT, "a": LINK, "b": BOLD, "strong": BOLD}
KIND_OF_NAME |= {"br": BREAK, "img": IMAGE, "input": IMAGE, "hr": RULE}
CLOSED_BY: dict[str, frozenset[str]] = {
    name: frozenset(closing.split())
    for names, closing in (
        ("a", "a fieldset table td th"),
        ("address", "dd dl dt form li ul"),
        ("b i", "center p td th"),
        ("big s small strike tt", "p"),
        ("caption", "col colgroup tbody tfoot thead tr"),
        ("colgroup", "colgroup tbody tfoot thead tr"),
        ("dd", "dt"),
        ("dir menu", "dd dl dt form ul"),
        ("dl", "form li"),
        ("dt", "dd dl"),
        ("font", "center td th"),
        ("form ol", "form"),
        ("h1 h2 h3 h4 h5 h6", "fieldset form li p table"),
        ("legend", "fieldset"),
        ("li", "li"),
        ("option", "optgroup option"),
        (
            "p",
            (
                "address blockquote caption center col colgroup dd dir div dl dt fieldset form frameset h1 h2 h3 h4 h5 "
                "h6 hr li menu ol p pre table tbody td tfoot th title tr ul xmp"
            ),
        ),
        ("pre", "dd dl dt fieldset form li table ul"),
        ("span", "td th"),
        ("tbody thead", "tbody tfoot"),
        ("td th", "tbody td tfoot th tr"),
        ("tfoot", "tbody"),
        ("tr", "tbody tfoot tr"),
        ("u", "p td th"),
        ("ul", "address form menu pre"),
    )
    for name in names.split()
}
"""Start tags that end an open element, as libxml2 ends it (`htmlStartClose` of its HTML parser)."""


HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
PARENT, EMPTY, RAW, ROOTED, END, COMMENT = range(6)
"""Whether an element holds others, nothing or text alone, makes up the page, or is no start tag at all."""
SHAPE_OF_NAME: dict[str, int] = dict.fromkeys(
    "area base basefont br col frame hr img input isindex link meta param".split(), EMPTY
)
SHAPE_OF_NAME |= dict.fromkeys("iframe noframes script style textarea title xmp".split(), RAW)
SHAPE_OF_NAME |= dict.fromkeys("html head body".split(), ROOTED)
NOWHERE = {"", "#"}
"""How an address begins that leads to no page."""
NOTHING: frozenset[str] = frozenset()


class Tag:
    """A tag, with all that its name and attributes alone decide."""

    __slots__ = (
        "attributes", "closed_by", "end", "heading", "href", "kind", "leads", "name", "rel", "shape", "sign",
    )  # fmt: skip

    def __init__(
        self, name: str, kind: int, sign: int, attributes: Mapping[str, str], shape: int = PARENT
    ) -> None:
        self.name = name
        self.kind = kind
        self.sign = sign
        """Signs of its name and attributes (`signs.signs_of`)."""
        self.attributes = attributes
        self.href = attributes.get("href", "")
        self.leads = self.href[:1] not in NOWHERE
        """True when its address, if it is a link, leads to a page."""
        self.rel = attributes.get("rel", "")
        self.heading = HEADINGS.get(name, 0)
        self.shape = shape
        self.end = f"/{name}" if shape != ROOTED else "\0"
        """The end tag, between its brackets; of `html` and `body`, whose ends decide more, what no page holds."""
        self.closed_by = CLOSED_BY.get(name, NOTHING)


def tag_of(name: str, attributes: Mapping[str, str]) -> Tag:
    """Return what a start tag does.

    Args:
        name: lower case.
        attributes: names in lower case.
    """
    kind = KIND_OF_NAME.get(name, PLAIN)
    sign = signs_of(name, attributes) if attributes or name in TAG_SIGNS else 0
    if kind == PLAIN:
        if sign & Sign.HIDDEN:
            kind = SKIP
        elif sign & OWN or (name == "abbr" and attributes):
            kind = PIECE
    elif kind in {LEAF, CONTAINER} and sign & Sign.HIDDEN and not sign & Sign.CONTENT:
        kind = HIDDEN
    elif name == "script" and attributes.get("type", "").lower() != "application/ld+json":
        kind = SKIP
    return Tag(name, kind, sign, attributes, SHAPE_OF_NAME.get(name, PARENT))


class Menu(Tag):
    """Stands for a whole list that is one block of links, taken apart before (`menus`)."""

    __slots__ = ("block", "item_sign", "node")

    def __init__(self, node: Node, block: Block, item_sign: int) -> None:
        super().__init__(node.tag, MENU, node.own_sign, node.attributes, EMPTY)
        self.node = node
        self.block = block
        """As the list makes it by itself."""
        self.item_sign = item_sign
        """Signs of each of its items."""


Steps = tuple[Callable[[Any, Tag], None], ...]
"""What a builder (the first argument) does with a tag, by its kind."""


def steps(of_kind: Mapping[int, Callable[[Any, Tag], None]], otherwise: Callable[[Any, Tag], None]) -> Steps:
    """Return what to do for every kind of tag."""
    return tuple(of_kind.get(kind, otherwise) for kind in range(KINDS))
