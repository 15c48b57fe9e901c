"""The reports of a closed day, in the order in which they are read."""

from __future__ import annotations

from models.front_office.day_reports import desk, flash, groups, holdings, money, prices
from models.front_office.day_reports.frame import Report

REPORTS: tuple[Report, ...] = (
    Report("flash", flash.TITLE, flash.gather, flash.paper),
    Report("revenue", money.REVENUE, money.gather_revenue, money.revenue_paper),
    Report("groups", groups.TITLE, groups.gather, groups.paper),
    Report("payments", money.PAYMENTS, money.gather_payments, money.payments_paper),
    Report("shifts", desk.SHIFTS, desk.gather_shifts, desk.shifts_paper),
    Report("prices", prices.TITLE, prices.gather, prices.paper),
    Report("taken-back", desk.TAKEN_BACK, desk.gather_taken_back, desk.taken_back_paper),
    Report("not-come", desk.NOT_COME, desk.gather_not_come, desk.not_come_paper),
    Report("guest-ledger", holdings.GUESTS, holdings.gather_guests, holdings.guests_paper),
    Report("deposits", holdings.DEPOSITS, holdings.gather_deposits, holdings.deposits_paper),
    Report("ageing", holdings.AGEING, holdings.gather_ageing, holdings.ageing_paper),
    Report("trial-balance", money.TRIAL_BALANCE, money.gather_balance, money.balance_paper),
)
