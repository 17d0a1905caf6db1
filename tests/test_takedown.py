"""A takedown as a whole: a restricted text is searched for in everything that the program gives away."""

from __future__ import annotations

import gzip
import html
import io
import json
import re
import shutil
import unicodedata
import zipfile
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING

import openpyxl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from osiris_crawler.cli import app
from pipelines.exports import FORMATS, Shape
from pipelines.snapshots.packing import RESPONSE_TYPE, new_record_id, pack
from tests.pipelines.replay.test_work import FIRST, replay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

SITE = "http://presse.example/"
SECRET = SITE + "Un-marche-de-cables.html"
OTHER = SITE + "Une-ecole.html"
TITLE = "Un marché de câbles"
BEGINNING = "La trésorière de Kolda n’a jamais montré les factures du deuxième câble, dit son voisin."
REST = "Pape Gorandel aurait reçu « trois millions » un dimanche d’août ; il le nie devant témoins."
LATER = "Une version corrigée ajoute que le frère du maire tenait le carnet bleu des dépenses."
AUTHOR = "Par Fatim Oulérane de Bignona"
PROBES = ("factures du deuxieme cable", "recu trois millions un dimanche", "tenait le carnet bleu", "ouleran")
"""What must be nowhere, folded: of each sentence, and the author."""
PAGE = """<!DOCTYPE html><html lang="fr"><head><title>{title} - Le Site</title></head><body>
<p class="arbo"><a href="/">Accueil</a> &gt; <a href="-Articles-de-presse-.html">Articles de presse</a> &gt;
{title}</p><h1>{title}</h1><p>mercredi 15 janvier 2020</p>{author}<p>{text}</p>
<p>(Source : Le Courrier inventé, 15 janvier 2020)</p></body></html>"""
LIST = f"""<html><body><h1>Articles de presse</h1><a href="Un-marche-de-cables.html">{TITLE}</a>
<p>{BEGINNING[:70]}…</p><a href="Une-ecole.html">Une école</a></body></html>"""
FEED = f"""<rss><channel><item><title>{TITLE}</title><link>{SECRET}</link>
<description>{html.escape(f"<p>{BEGINNING}</p><p>{REST}</p>")}</description></item></channel></rss>"""


def record(url: str, page: str, moment: datetime, *, coded: bool = False, kind: str = "text/html") -> bytes:
    """Return a recorded answer, the page packed by the server or not."""
    body = gzip.compress(page.encode()) if coded else page.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\n"
    head += "Content-Encoding: gzip\r\n\r\n" if coded else "\r\n"
    fields = {
        "WARC-Target-URI": url, "WARC-Date": f"{moment:%Y-%m-%dT%H:%M:%SZ}", "Content-Type": RESPONSE_TYPE,
    }  # fmt: skip
    return pack("response", new_record_id(), fields, head.encode() + body)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Record a small site: the article twice, its print version, the lists and the feed that quote it."""
    path: Path = tmp_path_factory.mktemp("recorded") / "site.warc.gz"
    first = PAGE.format(title=TITLE, author=f"<p>{AUTHOR}</p>", text=f"{BEGINNING}</p><p>{REST}")
    later = PAGE.format(
        title=TITLE, author=f"<p>{AUTHOR}</p>", text=f"{BEGINNING}</p><p>{REST}</p><p>{LATER}"
    )
    other = PAGE.format(
        title="Une école", author="",
        text="À Podor, une école a reçu vingt tablettes. Les élèves en parlent déjà beaucoup entre eux.",
    )  # fmt: skip
    records = [
        record(SITE, LIST, FIRST),
        record(SITE + "-Articles-de-presse-.html", LIST, FIRST, coded=True),
        record(SITE + "spip.php?page=backend", FEED, FIRST, kind="text/xml"),
        record(
            SITE + "spip.php?page=imprimer&id_article=7",
            f'<link rel="canonical" href="{SECRET}">{first}',
            FIRST,
        ),
        record(SECRET, first, FIRST),
        record(SECRET, later, FIRST + timedelta(days=9), coded=True),
        record(OTHER, other, FIRST),
        record(SITE + "-Annee-2020-.html", f'<a href="{SECRET}">{TITLE}</a>', FIRST),
    ]
    path.write_bytes(b"".join(records))
    return path


def run(*arguments: object, fails: bool = False) -> bytes:
    """Run a command; return what it says on both streams."""
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert (done.exit_code == 0) != fails, (arguments, done.output, done.exception)
    return done.stdout_bytes + done.stderr_bytes + str(done.exception).encode()


def layers(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the bytes, and what is packed in them: gzip, ZIP, Parquet, workbook, recorded answers, deflate."""
    yield name, data
    if data.startswith(b"\x1f\x8b"):
        left = data
        while left.startswith(b"\x1f\x8b"):
            unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
            yield from layers(f"{name} unpacked", unpacker.decompress(left))
            left = unpacker.unused_data
    elif data.startswith(b"WARC/"):
        yield from layers(f"{name} body", data.split(b"\r\n\r\n", 2)[-1])
    elif data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.namelist():
                yield from layers(f"{name}/{member}", package.read(member))
        if name.endswith(".xlsx"):
            for sheet in openpyxl.load_workbook(io.BytesIO(data)):
                yield f"{name} cells", repr(list(sheet.values)).encode()
    elif data.startswith(b"PAR1"):
        yield f"{name} rows", repr(pq.read_table(io.BytesIO(data)).to_pylist()).encode()


