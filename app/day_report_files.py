"""The reports of a closed day as files in a folder: a text or PDF each, or one XLSX with a sheet each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.documents.files import file_stem, save_as, save_pdf
from models.house.papers import Paper


def write_reports(papers: Sequence[Paper], folder: Path, form: str) -> list[Path]:
    """``form``: text, pdf or xlsx. What lies there under the same name with other content stays beside it."""
    if form == "xlsx":
        from app.documents.xlsx import as_xlsx

        return [save_as(as_xlsx(papers), folder, file_stem(papers[0]), ".xlsx")]
    return [_written(paper, folder, form) for paper in papers]


def _written(paper: Paper, folder: Path, form: str) -> Path:
    if form == "pdf":
        return save_pdf(paper, folder)
    from app.documents.text import as_text

    return save_as(as_text(paper).encode("utf-8"), folder, file_stem(paper), ".txt")
