"""The frame and the manners of every screen: its keys, its messages, and the one way to write.

A screen declares ``ACTIONS``, gives its ``heading()`` and ``compose_body()``, and has a ``do_<id>`` for each
action. A ``do_`` that waits (for a write, for a dialog) is ``async`` and runs in a worker; everything else
runs in line.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
import logging
import uuid
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import NoActiveWorker, get_current_worker

from locales import Message, current_language
from models.house.acts import Desk
from models.house.refusals import Answer, Note, Refused
from screens.kit import actions as registry
from screens.kit.actions import Action, KeysOf
from screens.kit.command_line import Command, CommandLine
from screens.kit.frame import KeyHint, KeyLine, Kind, MessageLine, Said, TitleLine, TopFacts, TopLine
from screens.kit.leader import LeaderMenu, follows
from screens.kit.windowed_list import WindowedList

if TYPE_CHECKING:
    from screens.kit.form import Form
    from screens.kit.services import Services

SLOW_WRITE = 0.5  # seconds after which a write that waits for another desk says so

_log = logging.getLogger(__name__)


def _why_not_back(screen: DeskScreen) -> Message | None:
    if screen.under_way:
        return Message("This is still being written. One moment.")
    return None if screen.came_from else Message("There is nothing to go back to.")


def _why_not_menu(screen: DeskScreen) -> Message | None:
    if follows(screen.actions, screen.key_map):
        return None
    return Message("No keys of two are set up here.")


_BACK = Action("back", Message("Back"), ("escape",), why_not=_why_not_back)

KIT_ACTIONS: tuple[Action, ...] = (
    Action("help", Message("Help"), ("f1", "?"), commands=(Message("help"),)),
    Action("language", Message("ไทย/English"), ("f2",), shown=False, commands=(Message("language"),)),
    Action("leader", Message("More"), (registry.LEADER,), why_not=_why_not_menu),
    _BACK,
    Action("command", Message("Command"), (":", "ctrl+g")),
)
"""What works on every screen."""


class Body(Vertical):
    """Where a screen shows its own. It tells the screen which keys came by way of the focused widget."""

    DEFAULT_CSS = "Body { height: 1fr; width: 1fr; background: $background; }"

    def on_key(self, event: events.Key) -> None:
        if isinstance(self.screen, DeskScreen):
            self.screen.passed_on.append(event)


class Foot(Vertical):
    """Where the prompts open, over the last lines. Mounted beside the rest they would cost three full screens."""

    DEFAULT_CSS = "Foot { dock: bottom; layer: prompt; width: 100%; height: auto; background: $background; }"


class DeskScreen(Screen[Any]):
    """A screen of the desk. Subclasses give ``ACTIONS``, ``heading()``, ``compose_body()`` and ``do_…``."""

    ACTIONS: ClassVar[tuple[Action, ...]] = ()
    ALLOW_SELECT = False  # marking text needs a mouse
    opened_with: tuple[tuple[object, ...], dict[str, object]]
    # Textual draws the whole screen again whenever the focus moves; ours draw what differs by themselves.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    DEFAULT_CSS = """
    DeskScreen { layers: base prompt; layout: vertical; background: $background; color: $foreground; }
    """

    def __new__(cls, *args: object, **values: object) -> DeskScreen:
        """Remember what it was opened with, so that a draft can be opened again."""
        screen = super().__new__(cls)
        screen.opened_with = (args, values)
        return screen

    def __init__(self, name: str | None = None, id: str | None = None) -> None:
        super().__init__(name, id)
        self.passed_on: list[events.Key] = []  # in a burst several are on their way at once
        self._said: list[Said] = []
        self._prompt: CommandLine | LeaderMenu | None = None
        self._focus_before: Widget | None = None
        self._offered = ""  # what the command line opens with: the way out of the last refusal
        self._writing = False
        self._acting = False
        self._just_opened = True

    # What a screen declares

    def heading(self) -> str:
        """The title line. Read again after every write, so it may hold figures."""
        raise NotImplementedError

    def aside(self) -> str:
        """What stands at the right of the title line: a balance, a count."""
        return ""

    def compose_body(self) -> ComposeResult:
        raise NotImplementedError

    @property
    def unsaved(self) -> bool:
        """Whether something typed here would be lost by leaving."""
        from screens.kit.form import Form

        return any(form.changed for form in self.query(Form))

    def draft(self) -> dict[str, dict[str, str]]:
        """What is half typed, as plain text by form, and where the cursor stands; for ``take_draft`` of a new screen."""
        from screens.kit.form import Form

        forms = list(self.query(Form))
        kept = {str(n): form.draft() for n, form in enumerate(forms) if form.changed}
        at = next(((n, form.current) for n, form in enumerate(forms) if form.current is not None), None)
        return kept | ({"at": {"form": str(at[0]), "field": str(at[1].name)}} if at and at[1] else {})

    def take_draft(self, draft: Mapping[str, Mapping[str, str]]) -> None:
        from screens.kit.form import Form

        at = draft.get("at", {})
        for n, form in enumerate(self.query(Form)):
            form.take_draft(draft.get(str(n), {}))
            if at.get("form") == str(n) and at.get("field") in form.rows:
                form.focus_field(at["field"])

    def reload(self) -> None:
        """Read again what is shown. The lists do so by themselves; override for the rest, and call super."""
        for widget in self.query(WindowedList):
            widget.reload()

    # What a screen may ask

    @property
    def services(self) -> Services:
        return cast("Services", cast(Any, self.app).services)

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions in force: the screen's, the app's, the kit's."""
        return registry.in_force(self.ACTIONS, getattr(self.app, "ACTIONS", ()), KIT_ACTIONS)

    @property
    def _commanded(self) -> tuple[Action, ...]:
        """What has a name to be called by; a screen that has a key for a place of the house keeps its name."""
        return (*self.actions, *getattr(self.app, "ACTIONS", ()))

    @property
    def key_map(self) -> KeysOf:
        """The hotel's own keys; the app has them as ``key_map``."""
        return cast(KeysOf, getattr(getattr(self.app, "key_map", None), "keys", {}))

    @property
    def under_way(self) -> bool:
        """Whether something of this screen is being written."""
        return self._writing

    @property
    def came_from(self) -> Screen[Any] | None:
        """The screen that Esc leads to."""
        stack = self.app.screen_stack
        below = stack[stack.index(self) - 1] if self in stack and stack.index(self) > 0 else None
        return None if type(below) is Screen else below  # the empty screen every app starts with

    @property
    def message(self) -> str:
        """What the message line says."""
        return self.query_one(MessageLine).text

    def say(self, message: Message | str, kind: Kind = "info") -> None:
        """Put a sentence in the message line. It stays until the next action."""
        # Notes of the write that was just made stay beside it: they are shown once only.
        self._said = [said for said in self._said if said.kind == "warning"] if kind == "info" else []
        self._said.append(Said(message, kind))
        self._show_said()

    def unsay(self, message: Message | str) -> None:
        """Take a sentence back that is true no longer."""
        self._said = [said for said in self._said if said.text != message]
        self._show_said()

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run ``work`` in the background. For handlers of messages: ``self.start(self._save(event.values))``."""
        self.run_worker(self._careful(work), group="desk", exit_on_error=True)

    async def submit(
        self, operation: Callable[..., Any], *args: Any, form: Form | None = None, **kwargs: Any
    ) -> Any | None:
        """Write. The answer of the operation (True where it gives none), or None when nothing was written.

        A refusal is shown at the form, or in the message line with the command that leads to the fix; what
        is asked is asked. The form stays as typed until the write succeeds. A second submit while one is
        under way does nothing. To be awaited in a worker: from an ``async`` action or through ``start``.
        """
        try:
            get_current_worker()
        except NoActiveWorker:
            raise RuntimeError("a write is awaited in a worker, so that the screen stays alive") from None
        if self._writing:
            return None
        self._writing = True
        self._hush()
        slow = self.set_timer(SLOW_WRITE, self._say_it_waits)
        try:
            return await self._write(operation, args, form, kwargs)
        finally:
            slow.stop()
            self._writing = False

    # Writing

    async def _write(
        self,
        operation: Callable[..., Any],
        args: tuple[Any, ...],
        form: Form | None,
        kwargs: Mapping[str, Any],
    ) -> Any | None:
        from screens.kit.dialogs import write_asking

        token = form.token if form is not None else uuid.uuid4().hex
        notes: list[Note] = []

        async def write(answers: Mapping[str, Answer]) -> Any:
            notes.clear()
            return await self.services.write(
                _heard(operation, notes), *args, token=token, answers=answers, **kwargs
            )

        try:
            written = await write_asking(self, write)
        except Refused as refused:
            self._unsay_waiting()
            self.refuse(refused, form)
            return None
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the form stays and the desk works on
            _log.exception("a write failed: %s", getattr(operation, "__name__", operation))
            self._unsay_waiting()
            self._fail(error, form)
            return None
        self._unsay_waiting()
        if written is None:
            if form is not None:
                form.resume()
            self.say(Message("Nothing was written."))
            return None
        if form is not None:
            form.renew_token()
        self._said = [Said(note.message, "warning") for note in notes]
        self._show_said()
        self.reread()
        return True if written.value is None else written.value

    def refuse(self, refused: Refused, form: Form | None = None) -> None:
        """Show why not: at the form, or in the message line with the command that leads to the fix."""
        if refused.jump:
            self._offered = refused.jump
        if form is not None:
            form.show_refusal(refused)
            return
        self._said = [Said(refused.message, "error", refused.jump)]
        self._show_said()

    def _fail(self, error: Exception, form: Form | None) -> None:
        from screens.kit.dialogs import failed

        message = failed(error)
        if form is not None:
            form.show_message(message)
        self.say(message, "error")

    def _say_it_waits(self) -> None:
        if self._writing and not self._said and self.is_current:
            self._said = [_WAITING]
            self._show_said()

    def _unsay_waiting(self) -> None:
        if self._said == [_WAITING]:
            self._hush()

    def _hush(self) -> None:
        if self._said:
            self._said = []
            self._show_said()

    def _show_said(self) -> None:
        self.query_one(MessageLine).tell(self._said)

    # The frame

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield TitleLine()
        with Body():
            yield from self.compose_body()
        yield MessageLine()
        yield KeyLine()
        yield Foot()

    def reread(self, *, frame_only: bool = False) -> None:
        """Read everything again, the frame too: after a write, on coming back, when another desk wrote."""
        try:
            if not frame_only:
                self.reload()
            self._draw_frame()
        except Refused as refused:
            self.refuse(refused)

    def _draw_frame(self) -> None:
        services = self.services
        hotel = services.property()
        language = current_language()
        user = services.staff.name(language).split(" ")[0] if services.staff else ""
        self.query_one(TopLine).tell(
            TopFacts(hotel.name(language), hotel.business_date, services.house_status(), user)
        )
        self.query_one(TitleLine).tell(self.heading(), self.aside())
        self.query_one(KeyLine).tell(self._hints())

    def _hints(self) -> list[KeyHint]:
        rights = self.services.rights
        shown = [a for a in self.actions if a.shown and (a.right is None or rights.allow(a.right))]
        # Help first, the way to everything last; between them what this screen is for.
        shown.sort(key=lambda action: {"help": 0, "command": 2}.get(action.id, 1))
        hints = []
        for action in shown:
            keys = registry.keys_of(action, self.key_map)
            if keys and not keys[0].startswith(f"{registry.LEADER} "):
                hints.append(KeyHint(registry.name_of_key(keys[0]), action.label))
        return hints

    def on_screen_resume(self) -> None:
        # What a screen shows that opens was read a moment ago.
        just_opened, self._just_opened = self._just_opened, False
        self.reread(frame_only=just_opened)

    def respeak(self) -> None:
        """The language was switched: everything is said again, selection and typed text stay."""
        self.reread()
        for widget in self.query("*"):
            respeak = getattr(widget, "respeak", None)
            if respeak is not None:
                respeak()
            elif not widget.is_container:
                widget.refresh(layout=True)

    # Keys

    def on_key(self, event: events.Key) -> None:
        from_focused = any(passed is event for passed in self.passed_on)
        self.passed_on = [passed for passed in self.passed_on if passed is not event]
        if self.take_key(event, from_focused):
            event.stop()
            event.prevent_default()

    def take_key(self, event: events.Key, from_focused: bool = True) -> bool:
        """Act on a key the focused widget has no use for; False when nobody has.

        A widget that takes text or Enter calls this itself: a key that bubbles comes here only after those
        typed behind it, and on a slow line keys come in bursts.
        """
        if self._hand_over(event, from_focused) or self._is_typing(event):
            return True
        action = registry.by_key(self.actions, self.key_map).get(registry.key_pressed(event))
        if action is None:
            return False
        self.perform(action)
        return True

    def _hand_over(self, event: events.Key, from_focused: bool) -> bool:
        """Give a key to whom it was meant for. Keys of a burst arrive here before the focus has moved."""
        copy = events.Key(event.key, event.character)
        current = self.app.screen
        if current is not self:
            # A screen just opened takes what was typed ahead; a dialog must not be answered unread.
            if isinstance(current, DeskScreen):
                current.post_message(copy)
            return True
        if self._prompt is not None:
            self._prompt.on_key(event)
            return True
        if self.focused is not None and not from_focused and self.query_one(Body) in self.focused.ancestors:
            self.focused.post_message(copy)
            return True
        return False

    def _is_typing(self, event: events.Key) -> bool:
        """Whether the key is text for a field, even one that did not stop it."""
        if event.character is None or not event.character.isprintable() or self.focused is None:
            return False
        return self.focused.check_consume_key(event.key, event.character)

    def perform_by_id(self, action_id: str) -> None:
        """As if its key had been pressed."""
        self.perform(next(action for action in self.ACTIONS if action.id == action_id))

    def perform(self, action: Action, owner: object | None = None) -> None:
        """Do an action, or say why it cannot be done just now; ``owner``: whose method, where both have one."""
        self._hush()
        reason = registry.refusal_now(action, self)
        if reason is None and self._acting and action not in KIT_ACTIONS:
            reason = Message("The last action is still under way.")
        if reason is not None:
            self.say(reason, "warning")
            return
        method = getattr(owner or (self if hasattr(self, action.method) else self.app), action.method)
        if action.danger or inspect.iscoroutinefunction(method):
            self._acting = True
            self.start(self._perform(action, method))
            return
        try:
            method()
        except Refused as refused:
            self.refuse(refused)
        except Exception as error:  # noqa: BLE001 - one key that fails must not take the desk down
            _log.exception("%s failed", action.id)
            self._fail(error, None)

    async def _perform(self, action: Action, method: Callable[[], Any]) -> None:
        try:
            if action.danger:
                from screens.kit.dialogs import ConfirmDialog

                question = Message("{action}: really?", {"action": action.label})
                if not await self.app.push_screen_wait(ConfirmDialog(question, danger=True)):
                    return
            waiting = method()
            if inspect.isawaitable(waiting):
                await waiting
        finally:
            self._acting = False

    async def _careful(self, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except Refused as refused:
            self.refuse(refused)
        except Exception as error:  # noqa: BLE001 - as in perform
            _log.exception("an action failed")
            self._fail(error, None)

    # What works everywhere

    def do_help(self) -> None:
        from screens.kit.help import HelpScreen

        self.app.push_screen(HelpScreen(self))

    def do_language(self) -> None:
        self.services.toggle_language()
        for screen in self.app.screen_stack:
            respeak = getattr(screen, "respeak", None)
            if respeak is not None:
                respeak()

    def do_back(self) -> None:
        self.dismiss(None)

    def do_leader(self) -> None:
        self._open_prompt(LeaderMenu(follows(self.actions, self.key_map)))

    def do_command(self) -> None:
        offered, self._offered = self._offered, ""
        self._open_prompt(CommandLine(list(self._commands()), offered))

    def _commands(self) -> Iterable[Command]:
        names = getattr(self.services, "command_names", None)
        known: set[str] = set()
        for name, explanation in names() if names is not None else ():
            known.add(name.casefold())
            yield Command(name, explanation)
        for action in self._commanded:
            if action.commands and not known & set(action.command_words()):
                known |= set(action.command_words())
                yield Command(str(action.commands[0]), action.label.say())

    def _open_prompt(self, prompt: CommandLine | LeaderMenu) -> None:
        self._focus_before = self.focused
        self._prompt = prompt
        self.query_one(Foot).mount(prompt)
        self.set_focus(prompt)

    def _close_prompt(self) -> CommandLine | LeaderMenu | None:
        if self._prompt is None:
            return None
        prompt, self._prompt = self._prompt, None
        if self._focus_before is not None and self._focus_before.is_attached:
            self.set_focus(self._focus_before)
        else:
            self.set_focus(None)
        prompt.remove()
        return prompt

    def _play(self, prompt: CommandLine | LeaderMenu | None) -> None:
        """Take the keys that were typed behind the one that closed the prompt."""
        for key in prompt.typed_ahead if prompt is not None else ():
            self.post_message(key)

    def on_form_cancelled(self, event: Form.Cancelled) -> None:
        """Esc in a form leads back. A screen where it leads elsewhere calls ``event.prevent_default()``."""
        event.stop()
        self.perform(_BACK)

    def on_leader_menu_chosen(self, event: LeaderMenu.Chosen) -> None:
        event.stop()
        prompt = self._close_prompt()
        if event.action is not None:
            self.perform(event.action)
        self._play(prompt)

    def on_command_line_closed(self, event: CommandLine.Closed) -> None:
        event.stop()
        prompt = self._close_prompt()
        if event.line is not None:
            self.run_line(event.line)
        self._play(prompt)

    def run_line(self, line: str) -> None:
        self._hush()
        # The whole name first: "room assignment" is a place, not the room "assignment".
        for owner, actions in ((None, self.actions), (self.app, getattr(self.app, "ACTIONS", ()))):
            action = registry.by_command(actions, line)
            if action is not None:
                # A screen may have an action of the same id; the command means the one that acts everywhere.
                self.perform(action, owner)
                return
        try:
            if self.services.run_command(line):
                return
        except Refused as refused:
            self.refuse(refused)
            return
        except Exception as error:  # noqa: BLE001 - as in perform
            _log.exception("a command failed: %s", line)
            self._fail(error, None)
            return
        self._offered = line
        self.say(Message("There is no command {command}.", {"command": line}), "warning")


_WAITING = Said(Message("Another desk is writing. One moment."))


def _heard(operation: Callable[..., Any], notes: list[Note]) -> Callable[..., Any]:
    """The operation at a desk that takes its NOTEs down; the list is read when the write is done."""

    @functools.wraps(operation)
    def run(who: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(who, Desk):
            who = dataclasses.replace(who, heard=_both(who.heard, notes.append))
        return operation(who, *args, **kwargs)

    return run


def _both(one: Callable[[Note], None] | None, other: Callable[[Note], None]) -> Callable[[Note], None]:
    def hear(note: Note) -> None:
        if one is not None:
            one(note)
        other(note)

    return hear
