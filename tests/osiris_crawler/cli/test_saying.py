"""What commands say to people: `osiris_crawler.cli.saying`."""

from __future__ import annotations

import io
import shlex
from pathlib import Path

import pytest
from rich.table import Table

from osiris_crawler.cli.saying import Sayer, asked_folder, pasteable

DATA = Path("my archive")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (
            "Next: osiris export csv · osiris status",
            "csv --data 'my archive' · osiris status --data 'my archive'",
        ),
        ("Run `osiris crawl`, or", "`osiris crawl --data 'my archive'`, or"),
        ("osiris verify --index makes it again", "osiris verify --data 'my archive' --index makes"),
        ("Look at osiris database check.", "osiris database check --data 'my archive'."),
        ("osiris export csv --data there", "osiris export csv --data there"),
        ("osiris status --data there", "osiris status --data there"),
        ("(osiris crawl, process 12 on host)", "(osiris crawl, process 12 on host)"),
        ("osiris: stopped", "osiris: stopped"),
    ],
)
def test_a_hint_works_on_the_same_archive(text: str, whole: str) -> None:
    """The folder stands behind the command, so that what follows may be prose."""
    assert whole in pasteable(text, DATA)
    assert pasteable(text, None) == text


def test_the_folder_is_what_was_typed() -> None:
    """Both spellings of the option, and the last one counts."""
    assert asked_folder(shlex.split("osiris status --data a --data=b")) == Path("b")
    assert asked_folder(shlex.split("osiris status --json --data")) is None


def test_neither_lines_nor_cells_are_broken() -> None:
    """A path can be copied from a narrow terminal and from a pipe."""
    path = "/a/" + "long/" * 40 + "path"
    table = Table(box=None)
    table.add_column("File", overflow="fold")
    table.add_column("State")
    table.add_row(path, "whole")
    target = io.StringIO()
    console = Sayer(file=target, width=80)
    console.print(table)
    console.say(f"see {path}")
    head, row, line = target.getvalue().splitlines()
    assert head.split() == ["File", "State"]
    assert row.split() == [path, "whole"]
    assert line == f"see {path}"
