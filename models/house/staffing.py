"""Keeping staff: hiring, a new password, another role, and closing the sign-in of those who leave."""

from __future__ import annotations

from dataclasses import dataclass

from models.house.acts import Act, operation
from models.house.refusals import Refused
from models.house.staff import Role, Staff, forgive, hash_password, password_right


@dataclass(frozen=True)
class NewStaff:
    login: str
    name_th: str
    name_en: str
    role: str
    password: str
    language: str = "th"


def role(code: str) -> Role:
    found = Role.get_or_none(Role.code == code)
    if found is None:
        raise Refused("NO_ROLE", "There is no role {role}.", field="role", role=code)
    return found


def new_staff(new: NewStaff) -> Staff:
    """The row of somebody new. Refused: LOGIN, LOGIN_TAKEN, NO_ROLE, NO_NAME, PASSWORD_TOO_SHORT."""
    login = new.login.strip().lower()
    if not login or " " in login:
        raise Refused("LOGIN", "A sign-in name is one word.", field="login")
    if Staff.get_or_none(Staff.login == login):
        raise Refused("LOGIN_TAKEN", "{login} is taken.", field="login", login=login)
    if not (new.name_th.strip() and new.name_en.strip()):
        raise Refused("NO_NAME", "Names in Thai and in English are needed.", field="name_th")
    return Staff.create(
        login=login, name_th=new.name_th.strip(), name_en=new.name_en.strip(), role=role(new.role),
        language=new.language, password_hash=hash_password(new.password),
    )  # fmt: skip


@operation("staff")
def hire(act: Act, new: NewStaff) -> int:
    """A new member of staff; the id. Refused as ``new_staff``."""
    row = new_staff(new)
    act.changed(row, {}, {"login": row.login, "role": new.role})
    return int(row.id)


@operation("staff")
def set_password(act: Act, staff_id: int, password: str) -> None:
    """For somebody who forgot theirs; failures are forgiven. The log says that it was set, never what it is."""
    row = Staff.get_by_id(staff_id)
    Staff.update(password_hash=hash_password(password)).where(Staff.id == staff_id).execute()
    forgive(row.login)
    act.changed(row, {}, {"password": "set anew"})


@operation(None)
def change_own_password(act: Act, old: str, new: str) -> None:
    """Refused: SIGN_IN_WRONG (the old one), PASSWORD_TOO_SHORT."""
    if not password_right(act.staff, old):
        raise Refused("SIGN_IN_WRONG", "The old password is wrong.", field="old")
    Staff.update(password_hash=hash_password(new)).where(Staff.id == act.staff.id).execute()
    act.changed(act.staff, {}, {"password": "changed"})


@operation("staff")
def set_role(act: Act, staff_id: int, role_code: str) -> None:
    """Refused: NO_ROLE, OWN_SIGN_IN (nobody raises or lowers himself)."""
    _not_oneself(act, staff_id)
    act.update(Staff.get_by_id(staff_id), role=role(role_code))


@operation("staff")
def set_active(act: Act, staff_id: int, active: bool) -> None:
    """Close or reopen a sign-in; what the person did stays under the name. Refused: OWN_SIGN_IN."""
    _not_oneself(act, staff_id)
    act.update(Staff.get_by_id(staff_id), active=active)


def _not_oneself(act: Act, staff_id: int) -> None:
    if staff_id == act.staff.id:
        raise Refused("OWN_SIGN_IN", "Nobody changes the rights of their own sign-in.")
