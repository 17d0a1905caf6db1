"""Tells people which recordings an export had to leave behind, and keeps a whole package from being replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from osiris_crawler.cli.saying import Sayer

DAMAGED = 3


class Damages:
    """Listens to the damages that an export finds; `end` gives the exit code for them."""

    def __init__(self, console: Sayer, target: Path, *, replace: bool) -> None:
        """Prepare to listen.

        Args:
            console: for people.
            target: what the export writes.
            replace: a package that stands there may be replaced by one that lacks what is damaged.
        """
        self._console = console
        self._target = target
        self._replace = replace
        self._number = 0

    def __call__(self, damages: Sequence[str]) -> None:
        """Name the damages; end the export when a package stands there that may hold what is damaged now.

        Raises:
            typer.Exit: nothing is to be written.
        """
        self._number += len(damages)
        for line in damages:
            self._console.say(f"damaged: {line}")
        if self._target.is_file() or (self._target.is_dir() and any(self._target.iterdir())):
            if self._replace:
                return
            self._console.say(
                f"{self._target} stays as it is, since it may still hold what is damaged now. --any-health replaces it "
                "by a package of what is whole."
            )
            self._advise()
            raise typer.Exit(DAMAGED)

    def end(self) -> None:
        """End with exit code 3 when something was left behind.

        Raises:
            typer.Exit: something was.
        """
        if self._number:
            self._console.say("The package holds what is whole, without what is named above.")
            self._advise()
            raise typer.Exit(DAMAGED)

    def _advise(self) -> None:
        self._console.say("Next: osiris verify · put what is damaged back from a copy · export again")


def being_written(folder: Path, lacking: str, again: str) -> str:
    """Return what to say of recordings that are not closed yet; nothing when there are none.

    Args:
        folder: of the recordings.
        lacking: what is not done with them, such as `Not checked`.
        again: what to do when they are closed, such as `Verify`.
    """
    from osiris_crawler.lock import holder
    from pipelines.snapshots.leftovers import OPEN

    names = [path.name.removesuffix(OPEN) for path in sorted(folder.glob(f"*.warc.gz{OPEN}"))]
    if not names:
        return ""
    said = f"{lacking}: {', '.join(names)}"
    if holder(folder.parent)[1]:
        return f"{said}, which a crawl is writing now. {again} again when it has ended."
    return f"{said}, which a run left open that was killed; osiris crawl or osiris replay closes it."
