"""What a line of the change log says, in the words of the desk: of what, which field, what it was and what it is.

The log keeps tables, columns and ids. What has no word here is shown as it is written; what nobody should read in a
log, papers with whole document numbers above all, is not shown at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import peewee

from locales import Message, current_language
from locales.dates import format_date, format_stamp
from locales.money import format_money
from models.front_office.blocks import Block
from models.front_office.codes import TransactionCode
from models.front_office.companies import Company
from models.front_office.guests import Guest
from models.front_office.policies import Policy
from models.front_office.rates import RateCode
from models.front_office.reservations import Reservation
from models.front_office.rooms import Room, RoomType
from models.house.departments import Department
from models.house.property import Property, Setting
from models.house.settings import SETTINGS
from models.house.staff import RIGHTS, Role, Staff
from models.ledger.accounts import Account

NOTHING = "–"
HIDDEN = ("paper", "report", "password_hash", "plate_key", "issuer_key", "key_version")


@dataclass(frozen=True)
class Group:
    """A subject one asks the trail for, with the tables that make it up."""

    name: Message
    tables: tuple[str, ...]


GROUPS = {
    "guest": Group(Message("Guests"), (
        "guest", "guest_document", "guest_preference", "guest_merge", "consent", "legal_hold", "data_request")),
    "stay": Group(Message("Stays"), (
        "stay", "stay_person", "reservation", "night", "night_element", "stay_package", "booking_end", "block",
        "block_cell", "deposit_request", "fixed_charge", "alert", "trace")),
    "money": Group(Message("Folios and money"), (
        "folio_window", "posting", "receipt", "entry", "routing_rule", "open_item", "city_account", "account_receipt",
        "item_payment", "payer_certificate", "paid_out", "cashier_shift", "cash_count", "cash_drop", "exchange",
        "open_folio", "billing_note", "payment_promise", "credit_use", "agent_payout", "bad_debt", "bad_debt_recovery")),
    "rate": Group(Message("Rates"), (
        "rate_code", "rate_price", "rate_child_price", "rate_category", "rate_package", "rate_policy", "season",
        "bar_level", "restriction", "negotiated_rate", "policy", "package", "package_element", "overbooking_limit")),
    "code": Group(Message("Codes"), (
        "transaction_code", "generate", "article", "article_price", "outlet", "payment_method", "adjustment_reason",
        "segment", "currency", "currency_rate", "account", "period")),
    "room": Group(Message("Rooms"), ("room", "room_type", "room_closure", "room_seen", "stay_key", "house_key")),
    "setting": Group(Message("Settings"), (
        "setting", "property", "department", "printer", "print_route", "drawer", "letter_text", "report_line", "budget",
        "account_budget", "posting_account")),
    "staff": Group(Message("Staff"), ("staff", "role", "role_right", "attendant")),
}  # fmt: skip

SUBJECTS = {
    "audit_sample": Message("Audit sample"), "audit_sample_item": Message("Item of a sample"),
    "billing_note": Message("Billing note"), "billing_note_item": Message("Item of a billing note"),
    "reminder_level": Message("Level of reminders"), "reminder": Message("Reminder"),
    "reminder_item": Message("Item of a reminder"), "payment_promise": Message("Promise to pay"),
    "promised_item": Message("Item of a promise"),
    "agent_payout": Message("Payout of an agent"),
    "credit_use": Message("Credit moved or given back"), "bad_debt": Message("Bad debt"),
    "bad_debt_recovery": Message("Bad debt recovered"), "collection_call": Message("Call to a debtor"),
    "billed_reading": Message("Meter reading"), "guest_place": Message("Where the guest is"),
    "log_read": Message("Log book"), "register_sending": Message("Guest register"),
    "wake_up_mark": Message("Wake-up call"),
    "article_price": Message("Price"),
    "room_credit": Message("Credits"),
    "voucher_taken": Message("Voucher"),
    "luggage_piece": Message("Luggage"),
    "luggage_ticket": Message("Luggage"),
    "register_day": Message("Guest register"),
    "overbooking_limit": Message("Overbooking limits"),
    "package_element": Message("Part of a package"),
    "rate_policy": Message("Policy of the rate"),
    "rate_package": Message("Package of the rate"),
    "rate_child_price": Message("Price of a child"),
    "print_route": Message("Which paper goes where"),
    "phone_entry": Message("Telephone book"),
    "phone_call": Message("Telephone call"),
    "monthly_contract": Message("Monthly contract"),
    "meter": Message("Meter"),
    "meter_charge": Message("Charge by meter"),
    "meter_reading": Message("Meter reading"),
    "call_transfer": Message("Call"),
    "call_tariff": Message("Tariff of telephone calls"),
    "car_move": Message("Car"),
    "attendant_duty": Message("Attendant"),
    "settlement": Message("Card payout"), "settled_line": Message("Card payout"),
    "bank_account": Message("Bank account"), "bank_line": Message("Line of the bank"),
    "bank_match": Message("Line of the bank"), "bank_statement": Message("Bank statement"),
    "cheque_book": Message("Cheque book"),
    "cheque_register": Message("Cheque"), "deposit_slip": Message("Paying-in slip"),
    "age_band": Message("Age band"),
    "input_vat": Message("Input VAT"), "vat_return": Message("PP30"), "vat_addition": Message("Additional PP30"), "holiday": Message("Holiday"),
    "account_budget": Message("Budget"), "posting_account": Message("Posting accounts"),
    "account": Message("Account"), "adjustment_reason": Message("Reason of adjustments"), "alert": Message("Alert"),
    "allowance_use": Message("Allowance used"), "article": Message("Article"), "article_stock": Message("Stock"),
    "attendant": Message("Attendant"), "bar_level": Message("Rate by occupancy"), "block": Message("Block"),
    "block_cell": Message("Block"), "booking_end": Message("End of the booking"),
    "booking_policy": Message("Policy of the booking"), "car": Message("Car"), "card_job": Message("Key card"),
    "cash_count": Message("Cash count"), "cash_drop": Message("Drop to the safe"),
    "account_receipt": Message("Receipt on account"), "item_payment": Message("Payment of an item"),
    "payer_certificate": Message("Certificate of tax withheld"),
    "cashier_shift": Message("Cashier shift"), "cheque": Message("Cheque"), "city_account": Message("City ledger"),
    "company": Message("Company"), "consent": Message("Consent to advertising"), "currency": Message("Currency"),
    "currency_rate": Message("Rate of exchange"), "credit_note_line": Message("Credit note"),
    "data_request": Message("Data request"), "department": Message("Department"),
    "deposit_deduction": Message("Deposit deducted"), "deposit_request": Message("Deposit due"),
    "drawer": Message("Drawer"), "entry": Message("Entry"), "errand": Message("Errand"),
    "budget": Message("Budget"), "exchange": Message("Exchange"), "fixed_charge": Message("Fixed charge"), "folio_window": Message("Window"),
    "foreign_tender": Message("Foreign notes"), "generate": Message("Tax or service"), "guest": Message("Guest"),
    "guest_document": Message("Identity document"), "guest_merge": Message("Merged profiles"),
    "guest_message": Message("Message"), "guest_preference": Message("Preference"), "house_key": Message("Metal key"),
    "legal_hold": Message("Legal hold"), "letter": Message("Letter"), "log_entry": Message("Log book"),
    "lost_item": Message("Lost and found"), "negotiated_rate": Message("Negotiated rate"), "night": Message("Night"),
    "night_element": Message("Part of a package"), "note": Message("Told at the desk"),
    "open_folio": Message("Open folio"), "open_item": Message("Open item"), "outlet": Message("Outlet"),
    "package": Message("Package"), "paid_out": Message("Paid-out"), "parcel": Message("Parcel"),
    "payment_method": Message("Payment method"), "period": Message("Month of the books"), "policy": Message("Policy"),
    "posting": Message("Posting"), "print_job": Message("Print job"), "printer": Message("Printer"),
    "property": Message("Hotel"), "queue_room": Message("Queue rooms"), "rate_category": Message("Rate category"),
    "rate_code": Message("Rate code"), "rate_price": Message("Price"), "receipt": Message("Paper for the guest"),
    "receipt_line": Message("Line of the paper"), "register_line": Message("Guest register"),
    "reservation": Message("Booking"), "restriction": Message("Restrictions"), "role": Message("Role"),
    "role_right": Message("Right"), "room": Message("Room"), "room_closure": Message("Closed room"),
    "room_seen": Message("Morning round"), "room_type": Message("Room type"), "room_work": Message("Room assignment"),
    "petty_fund": Message("Petty cash"), "petty_move": Message("Petty cash"),
    "voucher": Message("Voucher"), "voucher_form": Message("Form of a voucher"),
    "routing_rule": Message("Routing"), "routed_line": Message("Routing"), "season": Message("Season"),
    "segment": Message("Market or source"), "service_ticket": Message("Service ticket"),
    "setting": Message("Settings"), "staff": Message("Staff"), "stay": Message("Stay"),
    "stay_key": Message("Room key"), "stay_package": Message("Package"), "stay_person": Message("Person of the stay"),
    "tm30_report": Message("TM.30"), "trace": Message("Trace"), "transaction_code": Message("Transaction code"),
    "turn_away": Message("Turn-away"), "wake_up_call": Message("Wake-up call"),
    "vendor": Message("Vendor"), "vendor_bill": Message("Vendor's bill"),
    "vendor_bill_line": Message("Line of a bill"), "vendor_payment": Message("Payment to a vendor"),
    "withholding_certificate": Message("Certificate of tax withheld"),
    "withholding_payment": Message("Tax withheld, paid over"),
    "vendor_payment_part": Message("Payment to a vendor"), "vendor_offset": Message("Paid ahead, applied"),
}  # fmt: skip

FIELDS = {
    "heading": Message("Heading"), "parent": Message("Under"), "caption": Message("Caption"),
    "closed_on": Message("Closed from"), "purpose": Message("Purpose"), "subledger": Message("Subaccount"),
    "fund": Message("Fund"), "custodian": Message("Custodian"),
    "soft": Message("Softly locked"),
    "partner": Message("Received from, paid to"), "reverse_on": Message("Reversed on"),
    "no_receipt": Message("Why no receipt"), "dropped": Message("Dropped because"),
    "prepared_by": Message("Prepared by"), "checked_by": Message("Checked by"), "approved_by": Message("Approved by"),
    "lines": Message("Lines"), "first_month": Message("First month"), "last_month": Message("Last month"),
    "form": Message("Form of a voucher"), "prepared_at": Message("Prepared at"), "series": Message("Kind of voucher"),
    "pay_on": Message("Payment on"), "presented_on": Message("Presented on"), "receiver": Message("Received by"),
    "ended_on": Message("Ended on"), "standing": Message("Stands"), "billed": Message("Billed"),
    "paid_before": Message("Paid before"), "billing_day": Message("Billing day"),
    "billing_weekday": Message("Billing weekday"), "dispute": Message("Disputed because"), "who": Message("Who"),
    "withdrawn": Message("Withdrawn because"), "next_on": Message("Next call"), "next_step": Message("Next step"),
    "subaccount": Message("Subaccount"), "deposit_vat": Message("Subaccount of its VAT"),
    "external_source": Message("Came by"), "party_id": Message("Travels together"),
    "account": Message("Account"), "active": Message("In use"), "address": Message("Address"),
    "adults": Message("Adults"), "agent": Message("Agent"), "allowance": Message("Allowance"),
    "amount": Message("Amount"), "arrival": Message("Arrival"), "article": Message("Article"),
    "asked": Message("Asked"), "at": Message("At"), "authorised_by": Message("Authorised by"),
    "bank": Message("Bank"), "basis_points": Message("Rate, 1/100 %"), "birth_date": Message("Birth date"),
    "block": Message("Block"), "blocked": Message("Blocked"), "booker": Message("Booked by"),
    "branch": Message("Branch"), "buy": Message("Buying rate"), "by_hand": Message("by hand"),
    "by_policy": Message("Due by the policy"), "cancellation": Message("Cancellation"),
    "checked_in_at": Message("Checked in at"), "checked_out_at": Message("Checked out at"),
    "child_ages": Message("Ages of children"), "children": Message("Children"), "closed": Message("Is closed"),
    "closed_at": Message("Closed at"), "code": Message("Code"), "codes": Message("codes"),
    "collected": Message("Collected"), "commission": Message("Commission"), "company": Message("Company"),
    "complimentary": Message("Complimentary"), "confirmation": Message("Confirmation number"),
    "contact": Message("Contact"), "copies": Message("Copies"), "counted": Message("Counted"),
    "credit_limit": Message("Credit limit"), "currency": Message("Currency"), "cutoff_on": Message("Cutoff"),
    "date": Message("Date"), "day_use": Message("Day use"), "department": Message("Department"),
    "departure": Message("Departure"), "deposit": Message("Deposit"), "description": Message("Description"),
    "do_not_move": Message("Do not move"), "do_not_rent": Message("Do not rent"),
    "document_country": Message("Issued by"), "document_expiry": Message("Document valid until"),
    "document_kind": Message("Kind of document"), "document_number": Message("Document number"),
    "drawer": Message("Drawer"), "drop_off": Message("Car on departure"), "due": Message("Due"),
    "due_on": Message("Due on"), "early": Message("Early departure"), "email": Message("E-mail"),
    "employer": Message("Employer"), "ended_at": Message("Ended at"), "entry": Message("Entry"),
    "eta": Message("ETA"), "etd": Message("ETD"), "extension": Message("Extension"),
    "external_id": Message("Number elsewhere"), "family": Message("Family name"),
    "family_th": Message("Family name (Thai)"), "fee": Message("Fee"), "first_night": Message("First night"),
    "fixed_rate": Message("Price set by hand"), "flight_in": Message("Flight in"),
    "flight_out": Message("Flight out"), "floor": Message("Floor"), "given": Message("Given name"),
    "given_th": Message("Given name (Thai)"), "group": Message("Kind"), "guarantee": Message("Guarantee"),
    "guest": Message("Guest"), "hold": Message("On hold because"), "house_use": Message("House use"),
    "housekeeping": Message("Housekeeping"), "inclusive": Message("Taxes included"), "kind": Message("Kind"),
    "language": Message("Language"), "last_night": Message("Last night"), "left_float": Message("Float left"),
    "limit": Message("Limit"), "login": Message("Sign-in name"), "market": Message("Market"),
    "max_stay": Message("Longest stay"), "memo": Message("Memo"), "method": Message("Payment method"),
    "min_stay": Message("Shortest stay"), "most_persons": Message("Persons at most"), "name": Message("Name"),
    "name_en": Message("English name"), "name_th": Message("Thai name"), "nationality": Message("Nationality"),
    "net": Message("Before VAT"), "no_information": Message("No information"), "no_post": Message("No post"),
    "no_show": Message("No-show"), "note": Message("Note"), "number": Message("Number"),
    "occupation": Message("Occupation"), "opened_at": Message("Opened at"), "opening": Message("At the opening"),
    "option_until": Message("Option until"), "outlet": Message("Outlet"), "owner": Message("Owner"),
    "package": Message("Package"), "packages_rate": Message("Packages of the rate"), "payee": Message("Payee"),
    "percent": Message("Percent"), "persons": Message("Persons"), "phone": Message("Phone"),
    "pick_up": Message("Pick up"), "policy": Message("Policy"), "position": Message("Order"),
    "postcode": Message("Postcode"), "posted": Message("Posted"), "price": Message("Price"),
    "printer": Message("Printer"), "priority": Message("Priority"), "promised_at": Message("Promised by"),
    "quantity": Message("Quantity"), "rate": Message("Rate of exchange"), "rate_code": Message("Rate code"),
    "reason": Message("Reason"), "reason_code": Message("Reason"), "received": Message("Received"),
    "reference": Message("Reference"), "removed": Message("Taken away"), "reservation": Message("Booking"),
    "result": Message("Result"), "return_status": Message("Reopens as"), "revenue_date": Message("Day of revenue"),
    "right": Message("Right"), "role": Message("Role"), "room": Message("Room"), "room_type": Message("Room type"),
    "season": Message("Season"), "sell": Message("Selling rate"), "service_wish": Message("Service wish"),
    "sex": Message("Sex"), "share_of": Message("Shares with stay"), "share_price": Message("Price of the share"),
    "share_slot": Message("Place in the share"), "since": Message("Since"), "solution": Message("Solution"),
    "source": Message("Source"), "staff": Message("Staff"), "state": Message("State"), "status": Message("Status"),
    "stay": Message("Stay"), "stop_sell": Message("Closed for sale"), "tax_id": Message("Tax number"),
    "terminal": Message("Terminal"), "terms": Message("Terms, days"), "text": Message("Text"),
    "time": Message("Time"), "title": Message("Title"), "transaction_code": Message("Transaction code"),
    "until": Message("Until"), "until_date": Message("Until"), "valid_from": Message("Valid from"),
    "valid_until": Message("Valid until"), "value": Message("Value set"), "vat": Message("VAT"), "vip": Message("VIP"),
    "waitlist_priority": Message("Waitlist priority"), "walk_in": Message("Walk-in"),
    "weekdays": Message("Weekdays"), "window": Message("Window"), "words": Message("Text"),
    "single": Message("Single"), "double": Message("Double"), "triple": Message("Triple"),
    "extra_adult": Message("Extra adult"), "child": Message("Child"), "attendant": Message("Attendant"), "caller": Message("Caller"), "colour": Message("Colour"),
    "key_tag": Message("Key tag"), "make": Message("Make"), "place": Message("Place"),
    "plate": Message("Plate"), "porter": Message("Porter"), "bag": Message("Bag"),
    "witness": Message("Witness"), "voucher": Message("Voucher"), "cost": Message("Cost"),
    "what": Message("What"), "worth": Message("Worth"), "urgent": Message("Urgent"),
    "wish": Message("Wish"), "tag": Message("Tag"), "important": Message("Important"),
    "found_by": Message("Found by"), "found_on": Message("Found on"), "keep_until": Message("Keep until"),
    "kept_at": Message("Kept at"), "may_collect": Message("May collect"), "units": Message("Units"),
    "meter": Message("Meter"), "rent": Message("Rent"), "term_until": Message("Term until"),
    "unpaid": Message("Unpaid"), "carrier": Message("Carrier"), "handed_to": Message("Handed to"),
    "emergency": Message("Emergency"), "second_number": Message("Second number"),
    "category": Message("Category"), "difference": Message("Difference"),
    "negotiated": Message("Negotiated"), "pay_nights": Message("Pay nights"),
    "stay_nights": Message("Stay nights"), "credits": Message("Credits"), "task": Message("Task"),
    "occupied": Message("Occupied"), "file": Message("File"), "done": Message("Done"),
    "daily": Message("daily"), "reading": Message("Reading"), "month": Message("Month"),
    "elastic": Message("Elastic"), "contracted": Message("Contracted"), "floors": Message("Floors"),
    "baht": Message("Baht"), "receipt": Message("Receipt"), "age_band": Message("Age band"),
    "asked_at": Message("Asked at"), "printed_at": Message("Printed at"), "asked_by": Message("Asked by"),
    "shared": Message("Shared"), "short_key": Message("Short key"), "outcome": Message("Outcome"),
    "shift": Message("Shift"), "made_at": Message("Made at"), "made_on": Message("Made on"),
    "text_en": Message("English text"), "text_th": Message("Thai text"),
    "deposit_rule": Message("Deposit by"), "due_rule": Message("Deposit due by"),
    "due_days": Message("Deposit due, days"), "no_show_rule": Message("No-show by"),
    "early_rule": Message("Early departure by"), "steps": Message("Steps of the policy"),
    "city_account": Message("City ledger account"), "left_at": Message("Left at"),
    "done_at": Message("Done at"), "done_by": Message("Done by"), "opened_by": Message("Opened by"),
    "resolved_at": Message("Resolved at"), "resolved_by": Message("Resolved by"),
    "entered_by": Message("Entered by"), "sell_from": Message("Sold from"),
    "sell_until": Message("Sold until"), "min_advance": Message("Booked ahead at least"),
    "max_advance": Message("Booked ahead at most"), "closed_to_arrival": Message("Closed to arrival"),
    "closed_to_departure": Message("Closed to departure"), "buyer_name": Message("Buyer"),
    "buyer_address": Message("Address of the buyer"), "buyer_tax_id": Message("Tax number of the buyer"),
    "cancelled_on": Message("Cancelled on"), "cancelled_because": Message("Cancelled because"),
    "house_key": Message("Metal key"), "given_at": Message("Given out at"),
    "pseudo": Message("No room of guests"),
    "vendor": Message("Vendor"),
    "bill": Message("Vendor's bill"),
    "of_bill": Message("Credits the bill"),
    "treatment": Message("VAT treated as"),
    "withheld": Message("Tax withheld"),
    "payee_name": Message("Payee"), "payee_kind": Message("Kind"), "tax": Message("Tax withheld"),
    "income": Message("Amount paid"), "condition": Message("Condition"),
    "way": Message("Paid by"),
    "cheque": Message("Cheque"),
    "prepared_on": Message("Prepared on"),
    "paid_on": Message("Paid on"),
    "reversal": Message("Reversed by"),
    "prepayment": Message("Paid ahead"),
    "income_type": Message("Withheld for"),
    "expense_account": Message("Account of costs"),
    "bank_account": Message("Account number"),
    "came_from": Message("Came from"), "going_to": Message("Going to"), "merged_into": Message("Merged into"),
}  # fmt: skip

# Of what is a choice of few; typed words stay as they were typed.
_CHOSEN = ("state", "housekeeping", "return_status", "status", "sex")
_CHOICES = {
    "reserved": Message("reserved"), "in house": Message("in house"), "checked out": Message("checked out"),
    "cancelled": Message("cancelled"), "no-show": Message("No-show"), "waitlist": Message("waitlist"),
"clean": Message("clean"), "dirty": Message("dirty"),
    "inspected": Message("inspected"), "pickup": Message("pickup"), "open": Message("open"), "done": Message("done"),
    "in work": Message("in work"), "out": Message("out"), "lost": Message("lost"), "returned": Message("returned"),
    "waiting": Message("waiting"), "M": Message("Male"), "F": Message("Female"),
}  # fmt: skip

_YES, _NO = Message("yes"), Message("no")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_OF_NIGHT = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\w+))?")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
_MONEY = re.compile(r"-?\d+\.\d\d")


def _names(row: Any) -> str:
    return str(row.name_th if current_language() == "th" else row.name_en)


def _code(row: Any) -> str:
    return str(row.code)


def _setting(name: str) -> str:
    return next((setting.label.say() for setting in SETTINGS if setting.name == name), name)


_ROWS: dict[str, tuple[type[peewee.Model], Callable[[Any], str]]] = {
    "room": (Room, lambda r: str(r.number)),
    "room_type": (RoomType, _code),
    "rate_code": (RateCode, _code),
    "packages_rate": (RateCode, _code),
    "transaction_code": (TransactionCode, lambda r: f"{r.code} {_names(r)}"),
    "method": (TransactionCode, _names),
    "account": (Account, lambda r: f"{r.code} {_names(r)}"),
    "parent": (Account, lambda r: f"{r.code} {_names(r)}"),
    "guest": (Guest, lambda r: r.name(current_language())),
    "merged_into": (Guest, lambda r: r.name(current_language())),
    "company": (Company, _names),
    "employer": (Company, _names),
    "agent": (Company, _names),
    "block": (Block, lambda r: f"{r.code} {r.name}"),
    "policy": (Policy, _code),
    "reservation": (Reservation, lambda r: str(r.confirmation)),
    "department": (Department, _names),
}
_THINGS: dict[str, tuple[type[peewee.Model], Callable[[Any], str]]] = {
    **{
        name: _ROWS[name]
        for name in ("room", "room_type", "rate_code", "guest", "company", "block", "policy")
    },
    "transaction_code": (TransactionCode, _code),
    "account": (Account, _code),
    "department": (Department, _names),
    "reservation": (Reservation, lambda r: str(r.confirmation)),
    "staff": (Staff, lambda r: str(r.login)),
    "role": (Role, _names),
    "setting": (Setting, lambda r: _setting(r.name)),
    "property": (Property, lambda _r: ""),
}
_PEOPLE = ("staff", "owner", "witness")


@dataclass(frozen=True)
class Field:
    """One field of a change as the desk says it; NOTHING where it was or is empty."""

    name: str
    before: str
    after: str
    key: tuple[int]


def subject_word(table: str) -> str:
    return SUBJECTS[table].say() if table in SUBJECTS else table.replace("_", " ")


def fields_of(before: dict[str, Any], after: dict[str, Any], zone: str) -> list[Field]:
    """In the order in which the log keeps them; what was not and is not anything is left out."""
    found: list[Field] = []
    for name in dict.fromkeys([*before, *after]):
        was, now = (_value(name, side.get(name), zone) for side in (before, after))
        if name not in HIDDEN and (was, now) != (NOTHING, NOTHING):
            found.append(Field(field_word(name), was, now, (len(found),)))
    return found


def thing(table: str, number: str) -> str:
    """Which of them: a name where it has one, else the number as commands take it."""
    if number.startswith("stay "):
        return number.removeprefix("stay ")
    if _DATE.fullmatch(number):
        return format_date(date.fromisoformat(number), "short")
    if table not in _THINGS or not number.isdecimal():
        return number
    rows, say = _THINGS[table]
    found = rows.get_or_none(rows.id == int(number))
    return number if found is None else say(found)


def field_word(name: str) -> str:
    of_night = _OF_NIGHT.fullmatch(name)
    if of_night:
        day, field = of_night.groups()
        return " ".join(
            filter(
                None, [format_date(date.fromisoformat(day), "day_month"), field_word(field) if field else ""]
            )
        )
    plain = name.removesuffix("_id")
    if name in RIGHTS:
        return RIGHTS[name].say()
    if name == "erased":
        return Message("Erased at the guest's request").say()
    return FIELDS[plain].say() if plain in FIELDS else name.replace("_", " ").capitalize()


def _value(name: str, value: Any, zone: str) -> str:
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, bool):
        return (_YES if value else _NO).say()
    plain = name.rpartition(" ")[2].removesuffix("_id")
    if isinstance(value, int):
        return _row(plain, value)
    if not isinstance(value, str):
        return str(value)
    return _text(plain, value, zone)


def _row(name: str, number: int) -> str:
    """The row an id stands for; where it is gone, or none, the number itself."""
    if name in _PEOPLE or name.endswith("_by"):
        found: Any = Staff.get_or_none(Staff.id == number)
        return str(number) if found is None else str(found.login)
    if name not in _ROWS:
        return str(number)
    table, say = _ROWS[name]
    found = table.get_or_none(table.id == number)
    return f"#{number}" if found is None else say(found)


def _text(name: str, value: str, zone: str) -> str:
    if name in _CHOSEN and value in _CHOICES:
        return _CHOICES[value].say()
    if name == "role":
        role = Role.get_or_none(Role.code == value)
        return value if role is None else _names(role)
    if name == "right" and value in RIGHTS:
        return RIGHTS[value].say()
    if _STAMP.fullmatch(value):
        return format_stamp(datetime.fromisoformat(value), zone)
    if _DATE.fullmatch(value):
        return format_date(date.fromisoformat(value), "short")
    return format_money(Decimal(value)) if _MONEY.fullmatch(value) else value
