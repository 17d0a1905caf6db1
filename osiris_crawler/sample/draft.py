"""What the makers of the sample archive write down of an article before it has a number and an address."""

import random
from dataclasses import dataclass, field
from datetime import date

from osiris_crawler.sample import texts
from osiris_crawler.sample.addresses import SlugStyle
from osiris_crawler.sample.article import NO_CREDIT, Credit, Kind, Skin, Status
from osiris_crawler.sample.blocks import ArticleText
from osiris_crawler.sample.credits import house, medium
from osiris_crawler.sample.tree import Rubric, Tree

OLD_ADDRESSES_UNTIL = 2011
LATE_OLD_ADDRESSES_SINCE = 2018
_OLD_LATE = 0.06
_MADE_ANEW = 0.12


@dataclass(slots=True)
class Draft:
    """An article to be; the fields mean what they mean in ``SampleArticle``."""

    title: str
    day: date
    rubric: Rubric
    kind: Kind = Kind.ARTICLE
    keywords: list[str] = field(default_factory=list)
    credit: Credit = NO_CREDIT
    text: ArticleText | None = None
    variant: str = ""
    slug: SlugStyle | None = None
    """None: by the era of the day."""
    slug_title: str = ""
    """The title that the address was made from, when the title was edited later."""
    skin: Skin | None = None
    """None: by chance."""
    language: str = "fr"
    status: Status = Status.PUBLISHED
    number: int | None = None
    """A number that must be this one; None: the next free one in the order of days."""
    late: bool = False
    """Entered years after its day, so that its number is higher than its neighbours'."""
    title_html: str | None = None
    straight_quotes: bool = False
    signature: str = ""


@dataclass(slots=True)
class Desk:
    """What every maker works with: chance, the rubrics, the keyword list, and the drafts made so far."""

    rng: random.Random
    tree: Tree
    keywords: list[str]
    weights: list[int]
    drafts: list[Draft] = field(default_factory=list)

    def add(self, draft: Draft) -> Draft:
        """Puts a draft on the pile."""
        self.drafts.append(draft)
        return draft

    def press(self, title: str, day: date, variant: str = "", **more: object) -> Draft:
        """A press article filed under the month of its day; ``more`` sets any other field of the draft."""
        draft = Draft(title, day, self.tree.month(day.year, day.month), variant=variant)
        for name, value in more.items():
            setattr(draft, name, value)
        return self.add(draft)

    def special(self, variant: str, day: date, title: str = "", **more: object) -> Draft:
        """A special case: a press article in house form but for ``more``; the skins take turns."""
        more.setdefault("skin", tuple(Skin)[len(self.drafts) % len(Skin)])
        more.setdefault("credit", house(medium(self.rng, day.year), day))
        more.setdefault("keywords", self.rng.choices(self.keywords, self.weights))
        return self.press(title or texts.title(self.rng), day, variant, **more)

    def some_keywords(self) -> list[str]:
        """Mostly one keyword of the list, by weight; now and then none or two."""
        count = self.rng.choices([1, 0, 2], [95, 3, 2])[0]
        return list(dict.fromkeys(self.rng.choices(self.keywords, self.weights, k=count)))


def slug_style(rng: random.Random, day: date) -> SlugStyle:
    """Old addresses to 2011, new ones later; some old ones were made anew, some late ones look old."""
    if day.year > OLD_ADDRESSES_UNTIL:
        return (
            SlugStyle.OLD
            if day.year >= LATE_OLD_ADDRESSES_SINCE and rng.random() < _OLD_LATE
            else SlugStyle.NEW
        )
    return SlugStyle.BOTH if rng.random() < _MADE_ANEW else SlugStyle.OLD


def skin_by_chance(rng: random.Random) -> Skin:
    """Any skin for any year: on the real site the older skin is not only found on old articles."""
    return rng.choices([Skin.NEW, Skin.OLD, Skin.STOCK], [45, 30, 25])[0]
