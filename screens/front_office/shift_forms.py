"""The small forms of a cashier: open a shift, pay out, drop, change the float, close, close by force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from locales import Message
from locales.money import format_money
from models.front_office.desk_views import find_stays
from models.front_office.folios import window_of
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.till import CashierShift
from models.front_office.till.closing import Result, close_shift, force_close
from models.front_office.till.drops import CHEQUE, Bag, drop, last_place
from models.front_office.till.figures import figures
from models.front_office.till.moving import CASH, open_shift
from models.front_office.till.opening import (
    COINS,
    NOTES,
    begin_shift,
    change_float,
    drawers,
    float_due,
    last_drawer,
)
from models.front_office.till.paid_outs import paid_out_accounts, pay_out_for_guest, pay_out_for_house
from models.house.property import Property
from models.house.refusals import Answer, Refused
from screens.front_office.words import guest_name, name_of
from screens.kit.dialogs import FormDialog
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.services import Services

Write = Callable[[dict[str, Any], str, Mapping[str, Answer]], Any]

BAG = FieldSpec("bag", Message("Bag number"), width=20, max_length=40)
PLACE = FieldSpec("place", Message("Put where"), width=30, max_length=60, default="")
WITNESS = FieldSpec(
    "login", Message("Witness"), width=20, max_length=60, help=Message("The second person who sees it signs in here.")
)  # fmt: skip
PASSWORD = FieldSpec("password", Message("Password"), "password", width=20, max_length=200)
LEFT = FieldSpec(
    "left", Message("Float left"), "amount", required=True, minimum=Decimal(0),
    help=Message("What stays in the drawer; the rest goes into the bag."),
)  # fmt: skip


def piece_fields() -> list[FieldSpec]:
    """Thai notes and coins, how many of each; ``pieces_of`` reads them back."""
    return [
        FieldSpec(
            f"x {value}", Message("{words}", {"words": f"× {format_money(value).removesuffix('.00')}"}), "number",
            minimum=0, maximum=99_999, width=6,
        )
        for value in (*NOTES, *COINS)
    ]  # fmt: skip


def pieces_of(values: Mapping[str, Any]) -> dict[str, int]:
    return {name[2:]: int(n) for name, n in values.items() if name.startswith("x ") and n}


def second_person(services: Services, values: Mapping[str, Any]) -> int | None:
    """The witness who signed in, None when nobody did. Refused: as ``staff.second_person``."""
    if not values.get("login"):
        return None
    return services.second_person(str(values["login"]), str(values["password"] or ""))


def open_shift_dialog(services: Services) -> FormDialog:
    """One's own shift: drawer and float, in all or by notes and coins. Gives the values once it is open."""
    assert services.staff is not None
    drawer = last_drawer(services.staff)
    specs: list[FieldSpec | Section] = [
        FieldSpec(
            "drawer", Message("Drawer"), "pick", required=True, width=44, options=[(d.number, f"{d.number} {d.name}") for d in drawers()],
        ),
        FieldSpec("float", Message("Float counted"), "amount", minimum=Decimal(0), help=Message("In all. F9 takes it as it stands; or count the pieces below.")),
        Section(Message("Or by notes and coins, pieces")),
        *piece_fields(),
    ]  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        return await services.write(
            begin_shift, values["drawer"], values["float"] or Decimal(0), pieces=pieces_of(values), token=token,
            answers=answers,
        )  # fmt: skip

    first = {"drawer": drawer.number, "float": float_due(drawer, services.staff)} if drawer else None
    return FormDialog(Message("Open your cashier shift"), specs, write, values=first)


