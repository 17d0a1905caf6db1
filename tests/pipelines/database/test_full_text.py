"""Tests of `pipelines.database.full_text`: the index follows every write, and agrees with reading the texts."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select, text

from pipelines.database import full_text, migrating, queries, sealing
from pipelines.database import tables as t
from pipelines.database.editions import Edition, edition
from pipelines.database.engine import open_database
from pipelines.database.records import save
from pipelines.database.selection import Filter, rows
from tests.pipelines.makers import SITE, article, at

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive

WORDS = "fibre fibres réseau réseaux cœur L’État d’électricité national nationaux haut débit e-commerce 4G".split()
QUERIES = (
    "fibre", "réseau -fibre", '"haut débit"', "coeur OR etat", "électricité", "-national", "nat*", "title:fibre",
    "body:réseau -title:réseau", "fibre OR -débit", "(fibre cœur) OR (réseau 4g)", "e-commerce", "-(fibre cœur)",
    '"fibre réseau"', "fibre* -réseau*",
)  # fmt: skip


def found(store: Archive, query: str, shown: Edition | None = None) -> list[str]:
    """Return the addresses that a search finds, without the site."""
    with store.database.read() as session:
        return sorted(row.url.removeprefix(SITE) for row in rows(session, Filter(query=query), shown))


def fill(store: Archive, **texts: tuple[str, str]) -> None:
    """Store articles by name, each with title and body."""
    with store.database.session() as session:
        for name, (title, body) in texts.items():
            save(session, article(SITE + name, title=title, body=body), store.run_id)


@pytest.fixture
def many(store: Archive) -> Archive:
    """Give an archive of sixty articles of few words."""
    chance = random.Random(4)
    fill(
        store,
        **{
            f"a{number}": (" ".join(chance.choices(WORDS, k=3)), " ".join(chance.choices(WORDS, k=8)))
            for number in range(60)
        },
    )
    return store


@pytest.mark.parametrize("query", QUERIES)
def test_the_index_finds_what_reading_finds(many: Archive, query: str) -> None:
    """The same articles by FTS5, and by comparing every text as PostgreSQL's way does."""
    with many.database.read() as session:
        node, shown = queries.parse(query), Edition()
        read = full_text._read_through(session, node, shown, [])
        chosen = select(t.article.c.current_revision_id).where(full_text.condition(query, shown, session, []))
        indexed = list(session.execute(chosen).scalars())
    assert sorted(indexed) == sorted(read)
    assert 0 < len(read) < 60


def test_a_change_moves_the_index(store: Archive) -> None:
    """The present text is found; the former one only in the edition of then."""
    fill(store, a=("La fibre", "Un texte"))
    with store.database.session() as session:
        save(session, article(SITE + "a", title="Le câble", body="Un texte", hours=5), store.run_id)
    assert (found(store, "fibre"), found(store, "câble")) == ([], ["a"])
    then = Edition(as_of=at(1))
    assert (found(store, "fibre", then), found(store, "câble", then)) == (["a"], [])


def test_restricted_texts_are_not_found(store: Archive) -> None:
    """Neither by the index nor in what it keeps of them; they come back when the restriction is lifted."""
    fill(store, a=("Secret", "Zanzibar mérite le silence"), b=("Autre", "Rien"))
    with store.database.session() as session:
        number = session.execute(select(t.article.c.id).where(t.article.c.url == SITE + "a")).scalar_one()
        sealing.seal(session, number, at(1))
        full_text.forget(session)
    assert found(store, "zanzibar") == found(store, "secret") == []
    assert found(store, "-zanzibar") == ["a", "b"]
    with store.database.read() as session:
        kept = b"".join(session.execute(text("SELECT block FROM full_text_data")).scalars())
    assert b"anzibar" not in kept
    with store.database.session() as session:
        sealing.unseal(session, number, at(2))
    assert found(store, "zanzibar") == ["a"]


