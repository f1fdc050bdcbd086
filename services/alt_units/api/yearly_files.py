"""The yearly file over HTTP: what is missing, its production, and every file byte for byte as it went out."""

from datetime import date

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from alt_units.actions import yearly_files as actions
from alt_units.actions.yearly_files import Issuer
from alt_units.api.report_contract import KeptFileOut, YearlyFileIn, YearlyFileOut
from alt_units.domain.conventions import FIRST_YEAR, LAST_YEAR
from alt_units.domain.yearly_file import KeptFile
from alt_units.store import yearly_files as store
from kernel.acts import Act, once
from kernel.db import Database
from kernel.errors import NotFound
from kernel.law import Law
from kernel.web.export import MEDIA, Format, attachment
from kernel.web.pdf import PaperDesk

FILE = "/v1/yearly-files/{year:int}"
TAGS = ["Rapports"]
PDF = "application/pdf"


@get(FILE, operation_id="get_yearly_file", summary="Lire ce qui manque au dossier annuel et ses versions", tags=TAGS)
async def get_yearly_file(
    year: FromPath[int], law: NamedDependency[Law], today: NamedDependency[date]
) -> YearlyFileOut:
    found = await actions.gather_yearly_file(law, _year(year), today)
    return YearlyFileOut.of(found, await store.files_of(year))


@post(FILE, operation_id="produce_yearly_file", summary="Produire le dossier annuel", tags=TAGS)
async def produce_yearly_file(
    year: FromPath[int],
    data: JSONBody[YearlyFileIn],
    act: NamedDependency[Act],
    db: NamedDependency[Database],
    law: NamedDependency[Law],
    papers: NamedDependency[PaperDesk],
) -> KeptFileOut:
    issuer = Issuer(organisation=papers.organisation, head=papers.head)
    producing = actions.produce_yearly_file(
        db, _year(year), act, law=law, issuer=issuer, accept_missing=data.accept_missing
    )
    return KeptFileOut.of(await once(act, KeptFile, producing))


@get(
    f"{FILE}/{{number:int}}/pdf",
    operation_id="read_yearly_file_pdf",
    summary="Lire le PDF d'un dossier produit",
    tags=TAGS,
    media_type=PDF,
)
async def read_yearly_file_pdf(year: FromPath[int], number: FromPath[int]) -> Response[bytes]:
    kept = await store.find_file(_year(year), number)
    return attachment(await store.paper_of(kept, "pdf"), f"dossier-ALT-{year}-n{number}.pdf", PDF)


@get(
    f"{FILE}/{{number:int}}/xlsx",
    operation_id="read_yearly_file_xlsx",
    summary="Lire le classeur d'un dossier produit",
    tags=TAGS,
    media_type=MEDIA[Format.XLSX],
)
async def read_yearly_file_xlsx(year: FromPath[int], number: FromPath[int]) -> Response[bytes]:
    kept = await store.find_file(_year(year), number)
    content = await store.paper_of(kept, "workbook")
    return attachment(content, f"dossier-ALT-{year}-n{number}.xlsx", MEDIA[Format.XLSX])


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotFound("Cette année n'est pas gérée.")
    return year


HANDLERS = [get_yearly_file, produce_yearly_file, read_yearly_file_pdf, read_yearly_file_xlsx]
