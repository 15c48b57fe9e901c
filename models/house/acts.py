"""Operations: one transaction, one person, one right, written to the change log.

An operation is a function whose first parameter is the ``Act`` it runs in::

    @operation("post")
    def post_charge(act: Act, window_id: int, …) -> int: …

A desk calls it with a ``Desk`` and gets a transaction of its own; another operation calls it with its
``Act`` and it becomes part of that one. Rules are asked inside the transaction, so what was true when it
was read is still true when it is written. Returns must be plain JSON: a repeated form (same one-time token)
is answered with the first one's return and writes nothing.
"""

from __future__ import annotations

import datetime
import functools
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Concatenate, ParamSpec, TypeVar

from peewee import DateField, DoesNotExist, ForeignKeyField, TextField, fn

from locales import Message
from models.house.database import Base, MoneyField, StampField, database, insert_rows, transaction
from models.house.inputs import words
from models.house.property import Property
from models.house.refusals import Answer, Note, Refused, Severity
from models.house.staff import RIGHTS, Rights, Staff, rights_of

P = ParamSpec("P")
R = TypeVar("R")
Row = TypeVar("Row", bound=Base)


class ChangeLog(Base):
    """Who changed what, when: before and after as JSON of the fields that differ. Sealed by triggers."""

    at = StampField()
    business_date = DateField()
    staff = ForeignKeyField(Staff)
    terminal = TextField()
    operation = TextField()
    subject = TextField()  # table
    subject_id = TextField()
    before = TextField(null=True)
    after = TextField(null=True)
    reason = TextField(default="")
    approved_by = ForeignKeyField(Staff, null=True)


class Approval(Base):
    """An ASK that was answered, once an act: what for, who asked, who approved where that was another person.

    ``amount`` is the largest, in baht, that was weighed against the limit of the right. The reason stands in the lines
    of the log from first to last and is read there (``models.house.reasons``). Sealed by triggers.
    """

    at = StampField()
    business_date = DateField()
    code = TextField()
    right = TextField()
    amount = MoneyField(null=True)
    asked_by = ForeignKeyField(Staff, backref="+")
    approved_by = ForeignKeyField(Staff, null=True, backref="+")
    first_log = ForeignKeyField(ChangeLog, backref="+")
    last_log = ForeignKeyField(ChangeLog, backref="+")


class Submission(Base):
    """A one-time token that has been used, with the answer the first form got."""

    token = TextField(unique=True)
    operation = TextField()
    answer = TextField()
    staff = ForeignKeyField(Staff)
    at = StampField()


@dataclass
class _Answered:
    """What an act was allowed by an answer: the largest amount, and who approved where that was another person."""

    amount: Decimal | None = None
    approver_id: int | None = None


@dataclass(frozen=True)
class Desk:
    """Who acts, where, by which clock; ``token`` is the form's, ``answers`` what was said to an ASK."""

    staff: Staff
    terminal: str
    clock: Callable[[], datetime.datetime]
    token: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    heard: Callable[[Note], None] | None = None  # takes the NOTEs

    def now(self) -> datetime.datetime:
        return self.clock()


