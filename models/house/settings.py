"""What the house chooses: every setting by name in words, what it may be, and the hotel's own particulars.

``property.DEFAULTS`` says what holds until somebody chooses. What a setting may be is said here and nowhere else:
``set_setting`` checks against it, screens show it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from locales import Message
from locales.thai_text import to_latin_digits
from models.house.acts import Act, ChangeLog, operation
from models.house.inputs import words
from models.house.property import DEFAULTS, Property, Setting, setting
from models.house.refusals import Refused

CHOICE, NUMBER, PERCENT, TIME, TEXT = "choice", "number", "percent", "time", "text"
MACHINE = "machine"
"""``home`` of what is set from the shell of the hotel's machine alone, for it says what that machine runs."""
HIDDEN = "hidden"
"""``home`` of what no person chooses."""

Choices = tuple[tuple[str, Message], ...]
YES, NO = Message("yes"), Message("no")
YES_NO: Choices = (("yes", YES), ("no", NO))
STOP_NOTE: Choices = (("STOP", Message("stops the audit")), ("NOTE", Message("is only told")))

GROUPS = {
    "hotel": Message("Hotel"),
    "desk": Message("Desk"),
    "audit": Message("Night audit"),
    "selling": Message("Selling"),
    "shifts": Message("Shifts"),
    "money": Message("Money"),
    "tax": Message("Tax papers"),
    "numbers": Message("Numbers"),
    "registers": Message("Registers"),
    "letters": Message("Letters"),
    "telephone": Message("Telephone"),
    "rooms": Message("Housekeeping"),
    "privacy": Message("Privacy"),
}


@dataclass(frozen=True)
class Described:
    """One setting. ``least`` and ``most`` hold for numbers and percents; ``pattern`` for texts, the empty text only
    where ``empty``. ``home``: the name of the screen that sets it with checks of its own, MACHINE or HIDDEN."""

    name: str
    group: str
    label: Message
    kind: str = TEXT
    choices: Choices = ()
    least: int = 0
    most: int = 9999
    longest: int = 300
    pattern: str = ""
    empty: bool = False
    help: Message | None = None
    home: str = ""


def _number(name: str, group: str, label: Message, least: int, most: int, home: str = "") -> Described:
    return Described(name, group, label, NUMBER, least=least, most=most, home=home)


def _choice(name: str, group: str, label: Message, choices: Choices = YES_NO) -> Described:
    return Described(name, group, label, CHOICE, choices)


def _elsewhere(name: str, group: str, label: Message, home: str) -> Described:
    return Described(name, group, label, empty=True, home=home)


def _baht(name: str, label: Message) -> Described:
    return Described(name, "money", label, pattern=r"\d{1,9}(\.\d{1,2})?", home="rates of exchange")


def _prefix(series: str, label: Message) -> Described:
    return Described(
        f"prefix_{series}",
        "numbers",
        label,
        longest=6,
        pattern="[A-Za-z]+",
        help=Message("Latin letters, at most six."),
    )


