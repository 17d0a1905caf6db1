"""Sentence material and the making of invented titles and bodies; every name, place of business and figure is made up."""

import random
from functools import lru_cache

from osiris_crawler.sample.blocks import ArticleText, Block, BlockKind, Layout, bullets, paragraph, subhead
from osiris_crawler.sample.typography import capital

BODIES = (
    "la coopérative Kaay Connecter", "l’opérateur Sahel Ondes", "le réseau Lébou Fibre", "la start-up Xel Mobile",
    "l’Observatoire des usages de Ndakaaru", "l’Alliance des cybers de quartier", "le Comité des abonnés du Baol",
    "la Régie des liaisons du Fleuve", "l’Institut Jaxaay du logiciel", "le groupe Dior Antennes",
    "la Maison des données du Cayor", "l’Agence imaginaire du spectre", "le syndicat des standards du Sine",
    "la Fondation Pont-Faidherbe pour le code", "l’Union des radios du Saloum", "le ministère inventé des Câbles",
)  # fmt: skip
PERSONS = (
    "Awa Ndiombéré", "Malick Sarabel", "Fatim Oulérane", "Djibi Karandou", "Rama Toubenel", "Ousseyn Walidane",
    "Khady Mbéringal", "Ibou Féloupane", "Nafi Doguérel", "Abdou Tiléman", "Sokhna Yérimel", "Pape Gorandel",
)  # fmt: skip
ROLES = (
    "chef de projet", "secrétaire de séance", "responsable du réseau", "trésorière", "chargée d’études",
    "ingénieur radio", "juriste", "présidente du comité local",
)  # fmt: skip
TOWNS = (
    "Dakar",
    "Thiès",
    "Louga",
    "Kaffrine",
    "Bakel",
    "Podor",
    "Sédhiou",
    "Fatick",
    "Mbour",
    "Kédougou",
    "Linguère",
)
ACTIONS = (
    "prépare", "veut étendre", "a mis à l’essai", "conteste", "finance depuis six mois", "a confié à des étudiants",
    "compte doubler", "a renoncé à vendre", "défend", "a remis à plat", "ouvre au public", "réclame",
)  # fmt: skip
THINGS = (
    "le tarif unique des appels de nuit", "une boucle de fibre autour du marché", "le relevé public des pannes",
    "un cours du soir pour réparateurs de téléphones", "la carte des zones blanches", "un serveur de cartes scolaires",
    "le paiement des factures d’eau par message", "une messagerie en langues nationales", "le partage des pylônes",
    "l’annuaire en ligne des artisans", "un point d’échange pour les fournisseurs d’accès", "la vente de noms de domaine",
    "un guichet pour les pièces d’état civil", "la numérisation des registres de pêche", "le suivi des ordonnances",
    "une bourse pour jeunes programmeuses", "le câble côtier de secours", "la veille sur les arnaques au transfert d’argent",
)  # fmt: skip
SETTINGS = (
    "malgré un budget en baisse", "avec l’appui de trois communes", "après deux ans d’attente",
    "contre l’avis des distributeurs", "sans attendre le décret", "à la demande des usagers",
    "lors de la rencontre des 11 et 12 octobre 2005", "en marge d’un salon ouvert le jeudi 09 avril 2009",
    "selon une étude rendue le 27 aout", "comme le rappelait (\"Le Soleil\" du 3 novembre 2001)",
    "entre le 19,20 et 21 octobre", "pour un coût de {n} millions de francs CFA",
)  # fmt: skip
FACTS = (
    "Sur {n} boutiques visitées, la moitié affiche ses prix", "Le dossier compte {n} pages et aucun calendrier",
    "Près de {n} foyers seraient reliés avant la saison des pluies", "Les débits relevés vont de 1 à {n} Mbit/s",
    "La panne a duré {n} heures dans le quartier nord", "Aucune des personnes interrogées n’a reçu de facture détaillée",
    "Le prix de la minute passerait de {n} à 60 francs (Ndlr : hors taxes)", "Le stock de cartes a été vendu en {n} jours",
    "Les pylônes datent de l’époque du premier standard", "Les pièces viennent d’un atelier de la sous-région",
    "Une seconde phase reste à financer", "La liste des sites est affichée dans chaque mairie",
)  # fmt: skip
LINKS = (
    "En effet",
    "Pourtant",
    "D’après nos calculs",
    "À l’inverse",
    "Pour mémoire",
    "Dans la salle",
    "Sur place",
)
SAYINGS = (
    "on ne répare pas un réseau avec des promesses", "la carte est juste, c’est le terrain qui change",
    "nous voulons payer ce que nous consommons, rien de plus", "le numérique commence par une prise de courant",
    "il faut apprendre à lire une facture avant d’apprendre à coder", "chaque village a droit à son point d’accès",
    "ce service ne dort jamais, et nous non plus",
)  # fmt: skip
QUOTES = (
    "« {Q} », explique {p}.", "”{Q}”, peut-on lire dans le compte rendu.", "’’{Q}’’, ajoute la même voix.",
    "\"{Q}\", souligne {p}.", "‘’{Q}’’, dit-on au guichet.", "“{Q}”, résume {p}, {r}.",
    "« {Q} ! », lance {p} ; « {q2} ».",
)  # fmt: skip
TITLES = (
    "{B} {v} {t}", "{c} : {b} {v} {t}", "{T} : le pari de {c}", "{p}, {r} : « {Q} »", "{c}/{c2} : {t} en question",
    "Pourquoi {b} {v} {t} ?", "{n} jours sans réseau à {c}", "{T}, mode d’emploi", "À {c}, {b} {v} {t}",
    "{T} : {b} s’explique, {b2} se tait", "Entretien avec {p} : « {Q} »", "{n} % des abonnés de {c} jugent {t}",
    "{B} et {b2} se disputent {t}", "{T} ? {B} répond", "{c} : {t} {s}", "{B} à {c} : {t} !",
)  # fmt: skip
QUESTIONS = (
    "Comment êtes-vous venu à ce métier ?", "Que répondez-vous à ceux qui doutent ?", "Et à {c}, qu’est-ce qui change ?",
    "Wal Fadjri : Qui paiera {t} ?", "ANA : Pourquoi {b} ?", "Rédaction : Un mot de conclusion ?",
)  # fmt: skip
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
    chance = rng.random()
    if chance < 0.16:
        return fill(rng, rng.choice(QUOTES))
    if chance < 0.5:
        return fill(rng, "{B} {v} {t} {s}.")
    if chance < 0.75:
        return fill(rng, rng.choice(FACTS)) + "."
    return fill(rng, rng.choice(LINKS) + ", {p}, {r} à {c}, rappelle que {b} {v} {t}.")


