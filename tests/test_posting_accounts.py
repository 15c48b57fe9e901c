"""Which account of the chart the back office posts to."""

from __future__ import annotations

from models.back_office.posting_accounts import PURPOSES, PostingAccount, account_for, set_posting_account
from models.ledger.accounts import Account
from tests.hotel import Hotel
from tests.refusing import refused


def test_a_house_on_the_hotel_chart_has_every_purpose_named(hotel: Hotel) -> None:
    assert {purpose: account_for(purpose).code for purpose in PURPOSES} == {
        purpose: about.usual for purpose, about in PURPOSES.items()
    }


def test_another_account_is_named_from_now_on(small_hotel: Hotel) -> None:
    desk = small_hotel.desk()
    set_posting_account(desk, "input_vat", "11610")
    assert account_for("input_vat").code == "11610"
    with refused("NO_ACCOUNT"):
        set_posting_account(desk, "input_vat", "99999")
    Account.update(closed_on=small_hotel.day).where(Account.code == "11600").execute()
    with refused("ACCOUNT_CLOSED"):
        set_posting_account(desk, "input_vat", "11600")
    PostingAccount.delete().where(PostingAccount.purpose == "input_vat").execute()
    with refused("NO_POSTING_ACCOUNT"):
        set_posting_account(desk, "cheques_on_hand", account_for("input_vat").code)
