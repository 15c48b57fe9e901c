"""What a process does to its memory before it forks, so that what it forks share it for long.

Memory is shared by the page until somebody writes there. Imports leave thousands of holes behind, and whatever a
session makes anew would be put into them, one page of its own for each. So the holes are filled first: new things
then stand together, on pages that nobody shares.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import re
import sys
import tempfile

_kept: list[object] = []
_SIZES = (8192, 4096, 2048, 1024, 512, 256, 128, 64, 24)


def share_memory() -> None:
    """To be called once, with everything imported, before the first fork."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError, ValueError):
        _fill_objects()
        _fill_heap()
    gc.freeze()  # no collection in a session touches what is here now


def give_back() -> None:
    """To the machine, what the C library keeps for later; where it knows how."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _fill_objects() -> None:
    """Python's own pools: as many objects of each size as have room in pools that were begun."""
    for size, room in _rooms():
        if size == 16:
            _kept.extend([object() for _n in range(room)])
        elif size > 48:
            _kept.extend([bytes(size - 33 - 8) for _n in range(room)])


def _rooms() -> list[tuple[int, int]]:
    """Size of the blocks and how many are free, as Python tells on standard error and nowhere else."""
    with tempfile.TemporaryFile() as told:
        before = os.dup(2)
        os.dup2(told.fileno(), 2)
        try:
            sys._debugmallocstats()
        finally:
            os.dup2(before, 2)
            os.close(before)
        told.seek(0)
        lines = told.read().decode("ascii", "replace").splitlines()
    rows = [re.fullmatch(r"\s*\d+\s+(\d+)\s+\d+\s+\d+\s+(\d+)\s*", line) for line in lines]
    return [(int(row[1]), int(row[2])) for row in rows if row is not None]


def _fill_heap() -> None:
    """The C library's: blocks of each size until they come from beyond what is in use."""
    library = ctypes.CDLL(None)
    library.malloc.restype = library.sbrk.restype = ctypes.c_void_p
    library.sbrk.argtypes = [ctypes.c_ssize_t]
    library.malloc.argtypes = [ctypes.c_size_t]
    library.malloc_trim(0)
    for size in _SIZES:
        end = library.sbrk(0)
        top = library.malloc(size)
        for _block in range(100_000):
            if library.sbrk(0) != end:
                break
            before, top = top, library.malloc(size)
            if top == before + ((size + 8 + 15) & ~15) and top > end - (1 << 17):
                break  # one behind the other, near the end: this is the open country
