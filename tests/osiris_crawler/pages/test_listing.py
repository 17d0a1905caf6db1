"""The links of a section, and every page of its listing."""

from __future__ import annotations

import pytest

from osiris_crawler.items import Role
from osiris_crawler.pages.listing import read_listing

PAGE = "https://www.osiris.sn/-Juin-2011-.html"


def _page(pagination: str, items: str = "") -> bytes:
    articles = items or "".join(
        f'<li><a href="Article-{n}.html">Article numéro {n}</a> <span>{n} juin 2011</span></li>'
        for n in range(1, 11)
    )
    section = '<a href="-Articles-de-presse-.html">Articles de presse</a>'
    crumb = f'<p><a href="./">Accueil</a> &gt; {section} &gt; Juin 2011</p>'
    return f"<html><body>{crumb}<h1>Juin 2011</h1><ul>{articles}</ul>{pagination}</body></html>".encode()


def test_articles_come_with_their_dates_and_their_place() -> None:
    """A listing says when each article was published, and where it is filed."""
    found = read_listing(_page(""), PAGE)
    listed = [link for link in found.links if link.role is Role.ARTICLE]
    assert [(link.url.rsplit("/", 1)[-1], link.listed_on) for link in listed[:2]] == [
        ("Article-1.html", "2011-06-01"),
        ("Article-2.html", "2011-06-02"),
    ]
    assert found.path == ("Articles de presse", "Juin 2011")
    assert {link.path for link in listed} == {found.path}


def test_pages_between_shown_offsets_are_found() -> None:
    """The control shows the first pages, an ellipsis and the last: the step tells those between."""
    bar = " ".join(f'<a href="-Juin-2011-.html?debut_articles={n}">{n // 10 + 1}</a>' for n in (10, 20, 60))
    found = read_listing(_page(f"<p><strong>1</strong> {bar}</p>"), PAGE)
    assert [link.url.rpartition("=")[2] for link in found.pages] == ["10", "20", "30", "40", "50", "60"]


def test_views_of_the_same_list_are_no_pages() -> None:
    """Calendars, sort orders, print views and other hosts are not followed as pages."""
    traps = "".join(
        f'<a href="{href}">{n}</a> '
        for n, href in enumerate(
            ("?date=2011-06", "?tri=titre", "spip.php?page=impression", "http://else.example/?p=2")
        )
    )
    found = read_listing(_page(f"<p>{traps}</p>"), PAGE)
    assert found.pages == []
    assert all(link.url.startswith("https://www.osiris.sn/") for link in found.links)


def test_a_site_that_ends_all_addresses_in_a_slash() -> None:
    """Where sections carry SPIP's mark and end in `/`, what has no mark is an article, on the list or beside it."""
    items = "".join(
        f'<li><a href="Article-{n}/">Article numéro {n}</a> <i>{n} juin 2011</i></li>' for n in (1, 2)
    )
    crumb = '<p><a href="/">Accueil</a> &gt; <a href="/-Presse-/">Presse</a> &gt; Juin 2011</p>'
    html = f'<base href="/"><body>{crumb}<h1>Juin 2011</h1><ul>{items}</ul></body>'
    found = read_listing(html.encode(), "https://www.osiris.sn/-Juin-2011-/")
    roles = {link.url.removeprefix("https://www.osiris.sn"): link.role for link in found.links}
    assert roles == {"/-Presse-/": Role.SECTION, "/Article-1/": Role.ARTICLE, "/Article-2/": Role.ARTICLE}


def test_pages_by_number_begin_where_the_control_begins() -> None:
    """The first of numbered pages is the section itself; no address is made for it."""
    bar = " ".join(f'<a href="-Juin-2011-.html?page={n}">{n}</a>' for n in (2, 3, 5))
    found = read_listing(_page(f"<p><strong>1</strong> {bar}</p>"), PAGE)
    assert [link.url.rpartition("=")[2] for link in found.pages] == ["2", "3", "4", "5"]


@pytest.mark.parametrize(
    "label", ["Octobre 2024", "octobre", "10/2024", "Octobre (12)", "Archives octobre 2024", "2024"]
)
def test_a_link_called_a_month_is_a_section_whatever_its_address(label: str) -> None:
    """Years and months are rubriques in every form of their labels; other titles at such addresses are articles."""
    page = f'<h1>Archives</h1><p><a href="archives-a.html">{label}</a> <a href="mars-b.html">Mars attaque Ndiol</a></p>'
    found = read_listing(page.encode(), "https://www.osiris.sn/-Archives-.html")
    assert [link.role for link in found.links] == [Role.SECTION, Role.ARTICLE]


def test_a_home_page_under_the_address_of_a_section_is_told() -> None:
    """SPIP's body class or the canonical link say so; a section has a breadcrumb, the home page has none."""
    items = "".join(
        f"<li><a href='Un-article-invente-{n}.html'>Un article inventé {n}</a></li>" for n in range(4)
    )
    home = "https://www.press.example/"
    link = f"<link rel='canonical' href='{home}'>"
    for head, body in ((link, "<body>"), ("", "<body class='page_sommaire'>")):
        page = f"<html><head>{head}</head>{body}<ul>{items}</ul></body></html>".encode()
        assert read_listing(page, f"{home}-Mai-2025-.html").is_home
        assert not read_listing(page, home).is_home
    plain = f"<html><body><h1>Mai 2025</h1><ul>{items}</ul></body></html>".encode()
    assert not read_listing(plain, f"{home}-Mai-2025-.html").is_home