def paid_out_dialog(services: Services, done: list[int]) -> FormDialog:
    """For a guest in house, or for the house; the voucher's id goes into ``done``."""

    def guests(text: str) -> list[tuple[int, str]]:
        rows = find_stays(text, Stay.state == IN_HOUSE).first(12)
        return [(r.stay_id, f"{r.room or '–'} {guest_name(r)}") for r in rows]

    specs = (
        FieldSpec("amount", Message("Amount"), "amount", required=True, minimum=Decimal("0.01")),
        FieldSpec("payee", Message("Paid to"), required=True, width=34, max_length=80),
        FieldSpec("voucher", Message("Signed slip no."), required=True, width=20, max_length=40),
        FieldSpec("purpose", Message("What for"), required=True, width=40, max_length=120),
        FieldSpec("stay", Message("Guest"), "lookup", search=guests, width=34, help=Message("Room or name; the guest owes it. Empty: for the house.")),
        FieldSpec("account", Message("Expense of the house"), "pick", options=[(a.code, f"{a.code} {name_of(a)}") for a in paid_out_accounts()], width=36),
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        if (values["stay"] is None) == (values["account"] is None):
            raise Refused(
                "GUEST_OR_HOUSE", "Choose a guest or an expense of the house, one of them.", field="stay"
            )
        told = (values["amount"], values["payee"], values["voucher"], values["purpose"])
        if values["stay"] is not None:
            where: tuple[Any, object] = (pay_out_for_guest, window_of(values["stay"]).id)
        else:
            where = (pay_out_for_house, values["account"])
        done.append(await services.write(where[0], where[1], *told, token=token, answers=answers))
        return True

    return FormDialog(Message("Paid-out"), specs, write)


def drop_dialog(services: Services) -> FormDialog:
    """Cash, cheques or foreign notes of one's shift into a sealed bag, before a witness."""
    assert services.staff is not None
    shift = open_shift(services.staff)
    home = str(Property.the().currency)
    kinds = figures(shift) if shift is not None else []
    options = [
        (figure.key, name_of(figure) if figure.currency == home else f"{name_of(figure)} {figure.currency}")
        for figure in kinds
        if figure.is_cash or figure.code == CHEQUE
    ] or [((CASH, home), CASH)]
    specs = (
        FieldSpec("what", Message("What"), "pick", required=True, options=options, width=30),
        FieldSpec("amount", Message("Amount"), "amount", required=True, minimum=Decimal("0.01")),
        BAG, PLACE, WITNESS, PASSWORD,
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        bag = Bag(values["bag"] or "", values["place"] or "", second_person(services, values))
        method, currency = values["what"]
        return await services.write(
            drop, method, currency, values["amount"], bag, token=token, answers=answers
        )

    return FormDialog(
        Message("Drop to the safe"), specs, write, values={"what": options[0][0], "place": last_place()}
    )


def float_dialog(services: Services) -> FormDialog:
    specs = (
        FieldSpec("way", Message("Which way"), "pick", required=True, width=34, options=((1, Message("From the safe, into the drawer")), (-1, Message("From the drawer, to the safe")))),
        FieldSpec("amount", Message("Amount"), "amount", required=True, minimum=Decimal("0.01")),
        FieldSpec("reason", Message("Reason"), required=True, width=40, max_length=120),
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        amount = values["way"] * values["amount"]
        return await services.write(change_float, amount, values["reason"], token=token, answers=answers)

    return FormDialog(Message("Change the float"), specs, write, values={"way": 1})


def close_dialog(services: Services, shift: CashierShift, cash: Result, dropping: bool) -> FormDialog:
    """What stays as float; with something to drop also bag, place and witness."""
    left = min(shift.opening, cash.counted)
    specs = (LEFT, BAG, PLACE, WITNESS, PASSWORD) if dropping or cash.counted else (LEFT,)

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        bag = Bag(values.get("bag") or "", values.get("place") or "", second_person(services, values))
        return await services.write(close_shift, shift.id, values["left"], bag, token=token, answers=answers)

    return FormDialog(
        Message("Close the shift"),
        specs,
        write,
        values={"left": left, **({"place": last_place()} if len(specs) > 1 else {})},
    )


def force_dialog(services: Services, shift: CashierShift) -> FormDialog:
    spec = FieldSpec(
        "counted", Message("Cash counted"), "amount", minimum=Decimal(0),
        help=Message("What is in the drawer. Empty: not counted, the next one finds out."),
    )  # fmt: skip

    bagged = any(figure.is_bagged and figure.expected > 0 for figure in figures(shift)[1:])

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        bag = Bag(values.get("bag") or "", values.get("place") or "", second_person(services, values))
        given = bag if bag.number or bag.witness_id else None
        return await services.write(
            force_close, shift.id, values["counted"], given, token=token, answers=answers
        )

    title = Message(
        "Close the shift of {cashier} on drawer {n}",
        {"cashier": name_of(shift.staff), "n": shift.drawer.number},
    )
    specs = (spec, BAG, PLACE, WITNESS, PASSWORD) if bagged else (spec,)
    return FormDialog(title, specs, write, values={"place": last_place()} if bagged else {})
