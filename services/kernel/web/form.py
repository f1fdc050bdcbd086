"""A form as a person filled it: every field read one by one, every error in French at once, nothing typed ever lost.

Readers never raise. On an error they note it and return a harmless value, so that a command can be built whole; the
handler acts only when `form.ok`. What an action then refuses is shown on the same page: `with form.refusals(): …`.
"""

import datetime
import unicodedata
from collections.abc import Callable, Mapping
from enum import Enum
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import UUID

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import ClientException

from kernel.errors import InvalidRequest, Refusal, VersionMissing
from kernel.http.status import STATUS
from kernel.money import LIMIT, parse_euros
from kernel.period import Month
from kernel.web.formats import euros as in_euros
from kernel.web.formats import thousands
from kernel.web.typed import (
    DAY_FIRST,
    SPACES,
    WHOLE,
    YEAR_AND_MONTH,
    YEAR_FIRST,
    as_sent,
    civil_day,
    civil_month,
    civil_time,
    is_hidden,
)
from kernel.web.uploads import Upload, read_upload

E = TypeVar("E", bound=Enum)
V = TypeVar("V")

CONFIRMED = "confirm_note"
"""The box that says that a free text was read again."""
LINE = 200
"""A text that may be longer than this may also have several lines."""
MOST_TICKED = 500

REQUIRED = "Ce champ est obligatoire"
NOT_A_DATE = "Indiquez une date comme 21/11/2026"
NO_SUCH_DAY = "Ce jour n'existe pas : indiquez une date comme 21/11/2026"
NOT_A_TIME = "Indiquez une heure comme 14:30"
NOT_A_MONTH = "Indiquez un mois comme 11/2026"
NOT_AN_AMOUNT = "Montant en euros attendu, par exemple 75 ou 1 047,17"
NOT_A_NUMBER = "Nombre entier attendu, par exemple 3"
NOT_IN_THE_LIST = "Choisissez une valeur de la liste"
HIDDEN_CHARACTER = "Ce texte contient un caractère invisible qui ne peut pas être enregistré : effacez-le et retapez-le"
ONE_LINE = "Une seule ligne est attendue"


