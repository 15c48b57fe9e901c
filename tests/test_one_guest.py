"""One guest goes through the house, from booking to ledger."""

from __future__ import annotations

from decimal import Decimal

from models.front_office.folios import correct, folio_lines, post_article, post_charge
from models.front_office.payments import take_deposit, take_payment
from models.front_office.proof import faults
from models.front_office.reservations import Stay
from models.front_office.stays import check_in, check_out
from models.ledger.balances import trial_balance
from tests.hotel import Hotel


def closing(hotel: Hotel) -> dict[str, Decimal]:
    return {row.code: row.closing for row in trial_balance(hotel.day)}


def test_a_stay_with_deposit_minibar_and_laundry_ends_in_the_trial_balance(hotel: Hotel) -> None:
    stay = hotel.booked(nights=2, adults=2)
    take_deposit(hotel.desk("nok"), Stay.get_by_id(stay).reservation_id, "TRAN", Decimal(1000))
    assert closing(hotel)["21200"] == -1000
    window = check_in(hotel.desk("nok"), stay, "201")
    assert closing(hotel)["21200"] == 0
    wrong = post_article(hotel.desk("nok"), window, "CHANG", 2)
    correct(hotel.desk("nok"), wrong, "wrong room")
    post_charge(hotel.desk("nok"), window, "LAUN", Decimal("112.15"))
    take_payment(hotel.desk("nok"), window, "CASH", Decimal("249.50"), tendered=Decimal(500))
    hotel.audit()
    night = next(line for line in folio_lines(window) if line.code == "ROOM")
    assert (night.net, night.amount) == (Decimal("1700.00"), Decimal("2000.90"))
    assert [(c.code, c.amount) for c in night.children] == [
        ("SVC", Decimal("170.00")),
        ("VAT", Decimal("130.90")),
    ]
    hotel.audit()
    hotel.pay_all(stay, "CARD")
    check_out(hotel.desk("nok"), stay)
    books = closing(hotel)
    assert books["11400"] == 0
    assert books["41100"] == Decimal("-3400.00")
    assert books["41120"] == 0
    assert books["41130"] == Decimal("-112.15")
    assert books["11110"] == Decimal("249.50")
    assert books["11210"] == 1000
    assert sum(books.values()) == 0
    assert list(faults()) == []
