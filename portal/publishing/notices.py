"""The legal notice, and the data-protection notice from the register of processing (`services/kernel/privacy/register.toml`)."""

from kernel.privacy.data_map import Processing, Register
from portal.publishing import wording
from portal.publishing.fill import Filled
from portal.publishing.material import Material
from portal.publishing.publisher import Publisher, contact, publisher_of, told
from portal.publishing.sources import read_toml


def write(material: Material) -> dict[str, str]:
    """The two notices."""
    publisher = publisher_of(material.root)
    register = read_toml(material.root / "services/kernel/privacy/register.toml", Register)
    filled = Filled(material, page="donnees-personnelles.md", on=material.told_on(material.labels.reviewed_on))
    text = filled.text("\n".join(_data_protection(register, publisher)))
    return {"mentions.md": "\n".join(_legal(publisher)), "donnees-personnelles.md": text + filled.sources()}


def _legal(publisher: Publisher) -> list[str]:
    demonstration = [
        '!!! warning "Version de démonstration"',
        "",
        "    Aucun CCAS ne publie cette version, et personne n’y répond. Adressez-vous au CCAS de votre commune.",
        "",
    ]
    return [
        "# Mentions légales",
        "",
        *([] if publisher.is_told else demonstration),
        "## Qui publie ce site ?",
        "",
        f"- Éditeur : {told(publisher.name, 'nom du CCAS')}",
        *(f"- {line}" for line in contact(publisher)),
        f"- Responsable de la publication : {told(publisher.director, 'nom et fonction')}",
        f"- Hébergeur : {told(publisher.host, 'nom, adresse, téléphone')}",
        "",
        "## Ces informations valent-elles décision ?",
        "",
        (
            "Non. Ces pages expliquent la règle générale. Votre contrat et les décisions du CCAS priment. Les chiffres "
            "suivis d’un astérisque restent à confirmer. [Tous les chiffres et leur source](regles/index.md) sont publiés."
        ),
        "",
        "## Réutiliser ces pages et ces chiffres",
        "",
        (
            "Les informations publiques de ce site peuvent être réutilisées librement, à condition d’en citer la source "
            "et la date (Code des relations entre le public et l’administration, L. 321-1 et L. 322-1). "
            "Voir les [données ouvertes](donnees-ouvertes/index.md)."
        ),
        "",
        "## Et aussi",
        "",
        "- [Vos données personnelles](donnees-personnelles.md)",
        "- [Accessibilité](accessibilite.md)",
        "",
    ]


def _data_protection(register: Register, publisher: Publisher) -> list[str]:
    lines = [
        "# Vos données personnelles",
        "",
        "## Sur ce site",
        "",
        "- Ces pages ne vous demandent aucune information et ne comptent pas les visites.",
        "- Elles ne déposent aucun cookie et ne chargent rien depuis un autre site.",
        "",
        "## Quand le CCAS vous loge",
        "",
        (
            f"Le responsable est {told(publisher.name, 'nom du CCAS')}. Voici chaque usage de vos données, selon son registre. "
            "Seules les personnes qui en ont besoin pour leur travail y ont accès."
        ),
        "",
    ]
    for one in register.processing:
        lines += _processing(one)
    return [*lines, *_rights(register, publisher)]


def _processing(one: Processing) -> list[str]:
    rows = [
        f"| {each.data} | {each.kept} | {'Oui' if each.applied == 'program' else 'Non : le CCAS le fait'} "
        f"| {wording.cell(each.source)} | {wording.status(each.status)} |"
        for each in one.retention
    ]
    return [
        f"### {one.name}",
        "",
        f"- **Pourquoi** : {one.purpose[0].lower()}{one.purpose[1:]}",
        f"- **Ce qui le permet** : {one.basis}.",
        f"- **Qui est concerné** : {_listed(one.people)}.",
        f"- **Quelles données** : {_listed(one.data)}.",
        f"- **Qui les reçoit** : {_listed(one.recipients)}.",
        "",
        "| Données | Conservées | Par le programme | Source | État |",
        "| --- | --- | --- | --- | --- |",
        *rows,
        "",
    ]


def _listed(parts: tuple[str, ...]) -> str:
    return " ; ".join(f"{part[0].lower()}{part[1:]}" if at else part for at, part in enumerate(parts))


def _rights(register: Register, publisher: Publisher) -> list[str]:
    officer = told(publisher.data_officer, "nom ou service")
    address = told(publisher.data_officer_email, "adresse")
    return [
        "## Vos droits",
        "",
        "- **Lire** ce que le CCAS sait de vous, et en avoir une copie.",
        "- **Faire corriger** ce qui est faux.",
        "- **Faire limiter** l’usage de vos données, ou **vous y opposer** pour une raison qui tient à votre situation.",
        "- **Faire effacer** vos données, quand la loi n’oblige pas à les garder.",
        "",
        (
            "Le CCAS répond en {{ occupancy:household.data_answer_months }} au plus. Il vérifie qui vous êtes, sans garder "
            "de copie de votre pièce d’identité."
        ),
        "",
        "## À qui écrire",
        "",
        f"- Délégué à la protection des données : {officer}, courriel {address}",
        *(f"- {line}" for line in contact(publisher)),
        "",
        "La réponse ne vous convient pas ? Vous pouvez faire une réclamation à la CNIL (cnil.fr).",
        "",
        f"Registre relu le {wording.day(register.checked_on)}.",
        "",
    ]
