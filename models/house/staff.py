"""Staff, their rights, and signing in.

Rights hang on roles and may carry a limit in baht. Failed sign-ins make the next one wait longer, for the
name, wherever it is tried from: 1, 2, 4 … seconds from the third failure on, at most five minutes.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from locales import Message
from models.house.database import Base, MoneyField, StampField, transaction
from models.house.refusals import Refused

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FREE_FAILURES = 2
LONGEST_WAIT_SECONDS = 300
SHORTEST_PASSWORD = 8
LONGEST_LOGIN = 60

# Every right of the program, with what it lets one do. Screens and operations name them; roles hold them.
RIGHTS: dict[str, Message] = {
    "see_desk": Message("See rooms, guests and bookings"),
    "book": Message("Take, change and cancel bookings"),
    "check_in": Message("Check in, move and check out"),
    "post": Message("Post charges"),
    "pay": Message("Take and refund money"),
    "close_shifts": Message("See and close the shifts of others"),
    "correct": Message("Correct postings of the day"),
    "adjust": Message("Lower charges of closed days"),
    "discount": Message("Change a room price"),
    "complimentary": Message("Give complimentary and house-use rooms"),
    "overbook": Message("Sell more rooms than there are"),
    "restriction": Message("Sell against a restriction"),
    "override_room": Message("Use a room that is not ready"),
    "do_not_rent": Message("Take a guest who is on the do-not-rent list"),
    "housekeeping": Message("Set room status"),
    "see_identity": Message("See whole document numbers"),
    "bell_desk": Message("Keep luggage, parcels and cars"),
    "switchboard": Message("Take messages, calls and wake-up calls"),
    "service": Message("Write traces, log book and tickets"),
    "privacy": Message("Erase personal data and answer for it"),
    "cancel_penalty": Message("Refund or keep a deposit"),
    "credit": Message("Keep debtors and go over their limits"),
    "audit": Message("Run the night audit"),
    "see_ledger": Message("See the books"),
    "journal": Message("Write journal vouchers"),
    "payables": Message("Enter vendors, bills and payments"),
    "approve_payment": Message("Approve vouchers and payments"),
    "period": Message("Lock and unlock periods"),
    "set_up": Message("Set up the hotel"),
    "staff": Message("Keep staff and rights"),
}


class Role(Base):
    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()


class RoleRight(Base):
    """``limit`` in baht; empty means without limit."""

    role = ForeignKeyField(Role, backref="rights")
    right = TextField()
    limit = MoneyField(null=True)


class Staff(Base):
    login = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()
    role = ForeignKeyField(Role)
    language = TextField(default="th")
    password_hash = TextField()
    active = BooleanField(default=True)

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


class SignInFailure(Base):
    """Failures since the last success, by the name that was typed: one that nobody has waits like any other."""

    login = TextField(unique=True)
    failures = IntegerField(default=0)
    wait_until = StampField(null=True)

    class Meta:
        table_name = "sign_in_failure"


@dataclass(frozen=True)
class Rights:
    """What one person may do: right → limit in baht, None for no limit."""

    limits: dict[str, Decimal | None]

    def allow(self, right: str, amount: Decimal | None = None) -> bool:
        if right not in self.limits:
            return False
        limit = self.limits[right]
        return limit is None or amount is None or abs(amount) <= limit


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's smallest for argon2id


def hash_password(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(
            "PASSWORD_TOO_SHORT",
            "A password has at least {n} characters.",
            field="password",
            n=SHORTEST_PASSWORD,
        )
    return _hasher().hash(password)


def rights_of(staff: Staff) -> Rights:
    rows = RoleRight.select().where(RoleRight.role == staff.role_id)
    return Rights({row.right: row.limit for row in rows})


def sign_in(login: str, password: str, now: datetime.datetime) -> Staff:
    """Who this is. Raises ``Refused``: SIGN_IN_WAIT while a delay runs, SIGN_IN_WRONG otherwise.

    An unknown name takes as long, says the same and waits the same as a wrong password.
    """
    name = login.strip().lower()[:LONGEST_LOGIN]
    failed = SignInFailure.get_or_none(SignInFailure.login == name)
    # A clock set back must not lock anybody out for longer than the longest wait.
    longest = now + datetime.timedelta(seconds=LONGEST_WAIT_SECONDS)
    if failed and failed.wait_until and now < failed.wait_until <= longest:
        seconds = int((failed.wait_until - now).total_seconds()) + 1
        raise Refused(
            "SIGN_IN_WAIT", "Too many failures. Wait {seconds} s.", field="password", seconds=seconds
        )
    staff = Staff.get_or_none((Staff.login == name) & Staff.active)
    if not password_right(staff, password):
        _count_failure(name, now)
        raise Refused("SIGN_IN_WRONG", "Name or password is wrong.", field="password")
    if failed:
        with transaction():
            forgive(name)
    return staff


def sign_in_known(login: str) -> Staff:
    """Who this is, where the machine has asked for their key and the house trusts it. Refused: NOT_KNOWN."""
    staff = Staff.get_or_none((Staff.login == login.strip().lower()) & Staff.active)
    if staff is None:
        raise Refused(
            "NOT_KNOWN",
            "Nobody at work here signs in as {login}.",
            field="login",
            login=login[:LONGEST_LOGIN],
        )
    return staff


def forgive(login: str) -> None:
    """Inside a transaction: the next failure is the first again."""
    SignInFailure.delete().where(SignInFailure.login == login).execute()


@cache
def _no_ones_hash() -> str:
    return _hasher().hash("no one has this password")


def password_right(staff: Staff | None, password: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        _hasher().verify(staff.password_hash if staff else _no_ones_hash(), password)
    except VerifyMismatchError:
        return False
    return staff is not None


def _count_failure(login: str, now: datetime.datetime) -> None:
    with transaction():
        row, _new = SignInFailure.get_or_create(login=login)
        failures = row.failures + 1
        wait = min(2 ** max(failures - FREE_FAILURES - 1, 0), LONGEST_WAIT_SECONDS)
        until = now + datetime.timedelta(seconds=wait) if failures > FREE_FAILURES else None
        SignInFailure.update(failures=failures, wait_until=until).where(SignInFailure.id == row.id).execute()


def second_person(login: str, password: str, asked_by: Staff, now: datetime.datetime) -> int:
    """The id of a second person who approves; never the one who asks (``SAME_PERSON``)."""
    approver = sign_in(login, password, now)
    if approver.id == asked_by.id:
        raise Refused("SAME_PERSON", "The second person must be someone else.", field="login")
    return int(approver.id)


def roles() -> list[Role]:
    return list(Role.select().order_by(Role.id))


def all_staff() -> list[Staff]:
    """With their roles, by sign-in name; those who left too."""
    return list(Staff.select(Staff, Role).join(Role).order_by(Staff.login))
