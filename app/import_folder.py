"""The one folder that files to be taken in come from."""

from __future__ import annotations

import os
from pathlib import Path

IMPORTABLE = (".csv", ".tsv", ".txt", ".xlsx", ".ics", ".ofx", ".qfx", ".sta", ".mt940", ".940")
MOST_FILES = 500


def import_folder() -> Path:
    """Where files to be taken in are put: ``RECEPTION_IMPORTS``, else a folder of the person's own."""
    import platformdirs

    chosen = os.environ.get("RECEPTION_IMPORTS")
    return Path(chosen) if chosen else Path(platformdirs.user_documents_dir()) / "Reception" / "imports"


def files_to_import(folder: Path) -> list[Path]:
    """Lists, calendars and bank statements that lie in ``folder`` itself, the latest first; a link may lead elsewhere and is none."""
    if not folder.is_dir():
        return []
    files = [
        file
        for file in folder.iterdir()
        if file.suffix.lower() in IMPORTABLE
        and not file.name.startswith(".")
        and file.is_file()
        and not file.is_symlink()
    ]
    return sorted(files, key=lambda file: (-file.stat().st_mtime, file.name))[:MOST_FILES]
