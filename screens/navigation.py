"""The way to every screen: by key from anywhere, and by name on the command line, in Thai and English.

Screens are imported when first opened, so that opening the desk pays for the desk only.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from locales import LANGUAGES, Message
from locales.thai_keyboard import from_thai_layout
from locales.thai_text import to_latin_digits
from models.house.refusals import Refused
from models.house.staff import RIGHTS, Rights
from screens.kit.actions import Action
from screens.kit.desk_screen import DeskScreen
from screens.kit.services import Services

if TYPE_CHECKING:
    from screens.kit.dialogs import Dialog


class Console(Protocol):
    """The app, as far as going from screen to screen needs it."""

    @property
    def services(self) -> Services: ...

    def push_screen(self, screen: DeskScreen) -> object: ...


FRONT, BACK = "screens.front_office", "screens.back_office"
SCREENS: dict[str, tuple[str, str]] = {
    "rooms": (f"{FRONT}.rack", "RackScreen"),
    "free rooms": (f"{FRONT}.free_rooms", "FreeRoomsScreen"),
    "quote": (f"{FRONT}.quote", "QuoteScreen"),
    "rate calendar": (f"{FRONT}.rate_calendar", "RateCalendarScreen"),
    "rates": (f"{FRONT}.rates", "RatesScreen"),
    "seasons": (f"{FRONT}.rates", "SeasonsScreen"),
    "rate accounts": (f"{FRONT}.rates", "RateAccountsScreen"),
    "restrictions": (f"{FRONT}.rate_rules", "RestrictionsScreen"),
    "age bands": (f"{FRONT}.rate_rules", "AgeBandsScreen"),
    "rate categories": (f"{FRONT}.rate_rules", "RateCategoriesScreen"),
    "rate levels": (f"{FRONT}.rate_rules", "BarLevelsScreen"),
    "overbooking": (f"{FRONT}.rate_rules", "OverbookingScreen"),
    "availability": (f"{FRONT}.availability", "AvailabilityScreen"),
    "availability date": (f"{FRONT}.availability_date", "DateScreen"),
    "tape chart": (f"{FRONT}.tape_chart", "TapeChartScreen"),
    "drivers": (f"{FRONT}.drivers", "DriversScreen"),
    "booking": (f"{FRONT}.booking", "BookingScreen"),
    "walk-in": (f"{FRONT}.walk_in", "WalkInScreen"),
    "arrivals": (f"{FRONT}.stays", "ArrivalsScreen"),
    "in house": (f"{FRONT}.stays", "InHouseScreen"),
    "departures": (f"{FRONT}.stays", "DeparturesScreen"),
    "bookings": (f"{FRONT}.stays", "BookingsScreen"),
    "stay": (f"{FRONT}.stay", "StayScreen"),
    "waitlist": (f"{FRONT}.waitlist", "WaitlistScreen"),
    "turn-aways": (f"{FRONT}.waitlist", "TurnAwaysScreen"),
    "segments": (f"{FRONT}.segments", "SegmentsScreen"),
    "bell desk": (f"{FRONT}.bell_desk", "BellDeskScreen"),
    "group luggage": (f"{FRONT}.bell_desk", "GroupLuggageScreen"),
    "luggage": (f"{FRONT}.luggage", "LuggageScreen"),
    "errands": (f"{FRONT}.bell_lists", "ErrandsScreen"),
    "parcels": (f"{FRONT}.bell_lists", "ParcelsScreen"),
    "cars": (f"{FRONT}.bell_lists", "CarsScreen"),
    "alerts": (f"{FRONT}.alerts", "AlertsScreen"),
    "traces": (f"{FRONT}.traces", "TracesScreen"),
    "log book": (f"{FRONT}.log_book", "LogBookScreen"),
    "tickets": (f"{FRONT}.tickets", "TicketsScreen"),
    "ticket report": (f"{FRONT}.ticket_report", "TicketReportScreen"),
    "departments": (f"{FRONT}.departments", "DepartmentsScreen"),
    "import": (f"{FRONT}.imports", "ImportScreen"),
    "opening balances": (f"{FRONT}.opening_balances", "OpeningBalancesScreen"),
    "channels": (f"{FRONT}.channels", "ChannelsScreen"),
    "cancel": (f"{FRONT}.cancel", "CancelScreen"),
    "no-show": (f"{FRONT}.cancel", "NoShowScreen"),
    "deposits": (f"{FRONT}.deposits", "DepositsScreen"),
    "policies": (f"{FRONT}.policies", "PoliciesScreen"),
    "policy": (f"{FRONT}.policies", "PolicyScreen"),
    "policy places": (f"{FRONT}.policies", "PolicyPlacesScreen"),
    "check-in": (f"{FRONT}.check_in", "CheckInScreen"),
    "group check-in": (f"{FRONT}.group_check_in", "GroupCheckInScreen"),
    "folios": (f"{FRONT}.stays", "FoliosScreen"),
    "payment methods": (f"{FRONT}.payment_set_up", "PaymentMethodsScreen"),
    "rates of exchange": (f"{FRONT}.payment_set_up", "RatesOfExchangeScreen"),
    "credit limits": (f"{FRONT}.credit_limits", "CreditLimitsScreen"),
    "folio": (f"{FRONT}.folio", "FolioScreen"),
    "windows": (f"{FRONT}.windows", "WindowsScreen"),
    "routing": (f"{FRONT}.routing", "RoutingScreen"),
    "corrections": (f"{FRONT}.corrections", "CorrectionsScreen"),
    "adjustments": (f"{FRONT}.corrections", "AdjustmentsScreen"),
    "adjustment reasons": (f"{FRONT}.corrections", "ReasonsScreen"),
    "invoice notes": (f"{FRONT}.invoice_notes", "InvoiceNotesScreen"),
    "invoicing": (f"{FRONT}.invoicing", "InvoicingScreen"),
    "documents": (f"{FRONT}.documents", "DocumentsScreen"),
    "guests": (f"{FRONT}.guests", "GuestsScreen"),
    "guest": (f"{FRONT}.guests", "GuestScreen"),
    "guest card": (f"{FRONT}.guest_card", "GuestCardScreen"),
    "guest stays": (f"{FRONT}.guest_card", "GuestStaysScreen"),
    "duplicates": (f"{FRONT}.guest_merge", "DuplicatesScreen"),
    "merge": (f"{FRONT}.guest_merge", "MergeScreen"),
    "privacy": (f"{FRONT}.privacy", "PrivacyScreen"),
    "data requests": (f"{FRONT}.privacy", "DataRequestsScreen"),
    "access log": (f"{FRONT}.privacy", "AccessLogScreen"),
    "companies": (f"{FRONT}.companies", "CompaniesScreen"),
    "company": (f"{FRONT}.companies", "CompanyScreen"),
    "packages": (f"{FRONT}.packages", "PackagesScreen"),
    "fixed charges": (f"{FRONT}.fixed_charges", "FixedChargesScreen"),
    "stay packages": (f"{FRONT}.stay_packages", "StayPackagesScreen"),
    "letters": (f"{FRONT}.letters", "LettersScreen"),
    "letter queue": (f"{FRONT}.letters", "LetterQueueScreen"),
    "letter texts": (f"{FRONT}.letter_texts", "LetterTextsScreen"),
    "registers": (f"{FRONT}.registers", "RegistersScreen"),
    "register": (f"{FRONT}.register_day", "RegisterScreen"),
    "register line": (f"{FRONT}.register_day", "RegisterLineScreen"),
    "register weeks": (f"{FRONT}.register_day", "RegisterWeeksScreen"),
    "tm30": (f"{FRONT}.tm30", "Tm30Screen"),
    "keys": (f"{FRONT}.keys", "StayKeysScreen"),
    "keys out": (f"{FRONT}.keys", "KeysOutScreen"),
    "metal keys": (f"{FRONT}.keys", "HouseKeysScreen"),
    "monthly guests": (f"{FRONT}.monthly", "MonthlyGuestsScreen"),
    "meter readings": (f"{FRONT}.meters", "MeterRoundScreen"),
    "meters": (f"{FRONT}.meters", "MetersScreen"),
    "housekeeping": (f"{FRONT}.housekeeping", "HousekeepingScreen"),
    "morning round": (f"{FRONT}.morning_round", "MorningRoundScreen"),
    "room assignment": (f"{FRONT}.room_assignment", "RoomAssignmentScreen"),
    "attendants": (f"{FRONT}.room_assignment", "AttendantsScreen"),
    "credits": (f"{FRONT}.room_assignment", "CreditsScreen"),
    "closures": (f"{FRONT}.closing", "ClosuresScreen"),
    "discrepancies": (f"{FRONT}.discrepancies", "DiscrepanciesScreen"),
    "queue": (f"{FRONT}.queue", "QueueScreen"),
    "lost and found": (f"{FRONT}.lost_and_found", "LostAndFoundScreen"),
    "operator": (f"{FRONT}.operator", "OperatorScreen"),
    "messages": (f"{FRONT}.messages", "MessagesScreen"),
    "calls": (f"{FRONT}.calls", "CallsScreen"),
    "call statistic": (f"{FRONT}.calls", "CallStatisticScreen"),
    "phone book": (f"{FRONT}.phone_book", "PhoneBookScreen"),
    "debtors": (f"{FRONT}.debtors", "DebtorsScreen"),
    "debtor": (f"{FRONT}.debtor", "DebtorScreen"),
    "debtor history": (f"{FRONT}.collections", "DebtorHistoryScreen"),
    "collections": (f"{FRONT}.collections", "CollectionsScreen"),
    "billing notes": (f"{FRONT}.collections", "BillingNotesScreen"),
    "ageing": (f"{FRONT}.ageing", "AgeingScreen"),
    "reminders": (f"{FRONT}.ageing", "RemindersScreen"),
    "reminder levels": (f"{FRONT}.ageing", "ReminderLevelsScreen"),
    "receive": (f"{FRONT}.receiving", "ReceiveScreen"),
    "debtor mail": (f"{FRONT}.debtor_mail", "DebtorMailScreen"),
    "payout": (f"{FRONT}.payouts", "PayoutScreen"),
    "account receipts": (f"{FRONT}.receiving", "AccountReceiptsScreen"),
    "certificates to chase": (f"{FRONT}.receiving", "CertificatesScreen"),
    "house accounts": (f"{FRONT}.house_accounts", "HouseAccountsScreen"),
    "sale": (f"{FRONT}.sales", "SaleScreen"),
    "sales": (f"{FRONT}.sales", "SalesScreen"),
    "audit": (f"{FRONT}.night_audit", "NightAuditScreen"),
    "exceptions": (f"{FRONT}.exceptions", "ExceptionsScreen"),
    "house status": (f"{FRONT}.house_status", "HouseStatusScreen"),
    "forecast": (f"{FRONT}.forecast", "ForecastScreen"),
    "forecast shares": (f"{FRONT}.forecast", "ForecastSharesScreen"),
    "house status list": (f"{FRONT}.house_status", "HouseStatusListScreen"),
    "statistics": (f"{FRONT}.statistics", "StatisticsScreen"),
    "segment statistics": (f"{FRONT}.segment_statistics", "SegmentStatisticsScreen"),
    "manager": (f"{FRONT}.managers_report", "ManagersReportScreen"),
    "report lines": (f"{FRONT}.managers_report", "ReportLinesScreen"),
    "budget": (f"{FRONT}.budget", "BudgetScreen"),
    "cashier": (f"{FRONT}.cashier", "CashierScreen"),
    "count": (f"{FRONT}.shift_count", "CountScreen"),
    "hand over": (f"{FRONT}.shift_count", "HandOverScreen"),
    "shift result": (f"{FRONT}.shift_result", "ShiftResultScreen"),
    "exchange": (f"{FRONT}.exchange", "ExchangeScreen"),
    "exchanges": (f"{FRONT}.exchange_day", "ExchangesScreen"),
    "rate board": (f"{FRONT}.rate_board", "RateBoardScreen"),
    "shifts": (f"{FRONT}.shifts", "ShiftsScreen"),
    "drawers": (f"{FRONT}.shifts", "DrawersScreen"),
    "groups": (f"{FRONT}.groups", "GroupsScreen"),
    "group form": (f"{FRONT}.groups", "GroupFormScreen"),
    "group": (f"{FRONT}.group", "GroupScreen"),
    "group bookings": (f"{FRONT}.group_guests", "GroupBookingsScreen"),
    "rooming list": (f"{FRONT}.group_guests", "RoomingListScreen"),
    "wake-ups": (f"{FRONT}.wake_ups", "WakeUpsScreen"),
    "call charges": (f"{FRONT}.phone_calls", "CallsScreen"),
    "call lines": (f"{FRONT}.phone_calls", "CallLinesScreen"),
    "call tariff": (f"{FRONT}.phone_calls", "CallTariffScreen"),
    "etax address": (f"{FRONT}.etax", "EtaxScreen"),
    "print jobs": (f"{FRONT}.print_jobs", "PrintJobsScreen"),
    "printers": (f"{FRONT}.printers", "PrintersScreen"),
    "print routes": (f"{FRONT}.printers", "PrintRoutesScreen"),
    "codes": (f"{FRONT}.codes", "CodesScreen"),
    "generates": (f"{FRONT}.codes", "GeneratesScreen"),
    "provincial fee": (f"{FRONT}.codes", "ProvincialFeeScreen"),
    "provincial fee list": (f"{FRONT}.provincial_fee", "ProvincialFeeListScreen"),
    "outlets": (f"{FRONT}.articles", "OutletsScreen"),
    "articles": (f"{FRONT}.articles", "ArticlesScreen"),
    "stock": (f"{FRONT}.articles", "StockScreen"),
    "stock card": (f"{FRONT}.articles", "StockCardScreen"),
    "outlet sale": (f"{FRONT}.outlet_sale", "OutletSaleScreen"),
    "outlet round": (f"{FRONT}.outlet_round", "OutletRoundScreen"),
    "accounts": (f"{BACK}.accounts", "AccountsScreen"),
    "account": (f"{BACK}.accounts", "AccountCardScreen"),
    "entry": (f"{BACK}.entry", "EntryScreen"),
    "voucher": (f"{BACK}.voucher", "VoucherScreen"),
    "petty cash": (f"{BACK}.petty_cash", "PettyCashScreen"),
    "periods": (f"{BACK}.periods", "PeriodsScreen"),
    "day books": (f"{BACK}.day_books", "DayBookScreen"),
    "vouchers": (f"{BACK}.vouchers", "VouchersScreen"),
    "voucher forms": (f"{BACK}.voucher_forms", "VoucherFormsScreen"),
    "month run": (f"{BACK}.voucher_forms", "MonthRunScreen"),
    "cheques in": (f"{BACK}.cheques", "ChequesInScreen"),
    "cheques out": (f"{BACK}.cheques", "ChequesOutScreen"),
    "card payouts": (f"{BACK}.card_payouts", "CardPayoutsScreen"),
    "card settlements": (f"{BACK}.card_payouts", "CardSettlementsScreen"),
    "bank statements": (f"{BACK}.reconciliation", "StatementsScreen"),
    "bank statement": (f"{BACK}.reconciliation", "StatementScreen"),
    "match lines": (f"{BACK}.match_lines", "MatchScreen"),
    "bank accounts": (f"{BACK}.bank_accounts", "BankAccountsScreen"),
    "payables": (f"{BACK}.vendors", "PayablesScreen"),
    "payables ageing": (f"{BACK}.vendors", "PayablesAgeingScreen"),
    "vendor": (f"{BACK}.vendor", "VendorScreen"),
    "bill": (f"{BACK}.bill", "BillScreen"),
    "due bills": (f"{BACK}.vendor_payments", "DueBillsScreen"),
    "vendor payments": (f"{BACK}.vendor_payments", "VendorPaymentsScreen"),
    "closed days": (f"{FRONT}.closed_days", "ClosedDaysScreen"),
    "day reports": (f"{FRONT}.closed_days", "DayReportsScreen"),
    "three ledgers": (f"{FRONT}.three_ledgers", "ThreeLedgersScreen"),
    "ledger movements": (f"{FRONT}.three_ledgers", "LedgerMovementsScreen"),
    "ledger lines": (f"{FRONT}.three_ledgers", "LedgerLinesScreen"),
    "balance check": (f"{FRONT}.balance_check", "BalanceCheckScreen"),
    "income audit": (f"{FRONT}.income_audit", "IncomeAuditScreen"),
    "closed trial balance": (f"{FRONT}.closed_trial_balance", "ClosedTrialBalanceScreen"),
    "taxes": (f"{BACK}.taxes", "TaxesScreen"),
    "waiting vat": (f"{BACK}.taxes", "WaitingVatScreen"),
    "input vat": (f"{BACK}.input_vat", "InputVatScreen"),
    "pp36": (f"{BACK}.input_vat", "Pp36Screen"),
    "withholding": (f"{BACK}.withholding", "WithholdingScreen"),
    "tax calendar": (f"{BACK}.tax_calendar", "TaxCalendarScreen"),
    "holidays": (f"{BACK}.tax_calendar", "HolidaysScreen"),
    "trial balance": (f"{BACK}.trial_balance", "TrialBalanceScreen"),
    "statements": (f"{BACK}.statements", "StatementsScreen"),
    "statement accounts": (f"{BACK}.statements", "StatementAccountsScreen"),
    "posting accounts": (f"{BACK}.posting_accounts", "PostingAccountsScreen"),
    "account budget": (f"{BACK}.account_budget", "AccountBudgetScreen"),
    "log": (f"{BACK}.change_log", "ChangeLogScreen"),
    "samples": (f"{BACK}.samples", "SamplesScreen"),
    "sample": (f"{BACK}.samples", "SampleScreen"),
    "approvals": (f"{FRONT}.approvals", "ApprovalsScreen"),
    "change": (f"{BACK}.change_log", "ChangeScreen"),
    "settings": (f"{FRONT}.settings", "SettingsScreen"),
    "staff": (f"{BACK}.staff", "StaffScreen"),
    "roles": (f"{BACK}.roles", "RolesScreen"),
    "rights": (f"{BACK}.roles", "RightsScreen"),
}


def screen_class(name: str) -> type[DeskScreen]:
    module, cls = SCREENS[name]
    return getattr(importlib.import_module(module), cls)  # type: ignore[no-any-return]


def open_screen(name: str, *args: object, **values: object) -> DeskScreen:
    screen: Callable[..., DeskScreen] = screen_class(name)
    return screen(*args, **values)


# Who has no check-in has a desk of another kind: right → the screen that opens at sign-in.
_DUTIES = (("switchboard", "operator"), ("bell_desk", "bell desk"), ("housekeeping", "housekeeping"))


def home(rights: Rights) -> str:
    """The name of the screen at the bottom of the stack: the rack, or that of the duty one is here for."""
    if not rights.allow("check_in"):
        for right, name in _DUTIES:
            if rights.allow(right) and name in SCREENS:
                return name
    return "rooms"


def way_out(services: Services, refused: Refused) -> Dialog[Any] | None:
    """The dialog that takes away what a write was refused for; the write is done again once it has."""
    if refused.code == "NO_SHIFT" and services.rights.allow("pay"):
        from screens.front_office.shift_forms import open_shift_dialog

        return open_shift_dialog(services)
    return None


def screen_actions() -> Iterable[Sequence[Action]]:
    """The actions of each screen with those that act everywhere: the contexts a key map is checked in."""
    from screens.kit.actions import in_force
    from screens.kit.desk_screen import KIT_ACTIONS

    return [in_force(screen_class(name).ACTIONS, GLOBAL_ACTIONS, KIT_ACTIONS) for name in SCREENS]


GLOBAL_ACTIONS: tuple[Action, ...] = (
    Action("free_rooms", Message("Free rooms"), ("f3",), right="see_desk", commands=(Message("free rooms"),)),
    Action("quote", Message("Rate query"), ("f5",), right="see_desk", shown=False, commands=(Message("rate query"),)),
    Action("rate_calendar", Message("Rate calendar"), ("g z",), right="see_desk", shown=False, commands=(Message("rate calendar"),)),
    Action("rates", Message("Rate codes"), (), right="see_desk", shown=False, commands=(Message("rates"),)),
    Action("restrictions", Message("Restrictions"), (), right="see_desk", shown=False, commands=(Message("restrictions"),)),
    Action("age_bands", Message("Age bands"), (), right="see_desk", shown=False, commands=(Message("age bands"),)),
    Action("rate_categories", Message("Rate categories"), (), right="see_desk", shown=False, commands=(Message("rate categories"),)),
    Action("rate_levels", Message("Rate by occupancy"), (), right="see_desk", shown=False, commands=(Message("rate levels"),)),
    Action("overbooking", Message("Overbooking limits"), (), right="see_desk", shown=False, commands=(Message("overbooking"),)),
    Action("booking", Message("Book"), ("f7",), right="book", commands=(Message("book"),)),
    Action("rooms", Message("Rooms"), ("g p",), right="see_desk", shown=False, commands=(Message("rooms"),)),
    Action("availability", Message("Availability"), ("g v",), right="see_desk", shown=False, commands=(Message("availability"),)),
    Action("tape_chart", Message("Tape chart"), ("f6",), right="see_desk", shown=False, commands=(Message("tape chart"),)),
    Action("drivers", Message("Driver list"), (), right="see_desk", shown=False, commands=(Message("driver list"),)),
    Action("arrivals", Message("Arrivals"), ("g a",), right="see_desk", shown=False, commands=(Message("arrivals"),)),
    Action("in_house", Message("In house"), ("g i",), right="see_desk", shown=False, commands=(Message("in house"),)),
    Action("departures", Message("Departures"), ("g d",), right="see_desk", shown=False, commands=(Message("departures"),)),
    Action("bookings", Message("Bookings"), ("g b",), right="see_desk", shown=False, commands=(Message("bookings"),)),
    Action("waitlist", Message("Waitlist"), (), right="see_desk", shown=False, commands=(Message("waitlist"),)),
    Action("turn_aways", Message("Turn-aways"), (), right="see_desk", shown=False, commands=(Message("turn-aways"),)),
    Action("segments", Message("Markets and sources"), (), right="see_desk", shown=False, commands=(Message("markets"),)),
    Action("bell_desk", Message("Bell desk"), ("g x",), right="see_desk", shown=False, commands=(Message("bell desk"),)),
    Action("group_luggage", Message("Group luggage"), (), right="see_desk", shown=False, commands=(Message("bus luggage"),)),
    Action("luggage_list", Message("Luggage"), (), right="see_desk", shown=False, commands=(Message("luggage"),)),
    Action("errand_list", Message("Errands"), (), right="see_desk", shown=False, commands=(Message("errands"),)),
    Action("parcel_list", Message("Parcels"), (), right="see_desk", shown=False, commands=(Message("parcels"),)),
    Action("car_list", Message("Cars"), (), right="see_desk", shown=False, commands=(Message("cars"),)),
    Action("traces", Message("Traces"), ("g n",), right="see_desk", shown=False, commands=(Message("traces"),)),
    Action("log_book_list", Message("Log book"), (), right="see_desk", shown=False, commands=(Message("log book"),)),
    Action("ticket_list", Message("Service tickets"), (), right="see_desk", shown=False, commands=(Message("tickets"),)),
    Action("ticket_report", Message("Report of tickets"), (), right="see_desk", shown=False, commands=(Message("ticket report"),)),
    Action("departments", Message("Departments"), (), right="see_desk", shown=False, commands=(Message("departments"),)),
    Action("import", Message("Take lists in"), (), right="book", shown=False, commands=(Message("import"),)),
    Action("opening_balances", Message("Opening balances"), (), right="see_ledger", shown=False, commands=(Message("opening balances"),)),
    Action("channels", Message("Channels"), (), right="see_desk", shown=False, commands=(Message("channels"),)),
    Action("groups", Message("Groups"), ("g y",), right="see_desk", shown=False, commands=(Message("groups"),)),
    Action("deposits", Message("Deposits due"), (), right="see_desk", shown=False, commands=(Message("deposits"),)),
    Action("policies", Message("Policies"), (), right="see_desk", shown=False, commands=(Message("policies"),)),
    Action("folios", Message("Folios"), ("g f",), right="see_desk", shown=False, commands=(Message("folios"),)),
    Action("corrections", Message("Corrections"), (), right="see_desk", shown=False, commands=(Message("corrections"),)),
    Action("adjustments", Message("Adjustments"), (), right="see_desk", shown=False, commands=(Message("adjustments"),)),
    Action("adjustment_reasons", Message("Reasons of adjustments"), (), right="see_desk", shown=False, commands=(Message("adjustment reasons"),)),
    Action("documents", Message("Documents"), (), right="see_desk", shown=False, commands=(Message("documents"), Message("receipts"))),
    Action("guests", Message("Guests"), ("g u",), right="see_desk", shown=False, commands=(Message("guests"),)),
    Action("companies", Message("Companies"), ("g m",), right="see_desk", shown=False, commands=(Message("companies"),)),
    Action("duplicates", Message("Likely duplicates"), (), right="book", shown=False, commands=(Message("duplicates"),)),
    Action("privacy", Message("Personal data"), (), right="privacy", shown=False, commands=(Message("privacy"),)),
    Action("data_requests", Message("Data requests"), (), right="see_desk", shown=False, commands=(Message("data request"),)),
    Action("access_log", Message("Access log"), (), right="privacy", shown=False, commands=(Message("access log"),)),
    Action("walk_in", Message("Walk-in"), ("g w",), right="check_in", shown=False, commands=(Message("walk-in"),)),
    Action("packages", Message("Packages"), (), right="see_desk", shown=False, commands=(Message("packages"),)),
    Action("registers", Message("Registers"), ("g r",), right="see_desk", shown=False, commands=(Message("registers"),)),
    Action("register", Message("Guest register"), (), right="see_desk", shown=False, commands=(Message("guest register"), Message("rr4"))),
    Action("register_weeks", Message("Register weeks"), (), right="see_desk", shown=False, commands=(Message("register weeks"),)),
    Action("tm30", Message("TM.30"), (), right="see_desk", shown=False, commands=(Message("tm30"), Message("report foreigners"))),
    Action("keys_out", Message("Keys that are out"), (), right="see_desk", shown=False, commands=(Message("keys out"),)),
    Action("metal_keys_set_up", Message("Metal keys"), (), right="see_desk", shown=False, commands=(Message("metal keys"),)),
    Action("monthly_guests", Message("Monthly guests"), (), right="see_desk", shown=False, commands=(Message("monthly guests"),)),
    Action("meter_readings", Message("Meter readings"), (), right="housekeeping", shown=False, commands=(Message("meter readings"),)),
    Action("meters", Message("Meters"), (), right="see_desk", shown=False, commands=(Message("meters"),)),
    Action("etax_address", Message("e-Tax: address of the hotel"), (), right="set_up", shown=False, commands=(Message("etax address"),)),
    Action("print_jobs", Message("Print jobs"), (), right="see_desk", shown=False, commands=(Message("print jobs"),)),
    Action("printers", Message("Printers"), (), right="see_desk", shown=False, commands=(Message("printers"),)),
    Action("print_routes", Message("Which paper goes where"), (), right="see_desk", shown=False, commands=(Message("papers"),)),
    Action("housekeeping", Message("Housekeeping"), ("g h",), right="see_desk", shown=False, commands=(Message("housekeeping"),)),
    Action("room_assignment", Message("Room assignment"), (), right="see_desk", shown=False, commands=(Message("room assignment"),)),
    Action("attendants", Message("Attendants"), (), right="see_desk", shown=False, commands=(Message("attendants"),)),
    Action("credits", Message("Credits"), (), right="see_desk", shown=False, commands=(Message("credits"),)),
    Action("closures", Message("Closed rooms"), (), right="see_desk", shown=False, commands=(Message("closed rooms"),)),
    Action("discrepancies", Message("Discrepancies"), (), right="see_desk", shown=False, commands=(Message("discrepancies"),)),
    Action("queue", Message("Queue rooms"), ("g q",), right="see_desk", shown=False, commands=(Message("queued rooms"),)),
    Action("lost_and_found", Message("Lost and found"), (), right="see_desk", shown=False, commands=(Message("lost-and-found"),)),
    Action("operator", Message("Operator"), ("g o",), right="see_desk", shown=False, commands=(Message("operator"),)),
    Action("undelivered", Message("Messages not handed over"), (), right="switchboard", shown=False, commands=(Message("undelivered"),)),
    Action("calls", Message("Calls"), (), right="switchboard", shown=False, commands=(Message("calls"),)),
    Action("phone_book", Message("Telephone book"), (), right="see_desk", shown=False, commands=(Message("phone book"),)),
    Action("wake_ups", Message("Wake-up calls"), (), right="see_desk", shown=False, commands=(Message("wake-ups"),)),
    Action("call_charges", Message("Call charges"), (), right="see_desk", shown=False, commands=(Message("call charges"),)),
    Action("call_lines", Message("Lines of the exchange"), (), right="see_desk", shown=False, commands=(Message("call lines"),)),
    Action("call_tariff", Message("Tariff of telephone calls"), (), right="see_desk", shown=False, commands=(Message("call tariff"),)),
    Action("debtors", Message("City ledger"), (), right="see_desk", shown=False, commands=(Message("city ledger"), Message("debtors"))),
    Action("collections", Message("Collections"), (), right="credit", shown=False, commands=(Message("collections"),)),
    Action("billing_notes", Message("Billing notes"), (), right="credit", shown=False, commands=(Message("billing notes"),)),
    Action("ageing", Message("Ageing of receivables"), (), right="see_ledger", shown=False, commands=(Message("ageing"),)),
    Action("reminders", Message("Reminders of today"), (), right="credit", shown=False, commands=(Message("reminders"),)),
    Action("debtor_mail", Message("Papers to mail"), (), right="credit", shown=False, commands=(Message("debtor mail"),)),
    Action("reminder_levels", Message("Levels of reminders"), (), right="set_up", shown=False, commands=(Message("reminder levels"),)),
    Action("account_receipts", Message("Receipts on account"), (), right="see_desk", shown=False, commands=(Message("account receipts"),)),
    Action("certificates_to_chase", Message("Tax certificates to chase"), (), right="see_desk", shown=False, commands=(Message("certificates to chase"),)),
    Action("house_accounts", Message("House accounts"), (), right="see_desk", shown=False, commands=(Message("house accounts"),)),
    Action("sale", Message("Sale to a passer-by"), (), right="pay", shown=False, commands=(Message("sale"),)),
    Action("sales", Message("Sales of the day"), (), right="see_desk", shown=False, commands=(Message("sales"),)),
    Action("codes", Message("Transaction codes"), (), right="see_desk", shown=False, commands=(Message("codes"),)),
    Action("provincial_fee", Message("Provincial hotel fee"), (), right="see_desk", shown=False, commands=(Message("provincial fee"),)),
    Action("provincial_fee_list", Message("Provincial fee of the month"), (), right="see_desk", shown=False, commands=(Message("provincial fee list"),)),
    Action("outlets", Message("Outlets"), (), right="see_desk", shown=False, commands=(Message("outlets"),)),
    Action("articles", Message("Articles"), (), right="see_desk", shown=False, commands=(Message("articles"),)),
    Action("article_stock", Message("Stock of articles"), (), right="see_desk", shown=False, commands=(Message("stock"),)),
    Action("outlet_sale", Message("Post at the bar"), (), right="post", shown=False, commands=(Message("bar"),)),
    Action("credit_limits", Message("Credit limits"), (), right="see_desk", shown=False, commands=(Message("credit limits"),)),
    Action("payment_methods", Message("Payment methods"), (), right="set_up", shown=False, commands=(Message("payment methods"), Message("promptpay"))),
    Action("rates_of_exchange", Message("Rates of exchange"), (), right="see_desk", shown=False, commands=(Message("rates of exchange"),)),
    Action("minibar_round", Message("Minibar round"), (), right="post", shown=False, commands=(Message("minibar round"),)),
    Action("house_status", Message("House status"), ("g 1",), right="see_desk", shown=False, commands=(Message("house status"),)),
    Action("forecast", Message("Forecast"), ("g 2",), right="see_desk", shown=False, commands=(Message("forecast"),)),
    Action("audit", Message("Night audit"), ("g e",), right="audit", shown=False, commands=(Message("audit"),)),
    Action("exceptions", Message("Exceptions"), (), right="see_desk", shown=False, commands=(Message("exceptions"),)),
    Action("statistics", Message("Statistics"), (), right="see_ledger", shown=False, commands=(Message("statistics"),)),
    Action("segment_statistics", Message("Segments of closed days"), (), right="see_ledger", shown=False, commands=(Message("segment statistics"),)),
    Action("manager", Message("Manager's report"), ("g 3",), right="see_ledger", shown=False, commands=(Message("manager"),)),
    Action("budget", Message("Budget"), (), right="see_ledger", shown=False, commands=(Message("budget"),)),
    Action("cashier", Message("Cashier"), ("g g",), right="see_desk", shown=False, commands=(Message("cashier"),)),
    Action("open_shift", Message("Open the shift"), (), right="pay", shown=False, commands=(Message("open shift"),)),
    Action("close_shift", Message("Close the shift"), (), right="pay", shown=False, commands=(Message("close shift"),)),
    Action("shift_hand_over", Message("Hand over shift"), (), right="pay", shown=False, commands=(Message("hand over"),)),
    Action("shift_drop", Message("Drop to the safe"), (), right="pay", shown=False, commands=(Message("drop"),)),
    Action("shift_pay_out", Message("Paid-out"), (), right="pay", shown=False, commands=(Message("paid-out"),)),
    Action("exchange", Message("Exchange of foreign notes"), (), right="pay", shown=False, commands=(Message("exchange"),)),
    Action("exchanges", Message("Exchanges of the day"), (), right="see_desk", shown=False, commands=(Message("exchanges"),)),
    Action("rate_board", Message("Rate board"), (), right="see_desk", shown=False, commands=(Message("rate board"),)),
    Action("shifts", Message("Cashier shifts"), (), right="see_desk", shown=False, commands=(Message("shifts"),)),
    Action("drawers", Message("Drawers"), (), right="see_desk", shown=False, commands=(Message("drawers"),)),
    Action("accounts", Message("Chart of accounts"), ("g l",), right="see_ledger", shown=False, commands=(Message("ledger"), Message("accounts"))),
    Action("closed_days", Message("Closed days"), ("g 4",), right="see_ledger", shown=False, commands=(Message("closed days"),)),
    Action("three_ledgers", Message("Three ledgers"), ("g 5",), right="see_ledger", shown=False, commands=(Message("three ledgers"),)),
    Action("taxes", Message("Taxes"), ("g 8",), right="see_ledger", shown=False, commands=(Message("taxes"), Message("vat"))),
    Action("input_vat", Message("Input VAT"), (), right="see_ledger", shown=False, commands=(Message("input vat"),)),
    Action("pp36", Message("PP36"), (), right="see_ledger", shown=False, commands=(Message("pp36"),)),
    Action("withholding", Message("Tax withheld"), (), right="see_ledger", shown=False, commands=(Message("withholding"),)),
    Action("tax_calendar", Message("Due dates"), (), right="see_ledger", shown=False, commands=(Message("tax calendar"),)),
    Action("payables", Message("Payables"), ("g 6",), right="see_ledger", shown=False, commands=(Message("payables"), Message("vendors"))),
    Action("payables_ageing", Message("Ageing of payables"), (), right="see_ledger", shown=False, commands=(Message("payables ageing"),)),
    Action("due_bills", Message("Due bills"), (), right="payables", shown=False, commands=(Message("due bills"),)),
    Action("vendor_payments", Message("Payments to vendors"), (), right="see_ledger", shown=False, commands=(Message("vendor payments"),)),
    Action("trial_balance", Message("Trial balance"), ("g t",), right="see_ledger", shown=False, commands=(Message("trial balance"),)),
    Action("statements", Message("Statements"), ("g 9",), right="see_ledger", shown=False, commands=(Message("statements"),)),
    Action("posting_accounts", Message("Posting accounts"), (), right="see_ledger", shown=False, commands=(Message("posting accounts"),)),
    Action("account_budget", Message("Budget by account"), (), right="see_ledger", shown=False, commands=(Message("account budget"),)),
    Action("voucher", Message("Journal voucher"), ("g j",), right="journal", shown=False, commands=(Message("voucher"),)),
    Action("petty_cash", Message("Petty cash"), (), right="see_ledger", shown=False, commands=(Message("petty cash"),)),
    Action("periods", Message("Months of the books"), (), right="see_ledger", shown=False, commands=(Message("periods"),)),
    Action("day_books", Message("Journals"), (), right="see_ledger", shown=False, commands=(Message("journals"),)),
    Action("vouchers", Message("Vouchers"), (), right="see_ledger", shown=False, commands=(Message("vouchers"),)),
    Action("voucher_forms", Message("Forms of vouchers"), (), right="see_ledger", shown=False, commands=(Message("voucher forms"),)),
    Action("month_run", Message("Month run"), (), right="see_ledger", shown=False, commands=(Message("month run"),)),
    Action("cheques_in", Message("Bank and cheques"), ("g 7",), right="see_ledger", shown=False, commands=(Message("cheques"), Message("bank"))),
    Action("cheques_out", Message("Cheques out"), (), right="see_ledger", shown=False, commands=(Message("cheques out"),)),
    Action("card_payouts", Message("Cards and QR to be paid out"), (), right="see_ledger", shown=False, commands=(Message("card payouts"),)),
    Action("bank_accounts", Message("Bank accounts"), (), right="see_ledger", shown=False, commands=(Message("bank accounts"),)),
    Action("bank_statements", Message("Bank statements"), (), right="see_ledger", shown=False, commands=(Message("bank statements"), Message("reconcile"))),
    Action("balance_check", Message("Balance check"), (), right="see_ledger", shown=False, commands=(Message("balance check"),)),
    Action("income_audit", Message("Income audit"), (), right="journal", shown=False, commands=(Message("income audit"),)),
    Action("log", Message("Change log"), (), right="see_desk", shown=False, commands=(Message("log"),)),
    Action("samples", Message("Audit samples"), (), right="see_ledger", shown=False, commands=(Message("sample"),)),
    Action("approvals", Message("Approvals"), (), right="see_desk", shown=False, commands=(Message("approvals"),)),
    Action("settings", Message("Settings"), (), right="set_up", shown=False, commands=(Message("settings"),)),
    Action("staff", Message("Staff"), ("g s",), right="staff", shown=False, commands=(Message("staff"),)),
    Action("roles", Message("Roles and rights"), (), right="staff", shown=False, commands=(Message("roles"),)),
    Action("letters", Message("Letters"), ("g c",), right="see_desk", shown=False, commands=(Message("letters"),)),
    Action("letter_texts", Message("Texts of letters"), (), right="set_up", shown=False, commands=(Message("letter texts"),)),
    Action("own_password", Message("My password"), (), shown=False, commands=(Message("password"),)),
    Action("switch_user", Message("Switch user"), ("f8",), shown=False, commands=(Message("switch user"),)),
    Action("lock", Message("Lock the desk"), ("g k",), shown=False, commands=(Message("lock"),)),
    Action("quit", Message("Leave Reception"), (), shown=False, danger=True, commands=(Message("quit"),)),
)  # fmt: skip

# Commands with something behind them: name, what it does, and how it is done.
ARGUMENT_COMMANDS: dict[str, tuple[Message, Message]] = {
    "room": (Message("room"), Message("room 305: the rack at that room")),
    "folio": (Message("folio"), Message("folio 305: the folio of the guest in 305")),
    "fixed charges": (
        Message("fixed charges"),
        Message("fixed charges 305: posted every night to the guest in 305"),
    ),
    "routing": (Message("routing"), Message("routing 305: who pays what the guest in 305 is charged")),
    "post": (Message("post"), Message("post 305 minibar 120: charge an amount to a room")),
    "pay": (Message("pay"), Message("pay 305: take a payment")),
    "adjust": (Message("adjust"), Message("adjust 412: lower the charge K-00412")),
    "credit note": (Message("credit note"), Message("credit note TX2569-00001: take from a tax invoice")),
    "bill ahead": (Message("bill ahead"), Message("bill ahead 301: charge the nights to come now")),
    "check in": (Message("check in"), Message("check in 305: the arrival for room 305")),
    "check out": (Message("check out"), Message("check out 305: settle and leave")),
    "invoice": (Message("invoice"), Message("invoice 305: the tax invoice of a room")),
    "document": (Message("document"), Message("document TX2569-00001: a receipt or invoice")),
    "stay": (Message("stay"), Message("stay 17: a booking by its number")),
    "guest": (Message("guest"), Message("guest 17, guest somchai: a profile")),
    "company": (Message("company"), Message("company C0001: a company or agent")),
    "debtor": (Message("debtor"), Message("debtor 1001, debtor siam: who owes the hotel")),
    "vendor": (Message("vendor"), Message("vendor V0001, vendor siam: whom the house owes")),
    "billing note": (
        Message("billing note"),
        Message("billing note BN2569-00001: what an account is billed for"),
    ),
    "late": (Message("late"), Message("late 305: a late charge of who has left 305")),
    "account": (Message("account"), Message("account 11400: the entries of an account")),
    "entry": (Message("entry"), Message("entry 412: an entry of the books")),
    "group": (Message("group"), Message("group G0012, group siam: the rooms held for a group")),
    "messages": (Message("messages"), Message("messages 305: the messages of the guest in 305")),
    "luggage of": (Message("luggage of"), Message("luggage of 17, luggage of kim: what is found")),
    "parcels of": (Message("parcels of"), Message("parcels of 17: parcels of a booking")),
    "cars of": (Message("cars of"), Message("cars of 17: of a booking; cars of กข: by the plate")),
    "alerts of": (Message("alerts of"), Message("alerts of 17: alerts of a booking")),
    "traces of": (Message("traces of"), Message("traces of 17: traces of a booking")),
    "tickets of": (Message("tickets of"), Message("tickets of 17: service tickets of a booking")),
    "keys": (Message("keys"), Message("keys 305: the keys of the guest in 305")),
    "wake-up": (Message("wake-up"), Message("wake-up 305 6:30: wake the guest in 305")),
    "find": (Message("find"), Message("find somchai: bookings of a guest")),
    "hk": (Message("hk"), Message("hk 301c 302d 305o2: states of rooms in one line")),
    "queue": (Message("queue"), Message("queue 17: the guest of a booking who waits")),
    "wish": (Message("wish"), Message("wish 17: the service wish of a stay")),
    "discrepancy": (Message("discrepancy"), Message("discrepancy 305: what housekeeping saw in a room")),
    "lost": (Message("lost"), Message("lost umbrella: lost property")),
    "outlet": (Message("outlet"), Message("outlet bar: post at the bar, one line a guest")),
    "minibar": (Message("minibar"), Message("minibar 301 2w 1b: a round of the minibars")),
    "laundry": (Message("laundry"), Message("laundry 301 3sh: a round of the laundry")),
    "generates": (Message("generates"), Message("generates room: rates of what a code adds")),
    "shift": (Message("shift"), Message("shift 12: a cashier shift by its number")),
}


# Words that open the whole list when nothing stands behind them; of the others it is said what they take.
LISTS = {
    "queue": "queue",
    "lost": "lost and found",
    "keys": "keys out",
    "discrepancy": "discrepancies",
    "shift": "shifts",
}
MAY_STAND_ALONE = ("wake-up", "outlet", "minibar", "laundry")


def command_names() -> list[tuple[str, str]]:
    """Commands that take something, for the command line's list; the rest it knows from the actions."""
    return [(word.say(), explanation.say()) for word, explanation in ARGUMENT_COMMANDS.values()]


