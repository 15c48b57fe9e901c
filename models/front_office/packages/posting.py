"""The parts of a night on the folio: each its own posting, under one line where the package is a wrapper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from models.front_office.codes import TransactionCode
from models.front_office.folios import ChildLine, FolioLine, FolioWindow, Posting
from models.front_office.packages.nights import carved
from models.front_office.packages.tables import NightElement, Package
from models.front_office.reservations.tables import Night
from models.house.acts import Act

ZERO = Decimal("0.00")


def room_wrapper(elements: Sequence[NightElement]) -> int | None:
    """The package whose one line on the folio holds the room too."""
    wrapping = [e.element.package_id for e in elements if e.in_rate and e.element.package.wrapper]
    return wrapping[0] if wrapping else None


def source_of(night: Night, element: NightElement) -> str:
    """What makes a second posting of the same part impossible."""
    return f"night:{night.id}:{element.id}"


@dataclass(frozen=True, eq=False)
class NightLine:
    """A line of a night on the folio, ``typed`` baht: the room (``element`` None) or one element; ``head`` is the line it
    is read under."""

    code: TransactionCode
    typed: Decimal
    inclusive: bool
    description: str
    quantity: int = 1
    package_id: int | None = None
    element: NightElement | None = None
    head: NightLine | None = None


def night_lines(
    night: Night, room: str, elements: Sequence[NightElement], *, with_room: bool = True
) -> list[NightLine]:
    """A room-night less the package elements in its price, then each element to its own code."""
    lines: list[NightLine] = []
    heads: dict[int | None, NightLine] = {}
    left = night.amount - carved(elements)
    if with_room and left:
        wrapper = room_wrapper(elements)
        said = f"{room} {night.rate_code.code}"
        code = night.rate_code.transaction_code
        heads[wrapper] = NightLine(code, left, night.inclusive, said, package_id=wrapper)
        lines.append(heads[wrapper])
    for element in elements:
        package: Package = element.element.package
        line = NightLine(
            element.code, element.total, element.inclusive, f"{room} {package.code}", element.quantity,
            package.id, element, heads.get(package.id) if package.wrapper else None,
        )  # fmt: skip
        lines.append(line)
        if package.wrapper:
            heads.setdefault(package.id, line)
    return lines


def post_lines(act: Act, night: Night, window: FolioWindow, lines: Sequence[NightLine]) -> int | None:
    """Post the lines of a night; the id of the room's line, None without one. Refused as a charge is."""
    from models.front_office.folios import _charge

    ids: dict[NightLine | None, int] = {}
    for line in lines:
        element = line.element
        ids[line] = _charge(
            act,
            window,
            line.code,
            line.typed,
            quantity=line.quantity,
            inclusive=line.inclusive,
            description=line.description,
            night=None if element else night,
            source=source_of(night, element) if element else None,
            revenue_date=night.date,
            package_id=line.package_id,
            wrapped_in=ids.get(line.head),
        )
        if element:
            NightElement.update(posting_id=ids[line]).where(NightElement.id == element.id).execute()
    return next((ids[line] for line in lines if line.element is None), None)


def is_night_part(posting: Posting) -> bool:
    return (posting.source or "").startswith("night:")


def parts_of_night(night_id: int) -> list[Posting]:
    """The element postings of a night that stand."""
    taken_back = Posting.select(Posting.corrects).where(Posting.corrects.is_null(False))
    return list(
        Posting.select()
        .join(NightElement, on=(NightElement.posting_id == Posting.id))
        .where((NightElement.night == night_id) & Posting.id.not_in(taken_back))
        .order_by(Posting.id)
    )


def wrapped(postings: Sequence[Posting], lines: Sequence[FolioLine]) -> list[FolioLine]:
    """The lines of a folio with those of a wrapper folded into one, its parts underneath."""
    by_id = {line.posting_id: line for line in lines}
    inside: dict[int, list[FolioLine]] = {}
    for posting in postings:
        head = by_id.get(posting.wrapped_in_id)
        # A part that stayed behind when the first line moved shows for itself.
        if head is not None and (not head.moved_to or by_id[posting.id].moved_to):
            inside.setdefault(posting.wrapped_in_id, []).append(by_id[posting.id])
    if not inside:
        return list(lines)
    folded = {part.posting_id for parts in inside.values() for part in parts}
    packages = {p.id: p for p in Package.select().where(Package.id << [x.package_id for x in postings])}
    return [
        _wrapper(packages[p.package_id], p, (by_id[p.id], *inside[p.id])) if p.id in inside else by_id[p.id]
        for p in postings
        if p.id not in folded
    ]


def _wrapper(package: Package, head: Posting, parts: tuple[FolioLine, ...]) -> FolioLine:
    children: dict[str, ChildLine] = {}
    for child in (child for part in parts for child in part.children):
        there = children.get(child.code)
        children[child.code] = replace(child, amount=child.amount + there.amount) if there else child
    return replace(
        parts[0],
        words_th=f"{package.print_name('th')} {head.description}",
        words_en=f"{package.print_name('en')} {head.description}",
        net=sum((part.net for part in parts), ZERO),
        amount=sum((part.amount for part in parts), ZERO),
        children=tuple(children.values()),
        parts=parts,
    )
