"""The folio: what was charged, what was paid, what is due; posting, correcting, paying, checking out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partialmethod
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language, n_
from models.front_office.codes import chargeable, code_of_article
from models.front_office.credit_notes import invoices_on
from models.front_office.folios import (
    KINDS,
    MOST_WINDOWS,
    FolioLine,
    FolioWindow,
    deposit_lines,
    folio_lines,
    post_article,
    post_charge,
    sent_elsewhere,
    stay_balance,
    window_balance,
    window_of,
    windows_of,
)
from models.front_office.keys import keys_of
from models.front_office.late_charges import close_open_folio
from models.front_office.open_folios import open_folio_of
from models.front_office.papers import folio_paper
from models.front_office.receipts import Receipt, receipt_by_number
from models.front_office.reservations import IN_HOUSE, STATES, Stay
from models.front_office.stays import charge_day_use, check_out
from models.house.lists import MemoryListing
from models.house.papers import Paper
from models.house.refusals import Answer, Refused
from screens.front_office.adjusting import adjust_line, choose_bill, take_back_line, why_not_adjust
from screens.front_office.alerts import show_alerts
from screens.front_office.city_settlement import settle_window
from screens.front_office.early_out import fee_decided
from screens.front_office.folio_moves import move_lines, split_line
from screens.front_office.invoicing import show_abbreviated
from screens.front_office.key_work import cancel_kept, give_cards, may_leave
from screens.front_office.late_posting import opened_for_late_charge, why_not_charged
from screens.front_office.payment import Paid, pay_window, show_receipts
from screens.front_office.receipts import show_receipt
from screens.front_office.refunding import refund_window
from screens.front_office.registers import show_cards
from screens.front_office.words import amount, day, name_of
from screens.kit.actions import Action
from screens.kit.choice_fields import Choice
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, ConfirmDialog, FormDialog
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

NET_SHOWN = ("charge", "correction", "allowance", "transfer", "adjustment", "credit")


@dataclass(frozen=True)
class Shown:
    """A line on the screen: a posting, or a part or child of it, which stand indented below it."""

    line: FolioLine
    child: int
    text: str
    net: Decimal | None
    amount: Decimal | None

    @property
    def key(self) -> tuple[int, int]:
        return (self.line.posting_id, self.child)


def _shown(line: FolioLine, with_children: bool) -> list[Shown]:
    charge = line.kind in NET_SHOWN and not line.moved_to
    words = (
        line.words(current_language())
        if line.kind in ("charge", "payment", "deposit moved", "transfer", "city ledger")
        else f"{KINDS[line.kind].say()}: {line.words(current_language())}"
    )
    words = f"{words} {line.receipt}".rstrip()
    if line.corrected:
        words = _("{words} (corrected)", words=words)
    if line.came_from:
        words = f"{words} ← {line.came_from}"
    if line.moved_to:
        words = f"{words} → {line.moved_to}"
    rows = [Shown(line, 0, words, line.net if charge else None, None if line.moved_to else line.amount)]
    if with_children and not line.moved_to:
        language = current_language()
        beneath = [
            *((f"   {part.words(language)}", part.net, None) for part in line.parts),
            *((f"   {name_of(child)}", None, child.amount) for child in line.children),
        ]
        rows += [Shown(line, n, text, net, moved) for n, (text, net, moved) in enumerate(beneath, 1)]
    if line.ticket:
        rows.append(Shown(line, len(rows), f"   {_('Ticket')} {line.ticket}", None, None))
    return rows


class FolioScreen(DeskScreen):
    ACTIONS = (
        Action("post", Message("Post"), ("p",), right="post", why_not=lambda s: s.why_not_post()),
        Action(
            "correct", Message("Take back"), ("c",), right="correct", why_not=lambda s: s.why_not_correct()
        ),
        Action("adjust", Message("Adjust"), ("a",), right="adjust", why_not=lambda s: s.why_not_adjust()),
        Action("pay", Message("Pay"), ("y",), right="pay", why_not=lambda s: s.why_not_open()),
        Action(
            "refund",
            Message("Refund"),
            ("f",),
            right="pay",
            shown=False,
            why_not=lambda s: s.why_not_refund(),
        ),
        Action("receipt", Message("Receipt"), ("r",), why_not=lambda s: s.why_not_receipt()),
        Action("move", Message("Move"), ("t",), right="post", why_not=lambda s: s.why_not_move()),
        Action(
            "split", Message("Split"), ("d",), right="post", shown=False, why_not=lambda s: s.why_not_split()
        ),
        Action(
            "mark",
            Message("Mark for moving"),
            ("space",),
            right="post",
            shown=False,
            why_not=lambda s: s.why_not_mark(),
        ),
        Action("windows", Message("Windows"), ("w",), why_not=lambda s: s.why_not_window()),
        *(
            Action(f"window_{n}", Message("Window {n}", {"n": n}), (str(n),), f"show_{n}", shown=False)
            for n in range(1, MOST_WINDOWS + 1)
        ),
        Action("routing", Message("Routing"), ("u",), right="see_desk", shown=False),
        Action("invoice", Message("Tax invoice"), ("i",), right="pay", why_not=lambda s: s.why_not_window()),
        Action("print", Message("Print"), ("b",)),
        Action("bills", Message("Bills before the end"), ("n",), shown=False),
        Action(
            "print_all",
            Message("Print every window"),
            ("B",),
            shown=False,
            why_not=lambda s: s.why_not_window(),
        ),
        Action(
            "check_out",
            Message("Check out"),
            ("o", "-"),
            right="check_in",
            why_not=lambda s: s.why_not_open(),
        ),
        Action(
            "settle",
            Message("City ledger"),
            ("l",),
            right="pay",
            shown=False,
            why_not=lambda s: s.why_not_open(),
        ),
        Action("children", Message("Tax lines"), ("x",)),
        Action(
            "entry",
            Message("Ledger entry"),
            ("e",),
            right="see_ledger",
            shown=False,  # Enter opens it too
            why_not=lambda s: s.why_not_selected(),
        ),
        Action("stay", Message("Booking"), ("s",), shown=False),
        Action("card", Message("Card (R.R.3)"), ("f4",), right="see_desk", shown=False),
        Action("keys", Message("Room keys"), ("k",), right="see_desk"),
    )

    def __init__(self, stay_id: int, then: str = "", posting_id: int | None = None, window: int = 1) -> None:
        super().__init__()
        self.stay: Stay = Stay.get_by_id(stay_id)
        self._then = then
        self._posting_id = posting_id
        self._children = True
        self.number = window
        self._marked: set[int] = set()

    @property
    def window(self) -> FolioWindow | None:
        found: FolioWindow | None = FolioWindow.get_or_none(
            (FolioWindow.stay == self.stay.id) & (FolioWindow.number == self.number)
        )
        return found

    def _all_windows(self) -> int:
        return len(windows_of(self.stay.id))

    def heading(self) -> str:
        stay, window, n = self.stay, self.window, self._all_windows()
        if window is not None and n > 1:
            guest = window.number == 1 and window.payee == stay.guest.name("en")
            return _(
                "Folio {room} · window {n} of {all} · {payee}", room=stay.room.number if stay.room_id else "",
                n=window.number, all=n, payee=stay.guest.name(current_language()) if guest else window.payee,
            )  # fmt: skip
        return _(
            "Folio {room} · {guest} · {arrival}–{departure}", room=stay.room.number if stay.room_id else "",
            guest=stay.guest.name(current_language()), arrival=day(stay.arrival), departure=day(stay.departure),
        )  # fmt: skip

    def aside(self) -> str:
        whole = balance = amount(stay_balance(self.stay.id))
        if self.window is not None and self._all_windows() > 1:
            balance = _("{balance} of {all}", balance=amount(window_balance(self.window.id)), all=whole)
        if self.stay.state != IN_HOUSE:
            return f"{STATES[self.stay.state].say()} · {balance}"
        return _("balance {balance}", balance=balance)

    def compose_body(self) -> ComposeResult:
        yield WindowedList(
            MemoryListing(self._rows()),
            [
                Column(Message("Date"), 9, lambda r: "" if r.child else day(r.line.date)),
                Column(Message("Number"), 8, lambda r: "" if r.child else r.line.number),
                Column(Message("Description"), None, self._text, style=_style),
                Column(Message("Before tax"), 12, lambda r: "" if r.net is None else amount(r.net), "right"),
                Column(Message("Amount"), 12, _amount_cell, "right", style=_style),
                Column(Message("User"), 10, lambda r: "" if r.child else r.line.user, min_screen_width=100),
            ],
            empty=Message("Nothing posted yet."),
            id="lines",
        )

    def _text(self, row: Shown) -> str:
        return f"* {row.text}" if not row.child and row.line.posting_id in self._marked else row.text

    def _rows(self) -> list[Shown]:
        window = self.window
        lines = folio_lines(window.id) if window else []
        if window is None and self.number == 1:
            lines = deposit_lines(self.stay.reservation_id)
        return [shown for line in lines for shown in _shown(line, self._children)]

    @property
    def _list(self) -> WindowedList[Shown]:
        return self.query_one("#lines", WindowedList)

    def reload(self) -> None:
        self.stay = Stay.get_by_id(self.stay.id)
        self._list.renew(MemoryListing(self._rows()))

    def on_mount(self) -> None:
        self._list.focus()
        if self._posting_id is not None:
            self._list.select((self._posting_id, 0))
        self.start(show_alerts(self, "billing", stay_id=self.stay.id))
        if self._then:
            self.call_after_refresh(self.perform_by_id, self._then)

    # Why not now

    def why_not_open(self) -> Message | None:
        if self.stay.state == IN_HOUSE or open_folio_of(self.stay.id) is not None:
            return None
        return Message("This stay is {state}.", {"state": STATES[self.stay.state]})

    def why_not_post(self) -> Message | None:
        return None if self.stay.state == IN_HOUSE else why_not_charged(self.stay)

    def why_not_selected(self) -> Message | None:
        return None if self._list.selected else Message("Nothing posted yet.")

    def why_not_correct(self) -> Message | None:
        row = self._list.selected
        if row is None:
            return Message("Nothing posted yet.")
        if row.line.date != self.services.today():
            return Message(
                "{date} is closed; only postings of today can be corrected.", {"date": row.line.date}
            )
        if row.line.corrected:
            return Message("This posting has been corrected already.")
        return self.why_not_open() if self.window else None  # a deposit before arrival

    def why_not_receipt(self) -> Message | None:
        row = self._list.selected
        if row is not None and (row.line.receipt or self._invoices()):
            return None
        return Message("There is no receipt for this line; choose a payment.")

    def why_not_refund(self) -> Message | None:
        window = self.window
        if window is None or window_balance(window.id) >= 0:
            return Message("There is no credit to give back.")
        return self.why_not_open()

    # Windows

    def why_not_window(self) -> Message | None:
        return None if self._all_windows() else Message("The folio opens at check-in.")

    async def do_windows(self) -> None:
        chosen = await self.app.push_screen_wait(open_screen("windows", self.stay.id))
        if chosen:
            self._show_window(chosen)

    def _show_window(self, number: int) -> None:
        if not any(w.number == number for w in windows_of(self.stay.id)):
            self.say(Message("There is no window {n}; w opens one.", {"n": number}), "warning")
            return
        self.number, self._marked = number, set()
        self.reread()

    show_1 = partialmethod(_show_window, 1)
    show_2 = partialmethod(_show_window, 2)
    show_3 = partialmethod(_show_window, 3)
    show_4 = partialmethod(_show_window, 4)
    show_5 = partialmethod(_show_window, 5)
    show_6 = partialmethod(_show_window, 6)
    show_7 = partialmethod(_show_window, 7)
    show_8 = partialmethod(_show_window, 8)

    def do_routing(self) -> None:
        self.app.push_screen(open_screen("routing", "stay", self.stay.id))

    def why_not_mark(self) -> Message | None:
        row = self._list.selected
        return Message("Choose a charge.") if row is None or not row.line.movable else None

    def why_not_move(self) -> Message | None:
        return None if self._marked else self.why_not_mark()

    def why_not_split(self) -> Message | None:
        return Message("One line at a time is split.") if len(self._marked) > 1 else self.why_not_mark()

    def do_mark(self) -> None:
        row = self._list.selected
        assert row is not None
        self._marked ^= {row.line.posting_id}
        self._list.reload()

    def _chosen(self) -> list[FolioLine]:
        row = self._list.selected
        ids = self._marked or ({row.line.posting_id} if row else set())
        shown = {r.line.posting_id: r.line for r in self._rows()}
        return [line for n, line in shown.items() if n in ids]

    async def do_move(self) -> None:
        lines = self._chosen()
        if await move_lines(self, self.stay, self.number, lines):
            self._marked = set()
            self.reread()
            self.say(n_("{n} line moved", "{n} lines moved", len(lines)))

    async def do_split(self) -> None:
        row = self._list.selected
        assert row is not None
        if await split_line(self, self.stay, self.number, row.line):
            self._marked = set()
            self.reread()

    # Posting

    def search_what(self, text: str) -> list[tuple[str, str]]:
        """Articles, then codes, by code or by any word of their name, in both languages; a code typed whole comes first."""
        wanted = text.strip().casefold()

        def fits(row: Any) -> bool:
            names = f"{row.code} {row.name_th} {row.name_en}".casefold()
            return (
                names.startswith(wanted) or f" {wanted}" in names or (bool(wanted) and wanted in row.name_th)
            )

        codes, articles = chargeable(self.services.today())
        found = [
            *(
                (a, f"article {a.code}", f"{a.code} {name_of(a)} {amount(a.price)}")
                for a in articles
                if fits(a)
            ),
            *((c, f"code {c.code}", f"{c.code} {name_of(c)}") for c in codes if fits(c)),
        ]
        found.sort(key=lambda each: each[0].code.casefold() != wanted)
        return [(key, label) for _row, key, label in found[:12]]

    def post_from_command(self, what: str, price: Decimal | None) -> None:
        found = self.search_what(what) if what else []
        self.start(self._post(Choice(*found[0]) if found else None, price))

    async def do_post(self) -> None:
        await self._post(None, None)

    async def _post(self, what: Choice | None, price: Decimal | None) -> None:
        if not await opened_for_late_charge(self, self.stay):
            return
        specs = (
            FieldSpec("what", Message("Charge"), "lookup", required=True, search=self.search_what, width=34, help=Message("A code or an article: minibar, laundry, beer …")),
            FieldSpec("quantity", Message("Quantity"), "number", required=True, minimum=1, maximum=999, default=1),
            FieldSpec("amount", Message("Price a piece"), "amount", minimum=Decimal("0.01"), help=Message("Empty for an article: its own price.")),
            FieldSpec("inclusive", Message("Service and tax included"), "check"),
            FieldSpec("description", Message("Description"), width=34, max_length=60),
        )  # fmt: skip
        window = window_of(self.stay.id, self.number)

        done: list[int] = []

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            kind, _space, code = str(values["what"]).partition(" ")
            if kind == "article" and values["amount"] is None:
                done.append(
                    await self.services.write(
                        post_article, window.id, code, values["quantity"], token=token, answers=answers
                    )
                )
                return True
            if kind == "article":
                code = code_of_article(code)
            if values["amount"] is None:
                raise Refused("NO_AMOUNT", "Type the price.", field="amount")
            charge = await self.services.write(
                post_charge, window.id, code, values["amount"], quantity=values["quantity"],
                inclusive=bool(values["inclusive"]), description=values["description"] or "", token=token, answers=answers,
            )  # fmt: skip
            done.append(charge)
            return True

        first = {"what": what, "amount": price} if what or price else None
        title = Message("Post to room {room}", {"room": self.stay.room.number})
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=first)):
            self.reread()
            self._list.select_last()
            there = sent_elsewhere(done[-1], window.id)
            if there:
                self.say(Message("Routing sent it to window {there}.", {"there": there}))

    async def do_correct(self) -> None:
        row = self._list.selected
        assert row is not None
        if await take_back_line(self, row.line):
            self.reread()

    def why_not_adjust(self) -> Message | None:
        row = self._list.selected
        return self.why_not_open() or why_not_adjust(self, row.line if row else None)

    async def do_adjust(self) -> None:
        row = self._list.selected
        assert row is not None
        if await adjust_line(self, row.line, self.stay.id):
            self.reread()

    async def do_bills(self) -> None:
        await choose_bill(self, self.stay, self.window, self._children)

    # Money

    async def do_pay(self) -> None:
        paid = await self._pay()
        if paid is not None:
            show_receipts(self, paid)

    async def _pay(self) -> Paid | None:
        return await pay_window(self, window_of(self.stay.id, self.number))

    async def do_settle(self) -> None:
        if await settle_window(self, window_of(self.stay.id, self.number)):
            self.reread()

    async def do_refund(self) -> None:
        await refund_window(self, window_of(self.stay.id, self.number))

    async def do_keys(self) -> None:
        """The first cards at once; later on the list of what was given."""
        if (
            self.stay.state == IN_HOUSE
            and not self.stay.room_type.pseudo
            and not keys_of(self.stay.id).count()
        ):
            await give_cards(self, self.stay)
        else:
            self.app.push_screen(open_screen("keys", self.stay.id))

    async def do_check_out(self) -> None:
        """Balance first, then out; the early guest is asked for. The folio of one who has left is closed again."""
        if self.stay.state != IN_HOUSE:
            if await self.submit(close_open_folio, self.stay.id) is not None:
                self.say(Message("The folio is closed."))
            return
        await show_alerts(self, "check-out", stay_id=self.stay.id)
        today = self.services.today()
        if not await may_leave(self, self.stay):
            return
        early = self.stay.departure > today and not self.stay.room_type.pseudo
        if early and self.stay.arrival == today:
            question = Message("Arrived today. Charge the first night as day use and leave?")
            if not await self.app.push_screen_wait(ConfirmDialog(question)):
                return
            if await self.submit(charge_day_use, self.stay.id) is None:
                return
            early = False
        elif early:
            question = Message(
                "Booked until {date}. Leave today and drop the nights to come?", {"date": self.stay.departure}
            )
            if not await self.app.push_screen_wait(ConfirmDialog(question)):
                return
            if not await fee_decided(self, self.stay):
                return
        receipts: list[int] = []
        for row in windows_of(self.stay.id):
            if row.balance > 0 and not row.to_account:
                self._show_window(row.number)
                paid = await self._pay()
                if paid is None:
                    show_receipts(self, Paid(tuple(receipts), Decimal(0)))
                    return
                receipts += paid.receipts
        if await self.submit(check_out, self.stay.id, early) is None:
            return
        noted = keys_of(self.stay.id).count()
        self.say(Message("Checked out.") if noted else Message("Checked out. Keys back?"))
        await cancel_kept(self, self.stay.id)
        show_abbreviated(self, self.stay.id)
        show_receipts(self, Paid(tuple(receipts), Decimal(0)))

    def _invoices(self) -> list[Receipt]:
        """The tax invoices of the deposit the marked line brought to the folio."""
        row, window = self._list.selected, self.window
        if row is None or window is None or row.line.kind != "deposit moved":
            return []
        return invoices_on(window)

    async def do_receipt(self) -> None:
        row = self._list.selected
        assert row is not None
        if row.line.receipt:
            show_receipt(self, receipt_by_number(row.line.receipt))
            return
        numbers = [(invoice.number, invoice.number) for invoice in self._invoices()]
        chosen: object = numbers[0][0]
        if len(numbers) > 1:
            chosen = await self.app.push_screen_wait(ChooseDialog(Message("Receipt"), numbers))
        if chosen is not None:
            show_receipt(self, receipt_by_number(str(chosen)))

    def do_invoice(self) -> None:
        assert self.window is not None
        self.app.push_screen(open_screen("invoicing", self.window.id))

    def do_print(self) -> None:
        window = self.window
        if window is None:
            self.say(Message("Nothing posted yet."), "warning")
            return
        self.services.show_paper(self._paper(window))

    def do_print_all(self) -> None:
        """Each window its own paper, to its own payee."""
        numbers = [row.number for row in windows_of(self.stay.id) if row.lines]
        papers = [self._paper(window_of(self.stay.id, n)) for n in numbers]
        if papers:
            self.services.show_papers(papers)
        else:
            self.say(Message("Nothing posted yet."), "warning")

    def _paper(self, window: FolioWindow) -> Paper:
        language = window.language or self.stay.guest.papers_language
        return folio_paper(self.services.property(), window, language, self._children)

    def do_children(self) -> None:
        self._children = not self._children
        self.reload()

    def do_entry(self) -> None:
        row = self._list.selected
        assert row is not None
        self.app.push_screen(open_screen("entry", row.line.entry_id))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        if event.row.line.receipt:
            show_receipt(self, receipt_by_number(event.row.line.receipt))
        elif self.services.rights.allow("see_ledger"):
            self.app.push_screen(open_screen("entry", event.row.line.entry_id))

    def do_stay(self) -> None:
        self.app.push_screen(open_screen("stay", self.stay.id))

    def do_card(self) -> None:
        show_cards(self, self.stay.id)


def _amount_cell(row: Shown) -> str:
    return "" if row.amount is None else amount(row.amount)


def _style(row: Shown) -> str:
    gone = row.line.corrected or row.line.moved_to or row.line.kind == "correction"
    return "dim" if row.child or gone else ""
