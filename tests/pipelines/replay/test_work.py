"""Replay as a whole: recordings of a small site become the same records again, own or foreign."""

from __future__ import annotations

import gzip
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.errors import UsageError
from pipelines.database.engine import open_database
from pipelines.database.runs import last
from pipelines.database.selection import Filter, Row, rows
from pipelines.replay.work import Result, Wishes, work
from pipelines.snapshots.cdxj import index_path
from pipelines.snapshots.packing import RESPONSE_TYPE, REVISIT_PROFILE, digest_of, new_record_id, pack
from pipelines.snapshots.warc_reader import scan

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = datetime(2020, 5, 1, 12, tzinfo=UTC)
PAGE = """<!DOCTYPE html><html lang="fr"><head><title>{title} - Le Site</title></head><body>
<p class="arbo"><a href="/">Accueil</a> &gt; <a href="-Articles-de-presse-.html">Articles de presse</a> &gt;
{title}</p><h1>{title}</h1><p>mercredi 15 janvier 2020</p>
<p>{body} Le texte de cet article inventé parle d'un réseau de câbles et de ceux qui le posent.</p>
<p>Un second paragraphe dit la suite, assez longue pour être prise pour un texte.</p>
<p>(Source : Le Courrier inventé, 15 janvier 2020)</p></body></html>"""
URL = "http://presse.example/Un-article.html"


def warc(
    path: Path, body: str, moment: datetime, *, chunked: bool = False, packed: bool = True, url: str = URL
) -> Path:
    """Write a recording as another program would."""
    page = PAGE.format(title="Un réseau de câbles", body=body).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    if chunked:
        head += b"Transfer-Encoding: chunked\r\n"
        page = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    fields = {
        "WARC-Target-URI": url,
        "WARC-Date": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-Payload-Digest": digest_of(page),
        "Content-Type": RESPONSE_TYPE,
    }
    member = pack("response", new_record_id(), fields, head + b"\r\n" + page)
    path.write_bytes(member if packed else gzip.decompress(member))
    return path


def replay(data: Path, *files: Path, diff: bool = False, in_place: bool = False) -> Result:
    """Replay in this process."""
    return work(Wishes(data, files, workers=0, diff=diff, in_place=in_place), NOW, lambda _done, _all: None)


def stored(data: Path) -> list[Row]:
    """Return the articles of a data folder."""
    database = open_database(data)
    with database.read() as session:
        found = list(rows(session, Filter()))
    database.close()
    return found


@pytest.mark.parametrize("form", ["by record", "plain", "one stream", "chunked", "wacz", "no ending"])
def test_a_foreign_recording_becomes_an_article(tmp_path: Path, form: str) -> None:
    """Whatever it is packed in: the article has its capture's date and lies in a copy that can be verified."""
    path = warc(
        tmp_path / "a.warc.gz",
        "Bonjour.",
        FIRST,
        chunked=form == "chunked",
        packed=form not in {"plain", "one stream"},
    )
    if form == "plain":
        path = path.rename(tmp_path / "a.warc")
    elif form == "no ending":
        path = path.rename(tmp_path / "download")
    elif form == "one stream":
        path.write_bytes(gzip.compress(path.read_bytes()))
    elif form == "wacz":
        with zipfile.ZipFile(tmp_path / "a.wacz", "w") as package:
            package.write(path, "archive/a.warc.gz")
        path = tmp_path / "a.wacz"
    result = replay(tmp_path / "data", path)
    (article,) = stored(tmp_path / "data")
    assert result.report.problems == []
    assert article.first_seen_at == "2020-05-01T12:00:00Z"
    assert article.published_on == "2020-01-15"
    assert article.body.startswith("Bonjour.")
    assert (tmp_path / "data" / "warc" / article.snapshot_file).exists()


def test_an_older_capture_changes_no_present_value(tmp_path: Path) -> None:
    """It only moves `first_seen_at` back, in whichever order the files come."""
    data = tmp_path / "data"
    replay(data, warc(tmp_path / "new.warc.gz", "Nouveau.", FIRST + timedelta(days=9)))
    replay(data, warc(tmp_path / "old.warc.gz", "Ancien.", FIRST))
    (article,) = stored(data)
    assert article.body.startswith("Nouveau.")
    assert (article.first_seen_at, article.last_seen_at) == ("2020-05-01T12:00:00Z", "2020-05-10T12:00:00Z")


