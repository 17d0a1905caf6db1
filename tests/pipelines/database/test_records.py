"""Tests of `pipelines.database.records`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, text

from osiris_crawler.errors import DatabaseError
from osiris_crawler.items import Outcome, PressSource, Warning_
from pipelines.database import models as m
from pipelines.database.frontier import Frontier
from pipelines.database.records import Change, Saved, match, save
from tests.pipelines.makers import HOUSE, SITE, article, at, snapshot, visit, wanted

if TYPE_CHECKING:
    from osiris_crawler.items import Article
    from tests.pipelines.makers import Archive


def keep(store: Archive, item: Article) -> Saved:
    """Match and save, as the two pipelines do."""
    with store.database.session() as session:
        found = match(session, item, store.site_id)
        item.article_id = found.article_id
        item.warnings.extend(found.warnings)
        return save(session, item, store.run_id)


def dump(store: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table."""
    with store.database.read() as session:
        return {
            name: [tuple(row) for row in session.execute(text(f"SELECT * FROM {name}"))]
            for name in m.Base.metadata.tables
        }


def present(store: Archive, article_id: int = 1) -> Any:
    """Return an article's row with its present revision."""
    with store.database.read() as session:
        return session.execute(
            select(m.Article, m.Revision).join(m.Revision, m.Revision.id == m.Article.current_revision_id)
            .where(m.Article.id == article_id)
        ).one()  # fmt: skip


def test_a_new_article_is_stored_whole(store: Archive) -> None:
    """Every field, its sources, keyword, section, address and snapshot have a place."""
    item = article(visit=visit(snapshot=snapshot(7)), warnings=[Warning_("odd", "body", "x")])
    saved = keep(store, item)
    row, revision = present(store)
    assert (saved.change, saved.revision, row.revision) == (Change.NEW, 1, 1)
    assert row.key == saved.key
    assert len(saved.key) == 16
    assert (row.keywords, row.section) == ("Infrastructures", " > ".join(HOUSE))
    assert (row.source, row.source_name, row.source_date) == ("Le Courrier", "Le Courrier", "2024-10-01")
    assert row.warnings == "body:odd (x)"
    assert row.first_seen_at == row.last_seen_at == row.changed_at == at(0)
    assert (revision.title, revision.body, revision.published_on) == (item.title, item.body, "2024-10-01")
    assert revision.snapshot_id == 1
    assert revision.reader_version == "1"


