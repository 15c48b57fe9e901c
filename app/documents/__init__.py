"""Papers on paper: a ``Paper`` from models as text for an 80-column printer, as PDF, or saved as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.documents.files import save_pdf
    from app.documents.pdf import as_pdf
    from app.documents.text import as_text

__all__ = ["as_pdf", "as_text", "save_pdf"]

_HOMES = {"as_pdf": "pdf", "as_text": "text", "save_pdf": "files"}


def __getattr__(name: str) -> object:
    """Renderers are loaded when the first paper is printed; opening the desk pays for none of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
