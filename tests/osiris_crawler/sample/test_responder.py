"""Tests of what the site answers: statuses, redirects, traps, and each fault."""

import pytest

from osiris_crawler.sample.archive import Kind, SampleArchive, Skin
from osiris_crawler.sample.faults import Faults
from tests.osiris_crawler.sample.conftest import ROOT, Ask, header, seen_text


def _home(ask: Ask) -> bytes:
    return ask("/").body


def test_a_slug_answers_with_and_without_its_ending(archive: SampleArchive, ask: Ask) -> None:
    """Both forms give the same page; a wrong slug or case gives 404."""
    article = archive.of_variant("source_house")[0]
    bare = article.path.removesuffix(".html")
    assert ask(article.path).body == ask(bare).body
    assert ask("/rien.html").status == 404
    assert ask(article.path.swapcase().replace("HTML", "html")).status == 404


def test_every_published_address_answers(archive: SampleArchive, ask: Ask) -> None:
    """Each entry, each shown rubric and each keyword page is there."""
    catalogue = archive.catalogue
    rubrics = [rubric.path for rubric in archive.tree.rubrics if catalogue.is_alive(rubric)]
    for path in [*(a.path for a in archive.published()), *rubrics, *catalogue.keyword_paths]:
        assert ask(path).status == 200, path


def test_hidden_articles_are_not_found(archive: SampleArchive, ask: Ask) -> None:
    """By slug 404; by number the home page; their rubric is not shown either."""
    for article in archive.hidden():
        assert ask(article.path).status == 404
        assert ask(f"/spip.php?article{article.id}").body == _home(ask)
    assert ask("/-Rubrique-sans-article-publie-.html").status == 404


def test_old_addresses_redirect(archive: SampleArchive, ask: Ask) -> None:
    """301 to the present slug, without its ending unless the page has the older skin."""
    article = archive.of_variant("moved")[0]
    bare = article.path.removesuffix(".html")
    assert header(ask(article.old_paths[0], Skin.NEW), "Location") == ROOT + bare[1:]
    assert header(ask(article.old_paths[0], Skin.OLD), "Location") == ROOT + article.path[1:]
    assert ask(article.old_paths[0]).status == 301


def test_numbered_addresses(archive: SampleArchive, ask: Ask) -> None:
    """Known numbers redirect in every form; an unknown one is the home page, or 404 as a path."""
    article = archive.of_variant("source_house")[0]
    for target in (f"/spip.php?article{article.id}", f"/article{article.id}", f"/{article.id}"):
        assert header(ask(target), "Location") == ROOT + article.path[1:]
    assert ask("/spip.php?article99999").body == _home(ask)
    assert ask("/spip.php?article99999").status == 200
    assert ask("/article99999").status == 404
    assert ask("/spip.php?rubrique3").status == 301
    assert ask("/spip.php?mot5").status == 301
    assert ask("/spip.php?breve101").status == 301
    assert ask("/spip.php?rubrique0").body == _home(ask)


def test_parameters_that_change_nothing(archive: SampleArchive, ask: Ask) -> None:
    """Session and search parameters give the same page."""
    path = archive.of_variant("source_house")[0].path
    for query in ("PHPSESSID=abc", "var_recherche=reseau", "debut_articles=10"):
        assert ask(f"{path}?{query}").body == ask(path).body


def test_second_views(archive: SampleArchive, ask: Ask) -> None:
    """Print and forum views answer 200 with the title again; the article view is the article."""
    article = archive.of_variant("source_house")[0]
    for view in ("impression", "forum"):
        answer = ask(f"/spip.php?page={view}&id_article={article.id}")
        assert answer.status == 200
        assert article.title in seen_text(answer.body)
    assert ask(f"/spip.php?page=article&id_article={article.id}").body == ask(article.path).body
    assert ask("/spip.php?page=impression&id_article=99999").body == _home(ask)
    assert ask("/spip.php?page=inconnu").status == 404
    assert ask("/spip.php?action=cookie").status == 301


def test_links_of_pages_lead_into_the_traps(archive: SampleArchive, ask: Ask) -> None:
    """Print, forum, calendar, session, search and action links are all there to be followed."""
    articles = [*archive.published()[::3], *archive.of_variant("other_host")]
    pages = b"".join(ask(a.path, skin).body for a in articles for skin in Skin)
    pages += b"".join(ask(a.path, Skin.NEW).body for a in archive.published(Kind.BREVE))
    for trap in (
        b"page=impression&amp;id_article=",
        b"page=forum&amp;id_",
        b"page=agenda&amp;date=",
        b"?PHPSESSID=",
        b"?var_recherche=",
        b"spip.php?action=",
        b"page=login",
        b"http://www.osiris.example/",
    ):
        assert trap in pages, trap


