"""What is checked and made before a crawl asks anything."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from osiris_crawler import settings
from osiris_crawler.errors import UsageError
from osiris_crawler.spiders.opening import open_context
from osiris_crawler.spiders.options import options_from_text
from pipelines.database import runs

if TYPE_CHECKING:
    from pathlib import Path

LOOPBACK = "http://127.0.0.1:8099/"
LIVE = "https://www.osiris.sn/"


def test_a_live_site_needs_a_contact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without one nothing is made, not even the folder."""
    monkeypatch.setattr(settings, "OSIRIS_CONTACT", "")
    with pytest.raises(UsageError, match="OSIRIS_CONTACT"):
        open_context(options_from_text(site=LIVE, data_dir=tmp_path / "data"))
    assert not (tmp_path / "data").exists()


def test_a_live_site_is_asked_once_a_second_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither --delay nor --concurrency make it faster, and a contact with a robot's word is warned of."""
    monkeypatch.setattr(settings, "OSIRIS_CONTACT", "https://example.org/archives")
    context = open_context(options_from_text(site=LIVE, data_dir=tmp_path, delay=0.1, concurrency=8))
    assert (context.politeness.delay, context.politeness.concurrency) == (1.0, 1)
    assert not context.private_allowed
    assert "archive" in context.notes[0]
    context.close()


def test_no_setting_makes_a_live_site_asked_more_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """OSIRIS_DELAY is held to a second as --delay is; the jitter may be set to nothing."""
    monkeypatch.setattr(settings, "OSIRIS_CONTACT", "press@example.org")
    monkeypatch.setattr(settings, "OSIRIS_DELAY", 0.0)
    context = open_context(options_from_text(site=LIVE, data_dir=tmp_path))
    assert (context.politeness.delay, context.politeness.jitter) == (1.0, 0.2)
    context.close()
    monkeypatch.setattr(settings, "OSIRIS_JITTER", "0")
    context = open_context(options_from_text(site=LIVE, data_dir=tmp_path))
    assert context.politeness.jitter == 0.0
    context.close()


def test_manners_that_are_set_hold_on_this_machine_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else jitter, backing off and quota are off there."""
    context = open_context(options_from_text(site=LOOPBACK, data_dir=tmp_path))
    manners = context.politeness
    assert (manners.jitter, manners.slowness, context.allowance.quota) == (0.0, 0.0, None)
    context.close()
    monkeypatch.setattr(settings, "OSIRIS_JITTER", "0.3")
    monkeypatch.setattr(settings, "OSIRIS_BACK_OFF", "3")
    monkeypatch.setattr(settings, "OSIRIS_QUOTA", "100")
    context = open_context(options_from_text(site=LOOPBACK, data_dir=tmp_path))
    manners = context.politeness
    assert (manners.jitter, manners.slowness, context.allowance.quota) == (0.3, 3.0, 100)
    context.close()


def test_a_site_on_this_machine_is_taken_as_wished(tmp_path: Path) -> None:
    """No contact, no delay, as many connections as asked for."""
    context = open_context(options_from_text(site=LOOPBACK, data_dir=tmp_path, concurrency=3))
    assert (context.politeness.delay, context.politeness.concurrency) == (0.0, 3)
    assert context.private_allowed
    context.close()


def test_addresses_of_another_site_are_refused(tmp_path: Path) -> None:
    """Another port is another site."""
    with pytest.raises(UsageError, match="8100"):
        open_context(
            options_from_text(site=LOOPBACK, data_dir=tmp_path, urls=["http://127.0.0.1:8100/a.html"])
        )


def test_a_wrong_window_opens_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing stays behind that would look like a killed run."""
    monkeypatch.setattr(settings, "OSIRIS_WINDOW", "night")
    with pytest.raises(UsageError, match="OSIRIS_WINDOW"):
        open_context(options_from_text(site=LOOPBACK, data_dir=tmp_path))
    monkeypatch.setattr(settings, "OSIRIS_WINDOW", "")
    context = open_context(options_from_text(site=LOOPBACK, data_dir=tmp_path))
    assert context.run_id == 1
    context.close()


def test_recordings_of_a_killed_run_are_closed_and_told_of(tmp_path: Path) -> None:
    """The torn tail goes, the file gets its name, the log says so."""
    (tmp_path / "warc").mkdir()
    whole = gzip.compress(b"record")
    (tmp_path / "warc" / "x.warc.gz.open").write_bytes(whole + b"\x1f\x8b torn")
    context = open_context(options_from_text(site=LOOPBACK, data_dir=tmp_path))
    assert (tmp_path / "warc" / "x.warc.gz").read_bytes() == whole
    assert "7 torn bytes" in context.notes[0]
    context.close()


def test_the_end_of_a_killed_run_is_noted(tmp_path: Path) -> None:
    """By the next one that takes the lock, and in its log; a run that ended is left alone."""
    context = open_context(options_from_text(site=LOOPBACK, data_dir=tmp_path))
    held = (tmp_path / "lock").read_text(encoding="utf-8")
    context.close()
    (tmp_path / "lock").write_text(held, encoding="utf-8")  # as a kill leaves it
    context = open_context(options_from_text(site=LOOPBACK, data_dir=tmp_path))
    with context.database.read() as session:
        first = runs.last(session)[1]
    assert (first.id, first.verdict, first.ended_at) == (1, "killed", first.started_at)
    assert any(note.startswith("Run 1 (crawl) was killed; it was last heard of ") for note in context.notes)
    context.close()
    assert (tmp_path / "lock").read_text(encoding="utf-8") == ""
