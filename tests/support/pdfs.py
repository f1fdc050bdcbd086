"""What a PDF says, for tests: its text, page by page, in the order in which it is read."""

import io

from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """All the text that a reader sees."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def page_count(pdf: bytes) -> int:
    """How many pages it has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)
