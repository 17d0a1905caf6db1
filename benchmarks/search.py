"""Measures search: pages of results and counts on a large archive, growth of the file, cost of storing.

Run it from the root of the project: `python -m benchmarks.search [--articles N]`.
Times are of one core (CPU), so that other work on the machine counts little.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from benchmarks.invented_archive import ARTICLES, CAPTURED, fill
from osiris_crawler.items import Article, Kind, Outcome, Role, Visit
from osiris_crawler.sample import texts
from pipelines.database import full_text, runs
from pipelines.database.editions import edition
from pipelines.database.engine import open_database
from pipelines.database.facets import facets
from pipelines.database.filtering import Filter
from pipelines.database.hits import Order, page
from pipelines.database.records import save

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipelines.database.engine import Database

STORED = 2_000
SITE = "https://www.osiris.sn/"
SEARCHES = (
    Filter(), Filter(query="pirogue"), Filter(query="titre:réseau"), Filter(query="kaolack -fibre"),
    Filter(query='"registres de pêche"'), Filter(query="réseau"), Filter(since="2020", until="2020"),
    Filter(keyword=("Fintech",), source=("APS",)),
    Filter(query="fatick", since="2015", until="2016", keyword=("Projet",)),
)  # fmt: skip


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--archive", type=Path, help="one that benchmarks.invented_archive made")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.archive or Path(name) / "archive"
        if not given.archive:
            fill(folder, given.articles)
        with closing(open_database(folder)) as database:
            searches(database)
            growth(database)
        storing(Path(name))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def searches(database: Database) -> None:
    """Time the first page, the second, and the counts of several searches."""
    print(f"{'found':>8} {'first page':>11} {'next page':>10} {'counts':>8}  (ms of one core, best of three)")
    for chosen in SEARCHES:
        with database.read() as session:
            shown = edition(session)
            first = page(session, chosen, shown, Order.RELEVANCE)
            found = facets(session, chosen, shown)["total"][""]
            times = [
                best(page, session, chosen, shown, Order.RELEVANCE),
                best(partial(page, after=first.after), session, chosen, shown, Order.RELEVANCE),
                best(facets, session, chosen, shown),
            ]
        empty = Filter()
        asked = {name: value for name, value in vars(chosen).items() if value != getattr(empty, name)}
        print(f"{found:>8,} {times[0]:>11.0f} {times[1]:>10.0f} {times[2]:>8.0f}  {asked or 'everything'}")


def growth(database: Database) -> None:
    """Tell what the index takes beside the texts."""
    with database.read() as session:
        sizes = dict(
            session.execute(text("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")).tuples().all()
        )
    index = sum(sizes.get(name, 0) for name in full_text.SHADOWS)
    share = index / sizes["revision"]
    print(f"index {index / 1e6:.0f} MB beside {sizes['revision'] / 1e6:.0f} MB of revisions: {share:.0%}")


def storing(folder: Path) -> None:
    """Compare the time to store articles with and without the index."""
    taken = {}
    for name in ("without", "with"):
        with closing(open_database(folder / name)) as database:
            if name == "without":
                with database.session() as session:
                    for statement in full_text.DROP:
                        session.execute(text(statement))
            made = [_article(number, random.Random(number)) for number in range(STORED)]
            with database.session() as session:
                site = runs.site_id(session, "osiris", SITE)
                run = runs.start(session, site, "crawl", {}, CAPTURED, reader_version="1")
                begun = time.process_time()
                for article in made:
                    save(session, article, run)
            taken[name] = (time.process_time() - begun) / STORED * 1e3
    ratio = taken["with"] / taken["without"]
    print(
        f"storing an article {taken['without']:.2f} ms, with the index {taken['with']:.2f} ms: {ratio:.2f} times"
    )


def _article(number: int, chance: random.Random) -> Article:
    body = "\n\n".join(texts.prose(chance, 8) for _ in range(7))
    url = f"{SITE}article-invente-{number}.html"
    at = CAPTURED + timedelta(seconds=number)
    visit = Visit(url=url, role=Role.ARTICLE, outcome=Outcome.DONE, status=200, fetched_at=at)
    made = Article(visit=visit, url=url, kind=Kind.ARTICLE, title=texts.title(chance), body=body)
    return replace(
        made,
        published_on="2024-10-01",
        date_precision="day",
        keywords=["Fintech"],
        section=("Accueil", "Presse"),
    )


def best(work: Callable[..., object], *given: object) -> float:
    """Return the least CPU time of three rounds, in milliseconds."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        work(*given)
        times.append(time.process_time() - begun)
    return min(times) * 1e3


if __name__ == "__main__":
    main()
