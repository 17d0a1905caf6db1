"""Tests of the newer skin: the order of its blocks and its furniture."""

from osiris_crawler.sample.archive import Kind, SampleArchive, Skin
from osiris_crawler.sample.skins.view import LEAF_LENGTH
from osiris_crawler.sample.typography import cut
from tests.osiris_crawler.sample.conftest import Ask, in_order, seen_text


def test_order_of_blocks(archive: SampleArchive, ask: Ask) -> None:
    """Menu, breadcrumb, title, day, keyword, body, source, news, links, keyword list, foot."""
    article = archive.of_variant("source_house")[0]
    text = seen_text(ask(article.path, Skin.NEW).body)
    crumbs = " > ".join([*article.section, cut(article.title, LEAF_LENGTH)])
    assert in_order(text, [
        "Show navigation Hide navigation", crumbs, article.title, "mardi 8 août 2006", article.keywords[0],
        article.body.split("\n")[0], "(Source : APS, 8 août 2006)", "Fil d'actu", "Liens intéressants",
        "Navigation par mots clés", "2462/2747 Régulation des télécoms", "13/2747 Yas", "2025 OSIRIS",
        "Plan du site - Archives (Batik)", "Suivez-vous",
    ]) is None  # fmt: skip


def test_breadcrumb_leaf_is_cut(archive: SampleArchive, ask: Ask) -> None:
    """A long title ends with the mark in the breadcrumb, even after a guillemet or a colon."""
    ends = {
        "title_cut": "de serveurs (…)",
        "title_cut_at_quote": ": « (…)",
        "title_cut_at_colon": "vallée Sud : (…)",
    }
    for variant, end in ends.items():
        article = archive.of_variant(variant)[0]
        text = seen_text(ask(article.path, Skin.NEW).body)
        assert f"{end} {article.title}" in text


def test_breve_has_two_levels_and_a_teaser(archive: SampleArchive, ask: Ask) -> None:
    """A news brief stands right under the press section and ends with a link to go on."""
    for breve in archive.published(Kind.BREVE):
        text = seen_text(ask(breve.path, Skin.NEW).body)
        assert "Accueil > Articles de presse > " in text
        assert "Lire la suite" in text
        assert breve.source_line is None


def test_comment_form_follows_some_breves(archive: SampleArchive, ask: Ask) -> None:
    """Some have a form below, and a link to the forum."""
    forms = [
        "Un message, un commentaire ?" in seen_text(ask(b.path, Skin.NEW).body)
        for b in archive.published(Kind.BREVE)
    ]
    assert any(forms)
    assert not all(forms)


def test_canonical_names_the_address(archive: SampleArchive, ask: Ask) -> None:
    """Every page of an article or a listing says which address is its own."""
    path = archive.published()[0].path
    assert f'<link rel="canonical" href="http://127.0.0.1:8098{path}" />' in ask(path, Skin.NEW).body.decode()
    page = ask("/-Novembre-2023-.html?debut_articles=10", Skin.NEW).body.decode()
    assert '<link rel="canonical" href="http://127.0.0.1:8098/-Novembre-2023-.html" />' in page
