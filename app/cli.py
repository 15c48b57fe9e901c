"""``reception``: opens the desk, and does from a shell what needs no screen.

Exit codes: 0 done, 1 refused or faults found, 2 wrong usage, 3 the night audit is blocked, 4 the hotel cannot
be opened, 5 the day is closed but the back-up after it failed.
"""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.opening import (
    BLOCKED,
    NO_BACKUP,
    REFUSED,
    code_of,
    language_of,
    make_ready,
    open_desk,
    run_desk,
)
from app.settings import default_database
from locales import LANGUAGES, _, use_language

if TYPE_CHECKING:
    from models.house.acts import Desk

OPENING_KINDS = ("in-house", "deposits", "guest-balances", "city-balances", "general-balances")
IMPORT_KINDS = (
    "profiles",
    "guests",
    "companies",
    "rates",
    "prices",
    "bookings",
    "rooms",
    "articles",
    "phones",
    *OPENING_KINDS,
    "calendar",
)


class _Commands(click.Group):
    """Every refusal becomes one sentence and an exit code; no traceback reaches a person."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            said = code_of(error)
            if said is None:
                raise
            click.echo(said[1], err=True)
            ctx.exit(said[0])


def _database_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--database", "url", default=None, metavar="URL",
        help="The hotel: a file, or postgresql://user@host/name. Default: $RECEPTION_DATABASE or your own hotel.",
    )(function)  # fmt: skip


def _open(ctx: click.Context, url: str | None, *, create: bool = False) -> str:
    from models.house.database import open_database, sqlite_path

    where = url or (ctx.find_root().params.get("url")) or default_database()
    path = sqlite_path(where)
    if create and path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    if create:
        open_database(where, create=True)
    else:
        make_ready(str(where))
    return str(where)


@click.group(cls=_Commands, invoke_without_command=True)
@_database_option
@click.option("--language", type=click.Choice(LANGUAGES), default=None, help="The language of messages.")
@click.version_option(package_name="reception", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, url: str | None, language: str | None) -> None:
    """Reception: a hotel's front desk and back office in a terminal. Without a command it opens the desk."""
    use_language(language or language_of(os.environ))
    if ctx.invoked_subcommand is None:
        ctx.exit(open_desk(url or "", language or ""))


def _bar(label: str) -> Callable[..., None]:
    """Progress on one line of standard error; silent when nobody looks."""
    shown = sys.stderr.isatty()
    last = [-1]

    def progress(done: int, total: int, *_more: object) -> None:
        percent = 100 * done // max(total, 1)
        if shown and percent != last[0]:
            last[0] = percent
            end = "\n" if percent >= 100 else ""
            click.echo(f"\r{label} {'█' * (percent // 5):<20} {percent:3} %{end}", err=True, nl=False)

    return progress


@main.command()
@_database_option
@click.option("--fresh", is_flag=True, help="Throw the demo hotel away and make it anew.")
@click.option("--make-only", is_flag=True, help="Make it and do not open it.")
@click.pass_context
def demo(ctx: click.Context, url: str | None, fresh: bool, make_only: bool) -> None:
    """The demo hotel: 84 rooms, two months of history. Made on first use, then opened."""
    from models.front_office.demo import build_demo
    from models.house.database import open_database, sqlite_path

    where = url or str(Path(default_database()).with_name("demo.db"))
    path = sqlite_path(where)
    if path is not None and fresh:
        _only_a_demo(where, path)
        for ending in ("", "-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
    if path is None or not path.exists():
        click.echo(_("The demo hotel is being made; this takes a minute, once."), err=True)
        today = datetime.datetime.now(datetime.UTC).astimezone().date()
        build_demo(where, today, _bar("Rim Nam Hotel"))
    if not make_only:
        open_database(where)
        ctx.exit(run_desk())


def _only_a_demo(where: str, path: Path) -> None:
    """--fresh deletes; it must never meet a hotel that is somebody's own."""
    if not path.exists():
        return
    from models.house.database import close_database, open_database
    from models.house.property import setting
    from models.house.refusals import Refused

    open_database(where)
    is_demo = bool(setting("demo_password"))
    close_database()
    if not is_demo:
        raise Refused("NOT_A_DEMO", "{path} is not a demo hotel; it is left alone.", path=path)


@main.command()
@_database_option
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False))
@click.pass_context
def init(ctx: click.Context, url: str | None, file: str | None) -> None:
    """Open a new hotel. Asks for its data, or takes a TOML FILE (see docs/new-hotel.md)."""
    from app.new_hotel import ask_for_hotel, hotel_from_file, make_hotel
    from models.house.database import sqlite_path

    plan = hotel_from_file(Path(file)) if file else ask_for_hotel()
    path = sqlite_path(url or ctx.find_root().params.get("url") or default_database())
    new = path is not None and not path.exists()
    where = _open(ctx, url, create=True)
    try:
        make_hotel(plan)
    except Exception:
        if path is not None and new:  # never a file that was there before
            _take_back(path)
        raise
    click.echo(f"{plan.hotel.name_en}: {where}")


