"""The pages of the directory: one per organisation, one per sector, and the contacts at the end of other pages."""

from msgspec.structs import replace

from portal.publishing import wording
from portal.publishing.directory import Contact, Office, Organisation, Sector
from portal.publishing.material import Material
from portal.publishing.wording import link

_INDEX = """\
# Annuaire

Les organismes qui logent ou accompagnent, par secteur. Cet annuaire est tenu par le CCAS.

!!! warning "Fiches historiques"

    Les fiches marquées « historique » viennent de documents anciens. Leurs adresses et leurs téléphones ont pu changer.
    Le CCAS les remplace par celles de son territoire. En attendant, demandez-lui à qui vous adresser.
"""
_HISTORIC = """\
!!! warning "Fiche historique"

    Informations publiées en {published}. Personne ne les a vérifiées depuis. Demandez au CCAS si elles sont encore justes.
"""
_TO_WRITE = "*Le CCAS inscrit ici ses propres adresses et téléphones, et ceux de ses partenaires.* "


def contact_lines(material: Material, roles: list[str], page: str) -> list[str]:
    """Whom to reach, one definition each. Raises `LookupError` on a role that the directory does not know."""
    lines, complete = [], True
    for contact in (_own(material.directory.contact_of(role), material) for role in roles):
        reached = contact.reached_by
        complete = complete and (bool(reached) or contact.is_national)
        lines += [f"**{contact.name}**", f":   {' '.join([contact.helps, *(f'**{one}**.' for one in reached)])}", ""]
    more = f"D’autres organismes sont dans l’[annuaire]({link(page, 'annuaire/index.md')})."
    return [*lines, more if complete else _TO_WRITE + more]


def _own(contact: Contact, material: Material) -> Contact:
    """The CCAS under the name and the contact of its papers, unless its directory says otherwise."""
    town = material.settings.town
    if contact.role != "ccas" or not town.name or contact.reached_by:
        return contact
    return replace(contact, name=town.name, phone=town.contact, address=town.address)


def write(material: Material) -> dict[str, str]:
    """Path under `docs/` -> Markdown."""
    found = {f"annuaire/{one.slug}.md": _organisation(one, material) for one in material.directory.organisation}
    found |= {f"annuaire/secteurs/{one.slug}.md": _sector(one, material) for one in material.directory.sector}
    return {**found, "annuaire/index.md": _index(material)}


def _index(material: Material) -> str:
    directory = material.directory
    asked = contact_lines(material, [one.role for one in directory.contact], "annuaire/index.md")[:-1]
    lines = [_INDEX, "## À qui s’adresser", "", *asked]
    for territory in dict.fromkeys(one.territory for one in directory.organisation):
        lines += [f"## {territory}", ""]
        sectors = [one for one in directory.sector if one.territory == territory]
        if sectors:
            named = " · ".join(f"[{one.name}](secteurs/{one.slug}.md)" for one in sectors)
            lines += [f"Par secteur : {named}.", ""]
        lines += [
            f"- [{one.name}]({one.slug}.md), {one.kind}{_state(one)}"
            for one in directory.organisation
            if one.territory == territory
        ]
        lines.append("")
    return "\n".join(lines)


def _state(one: Organisation) -> str:
    return f" (vérifié le {wording.day(one.checked_on)})" if one.checked_on else f" (historique, {one.published})"


def _organisation(one: Organisation, material: Material) -> str:
    sectors = {sector.slug: sector.name for sector in material.directory.sector}
    lines = [f"# {one.name}", "", f"{one.kind[0].upper()}{one.kind[1:]}, {one.territory}.", ""]
    lines += [] if one.checked_on else [_HISTORIC.format(published=one.published)]
    lines += ["## Ce que l’organisme fait", "", *(f"- {act}" for act in one.does), ""]
    if one.asked_by:
        lines += ["## Comment demander", "", one.asked_by, ""]
    if one.capacity:
        lines += ["## Combien de ménages", "", *(f"- {line}" for line in one.capacity), ""]
    if one.sectors:
        lines += ["## Où", "", *(f"- [{sectors[slug]}](secteurs/{slug}.md)" for slug in one.sectors), ""]
    if one.offices:
        lines += ["## Adresses", "", *(line for office in one.offices for line in _office(office, one.name))]
    if one.procedures:
        named = " · ".join(f"[{code}](../procedures/{page}.md)" for code, page in map(_procedure, one.procedures))
        lines += ["## Procédures", "", f"{named}.", ""]
    checked = f"Vérifié le {wording.day(one.checked_on)}. " if one.checked_on else ""
    return "\n".join([*lines, f"{checked}Source : {one.source}", "", "[Tout l’annuaire](index.md)", ""])


def _procedure(page: str) -> tuple[str, str]:
    return page.replace("-", " ").upper() if len(page) < 5 else page.replace("-", " ").capitalize(), page


def _office(office: Office, name: str) -> list[str]:
    """A telephone number is text here: nobody should ring an old number by a slip of the thumb."""
    told = [one for one in (office.address, office.phone, office.email) if one]
    return [f"**{office.name or name}**", f":   {'<br>'.join(told)}", ""]


def _sector(sector: Sector, material: Material) -> str:
    here = [one for one in material.directory.organisation if sector.slug in one.sectors]
    lines = [f"# {sector.name}", "", f"Secteur de : {sector.territory}. Les organismes qui y interviennent.", ""]
    for one in here:
        lines += [f"## {one.name}", "", f"{one.kind[0].upper()}{one.kind[1:]}{_state(one)}.", ""]
        lines += [*(f"- {act}" for act in one.does), "", f"[Fiche de {one.name}](../{one.slug}.md)", ""]
    lines += [] if here else ["Aucun organisme n’est inscrit pour ce secteur.", ""]
    return "\n".join([*lines, "[Tout l’annuaire](../index.md)", ""])
