"""Foreign recordings in the `warc/` folder."""

from __future__ import annotations

import gzip
import zipfile
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.errors import SnapshotError
from pipelines.replay.taking_in import take_in
from pipelines.snapshots.cdxj import read_index
from pipelines.snapshots.warc_reader import read_record
from tests.pipelines.replay.test_work import FIRST, warc
from tests.pipelines.snapshots.test_warc_reader import ARC

if TYPE_CHECKING:
    from pathlib import Path


def test_a_copy_keeps_every_byte_and_gets_an_index(tmp_path: Path) -> None:
    """Taken twice it is there once."""
    given = warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST)
    (first,), (second,) = (take_in(given, tmp_path / "warc") for _ in range(2))
    assert first == second
    assert first.read_bytes() == given.read_bytes()
    assert [entry.filename for entry in read_index(first)] == ["a.warc.gz"]


def test_another_file_of_the_same_name_gets_a_name_of_its_own(tmp_path: Path) -> None:
    """Nothing is overwritten."""
    (tmp_path / "b").mkdir()
    take_in(warc(tmp_path / "a.warc.gz", "Un.", FIRST), tmp_path / "warc")
    (path,) = take_in(warc(tmp_path / "b" / "a.warc.gz", "Deux.", FIRST), tmp_path / "warc")
    assert path.name == "a-2.warc.gz"
    assert [entry.filename for entry in read_index(path)] == ["a-2.warc.gz"]


def test_an_arc_packed_as_one_stream_is_packed_by_record(tmp_path: Path) -> None:
    """As a WARC is; only its second record shows it."""
    given = tmp_path / "a.arc.gz"
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html></html>"
    head = b"http://127.0.0.1/arc 127.0.0.1 20030102030405 text/html %d\n" % len(block)
    given.write_bytes(gzip.compress(ARC + 2 * (head + block + b"\n")))
    (path,) = take_in(given, tmp_path / "warc")
    for entry in read_index(path):
        assert read_record(path, entry.offset, entry.length).block == block
    assert len(read_index(path)) == 2


def test_the_error_about_a_broken_stream_names_the_file_given(tmp_path: Path) -> None:
    """Not the copy that was tried."""
    given = tmp_path / "a.arc.gz"
    given.write_bytes(
        gzip.compress(ARC + b"http://127.0.0.1/ 127.0.0.1 20030102030405 text/html 3\n" + b"x " * 99)
    )
    with pytest.raises(SnapshotError, match=str(given)) as refused:
        take_in(given, tmp_path / "warc")
    assert ".part" not in str(refused.value)


def test_what_cannot_be_taken_leaves_nothing_behind(tmp_path: Path) -> None:
    """A missing file, a package without recordings, a broken file."""
    with zipfile.ZipFile(tmp_path / "x.wacz", "w") as package:
        package.writestr("pages/pages.jsonl", "{}")
    (tmp_path / "b.warc.gz").write_bytes(b"\x1f\x8bbroken")
    for name in ("none.warc.gz", "x.wacz", "b.warc.gz"):
        with pytest.raises(SnapshotError, match=name):
            take_in(tmp_path / name, tmp_path / "warc")
    assert list((tmp_path / "warc").glob("*")) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"# Notes\nno recording", "is no WARC, WACZ or ARC file"),
        (b"\x28\xb5\x2f\xfd packed", "its stream is"),
        (None, "is a folder"),
    ],
)
def test_what_is_no_recording_is_told_so(tmp_path: Path, content: bytes | None, says: str) -> None:
    """In words for people, not as what its bytes would mean in a record."""
    given = tmp_path / "given"
    if content is None:
        given.mkdir()
    else:
        given.write_bytes(content)
    with pytest.raises(SnapshotError, match=says):
        take_in(given, tmp_path / "warc")


def test_a_small_file_packed_as_one_stream_is_packed_anew(tmp_path: Path) -> None:
    """Also when all of it is unpacked before its first record ends; the records keep every byte."""
    plain = gzip.decompress(warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST).read_bytes())
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(plain))
    (path,) = take_in(tmp_path / "a.warc.gz", tmp_path / "warc")
    assert gzip.decompress(path.read_bytes()) == plain
    assert path.read_bytes().count(b"\x1f\x8b\x08") == plain.count(b"WARC-Record-ID")


def test_the_file_given_is_named_when_its_stream_holds_no_records(tmp_path: Path) -> None:
    """Not the copy that was tried."""
    plain = gzip.decompress(warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST).read_bytes())
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(plain + b"no record\r\n" * 9))
    with pytest.raises(SnapshotError) as told:
        take_in(tmp_path / "a.warc.gz", tmp_path / "warc")
    assert str(told.value).startswith(str(tmp_path / "a.warc.gz"))
    assert ".part" not in str(told.value)


def test_a_wacz_of_several_is_unpacked(tmp_path: Path) -> None:
    """Browsertrix packs the crawls of a collection so; their recordings often have the same name."""
    inner = []
    for text in ("Un.", "Deux."):
        recording = warc(tmp_path / "data.warc.gz", text, FIRST)
        with zipfile.ZipFile(tmp_path / f"{text}wacz", "w") as package:
            package.write(recording, "archive/data.warc.gz")
        inner.append(tmp_path / f"{text}wacz")
    with zipfile.ZipFile(tmp_path / "all.wacz", "w") as package:
        for path in inner:
            package.write(path, path.name)
    taken = take_in(tmp_path / "all.wacz", tmp_path / "warc")
    assert [path.name for path in taken] == ["data.warc.gz", "data-2.warc.gz"]