def test_all_recordings_together_give_each_revision(tmp_path: Path) -> None:
    """Without files the archive's own recordings are read again, in the order of capture."""
    data = tmp_path / "data"
    replay(data, warc(tmp_path / "new.warc.gz", "Nouveau.", FIRST + timedelta(days=9)))
    replay(data, warc(tmp_path / "old.warc.gz", "Ancien.", FIRST))
    result = replay(data)
    (article,) = stored(data)
    assert result.applied
    assert article.revision == 2
    assert article.body.startswith("Nouveau.")


def test_a_broken_file_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    """The error names the file that was given."""
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(warc(tmp_path / "x.warc.gz", "Entier.", FIRST).read_bytes()[:-40])
    none = tmp_path / "notes.txt"
    none.write_text("Ceci n'est pas une archive.")
    result = replay(tmp_path / "data", broken, none, warc(tmp_path / "good.warc.gz", "Bon.", FIRST))
    assert len(stored(tmp_path / "data")) == 1
    assert len(result.report.problems) == 2
    assert str(broken) in result.report.problems[0]
    assert str(none) in result.report.problems[1]


def test_diff_changes_nothing_and_max_change_refuses(tmp_path: Path) -> None:
    """What the recordings say differently is counted by field; more than the limit is not applied."""
    data = tmp_path / "data"
    replay(data, warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST))
    replay(data, warc(tmp_path / "b.warc.gz", "Bonsoir.", FIRST, url="http://presse.example/Un-autre.html"))
    (data / "warc" / "b.warc.gz").unlink()
    shown = replay(data, diff=True)
    assert shown.difference is not None
    assert shown.difference.vanished == 1
    assert len(stored(data)) == 2
    refused = work(Wishes(data, workers=0, max_change=2.0), NOW, lambda _done, _all: None)
    assert "more than 2 %" in refused.refused
    assert len(stored(data)) == 2


@pytest.mark.parametrize("harm", ["missing", "torn", "one record"])
def test_records_are_not_lost_with_a_recording(tmp_path: Path, harm: str) -> None:
    """A replay of all that cannot read what records rest on changes nothing, unless a limit allows the loss."""
    data = tmp_path / "data"
    replay(data, warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST))
    replay(data, warc(tmp_path / "b.warc.gz", "Bonsoir.", FIRST, url="http://presse.example/Un-autre.html"))
    kept = data / "warc" / "b.warc.gz"
    whole = kept.read_bytes()
    if harm == "missing":
        kept.unlink()
    elif harm == "torn":
        kept.write_bytes(whole[:-60])
    else:
        kept.write_bytes(whole[:300] + bytes([whole[300] ^ 255]) + whole[301:])
    result = replay(data)
    assert "--max-change 100%" in result.refused
    assert any("b.warc.gz" in problem for problem in result.report.problems)
    assert not result.applied
    assert len(stored(data)) == 2
    accepted = work(Wishes(data, workers=0, max_change=100.0), NOW, lambda _done, _all: None)
    assert accepted.applied
    assert len(stored(data)) == 1
    kept.write_bytes(whole)
    assert replay(data).report.problems == []
    assert len(stored(data)) == 2


def test_records_are_not_lost_with_a_line_of_an_index(tmp_path: Path) -> None:
    """An index that lacks what the archive rests on is made anew."""
    data = tmp_path / "data"
    replay(data, warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST))
    both = data / "warc" / "a.warc.gz"
    other = warc(tmp_path / "b.warc.gz", "Bonsoir.", FIRST, url="http://presse.example/Un-autre.html")
    both.write_bytes(both.read_bytes() + other.read_bytes())
    index_path(both).unlink()
    replay(data)
    assert len(stored(data)) == 2
    lines = index_path(both).read_text().splitlines(keepends=True)
    index_path(both).write_text("".join(line for line in lines if "autre" not in line))
    assert replay(data).report.problems == []
    assert len(stored(data)) == 2
    assert index_path(both).read_text() == "".join(lines)
    both.write_bytes(both.read_bytes()[:-9])
    assert "--max-change 100%" in replay(data).refused
    assert len(stored(data)) == 2


