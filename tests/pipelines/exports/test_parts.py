"""Tests of `pipelines.exports.parts`: what killed exports left is removed, what others still write is not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.exports import parts
from pipelines.exports.writing import whole_file, whole_folder

ROOT = Path(__file__).parents[3]
LATER = parts.YOUNG + 1
PROGRAM = """
import sys, time
from pathlib import Path
from pipelines.exports.writing import whole_file, whole_folder
whole = {"file": whole_file, "folder": whole_folder}[sys.argv[1]]
with whole(Path(sys.argv[2])) as made:
    if sys.argv[1] == "file":
        made.write(b"half")
        made.flush()
    else:
        (made / "half").mkdir()
    print("ready", flush=True)
    time.sleep(60)
"""


def begin(form: str, place: Path) -> subprocess.Popen[bytes]:
    """Start an export in a process of its own, and wait until it writes."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, form, str(place)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill it, as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=20)
    assert process.stdout is not None
    process.stdout.close()


def beside(place: Path) -> list[str]:
    """Return what lies in the same folder."""
    return sorted(path.name for path in place.parent.iterdir())


def age(place: Path) -> None:
    """Let the parts be older than they are."""
    for part in place.parent.glob(f".*{parts.PART}"):
        os.utime(part, (time.time() - LATER, time.time() - LATER))


def write(form: str, place: Path) -> None:
    """Write an export whole."""
    if form == "file":
        with whole_file(place) as file:
            file.write(b"new")
    else:
        with whole_folder(place):
            pass


@pytest.mark.parametrize("form", ["file", "folder"])
def test_what_a_kill_left_is_removed_by_the_next_export(tmp_path: Path, form: str) -> None:
    """Nothing stays for ever; while the other still writes, its part is left alone."""
    place = tmp_path / "articles[1]"
    process = begin(form, place)
    age(place)
    write(form, place)
    left = [name for name in beside(place) if name != place.name]
    assert len(left) == 1
    kill(process)
    age(place)
    write(form, place)
    assert beside(place) == [place.name]


def test_a_part_that_was_just_begun_is_left_alone(tmp_path: Path) -> None:
    """Its lock may not be there yet."""
    (tmp_path / ".a.csv.1.part").touch()
    parts.clear(tmp_path / "a.csv")
    assert beside(tmp_path / "a.csv") == [".a.csv.1.part"]


def test_a_folder_that_was_put_aside_comes_back(tmp_path: Path) -> None:
    """A kill between the two steps of changing places loses nothing."""
    aside = tmp_path / ".package.1.old"
    aside.mkdir()
    (aside / "README.md").touch()
    parts.clear(tmp_path / "package")
    assert (tmp_path / "package" / "README.md").exists()
    aside.mkdir()
    parts.clear(tmp_path / "package")
    assert beside(aside) == ["package"]


def test_a_scratch_folder_goes_with_its_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lies among the temporary files of the system."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with parts.scratch() as folder:
        assert folder.parent == tmp_path
        (folder / "x").touch()
    assert list(tmp_path.iterdir()) == []