def _take_back(path: Path) -> None:
    """A hotel that could not be made in full is no hotel."""
    from models.house.database import close_database

    close_database()
    for ending in ("", "-wal", "-shm", ".lock"):
        Path(f"{path}{ending}").unlink(missing_ok=True)


def _sign_in(user: str | None, password_file: str | None) -> Desk:
    """The desk of the person named; the password is asked for, or read from a file for unattended use."""
    import getpass

    from app.services import wall_clock
    from models.house.acts import Desk
    from models.house.staff import sign_in

    login = user or click.prompt(_("Name"))
    if password_file:
        password = Path(password_file).read_text(encoding="utf-8").strip()
    else:
        password = click.prompt(_("Password"), hide_input=True)
    staff = sign_in(login, password, wall_clock())
    return Desk(staff, f"command line of {getpass.getuser()}", wall_clock)


def _person_options(function: Callable[..., Any]) -> Callable[..., Any]:
    function = click.option(
        "--password-file",
        type=click.Path(exists=True, dir_okay=False),
        help="Read the password from a file, for unattended use.",
    )(function)
    return click.option("--user", metavar="NAME", help="Who does it; asked for when not given.")(function)


@main.command()
@_database_option
@_person_options
@click.option("--check", is_flag=True, help="Only list what stands in the way.")
@click.option("--skip-optional", metavar="REASON", help="Go on past checks that the house set to a warning.")
@click.pass_context
def audit(
    ctx: click.Context,
    url: str | None,
    user: str | None,
    password_file: str | None,
    check: bool,
    skip_optional: str | None,
) -> None:
    """Close the business date. Exits with 3 and the list while anything stands in the way."""
    from app.audit import close_day
    from models.front_office.night_audit import findings, summary_of
    from models.house.property import Property
    from models.house.refusals import Answer

    _open(ctx, url)
    date = Property.the().business_date
    found = findings(date)
    for finding in found:
        click.echo(f"{finding.code}  {finding.message.say()}  [:{finding.jump}]")
    if any(f.blocks for f in found):
        ctx.exit(BLOCKED)
    if check:
        return
    desk = _sign_in(user, password_file)
    if skip_optional:
        desk = replace(desk, answers={"OPTIONAL_CHECKS": Answer(skip_optional)})
    no_backup = close_day(desk, date, lambda *_step: None)
    _print_after_audit(desk, date)
    summary = summary_of(date)
    click.echo(
        _("{date} is closed.", date=date) + " " + _("Room revenue {amount}.", amount=summary.room_revenue)
    )
    if no_backup:
        click.echo(_("There is no back-up after it: {why}", why=no_backup), err=True)
        ctx.exit(NO_BACKUP)


def _print_after_audit(desk: Desk, date: datetime.date) -> None:
    """The day is closed: what cannot be queued for the printer now is told, and printed from its list of reports."""
    import peewee

    from models.front_office.day_reports import print_after_audit
    from models.house.refusals import Refused

    try:
        print_after_audit(desk, date)
    except (Refused, peewee.PeeweeException) as error:
        click.echo(_("The reports were not printed: {why}", why=error), err=True)


