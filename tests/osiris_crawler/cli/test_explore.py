"""Tests of `osiris explore`: a real process, started, asked and ended."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from osiris_crawler.cli import app, explore
from osiris_crawler.errors import UsageError
from pipelines.database.engine import open_database
from tests.osiris_crawler.cli.process import environment

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a data folder with an empty archive."""
    open_database(tmp_path / "data").close()
    return tmp_path / "data"


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_ended(folder: Path, end: signal.Signals) -> None:
    """It says where it is, answers there on 127.0.0.1 only, and ends well by Ctrl-C and by kill."""
    command = [sys.executable, "-m", "osiris_crawler", "explore", "--port", "0", "--data", str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        ender = threading.Timer(60, process.kill)  # a test that fails waits for nobody
        ender.start()
        assert process.stdout is not None
        said = process.stdout.readline().decode()
        found = re.match(r"http://127\.0\.0\.1:(\d+)/  \(the archive of .*; Ctrl-C ends\)", said)
        assert found, said
        with urllib.request.urlopen(f"http://127.0.0.1:{found[1]}/", timeout=20) as answer:
            assert "L’archive est vide" in answer.read().decode()
        process.send_signal(end)
        output, errors = process.communicate(timeout=40)
    ender.cancel()
    assert process.returncode == 0
    assert b"Traceback" not in errors + output


def test_a_port_that_is_taken() -> None:
    """The usual one gives way to a free one; one that was asked for is an error."""
    with socket.socket() as taken:
        taken.bind((explore.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match="0 takes a free one"):
            explore.listening(port)


def test_what_is_not_installed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How to get the explorer, and Datasette."""
    monkeypatch.setattr(explore, "find_spec", lambda _: None)
    for options, said in (
        ([], r"osiris-crawler\[explorer\]"),
        (["--datasette"], r"osiris-crawler\[datasette\]"),
    ):
        with pytest.raises(UsageError, match=said):
            CliRunner().invoke(app, ["explore", "--data", str(folder), *options], catch_exceptions=False)


def test_datasette_is_run_on_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On this machine only, without SQL of the reader's own and without what is withheld."""
    ran: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(explore, "find_spec", lambda _: object())
    monkeypatch.setattr(subprocess, "run", run)
    CliRunner().invoke(app, ["explore", "--datasette", "--data", str(folder)], catch_exceptions=False)
    assert str(folder / "osiris.sqlite3") in ran[0]
    assert ran[0][ran[0].index("--host") + 1] == "127.0.0.1"
    assert ran[0][ran[0].index("default_allow_sql") + 1] == "off"
    assert '"sealed": {"allow": false}' in explore.DATASETTE