def _split(line: str) -> tuple[str, str] | None:
    """The command and what stands behind it, in any language, whichever keyboard layout is on."""
    for text in (line, from_thai_layout(line)):
        words = to_latin_digits(text.strip()).casefold()
        if words.isdigit():
            return "room", words
        for name, (word, _explanation) in ARGUMENT_COMMANDS.items():
            for said in {name, *(word.say(language).casefold() for language in LANGUAGES)}:
                if words.startswith(said + " ") or words == said:
                    return name, words[len(said) :].strip()
    return None


def run_command(console: Console, line: str) -> bool:
    """Do a command with something behind it; False when it is none. Raises ``Refused`` when it cannot be done."""
    found = _split(line)
    if found is None:
        return False
    name, rest = found
    if rest or name in MAY_STAND_ALONE:
        _COMMANDS[name](console, rest)
    elif name in LISTS:
        _need(console, "see_desk")
        console.push_screen(open_screen(LISTS[name]))
    else:
        raise Refused("COMMAND_ALONE", "Something more is needed: {usage}.", usage=ARGUMENT_COMMANDS[name][1])
    return True


def _need(console: Console, right: str) -> None:
    if not console.services.rights.allow(right):
        raise Refused(
            "NO_RIGHT", "You do not have the right for this: {what}.", right=right, what=RIGHTS[right]
        )