SETTINGS = (
    _choice("identity_missing", "desk", Message("Check-in without identity"), (
        ("STOP", Message("is refused")), ("ASK", Message("with a reason")))),
    Described("no_show_hour", "desk", Message("No-show by hand from"), TIME),
    _number("idle_lock_minutes", "desk", Message("Desk locks after, minutes"), 0, 1440),
    _number("left_desk_minutes", "desk", Message("Dropped desk is kept, minutes"), 1, 1440),
    _number("open_folio_days", "desk", Message("Late charges after departure, days"), 0, 365),
    _choice("package_overuse", "desk", Message("Beyond a package's allowance pays"), (
        ("guest", Message("the guest")), ("loss", Message("the house")))),
    _number("operator_days_back", "telephone", Message("Operator finds departures of, days"), 0, 365),
    _number("operator_days_ahead", "telephone", Message("Operator finds arrivals of, days"), 0, 365),
    _elsewhere("dialling_note", "telephone", Message("How one dials outside"), "phone book"),
    _number("wake_up_tries", "telephone", Message("Wake-up: times a room is rung"), 1, 20),
    _number("wake_up_again_minutes", "telephone", Message("Wake-up: rung again after, minutes"), 1, 120),
    _number("wake_up_missed_minutes", "telephone", Message("Wake-up: missed after, minutes"), 1, 120),
    _choice("call_price_from", "telephone", Message("Price of a call"), (
        ("exchange", Message("what the exchange says")), ("tariff", Message("the house's tariff")))),
    Described("call_markup_percent", "telephone", Message("Mark-up on the exchange's cost, %"), PERCENT, most=1000),
    _choice("call_inclusive", "telephone", Message("Price of a call contains the taxes")),
    _choice("calls_left", "audit", Message("A call on no folio"), STOP_NOTE),
    _choice("due_in_left", "audit", Message("Guests due in that did not come"), (
        ("STOP", Message("stop the audit")), ("NOTE", Message("become no-shows")))),
    _choice("register_incomplete", "audit", Message("A register with gaps"), STOP_NOTE),
    _choice("discrepancy_open", "audit", Message("Skip, Sleep and Person left open"), STOP_NOTE),
    _number("audit_backups", "audit", Message("Back-ups are kept, days (0: none)"), 0, 3660),
    _number("fiscal_first_month", "money", Message("First month of the year"), 1, 12),
    _number("voucher_persons", "money", Message("Persons a voucher takes"), 1, 3),
    _number("income_audit_days", "audit", Message("Income audit of closed dates, days"), 0, 5),
    _choice("dirty_after_audit", "audit", Message("Occupied rooms turn dirty")),
    _choice("complimentary", "audit", Message("Complimentary nights are posted"), (
        ("none", Message("at nothing")), ("allowance", Message("in full and taken off")))),
    _choice("audit_pack_prints", "audit", Message("Printer of reports gets, once closed"), (
        ("none", Message("nothing")), ("flash", Message("the manager's flash")), ("all", Message("every report")))),
    Described("complimentary_rate", "audit", Message("Complimentary nights are worth"), longest=20,
              pattern=r"\S+"),
    _choice("occupancy_base", "selling", Message("Occupancy is divided by"), (
        ("physical", Message("all rooms")), ("sellable", Message("rooms less out of order")))),
    _choice("sold_complimentary", "selling", Message("Complimentary counts as sold")),
    _choice("sold_day_use", "selling", Message("Day use counts as sold")),
    _choice("adr_complimentary", "selling", Message("ADR divides by complimentary too")),
    _choice("deducting_guarantees", "selling", Message("What can be sold is lowered by"), (
        ("guaranteed,non-guaranteed", Message("every booking")), ("guaranteed", Message("guaranteed bookings")))),
    _choice("cashier_shifts", "shifts", Message("Money only in a cashier's shift")),
    _number("overdue_stop_days", "money", Message("Credit stops after, days late"), 0, 3650),
    _number("shift_openings", "shifts", Message("Shifts of one person a day"), 1, 99),
    _choice("shift_blind", "shifts", Message("The drawer is counted blind")),
    Described("paid_out_accounts", "shifts", Message("Paid out of a drawer to accounts"),
              pattern="[0-9]{5}( ?, ?[0-9]{5})*", help=Message("Accounts of five digits, with commas between.")),
    _elsewhere("promptpay_id", "money", Message("PromptPay number"), "payment methods"),
    _elsewhere("promptpay_biller", "money", Message("PromptPay biller"), "payment methods"),
    _elsewhere("promptpay_order", "money", Message("Order of the fields of PromptPay"), "payment methods"),
    Described("promptpay_mobile", "money", Message("Mobile numbers: second digit"), longest=10, pattern="[0-9]+",
              help=Message("The digits that may follow the zero, such as 689.")),
    Described("foreign_notes", "money", Message("Foreign notes are taken"), CHOICE, YES_NO, home="rates of exchange"),
    _elsewhere("exchange_licence", "money", Message("Licence for foreign notes"), "rates of exchange"),
    _elsewhere("exchange_holder", "money", Message("Holder of the exchange licence"), "rates of exchange"),
    Described("exchange_sell", "money", Message("Foreign notes are sold"), CHOICE, YES_NO, home="rates of exchange"),
    Described("exchange_commission_percent", "money", Message("Commission on exchanges, %"), PERCENT, most=20,
              home="rates of exchange"),
    _baht("exchange_commission_flat", Message("Commission on each exchange, baht")),
    _baht("exchange_limit_transaction", Message("Exchanged at a time at most, baht")),
    _baht("exchange_limit_day", Message("Exchanged by one person a day, baht")),
    _number("exchange_limit_sell_day", "money", Message("Foreign notes bought a day, baht"), 0, 99_999_999),
    _choice("tax_paper_at_payment", "tax", Message("Payment that settles a folio gets"), (
        ("combined", Message("receipt / tax invoice")), ("receipt", Message("a receipt")))),
    _choice("abbreviated_at_check_out", "tax", Message("Abbreviated invoice at check-out")),
    _choice("reissue_date", "tax", Message("An invoice written anew bears"), (
        ("original", Message("the date of the old one")), ("today", Message("the business date")))),
    Described("reissue_sentence", "tax", Message("Sentence on invoices written anew"), longest=200,
              pattern=r"[^{}]*\{number\}[^{}]*", help=Message("With the number of the old one: {number}", {"number": "{number}"})),
    _choice("document_set", "tax", Message("Tax papers say เอกสารออกเป็นชุด")),
    _number("vat_claim_months", "tax", Message("Input VAT: months to claim late"), 0, 12),
    Described("efile_until", "tax", Message("E-filing has 8 days more until"), pattern=r"\d{4}-\d{2}-\d{2}", help=Message("Year-month-day, as 2027-01-31.")),
    Described("etax", "tax", Message("e-Tax: sent since"), choices=(("no", NO),), home="etax address"),
    _choice("number_era", "numbers", Message("Year in numbers"), (("be", Message("Buddhist Era")), ("ce", Message("Common Era")))),
    _choice("number_reset", "numbers", Message("Numbers begin again every"), (("year", Message("year")), ("month", Message("month")))),
    _number("number_width", "numbers", Message("Figures of the running number"), 3, 8),
    _choice("number_branch", "numbers", Message("Number of the branch in numbers")),
    _prefix("R", Message("Prefix: receipts")),
    _prefix("RT", Message("Prefix: receipts / tax invoices")),
    _prefix("TX", Message("Prefix: tax invoices")),
    _prefix("AB", Message("Prefix: abbreviated tax invoices")),
    _prefix("DP", Message("Prefix: deposit invoices")),
    _prefix("CN", Message("Prefix: credit notes")),
    _prefix("DN", Message("Prefix: debit notes")),
    _choice("register_number", "registers", Message("Numbers of ร.ร.4 begin again every"), (
        ("year", Message("year")), ("day", Message("day")))),
    _choice("tm30_file", "registers", Message("TM.30: one file for"), (
        ("date", Message("each day of arrival")), ("all", Message("everybody")))),
    _choice("tm30_alien_book", "registers", Message("TM.30 with alien books")),
    _choice("tm30_diplomatic", "registers", Message("TM.30 with diplomatic passports")),
    _elsewhere("smtp_host", "letters", Message("Mail server"), "letter queue"),
    _elsewhere("smtp_port", "letters", Message("Mail server: port"), "letter queue"),
    _elsewhere("smtp_security", "letters", Message("Mail server: encryption"), "letter queue"),
    _elsewhere("smtp_user", "letters", Message("Mail server: user"), "letter queue"),
    _elsewhere("smtp_from", "letters", Message("Sender of letters"), "letter queue"),
    _elsewhere("fax_address", "letters", Message("Address of the fax gateway"), "letter queue"),
    _elsewhere("fax_command", "letters", Message("Program that sends faxes"), MACHINE),
    _elsewhere("text_command", "letters", Message("Program that sends text messages"), MACHINE),
    _choice("ready_status", "rooms", Message("A room is ready when"), (
        ("clean", Message("clean")), ("inspected", Message("inspected")))),
    _elsewhere("encoder_command", "rooms", Message("Program that writes key cards"), MACHINE),
    _number("lost_days_ordinary", "rooms", Message("Lost property is kept, days"), 1, 9999),
    _number("lost_days_valuable", "rooms", Message("Lost valuables are kept, days"), 1, 9999),
    _number("lost_days_document", "rooms", Message("Lost documents are kept, days"), 1, 9999),
    _number("lost_days_perishable", "rooms", Message("Lost food is kept, days"), 1, 9999),
    _number("retention_document_days", "privacy", Message("Identity documents are kept, days"), 7, 3650, "privacy"),
    _number("retention_profile_years", "privacy", Message("Guest profiles are kept, years"), 1, 30, "privacy"),
    _number("retention_registers_years", "privacy", Message("Registers are kept, years"), 1, 30, "privacy"),
    _number("retention_tax_years", "privacy", Message("Tax papers are kept, years"), 5, 30, "privacy"),
    _number("retention_exchange_years", "privacy", Message("Exchange records are kept, years"), 5, 30, "privacy"),
    _number("switchboard_days", "privacy", Message("Messages and calls are kept, days"), 1, 3650, "privacy"),
    _elsewhere("demo_password", "desk", Message("Password of the demo"), HIDDEN),
    _elsewhere("replay_file", "desk", Message("File this hotel lives"), HIDDEN),
)  # fmt: skip

