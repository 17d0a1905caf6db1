"""Serves the sample archive as a tree of files by nginx, which names their states by ETag and Last-Modified."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote

from osiris_crawler.sample.server import Request, SampleSite
from tests.osiris_crawler.cli.process import osiris

if TYPE_CHECKING:
    from pathlib import Path

    from osiris_crawler.sample.archive import SampleArchive

PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PAST = 1_577_836_800
"""Time of every file that was never edited: 1 January 2020."""
SECONDS = 10.0
CONFIGURATION = """
daemon off; master_process off; pid {home}/pid; error_log {home}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log {home}/access.log; gzip {gzip}; gzip_types application/xml; types {{ }}
  client_body_temp_path {home}/a; proxy_temp_path {home}/b; fastcgi_temp_path {home}/c;
  uwsgi_temp_path {home}/d; scgi_temp_path {home}/e;
  server {{
    listen 127.0.0.1:{port}; root {home}/tree; default_type "text/html"; charset utf-8;
    location / {{ try_files $uri@$args =404; }}
    location = /sitemap.xml {{ default_type "application/xml"; try_files $uri@$args =404; }}
    location = /robots.txt {{ default_type "text/plain"; try_files $uri@$args =404; }}
  }}
}}
"""


@dataclass
class StaticSite:
    """The archive as files; a query is part of the file's name, behind an @."""

    archive: SampleArchive
    home: Path
    gzip: bool = True
    paths: list[str] = field(default_factory=list)
    url: str = ""
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/"
        with SampleSite(self.archive) as site:
            code, said = osiris(
                "crawl", "--site", site.url, "--kinds", "all", "--data", str(self.home / "data")
            )
            assert code == 0, said
            self.paths = list(dict.fromkeys(site.paths()))
        self.publish()
        configuration = self.home / "nginx.conf"
        switch = "on" if self.gzip else "off"
        configuration.write_text(
            CONFIGURATION.format(home=self.home, port=port, gzip=switch), encoding="utf-8"
        )
        assert PROGRAM is not None
        self._process = subprocess.Popen([PROGRAM, "-p", str(self.home), "-c", str(configuration)])
        self._wait(port)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(SECONDS)

    def publish(self, *more: str) -> list[str]:
        """Write the pages as they are now; return the paths of those that were written anew."""
        self.paths += [path for path in more if path not in self.paths]
        written = []
        with SampleSite(self.archive, public_url=self.url) as site:
            for path in self.paths:
                answer = site.answer(Request("GET", path, {}, 0.0))
                if answer.status == 200:
                    written += [path] if self._write(path, answer.body) else []
        return written

    def asked(self) -> list[tuple[str, int, int]]:
        """Return path, status and bytes sent of every request so far."""
        lines = (self.home / "access.log").read_text(encoding="utf-8").splitlines()
        parts = [line.split('"') for line in lines]
        return [(part[1].split()[1], int(part[2].split()[0]), int(part[2].split()[1])) for part in parts]

    def _write(self, path: str, body: bytes) -> bool:
        name, _, query = path.partition("?")
        file = self.home / "tree" / f"{unquote(name)[1:]}@{query}"
        known = file.exists()
        if known and file.read_bytes() == body:
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
        if not known:
            os.utime(file, (PAST, PAST))
        return True

    def _wait(self, port: int) -> None:
        """Wait until nginx listens."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"nginx does not listen: {(self.home / 'error.log').read_text(encoding='utf-8')}")
