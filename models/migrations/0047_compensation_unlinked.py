"""A ticket that was made good by the wrong posting: on a closed one too the link may be undone, never turned round."""

from typing import Any

from models.house.schema import guard, run


def up(migrator: object, db: Any) -> None:
    run(
        db,
        sqlite="DROP TRIGGER service_ticket_stays",
        postgres="DROP TRIGGER service_ticket_stays ON service_ticket\n--\nDROP FUNCTION service_ticket_stays()",
    )
    kept = "NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.opened_at <> OLD.opened_at"
    closed = (
        "OLD.status = 'closed' AND (NEW.status <> OLD.status OR NEW.text <> OLD.text OR NEW.solution <> OLD.solution"
        " OR NEW.closed_at <> OLD.closed_at OR NEW.closed_at IS NULL OR NEW.kind <> OLD.kind)"
    )
    turned = "NEW.compensation_id <> OLD.compensation_id"
    taken = "EXISTS (SELECT 1 FROM service_ticket t WHERE t.compensation_id = NEW.compensation_id AND t.id <> OLD.id)"
    guard(
        db,
        "service_ticket",
        "service_ticket_stays",
        f"{kept} OR ({closed}) OR {turned} OR {taken}",
        "TICKET_CLOSED",
    )
