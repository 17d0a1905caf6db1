"""Tests of the server over real sockets: keep-alive, the log, edits while serving, faults, speed."""

import contextlib
import gzip
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from osiris_crawler.sample.archive import Kind, SampleArchive
from osiris_crawler.sample.server import SampleSite


@pytest.fixture
def site() -> Iterator[SampleSite]:
    """A served archive that a test may edit."""
    with SampleSite(SampleArchive()) as served:
        yield served


@contextlib.contextmanager
def _connected(site: SampleSite) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def _get(site: SampleSite, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    with _connected(site) as connection:
        connection.request(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        response = connection.getresponse()
        return response.status, response.headers, response.read()


def test_one_connection_serves_many_requests_and_all_are_logged(site: SampleSite) -> None:
    """Keep-alive, and the log has method, path with query, headers and time in order."""
    with _connected(site) as connection:
        for path in ("/robots.txt", "/-Articles-de-presse-.html?debut_breves=5"):
            connection.request("GET", path, headers={"User-Agent": "osiris-mirror/1.0 (+somebody)"})
            response = connection.getresponse()
            response.read()
            assert response.getheader("Connection") == "keep-alive"
    assert site.paths() == ["/robots.txt", "/-Articles-de-presse-.html?debut_breves=5"]
    assert {r.headers["user-agent"] for r in site.requests} == {"osiris-mirror/1.0 (+somebody)"}
    assert site.requests[0].time <= site.requests[1].time
    assert site.requests[0].method == "GET"
    article = site.archive.published()[0]
    assert site.address(article) == f"http://127.0.0.1:{site.port}{article.path}"


def test_it_listens_on_loopback_only(site: SampleSite) -> None:
    """No other address of the machine answers."""
    assert site.url == f"http://127.0.0.1:{site.port}/"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.2", site.port), timeout=2)


def test_two_sites_send_the_same_bytes() -> None:
    """Bodies depend on the archive alone when the public address is the same."""
    public = "https://archive.example/"
    with (
        SampleSite(SampleArchive(), public_url=public) as one,
        SampleSite(SampleArchive(), public_url=public) as two,
    ):
        paths = [a.path for a in one.archive.published()[::9]]
        for path in (*paths, "/", "/sitemap.xml", "/spip.php?page=backend", "/spip.php?page=plan"):
            assert _get(one, path)[2] == _get(two, path)[2]


def test_pages_have_no_validator_but_the_time_of_the_answer(site: SampleSite) -> None:
    """No ETag; Last-Modified is the Date; a conditional request is never answered 304."""
    status, headers, _ = _get(
        site,
        site.archive.published()[0].path,
        If_None_Match='"x"',
        If_Modified_Since="Sat, 01 Jan 2050 00:00:00 GMT",
    )
    assert status == 200
    assert headers["ETag"] is None
    assert headers["Last-Modified"] == headers["Date"]


def test_head_has_no_body(site: SampleSite) -> None:
    """HEAD gives the length that GET would have."""
    with _connected(site) as connection:
        connection.request("HEAD", "/robots.txt")
        response = connection.getresponse()
        assert response.read() == b""
        assert int(response.headers["Content-Length"]) > 100
    with _connected(site) as connection:
        connection.request("POST", "/spip.php?page=forum", body=b"texte=x")
        assert connection.getresponse().status == 405


def test_edits_while_serving(site: SampleSite) -> None:
    """Publish, add, retitle, append, move and bin take effect with the next answer."""
    hidden = site.archive.hidden()[0]
    assert _get(site, hidden.path)[0] == 404
    site.publish(hidden)
    assert _get(site, hidden.path)[0] == 200
    added = site.add("Un nouveau câble à Bakel", date(2025, 4, 29), "Un.\n\nDeux.", keywords=("Internet",))
    assert added.path.encode()[1:] in _get(site, "/-Avril-2025-.html")[2]
    site.retitle(added.id, "Un vieux câble à Bakel")
    site.append(added.id, "Trois.")
    page = _get(site, added.path)[2].decode()
    assert "Un vieux câble à Bakel" in page
    assert "Trois." in page
    old, new = added.path, site.readdress(added.id)
    status, headers, _ = _get(site, old)
    assert (status, headers["Location"]) == (301, site.url + new[1:].removesuffix(".html"))
    site.trash(added.id)
    assert _get(site, new)[0] == 404


def test_year_roll_while_serving(site: SampleSite) -> None:
    """The breadcrumb of an article changes, and the old address of the archive redirects."""
    article = site.archive.of_variant("leap_day")[0]
    site.roll_year()
    status, headers, _ = _get(site, "/-Archives-1999-2024-.html")
    assert (status, headers["Location"]) == (301, f"{site.url}-Archives-1999-2025-.html")
    assert article.section[2] == "Archives 1999-2025"


def test_gzip_chunks_and_repeated_headers(site: SampleSite) -> None:
    """A body may come compressed, in chunks, and with two cookies, and is the same then."""
    path = site.archive.published(Kind.ARTICLE)[0].path
    plain = _get(site, path)[2]
    site.faults.compress = site.faults.chunked = site.faults.cookies = True
    _, headers, body = _get(site, path, Accept_Encoding="gzip")
    assert headers["Transfer-Encoding"] == "chunked"
    assert headers["Content-Length"] is None
    assert gzip.decompress(body) == plain
    assert len(headers.get_all("Set-Cookie") or []) == 2
    assert _get(site, path)[2] == plain


def test_slow_dropped_and_truncated_answers(site: SampleSite) -> None:
    """A path may be slow, end the connection without an answer, or end in the middle of the body."""
    slow, dropped, torn = (a.path for a in site.archive.published(Kind.ARTICLE)[:3])
    site.faults.delays[slow] = 0.2
    site.faults.dropped_paths.add(dropped)
    site.faults.truncated_paths.add(torn)
    start = time.monotonic()
    assert _get(site, slow)[0] == 200
    assert time.monotonic() - start >= 0.2
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        _get(site, dropped)
    with pytest.raises(http.client.IncompleteRead):
        _get(site, torn)


def test_a_site_may_stop_and_come_back_at_its_address() -> None:
    """An outage: the port is closed, then open again with the same archive and log."""
    site = SampleSite(SampleArchive(12, variants=False))
    site.start()
    url = site.url
    assert _get(site, "/robots.txt")[0] == 200
    site.stop()
    with pytest.raises(ConnectionRefusedError):
        _get(site, "/robots.txt")
    site.start()
    try:
        assert site.url == url
        assert _get(site, "/robots.txt")[0] == 200
        assert len(site.requests) == 2
    finally:
        site.stop()


def test_a_taken_port_is_an_error(site: SampleSite) -> None:
    """The second site on a port does not start."""
    with pytest.raises(OSError, match="in use"):
        SampleSite(site.archive, port=site.port).start()


def test_it_is_fast_enough_for_large_crawls(site: SampleSite) -> None:
    """At least 300 pages a second on one connection, also on a busy machine."""
    paths = [a.path for a in site.archive.published()]
    start = time.perf_counter()
    with _connected(site) as connection:
        for path in paths:
            connection.request("GET", path)
            connection.getresponse().read()
    assert len(paths) / (time.perf_counter() - start) > 300


def test_it_runs_from_the_command_line(tmp_path: Path) -> None:
    """``python -m osiris_crawler.sample.server`` writes its truth, says it is ready, ends on a signal."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    truth = tmp_path / "truth.jsonl"
    options = ["--port", str(port), "--articles", "430", "--truth", str(truth)]
    command = [sys.executable, "-m", "osiris_crawler.sample.server", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == f"ready http://127.0.0.1:{port}/\n"
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert len(truth.read_text(encoding="utf-8").splitlines()) == len(SampleArchive().articles)


def test_too_few_articles_are_refused() -> None:
    """With a line that says how many it takes."""
    command = [sys.executable, "-m", "osiris_crawler.sample.server", "--articles", "3"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].endswith("ask for as many or more")
