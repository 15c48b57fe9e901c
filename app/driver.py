"""The terminal as Textual drives it, without waking when nobody types."""

from __future__ import annotations

import os
import re
import selectors
import threading
from codecs import getincrementaldecoder
from typing import Any

from rich.console import Console as RichConsole
from rich.segment import Segment
from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.strip import Strip

KEYBOARD = "\x1b[<u\x1b[>25u"  # at a terminal that may know it already: once, however often it is asked for

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_render = Strip.render


def _render_plain(strip: Strip, console: RichConsole) -> str:
    """What a name in the database holds can steer no terminal: no title, no clipboard, no colour.

    No field and no file takes a control character in; this holds for what went round them. They have no width, so
    the cells stay where they are.
    """
    if any(_CONTROLS.search(text) for text, _style, _control in strip):
        strip = Strip([Segment(_CONTROLS.sub("", text), style) for text, style, _control in strip])
    return _render(strip, console)


Strip.render = _render_plain  # type: ignore[assignment,method-assign]


def _patience(parser: XTermParser) -> float | None:
    """Seconds to wait for the rest of a key that may be the beginning of a longer one; without one for ever.

    Private in Textual, which asks ten times a second instead.
    """
    return constants.ESCAPE_DELAY if parser._timeout_time is not None else None


class DeskDriver(LinuxDriver):
    """Textual's own looks ten times a second whether somebody has typed. Twenty desks at rest would keep a core busy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._wakes, self._woken = os.pipe()

    def run_input_thread(self) -> None:
        parser = XTermParser(self._debug)
        decode = getincrementaldecoder("utf-8")().decode
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self._wakes, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                # A key that may be the beginning of a longer one is waited for; nothing else is.
                ready = {key.fd for key, _what in selector.select(_patience(parser))}
                if self._wakes in ready:
                    os.read(self._wakes, 64)
                if self.fileno in ready:
                    try:
                        data = os.read(self.fileno, 4096)
                    except OSError:  # the line is gone; the console notices by itself
                        data = b""
                    if not data:
                        selector.unregister(self.fileno)
                        continue
                    for event in parser.feed(decode(data)):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)

    def disable_input(self) -> None:
        self.exit_event.set()
        os.write(self._woken, b"x")
        if self._key_thread is not None and self._key_thread is not threading.current_thread():
            self._key_thread.join()
        self.exit_event.clear()
        super().disable_input()

    def greet(self) -> None:
        """Another terminal has taken this one's place: ask of it what was asked of the first."""
        self._in_band_window_resize = False
        self.write("\x1b[?1049h\x1b[2J\x1b[?25l\x1b[?1004h")
        if not constants.DISABLE_KITTY_KEY:
            self.write(KEYBOARD)
        self.flush()
        self._request_terminal_sync_mode_support()
        self._query_in_band_window_resize()
        self._enable_bracketed_paste()
        self._disable_line_wrap()
        self.flush()
