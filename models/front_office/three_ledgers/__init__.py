"""The deposit, guest and city ledgers of a day, what moved them, and how they tie to the general ledger."""

from models.front_office.three_ledgers.balance import GROUPS, BalanceFinding, balance_check
from models.front_office.three_ledgers.day import (
    LEDGER_NAMES,
    LEDGERS,
    LedgerDay,
    LedgerLine,
    Movement,
    control_account,
    ledger_day,
    ledger_days,
    lines_behind,
    movements,
    written_since_closing,
)
from models.front_office.three_ledgers.registers import RegisterTie, register_faults, register_ties
from models.front_office.three_ledgers.ties import Tie, prove_ties, ties

__all__ = [
    "GROUPS",
    "LEDGERS",
    "LEDGER_NAMES",
    "BalanceFinding",
    "LedgerDay",
    "LedgerLine",
    "Movement",
    "RegisterTie",
    "Tie",
    "balance_check",
    "control_account",
    "ledger_day",
    "ledger_days",
    "lines_behind",
    "movements",
    "prove_ties",
    "register_faults",
    "register_ties",
    "ties",
    "written_since_closing",
]
