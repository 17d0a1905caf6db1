"""Drives a headless Chromium by the W3C WebDriver protocol, without a library."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1280,1000",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
"""Quiet on the network: nothing but loopback is asked for."""
SECONDS = 60.0


class Browser:
    """One window of a browser."""

    def __init__(self, session: str) -> None:
        self._session = session

    def open(self, url: str) -> None:
        """Go to an address."""
        _call("POST", f"{self._session}/url", {"url": url})

    def run(self, script: str, *values: Any) -> Any:
        """Run the body of a function in the page; return what it returns."""
        return _call("POST", f"{self._session}/execute/sync", {"script": script, "args": list(values)})

    def wait(self, script: str, *values: Any, wanted: Callable[[Any], bool] = bool) -> Any:
        """Run a script until it returns what is wanted; return that."""
        end = time.monotonic() + SECONDS
        found = None
        while time.monotonic() < end:
            found = self.run(script, *values)
            if wanted(found):
                return found
            time.sleep(0.2)
        raise AssertionError(f"not in {SECONDS:.0f} s: {script}\nlast: {found!r}")

    def picture(self, target: Path) -> None:
        """Save what the window shows as PNG."""
        target.write_bytes(base64.b64decode(_call("GET", f"{self._session}/screenshot")))


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """Start a browser with an empty profile; it ends with the block."""
    program = shutil.which("chromedriver")
    assert program is not None
    driver = subprocess.Popen(
        [program, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert driver.stdout is not None
    try:
        port = next(
            found[1] for line in driver.stdout if (found := re.search(r"successfully on port (\d+)", line))
        )
        options = {"args": [*FLAGS, f"--user-data-dir={profile}"]}
        wanted = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        base = f"http://127.0.0.1:{port}/session"
        session = f"{base}/{_call('POST', base, wanted)['sessionId']}"
        try:
            yield Browser(session)
        finally:
            _call("DELETE", session)
    finally:
        driver.terminate()
        driver.wait(20)
        driver.stdout.close()


def _call(method: str, url: str, values: Any = None) -> Any:
    data = None if values is None else json.dumps(values).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(error.read().decode()[:2000]) from error
