"""Selling by one line: ``301 2w 1b`` is two of w and one of b to room 301; ``kim ch`` one of ch to the guest Kim.

A piece is a key of the outlet's list with how many before it (none: one); the code of an article, or its unlike
beginning, does as well, and behind a room's number a word of its name (``301 2ลาเต้``). The minibar round has many such lines, a night at the bar one after the other. Typed with
either keyboard layout.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import JOIN

from locales import Message
from locales.thai_keyboard import from_thai_layout
from locales.thai_text import fold, to_latin_digits
from models.front_office.codes import Article, TransactionCode
from models.front_office.codes.articles import articles_of, prices_on
from models.front_office.desk_views import stay_in_room
from models.front_office.folios import FolioWindow, Posting, post_article, window_of
from models.front_office.guests import Guest
from models.front_office.late_charges import late_charge_window, left_room
from models.front_office.reservations import CHECKED_OUT, IN_HOUSE, Stay
from models.front_office.rooms import Room
from models.house.acts import Act, operation
from models.house.property import Property
from models.house.refusals import Refused, Severity
from models.house.staff import Staff

LONGEST_LINE = 120
MOST_LINES = 60  # of a round
SHORTEST_NAME = 3  # letters by which an article is found in its name
MOST_SHOWN = 60  # last sales of a day
_PIECE = re.compile(r"(\d{1,4})[x×*]?(\D.*)")


@dataclass(frozen=True)
class Piece:
    article: Article
    quantity: int


@dataclass(frozen=True)
class Line:
    """A line as it was understood; baht as the article's price has it, net or inclusive."""

    stay: Stay
    pieces: tuple[Piece, ...]

    def price(self, date: datetime.date) -> Decimal:
        prices = prices_on([p.article.id for p in self.pieces], date)
        return sum(
            (prices.get(p.article.id, p.article.price) * p.quantity for p in self.pieces), Decimal("0.00")
        )


def read_line(text: str, articles: Sequence[Article], find: Callable[[str], Stay] | None = None) -> Line:
    """What a line says, as typed or, where that says nothing, as the same keys give it on the English layout.

    Refused (at ``line``): NOTHING_TYPED, NO_ROOM, ROOM_VACANT, SEVERAL_GUESTS, NO_ARTICLE, NO_PIECES, TOO_MANY.
    """
    if not text.strip():
        raise Refused("NOTHING_TYPED", "Nothing was typed.", field="line")
    if len(text) > LONGEST_LINE:
        raise Refused("TOO_MUCH_TEXT", "At most {n} characters.", field="line", n=LONGEST_LINE)
    find = find or stay_called
    try:
        return _read(to_latin_digits(text), articles, find)
    except Refused as refused:
        other = from_thai_layout(text)
        if other == text:
            raise
        try:
            return _read(other, articles, find)
        except Refused as again:
            as_typed = refused.code not in ("NO_ROOM", "NO_ARTICLE") or _begins_with_room(text)
            raise (refused if as_typed else again) from None


def _read(text: str, articles: Sequence[Article], find: Callable[[str], Stay]) -> Line:
    words = text.replace(",", " ").split()
    pieces: list[Piece] = []
    by_name = len(words) > 1 and _begins_with_room(text)  # elsewhere a name is a guest's
    while len(words) > 1 and (piece := _piece(words[-1], articles, by_name)) is not None:
        pieces.insert(0, piece)
        words.pop()
    if not pieces:
        if len(words) == 1:
            find(words[0])
            raise Refused("NO_PIECES", "Say what: a key of the list, with how many before it.", field="line")
        raise Refused("NO_ARTICLE", "There is no article {code}.", field="line", code=words[-1])
    if len(words) > 1 and by_name:
        raise Refused("NO_ARTICLE", "There is no article {code}.", field="line", code=words[-1])
    return Line(find(" ".join(words)), tuple(pieces))


def _begins_with_room(text: str) -> bool:
    words = text.split()
    return bool(words) and Room.get_or_none(Room.number == to_latin_digits(words[0]).upper()) is not None


def _piece(word: str, articles: Sequence[Article], by_name: bool) -> Piece | None:
    whole = _article(word, articles, by_name)
    if whole is not None:
        return Piece(whole, 1)
    split = _PIECE.fullmatch(word)
    article = _article(split.group(2), articles, by_name) if split else None
    if split is None or article is None:
        return None
    if int(split.group(1)) < 1:
        raise Refused("NOT_POSITIVE", "At least one piece: {word}.", field="line", word=word)
    return Piece(article, int(split.group(1)))


def _article(word: str, articles: Sequence[Article], by_name: bool) -> Article | None:
    word = word.casefold()
    for article in articles:
        if word in (article.short_key, article.code.casefold()):
            return article
    beginning = [a for a in articles if a.code.casefold().startswith(word)]
    if not beginning and by_name and len(word) >= SHORTEST_NAME:
        beginning = [a for a in articles if word in f"{a.name_th} {a.name_en}".casefold()]
    return beginning[0] if len(beginning) == 1 else None


def stay_called(words: str) -> Stay:
    """Who is in the room of that number or has left it lately (a late charge), or the one guest in house whose name has
    these beginnings of words.

    Refused: NO_ROOM, ROOM_VACANT, SEVERAL_GUESTS.
    """
    number = words.strip().upper()
    stay = stay_in_room(number)
    if stay is not None:
        return stay
    if Room.get_or_none(Room.number == number):
        if (left := left_room(number, Property.the().business_date)) is not None:
            return left
        raise Refused("ROOM_VACANT", "Nobody is in room {room}.", field="line", room=number)
    wanted = fold(words).split()
    in_house = (
        Stay.select(Stay, Guest, Room).join(Guest).switch(Stay).join(Room).where(Stay.state == IN_HOUSE)
    )
    found = [s for s in in_house.order_by(Room.number) if wanted and _is_called(s.guest, wanted)]
    if not found:
        raise Refused("NO_ROOM", "No room and no guest in house: {word}.", field="line", word=words.strip())
    if len(found) > 1:
        rooms = ", ".join(s.room.number for s in found[:6])
        raise Refused("SEVERAL_GUESTS", "Several are called so: rooms {rooms}.", field="line", rooms=rooms)
    return found[0]


