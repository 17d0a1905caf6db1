"""Sentence material for invented articles: every name of a person or body, every figure and event is made up."""

# ruff: noqa: E501 - a row of a table stays one line

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
    "selon une étude rendue le 27 aout", 'comme le rappelait ("Le Soleil" du 3 novembre 2001)',
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
    '"{Q}", souligne {p}.', "‘’{Q}’’, dit-on au guichet.", "“{Q}”, résume {p}, {r}.",
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
