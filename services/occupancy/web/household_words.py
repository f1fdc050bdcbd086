"""What a household is made of, in French words."""

from datetime import date

from kernel.law import Law
from kernel.web.formats import day
from occupancy.domain.members import Gender, Member, Relation, age, is_minor

RELATION = {
    Relation.HOLDER: "Titulaire",
    Relation.PARTNER: "Conjoint ou partenaire",
    Relation.CHILD: "Enfant",
    Relation.OTHER: "Autre membre",
}
GENDER = {Gender.WOMAN: "Femme", Gender.MAN: "Homme"}

HOUSEHOLD_VERB = {
    "member-added": "Membre du ménage ajouté",
    "member-amended": "Membre du ménage modifié",
    "member-removed": "Personne notée par erreur retirée",
}
HOUSEHOLD_DONE = {
    "member-added": "Membre ajouté. Le ménage est compté d’après ses membres.",
    "member-amended": "Membre modifié.",
    "member-removed": "Personne retirée de la liste.",
}


def age_words(member: Member, on: date, law: Law) -> str:
    """`8 ans`, `6 mois`, `majeur, âge non renseigné`."""
    years = age(member, on)
    if years is None:
        return "mineur, âge non renseigné" if is_minor(member, on, law) else "majeur, âge non renseigné"
    if years < 0:
        return "à naître"
    if years == 0:
        return "moins d’un an"
    about = "" if member.born_on else "environ "
    return f"{about}{years} an{'s' if years > 1 else ''}"


def presence_words(member: Member) -> str:
    """From when to when."""
    if member.left_on is None:
        return f"depuis le {day(member.joined_on)}"
    return f"du {day(member.joined_on)} au {day(member.left_on)}"
