"""A receipt sent by e-mail: to the address of the household, once it agreed, and noted once the mail server took it."""

import html
import re

import pytest

from kernel.mail import mail_fault
from kernel.settings import UnsafeSettings, read_settings
from tests.conftest import Machine
from tests.support.mail_server import mail_server
from tests.support.site import a_town
from tests.support.small_town import SmallTown
from tests.support.stores import Borrowed

FACTS = ("last_name", "first_name", "situation", "adults", "children", "phone", "orientation", "note")


async def test_a_receipt_is_sent_once_the_household_agreed_and_is_noted_once_the_mail_server_took_it(
    machine: Machine,
) -> None:
    stores = Borrowed(machine.sqlite)
    async with mail_server() as mails, a_town(stores, mail=mails.address) as town:
        ids = (await SmallTown(town).live()).ids
        regisseur = town.as_("regisseur")
        receipt = (await regisseur.get(f"/api/occupancy/v1/receipts/{ids['receipt_id'][0]}")).json()
        page = f"/sejours/encaissements/recus/{receipt['id']}"
        household = f"/api/occupancy/v1/households/{receipt['household_id']}"
        assert "Envoyer le reçu par courriel" not in (await regisseur.get(page)).text, "no address is known"

        agent = town.as_("agent")
        known = (await agent.get(household)).json()
        facts = {name: known[name] for name in FACTS} | {"email": "menage@exemple.test"}
        sent = {"if-match": f'"{known["version"]}"', "idempotency-key": "adresse-du-menage"}
        changed = await agent.put(household, json=facts, headers=sent)
        assert changed.status_code == 200, changed.text
        shown = (await regisseur.get(page)).text
        assert "menage@exemple.test" in shown

        async def send(**typed: str):
            form = {"_csrf": re.search(r'name="_csrf" value="([^"]+)"', shown)[1], "_key": typed.pop("key"), **typed}
            return await regisseur.post(f"{page}/envoi", data=form)

        refused = await send(key="sans-accord-du-menage")
        assert (refused.status_code, len(mails.came)) == (422, 0)
        assert "accord exprès" in refused.text
        mails.refuses = True
        silent = await send(key="refus-du-serveur", mail_agreed="yes")
        assert (silent.status_code, len(mails.came)) == (503, 0)
        assert "rien n'est noté" in html.unescape(silent.text).replace("’", "'"), silent.text
        mails.refuses = False
        assert (await send(key="cette-fois", mail_agreed="yes")).status_code == 303
        assert (await send(key="cette-fois", mail_agreed="yes")).status_code == 303
        assert len(mails.came) == 1, "a repeat sends nothing"
        came = mails.came[0]
        assert (came["to"], came["from"]) == ("menage@exemple.test", "ccas@commune.example")
        attached = next(iter(came.iter_attachments()))
        assert attached.get_filename() == f"recu-{receipt['reference']}.pdf"
        assert attached.get_content().startswith(b"%PDF")
        noted = html.unescape((await regisseur.get(page)).text)
        assert noted.count("avec l'accord exprès du ménage") == 1
    stores.give_back()


async def test_without_a_mail_server_nothing_can_be_sent(machine: Machine) -> None:
    stores = Borrowed(machine.sqlite)
    async with a_town(stores) as town:
        ids = (await SmallTown(town).live()).ids
        regisseur = town.as_("regisseur")
        page = f"/sejours/encaissements/recus/{ids['receipt_id'][0]}"
        token = re.search(r'name="_csrf" value="([^"]+)"', (await regisseur.get(page)).text)[1]
        answer = await regisseur.post(f"{page}/envoi", data={"_csrf": token, "_key": "sans-serveur-regle"})
        assert answer.status_code == 404
    stores.give_back()


@pytest.mark.parametrize(
    "address",
    [
        "mail.example",
        "smtp://mail.example?from=a@b.example",
        "smtps://mail.example",
        "http://mail.example?from=a@b.example",
    ],
)
def test_an_address_that_is_no_mail_server_or_is_not_encrypted_is_refused(address: str) -> None:
    with pytest.raises(UnsafeSettings, match="PALIER_MAIL"):
        read_settings({"PALIER_SECRET": "0123456789abcdef" * 3, "PALIER_MAIL": address})
    for good in ("smtps://u:p%40@mail.example?from=a@b.example", "smtp+starttls://mail.example:587?from=a@b.example"):
        assert mail_fault(good) == ""
