"""The hotel itself: its names, its papers' particulars, its settings and its business date."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from peewee import DateField, IntegerField, TextField

from models.house.database import Base

if TYPE_CHECKING:
    from decimal import Decimal


class Property(Base):
    """One hotel; there is one row. ``business_date`` is moved by the night audit alone (a trigger holds it)."""

    name_th = TextField()
    name_en = TextField()
    address_th = TextField(default="")
    address_en = TextField(default="")
    phone = TextField(default="")
    tax_id = TextField(default="")  # 13 digits
    branch = TextField(default="00000")  # five digits, 00000 is the head office
    # The address in parts, as e-Tax asks for it: TIS 1099 says where a sub-district is by its six digits.
    building = TextField(default="")
    street = TextField(default="")
    subdistrict_code = TextField(default="")
    postcode = TextField(default="")
    currency = TextField(default="THB")
    zone = TextField(default="Asia/Bangkok")
    business_date = DateField()
    check_in_time = TextField(default="14:00")
    check_out_time = TextField(default="12:00")

    @classmethod
    def the(cls) -> Property:
        return cls.get_by_id(1)

    @cached_property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)

    def address(self, language: str) -> str:
        return str(self.address_th if language == "th" else self.address_en)

    def calendar_date(self, moment: datetime.datetime) -> datetime.date:
        """The day on the wall of the hotel, which may be one after the business date."""
        return moment.astimezone(self.timezone).date()


class Setting(Base):
    """A choice of the house by name. Absent means the default in ``DEFAULTS``; what it may be: ``settings.py``."""

    name = TextField(unique=True)
    value = TextField()


DEFAULTS = {
    "identity_missing": "STOP",  # or ASK: the guest may go up, the audit then blocks
    "due_in_left": "STOP",  # or NOTE: the audit makes every due-in left a no-show
    "audit_backups": "14",  # of how many days the back-ups before and after the audit are kept; 0: none is written
    "vat_claim_months": "6",  # months after that of the invoice in which input VAT may be claimed (s.82/3)
    "efile_until": "2027-01-31",  # the announced end of the eight days more for e-filing
    "no_show_hour": "18:00",  # from when on a guest due today may be called a no-show by hand
    "dirty_after_audit": "yes",  # occupied rooms turn dirty
    "audit_pack_prints": "all",
    "occupancy_base": "physical",
    "sold_complimentary": "yes",  # or no: complimentary nights are rooms sold
    "sold_day_use": "no",  # or yes: so is day use
    "adr_complimentary": "yes",  # or no: complimentary nights are in the divisor of ADR
    "left_desk_minutes": "240",  # how long a desk whose line dropped is kept at the session server
    "idle_lock_minutes": "10",
    "demo_password": "",
    "deducting_guarantees": "guaranteed,non-guaranteed",  # whose bookings leave what can be sold
    "package_overuse": "guest",  # or loss: who pays what goes beyond an allowance
    "smtp_host": "",  # letters by e-mail: docs/letters.md
    "smtp_port": "587",
    "smtp_security": "starttls",  # or tls, none
    "smtp_user": "",
    "smtp_from": "",
    "fax_address": "",  # of the gateway, with {number} in it
    "fax_command": "",
    "text_command": "",
    "register_number": "year",  # or day: when the numbers of ร.ร.4 begin again at 1
    "register_incomplete": "NOTE",  # or STOP: the audit waits until every field of ร.ร.4 is there
    "tm30_file": "date",  # one file for each day of arrival, or all: everybody in one
    "tm30_alien_book": "no",  # whether holders of an alien registration book are reported
    "tm30_diplomatic": "no",  # whether holders of a diplomatic passport are
    "operator_days_back": "3",  # whom the operator finds: departures from then on
    "operator_days_ahead": "7",  # and arrivals up to then
    "switchboard_days": "90",  # messages, calls and whereabouts are kept so long after the departure
    "dialling_note": "",  # how one dials outside, over the telephone book
    "retention_document_days": "90",  # docs/privacy.md
    "retention_profile_years": "3",
    "retention_registers_years": "5",
    "retention_tax_years": "5",
    "retention_exchange_years": "5",
    "encoder_command": "",  # writes key cards: docs/keys.md; RECEPTION_ENCODER of a desk goes before it
    "ready_status": "clean",  # or inspected: a room is given to a guest only once it was inspected
    "discrepancy_open": "STOP",  # or NOTE: the audit lets Skip, Sleep and Person stand
    "lost_days_ordinary": "90",  # how long lost property is kept, days
    "lost_days_valuable": "365",
    "lost_days_document": "365",
    "lost_days_perishable": "3",
    "wake_up_tries": "3",  # how often a room that does not answer is rung
    "wake_up_again_minutes": "5",  # until it is rung again
    "wake_up_missed_minutes": "5",  # until a call that nobody took counts as missed
    "call_price_from": "exchange",  # or tariff: what a telephone call costs the guest
    "call_markup_percent": "0",  # on the cost the exchange says
    "call_inclusive": "no",  # or yes: service charge and VAT are in the price of a call
    "calls_left": "STOP",  # or NOTE: calls that reached no folio stop the audit
    "open_folio_days": "3",  # how long after departure a folio may take late charges
    "cashier_shifts": "yes",  # or no: money is taken without a shift of one's own
    "promptpay_id": "",  # where money paid by code goes: docs/payments.md
    "promptpay_biller": "",
    "promptpay_order": "53,54,58",
    "promptpay_mobile": "689",  # second figures of mobile numbers
    "foreign_notes": "no",  # or yes, with the licence
    "exchange_licence": "",
    "exchange_holder": "",  # who holds it; empty: the hotel
    "exchange_sell": "no",  # or yes: the licence lets the house sell foreign notes as well
    "exchange_commission_percent": "0",  # of the worth of an exchange
    "exchange_commission_flat": "0",  # baht, added to it
    "exchange_limit_transaction": "100000",  # baht at a time, 0 for none; above it somebody answers for it
    "exchange_limit_day": "200000",  # baht a person and day
    "exchange_limit_sell_day": "800000",  # baht for which one person may buy foreign notes in a day
    "fiscal_first_month": "1",  # the month the year of the books begins with
    "voucher_persons": "1",  # or 2, 3: how many it takes from a voucher's draft to its entry
    "income_audit_days": "5",  # or fewer: how long the journal of a closed date takes marked entries; 0: never
    "complimentary": "none",  # or allowance: the audit posts the full price and takes as much off again
    "complimentary_rate": "BAR",  # the rate that says what a complimentary night would have cost
    "tax_paper_at_payment": "combined",  # or receipt: what the payment that settles a window gets
    "abbreviated_at_check_out": "yes",  # or no: what has no tax invoice when the guest leaves
    "reissue_date": "original",  # or today: the date of an invoice written anew for one that was cancelled
    "reissue_sentence": "เป็นการยกเลิกและออกใบกำกับภาษีฉบับใหม่แทนฉบับเดิมเลขที่ {number}",
    "document_set": "yes",  # or no: tax papers say เอกสารออกเป็นชุด
    "number_era": "be",  # or ce: the year in the numbers of documents
    "number_reset": "year",  # or month: when they begin again at 1
    "number_width": "5",
    "number_branch": "no",  # or yes: the number of the branch is part of them
    "overdue_stop_days": "90",  # an item so many days late stops the credit of its account; 0: none does
    "prefix_R": "R",  # what the numbers of each series begin with: receipts
    "prefix_RT": "RT",  # receipts that are tax invoices
    "prefix_TX": "TX",  # full tax invoices
    "prefix_AB": "AB",  # abbreviated ones
    "prefix_DP": "DP",  # those of deposits
    "prefix_CN": "CN",
    "prefix_DN": "DN",
    "shift_openings": "3",  # how often one person opens a shift on a business date
    "shift_blind": "yes",  # or no: what should be in the drawer is seen before it is counted
    "paid_out_accounts": "51100,51110,51120,11510,52200,52300,52500,52700",  # what the house pays for out of a drawer
    "etax": "no",  # or the day since when tax papers are sent to the Revenue Department, and say so: docs/printing.md
    "replay_file": "",  # the fingerprint of the file a replayed hotel lives
}


def setting(name: str) -> str:
    """What the house chose; what is no number where a number is meant counts as the default."""
    row = Setting.get_or_none(Setting.name == name)
    if row is None or (_is_number(DEFAULTS[name]) and not _is_number(row.value)):
        return DEFAULTS[name]
    return str(row.value)


def _is_number(value: str) -> bool:
    return value.isascii() and value.replace(".", "", 1).isdigit()


class NumberSeries(Base):
    """The next number of each kind of paper. Drawn inside the transaction that writes the paper: no gaps."""

    series = TextField(unique=True)
    next_number = IntegerField(default=1)


def draw_number(series: str) -> int:
    """The next number of ``series``, from 1. Call inside a transaction only, as late as possible."""
    updated = (
        NumberSeries.update(next_number=NumberSeries.next_number + 1)
        .where(NumberSeries.series == series)
        .execute()
    )
    if not updated:
        NumberSeries.create(series=series, next_number=2)
        return 1
    row = NumberSeries.get(NumberSeries.series == series)
    return int(row.next_number) - 1


def document_number(prefix: str, date: datetime.date) -> str:
    """A number such as R2569-00087: prefix, Buddhist year, running number of that year.

    The house may write years in the Common Era, begin anew each month (R256911-00087), have its branch in the number
    (R00001-2569-00087), other prefixes and widths.
    """
    series = str(date.year + (543 if setting("number_era") == "be" else 0))
    if setting("number_reset") == "month":
        series = f"{series}{date.month:02d}"
    if setting("number_branch") == "yes":
        series = f"{Property.the().branch}-{series}"
    if f"prefix_{prefix}" in DEFAULTS:
        prefix = setting(f"prefix_{prefix}")
    series = f"{prefix}{series}"
    return f"{series}-{draw_number(series):0{int(setting('number_width'))}d}"


def baht(amount: Decimal) -> str:
    return f"{amount:,.2f}"
