"""What the demo's cashiers have at hand: which companies pay a room, PromptPay, foreign notes, printers, what papers are given."""

from __future__ import annotations

from models.back_office.receivables import CityAccount
from models.front_office.codes import Article
from models.front_office.codes.articles import ArticleTerms, keep_outlet, save_article
from models.front_office.codes.stock import receive_stock
from models.front_office.companies import company_of
from models.front_office.currencies import keep_licence, set_rate
from models.front_office.opening import set_setting
from models.front_office.printing.printers import FILE, keep_printer, keep_route
from models.front_office.promptpay import keep_promptpay
from models.front_office.routing import COMPANY, save_rule
from models.house.acts import Act, operation

PROMPTPAY = "0145561000003"  # the hotel's own tax number
LICENCE = "MC125690001"
# company, what it may owe, days until it is due, whether it pays the room of its guests
ACCOUNTS = (
    ("AYPARTS", 200_000, 30, True),
    ("CPLOGIS", 150_000, 30, True),
    ("METRO", 300_000, 45, False),
    ("SIAMRIVER", 400_000, 15, False),
    ("SIAMPACK", 20_000, 30, False),
)
ON_HOLD, WHY = "SIAMPACK", "ค้างชำระเกินกำหนด รอฝ่ายบัญชี"
# currency, the house buys, the house sells, baht for one
RATES = (
    ("USD", "32.10", "33.15"), ("EUR", "37.05", "38.40"), ("GBP", "42.30", "43.85"), ("JPY", "0.2080", "0.2210"),
    ("CNY", "4.42", "4.68"),
)  # fmt: skip
# counted articles of the minibar, and the key each has on its list
COUNTED = (("CHANG", "b"), ("SINGHA", "si"), ("WINE", "wi"))
IN_STORE = 240


@operation("set_up")
def set_up_money(act: Act) -> None:
    """Everything but the drawers and the accounts, which the office opened."""
    for name, value in (("tax_paper_at_payment", "combined"), ("abbreviated_at_check_out", "yes")):
        set_setting(act, name, value)
    keep_promptpay(act, PROMPTPAY, "")
    keep_licence(act, True, LICENCE)
    for code, buy, sell in RATES:
        set_rate(act, code, buy, sell)
    for code, _limit, _terms, pays_room in ACCOUNTS:
        if pays_room:
            save_rule(act, COMPANY, company_of(code).id, codes="room", number=2)
    keep_outlet(act, "BAR", "ห้องอาหารและบาร์ริมน้ำ", "Riverside bar and restaurant")
    _store(act)
    _printers(act)


def account_of_company(code: str) -> int:
    return int(CityAccount.get(CityAccount.company_id == company_of(code).id).id)


def _store(act: Act) -> None:
    """Beer and wine of the minibars are counted."""
    for code, key in COUNTED:
        article = Article.get(Article.code == code)
        save_article(
            act, article.id,
            ArticleTerms(
                code, article.transaction_code.code, article.name_th, article.name_en, article.price,
                outlet=article.outlet.code if article.outlet else "", short_key=key,
                inclusive=article.inclusive, counted=True,
            ),
        )  # fmt: skip
        receive_stock(act, article.id, IN_STORE, "ยอดยกมา")


def _printers(act: Act) -> None:
    """All of them write files, so that nobody's paper is used up."""
    slips = keep_printer(act, "สลิป 80 มม. · Slips", {
        "kind": FILE, "target": "slips", "form": "text", "sheet": "80mm", "columns": 42, "page_lines": 0,
        "encoding": "utf-8",
    })  # fmt: skip
    needles = keep_printer(act, "หัวเข็ม 80 คอลัมน์ · Dot matrix", {
        "kind": FILE, "target": "dot-matrix", "form": "text", "columns": 80, "encoding": "cp874",
    })  # fmt: skip
    keep_route(act, "tax-invoice-abbreviated", "", slips)
    keep_route(act, "paid-out", "", needles, 1)