def test_in_place_links_the_file(tmp_path: Path) -> None:
    """Nothing is copied, and the recordings can still be replayed."""
    data = tmp_path / "data"
    path = warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST)
    replay(data, path, in_place=True)
    assert (data / "warc" / "a.warc.gz").is_symlink()
    assert len(stored(data)) == 1


def test_a_revisit_without_a_head_is_what_it_repeats(tmp_path: Path) -> None:
    """Warcit writes such for files that are the same; without the record that it repeats it is named."""
    other = URL.replace("Un-", "Le-meme-")
    first = warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST)
    fields = {
        "WARC-Target-URI": other,
        "WARC-Date": "2020-05-02T12:00:00Z",
        "WARC-Profile": REVISIT_PROFILE,
        "WARC-Payload-Digest": scan(first)[0].digest,
    }
    again = tmp_path / "b.warc.gz"
    again.write_bytes(pack("revisit", new_record_id(), fields, b""))
    assert len(replay(tmp_path / "alone", again).report.problems) == 1
    assert replay(tmp_path / "data", first, again).report.problems == []
    assert {row.url for row in stored(tmp_path / "data")} == {URL, other}


def test_a_page_that_came_in_part_gives_no_values(tmp_path: Path) -> None:
    """Its text would be a shorter one: the article keeps what it had."""
    replay(tmp_path / "data", warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST))
    page = PAGE.format(title="Un réseau de câbles", body="Bonsoir.").encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n".encode()
    fields = {"WARC-Target-URI": URL, "WARC-Date": "2021-05-02T12:00:00Z", "Content-Type": RESPONSE_TYPE}
    half = tmp_path / "b.warc.gz"
    half.write_bytes(pack("response", new_record_id(), fields, head + page[:-200]))
    result = replay(tmp_path / "data", half)
    (row,) = stored(tmp_path / "data")
    assert result.report.tally.visits == {"failed": 1}
    assert (row.body[:8], row.revision, row.last_seen_at[:4]) == ("Bonjour.", 1, "2020")


def test_the_run_of_foreign_recordings_ends(tmp_path: Path) -> None:
    """`osiris status` does not call it killed."""
    replay(tmp_path / "data", warc(tmp_path / "a.warc.gz", "Bonjour.", FIRST))
    database = open_database(tmp_path / "data")
    with database.read() as session:
        (run,) = last(session)
        assert (run.command, run.exit_code, run.ended_at is not None) == ("replay", 0, True)
    database.close()


def test_nothing_to_replay_is_said(tmp_path: Path) -> None:
    """An empty data folder gives a message that names the next step."""
    with pytest.raises(UsageError, match="osiris crawl"):
        replay(tmp_path / "data")


def test_bodies_are_found_in_what_was_taken_in_before(tmp_path: Path) -> None:
    """A later recording that only repeats (`wget --warc-dedup`) is read with them, or said to lack them."""
    first = warc(tmp_path / "first.warc.gz", "Bonjour.", FIRST)
    (entry,) = scan(first)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    fields = {
        "WARC-Target-URI": URL,
        "WARC-Date": "2020-06-02T00:00:00Z",
        "WARC-Profile": REVISIT_PROFILE,
        "WARC-Payload-Digest": entry.digest,
        "Content-Type": RESPONSE_TYPE,
    }
    again = tmp_path / "again.warc.gz"
    again.write_bytes(pack("revisit", new_record_id(), fields, head))
    alone = replay(tmp_path / "alone", again)
    assert [
        "1 answers repeat bodies that no recording here holds" in said for said in alone.report.problems
    ] == [True]
    replay(tmp_path / "data", first)
    assert replay(tmp_path / "data", again).report.problems == []
    (row,) = stored(tmp_path / "data")
    assert (row.first_seen_at[:10], row.last_seen_at[:10]) == (FIRST.date().isoformat(), "2020-06-02")
