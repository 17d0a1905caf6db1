"""Tests of `pipelines.database.holding`: how a run is called; tests/services/test_holding.py holds the locks."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from pipelines.database import holding

if TYPE_CHECKING:
    import pytest


def test_a_run_is_named_within_what_the_server_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Command, process and time are whole; a long name of a machine is cut, and other letters are left out."""
    for host in ("station", "ordinateur-é", "m" * 90):
        monkeypatch.setattr(socket, "gethostname", lambda host=host: host)
        for command in ("osiris crawl", "osiris scrapy crawl archive"):
            name = holding._name(command)
            assert len(name.encode()) <= holding.LONGEST_NAME
            words = holding._in_words(name)
            assert words.startswith(f"{command}, process {os.getpid()} on {host[:5]}")
            assert words.endswith("+00:00")


def test_what_another_program_wrote_is_shown_as_it_is() -> None:
    """A run of an older version, or no name at all."""
    assert holding._in_words("psql") == "psql"
    assert holding._in_words("") == "a run that has not said its name"
