"""The ordinary press articles of the sample archive, and the months with a known number of them."""

from datetime import date

from osiris_crawler.sample.credits import by_chance
from osiris_crawler.sample.draft import Desk
from osiris_crawler.sample.texts import title
from osiris_crawler.sample.tree import FIRST_YEAR, RUNNING_YEAR

EXACT_MONTHS = {(2009, 3): 10, (2016, 6): 11, (2023, 11): 21, (2024, 12): 56}
"""Months with one full page, one page and one article, two pages and one, and twelve pages of five."""
FIRST_MONTH = 8
"""The archive begins in August 1999."""
LAST_MONTH = 4
"""The running year goes to April."""


def write_exact_months(desk: Desk) -> None:
    """Articles for the months whose number is known; nothing else may be filed there."""
    for (year, month), count in EXACT_MONTHS.items():
        for _ in range(count):
            write_one(desk, year, month)


def write_ordinary(desk: Desk, count: int) -> None:
    """As many articles as asked, more and more towards the running year, one a year if they suffice."""
    open_months = [month for month in _months() if month not in EXACT_MONTHS]
    years = list(range(FIRST_YEAR, RUNNING_YEAR + 1))
    chosen = [desk.rng.choice([month for month in open_months if month[0] == year]) for year in years][:count]
    weights = [1 + (year - FIRST_YEAR) / 3 for year, _ in open_months]
    chosen += desk.rng.choices(open_months, weights, k=count - len(chosen))
    for year, month in chosen:
        write_one(desk, year, month)


def write_one(desk: Desk, year: int, month: int) -> None:
    """One ordinary article of a month."""
    day = date(year, month, desk.rng.randint(1, 28))
    desk.press(title(desk.rng), day, keywords=desk.some_keywords(), credit=by_chance(desk.rng, day))


def _months() -> list[tuple[int, int]]:
    return [
        (year, month)
        for year in range(FIRST_YEAR, RUNNING_YEAR + 1)
        for month in range(1, 13)
        if (FIRST_YEAR, FIRST_MONTH) <= (year, month) <= (RUNNING_YEAR, LAST_MONTH)
    ]
