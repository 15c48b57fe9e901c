"""What a guest says at the desk for the registers, wishes of a stay, a room's extension, and who may do what."""

from typing import Any

from models.house.schema import run

# A hotel that is open already gives its roles what they need for the new desks.
_RIGHTS = (
    ("see_identity", "check_in"),
    ("bell_desk", "check_in"),
    ("switchboard", "check_in"),
    ("service", "see_desk"),
    ("privacy", "staff"),
)
_ROLES = (("bell_desk", "porter"), ("switchboard", "operator"))


def up(migrator: object, db: Any) -> None:
    run(
        db,
        both="""
ALTER TABLE guest ADD COLUMN middle TEXT NOT NULL DEFAULT ''
--
ALTER TABLE guest ADD COLUMN birth_precision TEXT NOT NULL DEFAULT '' CHECK (birth_precision IN ('', 'month', 'year'))
--
ALTER TABLE stay_person ADD COLUMN from_home {bool} NOT NULL DEFAULT {yes}
--
ALTER TABLE stay_person ADD COLUMN came_from TEXT NOT NULL DEFAULT ''
--
ALTER TABLE stay_person ADD COLUMN to_home {bool} NOT NULL DEFAULT {yes}
--
ALTER TABLE stay_person ADD COLUMN going_to TEXT NOT NULL DEFAULT ''
--
ALTER TABLE stay_person ADD COLUMN countersigned_by_id INTEGER REFERENCES staff(id)
--
ALTER TABLE stay ADD COLUMN no_information {bool} NOT NULL DEFAULT {no}
--
ALTER TABLE stay ADD COLUMN service_wish TEXT NOT NULL DEFAULT '' CHECK (service_wish IN ('', 'dnd', 'mur', 'declined'))
--
ALTER TABLE stay ADD COLUMN authorised_by TEXT NOT NULL DEFAULT ''
--
ALTER TABLE room ADD COLUMN extension TEXT NOT NULL DEFAULT ''
""",
    )
    for right, like in _RIGHTS:
        run(
            db,
            both=f"""INSERT INTO role_right (role_id, "right") SELECT role_id, '{right}' FROM role_right
WHERE "right" = '{like}'""",
        )
    for right, role in _ROLES:
        run(
            db,
            both=f"""INSERT INTO role_right (role_id, "right") SELECT id, '{right}' FROM role
WHERE code = '{role}' AND id NOT IN (SELECT role_id FROM role_right WHERE "right" = '{right}')""",
        )