def _is_id(text: str) -> bool:
    """Decimal digits, and not more than a row's number ever has."""
    return text.isdecimal() and len(text) <= 15


def _room(console: Console, number: str) -> None:
    _need(console, "see_desk")
    from models.front_office.rooms import room

    console.push_screen(open_screen("rooms", room(number).number))


def _folio_screen(console: Console, number: str) -> Any:
    """Of ``305``, or its window ``305/2``; ``stay 17/2``, as the change log says it."""
    _need(console, "see_desk")
    from models.front_office.desk_views import stay_in_room
    from models.front_office.reservations import find_stay

    of_stay = number.startswith("stay ")
    said = number.removeprefix("stay ").split()
    room, _slash, window = (said[0].upper() if said else "").partition("/")
    stay = find_stay(room) if of_stay else stay_in_room(room)
    if stay is None:
        raise Refused("ROOM_VACANT", "Nobody is in room {room}.", room=number)
    screen = open_screen("folio", stay.id, window=int(window) if window.isdecimal() else 1)
    console.push_screen(screen)
    return screen


def _folio(console: Console, number: str) -> None:
    _folio_screen(console, number)


def _routing(console: Console, rest: str) -> None:
    console.push_screen(open_screen("routing", "stay", _stay_meant(console, rest)))