PARTICULARS = (
    Described("name_th", "hotel", Message("Name in Thai"), longest=120),
    Described("name_en", "hotel", Message("Name in English"), longest=120),
    Described("address_th", "hotel", Message("Address in Thai"), empty=True),
    Described("address_en", "hotel", Message("Address in English"), empty=True),
    Described("phone", "hotel", Message("Phone"), longest=60, empty=True),
    Described("tax_id", "hotel", Message("Tax number"), longest=13, empty=True, help=Message("13 digits; empty where the house is not registered.")),
    Described("branch", "hotel", Message("Branch"), longest=5, help=Message("Five digits; 00000 is the head office.")),
    Described("check_in_time", "hotel", Message("Check-in from"), TIME),
    Described("check_out_time", "hotel", Message("Check-out until"), TIME),
)  # fmt: skip
_SETTINGS = {described.name: described for described in SETTINGS}
_PARTICULARS = {described.name: described for described in PARTICULARS}


@dataclass(frozen=True)
class Chosen:
    """A setting as it stands, ``id`` its place in the list; ``default`` is None for a particular of the hotel."""

    id: int
    described: Described
    value: str
    default: str | None

    @property
    def changed(self) -> bool:
        return self.default is not None and self.value != self.default

    def words(self) -> str:
        """The value as a person reads it, in the current language."""
        for value, meaning in self.described.choices:
            if value == self.value:
                return meaning.say()
        return self.value


