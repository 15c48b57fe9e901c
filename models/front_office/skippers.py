"""Skippers: a guest who has left without paying is checked out, and what he owes stands on the skippers' account."""

from __future__ import annotations

from models.back_office.receivables import skippers_account
from models.front_office.city_ledger import move_to_account
from models.front_office.early_departure import leave_earlier
from models.front_office.folios import FolioWindow, window_balance
from models.front_office.housekeeping.seeing import mark_skipper
from models.front_office.reservations import Stay
from models.front_office.stays import charge_day_use, check_out
from models.house.acts import Act, operation


@operation("check_in")
def skip_out(act: Act, room_id: int) -> int:
    """A Skip is resolved: on the do-not-rent list, the balance of each window on the skippers' account of the city ledger,
    checked out; the stay's id. Who came today owes the day; who was booked longer owes the policy's fee.

    Refused: NO_DISCREPANCY, NOT_A_SKIP, NO_SHIFT, BALANCE_NOT_ZERO (a window that owes the guest), SECURITY_HELD, and as
    ``check_out``; ASK: SKIPPER (right do_not_rent), KEYS_OUT, METERS_OPEN.
    """
    stay = Stay.get_by_id(mark_skipper(act, room_id))
    if stay.departure > act.business_date:
        if stay.arrival == act.business_date:
            charge_day_use(act, stay.id)
        else:
            leave_earlier(act, stay.id, act.business_date)
    account = skippers_account(act)
    for window in FolioWindow.select().where(FolioWindow.stay == stay).order_by(FolioWindow.number):
        due = window_balance(window.id)
        if due > 0:
            act.update(window, city_account=None)
            move_to_account(act, window, account, due)
    check_out(act, stay.id)
    return int(stay.id)