def _fixed_charges(console: Console, rest: str) -> None:
    console.push_screen(open_screen("fixed charges", _stay_meant(console, rest)))


def _stay_meant(console: Console, rest: str) -> int:
    """``305``: of the guest in the room; ``stay 17``, as lamps say it."""
    _need(console, "see_desk")
    from models.front_office.desk_views import stay_in_room
    from models.front_office.reservations import find_stay

    number = rest.removeprefix("stay ").strip()
    stay = find_stay(number) if rest.startswith("stay ") else stay_in_room(number.upper())
    if stay is None:
        raise Refused("ROOM_VACANT", "Nobody is in room {room}.", room=number)
    return int(stay.id)


def _post(console: Console, rest: str) -> None:
    """``305 minibar 120``: opens the folio with the charge filled in, to be confirmed by Enter."""
    _need(console, "post")
    from locales.money import NotAnAmount, parse_money

    number, *words = rest.split()
    amount: Decimal | None = None
    if words:
        try:
            amount = parse_money(words[-1])
            words = words[:-1]
        except NotAnAmount:
            amount = None
    screen = _folio_screen(console, number)
    screen.call_after_refresh(screen.post_from_command, " ".join(words), amount)


def _pay(console: Console, number: str) -> None:
    _need(console, "pay")
    screen = _folio_screen(console, number)
    screen.call_after_refresh(screen.perform_by_id, "pay")