@main.command()
@_database_option
@click.argument("date", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--name", "names", metavar="NAME", multiple=True, help="Only this report; may be given again.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write files there; text is printed when not given.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "pdf", "xlsx"]), default="text", show_default=True
)
@click.pass_context
def reports(
    ctx: click.Context,
    url: str | None,
    date: datetime.datetime,
    names: tuple[str, ...],
    folder: Path | None,
    form: str,
) -> None:
    """Write the reports of the closed day DATE (such as 2026-11-23) as they were when it was closed."""
    from app.day_report_files import write_reports
    from locales import current_language
    from models.front_office.day_reports import reports_to_read

    _open(ctx, url)
    if form != "text" and folder is None:
        raise click.UsageError(_("Say the folder: --folder"))
    papers = reports_to_read(date.date(), names, current_language())
    if folder is None:
        from app.documents import as_text

        for paper in papers:
            click.echo(as_text(paper))
        return
    for file in write_reports(papers, folder, form):
        click.echo(str(file))


@main.command()
@_database_option
@click.pass_context
def verify(ctx: click.Context, url: str | None) -> None:
    """Prove the books: chain, balances, every identity. Exits with 1 and says which line is wrong if one is."""
    from models.front_office.proof import faults
    from models.house.database import snapshot
    from models.ledger.entries import Entry

    _open(ctx, url)
    found = 0
    with snapshot():
        for fault in faults(_bar("verify")):
            found += 1
            click.echo(f"{fault.code}  {fault.message.say()}")
    if found:
        ctx.exit(REFUSED)
    last = Entry.select().order_by(Entry.id.desc()).first()
    seal = last.hash if last else "–"
    click.echo(_("{n} entries, none touched. Seal of the last: {seal}", n=last.id if last else 0, seal=seal))


@main.command()
@_database_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def backup(ctx: click.Context, url: str | None, file: Path) -> None:
    """Write the hotel to FILE, checked, while desks go on working."""
    from models.house.backup import back_up

    _open(ctx, url)
    back_up(file)
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


@main.command()
@_database_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def restore(ctx: click.Context, url: str | None, file: Path) -> None:
    """Put the hotel of the back-up FILE in place. A hotel that was there is kept beside it."""
    from models.house.backup import restore as put_back

    where = url or ctx.find_root().params.get("url") or default_database()
    kept = put_back(file, where)
    click.echo(_("{hotel} is restored.", hotel=where))
    if kept:
        click.echo(_("The hotel before it is kept as {kept}.", kept=kept))
    held = _hold_letters()
    if held:
        click.echo(_("{n} letters that waited may have gone out since; see :letters.", n=held))


def _hold_letters() -> int:
    """In the name of who keeps the hotel, for nobody signs in to restore one."""
    import getpass

    from app.services import wall_clock
    from models.front_office.correspondence import hold_letters
    from models.house.acts import Desk
    from models.house.staff import all_staff, rights_of

    keeper = next((one for one in all_staff() if one.active and rights_of(one).allow("set_up")), None)
    if keeper is None:
        return 0
    desk = Desk(keeper, f"restore by {getpass.getuser()}", wall_clock)
    return hold_letters(desk, _("The hotel was restored from a back-up."))


@main.command()
@_database_option
@_person_options
@click.pass_context
def send(ctx: click.Context, url: str | None, user: str | None, password_file: str | None) -> None:
    """Send the letters that wait. Exits with 1 when one waits on, failed, or is uncertain."""
    from app.post_office import send_letters
    from models.front_office.correspondence import METHODS

    _open(ctx, url)
    desk = _sign_in(user, password_file)
    done = send_letters(lambda operation, *args, **more: operation(desk, *args, **more))
    for method, why in done.line.items():
        click.echo(f"{METHODS[method].say()}: {why}", err=True)
    click.echo(
        _(
            "{sent} sent, {waiting} wait, {failed} failed, {uncertain} uncertain.",
            sent=done.sent,
            waiting=done.waiting,
            failed=done.failed,
            uncertain=done.uncertain,
        )
    )
    if not done.all_well:
        ctx.exit(REFUSED)


