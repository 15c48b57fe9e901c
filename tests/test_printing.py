"""Printers of a hotel: programs that print, refuse, hang and die; papers that are tried again as the same paper."""

from __future__ import annotations

import datetime
import stat
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import peewee
import pytest

from app.printing import Places, content_for, print_queue
from app.printing.raw import encoded, raw_text
from locales.thai_text import cell_width
from models.front_office.papers import paper_as_json, paper_from_json
from models.front_office.payments import take_payment
from models.front_office.printing import (
    Counted,
    Printer,
    PrintJob,
    PrintRoute,
    cancel_print,
    claim_print,
    job_paper,
    keep_printer,
    keep_route,
    must_not_wait,
    order_of,
    print_done,
    print_failed,
    print_jobs,
    print_set,
    queue_print,
    remove_route,
    retry_print,
    route_of,
    set_printer_command,
    settle_print,
)
from models.front_office.receipts import Receipt
from models.house.acts import ChangeLog
from models.house.database import database
from tests.hotel import Hotel
from tests.refusing import refused
from tests.test_documents import RECEIPT

PROGRAM = """#!{python}
import os, signal, sys, time
paper = sys.stdin.buffer.read()
with open({took!r}, "ab") as tray:
    tray.write(paper)
{body}
"""
TEXT = {"kind": "file", "target": "slips", "form": "text", "columns": 80, "page_lines": 66}


class Tray:
    """A program that is a printer, and what lies in its tray."""

    def __init__(self, folder: Path) -> None:
        self.program, self.tray, self.folder = folder / "printer", folder / "tray", folder

    def does(self, body: str = "") -> str:
        self.program.write_text(PROGRAM.format(python=sys.executable, took=str(self.tray), body=body))
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR)
        return str(self.program)

    @property
    def took(self) -> bytes:
        return self.tray.read_bytes() if self.tray.exists() else b""


@pytest.fixture
def tray(tmp_path: Path) -> Tray:
    return Tray(tmp_path)


def a_printer(hotel: Hotel, tray: Tray, body: str = "", form: str = "text") -> int:
    number = set_printer_command(hotel.desk(), "Front", tray.does(body))
    Printer.update(form=form).where(Printer.id == number).execute()
    return number


def a_receipt(hotel: Hotel) -> Receipt:
    stay = hotel.in_house("201")
    take_payment(hotel.desk(), hotel.window(stay), "CASH", Decimal(500))
    return Receipt.select().order_by(Receipt.id.desc()).get()


def queued(hotel: Hotel, printer: int, receipt: Receipt, copies: int = 0) -> int:
    return queue_print(hotel.desk("nok"), receipt.paper, printer, copies, "receipt", receipt.id)


def round_of(hotel: Hotel, tray: Tray, seconds: float = 20.0, terminal: str = "desk of nok") -> list[str]:
    """What became of each paper of one round."""
    places = Places(terminal, lambda: tray.folder / "papers", None, {"PATH": "/usr/bin:/bin"}, seconds)
    done = print_queue(lambda operation, *args: operation(hotel.desk("nok"), *args), places)
    return [one.outcome.kind for one in done]


def state(job: int) -> str:
    return str(PrintJob.get_by_id(job).state)


def prints(receipt: Receipt) -> int:
    return int(Receipt.get_by_id(receipt.id).prints)


def test_the_first_paper_out_is_the_original_and_the_next_a_copy(hotel: Hotel, tray: Tray) -> None:
    printer, receipt = a_printer(hotel, tray), a_receipt(hotel)
    first = queued(hotel, printer, receipt)
    assert prints(receipt) == 0
    assert round_of(hotel, tray) == ["sent"]
    assert (state(first), prints(receipt)) == ("printed", 1)
    assert "Original" in tray.took.decode("cp874")
    second = queued(hotel, printer, receipt)
    assert round_of(hotel, tray) == ["sent"]
    assert job_paper(second).copy_mark == "Copy"
    assert prints(receipt) == 2


