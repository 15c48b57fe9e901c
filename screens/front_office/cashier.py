"""The cashier's screen: one's shift, what moved it, and everything one does with a drawer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.dates import format_stamp
from locales.thai_text import cell_width
from models.front_office.papers import paper_from_json
from models.front_office.receipts import Receipt
from models.front_office.till import CashierShift, PaidOut, open_shift, shifts_kept
from models.front_office.till.closing import results
from models.front_office.till.figures import figures, standing_counts
from models.front_office.till.moving import CASH
from models.front_office.till.paid_outs import take_back_paid_out
from models.front_office.till.views import MOVES, ShiftLine, may_see_expected, report_of, shift_lines
from models.house.lists import Listing, MemoryListing, Pages
from models.house.refusals import Answer
from screens.front_office.receipts import show_receipt
from screens.front_office.shift_forms import (
    drop_dialog,
    float_dialog,
    force_dialog,
    open_shift_dialog,
    paid_out_dialog,
)
from screens.front_office.stay_changes import REASON
from screens.front_office.to_entry import TO_ENTRY, HasEntries
from screens.front_office.words import amount, guest_name, name_of
from screens.kit.actions import Action
from screens.kit.detail import Detail
from screens.kit.dialogs import FormDialog
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

TOTALS_HEIGHT = 2
OFF = Message("This house keeps no cashier shifts (setting cashier_shifts).")


class CashierScreen(HasEntries):
    ACTIONS = (
        Action("open", Message("Open shift"), ("o",), right="pay", why_not=lambda s: s.why_not_open()),
        Action("pay_out", Message("Paid-out"), ("p",), right="pay", why_not=lambda s: s.why_not_own()),
        Action("drop", Message("Drop"), ("d",), right="pay", why_not=lambda s: s.why_not_own()),
        Action("change_float", Message("Float"), ("f",), right="pay", shown=False, why_not=lambda s: s.why_not_own()),
        Action("close", Message("Close"), ("l", "f9"), right="pay", why_not=lambda s: s.why_not_close()),
        Action("hand_over", Message("Hand over shift"), ("h",), right="pay", why_not=lambda s: s.why_not_own()),
        Action("exchange", Message("Exchange"), ("x",), right="pay", shown=False),
        Action("report", Message("Reports"), ("r",)),
        Action("paper", Message("Print"), ("i",), why_not=lambda s: s.why_not_paper()),
        Action("take_back", Message("Take back"), ("c",), right="correct", shown=False, why_not=lambda s: s.why_not_back()),
        TO_ENTRY,
    )  # fmt: skip

    def __init__(self, shift_id: int | None = None, then: str = "") -> None:
        super().__init__()
        self._shift_id = shift_id
        self._then = then

    @property
    def shift(self) -> CashierShift | None:
        """The shift asked for, else one's own."""
        if self._shift_id is not None:
            found: CashierShift | None = CashierShift.get_or_none(CashierShift.id == self._shift_id)
            return found
        return open_shift(self.services.staff) if self.services.staff else None

    @property
    def is_own(self) -> bool:
        shift, staff = self.shift, self.services.staff
        return shift is not None and staff is not None and shift.staff_id == staff.id

    def heading(self) -> str:
        shift = self.shift
        if shift is None:
            return _("Cashier · no shift open")
        return _(
            "Cashier {number} · {name} · drawer {n} · since {time}", number=shift.number, name=name_of(shift.staff),
            n=shift.drawer.number, time=self._time(shift.opened_at),
        )  # fmt: skip

    def aside(self) -> str:
        shift = self.shift
        if shift is None:
            return ""
        return _("float {amount}", amount=amount(shift.opening)) if shift.is_open else _("shift closed")

    def compose_body(self) -> ComposeResult:
        columns: list[Column[ShiftLine]] = [
            Column(Message("Time"), 5, lambda r: self._time(r.at)),
            Column(Message("What"), 12, lambda r: MOVES[r.kind].say() if r.kind in MOVES else r.kind),
            Column(Message("Method"), 12, lambda r: r.method_th if current_language() == "th" else r.method_en),
            Column(Message("Room"), 4, lambda r: r.room),
            Column(Message("Guest/ref."), None, lambda r: guest_name(r) or r.reference),
            Column(Message("Paper"), 13, lambda r: r.paper),
            Column(Message("Amount"), 13, _moved, "right"),
        ]  # fmt: skip
        yield WindowedList(
            self._listing(), columns, empty=Message("No money has moved in this shift."), id="moves"
        )
        yield Detail(self._totals, TOTALS_HEIGHT, id="totals")

    def on_mount(self) -> None:
        self._list.focus()
        self._look_at_totals()
        if self._then:
            self.call_after_refresh(self.perform_by_id, self._then)

    @property
    def _list(self) -> WindowedList[ShiftLine]:
        return self.query_one("#moves", WindowedList)

    def _listing(self) -> Pages[ShiftLine]:
        shift = self.shift
        if shift is None:
            return MemoryListing([])
        listing: Listing[ShiftLine] = shift_lines(shift.id)
        return listing

    def reload(self) -> None:
        self._list.renew(self._listing())
        self._look_at_totals()

    def _look_at_totals(self) -> None:
        detail = self.query_one("#totals", Detail)
        detail.styles.height = max(len(self._totals()), TOTALS_HEIGHT)
        detail.look()

    @cached_property
    def _zone(self) -> str:
        return str(self.services.property().zone)

    def _time(self, moment: object) -> str:
        return format_stamp(moment, self._zone)[-5:]  # type: ignore[arg-type]

    def _totals(self) -> list[str]:
        """What moved, by method. The cash that should be there is not said before it is counted."""
        shift, staff = self.shift, self.services.staff
        if shift is None and not shifts_kept():
            return [OFF.say()]
        if shift is None or staff is None:
            return [_("o opens your shift; money is taken in a shift of one's own.")]
        seen = may_see_expected(shift, self.services.rights, staff.id)
        cash, hidden, others = [], [], []
        for figure in figures(shift):
            if not figure.is_cash:
                others.append(f"{name_of(figure)} {figure.papers} · {amount(figure.expected)}")
            elif seen:
                said = _(
                    "{currency} in the drawer {amount}",
                    currency=figure.currency,
                    amount=amount(figure.expected),
                )
                cash.append(said)
            else:
                hidden.append(name_of(figure) if figure.code == CASH else figure.currency)
        if hidden:
            cash.append(_("{name}: counted when closing", name=", ".join(hidden)))
        return [*_side_by_side(cash, self.size.width), *_side_by_side(others, self.size.width)]

    def paper(self) -> tuple[str, int] | None:
        row = self._list.selected
        return ("till", row.movement_id) if row else None

    # Why not now

    def why_not_open(self) -> Message | None:
        staff = self.services.staff
        if staff is not None and open_shift(staff) is not None:
            return Message("Your shift is open.")
        return None if shifts_kept() else OFF

    def why_not_own(self) -> Message | None:
        shift = self.shift
        if shift is None:
            return Message("Open your cashier shift first.")
        if not shift.is_open:
            return Message("This shift is closed. What comes late goes into the next one.")
        return None if self.is_own else Message("This is the shift of somebody else.")

    def why_not_close(self) -> Message | None:
        return (
            None if self.shift is not None and not self.is_own and self.shift.is_open else self.why_not_own()
        )

    def why_not_paper(self) -> Message | None:
        row = self._list.selected
        return None if row is not None and row.paper else Message("There is no paper for this line.")

    def why_not_back(self) -> Message | None:
        row = self._list.selected
        if row is None or row.paid_out_id is None or row.stay_id is not None:
            return Message("Only a paid-out of the house is taken back here; the rest on its folio.")
        return None

    # Doing

    async def do_open(self) -> None:
        if await self.app.push_screen_wait(open_shift_dialog(self.services)):
            self._shift_id = None
            self.reread()

    async def do_pay_out(self) -> None:
        done: list[int] = []
        if await self.app.push_screen_wait(paid_out_dialog(self.services, done)):
            self.reread()
            self.services.show_paper(paper_from_json(PaidOut.get_by_id(done[0]).paper))

    async def do_drop(self) -> None:
        if await self.app.push_screen_wait(drop_dialog(self.services)):
            self.reread()
            self.say(Message("The drop is written down."))

    async def do_change_float(self) -> None:
        if await self.app.push_screen_wait(float_dialog(self.services)):
            self.reread()

    async def do_close(self) -> None:
        """One's own by counting; what is counted already leads to its result. Somebody else's by force."""
        shift = self.shift
        assert shift is not None
        if self.is_own:
            counted = bool(standing_counts(shift)) and bool(results(shift))
            self.app.push_screen(open_screen("shift result" if counted else "count", shift.id))
        elif await self.app.push_screen_wait(force_dialog(self.services, shift)):
            self.reread()
            self._show_report(shift.id)

    def do_exchange(self) -> None:
        self.app.push_screen(open_screen("exchange"))

    def do_hand_over(self) -> None:
        assert self.shift is not None
        self.app.push_screen(open_screen("hand over", self.shift.id))

    def do_report(self) -> None:
        shift = self.shift
        if shift is not None and not shift.is_open:
            self._show_report(shift.id)
        else:
            self.app.push_screen(open_screen("shifts"))

    def _show_report(self, shift_id: int) -> None:
        paper = report_of(shift_id)
        if paper is not None:
            self.services.show_paper(paper)

    def do_paper(self) -> None:
        row = self._list.selected
        assert row is not None
        if row.receipt_id is not None:
            show_receipt(self, Receipt.get_by_id(row.receipt_id))
        elif row.paid_out_id is not None:
            self.services.show_paper(paper_from_json(PaidOut.get_by_id(row.paid_out_id).paper))

    async def do_take_back(self) -> None:
        row = self._list.selected
        assert row is not None
        assert row.paid_out_id is not None
        paid_out_id = row.paid_out_id

        async def write(values: dict[str, str], token: str, answers: dict[str, Answer]) -> object:
            return await self.services.write(
                take_back_paid_out, paid_out_id, values["reason"], token=token, answers=answers
            )

        title = Message("Take back {what}: {amount}", {"what": row.paper, "amount": -row.amount})
        if await self.app.push_screen_wait(FormDialog(title, (REASON,), write)):  # type: ignore[arg-type]
            self.reread()

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        """To the folio the line stands on, else to its paper."""
        row = event.row
        if row.stay_id is not None:
            self.app.push_screen(open_screen("folio", row.stay_id, "", row.posting_id))
        elif row.paper:
            self.do_paper()


def _moved(row: ShiftLine) -> str:
    return amount(row.amount) if row.currency == "THB" else f"{row.currency} {amount(row.amount)}"


def _side_by_side(parts: Sequence[str], width: int) -> list[str]:
    """As many on a line as stand there whole."""
    lines: list[str] = []
    for part in parts:
        joined = f"{lines[-1]}   {part}" if lines else part
        if lines and cell_width(joined) <= width - 2:
            lines[-1] = joined
        else:
            lines.append(part)
    return lines