def test_files_have_validators(ask: Ask) -> None:
    """304 for a known ETag or time; 404 for an unknown file."""
    answer = ask("/IMG/pdf/tableau.pdf")
    tag, modified = header(answer, "ETag"), header(answer, "Last-Modified")
    assert answer.body.startswith(b"%PDF-1.4")
    assert tag is not None
    assert modified is not None
    assert ask("/IMG/pdf/tableau.pdf", headers={"if-none-match": tag}).status == 304
    assert ask("/IMG/pdf/tableau.pdf", headers={"if-modified-since": modified}).status == 304
    assert ask("/IMG/pdf/tableau.pdf", headers={"if-none-match": '"x"'}).status == 200
    assert ask("/IMG/pdf/rien.pdf").status == 404


def test_crossed_paginations_are_refused_to_robots(ask: Ask) -> None:
    """An agent that SPIP takes for a robot gets 403, another one the page."""
    target = "/+-Fintech-+.html?debut_articles=10&debut_rubriques=10"
    assert ask(target, headers={"user-agent": "Scrapy/2.19"}).status == 403
    assert ask(target, headers={"user-agent": "osiris-mirror/1.0 (+somebody)"}).status == 200


def test_unavailable(archive: SampleArchive, ask: Ask) -> None:
    """503 with Retry-After: for the next answers, for some paths, or for all but robots.txt."""
    path = archive.published()[0].path
    faults = Faults(unavailable_next=1, retry_after="7")
    answer = ask(path, faults=faults)
    assert (answer.status, header(answer, "Retry-After")) == (503, "7")
    assert ask(path, faults=faults).status == 200
    assert ask(path, faults=Faults(unavailable_paths={path}, unavailable_status=429)).status == 429
    assert header(ask(path, faults=Faults(unavailable=True, retry_after=None)), "Retry-After") is None
    assert ask("/robots.txt", faults=Faults(unavailable=True)).status == 200


def test_home_page_under_other_addresses(archive: SampleArchive, ask: Ask) -> None:
    """A cache accident answers 200 with the home page, everywhere or for one path."""
    one, two = (a.path for a in archive.published()[:2])
    assert ask(one, faults=Faults(home_everywhere=True)).body == _home(ask)
    faults = Faults(home_paths={one})
    assert ask(one, faults=faults).body == _home(ask)
    assert ask(two, faults=faults).body != _home(ask)


def test_single_paths(ask: Ask) -> None:
    """A path may answer any status or redirect anywhere."""
    assert ask("/x.html", faults=Faults(statuses={"/x.html": 410})).status == 410
    answer = ask("/x.html", faults=Faults(redirects={"/x.html": "http://10.0.0.1/"}))
    assert (answer.status, header(answer, "Location")) == (302, "http://10.0.0.1/")


def test_robots_faults(ask: Ask) -> None:
    """robots.txt may fail, forbid more, or name no delay."""
    assert ask("/robots.txt", faults=Faults(robots_status=503)).status == 503
    text = ask("/robots.txt", faults=Faults(robots_extra="Disallow: /\n", crawl_delay=None)).body.decode()
    assert "Disallow: /\n" in text
    assert "Crawl-delay" not in text


def test_hidden_month(archive: SampleArchive, ask: Ask) -> None:
    """No menu, listing or sitemap links to the month, and its page still answers."""
    month = archive.tree.month(2023, 11).path
    faults = Faults(hidden_months={"2023-11"})
    for target in ("/-Annee-2023-.html", "/-Articles-de-presse-.html", "/spip.php?page=plan", "/sitemap.xml"):
        for skin in Skin:
            assert month[1:].encode() in ask(target, skin).body or target == "/-Articles-de-presse-.html"
            assert month[1:].encode() not in ask(target, skin, faults).body
    assert ask(month, faults=faults).status == 200


def test_a_month_hidden_on_one_side_only(archive: SampleArchive, ask: Ask) -> None:
    """`hidden_in_menu` leaves a month out of the navigation, `hidden_in_sitemap` out of the sitemap."""
    month = archive.tree.month(2023, 11).path[1:].encode()
    menu, sitemap = Faults(hidden_in_menu={"2023-11"}), Faults(hidden_in_sitemap={"2023-11"})
    assert month not in ask("/-Annee-2023-.html", faults=menu).body
    assert month in ask("/sitemap.xml", faults=menu).body
    assert month in ask("/-Annee-2023-.html", faults=sitemap).body
    assert month not in ask("/sitemap.xml", faults=sitemap).body