def test_a_paper_that_failed_is_tried_again_as_the_same_paper(small_hotel: Hotel, tray: Tray) -> None:
    hotel = small_hotel
    printer, receipt = a_printer(hotel, tray, "sys.exit('out of paper')"), a_receipt(hotel)
    job = queued(hotel, printer, receipt)
    assert round_of(hotel, tray) == ["failed"]
    assert (state(job), prints(receipt)) == ("failed", 0)
    assert PrintJob.get_by_id(job).error == "out of paper"
    a_printer(hotel, tray)
    tray.tray.unlink()
    retry_print(hotel.desk("nok"), job)
    assert round_of(hotel, tray) == ["sent"]
    assert (state(job), prints(receipt)) == ("printed", 1)
    assert "Original" in tray.took.decode("cp874")


def test_printing_it_again_at_the_desk_takes_up_the_one_that_failed(small_hotel: Hotel, tray: Tray) -> None:
    hotel = small_hotel
    printer, receipt = a_printer(hotel, tray, "sys.exit(1)"), a_receipt(hotel)
    job = queued(hotel, printer, receipt)
    assert round_of(hotel, tray) == ["failed"]
    assert queued(hotel, printer, receipt) == job
    assert PrintJob.select().count() == 1


def test_a_printer_that_hangs_is_ended_and_a_person_says_what_came_out(
    small_hotel: Hotel, tray: Tray
) -> None:
    hotel = small_hotel
    printer, receipt = a_printer(hotel, tray, "time.sleep(60)"), a_receipt(hotel)
    job = queued(hotel, printer, receipt)
    assert round_of(hotel, tray, seconds=0.5) == ["uncertain"]
    assert (state(job), prints(receipt)) == ("uncertain", 0)
    with refused("STILL_PRINTING"):
        queued(hotel, printer, receipt)
    with refused("STILL_PRINTING"):
        must_not_wait(Counted("receipt", receipt.id))
    with refused("PRINT_UNKNOWN"):
        retry_print(hotel.desk("nok"), job)
    with refused("PRINT_UNKNOWN"):
        cancel_print(hotel.desk("nok"), job)
    settle_print(hotel.desk("nok"), job, True)
    assert (state(job), prints(receipt)) == ("printed", 1)
    with refused("PRINT_SURE"):
        settle_print(hotel.desk("nok"), job, False)


def test_a_printer_that_dies_may_have_printed(small_hotel: Hotel, tray: Tray) -> None:
    hotel = small_hotel
    printer, receipt = (
        a_printer(hotel, tray, "os.kill(os.getpid(), signal.SIGKILL)"),
        a_receipt(hotel),
    )
    job = queued(hotel, printer, receipt)
    assert round_of(hotel, tray) == ["uncertain"]
    settle_print(hotel.desk("nok"), job, False)
    assert (state(job), prints(receipt)) == ("failed", 0)
    cancel_print(hotel.desk("nok"), job)
    assert state(job) == "cancelled"
    with refused("PRINT_OVER"):
        retry_print(hotel.desk("nok"), job)
    with refused("PRINT_OVER"):
        cancel_print(hotel.desk("nok"), job)


def test_a_desk_that_died_while_printing_leaves_an_uncertain_paper(hotel: Hotel, tray: Tray) -> None:
    printer, receipt = a_printer(hotel, tray), a_receipt(hotel)
    job = queued(hotel, printer, receipt)
    claim = claim_print(hotel.desk("nok"), "desk of nok")
    assert claim == {"job_id": job, "attempt": 1}
    with refused("PRINT_GOING"):
        retry_print(hotel.desk("nok"), job)
    with refused("PRINT_GOING"):
        cancel_print(hotel.desk("nok"), job)
    later = replace(hotel.desk("nok"), clock=lambda: hotel.clock() + datetime.timedelta(minutes=3))
    assert claim_print(later, "desk of nok") is None
    assert state(job) == "uncertain"
    print_done(later, job, 1)  # it was only slow, and says so now
    assert state(job) == "printed"
    with refused("PRINT_TAKEN"):
        print_failed(later, job, 1, "too late")


