"""Processes that work for this one: signals are its affair, and they end when it does, however it does."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OURS = (signal.SIGINT, signal.SIGHUP)
"""Signals that a terminal sends to all processes of a command."""


@contextmanager
def started(workers: int, prepare: Callable[[], object] | None = None) -> Iterator[ProcessPoolExecutor]:
    """Give a pool whose processes are being started; after an error what they have begun is ended, too.

    Args:
        workers: how many.
        prepare: what each of them calls before its first work.
    """
    context = multiprocessing.get_context("spawn")  # a fork would copy open database connections
    with _signals_ignored():
        pool = ProcessPoolExecutor(workers, context, initializer=_attend, initargs=(prepare,))
        for _ in range(workers):  # each work starts one, as long as none is idle
            pool.submit(len, ())
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


def _attend(prepare: Callable[[], object] | None) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if prepare:
        prepare()


def _end_with_parent() -> None:
    """Wait for the end of the process that started this one; killed, it cannot say so itself."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


@contextmanager
def _signals_ignored() -> Iterator[None]:
    """Let processes that are started here ignore what the terminal sends; only the main thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in OURS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
