"""Fills a data folder with invented articles in bulk: the generator that all benchmarks of storage share.

Run it from the root of the project: `python -m benchmarks.invented_archive FOLDER [--articles N] [--body N]`.
The same figures make the same archive.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from osiris_crawler.sample import texts
from pipelines.database import runs
from pipelines.database import tables as t
from pipelines.database.engine import open_database
from pipelines.database.folding import digest, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

ARTICLES, BODY = 100_000, 6_000
AT_ONCE = 1_000
SENTENCES = 5_000
SOURCES = ("Le Soleil", "APS", "Wal Fadjri", "Sud Quotidien", "L'As", "Agence Ecofin", "Le Quotidien")
KEYWORDS = ("Infrastructures", "Fintech", "Economie numérique", "Projet", "Formation", "Recherche")
FIRST_DAY = date(1999, 1, 1)
DAYS = 9_800
CAPTURED = datetime(2026, 1, 1, 6, tzinfo=UTC)


def fill(folder: Path, articles: int = ARTICLES, body: int = BODY) -> None:
    """Make an archive of so many invented articles, with bodies of about so many characters."""
    chance = random.Random(1)
    pool = [texts.sentence(chance) for _ in range(SENTENCES)]
    with closing(open_database(folder)) as database, database.session() as session:
        site = runs.site_id(session, "osiris", "https://www.osiris.sn/")
        run = runs.start(session, site, "crawl", {}, CAPTURED, reader_version="1")
        _vocabulary(session, site)
        for first in range(1, articles + 1, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, articles + 1))
            made = [_article(number, site, run, pool, chance, body) for number in numbers]
            for table in made[0]:
                t.execute(session, insert(getattr(t, table)), [row for one in made for row in one[table]])


def _vocabulary(session: Session, site: int) -> None:
    t.execute(session, insert(t.source), [{"canonical": name, "folded": fold(name)} for name in SOURCES])
    t.execute(session, insert(t.keyword), [{"name": name, "folded": fold(name)} for name in KEYWORDS])
    years = range(FIRST_DAY.year, FIRST_DAY.year + DAYS // 365 + 2)
    paths = [("Accueil", "Articles de presse", f"Année {year}") for year in years]
    folded = [" > " + " > ".join(map(fold, path)) + " > " for path in paths]
    rows = [{"site_id": site, "path": p, "folded": f} for p, f in zip(paths, folded, strict=True)]
    t.execute(session, insert(t.section), rows)


def _text(pool: list[str], chance: random.Random, length: int) -> Iterator[str]:
    """Give sentences up to a length, four a paragraph."""
    written = 0
    while written < length:
        for sentence in chance.choices(pool, k=4):
            written += len(sentence) + 1
            yield sentence + " "
        yield "\n\n"


def _article(
    number: int, site: int, run: int, pool: list[str], chance: random.Random, length: int
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of one article, by table."""
    key = hashlib.sha256(str(number).encode()).hexdigest()[:16]
    day = FIRST_DAY + timedelta(days=number * 7 % DAYS)
    source, words = chance.randrange(len(SOURCES)), chance.sample(range(len(KEYWORDS)), 2)
    url = f"https://www.osiris.sn/article-invente-{number}.html"
    body = "".join(_text(pool, chance, length)).strip().replace(" \n", "\n")
    shown = {"published_on": day.isoformat(), "language": "fr"}
    raw = f"(Source : {SOURCES[source]}, {day:%d/%m/%Y})"
    times = dict.fromkeys(("status_at", "first_seen_at", "last_seen_at", "changed_at"), CAPTURED)
    flat = {
        "keywords": "; ".join(KEYWORDS[word] for word in words), "source_date": day.isoformat(),
        "warnings": "",
        "section": f"Accueil > Articles de presse > Année {day.year}", "source": SOURCES[source],
        "source_name": SOURCES[source],
    }  # fmt: skip
    article = {
        "id": number, "key": key, "site_id": site, "url": url, "kind": "article", "status": "live",
        "revision": 1, "current_revision_id": number,
    }  # fmt: skip
    revision = {
        "id": number, "article_id": number, "number": 1, "title": f"{chance.choice(pool)[:70]} ({number})",
        "published_raw": f"{day:%d/%m/%Y}", "date_precision": "day", "body": body, "body_hash": digest(body),
        "source_raw": raw, "author_line": "", "captured_at": CAPTURED,
        "snapshot_id": number, "run_id": run, "reader_version": "1",
    }  # fmt: skip
    snapshot = {
        "id": number, "run_id": run, "url": url, "file": "invented-00001.warc.gz", "offset": number * 4000,
        "length": 3900, "digest": f"sha1:{key}", "status": 200, "captured_at": CAPTURED,
        "revisit": False,
    }  # fmt: skip
    address = {
        "site_id": site, "location": f"/article-invente-{number}.html", "url": url, "article_id": number,
        "how": "canonical", "declared": True, "first_seen_at": CAPTURED, "last_seen_at": CAPTURED,
    }  # fmt: skip
    standing = {"article_id": number, "since_at": CAPTURED, "until_at": None}
    return {
        "article": [article | shown | flat | times],
        "address": [address],
        "snapshot": [snapshot],
        "revision": [revision | shown],
        "revision_source": [
            {"revision_id": number, "position": 0, "source_id": source + 1, "name": SOURCES[source],
             "folded": fold(SOURCES[source]), "date": day.isoformat()}
        ],
        "article_keyword": [
            standing | {"keyword_id": word + 1, "position": place} for place, word in enumerate(words)
        ],
        "article_section": [standing | {"section_id": day.year - FIRST_DAY.year + 1}],
    }  # fmt: skip


def main() -> None:
    """Make an archive from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--body", type=int, default=BODY, help="characters")
    given = parser.parse_args()
    fill(given.folder, given.articles, given.body)


if __name__ == "__main__":
    main()
