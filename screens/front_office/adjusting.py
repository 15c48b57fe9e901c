"""Taking back and lowering lines of a folio; bills before the end: interim, pro-forma, nights in advance."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from locales import Message, current_language
from locales.thai_text import fold
from models.front_office.adjustment_reasons import reasons
from models.front_office.adjustments import adjust, correct_for, left_in_all
from models.front_office.billed_ahead import bill_ahead
from models.front_office.folio_papers import interim_paper, pro_forma_paper
from models.front_office.folios import FolioLine, FolioWindow, Posting, correct
from models.front_office.reservations import IN_HOUSE, Stay
from models.front_office.service_tickets import tickets
from models.house.refusals import Answer
from screens.front_office.words import name_of
from screens.kit.choice_fields import Typed
from screens.kit.desk_screen import DeskScreen
from screens.kit.dialogs import ChooseDialog, FormDialog
from screens.kit.form_rows import FieldSpec

WORDS = FieldSpec("words", Message("In words"), width=34, max_length=100)
HUNDRED = Decimal(100)


def reason_options() -> list[tuple[str, str]]:
    return [(reason.code, name_of(reason)) for reason in reasons()]


def _search_reason(text: str) -> list[tuple[str, str]]:
    words = fold(text).split()
    return [
        (code, name) for code, name in reason_options() if all(w in fold(f"{code} {name}") for w in words)
    ]


async def take_back_line(screen: DeskScreen, line: FolioLine) -> bool:
    """Why a line of today is taken back: a reason of the list, or one's own words; whether it was done."""
    reason = FieldSpec(
        "reason", Message("Reason"), "lookup", required=True, search=_search_reason, allow_new=True, letters=1,
        width=40, max_length=200, help=Message("Letters find a reason of the list; or say it in words."),
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        why = values["reason"]
        operation = correct if isinstance(why, Typed) else correct_for
        return await screen.services.write(
            operation,
            line.posting_id,
            why.text if isinstance(why, Typed) else str(why),
            token=token,
            answers=answers,
        )

    title = Message(
        "Take back {what}: {amount}", {"what": line.words(current_language()), "amount": line.amount}
    )
    return await screen.app.push_screen_wait(FormDialog(title, (reason,), write)) is not None


def why_not_adjust(screen: DeskScreen, line: FolioLine | None) -> Message | None:
    if line is None or line.kind not in ("charge", "transfer") or line.amount <= 0:
        return Message("Choose a charge of an earlier day.")
    if line.kind == "charge" and line.date == screen.services.today():
        return Message("This was posted today: take it back and post it anew.")
    return Message("This posting has been corrected already.") if line.corrected else None


async def adjust_line(screen: DeskScreen, line: FolioLine, stay_id: int) -> bool:
    """By how much a charge of an earlier day is lowered, and why; whether it was done."""
    left = left_in_all(Posting.get_by_id(line.posting_id))
    complaints = tuple((t.ticket_id, f"{t.number} {t.text}") for t in tickets(stay_id=stay_id).first(20))
    specs = (
        FieldSpec("reason_code", Message("Reason"), "pick", required=True, options=reason_options(), width=34),
        FieldSpec("amount", Message("Amount off"), "amount", minimum=Decimal("0.01"), help=Message("Baht with service charge and tax in it, or a percentage below.")),
        FieldSpec("percent", Message("Or percent"), "amount", minimum=Decimal("0.01"), maximum=HUNDRED),
        WORDS,
        *((FieldSpec("ticket", Message("For complaint"), "pick", options=complaints, width=34),) if complaints else ()),
    )  # fmt: skip

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        return await screen.services.write(
            adjust, line.posting_id, values["reason_code"] or "", amount=values["amount"],
            percent=values["percent"], words_of_reason=values["words"] or "", ticket_id=values.get("ticket"),
            token=token, answers=answers,
        )  # fmt: skip

    title = Message("Adjust {what}: {left} left", {"what": line.words(current_language()), "left": left})
    return await screen.app.push_screen_wait(FormDialog(title, specs, write)) is not None


# Bills before the end


async def choose_bill(screen: DeskScreen, stay: Stay, window: FolioWindow | None, children: bool) -> None:
    """An interim bill of this window, a pro-forma of the stay, or its nights to come billed now."""
    here = stay.state == IN_HOUSE and not stay.room_type.pseudo
    bills = [
        *([("interim", Message("Interim bill: what was charged so far"))] if window else []),
        ("pro-forma", Message("Pro-forma: with the nights to come")),
        *([("ahead", Message("Bill nights to come now"))] if here else []),
    ]
    bill = await screen.app.push_screen_wait(ChooseDialog(Message("Which bill?"), bills))
    language = (window.language if window else "") or stay.guest.papers_language
    hotel = screen.services.property()
    if bill == "interim" and window:
        screen.services.show_paper(interim_paper(hotel, window, language, children))
    elif bill == "pro-forma":
        screen.services.show_paper(pro_forma_paper(hotel, stay, language))
    elif bill == "ahead":
        await bill_nights(screen, stay)


async def bill_nights(screen: DeskScreen, stay: Stay) -> None:
    until = FieldSpec(
        "until", Message("Last night"), "date",
        help=Message("Empty: all nights. VAT is due today."),
    )  # fmt: skip
    done: list[list[int]] = []

    async def write(values: dict[str, Any], token: str, answers: Mapping[str, Answer]) -> object:
        lines = await screen.services.write(
            bill_ahead, stay.id, values["until"], token=token, answers=answers
        )
        done.append(lines)
        return True

    title = Message("Bill in advance, room {room}", {"room": stay.room.number})
    if await screen.app.push_screen_wait(FormDialog(title, (until,), write)):
        screen.reread()
        screen.say(Message("{n} lines billed in advance.", {"n": len(done[-1])}))
