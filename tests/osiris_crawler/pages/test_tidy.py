"""Both ways of reading tags make the same page, and so does what is remembered of menus and runs of links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osiris_crawler.pages import link_runs, menus
from osiris_crawler.pages.builder import PageBuilder
from osiris_crawler.pages.document import decode
from osiris_crawler.pages.flatten import flatten, parsed
from osiris_crawler.pages.markup import Untidy
from osiris_crawler.pages.tidy import read_tidy
from tests.osiris_crawler.pages.cases import cases
from tests.skins.maker import make_page

if TYPE_CHECKING:
    from osiris_crawler.pages.blocks import Page

OPENED = (
    "<div>",
    "<p>",
    "<p class='x'>",
    "<b>",
    "<li>",
    "<td>",
    "<h2>",
    "<span class='date'>",
    "<ul>",
    "<a href='#'>",
)
CLOSED = (
    "</div>",
    "</p>",
    "</b>",
    "</li>",
    "</td>",
    "</h2>",
    "</span>",
    "</ul>",
    "</a>",
    "<br>",
    "<hr/>",
    "<!-- x -->",
    "<input type=PassWord>",
)
TEXTS = (
    "Un mot",
    " ",
    " | ",
    "\n",
    "l&#039;&eacute;t&eacute;",
    "Une phrase qui a assez de mots pour en être une.",
    "&",
)
CLOUD = tuple(
    f"<a href='+-Mot-{n}-+.html'>Mot {n}</a>{behind}" for n, behind in enumerate((" ", "", " | ", "\n") * 3)
)
RUNS = (
    "".join(CLOUD),
    "".join(CLOUD[:7]),
    "".join(CLOUD[2:]),
    "".join([*CLOUD[:5], "<a href='#'><b>x</b></a>", *CLOUD]),
)

HEAD = "title metas links scripts language base body_names asks_password".split()
BLOCK = "text tag sign heading items link_length prose strong gap paragraph".split()
NODE = "tag sign own_sign first last text_length link_length prose".split()


def _shown(page: Page) -> dict[str, Any]:
    """Return all that later steps can see of a page."""
    numbers = {id(node): number for number, node in enumerate(page.nodes)}
    return {
        "blocks": [
            {name: getattr(block, name) for name in BLOCK}
            | {"links": [*block.anchors, *block.pieces], "node": numbers.get(id(block.node))}
            for block in page.blocks
        ],
        "nodes": [
            {name: getattr(node, name) for name in NODE} | {"parent": numbers.get(id(node.parent))}
            for node in page.nodes
        ],
        "head": [getattr(page, name) for name in HEAD],
    }


def _tidily(text: str) -> dict[str, Any] | None:
    """Read a page with nothing remembered; None when it needs a parser."""
    builder = PageBuilder()
    link_runs.KNOWN.clear()
    try:
        read_tidy(text, builder)
    except Untidy:
        return None
    return _shown(builder.close())


def _insist_on_one_page(text: str) -> bool:
    """Tell whether a page was read without the parser; whoever reads it, and how often, it is the same."""
    mended = _shown(parsed(text).close())
    tidy = _tidily(text)
    assert tidy in (None, mended)
    menus.KNOWN.clear()
    for _ in range(3):  # what stands on two pages is remembered for the third
        assert _shown(flatten(text)) == mended
    return tidy is not None


@pytest.mark.parametrize("case", cases(), ids=[case.name for case in cases()])
def test_fixtures_are_one_page_to_both(case: Any) -> None:
    """Tidy or not."""
    _insist_on_one_page(decode(case.page).text)


def test_random_skins_are_one_page_to_both() -> None:
    """Most of them need no parser."""
    tidy = [_insist_on_one_page(decode(make_page(seed).html).text) for seed in range(60)]
    assert sum(tidy) > 40


@given(st.lists(st.sampled_from(OPENED + CLOSED + TEXTS + RUNS), max_size=30))
def test_broken_markup_is_one_page_to_both(parts: list[str]) -> None:
    """Or is left to the parser."""
    _insist_on_one_page(f"<html><head><title>T</title></head><body>{''.join(parts)}</body></html>")
