"""The program as a whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from osiris_crawler import cli
from osiris_crawler.errors import LockedError
from tests.osiris_crawler.cli.process import environment, osiris

if TYPE_CHECKING:
    from collections.abc import Iterator

LATE = """
import atexit, os, signal, sys
from osiris_crawler.cli import main
atexit.register(os.kill, os.getpid(), signal.SIGINT)
sys.argv = ["osiris", "export", "--list"]
main()
"""


@pytest.fixture
def signals() -> Iterator[None]:
    """Put the signals back that the program takes for itself."""
    before = {number: signal.getsignal(number) for number in cli.ENDING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_signal_at_the_very_end_takes_no_place_of_the_exit_code() -> None:
    """A second Ctrl-C may come while the interpreter ends: no noise, and not 130."""
    done = subprocess.run(
        [sys.executable, "-c", LATE], env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "wacz" in done.stdout


def test_errors_for_people_come_without_a_traceback() -> None:
    """Wrong usage ends with 2 and names the option."""
    code, said = osiris("crawl", "--since", "octobre", "--site", "http://127.0.0.1:1/")
    assert code == 2
    assert said.startswith("osiris: --since octobre")
    assert "Traceback" not in said


@pytest.mark.usefixtures("signals")
def test_an_error_ends_with_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each error carries its own."""

    def locked() -> None:
        raise LockedError("held by another")

    monkeypatch.setattr(cli, "app", locked)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 75
    assert "held by another" in capsys.readouterr().err


def test_every_command_says_what_it_does() -> None:
    """The help of the program names its commands."""
    assert {command.name for command in cli.app.registered_commands} >= {"crawl", "demo"}
