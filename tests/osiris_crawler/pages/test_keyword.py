"""Which words of a page are the keywords of its article."""

from __future__ import annotations

from osiris_crawler.pages.keyword import is_keyword_address
from tests.osiris_crawler.pages.invented import FIRST, TITLE, page


def test_the_name_of_the_group_is_no_part_of_a_keyword() -> None:
    """SPIP prints « Thème : Internet » below « Mots-clés »; the link alone is the keyword."""
    link = '<a href="+-Internet-+.html" rel="tag">Internet</a>'
    keywords = f"<div><h2>Mots-clés</h2><ul><li>Thème : {link}</li></ul></div>"
    assert page(f"<h1>{TITLE}</h1><div><p>{FIRST}</p></div>{keywords}").keywords == ["Internet"]


def test_a_cloud_above_the_title_is_none_of_the_article() -> None:
    """Links below a heading of furniture stay furniture, however near the title they stand."""
    cloud = "".join(f'<li><a href="+-Mot-{n}-+.html">Mot {n}</a></li>' for n in range(4))
    above = f"<div><h4>Navigation par mots clés</h4><ul>{cloud}</ul></div>"
    assert page(f"{above}<h1>{TITLE}</h1><div><p>{FIRST}</p></div>").keywords == []


def test_keyword_addresses() -> None:
    """Keywords have marks of their own, or a number."""
    site = "http://presse.example/"
    assert all(
        is_keyword_address(site + path) for path in ("+-Internet-+.html", "mot4.html", "spip.php?mot4")
    )
    assert not is_keyword_address(f"{site}mot-a-mot.html")
