"""The households of the demonstration town: plainly invented, always the same for a number."""

from datetime import date
from typing import Any

FLOWERS = (
    "Acacia", "Ajonc", "Amarante", "Ancolie", "Anémone", "Angélique", "Armoise", "Arnica", "Aster", "Aubépine",
    "Azalée", "Bardane", "Basilic", "Bégonia", "Bleuet", "Bourrache", "Bruyère", "Buis", "Camélia", "Campanule",
    "Capucine", "Cerfeuil", "Chardon", "Chicorée", "Ciboulette", "Clématite", "Colchique", "Coquelicot",
    "Coriandre", "Cosmos", "Crocus", "Cyclamen", "Dahlia", "Digitale", "Épine", "Euphorbe", "Fenouil", "Fougère",
    "Freesia", "Fuchsia", "Genêt", "Gentiane", "Géranium", "Giroflée", "Glycine", "Guimauve", "Hélianthe",
    "Hibiscus", "Hortensia", "Iris", "Jacinthe", "Jasmin", "Jonquille", "Lavande", "Lierre", "Lilas", "Lotus",
    "Lupin", "Magnolia", "Marguerite", "Mélisse", "Menthe", "Millepertuis", "Mimosa", "Muguet", "Myosotis", "Myrte",
    "Narcisse", "Nénuphar", "Œillet", "Orchidée", "Origan", "Ortie", "Pâquerette", "Pavot", "Pensée", "Pervenche",
    "Pétunia", "Pivoine", "Pourpier", "Primevère", "Réséda", "Romarin", "Sauge",
)  # fmt: skip
"""Surnames: « Acacia (exemple) », so that nobody can take them for people."""

SITUATIONS = (
    ("single", 1, 0),
    ("single_parent", 1, 2),
    ("couple", 2, 0),
    ("family", 2, 2),
)


def invented_household(number: int, dwelling_type: str) -> dict[str, Any]:
    """What is recorded of the household of that rank; a T1 houses no child."""
    small = dwelling_type == "t1"
    situation, adults, children = SITUATIONS[(number % 2) * (2 if small else 1) + (0 if small else number % 3)]
    return {
        "last_name": FLOWERS[number % len(FLOWERS)],
        "first_name": "(exemple)",
        "situation": situation,
        "adults": adults,
        "children": 0 if small else children,
        "orientation": "urgence" if number % 7 == 3 else "siao",
    }


def invented_members(number: int, household: dict[str, Any], day: date) -> list[dict[str, Any]]:
    """The members of every other household, who make the numbers it was registered with; none for the rest."""
    if number % 2:
        return []
    genders = ("woman", "man") if number % 4 else ("man", "woman")
    adults = [
        {"relation": relation, "gender": gender, "birth_year": day.year - 25 - (number + rank) % 40}
        for rank, (relation, gender) in enumerate(zip(("holder", "partner"), genders, strict=True))
    ]
    children = [
        {"relation": "child", "gender": genders[rank % 2], "birth_year": day.year - 3 - (number + 4 * rank) % 12}
        for rank in range(household["children"])
    ]
    return [
        {**one, "last_name": household["last_name"], "first_name": f"{letter} (exemple)", "joined_on": day.isoformat()}
        for letter, one in zip("ABCDEF", [*adults[: household["adults"]], *children], strict=False)
    ]
