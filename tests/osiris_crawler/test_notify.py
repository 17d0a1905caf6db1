"""Tests of the command that is told how a run ended."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from osiris_crawler.notify import notify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEWS = {"verdict": "unhealthy", "exit_code": 3, "reasons": ["nothing found"], "site": "osiris"}


def test_the_command_gets_the_news_as_json(tmp_path: Path) -> None:
    """On its standard input, with the verdict in its environment."""
    out = tmp_path / "news.json"
    troubles = notify(
        NEWS, command=f'cat > "{out}"; test "$OSIRIS_VERDICT" = unhealthy', webhook="", when="unhealthy"
    )
    assert troubles == []
    assert json.loads(out.read_text(encoding="utf-8")) == NEWS


def test_healthy_runs_are_told_only_on_request(tmp_path: Path) -> None:
    """`always` tells of every run; one that its quota stopped goes on the next night."""
    out = tmp_path / "told"
    healthy = {**NEWS, "verdict": "healthy"}
    for verdict in ("healthy", "stopped"):
        notify({**NEWS, "verdict": verdict}, command=f'touch "{out}"', webhook="", when="unhealthy")
        assert not out.exists()
    notify(healthy, command=f'touch "{out}"', webhook="", when="always")
    assert out.exists()


def test_a_failing_command_is_a_trouble_and_no_crash() -> None:
    """The run's own result does not depend on who could be told."""
    (trouble,) = notify(NEWS, command="exit 7", webhook="", when="unhealthy")
    assert trouble.startswith("OSIRIS_NOTIFY_COMMAND")


class _Listener(BaseHTTPRequestHandler):
    """Keeps what is posted to it; /broken answers 500."""

    got: ClassVar[list[tuple[str, Any]]] = []

    def do_POST(self) -> None:
        """Keep the news."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((self.headers["Content-Type"], json.loads(body)))
        self.send_response(500 if self.path.startswith("/broken") else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook() -> Iterator[str]:
    """Listen on this machine."""
    _Listener.got.clear()
    with HTTPServer(("127.0.0.1", 0), _Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_webhook_gets_the_news_by_post(hook: str) -> None:
    """As JSON; accents and all."""
    news = {**NEWS, "reasons": ["l’été"]}
    assert notify(news, command="", webhook=f"{hook}/news", when="unhealthy") == []
    assert _Listener.got == [("application/json", news)]


def test_a_webhook_that_fails_is_a_trouble_without_its_address(hook: str) -> None:
    """The address may hold a secret."""
    (broken,) = notify(NEWS, command="", webhook=f"{hook}/broken?token=secret", when="unhealthy")
    assert broken == "OSIRIS_NOTIFY_WEBHOOK: the server answered 500"
    (nobody,) = notify(NEWS, command="", webhook="http://127.0.0.1:1/secret", when="unhealthy")
    assert "no answer" in nobody
    assert "secret" not in nobody
    (wrong,) = notify(NEWS, command="", webhook="file:///etc/passwd", when="unhealthy")
    assert wrong.endswith("not an http or https address")