def _invoice(console: Console, number: str) -> None:
    _need(console, "pay")
    screen = _folio_screen(console, number)
    screen.call_after_refresh(screen.perform_by_id, "invoice")


def _document(console: Console, number: str) -> None:
    """By its number, or whatever of it or of its buyer is found."""
    _need(console, "see_desk")
    console.push_screen(open_screen("documents", number))


def _check_out(console: Console, number: str) -> None:
    _need(console, "check_in")
    screen = _folio_screen(console, number)
    screen.call_after_refresh(screen.perform_by_id, "check_out")


def _adjust(console: Console, number: str) -> None:
    """``412`` or ``K-00412``: the folio at that line, with the form open."""
    _need(console, "adjust")
    from models.front_office.folios import posting_of_entry

    digits = number.casefold().removeprefix("k-")
    posting = posting_of_entry(int(digits)) if _is_id(digits) else None
    if posting is None or posting.window_id is None:
        raise Refused("NO_ENTRY", "There is no entry {number}.", number=number)
    window = posting.window
    console.push_screen(open_screen("folio", window.stay_id, "adjust", posting.id, window.number))


def _credit_note(console: Console, number: str) -> None:
    _need(console, "adjust")
    from models.front_office.invoice_notes import note_invoice

    console.push_screen(open_screen("invoice notes", note_invoice(number).id))


