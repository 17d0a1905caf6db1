"""A systemd of the user's own, in namespaces of its own: it neither sees nor touches the one of this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PROGRAM = Path("/lib/systemd/systemd")
NEEDED = ("unshare", "nsenter", "systemctl", "mount")
RUNTIME = "/run/user/0"
BEGIN = (
    f"mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system {RUNTIME} && chmod 700 {RUNTIME} "
    f"&& exec {PROGRAM} --user"
)
"""The folder /run/systemd/system is what tells programs that a systemd runs."""
SECONDS = 20.0


def lacking() -> str:
    """Return what a user's systemd needs and this machine lacks; empty when it can run."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing or not PROGRAM.exists():
        return ", ".join(missing or [str(PROGRAM)])
    return "" if os.geteuid() == 0 else "root, for a mount namespace"


@dataclass
class UserSystemd:
    """Runs while the context is open; `home` is the home folder that it knows."""

    home: Path

    def __enter__(self) -> Self:
        self.home.mkdir(parents=True, exist_ok=True)
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        self.environment = kept | {"HOME": str(self.home), "XDG_RUNTIME_DIR": RUNTIME}
        self._process = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", BEGIN],
            env=self.environment, cwd=self.home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + SECONDS
        while self.run("systemctl", "--user", "is-system-running").stdout.strip() not in {
            "running",
            "degraded",
        }:
            if time.monotonic() > end or self._process.poll() is not None:
                self.__exit__()
                raise RuntimeError("the user's systemd does not come up")
            time.sleep(0.2)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command beside it."""
        inside = ["nsenter", "--target", str(self._process.pid), "--mount", "--wd=.", *words]
        return subprocess.run(
            inside, env=self.environment | settings, capture_output=True, text=True, check=False, timeout=120
        )

    def shown(self, unit: str, name: str) -> str:
        """Return a property of a unit."""
        return self.run("systemctl", "--user", "show", "--value", f"--property={name}", unit).stdout.strip()
