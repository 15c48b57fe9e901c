"""Somebody who means harm, or only hurries, meets the close of the day: what he tries, and that it does not work."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.front_office.codes import TransactionCode
from models.front_office.day_reports import report_paper
from models.front_office.fixed_charges import add_fixed_charge
from models.front_office.folios import Posting
from models.front_office.invoicing.views import vat_lines
from models.front_office.opening_balances import OldDeposit, enter_deposit, enter_general_balance
from models.front_office.proof import faults
from models.front_office.receipts import Receipt
from models.front_office.reservations import Stay, change_dates
from models.house.acts import Act, operation
from tests.hotel import Hotel
from tests.refusing import refused

BED = Decimal(500)


@operation("set_up")
def bring_deposit(act: Act, reservation: int, old: OldDeposit) -> int:
    return enter_deposit(act, reservation, old)


@operation("set_up")
def bring_balance(act: Act, code: str, amount: Decimal) -> int | None:
    return enter_general_balance(act, code, amount)


def reservation_of(stay: int) -> int:
    return int(Stay.get_by_id(stay).reservation_id)


def times_charged(stay: int, code: str) -> int:
    rows = (
        Posting.select()
        .join(TransactionCode)
        .where((TransactionCode.code == code) & (Posting.kind == "charge"))
    )
    return sum(1 for row in rows if row.window.stay_id == stay)


# Fixed charges


def test_a_charge_of_the_last_night_is_not_charged_again_when_the_guest_stays_on(hotel: Hotel) -> None:
    stay = hotel.in_house("201", nights=1)
    add_fixed_charge(hotel.desk(), stay, "EXBED", BED, rhythm="last")
    hotel.audit()
    assert times_charged(stay, "EXBED") == 1
    change_dates(hotel.desk(), stay, hotel.after(-1), hotel.after(1))
    hotel.audit()
    assert times_charged(stay, "EXBED") == 1


# Opening


def test_an_invoice_of_the_old_program_is_not_declared_again_here(small_hotel: Hotel) -> None:
    stay = small_hotel.booked(3)
    old = OldDeposit(Decimal(1070), Decimal(70), "DP-1", small_hotel.after(-1))
    bring_deposit(small_hotel.desk(), reservation_of(stay), old)
    bring_deposit(small_hotel.desk(), reservation_of(stay), OldDeposit(Decimal(107), Decimal(7)))
    assert Receipt.select().where(Receipt.kind == "tax invoice").count() == 2
    assert vat_lines(small_hotel.after(-30), small_hotel.day) == []


@pytest.mark.parametrize("vat", [Decimal("70.02"), Decimal(900), Decimal(-70)])
def test_more_vat_than_a_deposit_has_is_not_brought_forward(small_hotel: Hotel, vat: Decimal) -> None:
    reservation = reservation_of(small_hotel.booked(3))
    with refused("DEPOSIT_VAT"):
        bring_deposit(small_hotel.desk(), reservation, OldDeposit(Decimal(1070), vat))


def test_a_trial_balance_brought_forward_is_nothing_the_day_earned(small_hotel: Hotel) -> None:
    day = small_hotel.day
    small_hotel.in_house("201", nights=2)
    bring_balance(small_hotel.desk(), "41100", Decimal("-2000000.00"))
    bring_balance(small_hotel.desk(), "21300", Decimal("-7000.00"))
    small_hotel.audit()
    said = str(report_paper(day, "revenue", "en"))
    assert "2,000,000.00" not in said
    assert "7,000.00" not in said
    assert list(faults()) == []
