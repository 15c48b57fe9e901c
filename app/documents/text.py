"""A paper as plain text: 80 columns for the screen and the dot matrix, 42 or 48 for a slip printer.

Rules are hyphens and equals signs: a printer that knows only the Thai code page (TIS-620) has no box drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from app.documents.frame import FrameWords, column_widths, frame_words, printable, widest_line
from locales.thai_text import cell_width, clusters, pad
from models.house.papers import Align, Field, Paper, Party, Row, Table

NARROWEST = 32
FEWEST_LINES = 12
NAME_CELLS = 14  # what an open column needs before figures move to a line of their own
SIDE_BY_SIDE = 60  # narrower than this, blocks stand under each other
SIGNATURE_CELLS = 18
FOLLOWING = "ะาๅๆฯ"
LEADING = "เแโใไ"


@dataclass(frozen=True)
class _Block:
    """Lines that stay on one sheet; ``heading`` is repeated when they open a new one."""

    lines: tuple[str, ...]
    heading: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Place:
    """A column's place in a line: which column, how many cells, which side."""

    column: int
    width: int
    align: Align


def as_text(paper: Paper, width: int = 80, page_lines: int | None = None) -> str:
    """``paper`` in lines of at most ``width`` cells.

    With ``page_lines`` it is cut into sheets of at most that many lines, each ended by a form feed; more than
    one sheet are numbered, and a table that runs on repeats its heading. Raises ValueError for a sheet too small.
    """
    if width < NARROWEST or (page_lines is not None and page_lines < FEWEST_LINES):
        raise ValueError(f"a sheet of {width} cells and {page_lines} lines is too small")
    frame = frame_words(paper.language)
    blocks = [_head(paper, frame, width), _particulars(paper, frame, width)]
    blocks += [_form_line(one, width) for one in paper.form]
    for table in paper.tables:
        blocks += _table(table, width)
    blocks += [_sums(paper, width)]
    # A QR code cannot be scanned from letters; whoever has its words can still pay, or have it drawn.
    blocks += [_Block(("", *wrap(f"QR: {paper.qr}", width)))] if paper.qr else []
    blocks += [_Block(("", *wrap(words, width))) for words in (*paper.notes, *paper.closing)]
    blocks += _signatures(paper, frame, width)
    if page_lines is None:
        return _joined([line for block in blocks for line in block.lines])
    return "".join(_joined(sheet) + "\f" for sheet in _sheets(paper, frame, blocks, width, page_lines))


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells, broken at spaces, and inside a word only where it is longer than a line."""
    lines = []
    for paragraph in printable(text).split("\n"):
        line: str | None = None
        for word in paragraph.split(" "):
            whole = word if line is None else f"{line} {word}"
            if cell_width(whole) <= width:
                line = whole
            elif line is not None and cell_width(word) <= width:
                lines.append(line)
                line = word
            else:
                *full, line = _broken(whole, width)
                lines += full
        lines.append(line or "")
    return lines


def _broken(word: str, width: int) -> list[str]:
    lines = [""]
    for piece in _pieces(word, width):
        # A double-width sign in a column of one cell has no place at all.
        fitting = piece if cell_width(piece) <= width else "?"
        if cell_width(lines[-1] + fitting) <= width:
            lines[-1] += fitting
        else:
            lines.append(fitting)
    return lines


def _pieces(word: str, width: int) -> list[str]:
    """Clusters, with the vowels and signs that Thai readers never see at the wrong end of a line kept in place."""
    pieces: list[str] = []
    for cluster in clusters(word):
        bound = pieces and (cluster[0] in FOLLOWING or pieces[-1][-1] in LEADING)
        if bound and cell_width(pieces[-1] + cluster) <= width:
            pieces[-1] += cluster
        else:
            pieces.append(cluster)
    return pieces


def _joined(lines: Sequence[str]) -> str:
    return "".join(line.rstrip(" ") + "\n" for line in lines)


def _beside(left: Sequence[str], right: Sequence[str], left_width: int, gap: int = 2) -> list[str]:
    pairs = zip_longest(left, right, fillvalue="")
    return [pad(a, left_width) + " " * gap + b for a, b in pairs]


def _head(paper: Paper, frame: FrameWords, width: int) -> _Block:
    marks = [f"{frame.number} {paper.number}"] if paper.number else []
    marks += [f"{frame.date} {paper.date_text}"] if paper.date_text else []
    right_side = [paper.title, *([paper.copy_mark] if paper.copy_mark else []), *marks]
    lines = [pad(line, width, "center") for line in _void(paper, width)]
    if width >= SIDE_BY_SIDE:
        right_width = min(max(widest_line(one) for one in right_side), width // 2)
        left_width = width - right_width - 2
        right = [pad(line, right_width, "right") for one in right_side for line in wrap(one, right_width)]
        lines += _beside(_party(paper.seller, frame, left_width), right, left_width)
    else:
        lines += [*_party(paper.seller, frame, width), ""]
        lines += [line for one in right_side for line in wrap(one, width)]
    return _Block((*lines, "=" * width))


def _void(paper: Paper, width: int) -> list[str]:
    return wrap(f"*** {paper.void_mark} ***", width) if paper.void_mark else []


def _party(party: Party, frame: FrameWords, width: int) -> list[str]:
    name = f"{party.role}: {party.name}" if party.role else party.name
    tax_id = f"{frame.tax_id} {party.tax_id}" if party.tax_id else ""
    ids = "  ".join(part for part in (tax_id, party.branch) if part)
    return [line for one in (name, *party.lines, ids) if one for line in wrap(one, width)]


def _particulars(paper: Paper, frame: FrameWords, width: int) -> _Block:
    lines = _party(paper.party, frame, width) if paper.party else []
    for paragraph in paper.opening:
        lines += ["", *wrap(paragraph, width)]
    lines += [""] if paper.opening else []
    if paper.fields:
        lines += _fields(paper.fields, width)
    return _Block((*lines, "") if lines else ())


def _fields(fields: Sequence[Field], width: int) -> list[str]:
    """Two short fields to a line where the paper is wide enough, a long one on its own."""
    half = (width - 2) // 2 if width >= SIDE_BY_SIDE else width
    label_width = min(max(widest_line(one.label) for one in fields) + 1, half // 2)
    lines: list[str] = []
    waiting: list[str] = []
    for one in fields:
        short = _field(one, label_width, half)
        if half < width and len(short) == 1:
            if waiting:
                lines += _beside(waiting, short, half)
                waiting = []
            else:
                waiting = short
        else:
            lines += [*waiting, *_field(one, label_width, width)]
            waiting = []
    return lines + waiting


def _field(field: Field, label_width: int, width: int) -> list[str]:
    return _beside(
        wrap(f"{field.label}:", label_width), wrap(field.value, width - label_width - 1), label_width, 1
    )


def _form_line(field: Field, width: int) -> _Block:
    """Label and gloss on the left, what is written on the right, or a line to write on."""
    left_width = width * 2 // 5
    left = [*wrap(field.label, left_width), *(wrap(field.gloss, left_width) if field.gloss else [])]
    right_width = width - left_width - 2
    written = _boxes(field) if field.boxes else field.value
    right = wrap(written, right_width) if written else ["_" * right_width]
    return _Block(tuple(_beside(left, right, left_width)))


def _boxes(field: Field) -> str:
    rest = iter(field.value)
    groups = [[next(rest, "_") for _box in range(boxes)] for boxes in field.boxes]
    return " ".join("|" + "|".join(group) + "|" for group in groups)


def _table(table: Table, width: int) -> list[_Block]:
    bands = _bands(table, width)
    headings = [column.heading for column in table.columns]
    rule = "-" * width
    heading = [rule, *_cells(headings, bands, bottom=True), rule] if any(headings) else [rule]
    blocks = []
    for number, row in enumerate(table.rows):
        lines = _row(table, row, bands)
        if number == 0:
            title = ["", *wrap(table.title, width)] if table.title else []
            lines = [*title, *heading, *lines]
        if number == len(table.rows) - 1 and row.style != "total":
            lines = [*lines, rule]
        blocks.append(_Block(tuple(lines), heading=tuple(heading) if number else ()))
    return blocks or [_Block((*heading, rule))]


def _bands(table: Table, width: int) -> list[list[_Place]]:
    """Columns in one line if they fit; else names in the first line, figures under them, as many as it takes."""
    columns = list(enumerate(column_widths(table)))
    wanted = [(i, min(cells or NAME_CELLS, width)) for i, cells in columns]
    if sum(cells + 1 for _, cells in wanted) - 1 <= width:
        groups = [wanted]
    else:
        first = next((i for i, column in enumerate(table.columns) if column.align == "right"), len(wanted))
        groups = _packed(wanted[:first], width) + _packed(wanted[first:], width)
    return [_placed(table, group, width) for group in groups]


def _packed(columns: Sequence[tuple[int, int]], width: int) -> list[list[tuple[int, int]]]:
    groups: list[list[tuple[int, int]]] = []
    for column in columns:
        if groups and sum(cells + 1 for _, cells in groups[-1]) + column[1] <= width:
            groups[-1].append(column)
        else:
            groups.append([column])
    return groups


def _placed(table: Table, group: Sequence[tuple[int, int]], width: int) -> list[_Place]:
    """What is left of the line goes to the open columns, else to the last name, else in front of the figures."""
    columns = table.columns
    spare = width - sum(cells + 1 for _, cells in group) + 1
    names = [i for i, _ in group if columns[i].align == "left"]
    takers = [i for i in names if not columns[i].width] or names[-1:] or [group[0][0]]
    places = []
    for i, cells in group:
        extra = 0
        if i in takers:
            extra = spare // len(takers) + (spare % len(takers) if i == takers[-1] else 0)
        places.append(_Place(i, cells + extra, columns[i].align))
    return places


def _row(table: Table, row: Row, bands: Sequence[Sequence[_Place]]) -> list[str]:
    cells = list(row.cells)
    lines = _cells(cells, bands, indented=_name_column(bands) if row.style == "child" else None) or [""]
    if row.style in ("subtotal", "total"):
        lines = [*_underline("-", row, table, bands), *lines]
    if row.style == "total":
        lines += _underline("=", row, table, bands)
    return lines


def _name_column(bands: Sequence[Sequence[_Place]]) -> int | None:
    names = [place for band in bands for place in band if place.align == "left"]
    return max(names, key=lambda place: place.width).column if names else None


def _underline(sign: str, row: Row, table: Table, bands: Sequence[Sequence[_Place]]) -> list[str]:
    """Rules over or under the figures of a sum, each as wide as its own column's figures."""
    widths = column_widths(table)
    figures = [
        sign * widths[i] if column.align == "right" and row.cells[i] else ""
        for i, column in enumerate(table.columns)
    ]
    return _cells(figures, bands)


