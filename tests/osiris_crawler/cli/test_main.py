"""The program as a whole."""

from __future__ import annotations

import pytest

from osiris_crawler import cli
from osiris_crawler.errors import LockedError
from tests.osiris_crawler.cli.process import osiris


def test_errors_for_people_come_without_a_traceback() -> None:
    """Wrong usage ends with 2 and names the option."""
    code, said = osiris("crawl", "--since", "octobre", "--site", "http://127.0.0.1:1/")
    assert code == 2
    assert said.startswith("osiris: --since octobre")
    assert "Traceback" not in said


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
