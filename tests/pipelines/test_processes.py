"""Processes that work for another one end with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipelines import processes

if TYPE_CHECKING:
    from collections.abc import Callable

WAITING = """
import os, signal, time
from pipelines import processes
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever a shell in the background made of it
    with processes.started(2) as pool:
        print(*sorted({pool.submit(os.getpid).result() for _ in range(200)}), flush=True)
        pool.submit(time.sleep, 60)
        time.sleep(60)
"""


def runs(number: int) -> bool:
    """Tell whether a process works still; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait for something; tell whether it came."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes as Linux shows them")
def test_the_processes_of_one_that_is_killed_end(tmp_path: Path) -> None:
    """Nothing says goodbye at kill -9; they notice by themselves, at work or not."""
    script = tmp_path / "waiting.py"
    script.write_text(WAITING)
    paths = os.pathsep.join(path for path in sys.path if path)
    given = {"env": os.environ | {"PYTHONPATH": paths}, "stdout": subprocess.PIPE, "start_new_session": True}
    with subprocess.Popen([sys.executable, str(script)], **given) as process:  # type: ignore[call-overload]
        numbers = [int(number) for number in process.stdout.readline().split()]
        assert numbers
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does; theirs is not the answer to it
        assert until(lambda: not any(map(runs, numbers)))
        process.wait(timeout=20)
    with subprocess.Popen([sys.executable, str(script)], **given) as process:  # type: ignore[call-overload]
        numbers = [int(number) for number in process.stdout.readline().split()]
        assert all(map(runs, numbers))
        process.kill()
        assert until(lambda: not any(map(runs, numbers)))


def test_an_error_does_not_wait_for_their_work() -> None:
    """What they are at is ended as well."""
    begun = time.monotonic()

    def work() -> None:
        with processes.started(2) as pool:
            pool.submit(time.sleep, 60)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert not multiprocessing.active_children()
    assert time.monotonic() - begun < 30


def test_the_terminal_s_signals_are_handled_as_before() -> None:
    """They are ignored while processes start, which inherit that, and no longer."""
    before = {number: signal.getsignal(number) for number in processes.OURS}
    with processes.started(1) as pool:
        assert {number: signal.getsignal(number) for number in processes.OURS} == before
        for number in processes.OURS:
            assert pool.submit(signal.getsignal, number).result() is signal.SIG_IGN
