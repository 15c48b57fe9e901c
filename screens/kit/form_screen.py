"""A screen that is one form: F9 saves, Esc asks before typed text is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from screens.kit.desk_screen import DeskScreen
from screens.kit.form import Form


class FormScreen(DeskScreen):
    """Subclasses yield one ``Form`` in ``compose_body`` and write its values in ``write``."""

    @property
    def form(self) -> Form:
        return self.query_one(Form)

    def on_mount(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Where the cursor stands when the form opens."""
        self.form.focus_first()

    def do_save(self) -> None:
        self.form.save()

    def do_back(self) -> None:
        self.form.cancel()

    def on_form_cancelled(self, event: Form.Cancelled) -> None:
        event.stop()
        self.dismiss(None)

    def on_form_saved(self, event: Form.Saved) -> None:
        event.stop()
        self.start(self.write(event.values))

    async def write(self, values: Mapping[str, Any]) -> None:
        """Submit what was typed, and go where one goes from here."""
        raise NotImplementedError