def test_storing_the_same_page_twice_changes_only_last_seen(store: Archive) -> None:
    """A second capture of an unchanged page moves two times and nothing else."""
    keep(store, article(warnings=[Warning_("odd", "", "x")]))
    before = dump(store)
    saved = keep(store, article(hours=5, warnings=[Warning_("odd", "", "x")]))
    after = dump(store)
    assert saved.change is Change.UNCHANGED
    assert {name for name in before if before[name] != after[name]} == {"article", "address"}
    row, _ = present(store)
    assert (row.last_seen_at, row.first_seen_at, row.changed_at) == (at(5), at(0), at(0))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Un accord pour la fibre est signé"},
        {"published_on": "2024-10-02"},
        {"body": "Autre texte."},
        {"source_raw": "(Source : Le Journal, 1er octobre 2024)"},
        {"author_line": "B. Sow"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_that_counts_is_a_revision(store: Archive, change: dict[str, Any]) -> None:
    """Title, date, body, source and author make a new revision, and the old one stays."""
    keep(store, article())
    saved = keep(store, article(hours=24, **change))
    assert (saved.change, saved.revision) == (Change.CHANGED, 2)
    row, revision = present(store)
    assert row.changed_at == revision.captured_at == at(24)
    for name, value in change.items():
        assert getattr(revision, name) == value
    with store.database.read() as session:
        first = session.scalars(select(m.Revision).where(m.Revision.number == 1)).one()
    assert first.title == "Un accord pour la fibre"


@pytest.mark.parametrize(
    "skin",
    [
        {"keywords": [], "section": (), "breadcrumb": []},
        {"published_on": "", "published_raw": "", "date_precision": ""},
        {"published_on": "2024-10", "date_precision": "month"},
        {"source_raw": "", "sources": []},
        {"author_line": "", "language": ""},
        {"kind": None},
        {"body": "Le premier paragraphe de l'article. Le second."},
        {"title": "Un accord  pour la fibre"},
        {"section": HOUSE[1:]},
    ],
    ids=str,
)
def test_what_another_skin_does_not_show_is_no_change(store: Archive, skin: dict[str, Any]) -> None:
    """Empty or typographically different values of another skin neither revise nor erase."""
    keep(store, article())
    before = dump(store)
    assert keep(store, article(hours=24, **skin)).change is Change.UNCHANGED
    after = dump(store)
    assert {name for name in before if before[name] != after[name]} <= {"article", "address"}
    row, revision = present(store)
    assert (row.kind, row.keywords, row.section) == ("article", "Infrastructures", " > ".join(HOUSE))
    assert (revision.published_on, revision.author_line, row.source) == (
        "2024-10-01",
        "A. Ndiaye",
        "Le Courrier",
    )


def test_a_revision_keeps_what_its_page_does_not_show(store: Archive) -> None:
    """A changed title in a skin without date and source carries both over from the revision before."""
    keep(store, article())
    keep(
        store,
        article(hours=24, title="Nouveau titre", published_on="", published_raw="", date_precision="",
                source_raw="", sources=[]),
    )  # fmt: skip
    row, revision = present(store)
    assert (revision.title, revision.published_on, revision.date_precision) == (
        "Nouveau titre",
        "2024-10-01",
        "day",
    )
    assert (row.source, revision.source_raw) == ("Le Courrier", "(Source : Le Courrier, 1er octobre 2024)")


def test_keywords_and_section_roll_with_dates(store: Archive) -> None:
    """A rolled label and another keyword end the old ones and begin new ones, without a revision."""
    keep(store, article())
    rolled = (*HOUSE[:2], "Archives 1999-2025", *HOUSE[3:])
    saved = keep(store, article(hours=24, section=rolled, keywords=["Fintech", "Infrastructures"]))
    assert saved.change is Change.UNCHANGED
    row, _ = present(store)
    assert (row.keywords, row.section) == ("Fintech; Infrastructures", " > ".join(rolled))
    with store.database.read() as session:
        sections = session.execute(select(m.ArticleSection.since_at, m.ArticleSection.until_at)).all()
        keywords = session.scalar(select(func.count()).where(m.ArticleKeyword.until_at.is_(None)))
    assert [tuple(row) for row in sections] == [(at(0), at(24)), (at(24), None)]
    assert keywords == 2


def test_an_older_capture_never_changes_present_values(store: Archive) -> None:
    """A recording from before what is known only moves `first_seen_at` back."""
    keep(store, article(hours=48))
    saved = keep(store, article(hours=2, title="Ancien titre"))
    row, revision = present(store)
    assert (saved.change, row.revision, revision.title) == (Change.OLDER, 1, "Un accord pour la fibre")
    assert (row.first_seen_at, row.last_seen_at) == (at(2), at(48))


def test_warnings_follow_the_values_they_are_about(store: Archive) -> None:
    """A warning ends with the value it was about; one that a skin cannot show again stays."""
    keep(store, article(warnings=[Warning_("weekday_mismatch", "published_on"), Warning_("odd", "title")]))
    keep(store, article(hours=24, warnings=[]))
    assert present(store)[0].warnings == "published_on:weekday_mismatch; title:odd"
    keep(store, article(hours=48, published_on="2024-10-02", warnings=[Warning_("odd", "title")]))
    assert present(store)[0].warnings == "title:odd"
    keep(store, article(hours=72, source_raw="", sources=[], warnings=[Warning_("missing", "source_raw")]))
    assert present(store)[0].warnings == "title:odd"


def test_unstorable_characters_are_removed_with_a_warning(store: Archive) -> None:
    """NUL and halves of surrogate pairs cannot be stored anywhere; the warning names the field."""
    keep(store, article(title="Un\0 accord", body="a\ud800b", keywords=["x\0"]))
    row, revision = present(store)
    assert (revision.title, revision.body, row.keywords) == ("Un accord", "ab", "x")
    assert row.warnings.count("unstorable_characters") == 3


def test_several_sources_keep_their_order(store: Archive) -> None:
    """Two sources stand joined in the order printed, and an empty date leaves no gap."""
    sources = [PressSource("Pana", "PANA", ""), PressSource("Le Courrier", "Le Courrier", "2024-10-01")]
    keep(store, article(sources=sources))
    row, _ = present(store)
    assert (row.source_name, row.source, row.source_date) == (
        "Pana; Le Courrier",
        "PANA; Le Courrier",
        "2024-10-01",
    )


def test_the_public_id_comes_from_the_first_path_only(store: Archive) -> None:
    """The id stays when the address moves; scheme, www and port make no difference to it."""
    saved = keep(store, article("http://press.example:80/un-accord.html"))
    gone = visit(outcome=Outcome.MOVED, status=301, permanent=True, redirect_to=SITE + "un-accord-signe.html")
    with store.database.session() as session:
        Frontier(store.site_id).finish(session, gone, wanted(), store.run_id)
    moved = keep(store, article(SITE + "un-accord-signe.html", hours=24, title="Titre autre"))
    assert (moved.key, moved.article_id) == (saved.key, saved.article_id)
    row, _ = present(store)
    assert row.url == SITE + "un-accord-signe.html"
    assert saved.key == "3e8604a69e5a8ce0"


def test_two_articles_never_share_an_id(store: Archive) -> None:
    """A collision of public ids is an error that names both addresses, and nothing is stored."""
    saved = keep(store, article())
    with store.database.session() as session:
        session.execute(text("DELETE FROM address"))
    with pytest.raises(DatabaseError, match=f"would get the id {saved.key}"):
        keep(store, article(published_on="", date_precision=""))


def test_a_gone_article_that_answers_again_is_live(store: Archive) -> None:
    """A tombstone ends when the page shows the article again."""
    keep(store, article())
    with store.database.session() as session:
        session.execute(text("UPDATE article SET status = 'gone'"))
    keep(store, article(hours=24))
    row, _ = present(store)
    assert (row.status, row.status_at) == ("live", at(24))


def test_an_address_that_redirected_before_its_article_was_met_is_one_of_its_addresses(
    store: Archive,
) -> None:
    """Two articles of one transaction: to the first an old address leads, to the second none."""
    gone = visit(outcome=Outcome.MOVED, status=301, permanent=True, redirect_to=SITE + "un-accord-signe.html")
    with store.database.session() as session:
        Frontier(store.site_id).finish(session, gone, wanted(), store.run_id)
        for name in ("un-accord-signe", "une-autre"):
            item = article(SITE + f"{name}.html", title=f"Titre {name}")
            item.article_id = match(session, item, store.site_id).article_id
            save(session, item, store.run_id)
        rows = session.execute(select(m.Address.article_id, m.Address.url, m.Address.how)).all()
    assert [tuple(row) for row in rows] == [
        (1, SITE + "un-accord-signe.html", "canonical"),
        (1, gone.url, "redirect"),
        (2, SITE + "une-autre.html", "canonical"),
    ]
