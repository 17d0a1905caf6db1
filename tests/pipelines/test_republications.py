"""Tests of `pipelines.republications`: dispatches are found again, other articles left alone."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from osiris_crawler.sample import texts
from pipelines import republications
from pipelines.database import tables as t
from pipelines.database.editions import edition
from pipelines.database.records import save
from pipelines.database.selection import COLUMNS
from pipelines.exports.extract import Options
from tests.pipelines import newsroom
from tests.pipelines.exports.exporting import exported
from tests.pipelines.makers import SITE, Archive, article

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENTS = 60
FIRST = date(2024, 1, 3)


def words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split(" ")


def dispatch(chance: random.Random) -> list[str]:
    """Return the sentences of an agency's dispatch."""
    return [texts.sentence(chance) for _ in range(chance.randint(8, 30))]


def retouched(chance: random.Random, sentences: list[str]) -> str:
    """Print a dispatch as another newspaper does: shortened, retouched, with a line of its own."""
    kept = sentences[: max(5, round(len(sentences) * chance.choice((0.6, 0.75, 0.9, 1))))]
    found = words(" ".join(kept))
    for _ in range(len(found) // 60):
        place = chance.randrange(len(found))
        match chance.randrange(3):
            case 0:
                found[place] = found[place].upper()
            case 1:
                found[place] = chance.choice(("notamment", "hier", "selon lui"))
            case _:
                del found[place]
    text = " ".join(found).replace("’", chance.choice(("'", "’")))
    before = chance.choice(("", "(APS) – ", f"{texts.sentence(chance)} "))
    return before + text + chance.choice(("", f"\n\n{texts.sentence(chance)}", "\n\nAvec APS"))


def own_report(chance: random.Random, statement: list[str], facts: str) -> str:
    """Write of the same event and day in another newspaper: its own words, the same statement quoted."""
    own = [texts.sentence(chance) for _ in range(chance.randint(8, 20))]
    place = chance.randrange(len(own))
    return " ".join([facts, *own[:place], *statement, *own[place:]])


def labelled() -> Iterator[tuple[str, str, str]]:
    """Give event and version, day and text; `dispatch` versions of one event are one text, `own` ones are not."""
    chance = random.Random(7)
    for event in range(EVENTS):
        day = FIRST + timedelta(days=event * 3)
        original = dispatch(chance)
        statement, facts = original[:2], original[2]
        yield f"{event}-dispatch-0", day.isoformat(), " ".join(original)
        for copy in range(chance.choice((1, 1, 2, 3))):
            later = day + timedelta(days=chance.randint(0, 12))
            yield f"{event}-dispatch-{copy + 1}", later.isoformat(), retouched(chance, original)
        for number in range(2):
            yield f"{event}-own-{number}", day.isoformat(), own_report(chance, statement, facts)


def test_precision_and_recall_on_a_labelled_set(store: Archive) -> None:
    """Of the linked pairs at least 98 in 100 are one text, and at least 90 in 100 of those that are get linked.

    The negatives of each event are reports of the same event and day by other newspapers that quote the same
    statement and repeat a sentence.
    """
    names = {}
    with store.database.session() as session:
        for name, day, text in labelled():
            saved = save(session, article(SITE + name, body=text, published_on=day, title=name), store.run_id)
            names[name] = saved.key
    republications.bring_up_to_date(store.database)
    lines = exported(store, "jsonl", groups=groups(store)).decode().splitlines()
    group = {record["id"]: record["republication"] for record in map(json.loads, lines)}
    linked, true = set(), set()
    for one, two in combinations(names, 2):
        if "dispatch" in one and "dispatch" in two and one.split("-")[0] == two.split("-")[0]:
            true.add((one, two))
        if group[names[one]] and group[names[one]] == group[names[two]]:
            linked.add((one, two))
    assert len(linked & true) / len(linked) >= 0.98
    assert len(linked & true) / len(true) >= 0.90


def test_precision_and_recall_on_a_newsroom(store: Archive) -> None:
    """The same bounds hold for texts built as news is, where reports of one event share much more.

    Dispatches are cut from the end, begun anew, merged and retouched; the negatives are two or three reports of
    the same event and day, with the same sums, offices and statements in them.
    """
    names = {}
    with store.database.session() as session:
        for number, one in enumerate(newsroom.printed(random.Random(23), 90)):
            made = article(f"{SITE}n{number}", body=one.text, published_on=one.day, title=f"n{number}")
            names[save(session, made, store.run_id).article_id] = one
    republications.bring_up_to_date(store.database)
    with store.database.read() as session:
        linked = republications.groups(session, edition(session))
        rows = session.execute(select(t.revision.c.article_id, t.revision.c.id))
        group = {row.article_id: linked.get(row.id) for row in rows}
    right = wrong = missed = 0
    for first, second in combinations(names, 2):
        true = names[first].group == names[second].group
        found = group[first] is not None and group[first] == group[second]
        right, wrong, missed = (
            right + (found and true),
            wrong + (found and not true),
            missed + (true and not found),
        )
    assert right / (right + wrong) >= 0.98
    assert right / (right + missed) >= 0.90


def groups(store: Archive, as_of: str = "") -> dict[int, str]:
    """Return the groups of an edition."""
    with store.database.read() as session:
        return republications.groups(session, edition(session, as_of))


def add(store: Archive, name: str, day: str, text: str, hours: float = 0) -> str:
    """Store one article; return its id."""
    with store.database.session() as session:
        made = article(SITE + name, body=text, published_on=day, title=name, hours=hours)
        return save(session, made, store.run_id).key


def test_what_comes_later_is_compared_with_what_is_there(store: Archive) -> None:
    """A second run looks at new texts only, back-dated ones too; an edition knows the links of its time."""
    text = " ".join(dispatch(random.Random(1)))
    first = add(store, "a", "2024-10-05", text)
    add(store, "b", "2024-10-06", text, hours=30)
    assert republications.bring_up_to_date(store.database) == 1
    assert set(groups(store).values()) == {first}
    assert groups(store, "2025-03-01") == {}
    earlier = add(store, "c", "2024-10-01", text, hours=31)
    assert republications.waiting(store.database) == 1
    assert republications.bring_up_to_date(store.database) == 2
    assert set(groups(store).values()) == {earlier}
    assert republications.bring_up_to_date(store.database) == 0


def test_far_in_time_short_and_undated_texts_are_not_linked(store: Archive) -> None:
    """What returns every year, a line, or a text without a date says nothing."""
    text = " ".join(dispatch(random.Random(2)))
    add(store, "a", "2023-10-05", text)
    add(store, "b", "2024-10-05", text)
    add(store, "c", "", text)
    for name in ("d", "e"):
        add(store, name, "2024-01-01", "Voir le communiqué de ce jour sur le site du ministère.")
    republications.bring_up_to_date(store.database)
    assert groups(store) == {}


def test_the_group_is_an_appended_column(store: Archive) -> None:
    """CSV gets it at the end by the flag; Parquet too; others have none."""
    text = " ".join(dispatch(random.Random(3)))
    first = add(store, "a", "2024-10-05", text)
    add(store, "b", "2024-10-05", text)
    add(store, "c", "2024-10-05", "Autre chose.")
    republications.bring_up_to_date(store.database)
    data = exported(store, "csv", options=Options(bodies=False), groups=groups(store)).decode().split("\r\n")
    assert data[0] == ",".join([*COLUMNS, "republication"])
    ends = sorted(line.rsplit(",", 1)[1] for line in data[1:-1])
    assert ends[0] == ""
    assert ends[1] == ends[2]
    assert first in {line.split(",", 1)[0] for line in data if line.endswith(ends[1])}


@pytest.mark.parametrize(
    ("day", "days"), [("2024", 366), ("2024-02", 29), ("2024-12", 31), ("2024-12-31", 1), ("1999-12", 31)]
)
def test_a_date_of_any_precision_is_a_span(day: str, days: int) -> None:
    """From its first to its last day."""
    since, until = republications.span(day)
    assert (until - since).days + 1 == days
