"""The rubrics of the sample site: the press archive by year and month, and the sections beside it."""

from dataclasses import dataclass, field

from osiris_crawler.sample.addresses import Addresses
from osiris_crawler.sample.typography import MONTHS, capital

FIRST_YEAR = 1999
RUNNING_YEAR = 2025
YEAR_IN_MONTH_SINCE = 2013
"""Month rubrics carry the year from January 2013 on; before that they are called ``Janvier``."""


@dataclass(slots=True, eq=False)
class Rubric:
    """One rubric (the site's word for a section) and its address."""

    number: int
    title: str
    path: str
    parent: "Rubric | None" = None
    children: list["Rubric"] = field(default_factory=list)
    old_paths: list[str] = field(default_factory=list)
    parameter: str = "debut_articles"
    """The name of the offset in the addresses of its listing pages."""
    step: int = 10
    month: str = ""
    """``2024-10`` for a month of the press archive, else empty."""

    @property
    def trail(self) -> list["Rubric"]:
        """The rubrics from the top of the site down to this one."""
        trail: list[Rubric] = []
        rubric: Rubric | None = self
        while rubric is not None:
            trail.insert(0, rubric)
            rubric = rubric.parent
        return trail


class Tree:
    """All rubrics, in the order in which they were made."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses
        self.rubrics: list[Rubric] = []
        self.running_year = RUNNING_YEAR
        self.osiris = self.add("OSIRIS")
        self.resources = self.add("Ressources")
        self.press = self.add("Articles de presse")
        self.figures = self.add("Chiffres clés")
        self.chances = self.add("Opportunités")
        self.batik = self.add("Batik")
        self.archive = self.add(f"Archives {FIRST_YEAR}-{RUNNING_YEAR - 1}", self.press)
        self._years: dict[int, Rubric] = {}
        self._months: dict[str, Rubric] = {}
        for year in range(FIRST_YEAR, RUNNING_YEAR + 1):
            self.year(year)

    @property
    def top(self) -> list[Rubric]:
        """The rubrics without a parent, as the main menu shows them."""
        return [rubric for rubric in self.rubrics if rubric.parent is None]

    def add(self, title: str, parent: Rubric | None = None, **more: str | int) -> Rubric:
        """Makes a rubric; ``more`` may name its listing parameter, step and month."""
        number = len(self.rubrics) + 1
        rubric = Rubric(number, title, self._addresses.rubric(title, number), parent)
        for name, value in more.items():
            setattr(rubric, name, value)
        self.rubrics.append(rubric)
        if parent is not None:
            parent.children.append(rubric)
        return rubric

    def child(self, parent: Rubric, title: str) -> Rubric:
        """The rubric of that title below ``parent``, made when it is missing."""
        for rubric in parent.children:
            if rubric.title == title:
                return rubric
        return self.add(title, parent)

    def year(self, year: int) -> Rubric:
        """The press rubric of a year; the running year stands outside the archive."""
        if year not in self._years:
            parent = self.archive if year < self.running_year else self.press
            self._years[year] = self.add(f"Année {year}", parent)
        return self._years[year]

    def month(self, year: int, month: int) -> Rubric:
        """The press rubric of a month, made when it is missing."""
        key = f"{year}-{month:02}"
        if key not in self._months:
            title = capital(MONTHS[month - 1]) + (f" {year}" if year >= YEAR_IN_MONTH_SINCE else "")
            rubric = self.add(title, self.year(year), month=key)
            if year % 5 == 0:
                rubric.parameter = "debut_articles_rubrique"
            if key == "2024-12":
                rubric.parameter, rubric.step = "debut_art", 5
            self._months[key] = rubric
        return self._months[key]

    def roll(self) -> None:
        """The January roll: the running year joins the archive, whose label grows by a year."""
        finished = self.year(self.running_year)
        self.running_year += 1
        self.press.children.remove(finished)
        finished.parent = self.archive
        self.archive.children.append(finished)
        self.archive.title = f"Archives {FIRST_YEAR}-{self.running_year - 1}"
        self.archive.old_paths.append(self.archive.path)
        self.archive.path = self._addresses.rubric(self.archive.title, self.archive.number)
        self.year(self.running_year)

    def resolve(self, path: str) -> tuple[Rubric, bool] | None:
        """The rubric at a path and whether the path is its present one; None when there is no such rubric."""
        for rubric in self.rubrics:
            if path == rubric.path:
                return rubric, True
            if path in rubric.old_paths:
                return rubric, False
        return None