def test_the_whole_recordings_of_a_broken_wacz_are_taken(tmp_path: Path) -> None:
    """The broken one is named with its package."""
    good = warc(tmp_path / "a.warc.gz", "Un.", FIRST)
    with zipfile.ZipFile(tmp_path / "some.wacz", "w") as package:
        package.write(good, "archive/a.warc.gz")
        package.writestr("archive/b.warc.gz", good.read_bytes()[:200])
    problems: list[str] = []
    assert [path.name for path in take_in(tmp_path / "some.wacz", tmp_path / "warc", problems)] == [
        "a.warc.gz"
    ]
    assert [problem.startswith(f"{tmp_path / 'some.wacz'}: archive/b.warc.gz") for problem in problems] == [
        True
    ]


def test_a_wacz_that_is_cut_off_is_said_to_be_one(tmp_path: Path) -> None:
    """Its directory stands at the end."""
    with zipfile.ZipFile(tmp_path / "x.wacz", "w") as package:
        package.write(warc(tmp_path / "a.warc.gz", "Un.", FIRST), "archive/a.warc.gz")
    (tmp_path / "cut.wacz").write_bytes((tmp_path / "x.wacz").read_bytes()[:300])
    with pytest.raises(SnapshotError, match="whose end is missing"):
        take_in(tmp_path / "cut.wacz", tmp_path / "warc")


@pytest.mark.parametrize(
    ("given", "packed", "name"),
    [
        ("a.warc", True, "a.warc.gz"),
        ("a.warc.gz", False, "a.warc"),
        ("A.WARC.GZ", True, "A.warc.gz"),
        ("x" * 300 + ".warc.gz", True, "x" * 150 + ".warc.gz"),
        ("../../up.warc.gz", True, "up.warc.gz"),
        ("archive\\..\\back.warc.gz", True, "back.warc.gz"),
        ("archive/.warc.gz", True, "recording.warc.gz"),
        ("line\n.warc.gz", True, "line_.warc.gz"),
    ],
)
def test_a_recording_gets_a_name_that_is_true_and_harmless(
    tmp_path: Path,
    given: str,
    name: str,
    packed: bool,  # noqa: FBT001
) -> None:
    """The ending tells whether it is packed, whatever it said; no name leads out of the folder."""
    content = warc(tmp_path / "x", "Bonjour.", FIRST, packed=packed).read_bytes()
    with zipfile.ZipFile(tmp_path / "x.wacz", "w") as package:
        package.writestr(given, content)
    (path,) = take_in(tmp_path / "x.wacz", tmp_path / "warc")
    assert path == tmp_path / "warc" / name
    assert path.read_bytes() == content


@pytest.mark.parametrize("place", [6, 8])
def test_a_package_that_is_encrypted_or_packed_in_an_unknown_way_is_named(tmp_path: Path, place: int) -> None:
    """As a file that cannot be read, not as an accident of the program."""
    given = tmp_path / "x.wacz"
    with zipfile.ZipFile(given, "w") as package:
        package.write(warc(tmp_path / "a.warc.gz", "Un.", FIRST), "archive/a.warc.gz")
    content = bytearray(given.read_bytes())
    for where in (place, content.index(b"PK\x01\x02") + place + 2):
        content[where] = 1 if place == 6 else 97
    given.write_bytes(content)
    problems: list[str] = []
    assert take_in(given, tmp_path / "warc", problems) == []
    assert [
        problem.startswith(f"{given}: archive/a.warc.gz: cannot be taken in") for problem in problems
    ] == [True]


def test_a_recording_that_ends_in_a_zip_file_is_no_package(tmp_path: Path) -> None:
    """The last answer of one that is not packed may be a text document, which is a ZIP file."""
    given = warc(tmp_path / "a.warc", "Bonjour.", FIRST, packed=False)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as document:
        document.writestr("content.xml", "<text/>")
    zipped = (tmp_path / "x.zip").read_bytes()
    head = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://presse.example/x.odt\r\n"
    head += f"WARC-Date: 2020-01-02T03:04:05Z\r\nContent-Length: {len(zipped)}\r\n\r\n"
    given.write_bytes(given.read_bytes() + head.encode() + zipped + b"\r\n\r\n")
    (path,) = take_in(given, tmp_path / "warc")
    assert len(read_index(path)) == 2


def test_what_would_have_to_be_mended_is_not_linked(tmp_path: Path) -> None:
    """A file of somebody else is never changed."""
    given = warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST)
    given.write_bytes(given.read_bytes() + given.read_bytes()[:-20])
    with pytest.raises(SnapshotError, match="without --in-place"):
        take_in(given, tmp_path / "warc", in_place=True)
    problems: list[str] = []
    assert len(take_in(given, tmp_path / "warc", problems)) == 1
    assert "cut off" in problems[0]


@pytest.mark.parametrize("way", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_of_a_damaged_package_the_whole_records_are_taken(tmp_path: Path, way: int) -> None:
    """One byte of a WACZ costs one record, not the recording."""
    members = [
        warc(tmp_path / "x.warc.gz", f"{at}.", FIRST, url=f"http://presse.example/{at}.html").read_bytes()
        for at in range(60)
    ]
    given = tmp_path / "x.wacz"
    with zipfile.ZipFile(given, "w", way) as package:
        package.writestr("archive/a.warc.gz", b"".join(members))
    content = bytearray(given.read_bytes())
    content[len(b"".join(members)) // 2] ^= 255
    given.write_bytes(content)
    problems: list[str] = []
    (path,) = take_in(given, tmp_path / "warc", problems)
    assert len(read_index(path)) >= (59 if way == zipfile.ZIP_STORED else 10)
    assert [problem.startswith(f"{given}: archive/a.warc.gz: ") for problem in problems] == [True]
