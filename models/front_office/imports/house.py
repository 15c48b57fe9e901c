"""Companies, seasons of rates, rooms and articles from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from locales import Message
from locales.thai_text import fold
from models.front_office.codes import Article
from models.front_office.companies import HEAD_OFFICE, Company, create_company, update_company
from models.front_office.imports.fields import ARTICLES, COMPANIES, RATES, ROOMS, Value, bare, plain
from models.front_office.imports.tables import ImportRow
from models.front_office.imports.taking import Kind, Run, Values, merged
from models.front_office.opening import add_article, add_rate_code, add_room_type, add_rooms
from models.front_office.rates import EVERY_DAY, RateCode, RatePrice, set_price
from models.front_office.rooms import Room, RoomType
from models.house.inputs import checked, words
from models.house.refusals import Refused

ZERO = Decimal("0.00")


def need(values: Values, *names: str) -> None:
    """Refused: VALUE_MISSING, at the first field that is empty."""
    for name in names:
        if values.get(name) is None:
            raise Refused("VALUE_MISSING", "It is empty.", field=name)


def text(values: Values, name: str, default: str = "") -> str:
    return plain(values.get(name)) or default


def money(values: Values, name: str) -> Decimal:
    value = values.get(name)
    amount = checked(value, name) if isinstance(value, Decimal) else ZERO
    if amount < 0:
        raise Refused("NEGATIVE_PRICE", "A price cannot be below zero.", field=name)
    return amount


# Companies


def find_company(run: Run, said: str) -> Company | None:
    """By code, by the number it had at the source, or by name."""
    found = Company.get_or_none(Company.code == said.upper())
    if found is None:
        row = ImportRow.get_or_none(
            (ImportRow.kind == "companies")
            & (ImportRow.source == run.source)
            & (ImportRow.external_id == said)
        )
        found = Company.get_or_none(Company.id == row.subject_id) if row else None
    return found or _by_name(run, said)


def _by_name(run: Run, said: str) -> Company | None:
    names = run.memory.get("companies")
    if not isinstance(names, dict):
        names = run.memory["companies"] = {
            fold(name): c.id for c in Company.select() for name in (c.name_th, c.name_en) if name
        }
    return Company.get_or_none(Company.id == names[fold(said)]) if fold(said) in names else None


def _company(values: Values) -> dict[str, object]:
    """As a company's profile takes them; empty is "", the commission in hundredths of a percent."""
    tidy: dict[str, object] = {name: plain(value) for name, value in values.items()}
    commission = values.get("commission")
    if "commission" in values:
        tidy["commission"] = int(commission * 100) if isinstance(commission, Decimal) else 0
    if bare(str(tidy.get("branch", ""))) in ("สำนักงานใหญ่", "headoffice", "hq"):
        tidy["branch"] = HEAD_OFFICE
    return tidy


def _make_company(run: Run, values: Values) -> int:
    tidy = _company(values)
    code, name = str(tidy.get("code", "")), str(tidy.get("name_en") or tidy.get("name_th") or "")
    found = find_company(run, code or name) if code or name else None
    if found is None:
        company_id = create_company(run.act, **tidy)
        names = run.memory.setdefault("companies", {})
        assert isinstance(names, dict)
        names.update({fold(str(tidy[n])): company_id for n in ("name_th", "name_en") if tidy.get(n)})
        return company_id
    empty = {n: v for n, v in tidy.items() if v and getattr(found, n) in ("", 0)}
    if empty:
        update_company(run.act, found.id, **empty)
    run.remark(Message("{company} is there already; what was empty there is filled in.", {"company": name}))
    return int(found.id)


def _renew_company(run: Run, company_id: int, taken: Mapping[str, str], values: Values) -> bool:
    company = Company.get_by_id(company_id)
    names = [of.name for of in COMPANIES if of.name not in ("external_id", "code", "commission")]
    current: dict[str, Value] = {name: getattr(company, name) for name in names}
    current["commission"] = Decimal(company.commission).scaleb(-2) if company.commission else None
    change = merged(run, current, _as_kept(taken), {**values, **_as_kept(values)})
    if change:
        update_company(run.act, company_id, **_company(change))
    return bool(change)


