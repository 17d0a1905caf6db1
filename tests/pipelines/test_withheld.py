"""Tests of `pipelines.withheld`: answers that show the text of a restricted article are known."""

from __future__ import annotations

import gzip
import html
import json
from typing import TYPE_CHECKING

import pytest

from osiris_crawler.items import Link, Role
from pipelines.database import decisions, ledgers
from pipelines.database.frontier import Frontier
from pipelines.database.records import save
from pipelines.snapshots.http_message import Message, split_message
from pipelines.withheld import Withheld, runs
from tests.pipelines.makers import SITE, article, visit, wanted

if TYPE_CHECKING:
    from tests.pipelines.makers import Archive

SECRET = SITE + "secret.html"
TITLE = "Les dessous d’un marché de fibre optique passé à Ziguinchor"
BEGINNING = "Le trésorier de l’école n’a jamais voulu dire combien coûtaient les câbles"
BODY = f"{BEGINNING} posés en août.\n\nIl a refusé de nous recevoir dans son bureau du deuxième étage."


def restricted(store: Archive, *others: str) -> None:
    """Store the article and others, and restrict it."""
    with store.database.session() as session:
        save(session, article(SECRET, title=TITLE, body=BODY), store.run_id)
        for number, body in enumerate(others):
            save(session, article(f"{SITE}other{number}.html", body=body), store.run_id)
    line = {"url": SECRET, "action": "restrict", "reason": "x", "who": "y", "at": "2025-04-01"}
    decisions.add_restriction(store.data_dir, line)
    ledgers.bring_in(store.database, store.data_dir)


def answer(body: bytes, kind: str = "text/html; charset=utf-8", coding: str = "") -> Message:
    """Return an answer of a server."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n"
    return split_message(
        (head + (f"Content-Encoding: {coding}\r\n" if coding else "") + "\r\n").encode() + body
    )


LIST = f"<ul><li><h2>{TITLE}</h2><p>{BEGINNING[:60]}…</p></li></ul>"
SHOWING = {
    "a list that prints its beginning": answer(LIST.encode()),
    "packed": answer(gzip.compress(LIST.encode()), coding="gzip"),
    "in Latin-1, undeclared": answer(LIST.replace("…", "").replace("’", "'").encode("latin-1"), "text/html"),
    "entities and other quotes": answer(html.escape(LIST).replace("’", "&#8217;").encode()),
    "marks inside words": answer(LIST.replace("trésorier", "<b>tré</b>sorier").encode()),
    "in an attribute": answer(f'<a href="x" title="{BEGINNING}">lire</a>'.encode()),
    "a feed": answer(f"<item><description>{html.escape(html.escape(BODY))}</description></item>".encode(), "text/xml"),
    "JSON": answer(json.dumps({"text": BODY}).encode(), "application/json"),
}  # fmt: skip


@pytest.mark.parametrize("message", SHOWING.values(), ids=SHOWING)
def test_what_shows_the_text_is_known(store: Archive, message: Message) -> None:
    """However the text is packed and marked up."""
    restricted(store, "Un autre article dit tout autre chose sur un autre sujet.")
    with store.database.read() as session:
        withheld = Withheld(session)
        assert withheld.telling(withheld.quoted(message))


def test_titles_formulas_and_what_others_print_too_betray_nothing(store: Archive) -> None:
    """A list that names the article stays, and so does a page with a sentence that other articles print."""
    restricted(store, f"Dans un autre journal : {BEGINNING} posés en août, dit-on.")
    with store.database.read() as session:
        withheld = Withheld(session)
        assert not withheld.quoted(answer(f"<h2>{TITLE}</h2><p>Un texte du site.</p>".encode()))
        assert not withheld.quoted(answer(BODY.encode(), "image/png"))
        found = withheld.quoted(answer(LIST.encode()))
        assert found
        assert not withheld.telling(found)


def test_addresses_of_the_article_and_its_files_are_barred(store: Archive) -> None:
    """A document that only its page names leaves with it, one of another page does not."""
    restricted(store)
    frontier = Frontier(store.site_id)
    for name in ("secret", "b"):
        file = Link(f"{SITE}IMG/pdf/{name}.pdf", Role.ASSET)
        with store.database.session() as session:
            frontier.finish(session, visit(f"{SITE}{name}.html", links=[file]), wanted(), store.run_id)
    with store.database.read() as session:
        withheld = Withheld(session)
        assert withheld
        assert withheld.bars(SECRET)
        assert withheld.bars(SITE + "IMG/pdf/secret.pdf")
        assert not withheld.bars(SITE + "IMG/pdf/b.pdf")


def test_nothing_restricted_bars_nothing(store: Archive) -> None:
    """Then there is nothing to look for."""
    with store.database.read() as session:
        withheld = Withheld(session)
        assert not withheld
        assert not withheld.bars(SECRET)
        assert not withheld.quoted(answer(LIST.encode()))


def test_a_run_is_six_words() -> None:
    """Without case, accents and punctuation; shorter texts have none."""
    assert runs("Été, l’un des Trois qui vînt") == {"ete l un des trois qui", "l un des trois qui vint"}
    assert runs("Trop court") == set()
