"""Which words of a page are the keywords of its article."""

from __future__ import annotations

from tests.osiris_crawler.pages.invented import FIRST, TITLE, page


def test_the_name_of_the_group_is_no_part_of_a_keyword() -> None:
    """SPIP prints « Thème : Internet » below « Mots-clés »; the link alone is the keyword."""
    link = '<a href="+-Internet-+.html" rel="tag">Internet</a>'
    keywords = f"<div><h2>Mots-clés</h2><ul><li>Thème : {link}</li></ul></div>"
    assert page(f"<h1>{TITLE}</h1><div><p>{FIRST}</p></div>{keywords}").keywords == ["Internet"]
