"""Tests of the command that is told how a run ended."""

import json
from pathlib import Path

from osiris_crawler.notify import notify

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
