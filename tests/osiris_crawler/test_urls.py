"""Addresses: one spelling for each page, and what an address promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osiris_crawler import urls
from osiris_crawler.items import Role

SITE = "https://www.osiris.sn/"
ROLES = [
    ("", Role.HOME),
    ("spip.php?page=sommaire", Role.HOME),
    ("-Articles-de-presse-.html", Role.SECTION),
    ("-2007-.html?debut_articles=10", Role.SECTION),
    ("spip.php?rubrique12", Role.SECTION),
    ("rubrique12.html", Role.SECTION),
    ("Benefice-faramineux-de-146.html", Role.ARTICLE),
    ("Nouveau-plan-de-numerotation,2672.html", Role.ARTICLE),
    ("article2068.html", Role.ARTICLE),
    ("article2068/", Role.ARTICLE),
    ("-Archives-/", Role.SECTION),
    ("+Une-breve+/", Role.BREVE),
    ("+-Internet-+/", Role.OTHER),
    ("archives/annee-2024/", Role.SECTION),
    ("spip.php?article2068", Role.ARTICLE),
    ("spip.php?page=article&id_article=2068", Role.ARTICLE),
    ("article.php3?id_article=2068", Role.ARTICLE),
    ("+Controle-des-appels-internationaux,4941+.html", Role.BREVE),
    ("spip.php?breve3", Role.BREVE),
    ("+-Internet-+.html", Role.OTHER),
    ("_Amadou-Top_.html", Role.OTHER),
    ("@Un-site@.html", Role.OTHER),
    ("spip.php?action=cookie", Role.OTHER),
    ("spip.php?page=plan", Role.OTHER),
    ("spip.php?page=impression&id_article=7", Role.OTHER),
    ("ecrire/", Role.OTHER),
    ("robots.txt", Role.ROBOTS),
    ("sitemap.xml?annee=2024", Role.SITEMAP),
    ("spip.php?page=backend", Role.FEED),
    ("IMG/pdf/rapport.pdf", Role.ASSET),
]


@pytest.mark.parametrize(("path", "role"), ROLES, ids=[path or "/" for path, _ in ROLES])
def test_an_address_says_what_it_is(path: str, role: Role) -> None:
    """SPIP's marks and numeric forms tell the role before anybody asked."""
    assert urls.role_of(urls.canonical(path, SITE)) is role


@pytest.mark.parametrize(
    ("written", "spelt"),
    [
        ("HTTP://WWW.Osiris.SN:80/A.html#suite", "http://www.osiris.sn/A.html"),
        ("https://www.osiris.sn/A.html?PHPSESSID=1&var_recherche=x&utm_source=y", f"{SITE}A.html"),
        ("https://www.osiris.sn/-2007-.html?debut_articles=0", f"{SITE}-2007-.html"),
        ("https://www.osiris.sn/index.php", SITE),
        ("a/../b/./C.html", f"{SITE}b/C.html"),
        ("https://www.osiris.sn/a/../b/./C.html", f"{SITE}b/C.html"),
        ("https://www.osiris.sn/../../C.html", f"{SITE}C.html"),
        ("https://www.osiris.sn/a/b/..", f"{SITE}a/"),
        ("https://www.osiris.sn/a/.", f"{SITE}a/"),
        ("https://www.osiris.sn/..", SITE),
        ("https://www.osiris.sn/a/%2E%2E/C.html", f"{SITE}C.html"),
        ("https://www.osiris.sn/a/.cache/..b/C.html", f"{SITE}a/.cache/..b/C.html"),
        ("https://www.osiris.sn/été%7e.html", f"{SITE}%C3%A9t%C3%A9~.html"),
        ("mailto:a@b.example", ""),
        ("javascript:void(0)", ""),
        ("http://[broken/", ""),
    ],
)
def test_one_spelling_for_each_page(written: str, spelt: str) -> None:
    """Session, view and fragment go; the path keeps its case; what is no web address is empty."""
    assert urls.canonical(written, SITE) == spelt


def test_scheme_and_www_make_no_other_page() -> None:
    """The four hosts of one site give one key; case, `,ID` and a trailing number keep articles apart."""
    hosts = ("http://osiris.sn", "https://osiris.sn", "http://www.osiris.sn", "https://www.osiris.sn:443")
    assert {urls.key(f"{host}/Directeur,2840.html") for host in hosts} == {"osiris.sn/Directeur,2840.html"}
    different = ("Directeur,2840", "Directeur", "directeur,2840", "Directeur-2840")
    assert len({urls.key(f"{SITE}{slug}.html") for slug in different}) == len(different)
    assert urls.site_of("http://127.0.0.1:8099/x") == "127.0.0.1:8099"


@pytest.mark.parametrize(
    ("path", "slug", "number"),
    [
        ("Nouveau-plan,2672.html", "Nouveau-plan,2672", None),
        ("+Un-titre,12+.html", "Un-titre,12", None),
        ("article2068.html", "", 2068),
        ("spip.php?article2068", "", 2068),
        ("spip.php?page=article&id_article=2068", "", 2068),
        ("2068", "", 2068),
    ],
)
def test_slug_or_number(path: str, slug: str, number: int | None) -> None:
    """An address has a slug or SPIP's number."""
    assert (urls.slug_of(SITE + path), urls.number_of(SITE + path)) == (slug, number)


def test_paginations_are_read_and_written() -> None:
    """One offset is a pagination; two crossed ones are none; offset 0 is the first page itself."""
    page = f"{SITE}-2007-.html?debut_articles=10"
    assert urls.pagination_of(page) == ("debut_articles", 10)
    assert urls.pagination_of(f"{page}&debut_rubriques=5") is None
    assert urls.without_pagination(page) == f"{SITE}-2007-.html"
    assert urls.with_pagination(page, "debut_articles", 20) == f"{SITE}-2007-.html?debut_articles=20"
    assert urls.with_pagination(page, "debut_articles", 0) == f"{SITE}-2007-.html"


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(text: str) -> None:
    """No text breaks the reader of addresses, and a canonical address stays as it is."""
    spelt = urls.canonical(text, SITE)
    assert spelt in {"", urls.canonical(spelt)}
    if spelt:
        urls.role_of(spelt)
        urls.key(spelt)
        urls.slug_of(spelt)
        urls.number_of(spelt)


def test_an_open_folder_is_a_section_or_an_article() -> None:
    """An address that ends in `/` says nothing without a mark of SPIP's."""
    assert urls.is_open_folder(f"{SITE}un-article-ou-une-rubrique/")
    for path in ("", "-Archives-/", "article12/", "un-article", "a/?debut=10"):
        assert not urls.is_open_folder(urls.canonical(path, SITE)), path
