"""The register of processing and the impact assessment, for the data-protection officer: a page and a workbook."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from kernel.privacy import data_map
from kernel.web.export import Export
from kernel.web.page import page
from occupancy.documents import data_registers as books
from occupancy.store.law import law_in_force
from occupancy.web import data_paths


@get(data_paths.DATA)
async def data_register_page(today: NamedDependency[date], export: NamedDependency[Export]) -> Response[Any]:
    """Each processing; how many columns of which category; what is kept outside the tables."""
    told = books.told_by(await law_in_force(), today)
    if export:
        return await export.book(
            books.register_book(told), "Registre des traitements", f"registre-des-traitements-{today}"
        )
    labels = [one for service in data_map.SERVICES for one in data_map.labels(service)]
    return page(
        "privacy/register.html",
        register=data_map.register(),
        categories=[
            (known, sum(one.category == name for one in labels)) for name, known in data_map.rules().category.items()
        ],
        columns=len(labels),
        files=[(one, books.kept_words(one.kept, told)) for one in data_map.rules().file.values()],
        filled=lambda sentence: books.filled(sentence, told),
        applied=books.APPLIED,
        ends=books.ENDS,
    )


@get(data_paths.ASSESSMENT)
async def impact_assessment_page(today: NamedDependency[date], export: NamedDependency[Export]) -> Response[Any]:
    """What the program answers, and what is left to the CCAS."""
    if export:
        return await export.of(books.assessment_sheet(), f"analyse-d-impact-{today}")
    return page("privacy/assessment.html", assessment=data_map.assessment(), states=books.STATES)


HANDLERS = [data_register_page, impact_assessment_page]
