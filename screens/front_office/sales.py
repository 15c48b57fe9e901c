"""Sales to passers-by: one form that charges and takes the money, and the sales of a day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from locales.money import NotAnAmount, parse_money
from locales.thai_text import to_latin_digits
from models.front_office.codes import chargeable
from models.front_office.passers_by import (
    Sale,
    Sold,
    gross_of,
    receipts_of_sale,
    sales_of,
    sell,
    take_sale_back,
)
from models.front_office.payment_methods import methods_in_use
from models.house.lists import MemoryListing
from models.house.refusals import Answer, Refused
from screens.front_office.booking import method_options
from screens.front_office.city_settlement import account_field
from screens.front_office.one_day import DATES, DAY_AFTER, DAY_BEFORE, OneDay
from screens.front_office.receipts import show_receipt
from screens.front_office.stay_changes import REASON
from screens.front_office.words import amount, day, name_of
from screens.kit.actions import Action
from screens.kit.dialogs import FormDialog
from screens.kit.fields import FieldError
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.form_screen import FormScreen
from screens.kit.windowed_list import Column, WindowedList
from screens.navigation import open_screen

LINES = 5
MOST_FOUND = 12


def search_goods(text: str, date: datetime.date) -> list[tuple[str, str]]:
    """``2 chang``: two of an article; ``food 250``: a code at a price. The key is code, pieces and price."""
    words = to_latin_digits(text).casefold().split()
    pieces = int(words.pop(0)) if len(words) > 1 and words[0].isdecimal() and len(words[0]) <= 4 else 1
    price: Decimal | None = None
    if len(words) > 1:
        try:
            price = parse_money(words[-1])
            words.pop()
        except NotAnAmount:
            price = None
    wanted = " ".join(words)
    codes, articles = chargeable()
    times = f"{pieces} × " if pieces > 1 else ""
    if price is None:
        found = [
            (f"{a.code}|{pieces}|", f"{times}{name_of(a)} {amount(gross_of(Sold(a.code, pieces), date))}")
            for a in articles if _fits(a, wanted)
        ]  # fmt: skip
        found += [(f"{c.code}|{pieces}|?", f"{c.code} {name_of(c)} …") for c in codes if _fits(c, wanted)]
    else:
        found = [
            (f"{c.code}|{pieces}|{price}", f"{times}{name_of(c)} {amount(price * pieces)}")
            for c in codes
            if _fits(c, wanted)
        ]
    return found[:MOST_FOUND]


def _fits(row: Any, wanted: str) -> bool:
    names = f"{row.code} {row.name_th} {row.name_en}".casefold()
    return names.startswith(wanted) or f" {wanted}" in names or (bool(wanted) and wanted in row.name_th)


def sold(key: str, field: str = "line1") -> Sold:
    """Refused: NO_AMOUNT, for a code without a price."""
    code, pieces, price = key.split("|")
    if price == "?":
        raise Refused("NO_AMOUNT", "Type the price behind it: {code} 250.", field=field, code=code.lower())
    return Sold(code, int(pieces), Decimal(price) if price else None)


class SaleScreen(FormScreen):
    """What is sold, how it is paid: F9 sells, and the form is there for the next one."""

    ACTIONS = (
        Action("save", Message("Sell"), ("f9",), right="pay"),
        Action("sales", Message("Sales of today"), ("f4",), right="see_desk"),
    )

    def heading(self) -> str:
        return _("Sale to a passer-by")

    def aside(self) -> str:
        return _("total {total}", total=amount(self._total()))

    def compose_body(self) -> ComposeResult:
        goods = [
            FieldSpec(
                f"line{n}", Message("What is sold") if n == 1 else Message("and"), "lookup", search=self._search, width=44,
                required=n == 1, help=Message("An article, or a code with its price: chang · 2 chang · food 250"),
            )
            for n in range(1, LINES + 1)
        ]  # fmt: skip
        yield Form(
            [
                *goods,
                Section(Message("Paid at once")),
                FieldSpec("method", Message("Paid by"), "pick", required=True, options=method_options(), default="CASH"),
                FieldSpec("tendered", Message("Cash received"), "amount", help=Message("For change; empty when it is exact.")),
                FieldSpec("reference", Message("Reference"), max_length=60, help=Message("Card slip, transfer number …")),
                account_field(required=False),
                Section(Message("For a tax invoice")),
                FieldSpec("buyer", Message("Buyer"), max_length=120, width=44),
                FieldSpec("address", Message("Address"), max_length=200, width=44),
                FieldSpec("tax_id", Message("Tax number"), max_length=20, width=20),
                FieldSpec("branch", Message("Branch"), max_length=5, width=8, help=Message("00000 is the head office.")),
            ],
            id="sale",
        )  # fmt: skip

    def _search(self, text: str) -> list[tuple[str, str]]:
        return search_goods(text, self.services.today())

    def on_form_changed(self, event: Form.Changed) -> None:
        event.stop()
        self._draw_frame()

    def _total(self) -> Decimal:
        """Of what stands in the form now, taxes in it."""
        total = Decimal("0.00")
        if not self.is_mounted:
            return total
        for n in range(1, LINES + 1):
            try:
                key = self.form.field(f"line{n}").parsed()
                total += gross_of(sold(str(key)), self.services.today()) if key else Decimal("0.00")
            except (FieldError, Refused):
                continue
        return total

    async def write(self, values: Mapping[str, Any]) -> None:
        account = values["account"]
        try:
            lines = [
                sold(str(values[f"line{n}"]), f"line{n}") for n in range(1, LINES + 1) if values[f"line{n}"]
            ]
            if values["tendered"] is not None and (account or values["method"] != "CASH"):
                raise Refused("TENDERED_NOT_CASH", "Only cash gives change.", field="tendered")
        except Refused as refused:
            self.form.show_refusal(refused)
            return
        total, tendered = self._total(), values["tendered"]
        sale = await self.submit(
            sell, lines, method=values["method"], tendered=tendered, account_id=account,
            reference=values["reference"] or "", buyer=values["buyer"] or "", address=values["address"] or "",
            tax_id=values["tax_id"] or "", branch=values["branch"] or "", language=current_language(), form=self.form,
        )  # fmt: skip
        if sale is None:
            return
        self.form.set_values({spec.name: spec.default for spec in self.form.specs})
        self.form.focus_first()
        self._draw_frame()
        if tendered is not None and tendered > total:
            self.say(Message("Change: {change}", {"change": tendered - total}))
        else:
            self.say(Message("Sold: {total}", {"total": total}))
        papers = receipts_of_sale(sale)
        if papers:
            show_receipt(self, papers[-1])

    def do_sales(self) -> None:
        self.app.push_screen(open_screen("sales"))


class SalesScreen(OneDay):
    """The sales of a day, newest first. Enter shows the paper, ``c`` takes a sale of today back."""

    PAST_ONLY = True
    ACTIONS = (
        Action("new", Message("New sale"), ("n", "insert"), right="post"),
        Action("take_back", Message("Take back"), ("c",), right="correct", why_not=lambda s: s.why_not_take_back()),
        Action("folio", Message("Folio"), ("b",), right="see_desk", why_not=lambda s: s.why_not_any()),
        replace(DAY_BEFORE, shown=True), replace(DAY_AFTER, shown=False), DATES,
    )  # fmt: skip

    def heading(self) -> str:
        return _("Sales of {date}", date=day(self.date))

    def aside(self) -> str:
        standing = [row.total for row in sales_of(self.date) if not row.void]
        return _("{n} sales · {total}", n=len(standing), total=amount(sum(standing, Decimal("0.00"))))

    def compose_body(self) -> ComposeResult:
        zone = self.services.property().timezone
        columns = (
            Column[Sale](Message("Time"), 5, lambda r: f"{r.at.astimezone(zone):%H:%M}"),
            Column[Sale](Message("What"), None, _what, style=lambda r: "dim" if r.void else ""),
            Column[Sale](Message("Buyer"), 20, lambda r: r.buyer, min_screen_width=100),
            Column[Sale](Message("Paid"), 8, _paid),
            Column[Sale](Message("Receipt"), 12, lambda r: r.receipt),
            Column[Sale](Message("Total"), 11, lambda r: amount(r.total), "right"),
        )
        yield WindowedList(
            self._listing(), columns, search=self._listing, empty=Message("Nothing was sold."), id="sales"
        )

    def _listing(self, text: str = "") -> MemoryListing[Sale]:
        wanted = text.casefold()
        rows = [
            r
            for r in sales_of(self.date)
            if wanted in f"{r.goods_th} {r.goods_en} {r.buyer} {r.receipt}".casefold()
        ]
        return MemoryListing(rows)

    @property
    def _selected(self) -> Sale | None:
        return self.query_one("#sales", WindowedList).selected

    def reload(self) -> None:
        self.query_one("#sales", WindowedList).renew(self._listing())

    def why_not_any(self) -> Message | None:
        return None if self._selected else Message("Nothing was sold.")

    def why_not_take_back(self) -> Message | None:
        row = self._selected
        if row is not None and row.void:
            return Message("This sale has been taken back already.")
        if self.date != self.services.today():
            return Message("Only a sale of today is taken back.")
        return self.why_not_any()

    def do_new(self) -> None:
        self.app.push_screen(open_screen("sale"))

    def do_folio(self) -> None:
        assert self._selected
        self.app.push_screen(open_screen("folio", self._selected.stay_id))

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        papers = receipts_of_sale(event.row.stay_id)
        if papers:
            show_receipt(self, papers[-1])
        else:
            self.do_folio()

    async def do_take_back(self) -> None:
        row = self._selected
        assert row is not None

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                take_sale_back, row.stay_id, values["reason"], token=token, answers=answers
            )
            return True

        title = Message(
            "Take back {what}: {amount}", {"what": row.goods(current_language()), "amount": row.total}
        )
        if await self.app.push_screen_wait(FormDialog(title, (REASON,), write)):
            self.reread()


def _paid(row: Sale) -> str:
    names = {method.code: method.name(current_language()) for method in methods_in_use()}
    return ", ".join(names.get(code, code) for code in row.paid_by.split("+"))


def _what(row: Sale) -> str:
    goods = row.goods(current_language())
    goods = f"{goods} · {row.buyer}" if row.buyer else goods
    return _("Taken back ({why}): {words}", why=row.void, words=goods) if row.void else goods
