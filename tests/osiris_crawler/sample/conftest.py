"""What the tests of the sample site share: one archive that nobody edits, and answers without a socket."""

import re
from collections.abc import Callable

import pytest
from parsel import Selector

from osiris_crawler.sample.archive import SampleArchive, SampleArticle, Skin
from osiris_crawler.sample.faults import Faults
from osiris_crawler.sample.responder import Answer, Responder

ROOT = "http://127.0.0.1:8098/"

Ask = Callable[..., Answer]
"""Takes a target, and by name: skin, faults, headers, archive."""


@pytest.fixture(scope="session")
def archive() -> SampleArchive:
    """The default archive; tests that edit make their own."""
    return SampleArchive()


@pytest.fixture
def ask(archive: SampleArchive) -> Ask:
    """Asks the responder directly."""
    shared = archive

    def ask(
        target: str,
        skin: Skin | None = None,
        faults: Faults | None = None,
        headers: dict[str, str] | None = None,
        archive: SampleArchive | None = None,
    ) -> Answer:
        return Responder(archive or shared, ROOT, skin, faults or Faults()).answer(target, headers or {})

    return ask


def header(answer: Answer, name: str) -> str | None:
    """The first header of that name."""
    return next((value for key, value in answer.headers if key == name), None)


_BLOCK_TAG = re.compile(r"</?(?:p|br|div|li|td|th|tr|h\d|ul|ol|table|blockquote|legend|span class)\b[^>]*>")


def seen_text(page: bytes) -> str:
    """The text of the body element as a reader sees it, every run of spaces one space."""
    spaced = _BLOCK_TAG.sub(lambda tag: f" {tag.group(0)} ", page.decode())
    pieces = (
        Selector(text=spaced).xpath("//body//text()[not(ancestor::script or ancestor::textarea)]").getall()
    )
    return squeezed("".join(pieces))


def squeezed(text: str) -> str:
    """Every run of spaces, of whatever kind, as one space."""
    return re.sub(r"\s+", " ", text).strip()


def in_order(text: str, parts: list[str]) -> str | None:
    """The first part that does not follow the ones before it in the text; None when all do."""
    place = 0
    for part in parts:
        found = text.find(squeezed(part), place)
        if found < 0:
            return part
        place = found + len(squeezed(part))
    return None


def body_lines(article: SampleArticle, skin: Skin) -> list[str]:
    """The lines of the expected body."""
    return [line for line in article.body_in(skin).split("\n") if line]