@main.command(name="letter-command")
@_database_option
@_person_options
@click.argument("method", type=click.Choice(["fax", "text"]))
@click.argument("command")
@click.pass_context
def letter_command(
    ctx: click.Context,
    url: str | None,
    user: str | None,
    password_file: str | None,
    method: str,
    command: str,
) -> None:
    """Have faxes or text messages sent by the program COMMAND; "" for none. See docs/letters.md."""
    from models.front_office.correspondence import set_command

    _open(ctx, url)
    set_command(_sign_in(user, password_file), method, command)


@main.command(name="encoder-command")
@_database_option
@_person_options
@click.argument("command")
@click.pass_context
def encoder_command(
    ctx: click.Context, url: str | None, user: str | None, password_file: str | None, command: str
) -> None:
    """Have key cards written by the program COMMAND; "" for none. See docs/keys.md."""
    from models.front_office.keys.encoder import set_encoder

    _open(ctx, url)
    set_encoder(_sign_in(user, password_file), command)


@main.command(name="printer-command")
@_database_option
@_person_options
@click.argument("printer")
@click.argument("command")
@click.pass_context
def printer_command(
    ctx: click.Context,
    url: str | None,
    user: str | None,
    password_file: str | None,
    printer: str,
    command: str,
) -> None:
    """Have papers for PRINTER printed by the program COMMAND, which reads them. See docs/printing.md."""
    from models.front_office.printing import set_printer_command

    _open(ctx, url)
    set_printer_command(_sign_in(user, password_file), printer, command)


@main.command(name="call-records")
@_database_option
@_person_options
@click.option("--read-again", is_flag=True, help="Only read again what could not be read, and end.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def call_records(
    ctx: click.Context,
    url: str | None,
    user: str | None,
    password_file: str | None,
    read_again: bool,
    file: Path,
) -> None:
    """Take the call records of the telephone exchange, as the settings FILE says. See docs/call-records.md."""
    from app.call_records import CallReader, feed_settings
    from models.front_office.call_charges import post_calls, read_lines
    from models.house.property import Property

    _open(ctx, url)
    settings = feed_settings(file, Property.the().zone)
    desk = _sign_in(user, password_file)
    if read_again:
        counts = read_lines(desk, settings.form, again=True)
        while post_calls(desk)["left"]:
            pass
        click.echo(" ".join(f"{state}: {n}" for state, n in counts.items()))
        return
    click.echo(_("Waiting for call records."), err=True)
    try:
        CallReader(settings, lambda operation, *args: operation(desk, *args)).run()
    except KeyboardInterrupt:
        ctx.exit(0)


