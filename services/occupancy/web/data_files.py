"""The page by which a person is handed all that is kept of them, as one file."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from kernel.acts import Act
from kernel.db import Database
from kernel.web.export import attachment, zipped
from kernel.web.form import Form
from kernel.web.page import Page, page
from occupancy.actions.data_files import hand_over_file
from occupancy.clients.alt_units import AltUnits
from occupancy.documents.data_files import parts
from occupancy.domain.data_requests import IdentityCheck
from occupancy.web import data_paths
from occupancy.web.data_requests import IDENTITY


@get(data_paths.ACCESS)
async def data_file_page(act: NamedDependency[Act]) -> Page:
    """Whose file, and how the person was recognised."""
    return _draw(Form.blank(received_on=act.today))


@post(data_paths.ACCESS, status_code=200)
async def hand_over_file_form(
    form: NamedDependency[Form],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    alt_units: NamedDependency[AltUnits],
) -> Response[Any]:
    """The file, once; it is kept nowhere. The journal keeps that it was handed over."""
    reference, received_on = form.text("reference", 20), form.date("received_on")
    identity = form.choice("identity", IdentityCheck)
    if form.ok:
        with form.refusals():
            file = await hand_over_file(db, alt_units, reference, received_on, identity, act)
            return attachment(
                zipped(parts(file)), f"donnees-{file.household.lower()}-{act.today}.zip", "application/zip"
            )
    return _draw(form)


def _draw(form: Form) -> Page:
    return page("privacy/access.html", status=form.status, form=form, identities=list(IDENTITY.items()))


HANDLERS = [data_file_page, hand_over_file_form]
