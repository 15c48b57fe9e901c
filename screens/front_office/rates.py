"""Rate codes, the seasons of a code, and the accounts it is agreed with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from locales import Message, _
from locales.dates import format_date
from models.front_office.rates.negotiated import NegotiatedRate, accounts_of, attach, change_agreement, detach
from models.front_office.rates.rate_codes import (
    RateCode,
    RateTerms,
    all_rate_codes,
    categories,
    save_rate_code,
    terms_of,
)
from models.front_office.rates.seasons import (
    Season,
    add_season,
    change_season,
    remove_season,
    season_of,
    seasons_of,
)
from models.front_office.rates.spans import span_of
from models.front_office.segments import MARKET, SOURCE
from screens.front_office.booking import segment_options
from screens.front_office.quote import search_companies
from screens.front_office.rate_forms import (
    SPAN,
    amounts_from,
    amounts_values,
    chosen,
    dates,
    derivation,
    price_fields,
    short_amount,
    span_from,
    span_values,
    type_choices,
    weekday_names,
)
from screens.front_office.set_up_list import CHANGE, NEW, REMOVE, Call, SetUpList, Specs
from screens.front_office.words import name_of
from screens.kit.actions import Action
from screens.kit.form_rows import FieldSpec, Section
from screens.kit.windowed_list import Column
from screens.navigation import open_screen


def _why_not_any(screen: RatesScreen) -> Message | None:
    return None if screen.selected is not None else Message("There is no rate code yet.")


def _why_not_negotiated(screen: RatesScreen) -> Message | None:
    rate = screen.selected
    if rate is None:
        return Message("There is no rate code yet.")
    if not rate.negotiated:
        return Message(
            "{rate} is sold to anybody. Mark it as negotiated first.",
            {"rate": rate.code},
        )
    return None


class RatesScreen(SetUpList):
    ACTIONS = (
        NEW,
        CHANGE,
        Action("seasons", Message("Seasons"), ("s",), right="see_desk", why_not=_why_not_any),
        Action("calendar", Message("Calendar"), ("c",), right="see_desk", why_not=_why_not_any),
        Action("accounts", Message("Accounts"), ("a",), right="see_desk", why_not=_why_not_negotiated),
        Action("routing", Message("Routing"), ("u",), right="see_desk", why_not=_why_not_any),
    )
    TITLE_LINE = Message("Rate codes")
    ONE = Message("Rate code")
    COLUMNS = (
        Column(Message("Code"), 12, lambda e: e.row.code),
        Column(Message("Name"), None, lambda e: name_of(e.row)),
        Column(Message("Follows"), 20, lambda e: derivation(e.row)),
        Column(Message("Category"), 10, lambda e: e.row.category.code if e.row.category_id else ""),
        Column(Message("Kind"), 14, lambda e: _kind(e.row)),
    )

    def rows(self) -> Sequence[RateCode]:
        return all_rate_codes()

    def do_routing(self) -> None:
        self.app.push_screen(open_screen("routing", "rate_code", self.selected.id))

    def specs(self, row: Any) -> Specs:
        bases = [
            (r.code, f"{r.code} {name_of(r)}") for r in all_rate_codes() if row is None or r.id != row.id
        ]
        groups = [(c.code, f"{c.code} {name_of(c)}") for c in categories()]
        return (
            FieldSpec("code", Message("Code"), required=True, width=12, max_length=12),
            FieldSpec("name_th", Message("Name in Thai"), required=True, width=36, max_length=60),
            FieldSpec("name_en", Message("Name in English"), required=True, width=36, max_length=60),
            FieldSpec("category", Message("Category"), "pick", options=groups, width=30),
            FieldSpec("inclusive", Message("Service, tax included"), "check"),
            FieldSpec("negotiated", Message("Negotiated"), "check", help=Message("Only for the accounts it is agreed with.")),
            FieldSpec("active", Message("For sale"), "check"),
            Section(Message("Follows another rate")),
            FieldSpec("base", Message("Rate it follows"), "pick", options=bases, width=30),
            FieldSpec("percent", Message("Percent more"), "amount", help=Message("-10 is ten percent less.")),
            FieldSpec("difference", Message("Baht more a night"), "amount", help=Message("-100 is one hundred less.")),
            FieldSpec("round_to", Message("Rounded to"), "amount", minimum=0, help=Message("In baht: 10 makes 1,487.50 into 1,490.")),
            Section(Message("Conditions")),
            FieldSpec("stay_nights", Message("Stay nights"), "number", minimum=0, help=Message("Stay 4, pay 3: the fourth night costs nothing.")),
            FieldSpec("pay_nights", Message("Pay nights"), "number", minimum=0),
            FieldSpec("sell_from", Message("Booked from"), "date"),
            FieldSpec("sell_until", Message("Booked until"), "date", after="sell_from"),
            FieldSpec("min_advance", Message("Min. days ahead (e)"), "number", minimum=0),
            FieldSpec("max_advance", Message("Max. days ahead (E)"), "number", minimum=0),
            FieldSpec("monthly", Message("Rent by the month"), "check", help=Message("Its prices are for a calendar month; each night has its share.")),
            Section(Message("Statistics")),
            FieldSpec("market", Message("Market"), "pick", options=segment_options(MARKET), default="", width=30),
            FieldSpec("source", Message("Source"), "pick", options=segment_options(SOURCE), default="", width=30),
            FieldSpec("complimentary", Message("Complimentary"), "check"),
            FieldSpec("house_use", Message("House use"), "check"),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"active": True}
        known = vars(terms_of(row))
        shown_empty = {"percent", "difference", "round_to", "stay_nights", "pay_nights"}
        return {
            name: value
            for name, value in known.items()
            if name != "transaction_code" and value != "" and (value or name not in shown_empty)
        }

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        numbers = {name: values[name] or 0 for name in ("stay_nights", "pay_nights")}
        figures = {name: values[name] or Decimal(0) for name in ("percent", "difference", "round_to")}
        texts = {name: values[name] or "" for name in ("category", "base", "market", "source")}
        kept = terms_of(row).transaction_code if row is not None else "ROOM"
        terms = RateTerms(**{**values, **numbers, **figures, **texts, "transaction_code": kept})
        return save_rate_code, (terms, row.id if row is not None else None)

    def do_seasons(self) -> None:
        self.app.push_screen(open_screen("seasons", self.selected.id))

    def do_calendar(self) -> None:
        self.app.push_screen(open_screen("rate calendar", self.selected.id))

    def do_accounts(self) -> None:
        self.app.push_screen(open_screen("rate accounts", self.selected.id))


def _kind(rate: RateCode) -> str:
    words = [
        "" if rate.inclusive or rate.free else "++",
        _("by the month") if rate.monthly else "",
        _("negotiated") if rate.negotiated else "",
        _("free") if rate.free else "",
        "" if rate.active else _("closed"),
    ]
    return " ".join(word for word in words if word)


class _OfRate(SetUpList):
    """A list that belongs to one code."""

    ABOUT: ClassVar[Message]

    def __init__(self, rate_id: int | None = None) -> None:
        super().__init__()
        rates = all_rate_codes()
        first = next((r for r in rates if r.code == "BAR"), rates[0] if rates else None)
        self.rate: RateCode | None = next((r for r in rates if r.id == rate_id), first)

    def heading(self) -> str:
        return f"{self.ABOUT.say()} {self.rate.code} {name_of(self.rate)}" if self.rate else self.ABOUT.say()


def _why_not_own(screen: SeasonsScreen) -> Message | None:
    rate = screen.rate
    if rate is None:
        return Message("There is no rate code yet.")
    if rate.base_id is None:
        return None
    return Message(
        "{rate} follows {base}: change the price there.", {"rate": rate.code, "base": rate.base.code}
    )


class SeasonsScreen(_OfRate):
    """Enter changes a season. For a few days only the rate calendar is quicker."""

    ACTIONS = (
        Action("new", Message("New"), ("n", "insert"), right="set_up", why_not=_why_not_own),
        CHANGE,
        REMOVE,
    )
    ABOUT = TITLE_LINE = Message("Seasons of")
    ONE = Message("Season")
    COLUMNS = (
        Column(Message("Type"), 5, lambda e: e.row.room_type.code),
        Column(Message("Nights"), 22, lambda e: dates(span_of(e.row))),
        Column(Message("Weekdays"), 12, lambda e: weekday_names(e.row.weekdays)),
        Column(Message("Season"), None, lambda e: e.row.season),
        Column(Message("One"), 9, lambda e: short_amount(e.row.single), "right"),
        Column(Message("Two"), 9, lambda e: short_amount(e.row.double), "right"),
        Column(Message("Pri"), 3, lambda e: str(e.row.priority or ""), "right"),
    )

    def rows(self) -> Sequence[Any]:
        return seasons_of(self.rate.id) if self.rate else ()

    def specs(self, row: Any) -> Specs:
        kind = FieldSpec(
            "room_type", Message("Room type"), "pick", required=True, options=type_choices(), width=30
        )
        priority = FieldSpec(
            "priority", Message("Priority"), "number", minimum=0, maximum=99,
            help=Message("Of seasons on the same night the higher one counts."),
        )  # fmt: skip
        return (*(() if row is not None else (kind,)), *SPAN, *price_fields(), priority)

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"priority": 0}
        season = season_of(row)
        return {
            **span_values(season.span), **amounts_values(season.amounts), "season": season.name,
            "priority": season.priority,
        }  # fmt: skip

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        season = Season(
            span_from(values), amounts_from(values), values["season"] or "", values["priority"] or 0
        )
        if row is not None:
            return change_season, (row.id, season)
        assert self.rate
        return add_season, (self.rate.id, chosen(values["room_type"]), season)

    def removing(self, row: Any) -> Call:
        return remove_season, (row.id,)


class RateAccountsScreen(_OfRate):
    ABOUT = TITLE_LINE = Message("Accounts of")
    ONE = Message("Agreed with")
    COLUMNS = (
        Column(Message("Code"), 12, lambda e: e.row.company.code),
        Column(Message("Company"), None, lambda e: name_of(e.row.company) or e.row.company.name_en),
        Column(Message("First night"), 14, lambda e: format_date(e.row.valid_from)),
        Column(Message("Last night"), 14, lambda e: format_date(e.row.valid_until)),
    )

    def rows(self) -> Sequence[NegotiatedRate]:
        return accounts_of(self.rate.id) if self.rate else ()

    def specs(self, row: Any) -> Specs:
        company = FieldSpec(
            "company", Message("Company"), "lookup", required=True, search=search_companies, width=36
        )
        return (
            *(() if row is not None else (company,)),
            FieldSpec("valid_from", Message("First night"), "date", required=True),
            FieldSpec("valid_until", Message("Last night"), "date", required=True, after="valid_from"),
        )

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"valid_from": self.services.today()}
        return {"valid_from": row.valid_from, "valid_until": row.valid_until}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        dates = (values["valid_from"], values["valid_until"])
        if row is not None:
            return change_agreement, (row.id, *dates)
        assert self.rate
        return attach, (self.rate.id, values["company"], *dates)

    def removing(self, row: Any) -> Call:
        return detach, (row.id,)
