"""Tests of `osiris status`."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from osiris_crawler import clock
from osiris_crawler.cli import app
from osiris_crawler.errors import UsageError
from osiris_crawler.figures import figures
from osiris_crawler.items import Outcome, Role, Warning_
from osiris_crawler.lock import Lock
from pipelines.database import runs
from pipelines.database.coverage import Tally
from pipelines.database.engine import open_database
from pipelines.database.frontier import Frontier
from pipelines.database.observed import Observed, Share
from pipelines.database.records import save
from tests.pipelines.makers import OCTOBER, SITE, archive, article, at, link, snapshot, visit, wanted

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a data folder with one stored and one missing article, and a run that ended."""
    database = open_database(tmp_path)
    made = archive(database, tmp_path)
    links = [link("a", path=OCTOBER), link("b", path=OCTOBER)]
    item = article(
        SITE + "a", visit=visit(SITE + "a", snapshot=snapshot(9)), warnings=[Warning_("odd", "title", "x")]
    )
    with database.session() as session:
        frontier = Frontier(made.site_id)
        frontier.finish(session, visit(SITE + "-o-", role=Role.SECTION, links=links), wanted(), made.run_id)
        save(session, item, made.run_id)
        frontier.finish(session, item.visit, wanted(), made.run_id)
        runs.finish(session, made.run_id, at(1), "unhealthy", 3, {"pages": 2})
    database.close()
    return tmp_path


def test_years_stay_whole_in_a_narrow_terminal(data: Path) -> None:
    """Months may be cut, the years that tell the rows apart are not."""
    narrow = CliRunner(env={"COLUMNS": "40", "TERM": "dumb"})
    said = narrow.invoke(app, ["status", "--data", str(data)]).stdout
    assert sum(line.startswith("2024 ") for line in said.splitlines()) == 2


def run(*arguments: str | Path) -> Result:
    """Run the command on a usual terminal."""
    return CliRunner(env={"COLUMNS": "80", "TERM": "dumb"}).invoke(app, ["status", *map(str, arguments)])


def test_status_shows_coverage_runs_and_what_is_missing(data: Path) -> None:
    """A person sees the tables by year and month, the missing article, the verdict, and what to type."""
    result = run("--data", data)
    assert result.exit_code == 3, result.output  # something is missing
    assert "1 article\n" in result.stdout
    by_month, by_list = [line.split() for line in result.stdout.splitlines() if line.startswith("2024")]
    assert by_month == ["2024", *"·" * 9, "1", "·", "·", "·", "1"]
    assert by_list == ["2024", "2", "1", "1", "·", "·"]
    assert "  2024-10: listed 2 · stored 1 · missing 1 · gone 0" in result.stdout
    assert f"{SITE}b due" in result.stdout
    assert "unhealthy" in result.stdout
    assert "title:odd 1" in result.stdout
    assert f"Next: osiris export csv --data {data} ·" in result.stdout


def test_a_run_at_work_and_a_killed_one(data: Path) -> None:
    """The lock tells them apart, before the next run notes the end; one made again by a replay has none."""
    database = open_database(data)
    with database.session() as session:
        site = runs.site_id(session, "press", SITE)
        runs.start(session, site, "crawl", {}, at(2))
    database.close()
    assert "not told" in run("--data", data).stdout
    lock = Lock(data, "osiris crawl").acquire()
    database = open_database(data)
    with database.session() as session:
        runs.start(session, site, "crawl", {}, clock.now())
    database.close()
    assert "at work" in run("--data", data).stdout
    assert json.loads(run("--data", data, "--json").stdout)["runs"][0]["at_work"] is True
    held = (data / "lock").read_text(encoding="utf-8")
    lock.release()
    (data / "lock").write_text(held, encoding="utf-8")  # as a kill leaves it
    said = run("--data", data).stdout
    assert "killed" in said
    assert "The next run goes on there." in said
    newest, older = json.loads(run("--data", data, "--json").stdout)["runs"][:2]
    assert (newest["verdict"], newest["at_work"], older["verdict"]) == ("killed", False, None)


def test_status_for_programs(data: Path) -> None:
    """--json holds the same, by month and section."""
    found = json.loads(run("--data", data, "--json").stdout)
    assert found["articles"] == 1
    assert found["coverage"] == {"listed": 2, "stored": 1, "missing": 1, "gone": 0, "outside": 0}
    assert found["months"][0]["year"] == 2024
    assert found["sections"][0]["path"] == list(OCTOBER)
    assert found["missing"][0]["url"] == SITE + "b"
    assert (found["runs"][0]["verdict"], found["runs"][0]["exit_code"]) == ("unhealthy", 3)


def test_the_ledger_of_sections(data: Path) -> None:
    """--sections has a row for each section and month, and names what is missing."""
    result = run("--data", data, "--sections")
    assert result.exit_code == 3
    assert " ".join(result.stdout.split()).count("2 1 1 · · Articles de presse > Archives") == 1
    assert f"{SITE}b due" in result.stdout


