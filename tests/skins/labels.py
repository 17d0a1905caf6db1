"""What furniture is called: headings and labels of the blocks around an article, here and elsewhere."""

MENU = (
    "OSIRIS",
    "Objectifs",
    "Partenaires",
    "Ressources",
    "Société de l’Information",
    "Politique nationale",
    "Législation et réglementation",
    "Etudes et recherches",
    "Points de vue",
    "Articles de presse",
    "Chiffres clés",
    "Opportunités",
    "Projets",
    "Contact",
    "Qui sommes-nous ?",
    "Agenda",
    "Batik",
    "Annuaire",
)
LINKS = (
    "NIC Sénégal",
    "ISOC Sénégal",
    "Commission de protection des données personnelles (CDP)",
    "Sénégal numérique (SENUM SA)",
    "Réseau des télécentres",
    "Portail de la diaspora",
)
# Block -> its headings.
HEADINGS: dict[str, tuple[str, ...]] = {
    "same_section": (
        "Dans la même rubrique",
        "Autres articles de cette rubrique",
        "Voir aussi",
        "Du même mois",
    ),
    "recent": (
        "Articles récents",
        "A lire aussi",
        "Derniers articles",
        "Sur le même sujet",
        "À la une",
        "Actualités",
    ),
    "popular": ("Les plus lus", "Top 5", "Populaires"),
    "comments": (
        "Un message, un commentaire ?",
        "Commentaires",
        "Vos réactions",
        "Forum de l’article",
        "2 Messages",
        "Réagir à cet article",
    ),
    "cloud": ("Navigation par mots clés", "Nuage de mots", "Tous les thèmes"),
    "feed": ("Fil d’actu", "Sur le Web", "Ailleurs", "Revue du Web"),
    "links": ("Liens intéressants", "Nos partenaires", "Liens utiles"),
    "newsletter": ("Inscrivez-vous a BATIK", "Newsletter", "Restez informé", "Lettre d’information"),
    "submenu": ("Archives", "Rubriques", "Par année"),
    "poll": ("Sondage", "La question du mois"),
}
# Block -> forms of its one line.
LINES: dict[str, tuple[str, ...]] = {
    "share": (
        "twitter facebook rss",
        "Facebook Twitter WhatsApp",
        "Partager Tweeter Recommander",
        "f t in +",
    ),
    "print": (
        "Imprimer|Envoyer à un ami",
        "Version imprimable",
        "Imprimer|PDF",
        "Imprimer cet article|Envoyer",
    ),
    "fonts": ("Imprimer Texte plus petit Texte plus grand", "A- A A+", "Taille du texte : + -"),
    "listen": ("Écouter l’article", "Écouter (3 min)", "Lecture : 4 min"),
    "views": ("Lu {n} fois", "{n} visites", "Popularité : {n} %", "{n} vues"),
    "newsletter": (
        "Inscrivez-vous à notre lettre",
        "Votre adresse électronique",
        "Recevez nos articles chaque semaine",
    ),
}
FIGURES = (
    (
        "INTERNET EN CHIFFRES",
        "Bande passante internationale : {n}2 Gbps",
        "4 FAI (Orange, Arc Telecom, Waw Telecom)",
        "{n} 8{n} abonnés à l’internet haut débit",
        "(ARTP, 30 septembre 2023)",
        "Débit médian : {n} Mbps",
        "(Ookla, 31 janvier 2023)",
    ),
    (
        "TÉLÉPHONIE EN CHIFFRES",
        "{n}.{n}0.{n}1 lignes mobiles",
        "Taux de pénétration : 1{n},8 %",
        "(ARTP, 31 décembre 2022)",
    ),
    (
        "Chiffres clés",
        "Noms de domaine .sn : {n} 4{n}",
        "(NIC Sénégal, décembre 2023)",
        "Utilisateurs : {n},{k} % (Internet World Stats 31 décembre 2021)",
    ),
)
READERS = ("modou92", "Lecteur", "Fatou", "un abonné en colère", "citoyen-221", "Dr Thioub")
COMMENTS = (
    "Merci pour cet article.",
    "C’est toujours la même chose avec cet opérateur !",
    "Source ? Je ne crois pas à ces chiffres.",
    "Bravo à l’auteur. J’ajoute que dans mon quartier le réseau ne passe plus depuis mars.",
)