def test_a_set_is_the_original_and_its_copies_and_a_copy_goes_alone(small_hotel: Hotel, tray: Tray) -> None:
    hotel = small_hotel
    printer, receipt = a_printer(hotel, tray), a_receipt(hotel)
    job = queued(hotel, printer, receipt, copies=2)
    assert [paper.copy_mark for paper in order_of(job).papers] == ["Original", "Copy", "Copy"]
    assert round_of(hotel, tray) == ["sent"]
    assert tray.took.count(b"\f") == 3
    assert prints(receipt) == 1
    assert len(order_of(queued(hotel, printer, receipt, copies=2)).papers) == 1
    assert len(print_set(replace(RECEIPT, copy_mark=""), 1)) == 2


def test_once_the_original_is_out_a_copy_that_fails_is_for_a_person(small_hotel: Hotel, tray: Tray) -> None:
    hotel = small_hotel
    body = "os.path.getsize(os.path.join(os.path.dirname(sys.argv[0]), 'tray')) > len(paper) and sys.exit('jammed')"
    printer, receipt = a_printer(hotel, tray, body), a_receipt(hotel)
    job = queued(hotel, printer, receipt, copies=1)
    assert round_of(hotel, tray) == ["uncertain"]
    assert "jammed" in PrintJob.get_by_id(job).error


def test_a_program_that_is_not_there_says_so(small_hotel: Hotel, tray: Tray) -> None:
    hotel = small_hotel
    printer, receipt = a_printer(hotel, tray), a_receipt(hotel)
    tray.program.unlink()
    job = queued(hotel, printer, receipt)
    assert round_of(hotel, tray) == ["line down"]
    assert state(job) == "failed"
    assert "No such file" in PrintJob.get_by_id(job).error


def test_a_desk_prints_its_own_and_later_what_another_left(small_hotel: Hotel, tray: Tray) -> None:
    hotel = small_hotel
    queued(hotel, a_printer(hotel, tray), a_receipt(hotel))
    assert claim_print(hotel.desk("lek"), "desk of lek") is None
    later = replace(hotel.desk("lek"), clock=lambda: hotel.clock() + datetime.timedelta(minutes=1))
    assert claim_print(later, "desk of lek") is not None


def test_the_printer_at_a_terminal_is_reached_from_that_desk_alone(small_hotel: Hotel, tray: Tray) -> None:
    hotel = small_hotel
    told = {"kind": "transparent", "form": "text", "columns": 42, "page_lines": 0}
    printer = keep_printer(hotel.desk(), "Here", told)
    job = queue_print(hotel.desk("nok"), paper_as_json(RECEIPT), printer)
    later = replace(hotel.desk("lek"), clock=lambda: hotel.clock() + datetime.timedelta(minutes=1))
    assert claim_print(later, "desk of lek") is None
    sent: list[bytes] = []
    places = Places("desk of nok", lambda: tray.folder, sent.append)
    print_queue(lambda operation, *args: operation(hotel.desk("nok"), *args), places)
    assert state(job) == "printed"
    assert "ใบเสร็จรับเงิน" in sent[0].decode("cp874")


def test_files_of_text_and_of_pdf_lie_in_their_folder(small_hotel: Hotel, tray: Tray) -> None:
    hotel = small_hotel
    text = keep_printer(hotel.desk(), "Text", TEXT)
    pdf = keep_printer(hotel.desk(), "PDF", {"kind": "file", "target": "pdfs", "sheet": "a5"})
    for printer in (text, pdf):
        queue_print(hotel.desk("nok"), paper_as_json(RECEIPT), printer)
    assert round_of(hotel, tray) == ["sent", "sent"]
    found = sorted(str(p.relative_to(tray.folder)) for p in (tray.folder / "papers").rglob("*.*"))
    assert found == ["papers/pdfs/receipt-RC2569-00012.pdf", "papers/slips/receipt-RC2569-00012.txt"]
    assert (tray.folder / "papers/slips/receipt-RC2569-00012.txt").read_bytes().endswith(b"\f")


