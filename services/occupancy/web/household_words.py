"""What a household is made of, in French words."""

from datetime import date

from kernel.law import Law
from kernel.web.formats import day, euros
from occupancy.documents.words import GENDER as GENDER
from occupancy.documents.words import RELATION as RELATION
from occupancy.domain.members import Member, age, is_minor
from occupancy.domain.particulars import Particular, ParticularKind

KIND = {
    ParticularKind.CONTACT: "Contact",
    ParticularKind.PROTECTION: "Mesure de protection",
    ParticularKind.RESIDENCE: "Droit au séjour vérifié",
    ParticularKind.RESOURCES: "Ressources",
    ParticularKind.NEED: "Besoin de logement adapté",
    ParticularKind.DEMAND: "Demande de logement social",
}
CODE = {
    "relative": "Personne proche",
    "social_service": "Service social",
    "forwarding_address": "Adresse de réexpédition, par un tiers",
    "other_service": "Autre service",
    "sauvegarde": "Sauvegarde de justice",
    "curatelle": "Curatelle",
    "tutelle": "Tutelle",
    "habilitation_familiale": "Habilitation familiale",
    "masp": "Mesure d’accompagnement social personnalisé (MASP)",
    "maj": "Mesure d’accompagnement judiciaire (MAJ)",
    "mjagbf": "Aide judiciaire à la gestion du budget familial (MJAGBF)",
    "identity_document": "Carte d’identité ou passeport",
    "residence_permit": "Titre de séjour",
    "permit_receipt": "Récépissé ou attestation de demande",
    "other_document": "Autre document",
    "none": "Sans ressources",
    "salary": "Salaire",
    "unemployment": "Allocation chômage",
    "rsa": "RSA",
    "aah": "AAH",
    "pension": "Pension ou retraite",
    "family_benefits": "Prestations familiales",
    "other": "Autres ressources",
    "accessible": "Accessible en fauteuil",
    "ground_floor_or_lift": "Rez-de-chaussée ou ascenseur",
    "more_rooms": "Plus de pièces",
    "near_school": "Près d’une école",
    "near_work": "Près du travail",
    "social_housing": "Logement social",
}
SINCE = {
    ParticularKind.RESIDENCE: "Vérifié le",
    ParticularKind.DEMAND: "Enregistrée ou renouvelée le",
}
UNTIL = {ParticularKind.RESIDENCE: "Document valable jusqu’au"}
HINT = {
    ParticularKind.CONTACT: "Une personne ou un service à joindre.",
    ParticularKind.PROTECTION: "Le type de mesure et qui joindre, rien d’autre.",
    ParticularKind.RESIDENCE: "Le document se regarde et se rend : ni copie, ni numéro.",
    ParticularKind.RESOURCES: "La catégorie suffit. Le montant sert à calculer le taux d’effort ; il est facultatif.",
    ParticularKind.NEED: "Ce que le logement doit offrir, jamais la raison.",
    ParticularKind.DEMAND: "Le numéro unique et sa date : le programme rappelle le renouvellement.",
}

HOUSEHOLD_VERB = {
    "member-added": "Membre du ménage ajouté",
    "member-amended": "Membre du ménage modifié",
    "member-removed": "Personne notée par erreur retirée",
    "particular-recorded": "Renseignement enregistré",
    "particular-ended": "Fin d’un renseignement",
    "particular-withdrawn": "Renseignement retiré",
    "stays-imported": "Ménages et séjours importés",
}
HOUSEHOLD_DONE = {
    "stays-imported": "Import fait. Tout ce que dit le fichier est enregistré.",
    "member-added": "Membre ajouté. Le ménage est compté d’après ses membres.",
    "member-amended": "Membre modifié.",
    "member-removed": "Personne retirée de la liste.",
    "particular-recorded": "Renseignement enregistré.",
    "particular-ended": "Fin enregistrée.",
    "particular-withdrawn": "Renseignement retiré. Il reste au dossier et ne compte plus.",
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


def reach_words(one: Particular) -> str:
    """Whom, where, at which number: what a contact or a protection measure gives to reach somebody."""
    return ", ".join(part for part in (one.name, one.organisation, one.phone, one.email) if part)


def detail_words(one: Particular, member: str) -> str:
    """What a particular says beyond its code."""
    amount = f"{euros(one.monthly_cents)} par mois" if one.monthly_cents is not None else ""
    number = f"n° {one.reference}" if one.reference else ""
    return ", ".join(part for part in (member, reach_words(one), amount, number) if part)


def days_words(one: Particular) -> str:
    """Since when, until when."""
    if one.kind is ParticularKind.RESIDENCE:
        end = f", document valable jusqu’au {day(one.until)}" if one.until else ", document sans fin de validité"
        return f"vérifié le {day(one.since)} par {one.recorded_by}{end}"
    return f"du {day(one.since)} au {day(one.until)}" if one.until else f"depuis le {day(one.since)}"


def particular_facts(one: Particular, member: str) -> list[tuple[str, str]]:
    """The facts of its page."""
    found = [(KIND[one.kind], CODE[one.code]), ("Précisions", detail_words(one, member)), ("Dates", days_words(one))]
    found.append(("Enregistré par", one.recorded_by))
    if one.withdrawn_reason:
        found.append(("Retiré", one.withdrawn_reason))
    return found
