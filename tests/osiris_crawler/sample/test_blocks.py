"""Tests of text blocks: the expected plain text and the HTML of each kind."""

from parsel import Selector

from osiris_crawler.sample.blocks import (
    ArticleText,
    Block,
    BlockKind,
    Layout,
    Markup,
    Tail,
    bullets,
    link_notes,
    paragraph,
    plain,
    render,
    render_notes,
    subhead,
)


def test_plain_text_of_all_parts() -> None:
    """Standfirst, text, postscript and notes in this order, parted by blank lines."""
    text = ArticleText((paragraph("B", "C"),), (paragraph("A"),), (paragraph("D"),), ("note",))
    assert text.plain() == "A\n\nB\nC\n\nD\n\n[1] note"


def test_plain_text_of_each_kind() -> None:
    """Items and rows are lines, cells are parted by a space, lost markup leaves nothing."""
    assert plain(bullets("a", "b")) == "a\nb"
    assert plain(Block(BlockKind.TABLE, ("x\ty", "1\t2"))) == "x y\n1 2"
    assert plain(Block(BlockKind.LOST, ("<iframe></iframe>",))) == ""


def test_every_kind_of_space_becomes_plain() -> None:
    """The expected body has one kind of space."""
    assert ArticleText((paragraph("a\u202fb\u00a0c\u2009d"),)).plain() == "a b c d"


def test_html_reads_back_as_plain_text() -> None:
    """Each kind's HTML holds the words of its plain text in order."""
    kinds = (
        paragraph("un", "deux"),
        subhead("trois"),
        bullets("quatre"),
        Block(BlockKind.NUMBERED, ("cinq",)),
        Block(BlockKind.QUOTATION, ("six",)),
        Block(BlockKind.TABLE, ("sept\thuit", "neuf\tdix")),
        Block(BlockKind.WORD, ("onze",)),
    )
    for layout in Layout:
        html = render(kinds, Markup(), layout)
        words = " ".join(Selector(text=html).xpath("//text()").getall()).split()
        assert " ".join(words) == "un deux trois quatre cinq six sept huit neuf dix onze"


def test_tail_as_paragraphs_or_glued() -> None:
    """Lines behind the text are paragraphs of their own, or hang on the last one."""
    blocks = (paragraph("fin"),)
    assert render(blocks, Markup(), Layout.PARAGRAPHS, Tail(["s"])) == "<p>fin</p>\n<p>s</p>"
    assert render(blocks, Markup(), Layout.PARAGRAPHS, Tail(["a", "s"], "<br>")) == "<p>fin<br>a<br>s</p>"
    assert render((), Markup(), Layout.PARAGRAPHS, Tail(["s"], "<br>")) == "<p>s</p>"


def test_break_layout() -> None:
    """Paragraphs parted by two breaks stand in one element."""
    html = render((paragraph("a"), paragraph("b")), Markup(), Layout.BREAKS)
    assert html == "<p>a<br />\n<br />\nb</p>"


def test_notes() -> None:
    """Calls of notes become links; other brackets stay; notes are numbered."""
    html = link_notes("mot [1] et [ce mot] et [7]", 1)
    assert 'href="#nb1"' in html
    assert "[ce mot] et [7]" in html
    assert 'id="nb1"' in render_notes(("Une note.",))


def test_straight_quotes() -> None:
    """A skin may print straight quotes for guillemets."""
    html = render((paragraph("« X »"),), Markup(straight_quotes=True), Layout.PARAGRAPHS)
    assert html == '<p>"X"</p>'