def test_dead_links_and_what_is_away(data: Path) -> None:
    """A listed address that answers 404 is no ill health; a stored article that was away is named."""
    database = open_database(data)
    with database.session() as session:
        for name, hours in (("a", 30), ("b", 30)):
            away = visit(SITE + name, outcome=Outcome.GONE, reason="http_404", hours=hours)
            Frontier(1).finish(session, away, wanted(), 1)
    database.close()
    result = run("--data", data)
    assert result.exit_code == 0, result.output
    assert "1 listed and gone (404, 410), 1 stored, and away when last asked" in " ".join(
        result.stdout.split()
    )
    listed = run("--data", data, "--warnings").stdout
    where = " > ".join(OCTOBER)
    assert f"gone:http_404 ({where}) {SITE}b" in listed
    assert f"away:http_404 ({where}) {SITE}a" in listed
    found = json.loads(run("--data", data, "--json").stdout)
    assert [one["url"] for one in found["gone"]] == [SITE + "b"]
    assert [one["url"] for one in found["away"]] == [SITE + "a"]


def test_the_figures_of_the_last_crawl(data: Path) -> None:
    """What its verdict rests on is shown."""
    database = open_database(data)
    seen = Observed(new_filled={"source": Share(3, 4)}, past_filled={"source": Share(90, 100)}, reread=50)
    with database.session() as session:
        run_id = runs.start(session, 1, "crawl", {"kinds": ["article"]}, at(24))
        runs.finish(session, run_id, at(25), "healthy", 0, figures(seen, Tally(listed=2, stored=1)))
    database.close()
    shown = " ".join(run("--data", data).stdout.split())
    assert "Run 2: 1 articles of 2 listed; 0 pages asked: 0 failed, 0 refused; 4 new, 50 read again" in shown
    assert "new articles have: source 75 % (usual 90 %)" in shown


def test_a_dead_mans_check(data: Path) -> None:
    """--max-age fails when the timer is dead; other commands and runs for single addresses prove nothing."""
    database = open_database(data)
    with database.session() as session:
        made = clock.now() - timedelta(hours=30)
        crawl = runs.start(session, 1, "crawl", {"kinds": ["article"], "urls": []}, made)
        runs.finish(session, crawl, made, "healthy", 0, {})
        others: list[dict[str, list[str]]] = [{"kinds": ["article"], "urls": ["x"]}, {"files": []}]
        for options in others:
            other = runs.start(session, 1, "other", options, clock.now())
            runs.finish(session, other, clock.now(), "healthy", 0, {})
    database.close()
    late = run("--data", data, "--max-age", "26h")
    assert late.exit_code == 3
    assert "No crawl came to its end within 1 day, 2:00:00" in late.stderr
    assert "No crawl" not in run("--data", data, "--max-age", "2d").stderr
    with pytest.raises(UsageError, match="26h, 90m or 2d"):
        CliRunner().invoke(app, ["status", "--data", str(data), "--max-age", "soon"], catch_exceptions=False)


def test_one_article(data: Path) -> None:
    """Its history and where its bytes lie, under any spelling of the address."""
    shown = run("--data", data, "--article", "http://press.example/a#x").stdout
    assert "run-0001.warc.gz at 9, 100 bytes, sha1:AAAA" in shown
    found = json.loads(run("--data", data, "--article", SITE + "a", "--json").stdout)
    assert found["revisions"][0]["snapshot"]["offset"] == 9
    unknown = run("--data", data, "--article", SITE + "none")
    assert isinstance(unknown.exception, UsageError)


def test_a_correction_by_hand_shows_both_values(data: Path) -> None:
    """What holds and what the page says, cut when they are long."""
    url = SITE + "a"
    lines = ["url,field,value,reason,who,when", f"{url},keywords,,x,A. Diop,2025-03-02"]
    lines.append(f"{url},body,{'mot ' * 60},coquille,A. Diop,2025-03-03")
    (data / "corrections.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = run("--article", url, "--data", data).stdout
    assert "corrected keywords nothing (the page says « Infrastructures ») by A. Diop, 2025-03-02: x" in said
    assert "corrected body « mot mot" in said
    assert "… » (the page says « Le premier paragraphe" in said


def test_the_work_list(data: Path) -> None:
    """Each warning and each missing article is one line with its address."""
    shown = run("--data", data, "--warnings").stdout
    assert f"title:odd (x) {SITE}a" in shown
    assert f"missing:due ({' > '.join(OCTOBER)}) {SITE}b" in shown
    assert len(json.loads(run("--data", data, "--warnings", "--json").stdout)["warnings"]) == 1


def test_an_empty_archive(tmp_path: Path) -> None:
    """Nothing stored is exit code 3 and a word on what to do; no archive at all is wrong usage."""
    open_database(tmp_path / "empty").close()
    result = run("--data", tmp_path / "empty")
    assert result.exit_code == 3
    assert "Nothing is stored yet. Next: osiris crawl" in result.stdout
    assert isinstance(run("--data", tmp_path / "none").exception, UsageError)
