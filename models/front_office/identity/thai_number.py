"""The Thai number of 13 digits: of a person (เลขประจำตัวประชาชน) or of a company (เลขทะเบียนนิติบุคคล)."""

from __future__ import annotations

from locales.thai_text import to_latin_digits


def compact_thai_number(typed: str) -> str:
    """Without hyphens and blanks, Thai digits as plain ones."""
    from stdnum.th import pin

    return str(pin.compact(to_latin_digits(typed)))


def thai_number_kind(typed: str) -> str | None:
    """``pin`` for a person's number, ``moa`` for a company's, None where it is neither.

    A number that begins with 0 is a company's; people registered on form ทร.38 hold such numbers too, which
    nothing in the number tells apart.
    """
    from stdnum.th import moa, pin

    number = compact_thai_number(typed)
    if pin.is_valid(number):
        return "pin"
    return "moa" if moa.is_valid(number) else None


def format_thai_number(typed: str) -> str:
    """``1-2345-67890-12-1`` for a person, ``0-10-5-561-00000-3`` for a company; anything else as it stands."""
    from stdnum.th import moa, pin

    number = compact_thai_number(typed)
    kind = thai_number_kind(number)
    return str({"pin": pin, "moa": moa}[kind].format(number)) if kind else number