def _is_called(guest: Guest, wanted: Sequence[str]) -> bool:
    names = fold(f"{guest.name('th')} {guest.name('en')}").split()
    return all(any(name.startswith(word) for name in names) for word in wanted)


def _check_date(act: Act, date: datetime.date) -> None:
    """A line typed before the night audit moved the date is looked at again before it goes into the new day."""
    if date != act.business_date:
        raise Refused(
            "DATE_MOVED", "The day was closed meanwhile; it is {date} now. Send it again.", field="line",
            date=act.business_date,
        )  # fmt: skip


@operation("post")
def post_line(act: Act, outlet_id: int, text: str, date: datetime.date) -> list[int]:
    """Post a line of an outlet; the postings' ids. ``date``: the business date the desk believes in.

    Refused: DATE_MOVED, and as ``read_line`` and ``post_article``; ASK: NO_POST, AMOUNT_UNUSUAL, LATE_CHARGE.
    """
    _check_date(act, date)
    line = read_line(text, articles_of(outlet_id))
    left = line.stay.state == CHECKED_OUT
    window_id = late_charge_window(act, line.stay.room.number) if left else window_of(line.stay.id).id
    return [post_article(act, window_id, piece.article.code, piece.quantity) for piece in line.pieces]


@operation("post")
def post_round(act: Act, outlet_id: int, lines: Sequence[str], date: datetime.date) -> list[dict[str, Any]]:
    """Post the lines that can be posted; of each line how many ``posted``, or its ``fault`` in both languages.

    A line is posted whole or not at all; what needs to be asked is a fault here, with the command (``jump``) to do it
    by itself. Refused: DATE_MOVED, TOO_MANY.
    """
    _check_date(act, date)
    if len(lines) > MOST_LINES:
        raise Refused("TOO_MANY", "At most {n} lines at once.", n=MOST_LINES)
    said: list[dict[str, Any]] = []
    for text in lines:
        try:
            with act.attempt():
                said.append({"posted": len(post_line(act, outlet_id, text, date)), "fault": None})
        except Refused as refused:
            said.append({"posted": 0, "fault": _spoken(refused, text)})
    return said


def _spoken(refused: Refused, text: str) -> dict[str, str]:
    words = text.split()
    asks = refused.severity is Severity.ASK and words
    jump = refused.jump or (f"folio {words[0]}" if asks else "")
    return {
        "code": refused.code,
        "th": refused.message.say("th"),
        "en": refused.message.say("en"),
        "jump": jump,
    }


@dataclass(frozen=True)
class Sale:
    """A posting of an outlet as its list shows it; baht with everything."""

    posting_id: int
    number: str
    room: str
    guest_th: str
    guest_en: str
    words_th: str
    words_en: str
    amount: Decimal
    user: str
    corrected: bool

    @property
    def key(self) -> tuple[int]:
        return (self.posting_id,)


def last_sales(outlet_id: int, date: datetime.date, most: int = MOST_SHOWN) -> list[Sale]:
    """What the outlet charged to folios on a business date, the latest first."""
    takes_back = Posting.alias()
    rows = (
        Posting.select(
            Posting, TransactionCode, Article, FolioWindow, Stay, Guest, Room, Staff, takes_back.id
        )
        .join(TransactionCode)
        .switch(Posting)
        .join(Article)
        .switch(Posting)
        .join(FolioWindow)
        .join(Stay)
        .join(Guest)
        .switch(Stay)
        .join(Room, JOIN.LEFT_OUTER)
        .switch(Posting)
        .join(Staff)
        .switch(Posting)
        .join(takes_back, JOIN.LEFT_OUTER, on=(takes_back.corrects == Posting.id), attr="mirror")
        .where((Article.outlet == outlet_id) & (Posting.date == date) & (Posting.kind == "charge"))
        .order_by(Posting.id.desc())
        .limit(most)
    )
    return [
        Sale(
            p.id, p.number, p.window.stay.room.number if p.window.stay.room_id else "", p.window.stay.guest.name("th"),
            p.window.stay.guest.name("en"), _brief(p, "th"), _brief(p, "en"), p.amount, p.staff.login,
            getattr(p, "mirror", None) is not None and p.mirror.id is not None,
        )
        for p in rows
    ]  # fmt: skip


def count_sales(outlet_id: int, date: datetime.date) -> int:
    """How many there were on a business date, those taken back with them."""
    of_the_day = (Posting.date == date) & (Posting.kind == "charge") & (Article.outlet == outlet_id)
    return int(Posting.select().join(Article).where(of_the_day).count())


def _brief(posting: Posting, language: str) -> str:
    name = posting.article.name(language)
    return f"{name} ×{posting.quantity}" if posting.quantity > 1 else name


def understood(line: Line, date: datetime.date) -> Message:
    """A line read back before it is posted."""
    pieces = ", ".join(f"{p.article.code} ×{p.quantity}" for p in line.pieces)
    values: dict[str, object] = {
        "room": line.stay.room.number if line.stay.room_id else "",
        "guest": line.stay.guest.spoken,
        "pieces": pieces,
        "price": line.price(date),
    }
    return Message("{room} {guest}: {pieces} = {price}", values)
