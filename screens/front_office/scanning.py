"""A document scanned into a form, and the whole number shown on request: for every form that has a person in it."""

from __future__ import annotations

from locales import Message
from models.front_office.identity import WARNINGS, TravelDocument, mrz_complete, read_mrz
from models.front_office.privacy import PURPOSES, see_documents
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec
from screens.kit.form_screen import FormScreen

SCAN = Action("scan", Message("Scan"), ("insert",), right="book")


async def scan_document(screen: DeskScreen) -> TravelDocument | None:
    """Ask for the machine-readable lines; the scanner's own Enter takes them and closes the dialog."""
    today = screen.services.property().calendar_date(screen.services.now())
    lines = FieldSpec(
        "mrz", Message("Document lines"), "scan", required=True, width=30, read=lambda text: read_mrz(text, today),
        complete=mrz_complete, help=Message("The lines with <<<: scan, paste or type them. Enter ends a line."),
    )  # fmt: skip
    read = await screen.app.push_screen_wait(FormDialog(Message("Passport or card"), (lines,)))
    document = read["mrz"] if read else None
    return document if isinstance(document, TravelDocument) else None


def values_from(document: TravelDocument) -> dict[str, object]:
    """What a profile gets of it. A visa tells of its holder, but is not the document that was asked for."""
    values: dict[str, object] = {
        "family": document.surname, "given": document.first, "middle": document.middle, "sex": document.sex,
        "nationality": document.nationality, "birth_date": document.birth_date,
        "birth_precision": document.birth_precision,
    }  # fmt: skip
    if document.kind != "visa":
        values |= {
            "document_kind": document.kind, "document_number": document.number,
            "document_country": document.issuing_country, "document_expiry": document.expiry,
        }  # fmt: skip
    return values


class PersonForm(FormScreen):
    """A form with one person: Ins scans the document, F4 in the number shows it whole and writes down why."""

    place = ""
    """What the access log calls the screen."""

    @property
    def person_id(self) -> int | None:
        """The profile whose masked number stands in the form."""
        raise NotImplementedError

    async def do_scan(self) -> None:
        document = await scan_document(self)
        if document is None:
            return
        self.take_document(document)
        if document.warnings:
            self.say(" ".join(WARNINGS[name].say() for name in document.warnings), "warning")

    def take_document(self, document: TravelDocument) -> None:
        for name, value in values_from(document).items():
            if name in self.form.rows:
                self.form.field(name).set_value(value)

    def on_form_opened(self, event: Form.Opened) -> None:
        event.stop()
        if event.name == "document_number" and self.person_id:
            self.start(self._show_number(self.person_id))

    async def _show_number(self, guest_id: int) -> None:
        documents = await see_with_purpose(self, guest_id, self.place)
        if documents:
            self.form.show_value("document_number", documents[0][1])


async def see_with_purpose(screen: DeskScreen, guest_id: int, place: str) -> list[list[str]] | None:
    """Ask what for, write it down, and give the documents as (kind, whole number)."""
    purposes = [(name, label) for name, label in PURPOSES.items() if name != "report"]
    purpose = await screen.app.push_screen_wait(
        ChooseDialog(Message("What is the number needed for?"), purposes)
    )
    if purpose is None:
        return None
    seen: list[list[str]] | None = await screen.submit(see_documents, guest_id, place, purpose)
    return seen
