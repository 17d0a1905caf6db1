"""A WACZ of this program in ReplayWeb.page, in a real Chromium: list of pages, an article, search in the texts."""

from __future__ import annotations

import hashlib
import http.server
import json
import re
import shutil
import subprocess
import sys
import tarfile
import threading
import zipfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from osiris_crawler.sample.archive import SampleArchive
from osiris_crawler.sample.server import SampleSite
from osiris_crawler.validators import NOT_MODIFIED
from pipelines.snapshots.cdxj import entries_below
from tests.osiris_crawler.cli.process import environment
from tests.services.nginx import PROGRAM, StaticSite
from tests.services.nights import Nights, faketime_library
from tests.services.webdriver import Browser, chromium
from tests.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "replaywebpage-2.5.3.tgz"
DIGEST = "b7d35c39c4da9b7121c5a393911d8675d4cc6f19513c380191e16b086bea812c"
CACHE = ROOT / "build" / "services"
FILES = ("ui.js", "sw.js", "index.html")
LATER = "20990101000000"
"""A time behind all captures: the last one is shown, which may only say that nothing changed."""
EVERYTHING = """
function everything(root) {
  let found = [];
  for (const node of root.querySelectorAll('*')) {
    found.push(node);
    if (node.shadowRoot) found = found.concat(everything(node.shadowRoot));
  }
  return found;
}
"""
"""The program's page is made of components, each with a tree of its own."""
FRAME = (
    EVERYTHING
    + """
const frame = everything(document).find(node => node.tagName == 'IFRAME' && node.src.includes('/w/'));
const page = frame && frame.contentDocument;
return page && page.body ? page.title + '\\n' + page.body.innerText : '';
"""
)
PAGES = (
    EVERYTHING
    + """
return everything(document).filter(node => node.tagName == 'WR-PAGE-ENTRY' && node.page).map(node => node.page.url);
"""
)
SEARCH = (
    EVERYTHING
    + """
const field = everything(document).find(node => node.tagName == 'INPUT' && node.placeholder.includes('Text'));
if (!field) return false;
field.value = arguments[0];
field.dispatchEvent(new Event('input', {bubbles: true, composed: true}));
field.dispatchEvent(new KeyboardEvent('keyup', {bubbles: true, composed: true}));
return true;
"""
)


class _Ranges(http.server.SimpleHTTPRequestHandler):
    """Serves files and parts of files, as any web server does."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        found = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        if not found or not path.is_file():
            super().do_GET()
            return
        size = path.stat().st_size
        first = int(found[1]) if found[1] else max(0, size - int(found[2]))
        last = min(int(found[2]), size - 1) if found[1] and found[2] else size - 1
        with path.open("rb") as file:
            file.seek(first)
            part = file.read(last - first + 1)
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(len(part)))
        self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        self.wfile.write(part)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Let the browser break a transfer off that it needs no longer."""


@pytest.fixture(scope="module")
def program() -> Path:
    """Fetch ReplayWeb.page once, by npm."""
    if shutil.which("npm") is None or shutil.which("chromedriver") is None:
        pytest.skip("npm, chromium and chromium-driver are not installed (apt-get install)")
    package = CACHE / PACKAGE
    if not package.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        name = PACKAGE.removesuffix(".tgz").replace("-2", "@2")
        subprocess.run(
            ["npm", "pack", "--silent", name], cwd=CACHE, check=True, timeout=300, capture_output=True
        )
    assert hashlib.sha256(package.read_bytes()).hexdigest() == DIGEST
    return package


@pytest.fixture(scope="module", params=["once", "again, and it says 304"])
def wacz(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Crawl the sample archive and export it; or files that nginx serves, which it says are unchanged the next time."""
    data = tmp_path_factory.mktemp("data")
    target = data / "exports" / "archive.wacz"
    archive = SampleArchive(60, variants=False)
    if request.param == "once":
        with SampleSite(archive) as site:
            _osiris("crawl", "--site", site.url, "--kinds", "all", "--assets", "--data", str(data))
    else:
        _two_nights(archive, data, tmp_path_factory.mktemp("nginx"))
        assert _unchanged(target)
    _osiris("export", "wacz", "-o", str(target), "--data", str(data))
    return target


def _two_nights(archive: SampleArchive, data: Path, home: Path) -> None:
    if PROGRAM is None or faketime_library() is None:
        pytest.skip("nginx and libfaketime are not installed (apt-get install)")
    with StaticSite(archive, home) as served:
        site: Any = served
        nights = Nights(site, data)
        assert [nights.crawl()[0] for _ in range(2)] == [0, 0]


def _unchanged(wacz: Path) -> set[str]:
    """Return the addresses that the server said to be unchanged."""
    entries = entries_below(wacz.parent.parent / "warc")
    return {entry.url for entry in entries if entry.status == NOT_MODIFIED}


@pytest.fixture(scope="module")
def base(program: Path, wacz: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve program and package on loopback; give the address of the program with the package in it."""
    folder = tmp_path_factory.mktemp("site")
    with tarfile.open(program) as package:
        for name in FILES:
            source = package.extractfile(f"package/{name}")
            assert source is not None
            (folder / name).write_bytes(source.read())
    shutil.copyfile(wacz, folder / "archive.wacz")
    server = _Server(("127.0.0.1", 0), partial(_Ranges, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/?source=/archive.wacz"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """Start Chromium with an empty profile."""
    with chromium(tmp_path / "profile") as started:
        yield started


def test_the_list_an_article_and_its_words_are_found(
    base: str, wacz: Path, browser: Browser, tmp_path: Path
) -> None:
    """Nothing but the package is served: what shows, comes from the recordings."""
    lines = zipfile.ZipFile(wacz).read("pages/pages.jsonl").decode().splitlines()
    pages = [json.loads(line) for line in lines[1:]]
    assert len(pages) >= 50

    browser.open(f"{base}#view=pages")
    listed = browser.wait(PAGES)
    assert set(listed) <= {page["url"] for page in pages}
    assert len(listed) > 20

    unchanged = _unchanged(wacz)
    page = max(pages, key=lambda one: (one["url"] in unchanged, len(one.get("text", ""))))
    assert bool(unchanged) is (page["url"] in unchanged)
    words = page["text"].split()
    for stamp in (re.sub(r"[^0-9]", "", page["ts"])[:14], LATER):
        browser.open(f"{base}#view=pages&url={quote(page['url'], safe='')}&ts={stamp}")
        shown = browser.wait(FRAME, wanted=lambda text: "".join(words[-3:]) in "".join(text.split()))
        assert "".join(page["title"].split()) in "".join(shown.split())
    browser.picture(tmp_path / "article.png")
    assert (tmp_path / "article.png").stat().st_size > 10_000

    browser.open(f"{base}#view=pages")
    browser.wait(SEARCH, page["title"])
    assert page["url"] in browser.wait(
        PAGES, wanted=lambda found: page["url"] in found and len(found) < len(pages)
    )


def _osiris(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "osiris_crawler", *words], env=environment(), capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode in {0, 3}, done.stderr[-2000:]
