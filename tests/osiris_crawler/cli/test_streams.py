"""The streams of a command, in real processes: closed, full, of another encoding."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from osiris_crawler.cli import streams


def _shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which `osiris` is the program."""
    program = f"osiris() {{ '{sys.executable}' -m osiris_crawler \"$@\"; }}; "
    return subprocess.run(
        ["bash", "-c", program + line],
        capture_output=True, text=True, check=False, env=os.environ | environment,
    )  # fmt: skip


def test_a_closed_output_is_no_error() -> None:
    """What nobody wants to read is not written, and the command works on."""
    done = _shell("osiris export --list >&-")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no device that is always full")
def test_a_full_output_is_told_in_a_line() -> None:
    """Exit 1 and no traceback, although the text is short enough to wait in the buffer until the end."""
    done = _shell("osiris --version >/dev/full")
    assert done.returncode == 1
    assert done.stderr.strip() == "osiris: the output: No space left on device"


def test_an_encoding_without_a_sign_shows_a_question_mark() -> None:
    """A server whose language is not set breaks no command."""
    line = (
        f"{sys.executable} -c 'from osiris_crawler.cli import streams; streams.prepare(); print(chr(0xb7))'"
    )
    done = _shell(line, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout) == (0, "?\n")


def test_a_refused_file_is_named() -> None:
    """By the name that the system gives."""
    assert streams.trouble(PermissionError(13, "Permission denied", "/x/y")) == "/x/y: Permission denied"