def _bill_ahead(console: Console, number: str) -> None:
    _need(console, "post")
    from screens.front_office.adjusting import bill_nights

    screen = _folio_screen(console, number)
    screen.call_after_refresh(lambda: screen.start(bill_nights(screen, screen.stay)))


def _check_in(console: Console, number: str) -> None:
    _need(console, "check_in")
    from models.front_office.desk_views import arrival_for_room

    stay = arrival_for_room(number.upper(), console.services.today())
    if stay is None:
        raise Refused("NO_ARRIVAL", "No arrival has room {room} today.", room=number, jump="arrivals")
    console.push_screen(open_screen("check-in", stay.id))


def _stay(console: Console, number: str) -> None:
    _need(console, "see_desk")
    from models.front_office.reservations import find_stay

    stay = find_stay(number)
    if stay is None:
        raise Refused("NO_STAY", "There is no booking {number}.", number=number)
    console.push_screen(open_screen("stay", stay.id))


def _guest(console: Console, text: str) -> None:
    _need(console, "see_desk")
    if _is_id(text) and len(text) < 7:
        from models.front_office.guests import Guest

        if Guest.get_or_none(Guest.id == int(text)) is None:
            raise Refused("NO_GUEST", "There is no guest {number}.", number=text)
        console.push_screen(open_screen("guest", int(text)))
    else:
        console.push_screen(open_screen("guests", text))