def folded(data: bytes) -> str:
    """Return the words of bytes without markup, escapes, case and accents."""
    text = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), data.decode("utf-8", "replace"))
    text = re.sub(r"<[^<>]*>", " ", html.unescape(html.unescape(text)))
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", text.lower()))


def hits(name: str, data: bytes) -> list[str]:
    """Return the layers of some bytes that hold a piece of the text."""
    return [where for where, layer in layers(name, data) if any(probe in folded(layer) for probe in PROBES)]


def hits_below(folder: Path, *without: str) -> list[str]:
    """Return the hits in the files of a folder, some of its own folders left out."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    kept = [path for path in files if path.relative_to(folder).parts[0] not in without]
    return [hit for path in kept for hit in hits(str(path.relative_to(folder)), path.read_bytes())]


EXTRAS: dict[str, list[list[str]]] = {
    "csv": [["--gzip"], ["--neutralise", "--republications"], ["--query", "marché"]],
    "jsonl": [["--revisions"], ["--gzip", "--revisions", "--as-of", "2020-06-01"]],
    "package": [["--table", "parquet"]],
    "wacz": [["--bodies", "no"], ["--kind", "article"]],
    "bagit": [["--section", "Articles de presse"]],
}


def give_away(data: Path, target: Path) -> None:
    """Write every export in every way, and what the commands print."""
    for form in FORMATS:
        ways = [[], ["--as-of", "2020-05-02"], ["--as-of", "2030"], *EXTRAS.get(form.name, [])]
        if "since_export" in form.takes:
            ways.append(["--since-export", f"team-{form.name}"])
        for number, way in enumerate(ways):
            suffix = form.suffix if form.shape is not Shape.FOLDER else ""
            run("export", form.name, "-o", target / f"{form.name}{number}{suffix}", *way, "--data", data)
    asked: tuple[list[str], ...] = (
        ["status"], ["status", "--article", SECRET], ["status", "--article", SECRET, "--json"],
        ["status", "--warnings"], ["search", "câble factures"], ["search", "dimanche"],
        ["search", "marché", "--json"], ["replay", "--diff"], ["restrict", "--list"],
        ["snapshot", SECRET, "--list"],
    )  # fmt: skip
    for number, words in enumerate(asked):
        (target / f"command{number}.txt").write_bytes(run(*words, "--data", data))
    for number, url in enumerate((SECRET, SITE, SITE + "spip.php?page=backend")):
        (target / f"snapshot{number}.txt").write_bytes(run("snapshot", url, "--data", data, fails=True))


def test_a_restricted_text_is_in_no_output(recording: Path, tmp_path: Path) -> None:
    """Every format with every option, the commands, the data folder, and an archive rebuilt from the recordings.

    Before the takedown the same search finds it everywhere, so a search that finds nothing says something.
    """
    data = tmp_path / "data"
    replay(data, recording)
    run("export", "csv", "--data", data)
    run("export", "wacz", "-o", tmp_path / "before.wacz", "--data", data)
    assert hits_below(data, "warc")
    places = " ".join(hits("before.wacz", (tmp_path / "before.wacz").read_bytes()))
    assert all(name in places for name in ("archive/", "pages/pages.jsonl"))
    run("restrict", SECRET, "--reason", "demande de la personne", "--data", data)
    shutil.rmtree(data / "exports")
    given = tmp_path / "given"
    give_away(data, given)
    assert hits_below(given) == []
    assert hits_below(data, "warc") == []

    rebuilt = tmp_path / "rebuilt"
    rebuilt.mkdir()
    shutil.copy(data / "restrictions.jsonl", rebuilt)
    replay(rebuilt, recording)
    run("export", "csv", "-o", tmp_path / "rebuilt.csv", "--data", rebuilt)
    row = next(line for line in (tmp_path / "rebuilt.csv").read_text().splitlines() if SECRET in line)
    assert ",restricted," in row
    give_away(rebuilt, tmp_path / "again")
    assert hits_below(tmp_path / "again") == []
    assert hits_below(rebuilt, "warc") == []

    run("restrict", SECRET, "--lift", "--reason", "accord", "--data", data)
    run("export", "wacz", "-o", tmp_path / "after.wacz", "--data", data)
    assert (tmp_path / "after.wacz").read_bytes() == (tmp_path / "before.wacz").read_bytes()


def test_what_says_nothing_of_it_stays_in_the_package(recording: Path, tmp_path: Path) -> None:
    """The other article and the list that only names the title are still there."""
    replay(tmp_path / "data", recording)
    run("restrict", SECRET, "--reason", "demande", "--data", tmp_path / "data")
    run("export", "wacz", "-o", tmp_path / "a.wacz", "--data", tmp_path / "data")
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        lines = package.read("indexes/index.cdxj").decode().splitlines()
    assert {json.loads(line[line.index("{") :])["url"] for line in lines} == {
        OTHER,
        SITE + "-Annee-2020-.html",
    }
