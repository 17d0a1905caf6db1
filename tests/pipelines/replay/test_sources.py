"""Which recordings are replayed, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.replay.sources import Source, is_readable, lost_bodies, recordings, steps
from pipelines.snapshots.cdxj import Entry
from pipelines.snapshots.run_notes import RunNotes

MOMENT = datetime(2025, 1, 1, tzinfo=UTC)
NOTES = RunNotes(1, "crawl", MOMENT, "presse", "http://presse.example/")


def _entry(name: str, offset: int, minutes: int = 0, **values: object) -> Entry:
    fields: dict[str, object] = {
        "url": f"http://presse.example/{name}", "mime": "text/html", "status": 200, "digest": f"sha1:{name}",
        "length": 10, "offset": offset, "filename": "a.warc.gz", "captured_at": MOMENT + timedelta(minutes=minutes),
    }  # fmt: skip
    return Entry(**(fields | values))  # type: ignore[arg-type]


def _names(*sources: Source) -> list[str]:
    return [step.entry.url.rsplit("/", 1)[-1] for step in steps(sources)]


def test_an_own_recording_keeps_its_order_whatever_the_clock_did() -> None:
    """Runs follow each other by time."""
    first = Source(Path("a.warc.gz"), NOTES, [_entry("1.html", 0, 5), _entry("2.html", 10, 1)])
    second = Source(Path("b.warc.gz"), NOTES, [_entry("3.html", 0, 60)])
    assert _names(second, first) == ["1.html", "2.html", "3.html"]


def test_of_a_foreign_recording_the_pages_that_list_others_come_first() -> None:
    """They tell what the other pages are; the home page before all, since it tells what the menu is."""
    entries = [_entry("un.html", 0), _entry("-Presse-.html", 10, 1), _entry("", 20, 2)]
    assert _names(Source(Path("f.warc.gz"), None, entries)) == ["", "-Presse-.html", "un.html"]


def test_the_lists_in_all_foreign_recordings_come_first() -> None:
    """One crawl fills several files (`wget --warc-max-size`), and the lists may lie in the last of them."""
    first = Source(Path("0.warc.gz"), None, [_entry("un.html", 0), _entry("-Un-.html", 10, 1)])
    last = Source(Path("1.warc.gz"), None, [_entry("deux.html", 0, 2), _entry("-Deux-.html", 10, 3)])
    before = Source(Path("a.warc.gz"), NOTES, [_entry("0.html", 0, -9)])
    assert _names(last, first, before) == ["0.html", "-Un-.html", "-Deux-.html", "un.html", "deux.html"]


def test_answers_without_a_status_line_are_named() -> None:
    """They are not passed over in silence."""
    source = Source(Path("f.warc.gz"), None, [_entry("un.html", 0, status=0), _entry("deux.html", 9)])
    (said,) = lost_bodies(steps([source]))
    assert said.startswith("f.warc.gz: 1 answers have no status line that can be read, such as http")


@pytest.mark.parametrize("url", ["http://[::1/", "http://host:99999/", "http:///x", "http://\u2100.example/"])
def test_an_answer_without_a_real_address_is_named_and_left_out(url: str) -> None:
    """It belongs to no site; the others are read."""
    source = Source(Path("f.warc.gz"), None, [_entry("un.html", 0, url=url), _entry("deux.html", 9)])
    problems: list[str] = []
    assert [step.entry.offset for step in steps([source], problems)] == [9]
    assert problems == [f"f.warc.gz: 1 answers have addresses that are none, such as {url}"]


def test_what_was_recorded_from_an_archive_is_the_page_it_kept() -> None:
    """Its address, and the time at which the archive captured it, so that it never overrides what is newer."""
    kept = "http://presse.example/un.html"
    entries = [_entry("", 0, url=f"https://web.archive.org/web/20100102030405/{kept}")]
    (step,) = steps([Source(Path("f.warc.gz"), None, entries)])
    assert (step.entry.url, step.entry.captured_at) == (kept, datetime(2010, 1, 2, 3, 4, 5, tzinfo=UTC))


def test_the_home_page_of_a_folder_of_files_is_the_home_page() -> None:
    """`index.html` means its folder, with a query or in another name it does not."""
    names = ("index.html", "presse/index.php", "index.php?a=1", "mon-index.html")
    found = steps([Source(Path("f.warc.gz"), None, [_entry(name, at) for at, name in enumerate(names)])])
    urls = {step.url.removeprefix("http://presse.example/") for step in found}
    assert urls == {"", "presse/", "index.php?a=1", "mon-index.html"}


def test_a_revisit_finds_its_body() -> None:
    """In whichever file it lies."""
    again = _entry("1.html", 0, 60, mime="warc/revisit")
    first = Source(Path("a.warc.gz"), NOTES, [_entry("1.html", 30)])
    last = steps([Source(Path("b.warc.gz"), NOTES, [again]), first])[-1]
    assert last.entry is again
    assert last.body == ("a.warc.gz", 30, 10)


def test_images_and_unchanged_answers_are_no_pages() -> None:
    """A 404 is one: it tells that a page is gone."""
    source = Source(Path("f.warc.gz"), None, [
        _entry("a.jpg", 0, mime="image/jpeg"), _entry("un.html", 10), _entry("b.html", 20, status=304),
        _entry("c.html", 30, status=404, mime="text/plain"), _entry("d.html", 40, mime="image/png"),
    ])  # fmt: skip
    assert [step.entry.offset for step in steps([source]) if is_readable(step)] == [10, 30]


def test_only_finished_recordings_are_found(tmp_path: Path) -> None:
    """Neither indexes nor a file that is being written."""
    for name in ("a.warc.gz", "a.warc.gz.cdxj", "b.warc.gz.open", "c.arc.gz", "d.warc"):
        (tmp_path / name).touch()
    assert [path.name for path in recordings(tmp_path)] == ["a.warc.gz", "c.arc.gz", "d.warc"]
