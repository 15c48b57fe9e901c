"""The group resume: one paper with everything the house must know of a group, and its rooming list."""

from __future__ import annotations

from locales import _, in_language
from locales.dates import format_date
from models.front_office.blocks.tables import STATUSES, Block
from models.front_office.blocks.views import grid_of, pickups
from models.front_office.desk_views import StayRow
from models.front_office.papers import seller
from models.front_office.reservations import CANCELLED, NO_SHOW, STATES
from models.front_office.stays import persons_of
from models.house.papers import Column, Field, Paper, Party, Row, Table
from models.house.property import Property

MOST_ROOMS = 2_000


def group_paper(hotel: Property, block_id: int, language: str) -> Paper:
    """For the desk, housekeeping and the tour leader; no prices on it."""
    block = Block.get_by_id(block_id)
    with in_language(language):
        rooms = [row for row in pickups(block_id).first(MOST_ROOMS) if row.state not in (CANCELLED, NO_SHOW)]
        persons = sum(row.persons for row in rooms)
        fields = (
            Field(_("Arrival"), format_date(block.first_night)),
            Field(_("Departure"), format_date(block.departure)),
            Field(_("Status"), STATUSES[block.status].say()),
            Field(_("Cutoff"), format_date(block.cutoff_on) if block.cutoff_on else ""),
            Field(_("Contact"), block.contact),
            Field(_("Phone"), block.phone),
            Field(_("Rate"), block.rate_code.name(language)),
            Field(_("Note"), block.note),
        )
        return Paper(
            kind="group",
            title=_("Group resume and rooming list"),
            number=block.code,
            date_text=format_date(hotel.business_date),
            language=language,
            seller=seller(hotel, language),
            party=Party(
                block.name, (block.company.name(language),) if block.company_id else (), role=_("Group")
            ),
            fields=tuple(field for field in fields if field.value),
            tables=(_nights(block_id), _rooming(rooms, language)),
            totals=(
                Field(_("Number of rooms"), str(len(rooms))),
                Field(_("Persons"), str(persons), strong=True),
            ),
        )


def _nights(block_id: int) -> Table:
    grid = grid_of(block_id)
    rows = [
        Row(
            (
                format_date(night.date, "short"),
                *(f"{cell.blocked} / {cell.picked_up}" if cell else "" for cell in night.cells),
                f"{night.total.blocked} / {night.total.picked_up}",
            )
        )
        for night in grid.nights
    ]
    columns = (
        Column(_("Night"), width=11),
        *(Column(code, "right", 9) for code in grid.types[:6]),
        Column(_("Total"), "right", 9),
    )
    width = len(columns)
    cut = tuple(Row((*row.cells[: width - 1], row.cells[-1])) for row in rows)
    return Table(columns, cut, title=_("Rooms blocked / picked up"))


def _rooming(rooms: list[StayRow], language: str) -> Table:
    rows = []
    for row in rooms:
        guests = [guest.name(language) for guest in persons_of(row.stay_id)]
        dates = f"{format_date(row.arrival, 'day_month')} – {format_date(row.departure, 'day_month')}"
        state = STATES[row.state].say()
        rows.append(Row((row.room or "–", row.room_type, guests[0], dates, str(row.persons), state)))
        rows += [Row(("", "", guest, "", "", "")) for guest in guests[1:]]
    return Table(
        (
            Column(_("Room"), width=5),
            Column(_("Type"), width=5),
            Column(_("Guest")),
            Column(_("Dates"), width=17),
            Column(_("Pax"), width=4),
            Column(_("State"), width=10),
        ),
        tuple(rows),
        title=_("Rooming list"),
    )