def test_rewrite_changes_what_is_sent(archive: SampleArchive, ask: Ask) -> None:
    """`rewrite` gets the path and the HTML of a page, and what it returns is sent."""
    path = archive.of_variant("source_house")[0].path
    faults = Faults(rewrite=lambda asked, html: html.replace("</body>", f"<p>{asked}</p></body>"))
    assert f"<p>{path}</p>".encode() in ask(path, faults=faults).body


def test_sitemap_and_feed_off(ask: Ask) -> None:
    """Both may be missing, as on sites that have none."""
    assert ask("/sitemap.xml", faults=Faults(sitemap=False)).status == 404
    assert ask("/spip.php?page=backend", faults=Faults(feed=False)).status == 404


def test_empty_listings(ask: Ask) -> None:
    """A listing answers 200 and lists nothing."""
    answer = ask("/-Novembre-2023-.html", Skin.STOCK, Faults(empty_listings=True))
    assert answer.status == 200
    assert b"hentry" not in answer.body


def test_challenge_page(archive: SampleArchive, ask: Ask) -> None:
    """A check of the browser stands in for every page, with status 200."""
    answer = ask(archive.published()[0].path, faults=Faults(challenge=True))
    assert answer.status == 200
    assert b"navigateur" in answer.body


@pytest.mark.parametrize("skin", list(Skin))
def test_undeclared_encoding(archive: SampleArchive, ask: Ask, skin: Skin) -> None:
    """Windows-1252 with no charset in header or page; the text is the same."""
    article = archive.of_variant("source_house")[0]
    answer = ask(article.path, skin, Faults(undeclared_cp1252=True))
    assert header(answer, "Content-Type") == "text/html"
    assert b"charset" not in answer.body
    page = answer.body.decode("cp1252").encode()
    assert seen_text(page) == seen_text(ask(article.path, skin).body)


@pytest.mark.parametrize("skin", list(Skin))
def test_misdeclared_encoding(archive: SampleArchive, ask: Ask, skin: Skin) -> None:
    """Latin-1 under the name of UTF-8, in header and page."""
    article = archive.of_variant("source_house")[0]
    answer = ask(article.path, skin, Faults(misdeclared_latin1=True))
    assert header(answer, "Content-Type") == "text/html; charset=utf-8"
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode()
    assert "é" in answer.body.decode("latin-1")


def test_renamed_classes(archive: SampleArchive, ask: Ask) -> None:
    """A share of the pages has meaningless names; their text is untouched."""
    paths = [a.path for a in archive.published()]
    renamed = [p for p in paths if b"entry-title" not in ask(p, Skin.STOCK, Faults(renamed_classes=0.3)).body]
    assert 0.15 < len(renamed) / len(paths) < 0.45
    faults = Faults(renamed_classes=1.0)
    assert seen_text(ask(paths[0], Skin.STOCK, faults).body) == seen_text(ask(paths[0], Skin.STOCK).body)
    assert all(b"entry-title" not in ask(p, Skin.STOCK, faults).body for p in paths[:20])


@pytest.mark.parametrize("skin", list(Skin))
def test_misleading_dates(archive: SampleArchive, ask: Ask, skin: Skin) -> None:
    """Times of cache and edit stand in the head, and the visible day stays."""
    article = archive.of_variant("source_house")[0]
    page = ask(article.path, skin, Faults(misleading_dates=True)).body.decode()
    assert "2025" in page.partition("</head>")[0]
    assert "mardi 8 août 2006" in page


def test_calendar_has_no_end_unless_off(ask: Ask) -> None:
    """Each month links to the next for ever; a test may take the links away."""
    assert b"date=2031-01" in ask("/spip.php?page=agenda&date=2030-12").body
    assert b"date=0000-01" in ask("/spip.php?page=agenda&date=9999-12").body
    assert ask("/spip.php?page=agenda&date=unsinn").status == 200
    assert b"page=agenda" not in ask("/", faults=Faults(calendar=False)).body


def test_search_results_carry_their_word(ask: Ask) -> None:
    """Found articles are linked with the parameter that changes nothing."""
    assert b"?var_recherche=reseau" in ask("/spip.php?page=recherche&recherche=câble").body
