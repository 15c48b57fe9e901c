"""Where what a line of the change log is about can be seen: the command of the desk that leads there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.back_office.receivables import CityAccount
from models.front_office.blocks import Block
from models.front_office.cancellations import BookingEnd
from models.front_office.change_words import GROUPS
from models.front_office.companies import Company
from models.front_office.fixed_charges import FixedCharge
from models.front_office.folios import FolioWindow, Posting
from models.front_office.guests import GuestDocument, GuestPreference
from models.front_office.receipts import Receipt
from models.front_office.reservations import Stay, StayPerson
from models.front_office.rooms import Room

_CASHIER = ("cash_count", "cash_drop", "cashier_shift", "paid_out")
_LISTS = {
    **dict.fromkeys(_CASHIER, "shifts"),
    "payment_method": "payment methods", "article": "articles", "article_price": "articles", "outlet": "outlets",
    "audit_sample": "sample", "audit_sample_item": "sample",
    "currency": "rates of exchange", "currency_rate": "rates of exchange", "exchange": "exchanges",
    "drawer": "drawers", "printer": "printers", "print_route": "papers", "department": "departments",
    "letter_text": "letter texts", "policy": "policies", "package": "packages", "package_element": "packages",
    "restriction": "restrictions", "overbooking_limit": "overbooking", "segment": "markets", "account": "accounts",
    "role": "roles", "role_right": "roles", "room_closure": "closed rooms", "lost_item": "lost-and-found",
    "adjustment_reason": "adjustment reasons", "service_ticket": "tickets", "trace": "traces", "log_entry": "log book",
    "attendant": "attendants", "print_job": "print jobs", "letter": "letters", "tm30_report": "tm30",
    "room_work": "room assignment", "wake_up_call": "wake-ups", "queue_room": "queued rooms",
    "settlement": "card payouts", "register_line": "guest register", "period": "accounts", "turn_away": "turn-aways",
}  # fmt: skip
_BY_GROUP = {"rate": "rates", "code": "codes", "setting": "settings", "staff": "staff"}


def _folio(window: FolioWindow | None) -> str:
    return f"folio stay {window.stay_id}/{window.number}" if window is not None and window.stay_id else ""


_OF_ROW: dict[str, tuple[type[Any], Callable[[Any], str]]] = {
    "stay": (Stay, lambda r: f"stay {r.id}"),
    "stay_person": (StayPerson, lambda r: f"stay {r.stay_id}"),
    "booking_end": (BookingEnd, lambda r: f"stay {r.stay_id}"),
    "fixed_charge": (FixedCharge, lambda r: f"fixed charges stay {r.stay_id}"),
    "guest_document": (GuestDocument, lambda r: f"guest {r.guest_id}"),
    "guest_preference": (GuestPreference, lambda r: f"guest {r.guest_id}"),
    "folio_window": (FolioWindow, _folio),
    "posting": (Posting, lambda r: _folio(r.window)),
    "receipt": (Receipt, lambda r: f"document {r.number}"),
    "company": (Company, lambda r: f"company {r.code}"),
    "city_account": (CityAccount, lambda r: f"debtor {r.number}"),
    "block": (Block, lambda r: f"group {r.code}"),
    "room": (Room, lambda r: f"room {r.number}"),
}


def jump_of(subject: str, subject_id: str) -> str:
    """``stay 17``, ``folio stay 17/2``, ``settings``; empty where no screen shows it or it is there no longer."""
    if subject_id.startswith("stay "):
        return subject_id
    if subject in _OF_ROW and subject_id.isdecimal():
        table, say = _OF_ROW[subject]
        row = table.get_or_none(table.id == int(subject_id))
        return "" if row is None else say(row)
    if subject in ("guest", "entry"):
        return f"{subject} {subject_id}"
    if subject == "reservation":
        stay = Stay.get_or_none(Stay.reservation == int(subject_id))
        return "" if stay is None else f"stay {stay.id}"
    if subject in _LISTS:
        return _LISTS[subject]
    group = next((name for name, group in GROUPS.items() if subject in group.tables), "")
    return _BY_GROUP.get(group, "")
