"""Where things stand in a machine-readable zone: the five sizes of ICAO Doc 9303, parts 4 to 7.

Places are counted over all lines run together, from 0, as Python slices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from locales import Message

FILLER = "<"
_WEIGHTS = (7, 3, 1)
_VALUES = {FILLER: 0, **{c: n for n, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}}

FIELDS = {
    "names": Message("Name"),
    "issuer": Message("Issuing country"),
    "number": Message("Document number"),
    "nationality": Message("Nationality"),
    "birth": Message("Birth date"),
    "sex": Message("Sex"),
    "expiry": Message("Valid until"),
    "optional": Message("Optional field"),
    "composite": Message("Check of the whole"),
    "kind": Message("Kind of document"),
}


def check_digit(text: str) -> str:
    """Weights 7, 3, 1 repeating; ``<`` counts 0, A counts 10 … Z counts 35; the sum modulo 10."""
    return str(sum(_VALUES[c] * _WEIGHTS[n % 3] for n, c in enumerate(text)) % 10)


@dataclass(frozen=True)
class Layout:
    """A check digit stands right behind its field. ``composite`` is covered by ``covers``."""

    format: str
    lines: int
    width: int
    names: slice
    number: slice
    nationality: slice
    birth: slice
    sex: int
    expiry: slice
    optional: slice
    optional_checked: bool = False
    composite: int | None = None
    covers: tuple[slice, ...] = ()
    long_numbers: bool = False
    further: slice | None = None
    issuer: ClassVar[slice] = slice(2, 5)

    @property
    def length(self) -> int:
        return self.lines * self.width

    def place(self, at: int) -> tuple[int, int]:
        """Line and place in it, both counted from 1."""
        return at // self.width + 1, at % self.width + 1


def _two_lines(format: str, width: int, optional_end: int, **more: object) -> Layout:
    def second(start: int, end: int) -> slice:
        return slice(width + start, width + end)

    return Layout(
        format, 2, width, slice(5, width), second(0, 9), second(10, 13), second(13, 19), width + 20,
        second(21, 27), second(28, optional_end), **more,  # type: ignore[arg-type]
    )  # fmt: skip


TD1 = Layout(
    "TD1", 3, 30, slice(60, 90), slice(5, 14), slice(45, 48), slice(30, 36), 37, slice(38, 44), slice(15, 30),
    composite=59, covers=(slice(5, 30), slice(30, 37), slice(38, 45), slice(48, 59)),
    long_numbers=True, further=slice(48, 59),
)  # fmt: skip
TD2 = _two_lines(
    "TD2", 36, 35, composite=71, covers=(slice(36, 46), slice(49, 56), slice(57, 71)), long_numbers=True
)
TD3 = _two_lines(
    "TD3", 44, 42, composite=87, covers=(slice(44, 54), slice(57, 64), slice(65, 87)), optional_checked=True
)
MRVA = _two_lines("MRVA", 44, 44)
MRVB = _two_lines("MRVB", 36, 36)

LAYOUTS = (TD1, TD2, TD3, MRVA, MRVB)


def layout_for(first: str, length: int) -> Layout | None:
    """The layout of ``length`` characters that begin with the letter ``first``; V is a visa."""
    visa = first == "V"
    for layout in LAYOUTS:
        if layout.length == length and layout.format.startswith("MRV") is (visa and length != TD1.length):
            return layout
    return None