def described(name: str) -> Described:
    return _SETTINGS[name]


def chosen_settings() -> list[Chosen]:
    """The hotel's particulars and every setting a person chooses, by group."""
    hotel, groups = Property.the(), list(GROUPS)
    shown = sorted(
        (each for each in SETTINGS if each.home != HIDDEN), key=lambda each: groups.index(each.group)
    )
    kept = {row.name: row.value for row in Setting.select()}
    return [
        *(
            Chosen(place, each, str(getattr(hotel, each.name)), None)
            for place, each in enumerate(PARTICULARS)
        ),
        *(
            Chosen(place, each, kept.get(each.name, DEFAULTS[each.name]), DEFAULTS[each.name])
            for place, each in enumerate(shown, len(PARTICULARS))
        ),
    ]


@operation("set_up")
def set_setting(act: Act, name: str, value: str) -> None:
    """Choose. Refused: SETTING (no such setting, or none of its values), NOT_CLEAN, TOO_MUCH_TEXT. ASK: FEWER_PERSONS (from
    now on fewer people stand behind a voucher; by two persons)."""
    if name not in _SETTINGS:
        raise Refused("SETTING", "There is no setting {name}.", name=name)
    value = _checked(_SETTINGS[name], value)
    if name == "voucher_persons" and int(value) < int(setting(name)):
        act.ask(
            "FEWER_PERSONS", "From now on a voucher takes fewer persons.", right="approve_payment", field=name,
            two_persons=True,
        )  # fmt: skip
    row = Setting.get_or_none(Setting.name == name)
    if row:
        act.update(row, value=value)
    elif value != DEFAULTS[name]:
        act.create(Setting, name=name, value=value)