def prose(rng: random.Random, sentences: int = 0) -> str:
    """Some sentences in a row: as many as asked, else two to four."""
    return " ".join(sentence(rng) for _ in range(sentences or rng.randint(2, 4)))


def paragraphs(rng: random.Random, count: int = 0) -> list[Block]:
    """Some paragraphs: as many as asked, else three to six."""
    return [paragraph(prose(rng)) for _ in range(count or rng.randint(3, 6))]


@lru_cache(maxsize=4096)
def written(seed: str) -> ArticleText:
    """The body of an ordinary article, always the same for one seed, made only when somebody asks for it."""
    rng = random.Random(seed)
    blocks = paragraphs(rng)
    chance = rng.random()
    if chance < 0.08:
        blocks[1:1] = [subhead(fill(rng, "{T}")), bullets(*(fill(rng, "{t} ;") for _ in range(3)))]
    elif chance < 0.14:
        for place in range(len(blocks) - 1, -1, -1):
            blocks.insert(place, paragraph(fill(rng, rng.choice(QUESTIONS))))
    elif chance < 0.18:
        rows = (f"{rng.choice(TOWNS)}\t{rng.choice(_NUMBERS)} %" for _ in range(3))
        blocks.insert(1, Block(BlockKind.TABLE, ("Commune\tFoyers reliés", *rows)))
    elif chance < 0.22:
        blocks.insert(1, paragraph(fill(rng, "{t}").upper()))
    elif chance < 0.3:
        blocks.append(
            paragraph(fill(rng, "Le compte rendu est {{{{a:https://comptes.example/{n}.html|en ligne}}}}."))
        )
    elif chance < 0.34:
        return ArticleText(tuple(blocks), standfirst=(paragraph(sentence(rng)),))
    layout = rng.choices([Layout.PARAGRAPHS, Layout.BREAKS, Layout.DIVISIONS], [88, 9, 3])[0]
    if chance < 0.22 and layout is Layout.BREAKS:
        layout = Layout.PARAGRAPHS
    return ArticleText(tuple(blocks), layout=layout)
