"""Runs a PostgreSQL server of its own on loopback, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from collections.abc import Iterator

USER = "postgres"


def programs() -> Path | None:
    """Return the folder of the newest server that is installed, None without any."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server in an empty folder; give the address of its databases, to which a name is appended."""
    where = programs()
    assert where is not None
    os_user = USER if os.getuid() == 0 else None  # it refuses to run as root
    if os_user:
        for parent in (folder, *folder.parents):
            if parent.stat().st_uid == 0 and not parent.stat().st_mode & 0o005:
                parent.chmod(parent.stat().st_mode | 0o055)
        shutil.chown(folder, USER)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "postgresql"

    def run(*command: str) -> None:
        subprocess.run(
            [str(where / command[0]), *command[1:]], cwd="/", check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=120, user=os_user,
        )  # fmt: skip

    run("initdb", "-D", str(data), "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -p {port} -F"
    run("pg_ctl", "-D", str(data), "-o", options, "-l", str(folder / "postgresql.log"), "-w", "start")
    try:
        yield f"postgresql+psycopg://{USER}@127.0.0.1:{port}/"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")


def make(address: str, name: str, options: str = "") -> str:
    """Make a database; return its address."""
    engine = create_engine(address + "postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} {options}"))
    engine.dispose()
    return address + name