class Form:
    """What was typed, what is wrong with it, and what the rules refused."""

    def __init__(
        self,
        values: Mapping[str, list[str]],
        files: Mapping[str, Upload] | None = None,
        reread: Callable[[str], str] | None = None,
    ) -> None:
        self.values = dict(values)
        self.files = dict(files or {})
        self.errors: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.refusal: Refusal | None = None
        self.to_reread: set[str] = set()
        self._reread = reread
        self._status = 0

    @classmethod
    def blank(cls, **values: Any) -> Self:
        """A form not sent yet, with what its fields start from. An amount is given as text: `formats.amount(cents)`."""
        return cls({name: as_sent(value) for name, value in values.items()})

    # What the handler asks

    @property
    def ok(self) -> bool:
        return not self.errors and self.refusal is None

    @property
    def status(self) -> int:
        """The status of the page that shows this form: 200, 422 for errors, else the refusal's own."""
        return self._status or (200 if self.ok else 422)

    def refusals(self) -> "_Refusals":
        """Inside `with`, a refusal becomes part of the form: beside its fields, or on top with what blocks."""
        return _Refusals(self)

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal: its field errors go to their fields; what they do not say goes on top."""
        self._status = STATUS[refusal.kind]
        for error in refusal.errors:
            self.wrong(error.field, error.message)
        said = {error.message for error in refusal.errors}
        if not said or refusal.blocker or refusal.detail not in {*said, refusal.title}:
            self.refusal = refusal

    def wrong(self, name: str, message: str) -> None:
        """Note an error; the first one of a field stays."""
        self.errors.setdefault(name, message)

    # What the template asks

    def value(self, name: str) -> str:
        """What was typed in a field, as it was typed."""
        return next(iter(self.values.get(name, ())), "")

    def has(self, name: str, value: object) -> bool:
        """True when this value was chosen or ticked."""
        return str(value.value if isinstance(value, Enum) else value) in self.values.get(name, ())

    def error(self, name: str) -> str:
        """What is wrong with a field, or nothing."""
        return self.errors.get(name, "")

    def named(self, name: str, label: str) -> str:
        """The label, remembered so that the summary of errors can name the field."""
        self.labels[name] = label
        return label

    def label(self, name: str) -> str:
        """The label of a field that has been drawn."""
        return self.labels.get(name, "")

    def date_type(self, name: str) -> str:
        """`date`, or `text` when a date field of the browser would hide what was typed."""
        text = self.value(name)
        return "date" if not text or (YEAR_FIRST.fullmatch(text) and civil_day(text)) else "text"

    def month_type(self, name: str) -> str:
        """`month`, or `text` when a month field of the browser would hide what was typed."""
        text = self.value(name)
        return "month" if not text or (YEAR_AND_MONTH.fullmatch(text) and civil_month(text)) else "text"

    def time_type(self, name: str) -> str:
        """`time`, or `text` when a time field of the browser would hide what was typed."""
        text = self.value(name)
        return "time" if not text or (len(text) == 5 and text[2] == ":" and civil_time(text)) else "text"

    # Readers

    def text(self, name: str, max_length: int = LINE, *, required: bool = True, is_of_people: bool = True) -> str:
        """A text, without the spaces around it. One line, unless more than 200 characters are allowed: such a free text is
        read again where the service warns, unless whoever writes confirmed it, or it speaks of nobody.
        """
        text = unicodedata.normalize("NFC", self.value(name).replace("\r\n", "\n").replace("\r", "\n")).strip()
        if not text:
            return self._missing(name, required, "")
        if any(is_hidden(one) for one in text):
            return self._wrong(name, HIDDEN_CHARACTER, "")
        if "\n" in text and max_length <= LINE:
            return self._wrong(name, ONE_LINE, "")
        if len(text) > max_length:
            counted = f"{thousands(max_length)} caractères au plus (il y en a {thousands(len(text))})"
            return self._wrong(name, counted, "")
        return self._warned(name, text) if max_length > LINE and is_of_people else text

    def date(self, name: str) -> datetime.date:
        """A civil day, as the browser sends it or as a hand types it."""
        return self.maybe_date(name, required=True) or datetime.date.min

    def maybe_date(self, name: str, *, required: bool = False) -> datetime.date | None:
        """A civil day, or None when the field is empty."""
        text = self.value(name).strip()
        if not text:
            return self._missing(name, required, None)
        found = civil_day(text)
        if found is None:
            shaped = YEAR_FIRST.fullmatch(text) or DAY_FIRST.fullmatch(text)
            return self._wrong(name, NO_SUCH_DAY if shaped else NOT_A_DATE, None)
        if not 1900 <= found.year < 2100:
            return self._wrong(name, "Année entre 1900 et 2099 attendue", None)
        return found

    def maybe_time(self, name: str) -> datetime.time | None:
        """A time of the day, or None when the field is empty."""
        text = SPACES.sub(" ", self.value(name)).strip()
        if not text:
            return None
        found = civil_time(text)
        return self._wrong(name, NOT_A_TIME, None) if found is None else found

    def month(self, name: str) -> Month:
        """A month: `2026-11` or `11/2026`."""
        return self.maybe_month(name, required=True) or Month(1, 1)

    def maybe_month(self, name: str, *, required: bool = False) -> Month | None:
        """A month, or None when the field is empty."""
        text = self.value(name).strip()
        if not text:
            return self._missing(name, required, None)
        found = civil_month(text)
        if found is None or not 1900 <= found.year < 2100:
            return self._wrong(name, NOT_A_MONTH, None)
        return found

    def euros(self, name: str, least: int = 0, most: int = LIMIT) -> int:
        """An amount in cents between two bounds, in cents."""
        found = self.maybe_euros(name, least, most, required=True)
        return 0 if found is None else found

    def maybe_euros(self, name: str, least: int = 0, most: int = LIMIT, *, required: bool = False) -> int | None:
        """An amount in cents, or None when the field is empty."""
        text = self.value(name).strip().replace("−", "-")
        if not text:
            return self._missing(name, required, None)
        try:
            cents = parse_euros(text)
        except ValueError:
            return self._wrong(name, NOT_AN_AMOUNT, None)
        if cents < least:
            return self._wrong(name, f"Montant d'au moins {in_euros(least)} attendu", None)
        if cents > most:
            return self._wrong(name, f"Montant d'au plus {in_euros(most)} attendu", None)
        return cents

    def integer(self, name: str, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number between two bounds."""
        found = self.maybe_integer(name, least, most, required=True)
        return least if found is None else found

    def maybe_integer(self, name: str, least: int = 0, most: int = 1_000_000, *, required: bool = False) -> int | None:
        """A whole number, or None when the field is empty."""
        text = SPACES.sub("", self.value(name)).replace("−", "-")
        if not text:
            return self._missing(name, required, None)
        if not WHOLE.fullmatch(text):
            return self._wrong(name, NOT_A_NUMBER, None)
        if not least <= int(text) <= most:
            return self._wrong(name, f"Nombre entre {thousands(least)} et {thousands(most)} attendu", None)
        return int(text)

    def choice(self, name: str, kind: type[E]) -> E:
        """One member of an enumeration; its first member when there is an error."""
        return self.maybe_choice(name, kind, required=True) or next(iter(kind))

    def maybe_choice(self, name: str, kind: type[E], *, required: bool = False) -> E | None:
        """One member of an enumeration, or None when nothing is chosen."""
        text = self.value(name)
        if not text:
            return self._missing(name, required, None)
        for member in kind:
            if str(member.value) == text:
                return member
        return self._wrong(name, NOT_IN_THE_LIST, None)

    def identifier(self, name: str) -> UUID:
        """The identifier of a record chosen in a list."""
        return self.maybe_identifier(name, required=True) or UUID(int=0)

    def maybe_identifier(self, name: str, *, required: bool = False) -> UUID | None:
        """The identifier of a record, or None when nothing is chosen."""
        text = self.value(name)
        if not text:
            return self._missing(name, required, None)
        try:
            return UUID(text)
        except ValueError:
            return self._wrong(name, NOT_IN_THE_LIST, None)

    def checked(self, name: str) -> bool:
        """True when the box is ticked."""
        return bool(self.value(name))

    def many(self, name: str) -> list[str]:
        """Every value ticked under one name, or every line of a repeated field, empty ones left out."""
        found = [value.strip() for value in self.values.get(name, []) if value.strip()]
        if len(found) > MOST_TICKED:
            return self._wrong(name, f"{MOST_TICKED} valeurs au plus", [])
        if any(is_hidden(one) or len(value) > LINE for value in found for one in value):
            return self._wrong(name, NOT_IN_THE_LIST, [])
        return found

    def file(self, name: str) -> Upload:
        """The file that was joined. A browser never sends it again by itself: the page says to choose it anew."""
        found = self.files.get(name)
        if found is None or not found.content:
            message = "Ce fichier est vide" if found and found.name != "fichier" else "Choisissez un fichier"
            return self._wrong(name, message, Upload(name="", content=b""))
        return found

    def version(self) -> int:
        """The version of the record that the person was looking at."""
        text = self.value("version")
        if not WHOLE.fullmatch(text):
            self.refuse(VersionMissing("Rouvrez la page, puis refaites la modification."))
            return 0
        return int(text)

    def _warned(self, name: str, text: str) -> str:
        warning = self._reread(text) if self._reread else ""
        if warning:
            self.to_reread.add(name)
        if warning and not self.checked(CONFIRMED):
            self.wrong(name, warning)
        return text

    def _missing(self, name: str, required: bool, harmless: V) -> V:
        if required:
            self.wrong(name, REQUIRED)
        return harmless

    def _wrong(self, name: str, message: str, harmless: V) -> V:
        self.wrong(name, message)
        return harmless


class _Refusals:
    """Keeps a refusal in its form instead of letting it out; a bug still goes out."""

    def __init__(self, form: Form) -> None:
        self._form = form

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, Refusal):
            self._form.refuse(error)
            return True
        return False


async def provide_form(request: Request[Any, Any, Any]) -> Form:
    """The form that a page sent, for a handler. Raises `InvalidRequest` when it is not a form."""
    try:
        sent = await request.form()
    except (ClientException, ValueError) as error:
        raise InvalidRequest("Le formulaire envoyé ne peut pas être lu.") from error
    values: dict[str, list[str]] = {}
    files: dict[str, Upload] = {}
    for name, value in sent.multi_items():
        if isinstance(value, str):
            values.setdefault(name, []).append(value)
        elif isinstance(value, UploadFile):
            files.setdefault(name, await read_upload(value))
    return Form(values, files, request.app.state.reread)
