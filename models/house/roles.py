"""Keeping roles: what each kind of staff may do, and up to how many baht.

Nobody widens his own role alone: a right more or a higher limit for the keeper himself takes a second person who
may keep staff. It is asked and not refused, because in a small house the only manager's role must grow as well.
"""

from __future__ import annotations

from decimal import Decimal

from models.house.acts import Act, operation
from models.house.inputs import checked, words
from models.house.refusals import Refused
from models.house.staff import RIGHTS, Role, RoleRight, Staff

KEEPING = "staff"
LONGEST_CODE = 30
LONGEST_NAME = 80

# The rights that are weighed in baht where they are asked for; a limit on another would hold nothing back.
WEIGHED = frozenset(
    {"post", "pay", "close_shifts", "adjust", "discount", "cancel_penalty", "credit", "approve_payment"}
)


def rights_of_role(role_id: int) -> dict[str, Decimal | None]:
    """Right → limit in baht (None: without limit), in the order of the house."""
    held = {row.right: row.limit for row in RoleRight.select().where(RoleRight.role == role_id)}
    return {right: held[right] for right in RIGHTS if right in held}


def people_by_role() -> dict[int, int]:
    """Role → how many may sign in with it."""
    counts: dict[int, int] = {}
    for staff in Staff.select(Staff.role).where(Staff.active):
        counts[staff.role_id] = counts.get(staff.role_id, 0) + 1
    return counts


@operation(KEEPING)
def add_role(act: Act, code: str, name_th: str, name_en: str, copy_of: str | None = None) -> int:
    """A new role without rights, or with those of ``copy_of`` and their limits; the id.

    Refused: NO_CODE, CODE_TAKEN, NO_NAME, NO_ROLE.
    """
    tidy = words(code, "code", LONGEST_CODE).lower()
    if not tidy:
        raise Refused("NO_CODE", "A role needs a code.", field="code")
    if Role.get_or_none(Role.code == tidy):
        raise Refused("CODE_TAKEN", "{code} is taken.", field="code", code=tidy)
    rights: dict[str, Decimal | None] = {}
    if copy_of:
        like = Role.get_or_none(Role.code == copy_of)
        if like is None:
            raise Refused("NO_ROLE", "There is no role {role}.", field="copy_of", role=copy_of)
        rights = rights_of_role(like.id)
    thai, english = _names(name_th, name_en)
    role = act.create(Role, code=tidy, name_th=thai, name_en=english)
    for right, limit in rights.items():
        RoleRight.create(role=role, right=right, limit=limit)
    if rights:
        act.changed(role, {}, {right: _said(limit) for right, limit in rights.items()})
    return int(role.id)


@operation(KEEPING)
def rename_role(act: Act, role_id: int, name_th: str, name_en: str) -> None:
    """The code stays. Refused: NO_NAME."""
    thai, english = _names(name_th, name_en)
    act.update(Role.get_by_id(role_id), name_th=thai, name_en=english)


@operation(KEEPING)
def give_right(act: Act, role_id: int, right: str, limit: Decimal | None = None) -> None:
    """Give ``right`` up to ``limit`` baht (None: without limit), or set the limit of one that is held.

    Refused: UNKNOWN_RIGHT, AMOUNT, LIMIT_BELOW_ZERO, NO_LIMIT_HERE (the right is not weighed in baht).
    Asked: OWN_ROLE (``staff``, two persons) where the keeper's own role would reach further.
    """
    _known(right)
    role = Role.get_by_id(role_id)
    if limit is not None:
        limit = checked(limit, "limit")
        if limit < 0:
            raise Refused("LIMIT_BELOW_ZERO", "A limit is zero or above.", field="limit")
        if right not in WEIGHED:
            raise Refused(
                "NO_LIMIT_HERE", "{what}: this right has no limit in baht.", field="limit", what=RIGHTS[right]
            )
    row = RoleRight.get_or_none((RoleRight.role == role) & (RoleRight.right == right))
    if row is not None and row.limit == limit:
        return
    if role.id == act.staff.role_id and (row is None or _further(limit, row.limit)):
        act.ask(
            "OWN_ROLE", "This is your own role. A second person must agree to let it do more.",
            right=KEEPING, two_persons=True,
        )  # fmt: skip
    before = {right: _said(row.limit)} if row else {}
    if row is None:
        RoleRight.create(role=role, right=right, limit=limit)
    else:
        RoleRight.update(limit=limit).where(RoleRight.id == row.id).execute()
    act.changed(role, before, {right: _said(limit)})


@operation(KEEPING)
def take_right(act: Act, role_id: int, right: str) -> None:
    """Refused: UNKNOWN_RIGHT, LAST_KEEPER (nobody else could keep staff)."""
    _known(right)
    role = Role.get_by_id(role_id)
    row = RoleRight.get_or_none((RoleRight.role == role) & (RoleRight.right == right))
    if row is None:
        return
    if right == KEEPING and not _keepers_beside(role):
        raise Refused("LAST_KEEPER", "Nobody else could keep staff and rights.")
    row.delete_instance()
    act.changed(role, {right: _said(row.limit)}, {})


def _keepers_beside(role: Role) -> bool:
    others = RoleRight.select(RoleRight.role).where(
        (RoleRight.right == KEEPING) & (RoleRight.role != role.id)
    )
    return bool(Staff.select().where(Staff.active & (Staff.role << others)).exists())


def _further(limit: Decimal | None, held: Decimal | None) -> bool:
    return held is not None and (limit is None or limit > held)


def _known(right: str) -> None:
    if right not in RIGHTS:
        raise Refused("UNKNOWN_RIGHT", "There is no right {right}.", field="right", right=right)


def _names(name_th: str, name_en: str) -> tuple[str, str]:
    thai, english = words(name_th, "name_th", LONGEST_NAME), words(name_en, "name_en", LONGEST_NAME)
    if not (thai and english):
        raise Refused(
            "NO_NAME", "Names in Thai and in English are needed.", field="name_en" if thai else "name_th"
        )
    return thai, english


def _said(limit: Decimal | None) -> str:
    return "without limit" if limit is None else str(limit)