def test_a_deleted_revision_leaves_the_index(store: Archive) -> None:
    """The index stays sound, and holds nothing of it."""
    fill(store, a=("Fibre", "Texte"))
    with store.database.session() as session:
        session.execute(delete(t.revision_source))
        session.execute(delete(t.revision))
        session.execute(text(full_text.CHECK))
        assert (
            session.execute(text("SELECT count(*) FROM full_text WHERE full_text MATCH 'fibre'")).scalar()
            == 0
        )


def test_corrected_texts_are_searched(store: Archive) -> None:
    """The value of a correction is found, the one it replaces is not."""
    fill(store, a=("La fibre", "Texte"), b=("La fibre", "Autre"))
    line = "url,field,value,reason,who,when\n" + f"{SITE}a,title,Le câble,faute,AD,2025-03-02\n"
    (store.data_dir / "corrections.csv").write_text(line)
    store.database.close()
    store.database = open_database(store.data_dir)
    try:
        with store.database.read() as session:
            shown = edition(session)
        assert found(store, "fibre", shown) == ["b"]
        assert found(store, "câble", shown) == ["a"]
        assert found(store, "texte -fibre", shown) == ["a"]
    finally:
        store.database.close()


def test_an_older_database_is_indexed(store: Archive) -> None:
    """The migration takes in the texts that are there, and the languages."""
    fill(store, a=("La fibre", "Texte"))
    with store.database.engine.begin() as connection:
        migrating.downgrade(connection, "0003")
        migrating.upgrade(connection)
        connection.execute(text(full_text.CHECK))
        assert connection.execute(text("SELECT language FROM article")).scalars().all() == ["fr"]
    assert found(store, "fibre") == ["a"]


def test_other_programs_find_the_index(store: Archive) -> None:
    """Plain SQL finds words and gets the text as printed back."""
    fill(store, a=("Le cœur du réseau", "Texte"))
    with store.database.read() as session:
        sql = "SELECT highlight(full_text, 0, '[', ']') FROM full_text WHERE full_text MATCH 'coeur reseau'"
        assert session.execute(text(sql)).scalar() == "Le [cœur] du [réseau]"


def test_an_index_put_off_is_the_same(store: Archive) -> None:
    """What is added, changed, withheld, given back and deleted in the block is found as if nothing had been put off."""
    fill(store, old=("Ancien", "Un vieux texte"), secret=("Secret", "Zanzibar"))
    number = select(t.article.c.id).where(t.article.c.url == SITE + "secret")
    with store.database.session() as session:
        sealing.seal(session, session.execute(number).scalar_one(), at(1))
    with store.database.session() as session, full_text.put_off(session):
        for name in ("fibre", "câble", "réseau", "satellite"):
            save(session, article(SITE + name, title=name, body="Texte"), store.run_id)
        save(session, article(SITE + "old", title="Ancien", body="Un texte neuf", hours=5), store.run_id)
        sealing.unseal(session, session.execute(number).scalar_one(), at(2))
        named = select(t.article.c.id).where(t.article.c.url == SITE + "câble")
        sealing.seal(session, session.execute(named).scalar_one(), at(3))
        session.execute(delete(t.revision_source))
        session.execute(delete(t.revision).where(t.revision.c.title == "réseau"))
    with store.database.session() as session:
        session.execute(text(full_text.CHECK))
        triggers = session.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")).scalars()
        assert sorted(triggers) == sorted(full_text.CREATE[1:])
    assert [found(store, word) for word in ("fibre", "câble", "satellite", "zanzibar", "vieux", "neuf")] == [
        ["fibre"], [], ["satellite"], ["secret"], [], ["old"],
    ]  # fmt: skip
    fill(store, later=("Plus tard", "Un texte"))
    assert found(store, "plus tard") == ["later"]


def test_a_block_that_fails_leaves_the_index_as_it_was(store: Archive) -> None:
    """The triggers are back with the transaction's end, and what was added is gone."""

    def fail() -> None:
        with store.database.session() as session, full_text.put_off(session):
            save(session, article(SITE + "a", title="Fibre"), store.run_id)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        fail()
    fill(store, b=("Fibre", "Texte"))
    assert found(store, "fibre") == ["b"]