def _cells(
    cells: Sequence[str],
    bands: Sequence[Sequence[_Place]],
    bottom: bool = False,
    indented: int | None = None,
) -> list[str]:
    lines = []
    everything = [place for band in bands for place in band if place.align == "right"]
    for band in bands:
        # A line of figures stays even when empty: left out, the next line's would be read as its own.
        names_only = all(place.align == "left" for place in band)
        if not any(cells[place.column] for place in (band if names_only else [*band, *everything])):
            continue
        pieces = []
        for place in band:
            indent = "  " if place.column == indented and place.width > 4 else ""
            wrapped = wrap(cells[place.column], place.width - len(indent))
            pieces.append([pad(indent + line, place.width, place.align) for line in wrapped])
        height = max(map(len, pieces))
        for piece, place in zip(pieces, band, strict=True):
            blank = [" " * place.width] * (height - len(piece))
            piece[:] = blank + piece if bottom else piece + blank
        lines += [" ".join(parts) for parts in zip(*pieces, strict=True)]
    return lines


def _sums(paper: Paper, width: int) -> _Block:
    lines: list[str] = []
    if paper.totals:
        value_width = min(max(widest_line(one.value) for one in paper.totals), width // 2)
        label_width = max(widest_line(one.label) for one in paper.totals)
        label_width = min(label_width, width - value_width - 2)
        left = " " * (width - label_width - value_width - 2)
        for one in paper.totals:
            values = [pad(line, value_width, "right") for line in wrap(one.value, value_width)]
            both = _beside(wrap(one.label, label_width), values, label_width)
            if one.strong:
                rules = [" " * (label_width + 2) + sign * value_width for sign in "-="]
                both = [rules[0], *both, rules[1]]
            lines += [left + line for line in both]
    if paper.words:
        lines += ["", *wrap(f"({paper.words})", width)]
    return _Block(tuple(lines))


def _signatures(paper: Paper, frame: FrameWords, width: int) -> list[_Block]:
    blocks = []
    abreast = max(1, min(len(paper.signatures), 4, width // SIGNATURE_CELLS))
    each = (width - 3 * (abreast - 1)) // abreast
    each = min(each, width // 2) if width >= SIDE_BY_SIDE else each
    for start in range(0, len(paper.signatures), abreast):
        columns = []
        for who in paper.signatures[start : start + abreast]:
            below = [*wrap(who, each)]
            below += [] if paper.opening else wrap(f"{frame.date} ___/___/______", each)
            columns.append(["_" * each, *(pad(one, each, "center") for one in below)])
        rows = zip_longest(*columns, fillvalue="")
        signing = [(" " * 3).join(pad(part, each) for part in row) for row in rows]
        blocks.append(_Block(("", "", "", *signing)))
    return blocks


def _sheets(
    paper: Paper, frame: FrameWords, blocks: Sequence[_Block], width: int, page_lines: int
) -> list[list[str]]:
    everything = [line for block in blocks for line in block.lines]
    if len(everything) <= page_lines:
        return [everything]
    sheets = _filled(blocks, page_lines - 2)
    numbered = []
    for n, lines in enumerate(sheets, 1):
        mark = frame.sheet.format(n=n, total=len(sheets))
        name = wrap(
            " ".join([paper.title, paper.number, *_void(paper, width)]), width - cell_width(mark) - 2
        )[0]
        numbered.append([pad(name, width - cell_width(mark)) + mark, "", *lines])
    return numbered


def _filled(blocks: Sequence[_Block], room: int) -> list[list[str]]:
    sheets: list[list[str]] = [[]]
    for block in blocks:
        rest = list(block.lines)
        if sheets[-1] and len(sheets[-1]) + len(rest) > room:
            sheets.append(list(block.heading) if len(block.heading) < room // 2 else [])
        while len(sheets[-1]) + len(rest) > room:
            cut = room - len(sheets[-1])
            sheets[-1] += rest[:cut]
            rest = rest[cut:]
            sheets.append([])
        sheets[-1] += rest
    return [sheet for sheet in sheets if sheet]
