"""Makes invented titles, sentences and bodies from the material; the same chance makes the same text."""

import random
from functools import lru_cache

from osiris_crawler.sample.blocks import ArticleText, Block, BlockKind, Layout, bullets, paragraph, subhead
from osiris_crawler.sample.material import (
    ACTIONS,
    BODIES,
    FACTS,
    LINKS,
    PERSONS,
    QUESTIONS,
    QUOTES,
    ROLES,
    SAYINGS,
    SETTINGS,
    THINGS,
    TITLES,
    TOWNS,
)
from osiris_crawler.sample.typography import capital

_NUMBERS = (3, 7, 15, 18, 24, 40, 64, 110, 350, 1200)


def fill(rng: random.Random, pattern: str) -> str:
    """The pattern with its places ({b} a body, {t} a thing, {p} a person …) filled by chance."""
    pick = rng.choice
    body, thing, saying = pick(BODIES), pick(THINGS), pick(SAYINGS)
    setting = pick(SETTINGS).replace("{n}", str(pick(_NUMBERS)))
    return pattern.format(
        b=body, B=capital(body), b2=pick(BODIES), t=thing, T=capital(thing), c=pick(TOWNS), c2=pick(TOWNS),
        p=pick(PERSONS), r=pick(ROLES), v=pick(ACTIONS), s=setting, Q=capital(saying), q2=pick(SAYINGS),
        n=pick(_NUMBERS),
    )  # fmt: skip


def title(rng: random.Random) -> str:
    """An invented headline."""
    return fill(rng, rng.choice(TITLES))


def sentence(rng: random.Random) -> str:
    """An invented sentence; one in six is a quotation in one of the styles that the press uses."""
    match rng.choices(("quotation", "statement", "fact", "reminder"), (16, 34, 25, 25))[0]:
        case "quotation":
            return fill(rng, rng.choice(QUOTES))
        case "statement":
            return fill(rng, "{B} {v} {t} {s}.")
        case "fact":
            return fill(rng, rng.choice(FACTS)) + "."
        case _:
            return fill(rng, rng.choice(LINKS) + ", {p}, {r} à {c}, rappelle que {b} {v} {t}.")


def prose(rng: random.Random, sentences: int = 0) -> str:
    """Some sentences in a row: as many as asked, else two to four."""
    return " ".join(sentence(rng) for _ in range(sentences or rng.randint(2, 4)))


def paragraphs(rng: random.Random, count: int = 0) -> list[Block]:
    """Some paragraphs: as many as asked, else three to six."""
    return [paragraph(prose(rng)) for _ in range(count or rng.randint(3, 6))]


def _with_list(rng: random.Random, blocks: list[Block]) -> list[Block]:
    things = bullets(*(fill(rng, "{t} ;") for _ in range(3)))
    return [blocks[0], subhead(fill(rng, "{T}")), things, *blocks[1:]]


def _as_interview(rng: random.Random, blocks: list[Block]) -> list[Block]:
    questions = (paragraph(fill(rng, rng.choice(QUESTIONS))) for _ in blocks)
    return [block for pair in zip(questions, blocks, strict=True) for block in pair]


def _with_table(rng: random.Random, blocks: list[Block]) -> list[Block]:
    rows = (f"{rng.choice(TOWNS)}\t{rng.choice(_NUMBERS)} %" for _ in range(3))
    return [blocks[0], Block(BlockKind.TABLE, ("Commune\tFoyers reliés", *rows)), *blocks[1:]]


def _with_capitals(rng: random.Random, blocks: list[Block]) -> list[Block]:
    return [blocks[0], paragraph(fill(rng, "{t}").upper()), *blocks[1:]]


def _with_link(rng: random.Random, blocks: list[Block]) -> list[Block]:
    address = f"https://comptes.example/{rng.choice(_NUMBERS)}.html"
    return [*blocks, paragraph(f"Le compte rendu est {{{{a:{address}|en ligne}}}}.")]


def _as_it_is(_rng: random.Random, blocks: list[Block]) -> list[Block]:
    return blocks


_MANNERS = (_with_list, _as_interview, _with_table, _with_capitals, _with_link, _as_it_is)
_MANNER_WEIGHTS = (8, 6, 4, 4, 8, 70)


@lru_cache(maxsize=4096)
def written(seed: str) -> ArticleText:
    """The body of an ordinary article, always the same for one seed, made only when somebody asks for it."""
    rng = random.Random(seed)
    manner = rng.choices(_MANNERS, _MANNER_WEIGHTS)[0]
    blocks = manner(rng, paragraphs(rng))
    standfirst = rng.choices(((), (paragraph(sentence(rng)),)), (19, 1))[0]
    layout = Layout.PARAGRAPHS
    if all(block.kind is BlockKind.PARAGRAPH for block in blocks):
        layout = rng.choices((Layout.PARAGRAPHS, Layout.BREAKS, Layout.DIVISIONS), (88, 9, 3))[0]
    return ArticleText(tuple(blocks), standfirst=standfirst, layout=layout)
