"""The explorer in a real browser: what a reader does, at two widths, in light and dark, without a complaint."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.osiris_crawler.cli.process import environment

playwright = pytest.importorskip("playwright.sync_api")

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.service,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
WIDTHS = (360, 1400)
PAGES = ("/", "/?q=fibre", "/?q=fibre&since=2010&until=2010", "/coverage", "/runs", "/help", "/nothing")
CONTRAST = """() => {
  const number = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {  // color-mix() gives colours in another notation
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const bad = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim());
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    if (!own || box.width < 2 || style.visibility === "hidden" || node.getAttribute("aria-hidden")) continue;
    const [one, other] = [light(rgb(style.color)), light(behind(node))].sort((a, b) => b - a);
    const size = number(style.fontSize)[0];
    const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    if ((one + 0.05) / (other + 0.05) < least) bad.push(`${node.className} ${node.textContent.trim().slice(0, 30)}`);
  }
  return bad;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Crawl the sample archive, serve it, give the address."""
    folder: Path = tmp_path_factory.mktemp("explorer")
    command = [sys.executable, "-m", "osiris_crawler"]
    demo = [*command, "demo", "--data", str(folder), "--articles", "380"]
    made = subprocess.run(demo, env=environment(), check=False)
    assert made.returncode in {0, 3}
    serving = [*command, "explore", "--port", "0", "--data", str(folder)]
    with subprocess.Popen(serving, stdout=subprocess.PIPE, env=environment()) as process:
        try:
            assert process.stdout is not None
            found = re.match(r"(http://[\d.]+:\d+)/", process.stdout.readline().decode())
            assert found
            yield found[1]
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """Give a page of a fresh French profile; what the browser complains about fails the test."""
    context = browser.new_context(base_url=site, locale="fr-FR", viewport={"width": 1400, "height": 900})
    found = context.new_page()
    complaints: list[str] = []
    found.on(
        "console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None
    )
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("request", lambda asked: None if asked.url.startswith(site) else complaints.append(asked.url))
    yield found
    context.close()
    assert [one for one in complaints if "404 (Not Found)" not in one] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_and_can_be_read(page: Page, scheme: str) -> None:
    """Nothing wider than the window at 360 and 1400 px; WCAG AA contrast for every text."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("/")
    first = page.locator(".hits h3 a").first.get_attribute("href") or ""
    for address in (*PAGES, first, f"{first}/revisions"):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            assert page.evaluate(CONTRAST) == [], (address, width)


def test_a_reader_searches_narrows_reads_and_cites(page: Page) -> None:
    """From the search box to the recorded bytes, and back."""
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("réseaux")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=**")
    assert page.locator(".hits mark").count() > 0
    before = int((page.locator("#results-name").inner_text()).split()[0])
    page.locator(".facets section").first.locator("a").first.click()
    after = int((page.locator("#results-name").inner_text()).split()[0])
    assert 0 < after <= before
    page.locator(".hits h3 a").first.click()
    assert page.locator("article h1").is_visible()
    assert page.locator("article mark").count() > 0
    assert page.locator("button[data-copy]").is_visible()
    page.locator(".record a", has_text="voir la source").first.click()
    assert page.evaluate("document.contentType") == "text/plain"
    assert "<html" in page.inner_text("body").lower()
    page.go_back()
    with page.expect_download() as started:
        page.locator(".cite a", has_text="RIS").click()
    assert started.value.suggested_filename.endswith(".ris")


def test_everything_can_be_reached_by_the_keyboard(page: Page) -> None:
    """The first stop skips to the content; what has the focus shows it."""
    page.goto("/?q=fibre")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    for _ in range(40):
        page.keyboard.press("Tab")
        shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert shown != "none", page.evaluate("document.activeElement.outerHTML")


def test_it_works_without_javascript(browser: Browser, site: str) -> None:
    """Search, facets and pages are plain links and forms."""
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.fill("#q", "fibre")
    page.click(".search button")
    assert page.locator(".hits li").count() > 0
    page.locator(".chart a").first.click()
    assert page.locator(".chips li").count() >= 2
    context.close()
