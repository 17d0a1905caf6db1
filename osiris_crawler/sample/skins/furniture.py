"""Side blocks of the site that are no part of any article, with their false dates and false credits."""

NEWS_FEED = (
    ("TIC ET AGRICULTURE : une étude imaginaire sur les usages", "Burkina NTIC (9 avril 2025)"),
    ("Sortie d’une promotion inventée", "Burkina NTIC (12 mars 2025)"),
    ("Retour sur images d’un atelier", "Burkina NTIC (7 mai 2024)"),
    ("Quelles différences entre un nœud et une prise ?", "Burkina NTIC (22 avril 2024)"),
)
"""``Fil d'actu``: headlines of another site with days in brackets."""

INTERESTING_LINKS = (
    ("NIC Sénégal", "http://nic.example/"),
    ("ISOC Sénégal", "http://isoc.example/"),
    ("Autorité de régulation des télécommunications et des postes (ARTP)", "http://artp.example/"),
    ("Commission de protection des données personnelles (CDP)", "http://cdp.example/"),
    ("Sénégal numérique (SENUM SA)", "http://senum.example/"),
)

INTERNET_FIGURES = (
    "Bande passante internationale : 172 Gbps",
    "4 FAI (Orange, Arc Télécom, Waw Télécom et Africa Access)",
    "19 266 179 abonnés Internet (ARTP, 30 septembre 2023)",
    "Taux de pénétration des services Internet : 106,84%",
    "Débit moyen : 24 Mbps (Ookla, 31 janvier 2023)",
    "Liaisons louées : 3971",
    "11 000 noms de domaine .sn (NIC Sénégal, décembre 2023)",
    "58 % d’internautes (Internet World Stats 31 décembre 2021)",
)

TELEPHONE_FIGURES = (
    "3 opérateurs : Sonatel Orange, Free et Expresso",
    "382 721 abonnés (ARTP, 30 septembre 2023)",
    "21 889 688 abonnés mobiles (ARTP, 30 septembre 2023)",
)

CREDIT_IN_FURNITURE = "(Source : ARTP, 31 mars 2023)"
"""Looks like a source line, and stands behind the figures of every page in the older skin."""

SLOGAN_FOLLOW = "Suivez-vous"
COLOPHON = "2025 OSIRIS"
