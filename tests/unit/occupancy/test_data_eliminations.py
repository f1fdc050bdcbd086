"""When the file of a household is at its term, and what never is."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from kernel.calendar import add_months
from kernel.privacy import data_map
from occupancy.domain.data_eliminations import (
    ERASED,
    DataElimination,
    DataEliminationDone,
    DataVisaDayWrong,
    DueFile,
    EraserIsProposer,
    Stage,
    blank,
    carried_out,
    due_files,
    emptied,
    goes_whole,
)
from occupancy.law import LAW

HOUSEHOLD = UUID(int=1)
LEFT = date(2020, 3, 31)
FAR = date(2045, 1, 1)


def file(**tables: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """A household that left on 31 March 2020, one euro paid and due; `tables` replaces whole tables."""
    account, day = f"household:{HOUSEHOLD}:fees", date(2020, 3, 1)
    owed = {"debit_account": account, "credit_account": "revenue:fees", "amount_cents": 100, "booked_on": day}
    paid = {"debit_account": "regie", "credit_account": account, "amount_cents": 100, "booked_on": day}
    plain: dict[str, list[dict[str, Any]]] = {
        "household": [{"reference": "M-2020-0001"}],
        "contract": [{"status": "ended", "ended_on": LEFT, "last_day": LEFT, "first_day": day}],
        "transfer": [owed, paid],
    }
    return {**{name: [] for name in ("support_measure", "referral", "attribution")}, **plain, **tables}


def stages(today: date, known_on: date = date.min, **tables: list[dict[str, Any]]) -> list[Stage]:
    return [one.stage for one in due_files(HOUSEHOLD, file(**tables), known_on, (), LAW, today=today)]


def test_each_part_is_due_the_day_after_its_term_and_never_the_day_itself() -> None:
    contract = add_months(LEFT, LAW.at("retention.contract_months", FAR).number)
    accounts = add_months(date(2020, 3, 1), LAW.at("retention.accounts_months", FAR).number)
    assert stages(contract) == []
    assert stages(date.fromordinal(contract.toordinal() + 1)) == [Stage.FILE]
    assert stages(accounts) == [Stage.FILE]
    assert stages(date.fromordinal(accounts.toordinal() + 1)) == [Stage.FILE, Stage.ACCOUNTS]


@pytest.mark.parametrize(
    "tables",
    [
        {"contract": [{"status": "signed", "ended_on": None, "last_day": LEFT, "first_day": LEFT}]},
        {"support_measure": [{"state": "running", "opened_on": LEFT}]},
        {"referral": [{"status": "waiting", "received_on": LEFT}]},
        {"transfer": file()["transfer"][:1]},
        {"household": [{"reference": "M-2044-0001"}]},
    ],
)
def test_who_is_housed_accompanied_awaited_in_debt_or_lately_known_is_never_due(tables: dict[str, Any]) -> None:
    assert stages(FAR, **tables) == []


def test_a_household_of_which_no_day_is_known_is_never_due() -> None:
    alone: dict[str, list[dict[str, Any]]] = {"contract": [], "transfer": [], "household": [{"reference": "X"}]}
    assert stages(FAR, **alone) == []
    assert stages(FAR, known_on=LEFT, **alone) == [Stage.FILE, Stage.ACCOUNTS]


def test_a_later_contact_of_any_kind_puts_the_term_off() -> None:
    met = [{"state": "closed", "ended_on": date(2044, 6, 1)}]
    assert stages(FAR, support_measure=met) == []


def test_a_text_is_replaced_and_a_shape_keeps_its_shape() -> None:
    assert (blank("Canari Exemple"), blank(None), blank(""), blank(b"photo")) == (ERASED, None, "", None)
    shape = msgspec.json.decode(blank('{"who":"Canari Exemple","state":"very_good","on":"2020-03-01","cents":5}'))
    assert shape == {"who": ERASED, "state": "very_good", "on": "2020-03-01", "cents": 5}


VISA_ON, TODAY = date(2026, 3, 10), date(2026, 3, 20)
PROPOSER, OTHER = UUID(int=12), UUID(int=13)


def due(number: int, stage: Stage = Stage.FILE) -> DueFile:
    return DueFile(
        household_id=UUID(int=number), stage=stage, due_on=date(2026, 1, 1), last_contact_on=LEFT, rows_kept=3
    )


def listed(*lines: DueFile) -> DataElimination:
    return DataElimination(
        id=UUID(int=1), version=1, reference="DOS-2026-0001", reason="Terme atteint", proposed_on=date(2026, 3, 1),
        proposed_by=PROPOSER, proposed_by_name="Agent A", lines=lines,
    )  # fmt: skip


def carry(list_: DataElimination, now: tuple[DueFile, ...], *, visa_on: date = VISA_ON, by: UUID = OTHER):
    return carried_out(list_, now, "AD-12", visa_on, by, "Agent B", today=TODAY)


def test_a_list_erases_what_is_still_due_each_part_of_its_own_household_and_leaves_the_rest() -> None:
    list_ = listed(due(1), due(1, Stage.ACCOUNTS), due(2), due(3))
    done = carry(list_, (due(1), due(2, Stage.ACCOUNTS), due(3), due(4)))
    assert [(one.household_id.int, one.stage) for one in done.erased] == [(1, Stage.FILE), (3, Stage.FILE)]
    assert [one.erased for one in done.lines] == [True, False, False, True]
    assert (done.visa, done.visa_on, done.carried_out_on, done.carried_out_by) == ("AD-12", VISA_ON, TODAY, OTHER)
    assert carry(list_, ()).erased == ()


def test_a_list_is_carried_out_once_and_by_another_person() -> None:
    list_ = listed(due(1))
    with pytest.raises(DataEliminationDone):
        carry(carry(list_, (due(1),)), (due(1),))
    with pytest.raises(EraserIsProposer) as refused:
        carry(list_, (due(1),), by=PROPOSER)
    assert refused.value.errors[0].field == "visa"


def test_a_visa_is_given_from_the_day_of_the_list_to_today() -> None:
    list_ = listed(due(1))
    for day in (list_.proposed_on, TODAY):
        assert carry(list_, (due(1),), visa_on=day).visa_on == day
    for day in (date(2026, 2, 28), date(2026, 3, 21)):
        with pytest.raises(DataVisaDayWrong) as refused:
            carry(list_, (due(1),), visa_on=day)
        assert refused.value.errors[0].field == "visa_on"


def test_a_candidate_never_housed_has_a_term_of_its_own_and_a_household_accompanied_the_longer_one() -> None:
    candidate, household = (
        LAW.at(key, FAR).number for key in ("retention.candidate_months", "retention.household_months")
    )
    assert candidate <= household
    alone: dict[str, list[dict[str, Any]]] = {"contract": [], "transfer": []}
    seen = [{"status": "closed", "received_on": LEFT}]
    for months, tables in (
        (candidate, {"referral": seen}),
        (household, {"support_measure": [{"state": "closed", "opened_on": LEFT}]}),
    ):
        term = add_months(date(2020, 12, 31), months)  # the year of the household's number
        assert stages(term, **alone, **tables) == []
        assert Stage.FILE in stages(date.fromordinal(term.toordinal() + 1), **alone, **tables)


def test_a_contract_counts_from_the_day_the_household_left_or_from_its_last_day_when_it_never_came() -> None:
    months = LAW.at("retention.contract_months", FAR).number
    for ended_on, counted in ((date(2020, 2, 15), date(2020, 2, 15)), (None, date(2020, 3, 20))):
        row = {
            "status": "cancelled",
            "ended_on": ended_on,
            "last_day": date(2020, 3, 20),
            "first_day": date(2020, 2, 1),
        }
        term = add_months(counted, months)
        assert stages(term, contract=[row], transfer=[]) == []
        assert Stage.FILE in stages(date.fromordinal(term.toordinal() + 1), contract=[row], transfer=[])


def test_how_much_goes_is_told_without_what_stays_and_is_never_nothing() -> None:
    said = [{"state": "x"}] * 3
    found = due_files(HOUSEHOLD, file(support_note=said, deadline=said), date.min, (), LAW, today=FAR)
    assert [(one.stage, one.rows_kept) for one in found] == [
        (Stage.FILE, 5),  # three notes, the contract and the household lose their texts
        (Stage.ACCOUNTS, 3),  # the household's names, two labels
    ]
    nothing = due_files(HOUSEHOLD, file(household=[], contract=[], transfer=[]), date(2020, 1, 1), (), LAW, today=FAR)
    assert {one.rows_kept for one in nothing} == {1}


def test_a_part_that_is_done_is_not_due_again() -> None:
    found = due_files(HOUSEHOLD, file(), date.min, [Stage.FILE], LAW, today=FAR)
    assert [one.stage for one in found] == [Stage.ACCOUNTS]


def test_an_account_that_owes_or_is_owed_one_cent_keeps_the_file_and_the_till_of_the_regie_does_not() -> None:
    owed, paid = file()["transfer"]
    for cents in (99, 101):
        assert stages(FAR, transfer=[owed, {**paid, "amount_cents": cents}]) == []
    moved = {"debit_account": "regie", "credit_account": "outside:x", "amount_cents": 5, "booked_on": LEFT}
    assert stages(FAR, transfer=[owed, paid, moved]) == [Stage.FILE, Stage.ACCOUNTS]
    swapped = [{**paid, "credit_account": f"household:{HOUSEHOLD}:damage"}, owed]
    assert stages(FAR, transfer=swapped) == [], "two accounts that make up for each other are not at zero"


def test_a_day_to_come_is_no_contact_and_what_the_program_sets_by_itself_is_none() -> None:
    term = add_months(LEFT, LAW.at("retention.contract_months", FAR).number)
    today = date.fromordinal(term.toordinal() + 1)
    planned = [{"state": "closed", "opened_on": date(2019, 1, 1), "next_on": date(2050, 1, 1)}]
    assert stages(today, support_measure=planned) == [Stage.FILE]
    assert stages(today, deadline=[{"due_on": today}]) == [Stage.FILE]
    assert stages(today, phone_call=[{"at": datetime(today.year, today.month, 1, tzinfo=UTC), "on": None}]) == []


@pytest.mark.parametrize("stage", Stage)
def test_rows_go_before_those_that_they_lean_on(stage: Stage) -> None:
    order = goes_whole(stage)
    for name in order:
        target = data_map.mapped("occupancy")[name].by.partition(">")[2]
        assert target not in order or order.index(name) < order.index(target)


def test_the_names_of_a_household_go_with_its_accounts_and_nothing_goes_in_both_parts() -> None:
    file_part, accounts = emptied(Stage.FILE), emptied(Stage.ACCOUNTS)
    assert {"last_name", "first_name", "search_key"} <= set(accounts["household"])
    assert not set(accounts["household"]) & set(file_part.get("household", ()))
    assert not set(goes_whole(Stage.FILE)) & set(goes_whole(Stage.ACCOUNTS))
    assert {"phone", "email", "note"} <= set(file_part["household"])
    assert {"support_note", "household_member", "inspection", "inspection_photo"} <= set(goes_whole(Stage.FILE))
    assert not {"transfer", "receipt", "contract", "household", "journal"} & set(goes_whole(Stage.FILE))
    assert goes_whole(Stage.ACCOUNTS) == (), "the books lose names and texts, never a row"
    assert accounts["transfer"] == ("label",)
    assert "forwarding_address" in file_part["contract"]
    assert not {"amount_cents", "booked_on"} & {column for names in accounts.values() for column in names}
    for table in set(file_part) & set(accounts):
        assert not set(file_part[table]) & set(accounts[table])


def test_what_looks_like_a_shape_and_is_none_is_a_text() -> None:
    assert (blank("{pas du json"), blank("[1"), blank("[]"), blank(12)) == (ERASED, ERASED, "[]", None)
