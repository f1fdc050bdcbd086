"""The papers of a sliding lease: the convention tripartite, the convocation to an examination, its contradictory minutes.

Ground: CCH L442-8-2 and L442-8-3, décret n° 2010-1564, code civil art. 1735; LIFECYCLE §2.3 (documents), §2.4 (what the
convention says), BG-11 (minutes), RGPD-12 (what the landlord is told). What nobody has recorded yet is left to fill in by hand.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from kernel.documents.paper import Fact, Paper, facts
from kernel.web.formats import day, euros, long_day
from occupancy.documents.referral_letters import LetterPaper
from occupancy.documents.sliding_words import CRITERION, MET, PARTY, RECOMMENDATION, SENT_BY, SIGNATURE, review_words
from occupancy.documents.words import DWELLING
from occupancy.domain.contracts import Contract
from occupancy.domain.sliding_leases import Convocation, SlidingLease
from occupancy.domain.sliding_reviews import Minutes, PartyOfThree, Review, ReviewCriterion

_BLANK = "………………………………"
_RULE = "L'examen est contradictoire : chacun des trois dit sa position, et le ménage ajoute ce qu'il veut."


class Clause(Struct, frozen=True, kw_only=True):
    """A heading, and what stands under it; `lines`: empty lines to fill in by hand."""

    title: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lines: int = 0


class SlidingPaper(Paper, frozen=True, kw_only=True):
    """All that `sliding_papers.typ` lays out."""

    lead: str
    clauses: tuple[Clause, ...]
    closing: str
    parties: tuple[str, ...]


class Tenants(Struct, frozen=True, kw_only=True):
    """The household on its papers. `adults`: each adult with the day of birth, when known; `demand`: of social housing."""

    holder: str
    adults: tuple[str, ...]
    demand: str | None


def convention_paper(
    contract: Contract, lease: SlidingLease | None, reviews: Sequence[Review], tenants: Tenants, *, organisation: str
) -> SlidingPaper:
    """The annex of the sub-lease, to be signed by the three. Without a dossier, what it would record is left blank."""
    named = tenants.adults or (tenants.holder,)
    return SlidingPaper(
        title="Convention tripartite de bail glissant",
        organisation=organisation,
        reference=lease.reference if lease else contract.reference,
        dated=f"Signée le {day(lease.convention.signed_on)}" if lease else "Non signée",
        mark=None if lease else "Projet",
        mark_reason="" if lease else "cette convention n'est pas encore signée des trois parties.",
        lead=f"Annexe du contrat de sous-location {contract.reference} (code de la construction et de l'habitation, articles"
        " L442-8-2 et L442-8-3).",
        clauses=(
            _parties(lease, named, organisation),
            _dwelling(contract, lease),
            _references(contract, lease, tenants),
            _aim(lease),
            _conditions(lease),
            _calendar(lease, reviews),
            Clause(
                title="7. Glissement du bail",
                paragraphs=(
                    (
                        "Le CCAS propose le glissement ; la décision appartient au bailleur, après passage devant sa commission"
                        " d'attribution ; le ménage doit l'accepter."
                    ),
                    (
                        "Le jour du glissement, le bail principal et la sous-location prennent fin et le bail direct commence,"
                        " sans un jour d'écart. Un état des lieux est fait ce jour-là avec les trois parties. Le CCAS rend le"
                        " dépôt de garantie qu'il détient, selon son décompte ; le ménage constitue celui du bailleur."
                    ),
                    (
                        "La caisse qui verse l'aide au logement, l'assureur et les fournisseurs d'énergie sont prévenus du"
                        " changement."
                    ),
                ),
            ),
            Clause(
                title="8. Si le bail ne glisse pas",
                paragraphs=(
                    (
                        "Le bailleur donne ses motifs ; le ménage en reçoit une copie. Les trois parties conviennent alors d'une"
                        " prolongation de la période d'examen, d'un autre relogement, ou de la fin de la sous-location dans les"
                        " formes de la loi. Nul n'est contraint à partir sans décision de justice."
                    ),
                ),
            ),
            _money(lease),
            Clause(
                title="10. Données personnelles",
                paragraphs=(
                    (
                        "Le bailleur reçoit ce qui est nécessaire à l'examen : le contrat, l'état des paiements, les états des"
                        " lieux, les troubles constatés et les conclusions des examens. Il ne reçoit aucune note sociale. Le"
                        " ménage est informé de ce qui est transmis et peut demander à le lire."
                    ),
                ),
            ),
        ),
        closing="Fait en autant d'exemplaires que de parties, qui en reçoivent chacune un."
        + ("" if lease else f" Le {_BLANK}."),
        parties=("Le bailleur", "Le CCAS", *(f"Le ménage : {one.partition(',')[0]}" for one in named)),
    )


def convocation_letter(
    lease: SlidingLease, review: Review, sent: Convocation, *, holder: str, place: str, organisation: str
) -> LetterPaper:
    """The letter to the landlord and to the household."""
    return LetterPaper(
        title="Convocation à un examen de bail glissant",
        organisation=organisation,
        reference=lease.reference,
        dated=f"Le {long_day(sent.sent_on)}",
        mark=None,
        mark_reason="",
        to=(holder, f"{lease.upstream.landlord}, à l'attention de {lease.convention.landlord_referent}"),
        subject=f"Objet : {review_words(review.number).lower()} de votre bail glissant",
        paragraphs=(
            "Madame, Monsieur,",
            (
                f"L'examen de la sous-location de {holder} se tient le {long_day(sent.meeting_on)} à {sent.meeting_at}."
                " Il réunit le bailleur, le CCAS et le ménage pour voir si le bailleur peut louer directement au ménage."
            ),
            (
                f"{_RULE} Il porte notamment sur le paiement du loyer et l'occupation paisible du logement. Chaque partie peut"
                " se faire accompagner par une personne de son choix."
            ),
            "Si vous ne pouvez pas venir, merci de prévenir le CCAS : une autre date sera proposée.",
        ),
        facts=facts(
            {
                "Lieu": sent.place,
                "Logement": place,
                "Examen prévu le": day(review.due_on),
                "Envoi au bailleur": SENT_BY[sent.landlord_by],
                "Envoi au ménage": SENT_BY[sent.household_by],
            }
        ),
        closing="Nous restons à votre disposition pour toute question.",
        signer=f"Pour le CCAS, {lease.convention.ccas_referent}",
    )


def minutes_paper(lease: SlidingLease, review: Review, *, holder: str, place: str, organisation: str) -> SlidingPaper:
    """The minutes as they were recorded, or the form to fill in at the table."""
    minutes, convened = review.minutes, review.convened
    return SlidingPaper(
        title=f"{review_words(review.number)} : compte rendu",
        organisation=organisation,
        reference=lease.reference,
        dated=f"Tenu le {day(minutes.held_on)}" if minutes else f"Prévu le {day(review.due_on)}",
        mark=None if minutes else "Projet",
        mark_reason="" if minutes else "ce compte rendu est à remplir pendant l'examen.",
        lead=f"Sous-location de {holder}, {place}. {_RULE} Aucune donnée de santé n'y est écrite.",
        clauses=(
            Clause(
                title="Examen",
                facts=facts(
                    {
                        "Bailleur": lease.upstream.landlord,
                        "Prévu le": day(review.due_on),
                        "Convoqué le": day(convened.sent_on) if convened else "Aucune convocation enregistrée",
                        "Preuve": f"Bailleur : {convened.proof.landlord} ; ménage : {convened.proof.household}"
                        if convened and convened.proof
                        else None,
                        "Tenu le": day(minutes.held_on) if minutes else _BLANK,
                        "Convenu entre les trois": (minutes.unconvened_reason if minutes else "") or None,
                    }
                ),
            ),
            *(_position(party, minutes) for party in PartyOfThree),
            Clause(
                title="Observations du ménage, dans ses propres mots",
                paragraphs=(minutes.household_words or "Aucune observation.",) if minutes else (),
                lines=0 if minutes else 2,
            ),
            Clause(title="Critères", head=("Critère", "Constat"), rows=_criteria(minutes)),
            *_counted(minutes),
            Clause(
                title="Suite proposée",
                paragraphs=(RECOMMENDATION[minutes.recommendation] + ".",)
                if minutes
                else ("     ".join(f"□ {one}" for one in RECOMMENDATION.values()),),
            ),
        ),
        closing="Un exemplaire est remis à chaque partie.",
        parties=tuple(f"{PARTY[one]}{_signed(one, minutes)}" for one in PartyOfThree),
    )


def _parties(lease: SlidingLease | None, named: Sequence[str], organisation: str) -> Clause:
    known = lease.convention if lease else None
    return Clause(
        title="1. Parties",
        facts=facts(
            {
                "Bailleur": lease.upstream.landlord if lease else _BLANK,
                "Référent du bailleur": known.landlord_referent if known else _BLANK,
                "Locataire principal": f"{organisation}, ci-après « le CCAS »",
                "Référent du CCAS": known.ccas_referent if known else _BLANK,
                "Délibération ou délégation": _BLANK,
                "Sous-locataire": "\n".join(named),
            }
        ),
    )


def _dwelling(contract: Contract, lease: SlidingLease | None) -> Clause:
    unit = contract.unit
    return Clause(
        title="2. Logement",
        facts=facts(
            {
                "Adresse": f"{unit.address}, {unit.postal_code} {unit.city}",
                "Logement": f"{unit.name} ({unit.reference}), {DWELLING[unit.dwelling_type]}",
                "Sous-location, par mois": euros(contract.fee.cents),
                "Loyer principal et charges": _BLANK,
                "Convention APL": _BLANK,
            }
        ),
    )


def _references(contract: Contract, lease: SlidingLease | None, tenants: Tenants) -> Clause:
    upstream, known = (lease.upstream, lease.convention) if lease else (None, None)
    return Clause(
        title="3. Références",
        facts=facts(
            {
                "Bail principal": f"{upstream.reference}, signé le {day(upstream.signed_on)}" if upstream else _BLANK,
                "Clause de glissement": (upstream.slide_clause or None) if upstream else _BLANK,
                "Sous-location": f"{contract.reference}, signée le {day(contract.signed_on)}"
                if contract.signed_on
                else contract.reference,
                "Motif d'accès (DALO ou L301-1)": (known.dalo_decision_ref or known.ground or _BLANK)
                if known
                else _BLANK,
                "Numéro unique de la demande": tenants.demand or _BLANK,
            }
        ),
    )


def _aim(lease: SlidingLease | None) -> Clause:
    last_day = f"jusqu'au {day(lease.period_last_day)}" if lease else f"jusqu'au {_BLANK}"
    months = f"{lease.exam_months} mois" if lease else f"{_BLANK} mois"
    return Clause(
        title="4. But et durée",
        paragraphs=(
            "La sous-location a pour but que le ménage devienne titulaire du bail de ce logement.",
            (
                f"La période d'examen dure {months} à compter de la signature de la sous-location, {last_day} compris. Elle peut"
                " être prolongée par un accord écrit des trois parties."
            ),
            (
                "Deux mois avant la fin de cette période, un bailleur HLM dit au préfet s'il propose un bail au ménage et, sinon,"
                " pour quels motifs (article L442-8-3)."
            ),
        ),
    )


def _conditions(lease: SlidingLease | None) -> Clause:
    months = lease.convention.paid_months_to_slide if lease else None
    paid = {None: f", pendant {_BLANK} mois de suite", 0: ""}.get(months, f", pendant {months} mois de suite")
    return Clause(
        title="5. Conditions du glissement",
        paragraphs=(
            "Le bail peut glisser quand le ménage respecte les obligations du locataire (loi de 1989, article 7) :",
        ),
        head=("N°", "Condition"),
        rows=tuple(
            (str(number), words)
            for number, words in enumerate(
                (
                    f"Paiement régulier{paid}",
                    "Occupation paisible du logement",
                    "Entretien du logement",
                    "Assurance en cours au nom du ménage",
                    "Conditions d'attribution d'un logement social : titre de séjour, ressources (article R441-1)",
                    "Dossier d'aide au logement ouvert",
                    "Capacité à payer le loyer",
                ),
                start=1,
            )
        ),
    )


def _calendar(lease: SlidingLease | None, reviews: Sequence[Review]) -> Clause:
    known = lease.convention if lease else None
    days = f"{known.convocation_days} jours" if known else f"{_BLANK} jours"
    followed = (known.support_operator or None) if known else None
    return Clause(
        title="6. Examens périodiques et accompagnement",
        paragraphs=(
            (
                f"Le CCAS convoque le bailleur et le ménage au moins {days} avant chaque examen. {_RULE} Un compte rendu est"
                " signé des trois, ou dit qui était absent ou n'a pas voulu signer."
            ),
            *((f"Le ménage est accompagné par {followed}.",) if followed else ()),
        ),
        head=("Examen", "Au plus tard le") if reviews else (),
        rows=tuple((review_words(one.number), day(one.due_on)) for one in reviews),
    )


def _money(lease: SlidingLease | None) -> Clause:
    known = lease.convention if lease else None
    alert = f" dès {euros(known.arrears_alert_cents)} d'impayé" if known and known.arrears_alert_cents else ""
    return Clause(
        title="9. Impayés et dégradations",
        paragraphs=(
            (
                f"Le CCAS doit le loyer au bailleur en toute hypothèse. Il prévient le ménage{alert} et convient avec lui d'un"
                " plan d'apurement. Ce que le ménage doit au jour du glissement reste dû au CCAS et ne passe pas au bailleur."
            ),
            (
                "Le CCAS répond envers le bailleur des dégradations et des pertes causées par son sous-locataire (code civil,"
                " article 1735)."
            ),
            *((known.who_bears_what,) if known and known.who_bears_what else ()),
        ),
    )


def _position(party: PartyOfThree, minutes: Minutes | None) -> Clause:
    title = f"Position : {PARTY[party].lower() if party is not PartyOfThree.CCAS else PARTY[party]}"
    if minutes is None:
        return Clause(title=title, lines=2)
    said = next(one for one in minutes.positions if one.party is party)
    return Clause(
        title=title, paragraphs=(*((said.position,) if said.position else ()), SIGNATURE[said.signature] + ".")
    )


def _criteria(minutes: Minutes | None) -> tuple[tuple[str, ...], ...]:
    if minutes is None:
        return tuple((CRITERION[one], "  ".join(f"□ {word}" for word in MET.values())) for one in ReviewCriterion)
    return tuple((CRITERION[one.criterion], MET[one.met]) for one in minutes.criteria)


def _counted(minutes: Minutes | None) -> tuple[Clause, ...]:
    if minutes is None:
        return ()
    counted = minutes.indicators
    return (
        Clause(
            title="Indicateurs ce jour-là",
            facts=facts(
                {
                    "Mois payés à la suite": str(counted.paid_months),
                    "Impayé": euros(counted.arrears_cents),
                    "Assurance du ménage jusqu'au": _day(counted.insured_until),
                    "Incidents clos comme fondés": str(counted.founded_incidents)
                    if counted.founded_incidents is not None
                    else None,
                    "Dernière visite d'entretien": _day(counted.last_visit_on),
                }
            ),
        ),
    )


def _signed(party: PartyOfThree, minutes: Minutes | None) -> str:
    if minutes is None:
        return ""
    said = next(one for one in minutes.positions if one.party is party)
    return f" : {SIGNATURE[said.signature].lower()}"


def _day(on: date | None) -> str | None:
    return day(on) if on else None
