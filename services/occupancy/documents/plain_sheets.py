"""The sheet in easy French (FALC) given with the contract: short sentences, one idea each, the figures of this contract.

It explains and does not replace the contract; what it states comes from the same contract and the same dated law.
"""

from msgspec import Struct

from kernel.documents.paper import Paper
from kernel.law import Law
from kernel.web.formats import count, euros, long_day
from occupancy.documents.contracts import completion_days
from occupancy.domain.contracts import Contract
from occupancy.domain.deposits import DepositRequest
from occupancy.domain.letterheads import Letterhead
from occupancy.domain.regime_effects import Answer, Point, answer


class PlainPart(Struct, frozen=True, kw_only=True):
    """A title, and sentences of one idea each."""

    title: str
    lines: tuple[str, ...]


class PlainSheet(Paper, frozen=True, kw_only=True):
    """All that `plain_sheets.typ` lays out."""

    parts: tuple[PlainPart, ...]


def plain_sheet(law: Law, contract: Contract, asked: DepositRequest | None, *, letterhead: Letterhead) -> PlainSheet:
    """The sheet of a contract, marked like it while it binds nobody."""
    return PlainSheet(
        title="Votre logement, en clair",
        organisation=letterhead.name,
        reference=f"Contrat {contract.reference}",
        dated="Fiche facile à lire",
        mark=None if contract.is_occupying else "Projet",
        mark_reason="le contrat n'est pas signé.",
        parts=(
            _home(contract),
            _money(law, contract, asked),
            _coming_in(law, contract),
            _living(),
            _leaving(law, contract),
            _rights(letterhead),
            _help(letterhead),
        ),
    )


def _home(contract: Contract) -> PlainPart:
    unit = contract.unit
    place = f"Votre place : {unit.place_name}. Vous partagez les pièces communes." if unit.place_name else ""
    return PlainPart(
        title="Votre logement",
        lines=_said(
            f"L'adresse : {unit.address}, {unit.postal_code} {unit.city}.",
            place,
            f"Vous pouvez y habiter du {long_day(contract.first_day)} au {long_day(contract.last_day)}.",
            f"Vous êtes {count(contract.persons, 'personne')} sur le contrat.",
            "C'est un logement pour quelque temps. On cherche avec vous un logement pour après.",
        ),
    )


def _money(law: Law, contract: Contract, asked: DepositRequest | None) -> PlainPart:
    back = [law.at(f"deposit.return_months.{one}", contract.first_day).number for one in ("conform", "different")]
    deposit = asked and (
        f"Vous donnez aussi {euros(asked.amount_cents)} au début : c'est le dépôt de garantie.",
        "On vous le rend après votre départ si le logement est en bon état.",
        f"On a {back[0]} mois pour le rendre, ou {back[1]} mois s'il y a des réparations.",
    )
    return PlainPart(
        title="Ce que vous payez",
        lines=_said(
            f"Vous payez {euros(contract.fee.cents)} par mois. Cela s'appelle la redevance.",
            "Vous payez au début du mois.",
            "On vous donne un reçu à chaque paiement. Gardez-le.",
            *(deposit or ()),
            "Vous ne pouvez pas payer ? Dites-le tout de suite au CCAS. Il y a des solutions.",
        ),
    )


def _coming_in(law: Law, contract: Contract) -> PlainPart:
    days = completion_days(law, contract.first_day)
    return PlainPart(
        title="Quand vous entrez",
        lines=_said(
            "On regarde le logement ensemble. On écrit ce qui va et ce qui est abîmé. Cela s'appelle l'état des lieux.",
            "Lisez avant de signer. Vous pouvez demander qu'on vous le lise.",
            f"Vous avez oublié quelque chose ? Vous avez {count(days.number, 'jour')} pour le dire au CCAS."
            if days
            else "",
            "Vous donnez le papier de votre assurance. Il faut un nouveau papier chaque année.",
        ),
    )


def _living() -> PlainPart:
    return PlainPart(
        title="Pendant le séjour",
        lines=(
            "Vous prenez soin du logement.",
            "Quelque chose est cassé ? Dites-le au CCAS sans attendre.",
            "Vous voulez loger une autre personne ? Demandez d'abord au CCAS.",
            "Vous voulez rester plus longtemps ? Demandez au CCAS avant la date de fin.",
        ),
    )


def _leaving(law: Law, contract: Contract) -> PlainPart:
    of_1989 = answer(contract.legal_regime, Point.TENANT_NOTICE) is Answer.LAW
    value = law.at("notice.full_months" if of_1989 else "stay.notice_days", contract.first_day)
    length = f"{value.number} mois" if of_1989 else count(value.number, "jour")
    return PlainPart(
        title="Quand vous partez",
        lines=_said(
            f"Vous prévenez le CCAS par écrit, {length} avant.",
            "Pour certains motifs, c'est un délai plus court : demandez au CCAS." if of_1989 else "",
            "On regarde de nouveau le logement ensemble.",
            "Vous rendez toutes les clés.",
            "Vous donnez votre nouvelle adresse. Il la faut pour vous rendre le dépôt de garantie.",
        ),
    )


def _rights(letterhead: Letterhead) -> PlainPart:
    contact = f" Écrivez à : {letterhead.privacy_contact}." if letterhead.privacy_contact else " Demandez au CCAS."
    return PlainPart(
        title="Vos droits",
        lines=(
            "Personne ne peut vous mettre dehors sans la décision d'un juge.",
            "Vous avez le droit de ne pas être d'accord. Vous pouvez l'écrire au CCAS.",
            f"Vous avez le droit de voir et de corriger ce qui est écrit sur vous.{contact}",
        ),
    )


def _help(letterhead: Letterhead) -> PlainPart:
    return PlainPart(
        title="Une question ?",
        lines=_said(
            f"{letterhead.name}.",
            f"Adresse : {letterhead.address}." if letterhead.address else "",
            f"Pour nous joindre : {letterhead.contact}." if letterhead.contact else "",
            "Cette fiche vous aide à comprendre. C'est le contrat qui compte.",
        ),
    )


def _said(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
