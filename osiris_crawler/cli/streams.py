"""The streams of a command: closed ones, full ones, and those that lack characters end no command in a traceback."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path


def prepare() -> None:
    """Make standard output and error fit to write to.

    A stream that the caller closed swallows what it gets; one of another encoding than UTF-8 shows `?` for what it
    cannot. Files and bytes are not touched by this.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            _swallow(name)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def trouble(error: OSError) -> str:
    """Return what the system refused, for people; output that cannot be written is not tried again at the end."""
    if error.filename is None:
        _swallow("stdout")
    place = error.filename or "the output"
    return f"{place}: {error.strerror or error}"


def _swallow(name: str) -> None:
    setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until the end
