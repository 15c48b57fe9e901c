"""Handing an e-mail to the hotel's mail server, so that afterwards one knows what the server knows.

Everything up to the lonely dot that ends a message leaves no doubt: without it the server has taken nothing.
Between the dot and the answer lies the one moment in which a broken line leaves both possible.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable

from app.post_office.mail import Mail, MailSettings
from app.post_office.outcome import FAILED, LINE_DOWN, SENT, UNCERTAIN, WAITS, Outcome

TIMEOUT_SECONDS = 30.0
LAST_ANSWER_SECONDS = (
    300.0  # a server may look at a message for a while before it takes it (RFC 5321, 4.5.3.2.6)
)
CLOSING = 421  # the server leaves; whatever was asked last is not at fault


def hand_over(settings: MailSettings, mail: Mail) -> Outcome:
    """One connection for one message."""
    try:
        client = _connect(settings)
    except smtplib.SMTPResponseException as error:
        return Outcome(LINE_DOWN, _words(error.smtp_code, error.smtp_error))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        return Outcome(LINE_DOWN, str(error) or type(error).__name__)
    try:
        return _hand_over(client, mail)
    finally:
        client.close()


def _connect(settings: MailSettings) -> smtplib.SMTP:
    setup = settings.setup
    domain = setup.address.rpartition("@")[2]
    client: smtplib.SMTP
    if setup.security == "tls":
        client = smtplib.SMTP_SSL(
            setup.host, setup.port, domain, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        client = smtplib.SMTP(setup.host, setup.port, domain, timeout=TIMEOUT_SECONDS)
    try:
        client.ehlo_or_helo_if_needed()
        if setup.security == "starttls":
            client.starttls(context=ssl.create_default_context())
            client.ehlo()
        if setup.user and setup.security != "none":
            client.login(setup.user, settings.password)
    except BaseException:
        client.close()
        raise
    return client


def _hand_over(client: smtplib.SMTP, mail: Mail) -> Outcome:
    try:
        refusal = _before_content(client, mail)
        if refusal is not None:
            return refusal
        client.send(_stuffed(mail.content))
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(LINE_DOWN, str(error) or type(error).__name__)
    try:
        if client.sock is not None:
            client.sock.settimeout(LAST_ANSWER_SECONDS)
        client.send(b".\r\n")
        code, said = client.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(UNCERTAIN, str(error) or type(error).__name__)
    if code // 100 != 2:
        return _refusal(code, said)
    with contextlib.suppress(OSError, smtplib.SMTPException):
        client.quit()  # it is taken; how the line ends changes nothing
    return Outcome(SENT)


def _before_content(client: smtplib.SMTP, mail: Mail) -> Outcome | None:
    """The envelope, and leave to speak; the first answer that is no yes, if there is one."""
    steps: tuple[tuple[int, Callable[[], tuple[int, bytes]]], ...] = (
        (2, lambda: client.mail(mail.sender)),
        (2, lambda: client.rcpt(mail.to)),
        (3, lambda: client.docmd("DATA")),
    )
    for wanted, step in steps:
        code, said = step()
        if code // 100 != wanted:
            return _refusal(code, said)
    return None


def _refusal(code: int, said: bytes) -> Outcome:
    if code == CLOSING or code == -1:  # smtplib's word for an answer that is none
        return Outcome(LINE_DOWN, _words(code, said))
    return Outcome(FAILED if code // 100 == 5 else WAITS, _words(code, said))


def _stuffed(content: bytes) -> bytes:
    """A dot at the start of a line is doubled (RFC 5321, 4.5.2); the last line is ended."""
    doubled = re.sub(rb"(?m)^\.", b"..", content)
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {text}"
