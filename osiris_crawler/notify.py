"""Tells people how a run ended: a command of theirs, a webhook of theirs, or both."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from osiris_crawler import settings
from osiris_crawler.health import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 20
"""A command or a server that takes longer is given up; the run's result does not depend on it."""
ALWAYS = "always"
QUIET = (Verdict.HEALTHY, Verdict.STOPPED)
"""A run that its quota or its hours stopped goes on the next night."""

logger = logging.getLogger(__name__)


def notify(news: Mapping[str, Any], *, command: str, webhook: str, when: str) -> list[str]:
    """Send the end of a run; return what could not be done, a sentence each, and never raise.

    Args:
        news: `verdict`, `exit_code`, `reasons`, `site`, `run`, `started_at`, `ended_at` … as JSON knows them.
        command: run by the shell with the JSON on its standard input and `OSIRIS_VERDICT` in its environment.
        webhook: http(s) address that gets the JSON by POST.
        when: `always`, else only when the run was unhealthy or failed.
    """
    if news["verdict"] in QUIET and when.strip().lower() != ALWAYS:
        return []
    text = json.dumps(dict(news), ensure_ascii=False)
    troubles = []
    if command and (trouble := _run(command, text, news)):
        troubles.append(f"OSIRIS_NOTIFY_COMMAND: {trouble}")
    if webhook and (trouble := _post(webhook, text)):
        troubles.append(f"OSIRIS_NOTIFY_WEBHOOK: {trouble}")
    return troubles


def notify_by_settings(news: Mapping[str, Any]) -> None:
    """Send the end of a run as the settings say; what fails goes to the log."""
    troubles = notify(
        news,
        command=settings.OSIRIS_NOTIFY_COMMAND,
        webhook=settings.OSIRIS_NOTIFY_WEBHOOK,
        when=settings.OSIRIS_NOTIFY,
    )
    for trouble in troubles:
        logger.error("Nobody could be told how the run ended. %s", trouble)


def _run(command: str, text: str, news: Mapping[str, Any]) -> str:
    """Run the command; return what went wrong."""
    environment = os.environ | {
        "OSIRIS_VERDICT": str(news["verdict"]),
        "OSIRIS_EXIT_CODE": str(news["exit_code"]),
    }
    try:
        done = subprocess.run(  # noqa: S602 - the user's own command, from the user's own settings
            command, shell=True, input=text, text=True, env=environment, timeout=SECONDS, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    return "" if done.returncode == 0 else f"exit code {done.returncode}: {done.stderr.strip()[-300:]}"


def _post(webhook: str, text: str) -> str:
    """Post to the webhook; return what went wrong, without the address: it may hold a secret."""
    if urlsplit(webhook).scheme not in {"http", "https"}:
        return "not an http or https address"
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked
        webhook, text.encode(), {"Content-Type": "application/json", "User-Agent": settings.USER_AGENT}
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310
            return ""
    except urllib.error.HTTPError as error:
        return f"the server answered {error.code}"
    except (OSError, ValueError) as error:
        return f"no answer ({type(error).__name__})"
