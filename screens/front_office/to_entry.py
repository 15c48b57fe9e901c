"""From a paper to the entries it stands on, and from an entry to one of its papers: one key on every screen of them."""

from __future__ import annotations

from locales import Message
from models.front_office.ways import Way, entries_of
from models.house.staff import RIGHTS
from models.ledger.entries import Entry
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog
from screens.kit.windowed_list import WindowedList
from screens.navigation import open_screen

NONE_STANDS = Message("No entry stands behind it.")


class HasEntries(DeskScreen):
    """A screen of papers that have entries. ``TO_ENTRY`` is among its actions."""

    def paper(self) -> tuple[str, int] | None:
        """The kind (``ways.SOURCES``) and the id of the paper chosen; None without one."""
        raise NotImplementedError

    def why_not_entry(self) -> Message | None:
        return None if self.paper() else Message("Nothing here.")

    async def do_to_entry(self) -> None:
        """Of several one is chosen."""
        paper = self.paper()
        assert paper is not None
        found = entries_of(*paper)
        if not found:
            self.say(NONE_STANDS, "warning")
            return
        entry_id: object = found[0]
        if len(found) > 1:
            rows = Entry.select().where(Entry.id << found).order_by(Entry.id)
            options: list[tuple[object, str]] = [
                (e.id, f"{e.voucher or f'K-{e.id:05d}'} {e.memo}") for e in rows
            ]
            entry_id = await self.app.push_screen_wait(ChooseDialog(Message("Which entry?"), options))
        if entry_id is not None:
            self.app.push_screen(open_screen("entry", entry_id))


TO_ENTRY = Action(
    "to_entry",
    Message("Its entry"),
    ("j",),
    right="see_ledger",
    shown=False,
    why_not=HasEntries.why_not_entry,
)


def go(screen: DeskScreen, way: Way) -> None:
    """To where a paper is seen, its row chosen; what is done with is shown among the open ones."""
    if not screen.services.rights.allow(way.right):
        screen.say(
            Message("You do not have the right for this: {what}.", {"what": RIGHTS[way.right]}), "warning"
        )
        return
    place = way.place
    target = open_screen(place.screen, *place.args)
    if hasattr(target, "every"):
        target.every = True
    screen.app.push_screen(target)
    if place.key is not None:
        target.call_after_refresh(lambda: target.query_one(WindowedList).select(place.key))
