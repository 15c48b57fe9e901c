"""A desk in Thai says everything in Thai: nothing missing, nothing left in English by oversight."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from babel.messages.catalog import Message as Entry

from locales.build import FIELDS, KEYWORDS, ROOT, catalogue_of, faults
from locales.messages import Message
from locales.thai_text import clean
from models.back_office.withholding import INCOME_TYPES
from screens.kit.actions import Action
from screens.kit.desk_screen import KIT_ACTIONS
from screens.navigation import ARGUMENT_COMMANDS, GLOBAL_ACTIONS, screen_actions, screen_class

# What Thai hotel staff say in English; the list of the trade's words names them as without Thai.
SHORT = (" ชม.", " มม.", " อบจ.", "ปชช.")
"""Words that are written short end with a full stop."""
STAY_ENGLISH = {
    "A4",
    "A5",
    "Adjust",
    "Adjustment",
    "Biller number",
    "House accounts",
    "Income audit",
    "PDF",
    "PDF {sheet}",
    "Pro-forma",
    "room, food, minibar, laundry …",
    "{step}, {record}",
    "{what}: {leg}",
    "Paid-out",
    "{room} {guest}: {pieces} = {price}",
    "{what}: {article}",
    "Correct",
    "Correction",
    "301c 302d 303i 304p 305o2 306v 307dnd 308mur 309r · 310-315c",
    "cutoff {date}",
    "Cutoff",
    "Day use",
    "Drop",
    "Drops",
    "Definite",
    "ETA",
    "ETD",
    "Folio",
    "Guarantee",
    "Guaranteed",
    "No-show",
    "No-show: {fee}.",
    "Not guaranteed",
    "out of order",
    "Out of order",
    "Out of service",
    "OCC, %",
    "Overbooking",
    "PAX",
    "Paid-outs",
    "pdf",
    "Person",
    "Queue room",
    "Queue rooms",
    "Reception · business date {date}",
    "Rooming list {file} · {group}",
    "Rooming list",
    "Skip",
    "Skipper",
    "Sleep",
    "Tentative",
    "VIP {words}",
    "VIP",
    "Waitlist",
    "Waitlisted",
    "Wake-up call",
    "Wake-up calls",
    "Walk-in",
    "wash {dates}",
    "Wash",
    "{guest} → {room}, {date}",
    "{room} {kind} {definition}",
    "{why}",
    "{words}",
    *("!", "#", "●", "✓"),  # signs over a column
    # Headings of availability; their legend is in Thai.
    *("Arr", "Avl", "Bkd", "Blk", "Block", "Blocks", "Ded", "Dep", "Inv", "Lim", "Max", "Min", "OOO", "Occ"),
    *("Phys", "SO", "Ten"),
}
# They hand on a sentence that is written where the refusal is made.
HAND_ON = {
    "locales/messages.py",
    "models/house/acts.py",
    "models/house/database.py",
    "models/house/refusals.py",
}
TRIAL_BALANCE, BALANCE_SHEET = "งบทดลอง", "งบดุล"


def entries(language: str) -> list[Entry]:
    return [entry for entry in catalogue_of(language) if entry.id]


def english(entry: Entry) -> tuple[str, ...]:
    return (entry.id,) if isinstance(entry.id, str) else tuple(entry.id)


def said(entry: Entry) -> tuple[str, ...]:
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ("",))


def has_thai(text: str) -> bool:
    return any("ก" <= letter <= "๛" for letter in text)


def spoken() -> Iterator[tuple[str, int, str | None, str | None]]:
    """Every sentence in the code: file, line, context, words; no words where they are not written there."""
    for package in ("app", "screens", "models", "locales"):
        for path in sorted((ROOT / package).rglob("*.py")):
            file = path.relative_to(ROOT).as_posix()
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(call, ast.Call) and _name(call) in KEYWORDS:
                    yield file, call.lineno, *_words(call)


def _name(call: ast.Call) -> str:
    called = call.func
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


def _words(call: ast.Call) -> tuple[str | None, str | None]:
    name = _name(call)
    place = 1 if name in ("p_", "Refused", "CannotOpen", "ask", "note") else 0
    context = _literal(call, 0) if name == "p_" else None
    return context, _literal(call, place)


def _literal(call: ast.Call, place: int) -> str | None:
    written = call.args[place] if len(call.args) > place else None
    return written.value if isinstance(written, ast.Constant) and isinstance(written.value, str) else None


def test_every_sentence_is_in_both_catalogues_translated_and_with_its_fields() -> None:
    assert list(faults()) == []


def test_thai_leaves_nothing_empty_and_nothing_for_later() -> None:
    thai = entries("th")
    assert len(thai) > 400
    assert [e.id for e in thai if e.fuzzy or not all(text and text.strip() for text in said(e))] == []
    assert not catalogue_of("th").fuzzy


def test_each_field_of_a_sentence_is_filled_once_in_thai() -> None:
    assert [
        e.id
        for e in entries("th")
        for text in said(e)
        if Counter(FIELDS.findall(text)) != Counter(FIELDS.findall(english(e)[-1])) or _braces_left(text)
    ] == []


def _braces_left(text: str) -> bool:
    return any(mark in FIELDS.sub("", text) for mark in "{}")


def test_a_sentence_inside_another_piece_of_text_is_in_the_catalogue_too() -> None:
    there = {(e.context, english(e)[0]) for e in entries("th")}
    missing = [
        f"{file}:{line} {words!r}"
        for file, line, context, words in spoken()
        if words is not None and (context, words) not in there
    ]
    assert missing == []


def test_a_refusal_is_written_in_words_where_it_is_made() -> None:
    unwritten = [
        f"{file}:{line}" for file, line, _context, words in spoken() if words is None and file not in HAND_ON
    ]
    assert unwritten == []


def test_only_the_words_the_trade_keeps_in_english_have_no_thai_letter() -> None:
    assert [
        e.id for e in entries("th") if not all(map(has_thai, said(e))) and english(e)[0] not in STAY_ENGLISH
    ] == []


def test_thai_is_typed_as_it_is_stored_and_searched() -> None:
    """Marks in their order and no invisible ones; and เ twice only looks like แ."""
    assert [
        e.id
        for e in entries("th")
        for text in said(e)
        if " ".join(text.split()) != clean(text) or "เเ" in text
    ] == []


def test_a_thai_sentence_ends_without_an_english_full_stop() -> None:
    assert [
        e.id
        for e in entries("th")
        for text in said(e)
        if has_thai(text) and text.endswith(".") and not text.endswith(SHORT)
    ] == []


def test_the_trial_balance_is_never_called_a_balance_sheet() -> None:
    for entry in entries("th"):
        if "trial balance" in english(entry)[0].lower():
            assert all(TRIAL_BALANCE in text for text in said(entry)), entry.id
        assert not any(BALANCE_SHEET in text for text in said(entry)), entry.id


def command_words() -> dict[str, set[str]]:
    """Each word of the command line in Thai, and what it does."""
    found: dict[str, set[str]] = {}
    for name, (word, _explanation) in ARGUMENT_COMMANDS.items():
        found.setdefault(word.say("th"), set()).add(f"{name} …")
    actions: list[Action] = [
        *GLOBAL_ACTIONS,
        *KIT_ACTIONS,
        *(a for context in screen_actions() for a in context),
    ]
    for action in actions:
        for command in action.commands:
            thai = command.say("th") if isinstance(command, Message) else command
            found.setdefault(thai, set()).add(action.id)
    return found


def test_no_thai_command_stands_for_two_things() -> None:
    assert {word: what for word, what in command_words().items() if len(what) > 1} == {}


def test_a_thai_command_is_one_word_in_thai_letters() -> None:
    words = [word for word in command_words() if word not in STAY_ENGLISH]
    assert len(words) > 25
    assert [word for word in words if " " in word or not all(map(has_thai, word))] == []


def test_a_thai_command_takes_what_stands_behind_it() -> None:
    from screens.navigation import _split

    for name, (word, _explanation) in ARGUMENT_COMMANDS.items():
        assert _split(f"{word.say('th')} 305") == (name, "305")


def test_who_pays_a_vendor_or_the_state_is_not_told_to_receive() -> None:
    """One English word is two in Thai, and the desk's is the other one: รับเงิน for a bill that is paid."""
    for name in ("payables", "vendor", "vendor payments", "withholding", "taxes"):
        for action in screen_class(name).ACTIONS:
            assert not action.label.say("th").startswith("รับ"), (name, action.name)
    assert INCOME_TYPES["advertising"].name.say("th") == "ค่าโฆษณา"
    assert Message("Name of the operator").say("th") == "ชื่อผู้ประกอบการ"
