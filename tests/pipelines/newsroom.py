"""Invents a newsroom's day: dispatches printed by several newspapers, and their own reports of the same events.

Unlike sentences drawn at random, these texts are built as news is: names, sums, offices and formulas come back
in every report of an event, officials are quoted at length, and dispatches are cut, merged and begun anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

FIRST = date(2021, 2, 1)
PEOPLE = "Awa Thiandoum,Birame Sellé,Coumba Dièye,Ousseynou Mbow,Yacine Lo,Gorgui Tine,Ndella Faye".split(",")
OFFICES = (
    "le directeur général de l’Agence de régulation des télécommunications et des postes",
    "la ministre de la Communication, des Télécommunications et du Numérique",
    "le président de l’Organisation des professionnels des technologies de l’information et de la communication",
    "la secrétaire générale du Syndicat des travailleurs de la société nationale des télécommunications",
)
TOWNS = "Kaffrine,Vélingara,Podor,Tivaouane,Oussouye,Bakel,Linguère,Mbacké".split(",")
THINGS = (
    "câble sous-marin", "centre de données", "guichet numérique", "réseau de fibre optique", "registre des abonnés",
    "parc technologique", "programme de formation au code", "service de paiement mobile",
)  # fmt: skip
VERBS = "a inauguré,a présenté,a visité,a lancé,a défendu,a annoncé".split(",")
REASONS = (
    "réduire la fracture numérique dans les régions de l’intérieur", "créer des emplois pour les jeunes diplômés",
    "baisser le coût de la connexion pour les ménages", "améliorer la qualité de service aux heures de pointe",
    "protéger les données personnelles des usagers", "attirer des investisseurs étrangers dans le secteur",
)  # fmt: skip
COLOUR = (
    "Sous un soleil de plomb, {n} personnes attendaient depuis l’aube devant la préfecture de {town}.",
    "Les femmes du marché, en tenue d’apparat, avaient préparé des chants que la sonorisation a couverts.",
    "Un vieil instituteur de {town} raconte qu’il a vu arriver le téléphone, puis la télévision, jamais l’eau.",
    "À la sortie, les avis étaient partagés : les uns saluaient l’effort, les autres attendaient de voir.",
    "Notre reporter a compté {n} poteaux neufs le long de la route, dont la moitié sans fil.",
    "Le maire, arrivé en retard, s’est excusé en wolof avant de couper le ruban avec des ciseaux d’écolier.",
    "Dans la salle, {n} étudiants ont posé des questions que le protocole n’avait pas prévues.",
    "Une dame a demandé à haute voix quand le courant reviendrait ; on a ri, puis on a applaudi.",
    "Les représentants du personnel, eux, distribuaient des tracts à l’entrée de la cour.",
    "Il a fallu {n} minutes pour que la démonstration marche, le temps de trouver un autre câble.",
)
ANALYSIS = (
    "Reste à savoir qui paiera l’entretien, une question restée sans réponse précise.",
    "Le précédent projet, annoncé il y a {n} mois, n’a jamais dépassé le stade de la maquette.",
    "Pour les associations de consommateurs, l’essentiel est ailleurs : la facture ne baisse pas.",
    "Un ancien cadre du secteur y voit « une bonne idée mal préparée », et donne {n} exemples.",
    "Les concurrents, qui n’étaient pas invités, préparent un recours devant la justice.",
    "À {town}, une expérience semblable avait tourné court faute de techniciens formés.",
    "Le chiffre de {n} emplois circule, sans que personne puisse dire d’où il vient.",
    "L’opposition parlementaire réclame une commission d’enquête et la publication du contrat.",
)
FACTS = (
    "Le projet, d’un coût de {sum} milliards de francs CFA, doit être achevé dans {months} mois.",
    "Il est financé à hauteur de {share} % par la Banque ouest-africaine de développement.",
    "Quelque {homes} foyers et {schools} établissements scolaires seront raccordés dans un premier temps.",
    "Les travaux ont été confiés à un groupement de {firms} entreprises, après un appel d’offres international.",
    "La cérémonie s’est déroulée à {town} en présence des autorités administratives et coutumières.",
    "Un comité de suivi de {members} membres rendra compte chaque trimestre de l’avancement du chantier.",
    "Selon les chiffres officiels, le taux de pénétration de l’internet a atteint {rate} % en décembre.",
    "Des sessions de formation sont prévues pour {trained} agents des collectivités territoriales.",
    "La première phase concerne {communes} communes, la seconde s’étendra à l’ensemble du pays.",
    "Le contrat prévoit une redevance annuelle de {fee} millions de francs CFA versée à l’État.",
)
QUOTES = (
    "Ce {thing} va changer la vie des populations, parce qu’il va {reason}, et nous y veillerons personnellement",
    "Nous avons pris le temps qu’il fallait, nous avons consulté {n} organisations, et personne n’a été oublié",
    "Il n’est pas question de revenir sur nos engagements, même si les conditions sont devenues difficiles",
    "Je demande aux opérateurs de jouer le jeu, sinon la loi sera appliquée dans toute sa rigueur",
    "Avant la fin de l’année, chaque commune aura sa connexion, c’est une instruction du chef de l’État",
)
RETOUCHES = (
    ("a indiqué", "a dit"),
    ("francs CFA", "FCFA"),
    ("’", "'"),
    ("Quelque ", "Environ "),
    ("« ", '"'),
)


@dataclass(frozen=True)
class Printed:
    """One text as a newspaper printed it."""

    event: int
    group: str
    """What was printed of one dispatch bears one name; every other text its own."""
    day: str
    text: str


class Event:
    """One event of a day, with the facts and words that every report of it shares."""

    def __init__(self, chance: random.Random, number: int) -> None:
        self.chance = chance
        self.number = number
        self.day = FIRST + timedelta(days=number)
        self.person, self.office = chance.choice(PEOPLE), chance.choice(OFFICES)
        self.thing, self.town, self.reason = (
            chance.choice(THINGS),
            chance.choice(TOWNS),
            chance.choice(REASONS),
        )
        self.facts = [self._filled(text) for text in chance.sample(FACTS, 7)]
        self.quotes = [self._filled(text) for text in chance.sample(QUOTES, 3)]

    def _filled(self, text: str) -> str:
        numbers = {name: self.chance.randint(2, 900) for name in (
            "n", "sum", "months", "share", "homes", "schools", "firms", "members", "rate", "trained", "communes", "fee",
        )}  # fmt: skip
        return text.format(**numbers, thing=self.thing, town=self.town, reason=self.reason)

    def lead(self) -> str:
        """Return the sentence that says it all, each time in other words."""
        verb, day = (
            self.chance.choice(VERBS),
            self.chance.choice(("hier", "mardi", "ce week-end", "en fin de matinée")),
        )
        orders = (
            f"{self.person}, {self.office}, {verb} {day} à {self.town} un {self.thing} destiné à {self.reason}.",
            f"À {self.town}, {self.office}, {self.person}, {verb} {day} un {self.thing}. But : {self.reason}.",
            f"Un {self.thing} pour {self.reason} : c’est ce qu’{verb} {day} {self.person}.",
        )
        return self.chance.choice(orders)

    def said(self, quote: str) -> str:
        """Return a quotation, brought in as each newspaper does."""
        ways = (
            f"« {quote} », a-t-il déclaré.", f"« {quote} », a indiqué {self.person}.",
            f"Et d’ajouter : « {quote}. »", f"{self.person} s’est voulu rassurant : « {quote}. »",
        )  # fmt: skip
        return self.chance.choice(ways)

    def dispatch(self) -> list[str]:
        """Return the agency's paragraphs."""
        facts, quotes = list(self.facts), [self.said(quote) for quote in self.quotes]
        size = self.chance.randint(4, 7)
        first = [self.lead(), facts[0]]
        body = [
            f"{facts[1]} {quotes[0]}",
            f"{facts[2]} {facts[3]}",
            f"{quotes[1]} {facts[4]}",
            facts[5],
            quotes[2],
        ]
        return [" ".join(first), *body[: size - 1], self._filled(self.chance.choice(ANALYSIS))]

    def printed(self, paragraphs: list[str]) -> str:
        """Return a dispatch as a newspaper prints it: cut from the end, begun anew, subtitled, retouched."""
        kept = paragraphs[: max(3, round(len(paragraphs) * self.chance.uniform(0.6, 1)))]
        match self.chance.randrange(4):
            case 0:
                kept = [self.lead(), *kept[1:]]
            case 1:
                kept.insert(2, "Un chantier attendu")
            case 2:
                kept = [" ".join(kept[:2]), *kept[2:], "AGENCE"]
            case _:
                kept = [f"{self.town}, {self.day.day} fév (Agence) - {kept[0]}", *kept[1:]]
        text = "\n\n".join(kept)
        for one, other in (
            ("a indiqué", "a dit"),
            ("francs CFA", "FCFA"),
            ("’", "'"),
            ("Quelque ", "Environ "),
            ("« ", '"'),
        ):
            if self.chance.random() < 0.35:
                text = text.replace(one, other)
        return text

    def report(self) -> str:
        """Return what another newspaper's own reporter wrote: the same facts in other words, one long quotation."""
        facts = self.chance.sample(self.facts, self.chance.randint(1, 2))
        colour = [self._filled(text) for text in self.chance.sample(COLOUR, self.chance.randint(3, 6))]
        ends = [self._filled(text) for text in self.chance.sample(ANALYSIS, self.chance.randint(1, 3))]
        middle = [*facts, self.said(self.chance.choice(self.quotes)), *colour[1:]]
        self.chance.shuffle(middle)
        return "\n\n".join([colour[0], self.lead(), *middle, *ends])


def printed(chance: random.Random, events: int) -> Iterator[Printed]:
    """Give what the newspapers printed of so many events: two to four print the dispatch, two or three their own."""
    for number in range(events):
        event = Event(chance, number)
        day = event.day.isoformat()
        paragraphs = event.dispatch()
        yield Printed(number, f"{number}", day, "\n\n".join(paragraphs))
        for _ in range(chance.randint(1, 3)):
            later = event.day + timedelta(days=chance.choice((0, 0, 1, 1, 2, 6)))
            yield Printed(number, f"{number}", later.isoformat(), event.printed(paragraphs))
        for copy in range(chance.randint(2, 3)):
            yield Printed(number, f"{number}-own-{copy}", day, event.report())
