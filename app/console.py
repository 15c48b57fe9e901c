"""The Textual app: sign-in, the desk's screens on a stack, idle lock, and a watch for what other desks write."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import importlib
import logging
import os
import threading
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen

from app.driver import DeskDriver
from app.services import ConsoleServices, wall_clock
from app.terminal_picture import ChangedCells, TerminalPicture
from locales import Message, use_language
from models.house.database import Watch, close_database
from models.house.property import Property, setting
from models.house.refusals import Refused
from models.house.staff import Staff
from screens.kit.dialogs import ConfirmDialog, Dialog
from screens.kit.form import Form
from screens.kit.theme import use_theme
from screens.sign_in import LockScreen, SignInScreen

if TYPE_CHECKING:
    from textual.timer import Timer

    from app.server.session import Served
    from app.wake_up_alarm import WakeUpAlarm
    from screens.kit.actions import Action
    from screens.kit.desk_screen import DeskScreen
    from screens.kit.key_map import KeyMap

WATCH_SECONDS = 0.5  # what another desk writes is seen within a second, the time to draw it included
SHORTEST_LOOK_SECONDS = 0.2
POST_SECONDS = 5.0


def _opens(name: str) -> Callable[[Console], None]:
    def do(console: Console) -> None:
        console.open_screen(name)

    return do


class Console(App[None]):
    """One person's desk."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { background: $background; }"

    def __init__(
        self,
        clock: Callable[[], datetime.datetime] = wall_clock,
        key_file: Path | None = None,
        driver_class: type[Driver] | None = None,
        served: Served | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class, ansi_color=True)
        self.served = served  # by a session server, which watches the database and the line for all its desks
        self.services = ConsoleServices(self, clock, served.place if served else None)
        self._key_file = key_file
        if key_file is not None:
            _ = self.key_map  # what is wrong with it is said before the desk opens
        self.fault: Exception | None = None
        self._keeping = False
        self._idle_timer: Timer | None = None
        self._alarm_timer: Timer | None = None
        self._picture = TerminalPicture()
        self._watch = Watch()
        self.after_first_picture: Callable[[], object] | None = None
        self._last_key = time.monotonic()
        self._idle_seconds = int(setting("idle_lock_minutes")) * 60

    # What is not needed until somebody has signed in is imported meanwhile: see ``_get_ready``.

    @cached_property
    def ACTIONS(self) -> tuple[Action, ...]:
        from screens.navigation import GLOBAL_ACTIONS

        return GLOBAL_ACTIONS

    @cached_property
    def key_map(self) -> KeyMap:
        from screens.kit.key_map import KeyMap, load_key_map
        from screens.navigation import screen_actions

        return load_key_map(self._key_file, screen_actions()) if self._key_file else KeyMap()

    @property
    def _desks(self) -> list[DeskScreen]:
        """The screens of the desk, from the bottom up, without dialogs and doors."""
        if self.services.staff is None:
            return []
        from screens.kit.desk_screen import DeskScreen

        return [screen for screen in self.screen_stack if isinstance(screen, DeskScreen)]

    @property
    def _desk_on_top(self) -> DeskScreen | None:
        desks = self._desks
        return desks[-1] if desks and desks[-1] is self.screen else None

    @cached_property
    def _alarm(self) -> WakeUpAlarm:
        from app.wake_up_alarm import WakeUpAlarm

        return WakeUpAlarm(self)

    def on_mount(self) -> None:
        use_theme(self, os.environ)
        self._own_loop = asyncio.get_running_loop()
        self.app_resume_signal.subscribe(self, lambda _app: self.redraw(), immediate=True)
        self._had_terminal = not self.is_headless and os.isatty(0)
        if self.served is not None:
            self.served.start(self)
        else:
            self.set_interval(WATCH_SECONDS, self._leave_with_the_terminal)
            self.set_interval(WATCH_SECONDS, self._look_for_changes)
            self.set_interval(POST_SECONDS, self._send_letters)
            self.set_interval(POST_SECONDS, self._look_for_prints)
        self._lock_when_idle()
        login = self.served.login if self.served else ""
        known = self.served is not None and not self.served.asks_password
        self.push_screen(SignInScreen(login, is_known=known), self._signed_in)
        if self.after_first_picture is not None:
            self.call_after_refresh(self._get_ready, self.after_first_picture)

    def _get_ready(self, then: Callable[[], object]) -> None:
        """While somebody types a name and a password: what the desk needs, and what an upgrade left to do."""

        def run() -> None:
            try:
                importlib.import_module("app.wake_up_alarm")
                importlib.import_module("screens.front_office.rack")
                importlib.import_module("screens.drafts")
                then()
            except Exception:
                logging.getLogger(__name__).exception("getting ready failed")
            finally:
                close_database()

        threading.Thread(target=run, name="getting ready", daemon=True).start()

    def _signed_in(self, staff: Staff | None) -> None:
        if staff is None:
            self.exit()
            return
        use_language(staff.language)
        self._came_in = staff
        if self.served is None:
            self.go_on()
            return
        self.served.signed_in(staff)
        self.run_worker(self._offer_desks(self.served))

    async def _offer_desks(self, served: Served) -> None:
        """Whoever's line dropped goes on where it was, on whatever line they came now."""
        for offer in await served.offers():
            at = datetime.datetime.fromtimestamp(offer["at"], Property.the().timezone)
            values = {"time": f"{at:%H:%M}", "place": offer["place"], "screen": offer["screen"]}
            question = (
                Message(
                    "Your desk of {time} at {place} stands as you left it: {screen}. Go on there?", values
                )
                if offer["left"]
                else Message("Your desk at {place} is open, last used {time}. Bring it here?", values)
            )
            if await self.push_screen_wait(ConfirmDialog(question)):
                served.bring(offer["number"])
                return
        self.go_on()

    def go_on(self) -> None:
        """To the desk of who has just signed in."""
        from screens.navigation import home, open_screen

        staff = self._came_in
        self.services.sign_in(staff)
        self.push_screen(open_screen(home(self.services.rights)))
        self.call_after_refresh(self._say_of_shift)
        self.run_worker(self._offer_drafts(staff))

    def _say_of_shift(self) -> None:
        """Who may take money is told at once whether the shift is open, not at the first guest."""
        staff, desk = self.services.staff, self._desk_on_top
        if staff is None or desk is None:
            return
        from models.front_office.till.views import at_sign_in

        said = at_sign_in(staff, self.services.rights)
        if said is not None:
            desk.say(said)

    def way_out(self, refused: Refused) -> Dialog[Any] | None:
        from screens.navigation import way_out

        return way_out(self.services, refused)

    async def do_open_shift(self) -> None:
        from screens.front_office.shift_forms import open_shift_dialog

        if await self.push_screen_wait(open_shift_dialog(self.services)) and self._desk_on_top:
            self._desk_on_top.reread()

    def do_close_shift(self) -> None:
        self._at_the_drawer("close")

    def do_shift_hand_over(self) -> None:
        self._at_the_drawer("hand_over")

    def do_shift_drop(self) -> None:
        self._at_the_drawer("drop")

    def do_shift_pay_out(self) -> None:
        self._at_the_drawer("pay_out")

    def _at_the_drawer(self, then: str) -> None:
        self.open_screen("cashier", None, then)

    async def do_switch_user(self) -> None:
        """F8: back to sign-in; every screen is closed. What is half typed is asked about first."""
        if await self._may_leave():
            self.leave_desk()

    async def _may_leave(self) -> bool:
        if not any(desk.unsaved for desk in self._desks):
            return True
        question = Message("Throw away what was typed?")
        yes: bool = await self.push_screen_wait(ConfirmDialog(question, danger=True))
        return yes

    def leave_desk(self) -> None:
        """Close every screen and wait for the next person."""
        self.services.sign_out()
        if self.served is not None:
            self.served.signed_in(None)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(SignInScreen(), self._signed_in)

    def do_lock(self) -> None:
        if self.services.staff is not None and not isinstance(self.screen, LockScreen):
            self.push_screen(LockScreen())

    async def do_own_password(self) -> None:
        from screens.own_password import own_password_dialog

        await self.push_screen_wait(own_password_dialog(self.services))

    def do_quit(self) -> None:
        self.exit()

    def open_screen(self, name: str, *args: object) -> None:
        """Open a screen by its name in ``screens.navigation``."""
        from screens.navigation import open_screen

        self.push_screen(open_screen(name, *args))

    do_statements = _opens("statements")
    do_posting_accounts = _opens("posting accounts")
    do_account_budget = _opens("account budget")
    do_free_rooms = _opens("free rooms")
    do_quote = _opens("quote")
    do_rate_calendar = _opens("rate calendar")
    do_rates = _opens("rates")
    do_restrictions = _opens("restrictions")
    do_age_bands = _opens("age bands")
    do_rate_categories = _opens("rate categories")
    do_rate_levels = _opens("rate levels")
    do_overbooking = _opens("overbooking")
    do_booking = _opens("booking")
    do_availability = _opens("availability")
    do_tape_chart = _opens("tape chart")
    do_drivers = _opens("drivers")
    do_corrections = _opens("corrections")
    do_exceptions = _opens("exceptions")
    do_approvals = _opens("approvals")
    do_samples = _opens("samples")
    do_adjustments = _opens("adjustments")
    do_adjustment_reasons = _opens("adjustment reasons")
    do_arrivals = _opens("arrivals")
    do_in_house = _opens("in house")
    do_departures = _opens("departures")
    do_bookings = _opens("bookings")
    do_waitlist = _opens("waitlist")
    do_turn_aways = _opens("turn-aways")
    do_deposits = _opens("deposits")
    do_policies = _opens("policies")
    do_segments = _opens("segments")
    do_credit_limits = _opens("credit limits")
    do_payment_methods = _opens("payment methods")
    do_rates_of_exchange = _opens("rates of exchange")
    do_departments = _opens("departments")
    do_bell_desk = _opens("bell desk")
    do_group_luggage = _opens("group luggage")
    do_luggage_list = _opens("luggage")
    do_errand_list = _opens("errands")
    do_parcel_list = _opens("parcels")
    do_car_list = _opens("cars")
    do_traces = _opens("traces")
    do_log_book_list = _opens("log book")
    do_ticket_list = _opens("tickets")
    do_ticket_report = _opens("ticket report")
    do_import = _opens("import")
    do_channels = _opens("channels")
    do_groups = _opens("groups")
    do_folios = _opens("folios")
    do_documents = _opens("documents")
    do_guests = _opens("guests")
    do_companies = _opens("companies")
    do_duplicates = _opens("duplicates")
    do_privacy = _opens("privacy")
    do_data_requests = _opens("data requests")
    do_access_log = _opens("access log")
    do_walk_in = _opens("walk-in")
    do_registers = _opens("registers")
    do_register = _opens("register")
    do_register_weeks = _opens("register weeks")
    do_tm30 = _opens("tm30")
    do_operator = _opens("operator")
    do_undelivered = _opens("messages")
    do_calls = _opens("calls")
    do_phone_book = _opens("phone book")
    do_wake_ups = _opens("wake-ups")
    do_call_charges = _opens("call charges")
    do_call_lines = _opens("call lines")
    do_call_tariff = _opens("call tariff")
    do_codes = _opens("codes")
    do_provincial_fee = _opens("provincial fee")
    do_provincial_fee_list = _opens("provincial fee list")
    do_outlets = _opens("outlets")
    do_articles = _opens("articles")
    do_article_stock = _opens("stock")
    do_outlet_sale = _opens("outlet sale")
    do_minibar_round = _opens("outlet round")
    do_audit = _opens("audit")
    do_forecast = _opens("forecast")
    do_house_status = _opens("house status")
    do_debtors = _opens("debtors")
    do_account_receipts = _opens("account receipts")
    do_certificates_to_chase = _opens("certificates to chase")
    do_collections = _opens("collections")
    do_billing_notes = _opens("billing notes")
    do_ageing = _opens("ageing")
    do_reminders = _opens("reminders")
    do_debtor_mail = _opens("debtor mail")
    do_reminder_levels = _opens("reminder levels")
    do_payables = _opens("payables")
    do_payables_ageing = _opens("payables ageing")
    do_due_bills = _opens("due bills")
    do_vendor_payments = _opens("vendor payments")
    do_withholding = _opens("withholding")
    do_account_receipts = _opens("account receipts")
    do_certificates_to_chase = _opens("certificates to chase")
    do_taxes = _opens("taxes")
    do_input_vat = _opens("input vat")
    do_pp36 = _opens("pp36")
    do_tax_calendar = _opens("tax calendar")
    do_house_accounts = _opens("house accounts")
    do_opening_balances = _opens("opening balances")
    do_sale = _opens("sale")
    do_sales = _opens("sales")
    do_cashier = _opens("cashier")
    do_exchange = _opens("exchange")
    do_exchanges = _opens("exchanges")
    do_rate_board = _opens("rate board")
    do_shifts = _opens("shifts")
    do_drawers = _opens("drawers")
    do_housekeeping = _opens("housekeeping")
    do_room_assignment = _opens("room assignment")
    do_attendants = _opens("attendants")
    do_credits = _opens("credits")
    do_closures = _opens("closures")
    do_discrepancies = _opens("discrepancies")
    do_queue = _opens("queue")
    do_lost_and_found = _opens("lost and found")
    do_accounts = _opens("accounts")
    do_closed_days = _opens("closed days")
    do_three_ledgers = _opens("three ledgers")
    do_trial_balance = _opens("trial balance")
    do_statistics = _opens("statistics")
    do_segment_statistics = _opens("segment statistics")
    do_manager = _opens("manager")
    do_budget = _opens("budget")
    do_voucher = _opens("voucher")
    do_petty_cash = _opens("petty cash")
    do_periods = _opens("periods")
    do_day_books = _opens("day books")
    do_vouchers = _opens("vouchers")
    do_voucher_forms = _opens("voucher forms")
    do_month_run = _opens("month run")
    do_balance_check = _opens("balance check")
    do_cheques_in = _opens("cheques in")
    do_cheques_out = _opens("cheques out")
    do_card_payouts = _opens("card payouts")
    do_bank_statements = _opens("bank statements")
    do_bank_accounts = _opens("bank accounts")
    do_income_audit = _opens("income audit")
    do_packages = _opens("packages")
    do_log = _opens("log")
    do_staff = _opens("staff")
    do_roles = _opens("roles")
    do_settings = _opens("settings")
    do_letters = _opens("letter queue")
    do_keys_out = _opens("keys out")
    do_metal_keys_set_up = _opens("metal keys")
    do_monthly_guests = _opens("monthly guests")
    do_meter_readings = _opens("meter readings")
    do_meters = _opens("meters")
    do_letter_texts = _opens("letter texts")
    do_etax_address = _opens("etax address")
    do_print_jobs = _opens("print jobs")
    do_printers = _opens("printers")
    do_print_routes = _opens("print routes")

    async def do_rooms(self) -> None:
        """Back to the rack at the bottom of the stack; another duty's desk has it on top."""
        from screens.navigation import home

        if home(self.services.rights) != "rooms":
            self.open_screen("rooms")
            return
        if not await self._may_leave():
            return
        while len(self.screen_stack) > 2:
            self.pop_screen()

    # Live

    def seen(self) -> None:
        """Our own write is no news."""
        self._watch.changed()
        self._alarm.stale()

    def _leave_with_the_terminal(self) -> None:
        """A line that is cut without a word would leave the program reading from nothing, for ever."""
        if self._had_terminal and not os.isatty(0):
            self.exit(return_code=1)

    def _look_for_changes(self) -> None:
        if not self.screen.is_mounted:  # it is just being opened; what changed is seen with the next look
            return
        changed = self.services.staff is not None and self._watch.changed()
        if changed and self._desk_on_top:
            self._desk_on_top.reread()
        if self.services.staff is not None or "_alarm" in self.__dict__:
            self._alarm.look(changed)
        if self.served is not None:
            self._look_again()

    def look_for_alarms(self) -> None:
        self._alarm.look(False)

    def seconds_without_key(self) -> float:
        return time.monotonic() - self._last_key

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste):
            self._last_key = time.monotonic()
            if self.served is not None:
                self.served.used()
        if isinstance(event, events.Resize):
            self._picture.forget()  # what a terminal does with its text then is its own affair
        if isinstance(event, events.Key) and event.key == "ctrl+l":
            self.redraw()
            return
        if isinstance(event, events.Key) and event.key == "f2" and not self._desk_on_top:
            self.switch_language()  # dialogs and doors keep their keys to themselves
            return
        await super().on_event(event)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Private in Textual, which offers no other place between what is drawn and what is sent."""
        if isinstance(renderable, LayoutUpdate | ChopsUpdate):
            self._picture.sized(self.size.width)
            renderable = ChangedCells(renderable, self._picture)
        super()._display(screen, renderable)

    def redraw(self) -> None:
        """Send everything again: a message of the system or a bad line wrote over the desk."""
        self._picture.forget()
        self.screen.refresh()

    def switch_language(self) -> None:
        """Everything on the screen is said again; selection and typed text stay."""
        self.services.toggle_language()
        for screen in self.screen_stack:
            respeak = getattr(screen, "respeak", None)
            if respeak is not None:
                respeak()

    def _send_letters(self) -> None:
        """What waits goes out in the background; what went wrong is said on whatever screen is open."""
        if self.services.staff is None and self.services.post is None:
            return
        said = self.services.post_office().look()
        if said is not None and self._desk_on_top:
            self._desk_on_top.say(said, "warning")

    def _look_for_prints(self) -> None:
        """What waits at a printer, or was left there by a desk that is closed."""
        if self.services.staff is not None or self.services.printer is not None:
            self.services.printing().look()

    def say_of_printing(self, said: Message, well: bool) -> None:
        """From the printing thread: what became of a paper."""

        def say() -> None:
            if self._desk_on_top:
                self._desk_on_top.say(said, "info" if well else "warning")

        with contextlib.suppress(RuntimeError):  # the desk was closed meanwhile
            self._own_loop.call_soon_threadsafe(say)

    def print_at_terminal(self, content: bytes) -> None:
        """From the printing thread: to the printer at the terminal, between two frames."""
        from app.printing.terminal import to_terminal

        to_terminal(self._driver, content)

    def _lock_when_idle(self) -> None:
        """Looks again when it may have become true, not before: a desk at rest sleeps."""
        if not self._idle_seconds:
            return
        left = self._idle_seconds - self.seconds_without_key()
        if left <= 0:
            self.do_lock()
            left = self._idle_seconds
        if self._idle_timer is not None:
            self._idle_timer.stop()
        self._idle_timer = self.set_timer(left + 0.1, self._lock_when_idle)

    # At a session server

    def rest(self) -> None:
        self.services.rest()
        self._watch.forget()

    def look_around(self) -> None:
        """Somebody wrote, or half a minute is over."""
        if self.services.staff is None:
            return
        self._look_for_changes()
        self._send_letters()
        self._look_for_prints()

    def _look_again(self) -> None:
        """When the next call is due, and often while one rings."""
        if self._alarm_timer is not None:
            self._alarm_timer.stop()
            self._alarm_timer = None
        if self.services.staff is None:
            return
        wait = self._alarm.seconds_to_next_look()
        if wait is not None:
            self._alarm_timer = self.set_timer(max(wait, SHORTEST_LOOK_SECONDS), self._look_for_changes)

    def where(self) -> str:
        """The heading of what stands on the desk, under any dialog or lock."""
        return self._desks[-1].heading() if self._desks else ""

    def say_everywhere(self, message: Message) -> None:
        for desk in self._desks:
            desk.say(message, "warning")
        self.bell()

    def busy(self) -> bool:
        """Whether somebody has typed what is not written yet, or something is just being written."""
        return any(desk.unsaved or desk.under_way for desk in self._desks) or any(
            isinstance(screen, Dialog) and any(form.changed for form in screen.query(Form))
            for screen in self.screen_stack
        )

    def unlock(self) -> None:
        """The password was given at the door."""
        self._last_key = time.monotonic()
        if isinstance(self.screen, LockScreen):
            self.screen.dismiss(None)

    def another_terminal(self, place: str) -> None:
        """Draw everything for a terminal that knows nothing of it yet."""
        self.services.move_to(place)
        if isinstance(self._driver, DeskDriver):
            self._driver.greet()
        use_theme(self, os.environ)
        self._sync_available = False
        self._picture.forget()
        # Private in Textual, which otherwise draws only what differs from the last picture.
        self._display(self.screen, self.screen._compositor.render_update(full=True))
        self.screen.refresh(layout=True)

    def keep_and_exit(self, *, gone: bool = False) -> None:
        """Keep what is half typed for the next sign-in, and end. Once, whoever else says so meanwhile."""
        if self._keeping and not gone:
            return
        self._keeping = True
        self.run_worker(self._keep_and_exit(gone), exit_on_error=False)

    async def _keep_and_exit(self, gone: bool) -> None:
        if self.services.staff is not None:
            from models.house.drafts import keep_draft
            from screens.drafts import kept_of

            for draft in kept_of(self.screen_stack):
                try:
                    await self.services.write(keep_draft, *draft)
                except Exception:
                    logging.getLogger(__name__).exception("a draft was not kept")
        if gone:
            self.services.close()
            os._exit(1)  # its terminal is gone: nothing that would be drawn at the end can be
        self.exit()

    async def _offer_drafts(self, staff: Staff) -> None:
        """What was half typed when a desk ended without its person."""
        from models.house.drafts import drafts_of, drop_draft
        from screens.drafts import open_draft

        for draft in drafts_of(staff, self.services.now()):
            question = Message("You left this half typed: {what}. Open it again?", {"what": draft.title})
            again = await self.push_screen_wait(ConfirmDialog(question))
            with contextlib.suppress(Refused):
                await self.services.write(drop_draft, draft.id)
            if again and self.services.staff is staff:
                said = open_draft(self, draft.screen, draft.typed)
                if said is not None and self._desk_on_top:
                    self._desk_on_top.say(said, "warning")
                return

    def _handle_exception(self, error: Exception) -> None:
        """The last resort, instead of Textual's traceback across the screen: say so, write it down, end.

        Private in Textual, which offers no other place; every write is one transaction, so nothing is half done.
        """
        logging.getLogger(__name__).critical("the desk ended by a fault", exc_info=error)
        self.fault = error
        self.exit(return_code=1)

    async def action_quit(self) -> None:
        """Ctrl+Q is flow control on serial lines; the program is left from the sign-in screen or with ``:quit``."""

    def action_help_quit(self) -> None:
        """Ctrl+C says nothing: Textual's word for it names a key that does not end this program."""

    def action_suspend_process(self) -> None:
        """There is no shell behind the desk to come back from."""

    def copy_to_clipboard(self, text: str) -> None:
        """Guests' data does not go to the clipboard of a terminal that may stand anywhere."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """No program of the machine is started from a desk."""

    def deliver_screenshot(self, *_args: object, **_more: object) -> None:
        """Files leave by the export of papers and lists alone."""

    def on_unmount(self) -> None:
        self.services.close()