class Act:
    """An operation under way: the transaction's business date, moment, person and log."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk = desk
        self.name = name
        # Read again: a sign-in may have been closed or a role changed while the desk stood open.
        self.staff: Staff = Staff.get_by_id(desk.staff.id)
        if not self.staff.active:
            raise Refused("SIGN_IN_CLOSED", "This sign-in has been closed.")
        self.rights: Rights = rights_of(self.staff)
        self.property = Property.the()
        self.business_date: datetime.date = self.property.business_date
        self.now = desk.now()
        self.reason = ""
        self.approver_id: int | None = None
        self._changes: list[dict[str, Any]] = []
        self._answered: dict[tuple[str, str], _Answered] = {}  # by code and right
        self._to_come: dict[object, Callable[[], None]] = {}

    # Refusing

    def need(self, right: str) -> None:
        if not self.rights.allow(right):
            raise Refused(
                "NO_RIGHT", "You do not have the right for this: {what}.", right=right, what=RIGHTS[right]
            )

    def ask(
        self,
        code: str,
        text: str,
        /,
        *,
        right: str,
        amount: Decimal | None = None,
        field: str | None = None,
        jump: str | None = None,
        two_persons: bool = False,
        **values: object,
    ) -> None:
        """Go on only with a typed reason and someone's right; otherwise refuse with ASK.

        ``amount`` in baht is weighed against the limit of the right. The answer's approver must be another
        person than the one at the desk; with ``two_persons`` there must be one whatever one's own rights. Whose
        password was given by the one who asks approves nothing for that person before choosing a password alone.
        """
        answer = self.desk.answers.get(code)
        own = self.rights.allow(right, amount) and not two_persons
        approver = answer.approver_id if answer else None
        by_another = (
            approver is not None
            and approver != self.staff.id
            and _may_approve(approver, right, amount)
            and not _knows_password_of(self.staff.id, approver)
        )
        if answer and answer.reason.strip() and (own or by_another):
            self.because(f"{code}: {words(answer.reason, 'reason')}")
            if approver is not None and by_another:
                self.approver_id = approver
            self._answer(code, right, amount, approver if by_another else None)
            return
        refused = Refused(
            code,
            text,
            severity=Severity.ASK,
            right=right,
            amount=amount,
            field=field,
            jump=jump,
            needs_second_person=not own,
            **values,
        )
        if approver is not None and not by_another:
            refused.message = Message(
                "{why} The second person may not approve it: no right to it, or a password given by you.",
                {"why": refused.message},
            )
        raise refused

    def _answer(self, code: str, right: str, amount: Decimal | None, approver_id: int | None) -> None:
        before = self._answered.get((code, right), _Answered())
        amounts = [each for each in (before.amount, amount) if each is not None]
        self._answered[code, right] = _Answered(
            max(amounts, key=abs, default=None), approver_id or before.approver_id
        )

    def note(self, code: str, text: str, /, **values: object) -> None:
        note = Note(code, Message(text, values))
        self._changes.append(
            {"subject": "note", "subject_id": code, "after": {"note": note.message.say("en")}}
        )
        if self.desk.heard:
            self.desk.heard(note)

    def because(self, reason: str) -> None:
        """The reason of the whole act, beside what was answered to an ASK."""
        self.reason = "; ".join(filter(None, [self.reason, reason.strip()]))

    # What follows from what was written

    def before_the_end(self, key: object, follow: Callable[[], None]) -> None:
        """Do something once before the act is over, however often it was asked for by the same ``key``."""
        self._to_come.setdefault(key, follow)

    def catch_up(self) -> None:
        """Do now what waits for the end, because what comes next stands on it."""
        while self._to_come:
            self._to_come.pop(next(iter(self._to_come)))()

    @property
    def waits(self) -> bool:
        """Whether ``catch_up`` has something to do."""
        return bool(self._to_come)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part that may be refused while the rest goes on: its rows, its lines in the log and what it wanted done at
        the end are taken back together."""
        lines, to_come, answered = len(self._changes), dict(self._to_come), dict(self._answered)
        try:
            with database.atomic():
                yield
        except BaseException:
            del self._changes[lines:]
            self._to_come.clear()
            self._to_come.update(to_come)
            self._answered = answered
            raise

    # Writing with a log

    def create(self, table: type[Row], **values: Any) -> Row:
        row = table.create(**values)
        self.changed(row, {}, values)
        return row

    def update(self, row: Row, **values: Any) -> Row:
        """Set the fields that differ, and log them."""
        before = {name: row.__data__.get(_column(row, name)) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        after = {name: row.__data__.get(_column(row, name)) for name in values}
        differing = [name for name in values if before[name] != after[name]]
        if differing:
            row.save(only=[getattr(type(row), name) for name in differing])
            self.changed(row, {n: before[n] for n in differing}, {n: after[n] for n in differing})
        return row

    def changed(
        self, row: Base | tuple[str, object], before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """Log what was before and is after. The key of a row that is still to be written may be anything that says it
        (``str``) by the end of the act; so may ``after`` be filled until then."""
        subject, subject_id = (row._meta.table_name, row.id) if isinstance(row, Base) else row
        self._changes.append({"subject": subject, "subject_id": subject_id, "before": before, "after": after})

    def write_log(self) -> None:
        """Write what was changed, and beside it what was asked; an answer that led to no change is not kept."""
        answered, self._answered = self._answered, {}
        if not self._changes:
            return
        logged = ChangeLog.select(fn.MAX(ChangeLog.id)).scalar() if answered else None
        insert_rows(
            ChangeLog,
            [
                {
                    "at": self.now,
                    "business_date": self.business_date,
                    "staff": self.staff.id,
                    "terminal": self.desk.terminal,
                    "operation": self.name,
                    "subject": change["subject"],
                    "subject_id": str(change["subject_id"]),
                    "before": as_json(change.get("before")),
                    "after": as_json(change.get("after")),
                    "reason": self.reason,
                    "approved_by": self.approver_id,
                }
                for change in self._changes
            ],
        )
        self._changes.clear()
        if answered:
            self._write_approvals(answered, logged or 0)

    def _write_approvals(self, answered: Mapping[tuple[str, str], _Answered], logged: int) -> None:
        """Writes are one at a time: what the log has beyond ``logged`` is of this act."""
        first, last = (
            ChangeLog.select(fn.MIN(ChangeLog.id), fn.MAX(ChangeLog.id))
            .where(ChangeLog.id > logged)
            .tuples()
            .get()
        )
        insert_rows(
            Approval,
            [
                {
                    "at": self.now,
                    "business_date": self.business_date,
                    "code": code,
                    "right": right,
                    "amount": answer.amount,
                    "asked_by": self.staff.id,
                    "approved_by": answer.approver_id,
                    "first_log": first,
                    "last_log": last,
                }
                for (code, right), answer in answered.items()
            ],
        )


def _may_approve(staff_id: int, right: str, amount: Decimal | None) -> bool:
    staff = Staff.get_or_none((Staff.id == staff_id) & Staff.active)
    return staff is not None and rights_of(staff).allow(right, amount)


def _knows_password_of(asker_id: int, approver_id: int) -> bool:
    """Whether the one who asks gave the approver the password that still stands: then both may be one person."""
    given = (
        ChangeLog.select(ChangeLog.staff, ChangeLog.operation)
        .where(
            (ChangeLog.subject == "staff")
            & (ChangeLog.subject_id == str(approver_id))
            & ChangeLog.operation.in_(("hire", "set_password", "change_own_password"))
        )
        .order_by(ChangeLog.id.desc())
        .first()
    )
    return given is not None and given.staff_id == asker_id and given.operation != "change_own_password"


def check_two_persons(one_id: int, other_id: int) -> None:
    """Refused: SAME_PERSON, also where one of them gave the other the password that still stands."""
    if one_id == other_id:
        raise Refused("SAME_PERSON", "The second person must be someone else.")
    if _knows_password_of(one_id, other_id) or _knows_password_of(other_id, one_id):
        raise Refused(
            "SAME_PERSON",
            "One of the two was given a password by the other: choose a password of your own first.",
        )


def _column(row: Base, name: str) -> str:
    return str(type(row)._meta.combined[name].name)


def as_json(values: object) -> str | None:
    if not values:
        return None
    return json.dumps(values, ensure_ascii=False, default=_plain, sort_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, Base):
        return value.id
    return str(value)


def operation(
    right: str | None,
) -> Callable[[Callable[Concatenate[Act, P], R]], Callable[Concatenate[Desk | Act, P], R]]:
    """Make a function an operation that needs ``right`` (None: whoever is signed in)."""

    def wrap(function: Callable[Concatenate[Act, P], R]) -> Callable[Concatenate[Desk | Act, P], R]:
        @functools.wraps(function)
        def run(who: Desk | Act, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if isinstance(who, Act):
                return function(who, *args, **kwargs)
            return _run_alone(who, right, function, *args, **kwargs)

        return run

    return wrap


def _run_alone(
    desk: Desk,
    right: str | None,
    function: Callable[Concatenate[Act, P], R],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    name: str = getattr(function, "__name__", "operation")
    with transaction():
        act = Act(desk, name)
        if right is not None:
            act.need(right)
        if desk.token is not None:
            first = Submission.get_or_none(Submission.token == desk.token)
            if first is not None:
                if (first.operation, first.staff_id) != (name, act.staff.id):
                    raise Refused("TOKEN_USED", "This form was sent by somebody else or for something else.")
                return json.loads(first.answer)
        try:
            answer = function(act, *args, **kwargs)
            act.catch_up()
        except DoesNotExist as gone:
            raise Refused("GONE", "What this was about is no longer there.") from gone
        act.write_log()
        if desk.token is not None:
            Submission.create(
                token=desk.token, operation=name, answer=json.dumps(answer), staff=desk.staff.id, at=act.now
            )
        return answer
