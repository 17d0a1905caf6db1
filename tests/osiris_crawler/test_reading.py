"""One response to one item."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from osiris_crawler.items import Article, Outcome, Role, Visit
from osiris_crawler.reading import Asked, Response, read_any, read_response, retry_after
from osiris_crawler.sites import profile_for

NOW = datetime(2025, 4, 10, 6, tzinfo=UTC)
SITE = "https://www.osiris.sn/"
PROFILE = profile_for(SITE)


def _visit(
    status: int, headers: dict[str, str] | None = None, role: Role = Role.ARTICLE, body: bytes = b""
) -> Visit:
    response = Response(f"{SITE}A.html", status, headers or {"content-type": "text/html"}, body, NOW)
    item = read_response(response, Asked(role), PROFILE)
    return item.visit if isinstance(item, Article) else item


@pytest.mark.parametrize(
    ("status", "headers", "outcome", "reason"),
    [
        (301, {"location": "/B.html"}, Outcome.MOVED, ""),
        (302, {"location": "http://osiris.sn/A.html"}, Outcome.MOVED, ""),
        (301, {"location": "A.html"}, Outcome.FAILED, "redirects_to_itself"),
        (301, {"location": "/"}, Outcome.REFUSED, "redirects_to_home_page"),
        (301, {"location": "https://elsewhere.example/"}, Outcome.REFUSED, "leaves_site"),
        (404, {}, Outcome.GONE, "http_404"),
        (410, {}, Outcome.GONE, "http_410"),
        (403, {}, Outcome.FAILED, "http_403"),
        (503, {}, Outcome.FAILED, "http_503"),
        (200, {"content-type": "application/pdf"}, Outcome.REFUSED, "not_html"),
    ],
)
def test_outcome(status: int, headers: dict[str, str], outcome: Outcome, reason: str) -> None:
    """Status and headers decide what became of a page that cannot be read."""
    visit = _visit(status, headers)
    assert (visit.outcome, visit.reason.partition(":")[0]) == (outcome, reason)


def test_a_redirect_says_where_and_whether_for_good() -> None:
    """301 and 308 are permanent, 302, 303 and 307 are not."""
    permanent = {
        status for status in (301, 302, 303, 307, 308) if _visit(status, {"location": "/B.html"}).permanent
    }
    assert permanent == {301, 308}
    assert _visit(301, {"location": "/B.html"}).redirect_to == f"{SITE}B.html"


def test_retry_after_is_seconds_or_a_date() -> None:
    """Both forms of RFC 9110 are read; a past date is no wait, anything else is none."""
    assert retry_after("300", NOW) == 300.0
    assert retry_after("Thu, 10 Apr 2025 06:01:00 GMT", NOW) == 60.0
    assert retry_after("Thu, 10 Apr 2025 05:00:00 GMT", NOW) == 0.0
    assert retry_after("soon", NOW) is None
    assert _visit(429, {"retry-after": "7"}).retry_after == 7.0


@pytest.mark.parametrize("value", ["9" * 400, "9999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_no_retry_after_is_beyond_a_year(value: str) -> None:
    """A number without an end is one that can be reckoned with; other signs than digits are none."""
    asked = _visit(503, {"retry-after": value}).retry_after
    assert asked is not None
    assert NOW + timedelta(seconds=asked) < datetime(2026, 5, 1, tzinfo=UTC)
    assert retry_after("\xb2", NOW) is None


def test_what_is_no_sitemap_is_refused() -> None:
    """A home page under the address of the sitemap is not read as one."""
    assert _visit(200, role=Role.SITEMAP, body=b"<p>no").reason == "not_a_sitemap"
    home = (
        b"<ul><li><a href='-Actualites-.html'>Un</a><li><a href='Un-article-long-invente.html'>Deux</a></ul>"
    )
    assert _visit(200, role=Role.SITEMAP, body=home).reason == "not_a_sitemap"


def test_a_body_cut_off_comes_back_later() -> None:
    """Half a page is not read, however whole it looks."""
    page = Response(f"{SITE}A.html", 200, {"content-type": "text/html"}, b"<h1>Titre</h1>", NOW)
    item = read_any(page, Asked(Role.ARTICLE), PROFILE, cut_off=True)
    assert isinstance(item, Visit)
    assert (item.outcome, item.reason) == (Outcome.FAILED, "cut_off")


def test_a_broken_reader_is_a_refused_page(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A page that breaks the reader is refused and logged; the crawl goes on."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("osiris_crawler.reading.read", broken)
    page = Response(f"{SITE}A.html", 200, {"content-type": "text/html"}, b"<h1>Titre</h1>", NOW)
    item = read_any(page, Asked(Role.ARTICLE), PROFILE)
    assert isinstance(item, Visit)
    assert item.reason == "reader:ZeroDivisionError"
    assert "the reader broke" in caplog.text


ARTICLE_PAGE = """<title>Un câble inventé - Observatoire</title><body{}>
<p><a href="/">Accueil</a> &gt; <a href="/presse/">Articles de presse</a> &gt; <a href="/presse/2011/">2011</a></p>
<h1>Un câble inventé</h1><p>mardi 7 juin 2011</p>
<p>Le câble inventé relie deux villes qui n’existent pas, et personne ne sait encore ce qu’il coûtera.</p>
<p>Une seconde phrase inventée, assez longue pour passer pour un paragraphe de la dépêche.</p>{}</body>"""
SOURCE = "<p>(Source : APS, 7 juin 2011)</p>"


@pytest.mark.parametrize(("body_class", "end"), [("", SOURCE), (' class="page_article"', "")])
def test_an_article_whose_address_ends_like_a_sections(body_class: str, end: str) -> None:
    """Asked for as a section, it is an article all the same; its links are followed, its title is no section."""
    page = ARTICLE_PAGE.format(body_class, end).encode()
    path = ("Articles de presse", "2011", "Un câble inventé")
    response = Response(
        f"{SITE}presse/2011/un-cable/", 200, {"content-type": "text/html; charset=utf-8"}, page, NOW
    )
    item = read_response(response, Asked(Role.SECTION, path), PROFILE)
    assert isinstance(item, Article)
    assert (item.title, item.visit.role, item.visit.path) == ("Un câble inventé", Role.ARTICLE, path[:2])
    assert f"{SITE}presse/2011/" in {link.url for link in item.visit.links}


def test_a_section_with_an_introduction_stays_one() -> None:
    """A text above a list is no article while nothing says so beyond doubt."""
    page = ARTICLE_PAGE.format("", "").encode()
    response = Response(f"{SITE}presse/2011/", 200, {"content-type": "text/html; charset=utf-8"}, page, NOW)
    item = read_response(response, Asked(Role.SECTION, ("Articles de presse",)), PROFILE)
    assert isinstance(item, Visit)
    assert item.role is Role.SECTION


def test_the_home_page_of_a_site_in_a_folder_is_read() -> None:
    """Its address looks like a section's; under a real section's address it is an accident."""
    body = b"<body class='page_sommaire'><h1>La Presse</h1><a href='archives/'>Archives</a></body>"
    found = Response(f"{SITE}presse/", 200, {"content-type": "text/html"}, body, NOW)
    home, section = (read_response(found, Asked(role), PROFILE) for role in (Role.HOME, Role.SECTION))
    assert isinstance(home, Visit)
    assert isinstance(section, Visit)
    assert (home.outcome, [link.url for link in home.links]) == (Outcome.DONE, [f"{SITE}presse/archives/"])
    assert (section.outcome, section.reason) == (Outcome.REFUSED, "home_page")
