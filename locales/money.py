"""Money as people write, type and spell it: figures, satang, amounts in words.

Amounts are Decimal in baht (or the currency named), never float; the database keeps satang.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from locales.messages import Message
from locales.thai_keyboard import digits_from_thai_row
from locales.thai_text import quote, to_latin_digits

SMALLEST = Decimal("0.01")
LARGEST = Decimal("99999999999.99")
"""The largest amount anybody may type: the widest column of our papers holds it."""

# Whole figures, or groups of three; a price may end in ".-" as on Thai price tags.
_FIGURES = re.compile(r"([-−]?)(\d+|\d{1,3}(?:,\d{3})+|(?=\.\d))(?:\.(\d*)|\.-)?", re.ASCII)

# Currency → its name for one, for more, and its hundredth for one, for more. THB is in the rules below.
_ENGLISH_NAMES: dict[str, tuple[str, str, str, str]] = {
    "THB": ("baht", "baht", "satang", "satang"),
    "EUR": ("euro", "euro", "cent", "cents"),
    "USD": ("US dollar", "US dollars", "cent", "cents"),
    "AUD": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "CAD": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "HKD": ("Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
    "NZD": ("New Zealand dollar", "New Zealand dollars", "cent", "cents"),
    "SGD": ("Singapore dollar", "Singapore dollars", "cent", "cents"),
    "GBP": ("pound sterling", "pounds sterling", "penny", "pence"),
    "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
    "CNY": ("Chinese yuan", "Chinese yuan", "fen", "fen"),
    "MYR": ("Malaysian ringgit", "Malaysian ringgit", "sen", "sen"),
    "INR": ("Indian rupee", "Indian rupees", "paisa", "paise"),
}


class NotAnAmount(ValueError):
    """What was typed is not an amount of money; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def round_half_up(amount: Decimal) -> Decimal:
    """To the satang, half away from zero; never a negative zero."""
    return amount.quantize(SMALLEST, ROUND_HALF_UP) + 0


def satang(amount: Decimal) -> int:
    """The amount in satang. Raises ValueError on a part of a satang: where to round is the caller's law."""
    numerator, denominator = amount.as_integer_ratio()
    whole, part = divmod(numerator * 100, denominator)
    if part:
        raise ValueError(f"{amount} is not a whole number of satang")
    return whole


def baht(satang: int) -> Decimal:
    """Satang as an amount with two decimals."""
    return Decimal(satang).scaleb(-2)


def format_money(amount: Decimal, *, sign: str = "-") -> str:
    """``1,234.50``, rounded half up; ``sign`` stands before a negative amount."""
    rounded = round_half_up(amount)
    return f"{sign if rounded < 0 else ''}{abs(rounded):,.2f}"


def parse_money(text: str) -> Decimal:
    """The amount somebody typed, with two decimals: ``1,234.50``, ``1234.5``, ``.50``, ``500.-``, ``-20``.

    Thai digits are read, and so are figures typed with the Thai layout on (``ถจจ`` is 500) as long as the
    text holds a Thai letter of that row: ``/`` and ``-`` alone could be anything, and money is not guessed.
    A comma must part thousands, so ``12,50`` is refused and not read as 1,250.

    Raises NotAnAmount.
    """
    typed = text.strip()
    if not typed:
        raise NotAnAmount(Message("Type an amount."))
    figures = _FIGURES.fullmatch(to_latin_digits(typed))
    if figures is None and not typed.isascii():
        figures = _FIGURES.fullmatch(digits_from_thai_row(typed, separators="-,.") or "")
    if figures is None:
        raise NotAnAmount(Message("{text} is not an amount. Type it like 1,234.50.", {"text": quote(typed)}))
    minus, whole, decimals = figures.groups(default="")
    if len(decimals) > 2:
        raise NotAnAmount(Message("{text} has more than two decimals.", {"text": quote(typed)}))
    amount = Decimal(f"{whole.replace(',', '') or '0'}.{decimals or '0'}")
    if amount > LARGEST:
        raise NotAnAmount(
            Message(
                "{text} is too much; the limit is {limit}.",
                {"text": quote(typed), "limit": format_money(LARGEST)},
            )
        )
    return round_half_up(-amount if minus else amount)


def amount_in_words(amount: Decimal, language: str, currency: str = "THB") -> str:
    """The amount spelled out for a paper, rounded half up to two decimals.

    Thai baht follow the Office of the Royal Society (เอ็ด after every higher place); a negative amount
    begins with ลบ. English: ``Two thousand five hundred eighty-nine baht and forty satang``, ``Five baht
    only``. The hundredths of other currencies stay figures: ``Twelve euro and 40 cents``. In Thai another
    currency is named by its ISO 4217 code.

    Raises ValueError on a language other than "th" or "en".
    """
    if language not in ("th", "en"):
        raise ValueError(f"no words for amounts in {language}")
    rounded = round_half_up(amount)
    minus = rounded < 0
    if language == "th":
        return ("ลบ" if minus else "") + _thai_words(abs(rounded), currency)
    words = _english_words(abs(rounded), currency)
    words = f"minus {words}" if minus else words
    return words[0].upper() + words[1:]


def _thai_words(amount: Decimal, currency: str) -> str:
    from num2words import num2words

    if currency == "THB":
        return str(num2words(amount, lang="th", to="currency"))
    whole, hundredths = divmod(satang(amount), 100)
    words = str(num2words(whole, lang="th"))
    if hundredths:
        words += "จุด" + "".join(str(num2words(int(digit), lang="th")) for digit in f"{hundredths:02}")
    return f"{words} {currency}"


def _english_words(amount: Decimal, currency: str) -> str:
    whole, hundredths = divmod(satang(amount), 100)
    one, many, hundredth, hundredths_name = _ENGLISH_NAMES.get(currency) or _other_names(currency)
    major = f"{_english_number(whole)} {one if whole == 1 else many}"
    if not hundredths:
        return f"{major} only"
    if currency == "THB":
        minor = f"{_english_number(hundredths)} satang"
        return f"{major} and {minor}" if whole else minor
    if not hundredth:
        return f"{major} and {hundredths:02}/100"
    return f"{major} and {hundredths} {hundredth if hundredths == 1 else hundredths_name}"


def _english_number(number: int) -> str:
    from num2words import num2words

    # Cheques and receipts in Thailand leave out the British "and" and the commas.
    return str(num2words(number, lang="en")).replace(",", "").replace(" and ", " ")


def _other_names(currency: str) -> tuple[str, str, str, str]:
    from babel.numbers import get_currency_name

    one = get_currency_name(currency, count=1, locale="en")
    return one, get_currency_name(currency, count=2, locale="en"), "", ""
