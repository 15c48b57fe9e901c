"""The parts of a night on the folio: each its own posting, under one line where the package is a wrapper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from models.front_office.folios import ChildLine, FolioLine, FolioWindow, Posting
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


def post_elements(
    act: Act, night: Night, window: FolioWindow, elements: Sequence[NightElement], room_posting: int | None
) -> None:
    """Post every element due on a night to its own code; Refused as a charge is."""
    from models.front_office.folios import _charge

    heads = {room_wrapper(elements): room_posting} if room_posting else {}
    for element in elements:
        package: Package = element.element.package
        posting_id = _charge(
            act,
            window,
            element.code,
            element.total,
            quantity=element.quantity,
            inclusive=element.inclusive,
            description=f"{window.stay.room.number} {package.code}",
            source=source_of(night, element),
            revenue_date=night.date,
            package_id=package.id,
            wrapped_in=heads.get(package.id) if package.wrapper else None,
        )
        if package.wrapper:
            heads.setdefault(package.id, posting_id)
        NightElement.update(posting_id=posting_id).where(NightElement.id == element.id).execute()


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