@main.command(name="import")
@_database_option
@_person_options
@click.option("--dry-run", is_flag=True, help="Only list the faults.")
@click.option(
    "--map",
    "map_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Which column is which (TOML).",
)
@click.option("--source", metavar="NAME", default=None, help="The program or channel the file is from.")
@click.option("--sheet", metavar="NAME", default=None, help="The sheet of an XLSX; the first when not given.")
@click.option("--feed", metavar="NAME", default=None, help="The feed a calendar is of.")
@click.option(
    "--cancel-missing", is_flag=True, help="Cancel bookings of the feed that its calendar has no more."
)
@click.option(
    "--allow-overbooking",
    metavar="REASON",
    default=None,
    help="Take bookings over the sell limit, with this reason.",
)
@click.option(
    "--allow",
    nargs=2,
    multiple=True,
    metavar="CODE REASON",
    help="Answer what is asked of a line, by its code.",
)
@click.argument("kind", type=click.Choice(IMPORT_KINDS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def import_(
    ctx: click.Context,
    /,
    url: str | None,
    user: str | None,
    password_file: str | None,
    allow_overbooking: str | None,
    allow: tuple[tuple[str, str], ...],
    **how: Any,
) -> None:
    """Take in a CSV, XLSX or calendar FILE: all of it, or nothing and a list of every faulty line."""
    from app.imports import ImportOrder, take_in

    _open(ctx, url)
    reasons = dict(allow)
    if allow_overbooking:
        reasons["NO_AVAILABILITY"] = allow_overbooking
    if not take_in(_sign_in(user, password_file), ImportOrder(**how), reasons, _bar("import")):
        ctx.exit(REFUSED)


@main.command(name="import-sample")
@click.argument("kind", type=click.Choice(OPENING_KINDS))
def import_sample(kind: str) -> None:
    """Print a list as an old program might give it out for the day of the switch, to be filled in."""
    from models.front_office.imports import sample_list

    click.echo(sample_list(kind), nl=False)


@main.command(name="export-calendar")
@_database_option
@click.option(
    "--days", type=int, default=365, show_default=True, help="How many nights from the business date on."
)
@click.argument("room_type")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def export_calendar(ctx: click.Context, url: str | None, days: int, room_type: str, file: Path) -> None:
    """Write the sold-out nights of ROOM_TYPE to the calendar FILE, for channels."""
    from app.imports import write_calendar
    from app.services import wall_clock

    _open(ctx, url)
    write_calendar(room_type, days, wall_clock(), file)
    click.echo(str(file), err=True)


@main.command()
@_database_option
@click.argument("population")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="First day.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day.")
@click.option(
    "--account", "accounts", metavar="CODE", multiple=True, help="Only lines of it; may be given again."
)
@click.option(
    "--method",
    type=click.Choice(["random", "by amount", "over", "every"]),
    default="random",
    show_default=True,
)
@click.option("--figure", metavar="N", default="25", show_default=True, help="How many; or baht.")
@click.option("--seed", required=True, help="Any words: who says them again draws the same items.")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@click.pass_context
def sample(
    ctx: click.Context,
    url: str | None,
    population: str,
    since: datetime.datetime,
    until: datetime.datetime,
    accounts: tuple[str, ...],
    method: str,
    figure: str,
    seed: str,
    file: Path,
) -> None:
    """Draw an auditor's sample of POPULATION (lines, entries, vouchers, receipts …) as CSV; nothing is kept."""
    from locales.money import NotAnAmount, format_money, parse_money
    from models.front_office.samples import Plan, draw, drawn_csv

    _open(ctx, url)
    try:
        wanted = parse_money(figure)
    except NotAnAmount as error:
        raise click.BadParameter(error.message.say()) from error
    found = draw(Plan(population, since.date(), until.date(), method, wanted, seed, accounts))
    n = _write_out(file, lambda write: drawn_csv(found, write))
    click.echo(
        _("{n} drawn from {count} items of {total}, SHA-256 {digest}", n=n, count=found.count,
          total=format_money(found.total), digest=found.digest),
        err=True,
    )  # fmt: skip


@main.group()
def export() -> None:
    """Write the books out for other programs."""


@export.command()
@_database_option
@click.option("--dialect", type=click.Choice(["hledger", "beancount"]), default="hledger", show_default=True)
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@click.pass_context
def journal(ctx: click.Context, url: str | None, dialect: str, file: Path) -> None:
    """The whole ledger as a plain-text journal, to FILE or standard output."""
    from models.ledger.journal_export import export_journal

    _open(ctx, url)
    _export(file, lambda write: export_journal(write, dialect))  # type: ignore[arg-type]


@export.command()
@_database_option
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@click.pass_context
def lines(ctx: click.Context, url: str | None, file: Path) -> None:
    """The whole ledger as CSV, one row a line of an entry, to FILE or standard output."""
    from models.ledger.csv_export import export_csv

    _open(ctx, url)
    _export(file, export_csv)


def _export(file: Path, run: Callable[[Callable[[str], object]], int]) -> None:
    click.echo(_("{n} entries", n=_write_out(file, run)), err=True)


def _write_out(file: Path, run: Callable[[Callable[[str], object]], int]) -> int:
    """Write to FILE, which is whole or not there, or to standard output; what ``run`` says."""
    if str(file) == "-":
        entries = run(sys.stdout.write)
    else:
        if file.exists() and file.open("rb").read(15) == b"SQLite format 3":
            raise click.BadParameter(_("{path} is a hotel, not a journal.", path=file))
        part = file.with_name(file.name + ".part")
        with part.open("w", encoding="utf-8", newline="") as text:
            entries = run(text.write)
        part.replace(file)
    return entries


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--hotel", "url", required=True, metavar="URL", help="The hotel that is made, or gone on with.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Stop when this date is reached."
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the summary for scripts.",
)
@click.pass_context
def replay(
    ctx: click.Context, file: str, url: str, until: datetime.datetime | None, json_file: Path | None
) -> None:
    """Live a file of real bookings day by day. Killed, it goes on where it was."""
    from app.replay_report import lines_of
    from models.front_office.proof import faults
    from models.front_office.replay import replay as live

    _open(ctx, url, create=True)
    summary = live(file, _bar("replay"), until.date() if until else None)
    for line in lines_of(summary):
        click.echo(line)
    if json_file:
        json_file.write_text(summary.as_json(), encoding="utf-8")
    found = list(faults(_bar("verify")))
    for fault in found:
        click.echo(f"{fault.code}  {fault.message.say()}")
    click.echo(_("{n} faults", n=len(found)) if found else _("Every identity holds."))
    if found:
        ctx.exit(REFUSED)


