"""`osiris snapshot` on a recorded archive, in real processes."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.cli.snapshot import last_moment
from osiris_crawler.errors import UsageError
from tests.osiris_crawler.cli.process import environment, osiris
from tests.osiris_crawler.cli.recorded import recorded

if TYPE_CHECKING:
    from pathlib import Path


def _snapshot(*arguments: str) -> bytes:
    command = [sys.executable, "-m", "osiris_crawler", "snapshot", *arguments, "--data", str(recorded().data)]
    return subprocess.run(command, capture_output=True, check=True, env=environment()).stdout


def test_the_newest_bytes_are_what_the_server_sent() -> None:
    """The last capture is a revisit; its body comes from the record that holds it."""
    assert _snapshot(recorded().edited) == recorded().second


def test_an_earlier_moment_gives_the_earlier_bytes() -> None:
    """`--at` takes the last capture that is not after it."""
    first = _snapshot(recorded().edited, "--list").split()[0].decode()
    assert _snapshot(recorded().edited, "--at", first) == recorded().first


def test_headers_come_as_sent() -> None:
    """Status line first, a blank line, then the body."""
    head, _, body = _snapshot(recorded().edited, "--headers").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert body == recorded().second


def test_an_address_that_was_never_recorded_is_said(tmp_path: Path) -> None:
    """The message names the command that records it."""
    target = str(tmp_path / "x")
    code, said = osiris("snapshot", "http://127.0.0.1:1/x", "-o", target, "--data", str(recorded().data))
    assert code == 2
    named = f"osiris crawl --data {recorded().data} --url http://127.0.0.1:1/x --site http://127.0.0.1:1/"
    assert named in said


def test_a_word_is_no_address() -> None:
    """Nobody is sent to record what cannot be asked for."""
    code, said = osiris("snapshot", "foo", "--data", str(recorded().data))
    assert code == 2
    assert "foo: is no web address" in said


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024", datetime(2024, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2024-02", datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2024-12", datetime(2024, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2024-10-01", datetime(2024, 10, 1, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2024-10-01T06:00:00Z", datetime(2024, 10, 1, 6, 0, 0, 999999, tzinfo=UTC)),
    ],
)
def test_a_date_means_its_last_moment(text: str, moment: datetime) -> None:
    """A year, month or day is meant to its end."""
    assert last_moment(text) == moment


def test_no_date_is_refused() -> None:
    """With the forms that are known."""
    with pytest.raises(UsageError, match="2024-10-01"):
        last_moment("yesterday")