@operation("set_up")
def set_particular(act: Act, name: str, value: str) -> None:
    """Change what the hotel is called, where it stands, its tax number, its times. Papers that were written stay.

    Refused: SETTING, NO_NAME, TAX_ID, BRANCH, NOT_CLEAN, TOO_MUCH_TEXT.
    """
    if name not in _PARTICULARS:
        raise Refused("SETTING", "There is no setting {name}.", name=name)
    act.update(act.property, **{name: checked_particular(name, value)})


def checked_particular(name: str, value: str) -> str:
    """A particular of the hotel as it is kept. Refused: as ``set_particular``."""
    if name in ("name_th", "name_en") and not value.strip():
        raise Refused("NO_NAME", "A hotel needs its name in Thai and in English.", field=name)
    value = to_latin_digits(value) if name in ("tax_id", "branch") else value
    value = _checked(_PARTICULARS[name], value)
    if name == "tax_id" and value:
        from stdnum.th import tin

        if not tin.is_valid(value):
            raise Refused("TAX_ID", "The check digit of this tax number is wrong.", field=name)
        value = str(tin.compact(value))
    if name == "branch" and not re.fullmatch(r"[0-9]{5}", value):
        raise Refused("BRANCH", "A branch has five digits; 00000 is the head office.", field=name)
    return value


def hotel_when(subject: str, subject_id: int) -> Property:
    """The hotel as it was called when this row was written: later changes of its particulars taken back. The parts of
    its address that only the e-Tax file needs are those of today where they had not been told yet.

    A paper keeps its seller by itself; this is for what is made of it later, such as its e-Tax file.
    """
    hotel = Property.the()
    written = (
        ChangeLog.select(ChangeLog.id)
        .where((ChangeLog.subject == subject) & (ChangeLog.subject_id == str(subject_id)))
        .order_by(ChangeLog.id)
        .first()
    )
    if written is None:
        return hotel
    later = ChangeLog.select(ChangeLog.before).where(
        (ChangeLog.subject == Property._meta.table_name) & (ChangeLog.id > written.id)
    )
    for change in later.order_by(ChangeLog.id.desc()):
        for name, value in json.loads(change.before or "{}").items():
            told = value and name in ("building", "street", "subdistrict_code", "postcode")
            if name in _PARTICULARS or told:
                setattr(hotel, name, value)
    return hotel


def _checked(described: Described, typed: str) -> str:
    value = words(typed, described.name, described.longest)
    if described.kind == CHOICE and value not in dict(described.choices):
        raise Refused("SETTING", "This is none of the choices.", field=described.name)
    if described.kind == NUMBER:
        value = to_latin_digits(value)
        if not re.fullmatch(r"[0-9]{1,9}", value) or not described.least <= int(value) <= described.most:
            raise Refused(
                "SETTING", "A whole number from {least} to {most}.", field=described.name,
                least=described.least, most=described.most,
            )  # fmt: skip
        value = str(int(value))
    if described.kind == PERCENT:
        value = _percent(described, to_latin_digits(value))
    if described.kind == TIME:
        value = to_latin_digits(value).replace(".", ":")
        if not re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", value):
            raise Refused("SETTING", "A time is written as 14:00.", field=described.name)
        value = value.zfill(5)
    if described.kind == TEXT and not value and not described.empty:
        raise Refused("SETTING", "This may not be empty.", field=described.name)
    if described.pattern and not re.fullmatch(described.pattern, value):
        raise Refused("SETTING", "It is not written like this.", field=described.name)
    return value


def _percent(described: Described, value: str) -> str:
    try:
        percent = Decimal(value)
    except InvalidOperation:
        percent = Decimal("NaN")
    if not percent.is_finite() or not described.least <= percent <= described.most:
        raise Refused(
            "SETTING", "A percentage from {least} to {most}.", field=described.name,
            least=described.least, most=described.most,
        )  # fmt: skip
    return f"{percent:f}"
