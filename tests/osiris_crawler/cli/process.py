"""Runs the real program in a process of its own against a site on 127.0.0.1."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def environment(**more: str) -> dict[str, str]:
    """Return this process's environment without the program's own settings, and with some of them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OSIRIS_")}
    return kept | more


def start(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start `osiris` with these arguments."""
    command = [
        sys.executable,
        "-W",
        "error::DeprecationWarning:osiris_crawler",
        "-m",
        "osiris_crawler",
        *arguments,
    ]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment(**settings))


def osiris(*arguments: str, **settings: str) -> tuple[int, str]:
    """Run `osiris`; return its exit code and what it said on stderr."""
    process = start(*arguments, **settings)
    _, said = process.communicate(timeout=120)
    return process.returncode, said


def query(data: Path, statement: str) -> list[Any]:
    """Ask the database of a data folder."""
    connection = sqlite3.connect(f"file:{data / 'osiris.sqlite3'}?mode=ro", uri=True)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()
