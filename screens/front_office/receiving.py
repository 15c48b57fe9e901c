"""A debtor pays: which items, how much of each, what was kept back, then how it was paid; receipts and certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from textual.app import ComposeResult

from locales import Message, _, current_language
from models.back_office.billing_notes import BillingNote, open_items_of_note
from models.back_office.receipts_on_account import (
    AccountReceipt,
    Applied,
    Kept,
    PayerCertificate,
    certificates_to_chase,
    enter_certificate,
    receipts_of,
    share_out,
    unpaid_items,
)
from models.back_office.receivables import CityAccount, OpenItem
from models.front_office.payment_legs import Leg
from models.front_office.receiving import (
    count_receipt_print,
    paper_of_receipt,
    receive,
    take_receipt_back,
    withheld_on,
)
from models.house.lists import MemoryListing
from models.house.refusals import Answer
from screens.front_office.payment import Bill, take_money
from screens.front_office.stay_changes import REASON
from screens.front_office.to_entry import TO_ENTRY, HasEntries
from screens.front_office.words import amount, day
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.windowed_list import Column, WindowedList

ZERO = Decimal("0.00")
KEPT = (
    FieldSpec("percent", Message("Tax withheld, %"), "amount", minimum=ZERO, maximum=Decimal(30), help=Message("Of what is paid without VAT; or type the tax below.")),
    FieldSpec("withheld", Message("Tax withheld"), "amount", minimum=ZERO),
    FieldSpec("certificate", Message("Certificate number"), max_length=30, help=Message("Empty: it comes later and is chased.")),
    FieldSpec("certificate_date", Message("Date of certificate"), "date", past=True),
    Section(Message("Kept by an agent")),
    FieldSpec("commission", Message("Commission"), "amount", minimum=ZERO),
    FieldSpec("commission_vat", Message("VAT on it"), "amount", minimum=ZERO),
    FieldSpec("invoice", Message("Agent's tax invoice"), max_length=30),
    FieldSpec("invoice_date", Message("Date of the invoice"), "date", past=True),
)  # fmt: skip


@dataclass(frozen=True)
class Paying:
    """An open item, what is paid of it now and the tax withheld from it, where that is known item by item."""

    item: OpenItem
    paid: Decimal
    tax: Decimal = ZERO

    @property
    def key(self) -> tuple[int]:
        return (int(self.item.id),)


class ReceiveScreen(DeskScreen):
    """All that is open is paid at first, of a billing note its items. ``a`` shares out another total, Enter changes one
    item, ``w`` says what was kept back, F9 takes the money."""

    ACTIONS = (
        Action("take", Message("Take the money"), ("f9", "y"), right="credit"),
        Action("kept", Message("Withheld, commission"), ("w",), right="credit"),
        Action("total", Message("Share out a total"), ("a",), right="credit"),
        Action("none", Message("All, none"), ("x",)),
        Action("mark", Message("Mark"), ("space",)),
    )

    def __init__(self, account_id: int, note_id: int | None = None) -> None:
        super().__init__()
        self.account: CityAccount = CityAccount.get_by_id(account_id)
        self.note = BillingNote.get_by_id(note_id) if note_id is not None else None
        self.kept = Kept()
        self.over = ZERO
        self.taxes: dict[int, Decimal] = {}
        billed = None if note_id is None else open_items_of_note(note_id)
        self.paid: dict[int, Decimal] = {
            int(item.id): item.unpaid
            for item in unpaid_items(account_id)
            if billed is None or int(item.id) in billed
        }

    def heading(self) -> str:
        by = f" · {self.note.number}" if self.note is not None else ""
        return _("Payment of {account}", account=self.account.spoken) + by

    def aside(self) -> str:
        less = f" − {amount(self.kept.total)}" if self.kept.total else ""
        return _("pays {total}", total=f"{amount(self.total)}{less}")

    @property
    def total(self) -> Decimal:
        return sum(self.paid.values(), self.over)

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[Paying](Message("✓"), 1, lambda r: "✓" if r.paid else ""),
            Column[Paying](Message("Date"), 9, lambda r: day(r.item.date)),
            Column[Paying](Message("Number"), 13, lambda r: r.item.document),
            Column[Paying](Message("For"), None, lambda r: r.item.description),
            Column[Paying](Message("Unpaid"), 13, lambda r: amount(r.item.unpaid), "right"),
            Column[Paying](Message("Paid now"), 13, lambda r: amount(r.paid) if r.paid else "", "right"),
            Column[Paying](
                Message("Tax"), 9, lambda r: amount(r.tax) if r.tax else "", "right", min_screen_width=90
            ),
        )
        yield WindowedList(self._listing(), columns, empty=Message("Nothing is open."), id="paying")

    def _listing(self) -> MemoryListing[Paying]:
        return MemoryListing(
            [
                Paying(item, self.paid.get(int(item.id), ZERO), self.taxes.get(int(item.id), ZERO))
                for item in unpaid_items(self.account.id)
            ]
        )

    @property
    def _selected(self) -> Paying | None:
        return self.query_one("#paying", WindowedList).selected

    def reload(self) -> None:
        self.query_one("#paying", WindowedList).renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        self.start(self._one(event.row))

    async def _one(self, row: Paying) -> None:
        specs = (
            FieldSpec("amount", Message("Paid now"), "amount", minimum=ZERO, maximum=row.item.unpaid),
            FieldSpec(
                "tax", Message("Tax withheld"), "amount", minimum=ZERO, maximum=row.item.unpaid,
                help=Message("In what is paid; where not all items have tax withheld."),
            ),
        )  # fmt: skip
        title = Message("Paid of {item}", {"item": row.item.document})
        first = {"amount": row.paid or row.item.unpaid, "tax": row.tax or None}
        values = await self.app.push_screen_wait(FormDialog(title, specs, values=first))
        if values is not None:
            self.paid[int(row.item.id)] = Decimal(str(values["amount"] or 0))
            self._withhold(int(row.item.id), Decimal(str(values["tax"] or 0)))
            self.reread()

    def _withhold(self, item_id: int, tax: Decimal) -> None:
        """The tax of the whole is the sum of that of its items, once one of them has any."""
        if tax or item_id in self.taxes:
            self.taxes[item_id] = tax
            self.kept = replace(self.kept, withheld=sum(self.taxes.values(), ZERO))

    def _withhold_from_the_whole(self, withheld: Decimal) -> None:
        if withheld != sum(self.taxes.values(), ZERO):
            self.taxes = {}
        self.kept = replace(self.kept, withheld=withheld)

    def do_mark(self) -> None:
        row = self._selected
        if row is not None:
            left: Decimal = row.item.unpaid
            self.paid[int(row.item.id)] = ZERO if row.paid else left
            self._withhold(int(row.item.id), ZERO)
            self.reread()

    def do_none(self) -> None:
        full = not any(self.paid.values())
        self.paid = {int(i.id): i.unpaid for i in unpaid_items(self.account.id)} if full else {}
        self.over = ZERO
        for item_id in tuple(self.taxes):
            self._withhold(item_id, ZERO)
        self.reread()

    async def do_total(self) -> None:
        spec = FieldSpec(
            "total",
            Message("To share out"),
            "amount",
            required=True,
            minimum=ZERO,
            help=Message("With tax withheld and commission; the oldest first."),
        )
        title = Message("What is paid in all")
        values = await self.app.push_screen_wait(FormDialog(title, (spec,), values={"total": self.total}))  # fmt: skip
        if values is not None:
            total = Decimal(str(values["total"]))
            self.paid = {one.item_id: one.amount for one in share_out(self.account.id, total)}
            self.over = total - sum(self.paid.values(), ZERO)
            for item_id in self.taxes.keys() - {each for each, paid in self.paid.items() if paid}:
                self._withhold(item_id, ZERO)
            self.reread()

    async def do_kept(self) -> None:
        before = {
            spec.name: getattr(self.kept, spec.name) or None
            for spec in KEPT
            if isinstance(spec, FieldSpec) and spec.name != "percent"
        }
        title = Message("Kept back from {total}", {"total": amount(self.total)})
        values: Any = await self.app.push_screen_wait(FormDialog(title, KEPT, values=before))
        if values is None:
            return
        withheld = values["withheld"] or ZERO
        if values["percent"]:
            withheld = withheld_on(self.total, values["percent"], self.services.today())
        self.kept = Kept(
            withheld, values["certificate"] or "", values["certificate_date"], values["commission"] or ZERO,
            values["commission_vat"] or ZERO, values["invoice"] or "", values["invoice_date"],
        )  # fmt: skip
        self._withhold_from_the_whole(withheld)
        self.reread()

    async def do_take(self) -> None:
        applied = [
            Applied(item_id, paid, self.taxes.get(item_id, ZERO))
            for item_id, paid in self.paid.items()
            if paid
        ]
        if self.over > 0 and not await self._is_paid_too_much():
            return

        note_id = self.note.id if self.note is not None else None

        async def write(legs: Sequence[Leg], token: str, answers: Mapping[str, Answer]) -> list[int]:
            receipt = await self.services.write(
                receive, self.account.id, legs, applied, self.kept, "", current_language(), note_id, token=token,
                answers=answers,
            )  # fmt: skip
            return [receipt]

        due = max(self.total - self.kept.total, ZERO)
        title = Message("Payment of {account}, due {due}", {"account": self.account.spoken, "due": due})
        paid = await take_money(self, Bill(title, due, write, payer=self.account.name(current_language())))
        if paid is not None:
            self.dismiss(None)
            show_account_receipt(self, AccountReceipt.get_by_id(paid.receipts[0]))

    async def _is_paid_too_much(self) -> bool:
        """What pays no item is credit without VAT, unless it is money for a stay to come."""
        kinds = ((False, Message("Paid too much: credit")), (True, Message("Paid ahead for a stay")))
        title = Message("{over} pays no item. It is", {"over": amount(self.over)})
        ahead = await self.app.push_screen_wait(ChooseDialog(title, kinds))
        if ahead:
            await self.submit(receive, self.account.id, [], [], Kept(), "", current_language(), ahead=True)
        return ahead is False


def show_account_receipt(screen: DeskScreen, receipt: AccountReceipt) -> None:
    number = int(receipt.id)
    screen.services.show_paper(paper_of_receipt(receipt), lambda desk: count_receipt_print(desk, number))


class AccountReceiptsScreen(HasEntries):
    """Receipts on account, the latest first; Enter shows the paper, ``x`` takes one back."""

    ACTIONS = (
        Action("take_back", Message("Take back"), ("x",), right="credit", why_not=lambda s: s.why_not_back()),
        Action("debtor", Message("Account"), ("d",), why_not=lambda s: s.why_not_any()),
        TO_ENTRY,
    )

    def heading(self) -> str:
        return _("Receipts on account")

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[AccountReceipt](Message("Number"), 13, lambda r: r.number),
            Column[AccountReceipt](Message("Date"), 9, lambda r: day(r.date)),
            Column[AccountReceipt](Message("Account"), None, lambda r: str(r.account.spoken)),
            Column[AccountReceipt](Message("Total"), 13, lambda r: amount(r.total), "right"),
            Column[AccountReceipt](Message("Withheld"), 11, lambda r: amount(r.withheld) if r.withheld else "", "right"),
            Column[AccountReceipt](Message("State"), 8, lambda r: _("VOID") if r.cancelled_on else ""),
        )  # fmt: skip
        yield WindowedList(self._listing(), columns, empty=Message("No receipts yet."), id="receipts")

    def _listing(self) -> MemoryListing[AccountReceipt]:
        return MemoryListing(receipts_of())

    @property
    def _selected(self) -> AccountReceipt | None:
        return self.query_one("#receipts", WindowedList).selected

    def reload(self) -> None:
        self.query_one("#receipts", WindowedList).renew(self._listing())

    def paper(self) -> tuple[str, int] | None:
        return ("account receipt", self._selected.id) if self._selected else None

    def why_not_any(self) -> Message | None:
        return None if self._selected else Message("Nothing here.")

    def why_not_back(self) -> Message | None:
        row = self._selected
        if row is None:
            return Message("Nothing here.")
        return Message("It was taken back already.") if row.cancelled_on else None

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        show_account_receipt(self, event.row)

    def do_debtor(self) -> None:
        from screens.navigation import open_screen

        assert self._selected is not None
        self.app.push_screen(open_screen("debtor", self._selected.account_id))

    async def do_take_back(self) -> None:
        row = self._selected
        assert row is not None

        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                take_receipt_back, row.id, values["date"], values["reason"], token=token, answers=answers
            )
            return True

        specs = (FieldSpec("date", Message("Taken back on"), "date", required=True, past=True), REASON)
        title = Message("Take {number} back; its items are owed again", {"number": row.number})
        first = {"date": self.services.today()}
        if await self.app.push_screen_wait(FormDialog(title, specs, write, values=first)):
            self.reread()


class CertificatesScreen(DeskScreen):
    """Certificates of tax withheld that have not come, the oldest first; Enter when one comes."""

    def heading(self) -> str:
        return _("Certificates of tax withheld to chase")

    def aside(self) -> str:
        return amount(sum((row.tax for row in certificates_to_chase()), ZERO))

    def compose_body(self) -> ComposeResult:
        columns = (
            Column[PayerCertificate](Message("Date"), 9, lambda r: day(r.receipt.date)),
            Column[PayerCertificate](Message("Receipt"), 13, lambda r: r.receipt.number),
            Column[PayerCertificate](Message("Account"), None, lambda r: str(r.account.spoken)),
            Column[PayerCertificate](Message("Tax number"), 19, lambda r: r.payer_tax_id),
            Column[PayerCertificate](Message("Tax withheld"), 13, lambda r: amount(r.tax), "right"),
        )
        yield WindowedList(
            self._listing(), columns, empty=Message("Every certificate has come."), id="chased"
        )

    def _listing(self) -> MemoryListing[PayerCertificate]:
        return MemoryListing(certificates_to_chase())

    def reload(self) -> None:
        self.query_one("#chased", WindowedList).renew(self._listing())

    def on_windowed_list_opened(self, event: WindowedList.Opened) -> None:
        if self.services.rights.allow("credit"):
            self.start(self._comes(event.row))

    async def _comes(self, row: PayerCertificate) -> None:
        async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
            await self.services.write(
                enter_certificate, row.id, values["number"], values["certificate_date"], token=token,
                answers=answers,
            )  # fmt: skip
            return True

        specs = (
            FieldSpec("number", Message("Certificate number"), required=True, max_length=30),
            FieldSpec("certificate_date", Message("Date of certificate"), "date", required=True, past=True),
        )
        title = Message(
            "Certificate of {account}, tax {tax}", {"account": row.account.spoken, "tax": row.tax}
        )
        if await self.app.push_screen_wait(FormDialog(title, specs, write)):
            self.reread()
