"""Fields for dates, amounts and numbers: typed as people say them, shown as they were understood."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

from locales import Message, current_language
from locales.dates import SHORT_WEEKDAYS, NotADate, format_date, parse_date
from locales.money import NotAnAmount, format_money, parse_money
from locales.thai_keyboard import digits_from_thai_row
from locales.thai_text import to_latin_digits
from screens.kit.fields import NEEDED, FieldError, services_of
from screens.kit.text_field import TextField


class DateField(TextField):
    """A day, typed as one says it: ``25``, ``25/11``, ``+3``, ``fri``, ``พรุ่งนี้``. PgUp is a day later.

    ``today`` is the business date by default; ``after`` gives the day from which ``+3`` and a bare ``25``
    count; ``past`` looks back, for a birth date; ``era`` ("be" or "ce") is that of a two-digit year.
    The arrows up and down leave the field, as in all others: a date must not change in passing.
    """

    replaces = True

    def __init__(
        self,
        *,
        today: Callable[[], datetime.date] | None = None,
        after: Callable[[], datetime.date | None] | None = None,
        past: bool = False,
        era: str | None = None,
        placeholder: Message | str = "",
        required: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            placeholder=placeholder, max_length=40, required=required, name=name, id=id, classes=classes
        )
        self._today = today
        self._after = after
        self.past = past
        self.era = era
        self._pinned: tuple[str, datetime.date] | None = None

    def today(self) -> datetime.date:
        return self._today() if self._today else services_of(self).today()

    def _read(self) -> datetime.date | None:
        if not self.value.strip():
            return None
        if self._pinned and self._pinned[0] == self.value:
            return self._pinned[1]
        after = self._after() if self._after else None
        return parse_date(self.value, self.today(), era=self.era, after=after, past=self.past)

    @property
    def value_date(self) -> datetime.date | None:
        """The day understood; None while there is none or it cannot be read."""
        try:
            return self._read()
        except NotADate:
            return None

    def set_value(self, value: object) -> None:
        if isinstance(value, datetime.date):
            self._pin(value)
        else:
            super().set_value(value)

    def _pin(self, day: datetime.date) -> None:
        """Write the day out in full, so that it stays the same day whatever changes around it."""
        text = format_date(day, "numeric", era=self.era)
        self._pinned = (text, day)
        self.value = text

    def parsed(self) -> object:
        try:
            day = self._read()
        except NotADate as error:
            raise FieldError(error.message) from None
        if day is None and self.required:
            raise FieldError(NEEDED)
        return day

    @property
    def understood(self) -> str:
        day = self.value_date
        return format_date(day, "weekday") if day else ""

    @property
    def understood_briefly(self) -> str:
        day = self.value_date
        return SHORT_WEEKDAYS[current_language()][day.weekday()] if day else ""

    def leave(self) -> None:
        try:
            day = self._read()
        except NotADate as error:
            self.error = error.message
        else:
            if day and not self.error:
                self._pin(day)
        super().leave()

    def respeak(self) -> None:
        if self._pinned and self._pinned[0] == self.value:
            self._pin(self._pinned[1])
        super().respeak()

    def handle(self, key: str, character: str | None) -> bool:
        if key in ("pageup", "pagedown"):
            self._step(1 if key == "pageup" else -1)
            return True
        return super().handle(key, character)

    def _step(self, days: int) -> None:
        day = self.value_date
        try:
            self._pin(day + datetime.timedelta(days=days) if day else self.today())
        except OverflowError:
            return
        self.fresh = True
        self.edited()


class FigureField(TextField):
    """Figures, also from the Thai row of keys and in Thai digits; they are shown as plain ones.

    ``/`` and ``-`` are keys of that row too, but mean 2 and 3 only beside a Thai letter of it: what could
    be anything is not guessed.
    """

    replaces = True
    align_right = True
    separators = ""

    def begin(self) -> None:
        self._thai_row = False
        super().begin()

    _thai_row = False

    def accept(self, before: str, text: str, behind: str) -> tuple[str, str]:
        if not before + behind:
            self._thai_row = False
        typed = to_latin_digits(text)
        if self._thai_row:
            typed = "".join(digits_from_thai_row(c, self.separators) or c for c in typed)
        elif not typed.isascii() and (figures := digits_from_thai_row(before + typed, self.separators)):
            self._thai_row = True
            before, typed = "", figures
        wrong = [c for c in typed if c not in "0123456789/-−" and c not in self.separators]
        if wrong:
            raise FieldError(Message("Type figures only."))
        return before + typed, behind


class AmountField(FigureField):
    """An amount of money in baht, or in the currency the form names; typed on the numpad."""

    separators = ".,"

    def __init__(
        self,
        *,
        minimum: Decimal | None = None,
        maximum: Decimal | None = None,
        placeholder: Message | str = "",
        required: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            placeholder=placeholder, max_length=20, required=required, name=name, id=id, classes=classes
        )
        self.minimum = minimum
        self.maximum = maximum

    def set_value(self, value: object) -> None:
        super().set_value(format_money(value) if isinstance(value, Decimal) else value)

    def parsed(self) -> object:
        """A Decimal with two decimals, None where nothing was typed."""
        if not self.value.strip():
            if self.required:
                raise FieldError(NEEDED)
            return None
        try:
            amount = parse_money(self.value)
        except NotAnAmount as error:
            raise FieldError(error.message) from None
        if self.minimum is not None and amount < self.minimum:
            raise FieldError(Message("At least {n}.", {"n": format_money(self.minimum)}))
        if self.maximum is not None and amount > self.maximum:
            raise FieldError(Message("At most {n}.", {"n": format_money(self.maximum)}))
        return amount

    def leave(self) -> None:
        if self.value.strip() and not self.error:
            try:
                self.value = format_money(parse_money(self.value))
            except NotAnAmount as error:
                self.error = error.message
        super().leave()


class NumberField(FigureField):
    """A whole number from ``minimum`` to ``maximum``, both included."""

    def __init__(
        self,
        *,
        minimum: int | None = None,
        maximum: int | None = None,
        placeholder: Message | str = "",
        required: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            placeholder=placeholder, max_length=12, required=required, name=name, id=id, classes=classes
        )
        self.minimum = minimum
        self.maximum = maximum

    def parsed(self) -> object:
        """An int, None where nothing was typed."""
        text = self.value.strip().replace("−", "-")
        if not text:
            if self.required:
                raise FieldError(NEEDED)
            return None
        try:
            number = int(text)
        except ValueError:
            raise FieldError(Message("{text} is not a whole number.", {"text": text})) from None
        if self.minimum is not None and number < self.minimum:
            raise FieldError(Message("At least {n}.", {"n": self.minimum}))
        if self.maximum is not None and number > self.maximum:
            raise FieldError(Message("At most {n}.", {"n": self.maximum}))
        return number

    def leave(self) -> None:
        if self.value.strip() and not self.error:
            try:
                self.parsed()
            except FieldError as error:
                self.error = error.message
        super().leave()