def _as_kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Tax number and branch as a profile keeps them, to be compared with it."""
    kept = dict(values)
    if kept.get("tax_id"):
        kept["tax_id"] = "".join(c for c in str(kept["tax_id"]) if c.isalnum())
        kept.setdefault("branch", HEAD_OFFICE)
    if kept.get("branch"):
        kept["branch"] = str(_company({"branch": str(kept["branch"])})["branch"]).zfill(5)
    return kept


COMPANIES_KIND = Kind(
    "companies", Message("Companies and agents"), COMPANIES, "set_up", _make_company, _renew_company,
    needs=(("name_en", "name_th"),), key=lambda values: text(values, "code"),
)  # fmt: skip


# Rates


def _season(values: Values) -> str:
    _need_not = [text(values, name) for name in ("rate", "type", "first_night", "last_night")]
    return "/".join([*_need_not, _weekdays(values)]) if all(_need_not) else ""


def _weekdays(values: Values) -> str:
    said = text(values, "weekdays")
    days = "".join(sorted(set(said))) if said.isdigit() else said
    return days or EVERY_DAY


def _make_season(run: Run, values: Values) -> int:
    need(values, "rate", "type", "first_night", "last_night", "single")
    rate = RateCode.get_or_none(RateCode.code == text(values, "rate"))
    if rate is None:
        name = text(values, "rate_en") or text(values, "rate_th") or text(values, "rate")
        rate_id = add_rate_code(
            run.act, text(values, "rate"), words(text(values, "rate_th", name), "rate_th"), words(name, "rate_en"),
            inclusive=values.get("inclusive") is True,
        )  # fmt: skip
    else:
        rate_id = rate.id
        if values.get("inclusive") is not None and values["inclusive"] != rate.inclusive:
            raise Refused(
                "RATE_INCLUSIVE", "Rate {rate} is there already, with the tax the other way.", field="inclusive",
                rate=rate.code,
            )  # fmt: skip
    kind = RoomType.get_or_none(RoomType.code == text(values, "type"))
    if kind is None:
        raise Refused(
            "NO_ROOM_TYPE", "There is no room type {code}.", field="type", code=text(values, "type")
        )
    single = money(values, "single")
    return set_price(
        run.act, rate_id, kind.id, values["first_night"], values["last_night"], _weekdays(values), single,  # type: ignore[arg-type]
        money(values, "double") if values.get("double") is not None else single,
        money(values, "extra_adult"), money(values, "child"),
    )  # fmt: skip


def _renew_season(run: Run, price_id: int, taken: Mapping[str, str], values: Values) -> bool:
    season = RatePrice.get_by_id(price_id)
    single = values.get("single")
    amounts: Values = {"double": single, "extra_adult": ZERO, "child": ZERO, **values}
    before = {"double": taken.get("single", ""), "extra_adult": "0.00", "child": "0.00", **taken}
    current = {name: getattr(season, name) for name in ("single", "double", "extra_adult", "child")}
    change = merged(run, current, before, amounts)
    run.act.update(season, **{name: money(change, name) for name in change})
    return bool(change)


RATES_KIND = Kind(
    "rates", Message("Rates and seasons"), RATES, "set_up", _make_season, _renew_season,
    needs=(("rate",), ("type",), ("first_night",), ("last_night",), ("single",)), key=_season,
)  # fmt: skip


# Rooms and articles


def _make_room(run: Run, values: Values) -> int:
    need(values, "type", "room")
    code = text(values, "type")
    if RoomType.get_or_none(RoomType.code == code) is None:
        need(values, "persons")
        persons = values["persons"]
        if not isinstance(persons, int) or not 1 <= persons <= 20:
            raise Refused("PERSONS", "A room is for 1 to 20 persons.", field="persons")
        name = text(values, "type_en") or text(values, "type_th") or code
        add_room_type(
            run.act, words(code, "type", 20), words(text(values, "type_th", name), "type_th"),
            words(name, "type_en"), persons,
        )  # fmt: skip
    number = words(text(values, "room"), "room", 20)
    add_rooms(run.act, code, [(number, words(text(values, "floor", number[:1]), "floor", 20))])
    return int(Room.get(Room.number == number).id)


def _make_article(run: Run, values: Values) -> int:
    from models.front_office.codes import TransactionCode

    need(values, "code", "charge", "price")
    if Article.get_or_none(Article.code == text(values, "code")):
        raise Refused(
            "ARTICLE_EXISTS", "Article {code} exists already.", field="code", code=text(values, "code")
        )
    if TransactionCode.get_or_none(TransactionCode.code == text(values, "charge")) is None:
        raise Refused(
            "NO_CODE", "There is no transaction code {code}.", field="charge", code=text(values, "charge")
        )
    name = text(values, "name_en") or text(values, "name_th")
    if not name:
        raise Refused("NO_NAME", "An article needs a name.", field="name_en")
    return add_article(
        run.act, words(text(values, "code"), "code", 20), text(values, "charge"),
        words(text(values, "name_th", name), "name_th"), words(name, "name_en"), money(values, "price"),
        values.get("inclusive") is True,
    )  # fmt: skip


def _stands(run: Run, _subject_id: int, _taken: Mapping[str, str], _values: Values) -> bool:
    run.remark(Message("It is there already and is changed in the set-up, not by a file."))
    return False


ROOMS_KIND = Kind(
    "rooms", Message("Rooms of the house"), ROOMS, "set_up", _make_room, _stands, needs=(("type",), ("room",)),
    key=lambda values: text(values, "room"),
)  # fmt: skip
ARTICLES_KIND = Kind(
    "articles", Message("Articles"), ARTICLES, "set_up", _make_article, _stands,
    needs=(("code",), ("charge",), ("price",)), key=lambda values: text(values, "code"),
)  # fmt: skip
