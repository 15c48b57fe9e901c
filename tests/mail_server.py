"""A real mail server on this machine, which does as it is told: takes, refuses, or drops the line at any stage."""

from __future__ import annotations

import asyncio
import socket
import threading
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Received:
    sender: str
    to: list[str]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return BytesParser(policy=default).parsebytes(self.content)  # type: ignore[return-value]

    def header(self, name: str) -> str:
        """Read by RFC 2047; Python's newer parser puts blanks between the encoded words of a name."""
        return str(make_header(decode_header(BytesParser().parsebytes(self.content)[name])))


@dataclass
class MailServer:
    """``answers``: what is said at a stage (MAIL, RCPT, CONTENT), one after the other, then yes. ``drops``: the
    stages (EHLO, RCPT, DATA, CONTENT, QUIT) at which the line is cut. ``holds``: never answer the content."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    drops: set[str] = field(default_factory=set)
    holds: bool = False
    received: list[Received] = field(default_factory=list)
    heard: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    # What aiosmtpd asks of a handler

    async def handle_EHLO(
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self._cut(server, "EHLO")
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer(server, "MAIL")

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._answer(server, "RCPT")

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        answer = self._answer(server, "CONTENT")
        if answer.startswith("250"):
            content = envelope.original_content
            assert content is not None
            self.received.append(Received(str(envelope.mail_from), list(envelope.rcpt_tos), content))
        self.heard.set()
        if self.holds:
            await asyncio.sleep(3600)
        return answer

    async def handle_QUIT(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:
        self._cut(server, "QUIT")
        return "221 Bye"

    def _answer(self, server: SMTP, stage: str) -> str:
        self._cut(server, stage)
        queue = self.answers.get(stage)
        return queue.pop(0) if queue else "250 OK"

    def _cut(self, server: SMTP, stage: str) -> None:
        if stage in self.drops:
            server.transport.abort()

    # Opening and closing

    def __enter__(self) -> MailServer:
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        assert started.wait(10)
        return self

    def _run(self, started: threading.Event) -> None:
        async def serve() -> None:
            listening = await self._loop.create_server(self._protocol, "127.0.0.1", self.port)
            self.port = listening.sockets[0].getsockname()[1]
            self._listening = listening
            started.set()

        asyncio.set_event_loop(self._loop)
        self._loop.create_task(serve())
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _protocol(self) -> SMTP:
        mail = self

        class Protocol(SMTP):
            async def smtp_DATA(self, arg: str) -> None:
                mail._cut(self, "DATA")
                await super().smtp_DATA(arg)

        return Protocol(self, loop=self._loop, enable_SMTPUTF8=False, hostname="mail.test", ident="test")

    def __exit__(self, *_error: Any) -> None:
        def stop() -> None:
            self._listening.close()
            self._loop.stop()

        self._loop.call_soon_threadsafe(stop)
        self._thread.join(10)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
