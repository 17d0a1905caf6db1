"""Where source and author stand, and what is taken out of the body with them."""

from __future__ import annotations

import pytest

from tests.osiris_crawler.pages.invented import FIRST, SECOND, TITLE, page

SOURCE = "(Source : APS, 1er octobre 2024)"


@pytest.mark.parametrize("paragraphs", [2, 20])
def test_a_source_line_may_head_the_text(paragraphs: int) -> None:
    """A source line above all paragraphs is taken, however long the text is, and all of the text stays."""
    text = [FIRST, SECOND] * (paragraphs // 2)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (SOURCE, *text))
    found = page(f"<h1>{TITLE}</h1><p>mardi 1er octobre 2024</p><div>{body}</div>")
    assert found.source_line == SOURCE
    assert found.body == "\n\n".join(text)


def test_a_source_in_the_middle_of_a_long_text_is_text() -> None:
    """Only the first or the last lines of a text credit it."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (FIRST, SOURCE, *[SECOND] * 9))
    found = page(f"<h1>{TITLE}</h1><div>{body}</div>")
    assert found.source_line == ""
    assert SOURCE in found.body


def test_a_source_line_may_stand_between_standfirst_and_text() -> None:
    """Above it one paragraph in a box of its own, below it the text: it heads the text."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (SOURCE, SECOND, *[FIRST] * 9))
    found = page(f"<h1>{TITLE}</h1><p>mardi 1er octobre 2024</p><div><p>{FIRST}</p></div><div>{text}</div>")
    assert found.source_line == SOURCE
    assert found.body.startswith(f"{FIRST}\n\n{SECOND}")