def test_thai_goes_out_in_one_byte_a_sign_and_no_byte_is_a_command() -> None:
    told = Printer(form="text", columns=80, page_lines=66, encoding="cp874", escpos=False)
    content = raw_text(replace(RECEIPT, notes=("€5 – “Łódź” 漢 ①",)), told)
    assert "ค่าห้องพักดีลักซ์" in content.decode("cp874")
    assert not {byte for byte in content if byte < 0x20} - {0x0A, 0x0D, 0x0C}
    assert not {byte for byte in content if 0x80 <= byte < 0xA0}
    assert b'E5 - "Lodz" ?? 1' in content
    for sign in "é漢ß①":
        assert len(encoded(sign, "cp874")) == cell_width(sign)
    assert encoded("é", "utf-8") == "é".encode()


def test_a_slip_printer_draws_the_code_and_cuts_its_roll() -> None:
    slip = Printer(form="text", columns=48, page_lines=0, encoding="cp874", escpos=True)
    payable = replace(RECEIPT, qr="00020101021129370016A0000006770101116304ABCD")
    content = raw_text(payable, slip)
    assert b"\x1d(k\x2f\x001P0" + payable.qr.encode() in content
    assert content.endswith(b"\x1dV\x42\x00")
    plain = Printer(form="text", columns=80, page_lines=66, encoding="cp874", escpos=False)
    assert b"QR: 000201" in raw_text(payable, plain)


def test_a_roll_of_80_mm_is_as_long_as_its_paper() -> None:
    roll = Printer(form="pdf", sheet="80mm")
    assert content_for(roll, RECEIPT).startswith(b"%PDF")


def test_papers_go_to_the_printer_of_their_kind_and_desk(hotel: Hotel) -> None:
    desk = hotel.desk()
    names = {name: keep_printer(desk, name, TEXT) for name in ("House", "Receipts", "Bar")}
    assert route_of("receipt", "10.0.0.7 /dev/pts/1") is None
    keep_route(desk, "", "", names["House"])
    keep_route(desk, "receipt", "", names["Receipts"], 1)
    at_bar = keep_route(desk, "receipt", "10.0.0.7", names["Bar"])

    def way(kind: str, terminal: str) -> str:
        found = route_of(kind, terminal)
        assert found is not None
        return str(found.printer.name)

    assert way("folio", "10.0.0.7 /dev/pts/1") == "House"
    assert way("receipt", "10.0.0.9 /dev/pts/1") == "Receipts"
    assert way("receipt", "10.0.0.7 /dev/pts/3") == "Bar"
    with refused("ROUTE_TWICE"):
        keep_route(desk, "receipt", "", names["Bar"])
    with refused("PRINT_COPIES"):
        keep_route(desk, "folio", "", names["Bar"], 10)
    keep_route(desk, "receipt", "10.0.0.7", names["House"], 2, at_bar)
    assert way("receipt", "10.0.0.7 /dev/pts/3") == "House"
    remove_route(desk, at_bar)
    assert PrintRoute.get_or_none(PrintRoute.id == at_bar) is None
    keep_printer(desk, "Receipts", {**TEXT, "active": False}, names["Receipts"])
    assert way("receipt", "10.0.0.9 /dev/pts/1") == "House"
    with refused("PRINTER_OFF"):
        keep_route(desk, "folio", "", names["Receipts"])
    with refused("PRINTER_OFF"):
        queue_print(hotel.desk("nok"), paper_as_json(RECEIPT), names["Receipts"])


