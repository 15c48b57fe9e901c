"""Papers kept as files: one name for one paper, and what was saved is never overwritten."""

from __future__ import annotations

import os
import re
from itertools import count
from pathlib import Path
from uuid import uuid4

from app.documents.pdf import as_pdf
from models.house.papers import Paper, Sheet

LONGEST_NAME = 100


def save_pdf(paper: Paper, folder: Path, size: Sheet | None = None) -> Path:
    """Saves ``paper`` in ``folder`` under its kind and number and returns the file.

    The same paper saved again is the same file. A different paper under that name (a copy, a void) gets ``-2``,
    ``-3`` and so on. The file appears whole or not at all. Raises OSError when the folder cannot be written.
    """
    return save_as(as_pdf(paper, size), folder, file_stem(paper))


def save_as(content: bytes, folder: Path, stem: str, suffix: str = ".pdf") -> Path:
    """As ``save_pdf``, for content of any kind."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{uuid4().hex}.part"
    try:
        with part.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        return _named(part, content, folder, stem, suffix)
    finally:
        part.unlink(missing_ok=True)


def file_stem(paper: Paper) -> str:
    """ASCII letters, digits, dots and hyphens; never hidden, never a way out of the folder."""
    named = re.sub(r"[^A-Za-z0-9.]+", "-", f"{paper.kind}-{(paper.number or paper.date_text)}")
    return re.sub(r"\.{2,}", ".", named).strip("-.")[:LONGEST_NAME].rstrip("-.") or "paper"


def _named(part: Path, content: bytes, folder: Path, stem: str, suffix: str) -> Path:
    for n in count(1):
        target = folder / (f"{stem}{suffix}" if n == 1 else f"{stem}-{n}{suffix}")
        if _claim(part, target) or target.read_bytes() == content:
            return target
    raise AssertionError("count() never ends")


def _claim(part: Path, target: Path) -> bool:
    """Gives ``part`` the name ``target``; False when the name is taken.

    A hard link refuses a taken name in the same step; a rename would replace what another desk just saved.
    """
    try:
        os.link(part, target)
    except FileExistsError:
        return False
    except OSError:
        # A stick or a share without hard links: only here two desks in the same instant could collide.
        if target.exists():
            return False
        part.rename(target)
    return True
