"""The page « Qui peut entrer où ? »: places for given days and a given household, and a contract prepared from one."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from kernel.acts import Act
from kernel.web.export import Export
from kernel.web.form import Form
from kernel.web.page import page
from occupancy.actions.vacancies import find_vacancies
from occupancy.clients.alt_units import AltUnits
from occupancy.documents.lists import vacancies_sheet
from occupancy.domain.units import Programme
from occupancy.domain.vacancies import Vacancy, Wish
from occupancy.web import labels, paths


@get(paths.VACANCIES)
async def vacancies_page(
    act: NamedDependency[Act],
    alt_units: NamedDependency[AltUnits],
    export: NamedDependency[Export],
    du: FromQuery[str] = "",
    au: FromQuery[str] = "",
    mois: FromQuery[str] = "",
    personnes: FromQuery[str] = "",
    programme: FromQuery[str] = "",
    accessible: FromQuery[str] = "",
    entier: FromQuery[str] = "",
    exclus: FromQuery[str] = "",
) -> Response[Any]:
    """What is free for these days, the best fitting first; the excluded ones, with their reason, when asked."""
    form = Form.blank(
        du=du or act.today,
        au=au,
        mois=mois,
        personnes=personnes,
        programme=programme,
        accessible=accessible,
        entier=entier,
        exclus=exclus,
    )
    wish = Wish(
        first_day=form.date("du"),
        last_day=form.maybe_date("au"),
        months=form.maybe_integer("mois", 1, 60),
        persons=form.maybe_integer("personnes", 1, 40),
        programme=form.maybe_choice("programme", Programme),
        accessible=form.checked("accessible"),
        shared=not form.checked("entier"),
    )
    found: tuple[Vacancy, ...] = ()
    if form.ok:
        with form.refusals():
            found = await find_vacancies(wish, act, alt_units=alt_units)
    offered = [one for one in found if one.is_offered]
    if export and form.ok:
        listed = found if form.checked("exclus") else offered
        sheet = vacancies_sheet(
            (one, row["place"], "; ".join(row["misfits"]), row["detail"]) for one in listed if (row := _row(one))
        )
        return await export.of(sheet, f"places-libres-{wish.first_day}")
    form.errors = {_FIELD.get(name, name): message for name, message in form.errors.items()}
    return page(
        "vacancies/search.html",
        status=form.status,
        form=form,
        wish=wish,
        searched=form.ok,
        offered=[_row(one) for one in offered],
        excluded=[_row(one) for one in found if not one.is_offered],
        programmes=[(one, one.value) for one in Programme],
        shows_excluded=form.checked("exclus"),
        may_prepare=act.by.may("contracts.write"),
        may_refer=act.by.may("referrals.write"),
    )


_FIELD = {"first_day": "du", "last_day": "au"}


def _row(vacancy: Vacancy) -> dict[str, Any]:
    unit, refusal = vacancy.unit, vacancy.refusal
    return {
        "vacancy": vacancy,
        "unit": unit,
        "place": vacancy.place_name or ("Logement entier" if unit.places else ""),
        "access": access_words(unit.accessible, unit.floor, has_lift=unit.has_lift),
        "misfits": [labels.MISFIT[one] for one in vacancy.misfits],
        "detail": refusal.detail if refusal else "",
        "blocker": refusal.blocker if refusal else None,
        "refer": paths.new_referral_to(f"{unit.id}:{vacancy.place_number}"),
        "prepare": paths.new_contract_in(f"{unit.id}:{vacancy.place_number}", vacancy.stay.first_day, _last(vacancy)),
    }


def _last(vacancy: Vacancy) -> date | None:
    return vacancy.stay.last_day


def access_words(accessible: bool, floor: int | None, *, has_lift: bool) -> str:
    """How one gets in, in words; nothing that nobody has said."""
    words = ["Accessible en fauteuil roulant"] if accessible else []
    if floor is not None:
        words.append("Rez-de-chaussée" if floor == 0 else f"Étage {floor}{', ascenseur' if has_lift else ''}")
    return " – ".join(words)


HANDLERS = [vacancies_page]