@main.command()
@_database_option
@click.option("--socket", "path", metavar="FILE", default=None, help="Where to listen; see docs/server.md.")
@click.option("--group", metavar="GROUP", default="", help="Whose members may come, beside yourself.")
@click.option(
    "--grace",
    type=click.IntRange(0, 3600),
    default=60,
    show_default=True,
    help="Seconds for half-typed desks to finish when the server is stopped.",
)
@click.option(
    "--people",
    metavar="FILE",
    default="",
    help="Which user of the machine signs in as whom; see docs/ssh.md.",
)
@click.option("--unit", is_flag=True, help="Print a systemd unit for it, and end.")
@click.pass_context
def serve(
    ctx: click.Context, url: str | None, path: str | None, group: str, grace: int, people: str, unit: bool
) -> None:
    """Keep desks ready for who comes over SSH: they open at once and outlive a line that drops."""
    from app.server import commands

    where = url or ctx.find_root().params.get("url") or default_database()
    if unit:
        click.echo(commands.unit(where, group, grace, people), nl=False)
        return
    ctx.exit(commands.serve(where, path, group, float(grace), people))


@main.command()
@click.option(
    "--end", type=int, default=None, metavar="NUMBER", help="End this one; what is half typed is kept."
)
@click.pass_context
def sessions(ctx: click.Context, end: int | None) -> None:
    """The desks at the session server: who, where, since when, and whether their line is there."""
    from app.server import commands

    ctx.exit(commands.sessions(end))


@main.command()
@click.option("--socket", "path", metavar="FILE", default="", help="Where the server listens.")
@click.pass_context
def desk(ctx: click.Context, path: str) -> None:
    """A desk at the session server and nothing else: what sshd runs for who comes over SSH (docs/ssh.md)."""
    from app.server.door import come_in

    ctx.exit(come_in(path))


@main.command(name="ssh-config")
@click.option("--group", metavar="GROUP", default="desk", show_default=True, help="Whose members get a desk.")
@click.option("--user", "users", metavar="NAME", multiple=True, help="Only this user; may be given again.")
@click.option(
    "--key-only", is_flag=True, help="No passwords of the machine: who has no key does not come in."
)
@click.option("--keys", metavar="FILE", default=None, help="A user's keys. Default: /etc/ssh/reception/%u")
@click.option(
    "--socket", "path", metavar="FILE", default="", help="Where the server listens, if not as usual."
)
def ssh_config(group: str, users: tuple[str, ...], key_only: bool, keys: str | None, path: str) -> None:
    """Print what sshd is to be told so that people get a desk and nothing else; see docs/ssh.md."""
    from app.server.ssh_config import KEYS, ssh_config

    whom = f"User {','.join(users)}" if users else f"Group {group}"
    click.echo(ssh_config(whom, path, key_only=key_only, keys=keys or KEYS), nl=False)


if __name__ == "__main__":
    main()