def _company(console: Console, code: str) -> None:
    _need(console, "see_desk")
    from models.front_office.companies import company_of

    console.push_screen(open_screen("company", company_of(code).id))


def _account(console: Console, code: str) -> None:
    _need(console, "see_ledger")
    from models.ledger.accounts import account

    console.push_screen(open_screen("account", account(code).id))


def _debtor(console: Console, text: str) -> None:
    """By number the account, by any words those that are found."""
    _need(console, "see_desk")
    from models.back_office.receivables import account_numbered

    found = account_numbered(text)
    console.push_screen(open_screen("debtor", found.id) if found else open_screen("debtors", text))


def _vendor(console: Console, text: str) -> None:
    """By number the vendor, by any words those that are found."""
    _need(console, "see_ledger")
    from models.back_office.vendors import vendor_numbered

    found = vendor_numbered(text)
    console.push_screen(open_screen("vendor", found.id) if found else open_screen("payables", text))


def _billing_note(console: Console, number: str) -> None:
    _need(console, "credit")
    from models.back_office.billing_notes import note_numbered

    console.push_screen(open_screen("billing notes", note_numbered(number).number))


def _late(console: Console, number: str) -> None:
    """The folio of who has left the room; there ``p`` opens it for late charges."""
    _need(console, "post")
    from models.front_office.late_charges import left_room

    stay = left_room(number, console.services.today())
    if stay is None:
        raise Refused("NOBODY_LEFT", "Nobody has left room {room} lately.", room=number)
    screen = open_screen("folio", stay.id)
    console.push_screen(screen)
    screen.call_after_refresh(screen.perform_by_id, "post")


