"""The departments of the house: who a trace, a ticket or a call is for."""

from __future__ import annotations

from peewee import BooleanField, TextField

from models.house.acts import Act, operation
from models.house.database import Base
from models.house.inputs import words
from models.house.refusals import Refused


class Department(Base):
    """``extension`` is where it is called inside the house; one that is not ``active`` is offered no more."""

    code = TextField(unique=True)
    name_th = TextField()
    name_en = TextField()
    extension = TextField(default="")
    active = BooleanField(default=True)

    def name(self, language: str) -> str:
        return str(self.name_th if language == "th" else self.name_en)


def departments() -> list[Department]:
    """Those in use, in the order the hotel made them."""
    return list(Department.select().where(Department.active).order_by(Department.id))


def all_departments() -> list[Department]:
    """Those no longer used with them."""
    return list(Department.select().order_by(Department.id))


def department(code: str) -> Department:
    """The department in use with that code. Refused: NO_DEPARTMENT."""
    row = Department.get_or_none((Department.code == code.strip().upper()) & Department.active)
    if row is None:
        raise Refused(
            "NO_DEPARTMENT", "There is no department {code}.", field="department", code=code.strip()
        )
    return row


@operation("set_up")
def keep_department(
    act: Act, code: str, name_th: str, name_en: str, extension: str = "", active: bool = True
) -> int:
    """Make a department, or change the one of that code; its id. Refused: NO_NAME, and as ``words``."""
    code = words(code, "code", 10).upper()
    if not code or not (name_th.strip() or name_en.strip()):
        raise Refused("NO_NAME", "A department needs a code and a name.", field="code")
    values = {
        "name_th": words(name_th or name_en, "name_th", 60),
        "name_en": words(name_en or name_th, "name_en", 60),
        "extension": words(extension, "extension", 20),
        "active": active,
    }
    row = Department.get_or_none(Department.code == code)
    if row is None:
        return int(act.create(Department, code=code, **values).id)
    act.update(row, **values)
    return int(row.id)
