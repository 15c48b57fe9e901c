"""The windows of a folio: who pays what; Enter shows one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from locales import Message, _, current_language
from models.front_office.folios import (
    MOST_WINDOWS,
    FolioWindow,
    delete_window,
    free_numbers,
    save_window,
    stay_balance,
    windows_of,
)
from models.front_office.payments import payment_method, payment_methods
from models.front_office.reservations import Stay
from screens.front_office.letter_forms import LANGUAGE_NAMES
from screens.front_office.quote import search_companies
from screens.front_office.set_up_list import CHANGE, NEW, REMOVE, Call, SetUpList, Specs
from screens.front_office.words import amount, name_of
from screens.kit.actions import Action
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.windowed_list import Column, WindowedList

STYLES = (("lines", Message("every line")), ("summary", Message("summed up")))


class WindowsScreen(SetUpList):
    ACTIONS = tuple(
        Action(a.id, a.label, a.keys, right="post", danger=a.danger, why_not=a.why_not)
        for a in (NEW, CHANGE, REMOVE)
    )
    ONE = Message("Folio window")
    COLUMNS = (
        Column(Message("Window"), 9, lambda e: str(e.row.number), "right"),
        Column(Message("Payee"), None, lambda e: e.row.payee),
        Column(
            Message("Paid by"), 16, lambda e: name_of(payment_method(e.row.method)) if e.row.method else ""
        ),
        Column(Message("Lines"), 7, lambda e: str(e.row.lines), "right"),
        Column(Message("Balance"), 14, lambda e: amount(e.row.balance), "right"),
    )

    def __init__(self, stay_id: int) -> None:
        super().__init__()
        self.stay: Stay = Stay.get_by_id(stay_id)

    def heading(self) -> str:
        room = self.stay.room.number if self.stay.room_id else ""
        return _("Windows of {room} · {guest}", room=room, guest=self.stay.guest.name(current_language()))

    def aside(self) -> str:
        return _("balance {balance}", balance=amount(stay_balance(self.stay.id)))

    def rows(self) -> Sequence[Any]:
        return windows_of(self.stay.id)

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        event.stop()
        self.dismiss(event.row.row.number)

    def specs(self, row: Any) -> Specs:
        numbers = [(str(n), str(n)) for n in ([row.number] if row else free_numbers(self.stay.id))]
        methods = [("", Message("not known")), *((m.code, name_of(m)) for m in payment_methods())]
        if row is not None and row.method not in dict(methods):
            methods.append((row.method, name_of(payment_method(row.method))))
        languages = [("", Message("as the guest")), *LANGUAGE_NAMES.items()]
        return (
            FieldSpec("number", Message("Window"), "pick", required=True, options=numbers, width=6, help=Message("A folio has windows 1 to {n}.", {"n": MOST_WINDOWS})),
            FieldSpec("company_id", Message("Company"), "lookup", search=search_companies, width=34, help=Message("Fills name, address and tax number where they are empty.")),
            FieldSpec("payee", Message("Payee"), max_length=100, width=40),
            FieldSpec("address", Message("Address"), max_length=200, width=40),
            FieldSpec("tax_id", Message("Tax number"), max_length=20, width=20),
            FieldSpec("branch", Message("Branch"), max_length=5, width=8, help=Message("00000 is the head office.")),
            Section(Message("Papers")),
            FieldSpec("method", Message("Paid by"), "pick", options=methods, default="", width=24),
            FieldSpec("language", Message("Language"), "pick", options=languages, default="", width=24),
            FieldSpec("style", Message("Folio on paper"), "pick", required=True, options=STYLES, default="lines", width=24),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            free = free_numbers(self.stay.id)
            return {"number": str(free[0])} if free else {}
        window = FolioWindow.get_by_id(row.window_id)
        names = ("payee", "address", "tax_id", "branch", "method", "language", "style")
        return {"number": str(row.number), **{name: getattr(window, name) for name in names}}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:  # noqa: ARG002 - the number says which
        told: dict[str, Any] = {
            n: "" if value is None and n != "company_id" else value for n, value in values.items()
        }
        number = int(told.pop("number"))
        return partial(save_window, **told), (self.stay.id, number)

    def removing(self, row: Any) -> Call:
        return delete_window, (row.window_id,)
