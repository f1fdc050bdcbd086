"""A small town in the middle of its year 2026: one thing of each kind, in each state that a page can show. All fictitious."""

import base64
import re
from base64 import b64encode
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from alt_units.actions.bank_imports import send_bank_file
from alt_units.store import park_imports
from kernel.acts import Act, Staff, housekeeping
from kernel.intake.imports import SentFile
from occupancy.domain.data_eliminations import DataElimination, DataHold, DueFile, Stage
from occupancy.domain.note_eliminations import Elimination, EliminationLine
from occupancy.store import stay_imports
from occupancy.store.data_eliminations import insert_elimination as insert_data_elimination
from occupancy.store.data_eliminations import insert_hold
from occupancy.store.note_eliminations import insert_elimination
from palier import demo
from palier.demo.park import register_park, sign_alt_convention
from palier.demo.people import ADMIN, AGENT, FINANCE, MANAGER, REGISSEUR, SOCIAL
from palier.demo.support import OPERATOR, SupportTown
from palier.demo.visits import visit
from tests.support.attribution_desk import dossier_acts, programme
from tests.support.bank_files import IBAN, MAPPING, Movement, as_csv
from tests.support.park_files import park, unit_row
from tests.support.site import Town, account
from tests.support.sliding_desk import convention
from tests.support.stay_files import household_row, stays

TODAY = date(2026, 11, 21)
SOMEBODY = Staff(id=UUID(int=9), name="Personne Exemple")
Ids = dict[str, list[str]]
"""By the name of a parameter of an address: what it may be."""


