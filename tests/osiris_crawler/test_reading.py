"""One response to one item."""

from __future__ import annotations

from datetime import UTC, datetime

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


def test_what_is_no_sitemap_is_refused() -> None:
    """A home page under the address of the sitemap is not read as one."""
    assert _visit(200, role=Role.SITEMAP, body=b"<p>no").reason == "not_a_sitemap"


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
