"""Outlets, their lists of articles with keys and prices, and the stock of what is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from locales import Message, _
from models.front_office.codes import Article, chargeable
from models.front_office.codes.articles import (
    ArticleTerms,
    articles_of,
    keep_outlet,
    outlet,
    outlets,
    priced,
    save_article,
)
from models.front_office.codes.lists import price_list_paper
from models.front_office.codes.stock import KINDS, count_stock, movements, receive_stock, stock
from screens.front_office.set_up_list import CHANGE, NEW, Call, SetUpList, Specs
from screens.front_office.words import amount, day, name_of
from screens.kit.actions import Action
from screens.kit.form_rows import FieldSpec
from screens.kit.windowed_list import Column
from screens.navigation import open_screen


class OutletsScreen(SetUpList):
    ACTIONS = (
        NEW,
        CHANGE,
        Action("articles", Message("Articles"), ("a",), right="see_desk", why_not=lambda s: s.why_not()),
        Action("post", Message("Post"), ("p",), right="post", why_not=lambda s: s.why_not()),
        Action("round", Message("Round"), ("r",), right="post", why_not=lambda s: s.why_not()),
    )
    TITLE_LINE = Message("Outlets")
    ONE = Message("Outlet")
    COLUMNS = (
        Column(Message("Code"), 10, lambda e: e.row.code),
        Column(Message("Name (Thai)"), 26, lambda e: e.row.name_th),
        Column(Message("Name"), None, lambda e: e.row.name_en),
        Column(Message("In use"), 8, lambda e: _("yes") if e.row.active else _("no")),
    )

    def rows(self) -> Sequence[Any]:
        return outlets(all_of_them=True)

    def why_not(self) -> Message | None:
        return None if self.selected else Message("Nothing here.")

    def do_articles(self) -> None:
        self.app.push_screen(open_screen("articles", self.selected.code))

    def do_post(self) -> None:
        self.app.push_screen(open_screen("outlet sale", self.selected.code))

    def do_round(self) -> None:
        self.app.push_screen(open_screen("outlet round", self.selected.code))

    def specs(self, row: Any) -> Specs:
        code = (FieldSpec("code", Message("Code"), required=True, max_length=10),) if row is None else ()
        return (
            *code,
            FieldSpec("name_th", Message("Name (Thai)"), max_length=60),
            FieldSpec("name_en", Message("Name"), max_length=60),
            FieldSpec("active", Message("In use"), "check", default=True),
        )

    def values(self, row: Any) -> Mapping[str, object]:
        return {name: getattr(row, name) for name in ("name_th", "name_en", "active")} if row else {}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        code = values["code"] if row is None else row.code
        return keep_outlet, (code, values["name_th"] or "", values["name_en"] or "", values["active"])


class ArticlesScreen(SetUpList):
    ACTIONS = (
        NEW,
        CHANGE,
        Action("print", Message("Price list"), ("i",), right="see_desk"),
        Action("stock", Message("Stock"), ("s",), right="see_desk"),
    )
    TITLE_LINE = Message("Articles")
    ONE = Message("Article")
    COLUMNS = (
        Column(Message("Short key"), 9, lambda e: e.row.short_key),
        Column(Message("Code"), 9, lambda e: e.row.code),
        Column(Message("Name"), None, lambda e: name_of(e.row)),
        Column(Message("Outlet"), 6, lambda e: e.row.outlet.code if e.row.outlet_id else ""),
        Column(Message("Sold as"), 7, lambda e: e.row.transaction_code.code),
        Column(
            Message("Price"), 12, lambda e: amount(e.row.price) + ("  " if e.row.inclusive else "++"), "right"
        ),
        Column(Message("Stock"), 6, lambda e: _("yes") if e.row.counted else ""),
        Column(Message("State"), 7, lambda e: "" if e.row.active else _("closed")),
    )

    def __init__(self, code: str | None = None) -> None:
        super().__init__()
        self.outlet = outlet(code) if code else None

    def heading(self) -> str:
        return f"{self.TITLE_LINE.say()} · {name_of(self.outlet)}" if self.outlet else self.TITLE_LINE.say()

    def rows(self) -> Sequence[Article]:
        found = articles_of(self.outlet.id if self.outlet else None, all_of_them=True)
        return priced(found, self.services.today())

    def do_print(self) -> None:
        place = self.outlet or outlets()[0]
        self.services.show_paper(price_list_paper(self.services.property(), place, self.services.today()))

    def do_stock(self) -> None:
        self.app.push_screen(open_screen("stock"))

    def specs(self, row: Any) -> Specs:
        codes, _articles = chargeable()
        since = () if row is None else (
            FieldSpec("price_from", Message("Price from"), "date", help=Message("Empty: a new price counts from now on.")),
        )  # fmt: skip
        return (
            FieldSpec("code", Message("Code"), required=True, width=20, max_length=20),
            FieldSpec("name_en", Message("Name in English"), width=34, max_length=60),
            FieldSpec("name_th", Message("Name in Thai"), width=34, max_length=60),
            FieldSpec("outlet", Message("Outlet"), "pick", options=[(o.code, name_of(o)) for o in outlets()], width=24),
            FieldSpec("short_key", Message("Short key"), width=8, max_length=8, help=Message("What one types for it: w, ch …")),
            FieldSpec("transaction_code", Message("Charge"), "pick", required=True, options=[(c.code, f"{c.code} {name_of(c)}") for c in codes], width=30),
            FieldSpec("price", Message("Price a piece"), "amount", required=True, minimum=Decimal("0.01")),
            *since,
            FieldSpec("inclusive", Message("Service and tax included"), "check"),
            FieldSpec("counted", Message("Stock is kept"), "check"),
            FieldSpec("active", Message("In use"), "check", default=True),
        )  # fmt: skip

    def values(self, row: Any) -> Mapping[str, object]:
        if row is None:
            return {"outlet": self.outlet.code} if self.outlet else {}
        names = ("code", "name_en", "name_th", "short_key", "price", "inclusive", "counted", "active")
        place = row.outlet.code if row.outlet_id else None
        return {
            **{name: getattr(row, name) for name in names}, "outlet": place, "transaction_code": row.transaction_code.code
        }  # fmt: skip

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        texts = ("name_en", "name_th", "outlet", "short_key")
        plain: dict[str, Any] = {n: (v or "") if n in texts else v for n, v in values.items()}
        terms = ArticleTerms(**plain)
        return save_article, (row.id if row else None, terms)


class StockScreen(SetUpList):
    """What is on hand by the book; Enter shows how it came about."""

    ACTIONS = (
        Action("receive", Message("Receive"), ("r", "+"), right="post", why_not=lambda s: s.why_not()),
        Action("count", Message("Count"), ("c",), right="correct", why_not=lambda s: s.why_not()),
    )
    TITLE_LINE = Message("Stock of articles")
    COLUMNS = (
        Column(Message("Code"), 12, lambda e: e.row.article.code),
        Column(Message("Name"), None, lambda e: name_of(e.row.article)),
        Column(Message("On hand"), 10, lambda e: str(e.row.on_hand), "right"),
        Column(Message("Note"), 22, lambda e: _("below zero: count it") if e.row.on_hand < 0 else ""),
    )
    _counts = False

    def rows(self) -> Sequence[Any]:
        return stock()

    def why_not(self) -> Message | None:
        return None if self.selected else Message("No article is marked as counted.")

    def on_windowed_list_opened(self, event: Any) -> None:
        event.stop()
        event.prevent_default()
        self.app.push_screen(open_screen("stock card", self.selected.article.id))

    async def do_receive(self) -> None:
        self._counts, self.ONE = False, self._title(Message("Receive"))  # type: ignore[misc]
        await self._edit(self.selected)

    async def do_count(self) -> None:
        self._counts, self.ONE = True, self._title(Message("Count"))  # type: ignore[misc]
        await self._edit(self.selected)

    def _title(self, what: Message) -> Message:
        return Message("{what}: {article}", {"what": what, "article": self.selected.article.code})

    def specs(self, row: Any) -> Specs:  # noqa: ARG002
        return (
            FieldSpec("pieces", Message("Pieces"), "number", required=True, minimum=0, maximum=99_999),
            FieldSpec("note", Message("Note"), width=34, max_length=60),
        )

    def values(self, row: Any) -> Mapping[str, object]:  # noqa: ARG002
        return {}

    def saving(self, row: Any, values: Mapping[str, Any]) -> Call:
        operation = count_stock if self._counts else receive_stock
        return operation, (row.article.id, values["pieces"], values["note"] or "")


class StockCardScreen(SetUpList):
    """The movements of one article, the latest first."""

    ACTIONS = ()
    TITLE_LINE = Message("Stock card")
    COLUMNS = (
        Column(Message("Date"), 10, lambda e: day(e.row.date)),
        Column(Message("What"), 14, lambda e: KINDS[e.row.kind].say()),
        Column(Message("Pieces"), 8, lambda e: f"{e.row.quantity:+d}", "right"),
        Column(Message("Note"), None, lambda e: e.row.note),
        Column(Message("User"), 12, lambda e: e.row.staff.login),
    )

    def __init__(self, article_id: int) -> None:
        super().__init__()
        self.article = Article.get_by_id(article_id)

    def heading(self) -> str:
        return f"{self.TITLE_LINE.say()} · {self.article.code} {name_of(self.article)}"

    def rows(self) -> Sequence[Any]:
        return movements(self.article.id)

    def on_windowed_list_opened(self, event: Any) -> None:
        event.stop()
        event.prevent_default()