def _entry(console: Console, number: str) -> None:
    _need(console, "see_ledger")
    from models.ledger.entries import Entry

    digits = number.removeprefix("k-")
    if not _is_id(digits) or Entry.get_or_none(Entry.id == int(digits)) is None:
        raise Refused("NO_ENTRY", "There is no entry {number}.", number=number)
    console.push_screen(open_screen("entry", int(digits)))


def _group(console: Console, text: str) -> None:
    _need(console, "see_desk")
    from models.front_office.blocks.views import block_called

    console.push_screen(open_screen("group", block_called(text).id))


def _messages(console: Console, text: str) -> None:
    """By room, else by the number of a booking: ``305``, ``17``; ``stay 17`` is never a room."""
    _need(console, "switchboard")
    from models.front_office.desk_views import arrival_for_room, stay_in_room
    from models.front_office.reservations import find_stay
    from models.front_office.rooms import Room

    number = text.removeprefix("stay ").upper()
    if number == text.upper() and Room.get_or_none(Room.number == number):
        stay = stay_in_room(number) or arrival_for_room(number, console.services.today())
        if stay is None:
            raise Refused("ROOM_VACANT", "Nobody is in room {room}.", room=number)
    else:
        stay = find_stay(number)
    if stay is None:
        raise Refused("NO_STAY", "There is no booking {number}.", number=number)
    console.push_screen(open_screen("messages", stay.id))


def _of_stay(name: str, searched: bool = False) -> Callable[[Console, str], None]:
    """A list of the desk for one booking; where it can be ``searched``, for any other words."""

    def go(console: Console, text: str) -> None:
        _need(console, "see_desk")
        from models.front_office.reservations import find_stay

        stay = find_stay(text)
        if stay is not None:
            console.push_screen(open_screen(name, stay.id))
        elif searched:
            console.push_screen(open_screen(name, None, text))
        else:
            raise Refused("NO_STAY", "There is no booking {number}.", number=text)

    return go


def _wake_up(console: Console, rest: str) -> None:
    """``305 6:30`` opens the form filled in; ``305`` or ``stay 17`` the calls of that guest."""
    from screens.front_office.wake_up_command import wake_up

    _need(console, "see_desk")
    wake_up(console, rest)


def _find(console: Console, text: str) -> None:
    _need(console, "see_desk")
    console.push_screen(open_screen("bookings", text))


def _keys(console: Console, rest: str) -> None:
    """``305``: of the guest in the room; ``stay 17``, as lamps say it; ``out``: all that are out in the house."""
    _need(console, "see_desk")
    if rest == "out":
        console.push_screen(open_screen("keys out"))
        return
    console.push_screen(open_screen("keys", _stay_meant(console, rest)))


def _hk(console: Console, line: str) -> None:
    _need(console, "housekeeping")
    console.push_screen(open_screen("housekeeping", line))


def _queue(console: Console, number: str) -> None:
    _need(console, "see_desk")
    from models.front_office.reservations import find_stay

    stay = find_stay(number)
    if stay is None:
        raise Refused("NO_STAY", "There is no booking {number}.", number=number)
    console.push_screen(open_screen("queue", stay.id))


def _wish(console: Console, number: str) -> None:
    """On the booking, where the wish is chosen."""
    _need(console, "housekeeping")
    from models.front_office.reservations import find_stay

    stay = find_stay(number)
    if stay is None:
        raise Refused("NO_STAY", "There is no booking {number}.", number=number)
    screen = open_screen("stay", stay.id)
    console.push_screen(screen)
    screen.call_after_refresh(screen.perform_by_id, "service_wish")


def _discrepancy(console: Console, number: str) -> None:
    _need(console, "see_desk")
    console.push_screen(open_screen("discrepancies", number.upper()))


def _lost(console: Console, text: str) -> None:
    _need(console, "see_desk")
    console.push_screen(open_screen("lost and found", "" if text == "and found" else text))


def _outlet(console: Console, code: str) -> None:
    """``bar``, by code or name; nothing: the list of outlets."""
    _need(console, "post" if code else "see_desk")
    console.push_screen(open_screen("outlet sale", code) if code else open_screen("outlets"))


def _round(code: str) -> Callable[[Console, str], None]:
    def go(console: Console, line: str) -> None:
        _need(console, "post")
        console.push_screen(open_screen("outlet round", code, line))

    return go


def _generates(console: Console, code: str) -> None:
    _need(console, "see_desk")
    console.push_screen(open_screen("generates", code))


def _shift(console: Console, number: str) -> None:
    _need(console, "see_desk")
    from models.front_office.till import find_shift

    console.push_screen(open_screen("cashier", find_shift(number).id))


_COMMANDS: dict[str, Callable[[Any, str], None]] = {
    "room": _room,
    "folio": _folio,
    "fixed charges": _fixed_charges,
    "routing": _routing,
    "post": _post,
    "pay": _pay,
    "adjust": _adjust,
    "credit note": _credit_note,
    "bill ahead": _bill_ahead,
    "invoice": _invoice,
    "document": _document,
    "check in": _check_in,
    "check out": _check_out,
    "stay": _stay,
    "guest": _guest,
    "company": _company,
    "debtor": _debtor,
    "vendor": _vendor,
    "billing note": _billing_note,
    "late": _late,
    "account": _account,
    "entry": _entry,
    "group": _group,
    "messages": _messages,
    "luggage of": _of_stay("luggage", searched=True),
    "parcels of": _of_stay("parcels", searched=True),
    "cars of": _of_stay("cars", searched=True),
    "alerts of": _of_stay("alerts"),
    "traces of": _of_stay("traces", searched=True),
    "tickets of": _of_stay("tickets", searched=True),
    "keys": _keys,
    "wake-up": _wake_up,
    "find": _find,
    "hk": _hk,
    "queue": _queue,
    "wish": _wish,
    "discrepancy": _discrepancy,
    "lost": _lost,
    "outlet": _outlet,
    "minibar": _round("MINI"),
    "laundry": _round("LAUN"),
    "generates": _generates,
    "shift": _shift,
}
