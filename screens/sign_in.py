"""Signing in, and the lock that keeps a desk left alone as it was."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from locales import Message, current_language
from models.house.property import Property, setting
from models.house.refusals import Refused
from models.house.staff import Staff, sign_in, sign_in_known
from screens.kit.dialogs import ConfirmDialog, Says
from screens.kit.form import Form
from screens.kit.form_rows import FieldSpec

LOGIN = FieldSpec("login", Message("Name"), required=True, width=24)
PASSWORD = FieldSpec("password", Message("Password"), kind="password", required=True, width=24)


class _Door(Screen[Any]):
    """A form in the middle of an otherwise empty screen. F2 switches the language here too."""

    DEFAULT_CSS = """
    _Door { align: center middle; background: $background; color: $foreground; }
    _Door > #door { width: 60; height: auto; border: solid $foreground; padding: 0 1; background: $background; }
    _Door Form { height: auto; }
    """

    def __init__(self, *specs: FieldSpec) -> None:
        super().__init__()
        self.form = Form(specs)
        self.form.stand(self.form.lines + 1)

    def texts(self) -> list[Says]:
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        with Vertical(id="door"):
            yield from self.texts()
            yield self.form

    def on_mount(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.form.focus_first()

    def respeak(self) -> None:
        """The language was switched; what was typed stays."""
        self.form.respeak()
        for text in self.query(Says):
            text.refresh(layout=True)

    def on_form_saved(self, event: Form.Saved) -> None:
        event.stop()
        self.run_worker(self._try(event.values))

    async def _try(self, values: dict[str, object]) -> None:
        """Checking a password takes a tenth of a second by design; the screen does not wait for it."""
        now = cast(Any, self.app).services.now()
        login, password = str(values.get("login", "")), str(values["password"])
        try:
            staff = await asyncio.to_thread(sign_in, self.login_name(login), password, now)
        except Refused as refused:
            self.form.set_values({"password": ""})
            self.form.show_refusal(refused)
            return
        self.opened(staff)

    def login_name(self, typed: str) -> str:
        return typed

    def opened(self, staff: Staff) -> None:
        raise NotImplementedError


class SignInScreen(_Door):
    """``login``: who is most likely to come; ``is_known``: their key was asked for at the door and is enough."""

    def __init__(self, login: str = "", *, is_known: bool = False) -> None:
        super().__init__(LOGIN, PASSWORD)
        self._likely = login
        self._is_known = is_known

    def begin(self) -> None:
        self.form.set_values({"login": self._likely})
        self.form.focus_field("password" if self._likely else "login")
        if self._is_known:
            self._come_in()

    def _come_in(self) -> None:
        try:
            staff = sign_in_known(self._likely)
        except Refused as refused:
            self.form.show_refusal(refused)
            return
        self.call_after_refresh(self.opened, staff)

    def texts(self) -> list[Says]:
        hotel = Property.the()
        texts = [
            Says(hotel.name(current_language()), bold=True),
            Says(Message("Reception · business date {date}", {"date": hotel.business_date})),
        ]
        demo = setting("demo_password")
        if demo:
            text = Message("Demo hotel: sign in as pavinee with the password {password}", {"password": demo})
            texts.append(Says(text))
        texts.append(Says(Message("F2 ไทย/English   Esc leaves")))
        return texts

    def opened(self, staff: Staff) -> None:
        self.dismiss(staff)

    def on_form_cancelled(self, event: Form.Cancelled) -> None:
        event.stop()
        self.dismiss(None)


class LockScreen(_Door):
    """The desk as it was waits behind it; only the one who is signed in opens it."""

    def __init__(self) -> None:
        super().__init__(PASSWORD)
        self._alarm = Says("", bold=True)

    def texts(self) -> list[Says]:
        return [
            Says(Message("Locked: {name}", {"name": self._staff.name(current_language())}), bold=True),
            Says(Message("F8: somebody else signs in; what is half typed here is lost")),
            self._alarm,
        ]

    def tell(self, alarm: str) -> None:
        """Rooms that are to be woken, for who is near; no word of the guests."""
        if alarm != self._alarm.text:
            self._alarm.text = alarm
            self._alarm.refresh(layout=True)

    def key_f8(self) -> None:
        """Who is locked out must not hold the desk for ever."""
        self.run_worker(self._hand_over())

    async def _hand_over(self) -> None:
        question = Message(
            "Sign {name} out and throw away what was typed?", {"name": self._staff.name(current_language())}
        )
        if await self.app.push_screen_wait(ConfirmDialog(question, danger=True)):
            cast(Any, self.app).leave_desk()

    @property
    def _staff(self) -> Staff:
        return cast(Staff, cast(Any, self.app).services.staff)

    def login_name(self, typed: str) -> str:  # noqa: ARG002
        return str(self._staff.login)

    def opened(self, staff: Staff) -> None:  # noqa: ARG002
        self.dismiss(None)

    def on_form_cancelled(self, event: Form.Cancelled) -> None:
        event.stop()
