"""Recorded answers turned into items."""

from __future__ import annotations

import pickle
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.items import Article, Role
from osiris_crawler.reading import Asked
from osiris_crawler.sites import profile_for
from pipelines.replay.answering import Ask, read_batch
from pipelines.snapshots.packing import RESPONSE_TYPE, REVISIT_PROFILE, new_record_id, pack
from pipelines.snapshots.warc_reader import scan
from tests.pipelines.replay.test_work import FIRST, URL, replay, stored, warc

if TYPE_CHECKING:
    from pathlib import Path


def test_a_record_is_read_and_one_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The article is normalised already; a damaged record is a problem, no exception."""
    path = warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST)
    profiles = pickle.dumps([profile_for("http://presse.example/")])
    (entry,) = scan(path)
    good = Ask(str(path), entry, None, 0, Asked(Role.ARTICLE))
    bad = Ask(str(path), replace(entry, offset=7), None, 0, Asked(Role.ARTICLE))
    read, broken = read_batch([good, bad], profiles)
    assert isinstance(read.item, Article)
    assert read.item.published_on == "2020-01-15"
    assert read.item.visit.snapshot is not None
    assert read.refused == ""
    assert broken.item is None
    assert "a.warc.gz" in broken.problem


LATER = FIRST + timedelta(days=30)
PROFILE = "http://netpreserve.org/warc/1.0/revisit/server-not-modified"
PAGE_TAG = b'ETag: "a"\r\n'


def confirming(kind: str, block: bytes, **fields: str) -> bytes:
    """Pack a record of a 304 as other programs write it; of the fields `_` stands for a hyphen."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    plain = {"WARC-Target-URI": URL, "WARC-Date": LATER.strftime("%Y-%m-%dT%H:%M:%SZ")}
    return pack(kind, new_record_id(), plain | {"Content-Type": RESPONSE_TYPE} | named, block)


def tagged(path: Path) -> Path:
    """Write a page whose server names its state."""
    warc(path, "Bonjour.", FIRST, packed=False)
    head, _, rest = path.read_bytes().partition(b"HTTP/1.1 200 OK\r\n")
    block = b"HTTP/1.1 200 OK\r\n" + PAGE_TAG + rest.removesuffix(b"\r\n\r\n")
    names = [b"WARC-Payload-Digest", b"WARC-Target-URI", b"WARC-Date"]
    lines = [line.decode() for line in head.split(b"\r\n") if line.split(b":")[0] in names]
    fields = dict(line.split(": ", 1) for line in lines)
    path.write_bytes(pack("response", new_record_id(), fields | {"Content-Type": RESPONSE_TYPE}, block))
    return path


NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\n"


@pytest.mark.parametrize(
    ("block", "fields"),
    [
        (NOT_MODIFIED + b'ETag: W/"a"\r\n\r\n', {"WARC_Truncated": "length"}),
        (NOT_MODIFIED + b"\r\n", {"WARC_Refers_To_Date": FIRST.strftime("%Y-%m-%dT%H:%M:%SZ")}),
        (b"", {"WARC_Refers_To_Date": FIRST.strftime("%Y-%m-%dT%H:%M:%SZ")}),
    ],
    ids=["the tag", "the date", "an empty block"],
)
def test_a_foreign_304_confirms_the_page_it_names(
    tmp_path: Path, block: bytes, fields: dict[str, str]
) -> None:
    """Heritrix names no payload: tag or date say which answer is meant. The article was seen then, unchanged."""
    path = tagged(tmp_path / "a.warc.gz")
    path.write_bytes(path.read_bytes() + confirming("revisit", block, WARC_Profile=PROFILE, **fields))
    assert replay(tmp_path / "data", path).report.problems == []
    (row,) = stored(tmp_path / "data")
    assert row.revision == 1
    assert row.first_seen_at.startswith("2020-05-01")
    assert row.last_seen_at.startswith("2020-05-31")


@pytest.mark.parametrize(
    ("block", "fields"),
    [
        (NOT_MODIFIED + b'ETag: "b"\r\n\r\n', {"WARC_Profile": PROFILE}),
        (NOT_MODIFIED + b"\r\n", {"WARC_Profile": PROFILE}),
        (NOT_MODIFIED + b"\r\n", {"WARC_Profile": PROFILE, "WARC_Refers_To_Date": "2020-05-02T12:00:00Z"}),
        (NOT_MODIFIED + b"\r\n", {"WARC_Profile": REVISIT_PROFILE}),
    ],
    ids=["another tag", "nothing", "another date", "another profile"],
)
def test_a_304_of_which_nobody_knows_what_it_confirms_changes_nothing(
    tmp_path: Path, block: bytes, fields: dict[str, str]
) -> None:
    """The page in between may be in a recording that is not here; the record is named."""
    path = tagged(tmp_path / "a.warc.gz")
    path.write_bytes(path.read_bytes() + confirming("revisit", block, **fields))
    (problem,) = replay(tmp_path / "data", path).report.problems
    assert "says 304, and not what it confirms" in problem
    (row,) = stored(tmp_path / "data")
    assert row.last_seen_at.startswith("2020-05-01")


def test_a_plain_304_of_a_foreign_recording_is_indexed_only(tmp_path: Path) -> None:
    """Programs such as wget -N write such answers; what the request named is not known."""
    path = tagged(tmp_path / "a.warc.gz")
    path.write_bytes(path.read_bytes() + confirming("response", NOT_MODIFIED + b'ETag: "a"\r\n\r\n'))
    result = replay(tmp_path / "data", path)
    assert result.report.problems == []
    assert result.report.tally.only_indexed == 1
    (row,) = stored(tmp_path / "data")
    assert row.last_seen_at.startswith("2020-05-01")


def test_a_304_whose_page_is_nowhere_is_told(tmp_path: Path) -> None:
    """The recording that holds it has to be taken in, too."""
    path = tmp_path / "a.warc.gz"
    path.write_bytes(confirming("revisit", NOT_MODIFIED + b"\r\n", WARC_Profile=PROFILE))
    (problem,) = replay(tmp_path / "data", path).report.problems
    assert "repeat bodies that no recording here holds" in problem