class SmallTown:
    """What was made, by the names that addresses use."""

    def __init__(self, town: Town) -> None:
        self.town, self.desk = town, town.desk
        self.ids: Ids = {
            "number": ["1"],
            "month": ["2026-10", "2026-11"],
            "year": ["2026"],
            "kind": ["entry", "exit"],
            "regime": ["COP", "BG"],
        }
        self.ids |= {"book_name": ["dft"], "word": ["entree", "sortie"], "name": ["rien"], "secret": ["rien.ics"]}
        self.ids |= {"photo_id": [str(UUID(int=71))], "visit_id": [str(UUID(int=72))]}
        self.ids |= {"passkey_id": [str(UUID(int=74))]}
        self.ids |= {"collection_id": [str(UUID(int=73))]}
        self.ids |= {"key": ["law_check_months", "payer", "fee.scale", "allowance_scale"]}

    def know(self, name: str, thing: dict[str, Any]) -> dict[str, Any]:
        """Remember the id of a thing."""
        self.ids.setdefault(name, []).append(str(thing["id"]))
        return thing

    async def live(self) -> "SmallTown":
        """Everything, on the day it would happen."""
        for number, person in enumerate((AGENT, REGISSEUR)):
            opened = account(person) | {"login": f"autre.{number}"}
            self.know("account_id", await self.desk.post(ADMIN, "staff/v1/accounts", opened))
        self.town.clock.move_to(date(2025, 12, 1))
        units = await register_park(self.desk, date(2026, 1, 1))
        for reference in ("ALT-01", "AML-01"):
            self.know("unit_id", units[reference])
        await self._stock(units["ALT-01"])
        await self._allowance(units)
        await self._bank()
        founding: dict[str, Any] = {"code": "LT", "name": "Régie exemple", "founding_act": "Décision n° 1"}
        founding |= {"opened_on": "2026-01-01"}
        founding |= {"collects_fees": True, "collects_deposits": True}
        self.regie = self.know("regie_id", await self.desk.post(MANAGER, "occupancy/v1/regies", founding))
        await self._stays(units)
        await self._books()
        self.town.clock.move_to(date(2026, 10, 20))
        await self._support()
        await self._attributions(date(2026, 11, 20))
        self.town.clock.move_to(TODAY)
        await self._referrals(units["AML-02"])
        await self._sliding_lease(units["AML-03"])
        await self._imports()
        for service in ("alt_units", "occupancy"):
            coming = {"since": "2027-01-01", "number": 24, "source": "Décision n° 2", "status": "verified"}
            path = f"{service}/v1/law/law_check_months"
            self.know("version_id", await self.desk.post(MANAGER, f"{path}/values", coming))
            checked = {"checked_on": "2026-11-20", "outcome": "confirmed"}
            await self.desk.post(MANAGER, f"{path}/checks", checked)
        waiting = await self.town.as_("agent").get("/sejours/a-faire?vue=tout")
        self.ids["deadline_id"] = re.findall(r"/sejours/a-faire/([0-9a-f-]{36})/prise", waiting.text)
        await self._role()
        return self

    async def _stock(self, unit: dict[str, Any]) -> None:
        path = f"alt_units/v1/units/{unit['id']}"
        works = {"reason": "works", "bearer": "ccas", "place_number": 1, "first_day": "2026-01-05"}
        works |= {"last_day": "2026-01-20"}
        unit = await self.desk.post(MANAGER, f"{path}/voids", works, version=unit["version"])
        self.know("void_id", unit["voids"][0])
        self.know("mobilisation_id", unit["mobilisations"][0])
        vacant = {"place_number": 2, "declared_on": str(self.town.clock.today())}
        self.know("declaration_id", await self.desk.post(MANAGER, f"{path}/vacancy-declarations", vacant))

    async def _imports(self) -> None:
        """One import done, and one file that waits for anybody's confirmation."""
        content = park(units=[unit_row("IMP-1", programme="", first_day="01/02/2026")])
        sent = {"file_name": "parc.xlsx", "content": base64.b64encode(content).decode()}
        report = await self.desk.post(MANAGER, "alt_units/v1/park-imports", sent)
        self.know("import_id", {"id": report["id"]})
        clock = self.town.clock
        act = Act(by=SOMEBODY, at=clock.now(), today=clock.today(), request_id="small-town")
        file = SentFile(name="parc.xlsx", content=park(units=[unit_row("IMP-2", programme="")]))
        self.know("upload_id", {"id": await park_imports.WAITING.keep(self.town.app("alt_units").state.db, file, act)})
        content = stays([household_row("1")])
        sent = {"file_name": "séjours.xlsx", "content": base64.b64encode(content).decode()}
        report = await self.desk.post(MANAGER, "occupancy/v1/stay-imports", sent)
        self.know("import_id", {"id": report["id"]})
        waiting = SentFile(name="séjours.xlsx", content=stays([household_row("2")]))
        self.know(
            "upload_id", {"id": await stay_imports.WAITING.keep(self.town.app("occupancy").state.db, waiting, act)}
        )

    async def _books(self) -> None:
        """A remission and the closing of a month, both proposed."""
        household_id = self.ids["household_id"][0]
        account = await self.desk.get(AGENT, f"occupancy/v1/households/{household_id}/account")
        asked = {"claim_id": account["due"][0]["claim_id"], "kind": "waived", "amount_cents": 500, "reason": "Exemple"}
        path = f"occupancy/v1/households/{household_id}/remissions"
        self.know("remission_id", await self.desk.post(SOCIAL, path, asked))
        spread = {"instalments": [{"due_on": "2026-12-10", "cents": account["due"][0]["open_cents"]}]}
        spread |= {"claim_ids": [account["due"][0]["claim_id"]]}
        path = f"occupancy/v1/households/{household_id}/repayment-plans"
        self.know("plan_id", await self.desk.post(SOCIAL, path, spread))
        accounts = {"fee_account": "752", "damage_account": "75888"}
        await self.desk.put(FINANCE, "occupancy/v1/title-settings", accounts)
        title = {"kind": "title_asked", "done_on": str(self.town.clock.today())}
        path = f"occupancy/v1/households/{household_id}/arrears/acts"
        self.know("act_id", await self.desk.post(FINANCE, path, title))
        self.know("batch_id", await self.desk.post(FINANCE, "occupancy/v1/title-batches", {}))
        states = {"on_day": "Date", "amount": "Montant", "number": "Titre", "state": "État", "paid": "Payé"}
        said = {"name": "Retours du comptable", "kind": "states", "mapping": states}
        self.know("source_id", await self.desk.post(FINANCE, "occupancy/v1/title-sources", said))
        self.know("period_id", await self.desk.post(FINANCE, "occupancy/v1/periods", {"month": "2025-12"}))

    async def _role(self) -> None:
        """A role that waits for a second administrator."""
        path = f"/api/staff/v1/accounts/{self.ids['account_id'][0]}"
        admin = self.town.as_("admin")
        known = (await admin.get(path)).json()
        wanted = {"name": known["name"], "roles": [*known["roles"], "reader"]}
        answer = await admin.put(path, json=wanted, headers={"if-match": f'"{known["version"]}"'})
        assert answer.status_code == 200, answer.text
        self.know("grant_id", answer.json()["waiting"][0])

    async def _allowance(self, units: dict[str, Any]) -> None:
        draft = await sign_alt_convention(self.desk, 2026, units)
        path = f"alt_units/v1/conventions/{self.know('convention_id', draft)['id']}"
        self.town.clock.move_to(date(2026, 11, 5))
        for month in ("2026-09", "2026-10"):
            claim = self.know("claim_id", await self.desk.post(FINANCE, f"{path}/claims", {"month": month}))
            self.know("line_id", claim["lines"][0])
            if month == "2026-09":
                submitting = f"alt_units/v1/claims/{claim['id']}/submission"
                sent = await self.desk.post(FINANCE, submitting, {}, version=claim["version"])
                correcting = f"alt_units/v1/claims/{claim['id']}/lines/{claim['lines'][0]['id']}/adjustments"
                less = {"decided_on": "2026-11-04", "amount_cents": -100, "reason": "Courrier du financeur"}
                proposed = await self.desk.post(FINANCE, correcting, less, version=sent["version"])
                self.know("correction_id", proposed)
        received = {"received_on": "2026-11-04", "amount_cents": 50000, "kind": "acompte", "bank_reference": "VIR-1"}
        received |= {"convention_id": draft["id"]}
        payment = self.know("payment_id", await self.desk.post(FINANCE, "alt_units/v1/funder-payments", received))
        paying = f"alt_units/v1/funder-payments/{payment['id']}"
        shares = (await self.desk.get(FINANCE, f"{paying}/proposal"))["shares"][:1]
        paid = await self.desk.post(FINANCE, f"{paying}/allocations", {"shares": shares})
        self.know("allocation_id", paid["allocations"][0])
        spent = {"unit_id": units["ALT-02"]["id"], "kind": "charges", "amount_cents": 12_000, "label": "Charges"}
        spent |= {"first_month": "2026-01", "last_month": "2026-12"}
        self.know("cost_id", await self.desk.post(FINANCE, "alt_units/v1/costs", spent))
        late = {"programme": "ALT", "number": "ALT-2027", "funder": "État", "year": 2027, "first_month": "2027-01"}
        late |= {"rule": "MOIS_ENTIER", "basis": "DISPONIBILITE", "ceiling": "ANNUEL"}
        draft = self.know("convention_id", await self.desk.post(FINANCE, "alt_units/v1/conventions", late))
        line = {"unit_id": units["ALT-02"]["id"], "first_month": "2027-01", "last_month": "2027-12"}
        path = f"alt_units/v1/conventions/{draft['id']}/lines"
        drafted = await self.desk.post(FINANCE, path, line, version=draft["version"])
        self.know("line_id", drafted["lines"][0])
        await self._avenant({"id": self.ids["convention_id"][0]})

    async def _avenant(self, convention: dict[str, Any]) -> None:
        """An avenant in preparation, an expected document, a signed paper."""
        path = f"alt_units/v1/conventions/{convention['id']}"
        read = await self.desk.get(FINANCE, path)
        opened = await self.desk.post(
            FINANCE, f"{path}/amendments", {"first_month": "2026-12"}, version=read["version"]
        )
        versions = (await self.desk.get(FINANCE, f"{path}/versions"))["items"]
        self.know("line_id", versions[-1]["lines"][0])
        assert opened["version"] > read["version"]
        wanted = {"label": "Bilan d'occupation 2026", "due_on": "2026-10-31"}
        self.know("document_id", await self.desk.post(FINANCE, f"{path}/documents", wanted))
        paper = {
            "version_number": 1,
            "name": "convention.pdf",
            "content": base64.b64encode(b"%PDF-1.4 exemple").decode(),
        }
        self.know("paper_id", await self.desk.post(FINANCE, f"{path}/papers", paper))

    async def _bank(self) -> None:
        """A statement with a line that has a proposal, one that waits, one set aside, one matched."""
        source: dict[str, Any] = {"name": "Compte exemple", "format": "csv", "account": IBAN}
        source |= {"mapping": {name: getattr(MAPPING, name) for name in MAPPING.__struct_fields__}}
        known = self.know("source_id", await self.desk.post(FINANCE, "alt_units/v1/bank-sources", source))
        months = [
            Movement(on=date(2026, 11, day), cents=50000 + day, reference=f"R{day}", label="ALT") for day in (2, 3)
        ]
        movements = [Movement(on=date(2026, 11, 4), cents=50000, reference="VIR-1", label="ALT"), *months]
        content = b64encode(as_csv(movements)).decode()
        sent = {"source_id": known["id"], "file_name": "releve.csv", "content": content}
        self.know("import_id", await self.desk.post(FINANCE, "alt_units/v1/bank-imports", sent))
        lines = (await self.desk.get(FINANCE, "alt_units/v1/bank-lines"))["items"]
        for line in lines:
            self.know("line_id", line)
        aside = f"alt_units/v1/bank-lines/{lines[1]['id']}/setting-aside"
        await self.desk.post(FINANCE, aside, {"reason": "Redevance d'un ménage"})
        clock = self.town.clock
        act = Act(by=SOMEBODY, at=clock.now(), today=clock.today(), request_id="small-town")
        db = self.town.app("alt_units").state.db
        waiting = await send_bank_file(db, UUID(known["id"]), "releve.csv", as_csv(movements), act)
        self.know("upload_id", {"id": waiting.id})

    async def _stays(self, units: dict[str, Any]) -> None:
        signed = await self._stay(units["ALT-02"], "Ménage Exemple A", date(2026, 10, 1))
        left = await self._stay(units["ALT-03"], "Ménage Exemple B", date(2026, 10, 1))
        for month in ("2026-10", "2026-11"):
            self.town.clock.move_to(date.fromisoformat(f"{month}-02"))
            await self.desk.post(FINANCE, "occupancy/v1/fee-runs", {"month": month})
        receipt = self.know("receipt_id", await self._receive(signed, 1500, "fees"))
        self.know("event_id", {"id": receipt["event_id"]})
        asked = {"asked_on": "2026-11-02", "asked_cents": 1000}
        whose = f"occupancy/v1/households/{signed['household_id']}"
        self.know("request_id", await self.desk.post(AGENT, f"{whose}/fsl-requests", asked))
        await self._till()
        self.town.clock.move_to(date(2026, 11, 10))
        path = f"occupancy/v1/contracts/{left['id']}"
        gone = {
            "ended_on": "2026-11-10",
            "reason": "social_housing",
            "forwarding_address": "3 rue Exemple, 77000 Ville",
        }
        contract = await self.desk.get(AGENT, path)
        await self.desk.post(AGENT, f"{path}/end", gone, version=contract["version"])
        await visit(self.desk, path, "exit", date(2026, 11, 10), {"last_name": "Ménage Exemple B"})
        proposal = {
            "keys_returned_on": "2026-11-10",
            "exit_conforms": True,
            "lines": [],
            "refund_to": "Ménage Exemple",
        }
        self.know("settlement_id", await self.desk.post(AGENT, f"{path}/deposit-settlements", proposal))
        grid = {"name": "Exemple", "version": "1", "effective_from": "2026-11-10", "file_name": "grille.csv"}
        grid |= {"content": b64encode((Path(demo.__file__).parent / "grille-exemple.csv").read_bytes()).decode()}
        self.know("grid_id", await self.desk.post(MANAGER, "occupancy/v1/wear-grids", grid))
        head = {"since": "2026-11-10", "name": "CCAS Exemple"}
        self.know("letterhead_id", await self.desk.post(MANAGER, "occupancy/v1/letterheads", head))
        waiting = {"unit_id": units["AML-01"]["id"], "place_number": 0, "first_day": "2026-11-20"}
        waiting |= {"household_id": signed["household_id"]}
        self.know("contract_id", await self.desk.post(AGENT, "occupancy/v1/contracts", waiting))

    async def _till(self) -> None:
        """The books of the régie: who is named, a payment to the comptable, a closed day, a handing over half signed."""
        regie, day = f"occupancy/v1/regies/{self.regie['id']}", str(self.town.clock.today())
        for name, office in ((REGISSEUR.name, "titular"), ("Suppléance Exemple", "substitute")):
            named = {"staff_name": name, "office": office, "appointing_act": "Arrêté n° 1", "first_day": day}
            self.know("term_id", await self.desk.post(MANAGER, f"{regie}/regisseurs", named))
        paid = {"slip": "V-1", "paid_on": day, "dft_cents": 500}
        self.know("pay_over_id", await self.desk.post(REGISSEUR, f"{regie}/pay-overs", paid))
        self.know("closing_id", await self.desk.post(REGISSEUR, f"{regie}/closings", {"day": day, "counts": []}))
        given = {"to_name": "Suppléance Exemple"}
        self.know("handover_id", await self.desk.post(REGISSEUR, f"{regie}/handovers", given))

    async def _referrals(self, unit: dict[str, Any]) -> None:
        """A referral at each step, a session that has met and one to come."""
        for held_on in ("2026-11-21", "2026-12-10"):
            session = await self.desk.post(AGENT, "occupancy/v1/commissions", {"held_on": held_on})
            self.know("commission_id", session)
        meeting = f"occupancy/v1/commissions/{self.ids['commission_id'][0]}"
        seats = {"members": [{"function": "Vice-présidente", "is_present": True}], "quorum_met": True}
        await self.desk.post(MANAGER, f"{meeting}/attendance", seats, version=1)
        for name, outcome in (("E", ""), ("F", "studied"), ("G", "retained"), ("H", "waiting"), ("I", "refused")):
            await self._referral(unit, f"Ménage Exemple {name}", outcome)

    async def _sliding_lease(self, unit: dict[str, Any]) -> None:
        """A running dossier, whose first review is to come."""
        person = {"last_name": "Ménage Exemple J", "first_name": "Exemple", "situation": "single", "adults": 1}
        person |= {"children": 0, "orientation": "siao"}
        household = await self.desk.post(AGENT, "occupancy/v1/households", person)
        body = {"household_id": household["id"], "unit_id": unit["id"], "place_number": 0, "first_day": str(TODAY)}
        contract = await self.desk.post(AGENT, "occupancy/v1/contracts", body)
        signing = {"signed_on": str(TODAY), "legal_regime": "BG"}
        path = f"occupancy/v1/contracts/{contract['id']}/signature"
        await self.desk.post(AGENT, path, signing, version=contract["version"])
        upstream = {"reference": "BP-1", "signed_on": "2026-01-01", "landlord": "Office Exemple", "is_hlm": True}
        dossier = {"contract_id": contract["id"], "upstream": upstream, "convention": convention(str(TODAY))}
        self.ids["step"] = ["proposition", "document", "glissement", "rencontre", "bilan", "decision"]
        self.know("lease_id", await self.desk.post(AGENT, "occupancy/v1/sliding-leases", dossier))

    async def _attributions(self, day: date) -> None:
        """A programme, a vacancy, a dossier that begins and one on the complementary list."""
        self.town.clock.move_to(day)
        operations, dossiers = "occupancy/v1/attribution-operations", "occupancy/v1/attributions"
        days = {"pre_commission_on": "2026-12-14", "commission_on": "2027-01-11"}
        coming = self.know("operation_id", await self.desk.post(AGENT, operations, programme(session=days)))
        freed = {"kind": "vacancy", "available_on": "2026-11-02", "session": {"commission_on": str(day)}}
        free = self.know("operation_id", await self.desk.post(AGENT, operations, programme(**freed)))
        for name, operation in (("K", coming), ("L", free)):
            person: dict[str, Any] = {"last_name": f"Ménage Exemple {name}", "first_name": "Exemple"}
            person |= {"situation": "single", "adults": 1, "children": 0, "orientation": "siao"}
            household = await self.desk.post(AGENT, "occupancy/v1/households", person)
            session = self.know("session_id", operation["sessions"][0])
            named = {"operation_id": operation["id"], "session_id": session["id"], "household_id": household["id"]}
            named |= {"unique_number": "972000000000000001", "demand_until": "2027-12-31", "proposed_by": "ccas"}
            named |= {"identified_on": "2026-11-02"}
            one = self.know("attribution_id", await self.desk.post(AGENT, dossiers, named))
        for act, body in dossier_acts("2026-11-06", decided_on=str(day)):
            path = f"{dossiers}/{one['id']}/{act}"
            one = await self.desk.post(AGENT, path, body, version=one["version"])
        self.ids["milestone"] = ["enquete", "contact", "arret"]

    async def _support(self) -> None:
        """A running measure with a note, one that is prepared, and an operator."""
        support = SupportTown(self.desk, TODAY)
        household = {"id": self.ids["household_id"][0]}
        operator = self.know("operator_id", await support.operator(OPERATOR))
        prepared = await support.open({"id": self.ids["household_id"][1]})
        running = await support.started(household, operator)
        running = await support.meet(running, 20)
        for measure in (running, prepared):
            self.know("measure_id", measure)
        await self._notes_at_term(UUID(running["id"]))

    async def _notes_at_term(self, measure_id: UUID) -> None:
        """A list that waits for its visa, as if two years had passed since the last contact."""
        then = date(2024, 9, 30)
        line = EliminationLine(
            support_measure_id=measure_id, last_contact_on=then, notes=2, first_written_on=then, last_written_on=then
        )
        listed = Elimination(
            id=uuid4(),
            version=1,
            reference="ELIM-2026-0001",
            reason="Terme atteint",
            proposed_on=date(2026, 10, 20),
            proposed_by="Direction (démonstration)",
            lines=(line,),
        )
        held = DataHold(
            id=uuid4(),
            household_id=UUID(str(self.ids["household_id"][0])),
            reason="Litige exemple",
            since=self.town.clock.today(),
            recorded_by=SOMEBODY.id,
            recorded_by_name=SOMEBODY.name,
        )
        file = DueFile(household_id=held.household_id, stage=Stage.FILE, due_on=then, last_contact_on=then, rows_kept=3)
        files = DataElimination(
            id=uuid4(),
            version=1,
            reference="BORD-2026-0001",
            reason="Terme atteint",
            proposed_on=date(2026, 10, 20),
            proposed_by=SOMEBODY.id,
            proposed_by_name=SOMEBODY.name,
            lines=(file,),
        )
        async with housekeeping(self.town.app("occupancy").state.db):
            await insert_elimination(listed)
            await insert_hold(held)
            await insert_data_elimination(files)
        self.know("elimination_id", {"id": listed.id})
        self.know("elimination_id", {"id": files.id})
        self.know("hold_id", {"id": held.id})

    async def _referral(self, unit: dict[str, Any], name: str, outcome: str) -> None:
        person = {"last_name": name, "first_name": "Exemple", "situation": "single", "adults": 1, "children": 0}
        household = await self.desk.post(AGENT, "occupancy/v1/households", person | {"orientation": "siao"})
        proposed = {"household_id": household["id"], "unit_id": unit["id"], "place_number": 0, "source": "siao"}
        proposed |= {"received_on": "2026-11-18", "first_day": "2026-12-01"}
        referral = self.know("referral_id", await self.desk.post(AGENT, "occupancy/v1/referrals", proposed))
        path = f"occupancy/v1/referrals/{referral['id']}"
        if outcome:
            checked = [{"criterion": "adheres", "is_met": True}]
            opinion = {"kind": "favourable", "given_on": "2026-11-20", "checked": checked}
            referral = await self.desk.post(SOCIAL, f"{path}/opinion", opinion, version=referral["version"])
        if outcome in ("retained", "waiting", "refused"):
            decision = {"outcome": outcome, "decided_on": "2026-11-21", "authority": "president"}
            decision |= {"deliberation_ref": "Délibération n° 1", "decider_name": "Élue Exemple"}
            decision |= {"decider_function": "Présidente"} | ({"motive": "composition"} if outcome == "refused" else {})
            await self.desk.post(MANAGER, f"{path}/decision", decision, version=referral["version"])

    async def _stay(self, unit: dict[str, Any], name: str, day: date) -> dict[str, Any]:
        self.town.clock.move_to(day)
        person = {"last_name": name, "first_name": "Exemple", "situation": "single", "adults": 1, "children": 0}
        person |= {"orientation": "siao"}
        household = self.know("household_id", await self.desk.post(AGENT, "occupancy/v1/households", person))
        one = {"relation": "holder", "last_name": person["last_name"], "joined_on": str(day)}
        members = f"occupancy/v1/households/{household['id']}/members"
        self.know("member_id", await self.desk.post(AGENT, members, one))
        told = {"kind": "contact", "code": "social_service", "since": str(day), "organisation": "Service exemple"}
        told |= {"phone": "01 00 00 00 00"}
        particulars = f"occupancy/v1/households/{household['id']}/particulars"
        self.know("particular_id", await self.desk.post(AGENT, particulars, told))
        body = {"household_id": household["id"], "unit_id": unit["id"], "place_number": 0, "first_day": str(day)}
        contract = self.know("contract_id", await self.desk.post(AGENT, "occupancy/v1/contracts", body))
        path = f"occupancy/v1/contracts/{contract['id']}"
        signing = {"signed_on": str(day)}
        contract = await self.desk.post(AGENT, f"{path}/signature", signing, version=contract["version"])
        await visit(self.desk, path, "entry", day, household)
        await self.desk.post(AGENT, f"{path}/deposit-request", {"amount_cents": 5000})
        self.know("inspection_id", await self.desk.get(AGENT, f"{path}/inspections/entry"))
        await self._receive(contract, 5000, "deposit")
        insured = {"insured": "household", "insurer": "Assurance exemple", "received_on": str(day)}
        insured |= {"valid_from": str(day), "valid_until": str(day.replace(year=day.year + 1))}
        self.know("attestation_id", await self.desk.post(AGENT, f"{path}/insurances", insured))
        return dict(contract)

    async def _receive(self, contract: dict[str, Any], cents: int, kind: str) -> dict[str, Any]:
        paid = {"regie_id": self.regie["id"], "household_id": contract["household_id"], "kind": kind, "means": "card"}
        paid |= {"amount_cents": cents, "received_on": str(self.town.clock.today()), "payer": "Ménage Exemple"}
        paid |= {"contract_id": contract["id"] if kind == "deposit" else None}
        return dict(await self.desk.post(REGISSEUR, "occupancy/v1/receipts", paid))
