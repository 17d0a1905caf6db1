"""`osiris replay` on recordings of the program's own, in real processes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.osiris_crawler.cli.process import osiris
from tests.osiris_crawler.cli.recorded import recorded

if TYPE_CHECKING:
    from pathlib import Path


def _csv(data: Path, target: Path) -> bytes:
    assert osiris("export", "csv", "--data", str(data), "-o", str(target))[0] == 0
    return target.read_bytes()


@pytest.mark.parametrize("way", ["copied recordings", "named files", "in place", "without indexes"])
def test_the_csv_is_the_same_to_the_byte(tmp_path: Path, way: str) -> None:
    """After three runs with edits and a deletion between them, a replay makes the same records."""
    live, data = recorded().data, tmp_path / "data"
    names: list[str] = []
    if way == "named files":
        names = [str(path) for path in sorted((live / "warc").glob("*.warc.gz"))]
    elif way == "in place":
        shutil.copytree(live, data)
    else:
        shutil.copytree(live / "warc", data / "warc")
    if way == "without indexes":
        for path in (data / "warc").glob("*.cdxj"):
            path.unlink()
    code, said = osiris("replay", *names, "--data", str(data), "--workers", "1")
    assert code == 0, said
    assert _csv(data, tmp_path / "new.csv") == _csv(live, tmp_path / "live.csv")


def test_an_unreadable_file_is_exit_code_3(tmp_path: Path) -> None:
    """The message names the file."""
    (tmp_path / "x.warc.gz").write_bytes(b"nothing of the kind")
    code, said = osiris("replay", str(tmp_path / "x.warc.gz"), "--data", str(tmp_path / "data"))
    assert code == 3
    assert "x.warc.gz" in said
    assert "No answer was read, so that no record was made." in said
    assert "Records in" not in said


def test_no_process_reads_nothing(tmp_path: Path) -> None:
    """Exit 2 for --workers 0."""
    code, said = osiris("replay", "--workers", "0", "--data", str(tmp_path))
    assert code == 2
    assert "--workers 0" in said


def test_a_share_that_is_none_is_exit_code_2(tmp_path: Path) -> None:
    """`--max-change` takes a percentage."""
    code, said = osiris("replay", "--max-change", "few", "--data", str(tmp_path))
    assert code == 2
    assert "2%" in said


def test_the_next_step_names_the_folder(tmp_path: Path) -> None:
    """It can be pasted, also where the folder's name has a blank."""
    data = tmp_path / "my archive"
    shutil.copytree(recorded().data / "warc", data / "warc")
    code, said = osiris("replay", "--data", str(data), "--workers", "1")
    assert code == 0, said
    assert f"osiris export csv --data '{data}' · osiris status --data '{data}'" in said


def test_a_diff_makes_nothing(tmp_path: Path) -> None:
    """No archive where there was none: neither of foreign files nor of recordings without a database."""
    names = [str(path) for path in sorted((recorded().data / "warc").glob("*.warc.gz"))]
    code, said = osiris("replay", *names, "--diff", "--data", str(tmp_path / "new"), "--workers", "1")
    assert (code, "25 new" in said) == (0, True), said
    assert not (tmp_path / "new").exists()
    shutil.copytree(recorded().data / "warc", tmp_path / "data" / "warc")
    code, said = osiris("replay", "--diff", "--data", str(tmp_path / "data"), "--workers", "1")
    assert (code, "25 new" in said) == (0, True), said
    assert {path.name for path in (tmp_path / "data").iterdir()} <= {"warc", "lock"}
    assert sorted(path.name for path in (tmp_path / "data" / "warc").iterdir()) == sorted(
        path.name for path in (recorded().data / "warc").iterdir()
    )


def test_nothing_to_replay_makes_nothing(tmp_path: Path) -> None:
    """Exit 2, and no folder with a lock in it."""
    code, said = osiris("replay", "--data", str(tmp_path / "new"))
    assert code == 2
    assert "holds no recordings" in said
    assert not (tmp_path / "new").exists()