def test_no_screen_says_what_the_machine_runs(small_hotel: Hotel) -> None:
    desk = small_hotel.desk()
    with refused("PRINTER_COMMAND"):
        keep_printer(desk, "Shell", {"kind": "command", "target": "/bin/sh"})
    with refused("PRINTER_TARGET"):
        keep_printer(desk, "Out", {"kind": "file", "target": "../../etc"})
    with refused("PRINTER_TARGET"):
        keep_printer(desk, "Dash", {"kind": "queue", "target": "-o raw"})
    with refused("PRINTER_KIND"):
        keep_printer(desk, "Here", {"kind": "transparent", "form": "pdf"})
    with refused("PRINTER_KIND"):
        keep_printer(desk, "Fax", {"kind": "fax"})
    with refused("PRINTER_SIZE"):
        keep_printer(desk, "Thin", {**TEXT, "columns": 12})
    with refused("PRINTER_SIZE"):
        keep_printer(desk, "Short", {**TEXT, "page_lines": 4})
    with refused("PRINTER_NAME"):
        keep_printer(desk, " ", TEXT)
    with refused("PRINTER_NAME"):
        set_printer_command(desk, " ", "/bin/cat")
    with refused("PRINTER_COMMAND"):
        set_printer_command(desk, "Front", "cat")
    with refused("PRINTER_COMMAND"):
        set_printer_command(desk, "Front", "/bin/cat '")
    with refused("NO_RIGHT"):
        small_hotel.desk("nok")
        keep_printer(small_hotel.desk("nok"), "Mine", TEXT)
    number = set_printer_command(desk, "Front", "/bin/cat -u")
    keep_printer(desk, "Front", {"kind": "command", "target": "/bin/sh", "columns": 48}, number)
    assert (Printer.get_by_id(number).target, Printer.get_by_id(number).columns) == ("/bin/cat -u", 48)


def test_a_job_stays_the_paper_it_was(hotel: Hotel, tray: Tray) -> None:
    job = queued(hotel, a_printer(hotel, tray), a_receipt(hotel))
    round_of(hotel, tray)
    for statement in (
        "UPDATE print_job SET paper = '{{}}'",
        "UPDATE print_job SET counts_id = 99",
        "UPDATE print_job SET state = 'queued'",
        "UPDATE print_job SET attempts = 0",
        "DELETE FROM print_job",
    ):
        with pytest.raises(peewee.DatabaseError, match=r"PRINT_(KEPT|ENDED)"), database.atomic():
            database.execute_sql(statement)
    assert state(job) == "printed"
    assert paper_from_json(PrintJob.get_by_id(job).paper).kind == "receipt"


def test_two_originals_of_one_receipt_never_wait_at_once(hotel: Hotel, tray: Tray) -> None:
    queued(hotel, a_printer(hotel, tray), a_receipt(hotel))
    columns = (
        "kind, title, number, paper, copies, counts, counts_id, printer_id, terminal, staff_id, created_at,"
        " state, attempts, error"
    )
    for verb in ("INSERT", "INSERT OR REPLACE"):
        if verb != "INSERT" and not isinstance(database.obj, peewee.SqliteDatabase):
            continue
        with pytest.raises(peewee.DatabaseError), database.atomic():
            database.execute_sql(f"{verb} INTO print_job ({columns}) SELECT {columns} FROM print_job")


def test_the_log_says_who_printed_what_where(small_hotel: Hotel, tray: Tray) -> None:
    hotel = small_hotel
    receipt = a_receipt(hotel)
    queued(hotel, a_printer(hotel, tray), receipt)
    round_of(hotel, tray)
    subjects = {(row.operation, row.subject) for row in ChangeLog.select()}
    assert {("queue_print", "print_job"), ("print_done", "print_job"), ("print_done", "receipt")} <= subjects
    (row,) = print_jobs(hotel.clock()).first(10)
    assert (row.number, row.printer, row.state) == (receipt.number, "Front", "printed")
    assert print_jobs(hotel.clock(), "nothing like it").first(10) == []
