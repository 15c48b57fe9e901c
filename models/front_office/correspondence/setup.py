"""How the hotel's letters leave: its mail server, its fax gateway, the programs that send faxes and text messages.

The password of the mail server is none of these: it never enters the database.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from models.front_office.correspondence.addresses import email_address, phone_number
from models.front_office.correspondence.tables import EMAIL, FAX, TEXT
from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.property import setting
from models.house.refusals import Refused
from models.house.settings import set_setting

STARTTLS, TLS, NO_TLS = "starttls", "tls", "none"
SECURITIES = (STARTTLS, TLS, NO_TLS)
COMMANDS = {FAX: "fax_command", TEXT: "text_command"}
NUMBER = "{number}"


@dataclass(frozen=True)
class PostSetup:
    """``address`` is the sender's; ``fax`` the gateway's address with ``{number}`` in it, or nothing."""

    host: str
    port: int
    security: str
    user: str
    address: str
    fax: str = ""


def post_setup() -> PostSetup:
    return PostSetup(
        setting("smtp_host"), int(setting("smtp_port")), setting("smtp_security"), setting("smtp_user"),
        setting("smtp_from"), setting("fax_address"),
    )  # fmt: skip


@operation("set_up")
def set_up_post(act: Act, setup: PostSetup) -> None:
    """Refused: MAIL_HOST, MAIL_PORT, MAIL_SECURITY, CLEAR_PASSWORD, EMAIL_ADDRESS, FAX_ADDRESS, NOT_CLEAN."""
    host = words(setup.host, "host")
    user = words(setup.user, "user")
    if any(letter.isspace() or letter in "@/" for letter in host):
        raise Refused("MAIL_HOST", "{host} is no name of a server.", field="host", host=host)
    if not 1 <= setup.port <= 65535:
        raise Refused("MAIL_PORT", "A port lies between 1 and 65535.", field="port")
    if setup.security not in SECURITIES:
        raise Refused("MAIL_SECURITY", "Encryption is starttls, tls or none.", field="security")
    if user and setup.security == NO_TLS:
        raise Refused("CLEAR_PASSWORD", "A password never goes out without encryption.", field="security")
    address = email_address(setup.address, "address") if setup.address or host else ""
    fax = words(setup.fax, "fax")
    if fax:
        _check_gateway(fax)
    for name, value in (
        ("smtp_host", host), ("smtp_port", str(setup.port)), ("smtp_security", setup.security), ("smtp_user", user),
        ("smtp_from", address), ("fax_address", fax),
    ):  # fmt: skip
        if setting(name) != value:
            set_setting(act, name, value)


def _check_gateway(pattern: str) -> None:
    try:
        email_address(fax_email("021234567", pattern))
    except Refused as refused:
        raise Refused(
            "FAX_ADDRESS", "The address of the fax gateway is written as {example}.", field="fax",
            example="{number}@fax.example.com",
        ) from refused  # fmt: skip
    if pattern.count(NUMBER) != 1:
        raise Refused(
            "FAX_ADDRESS", "The address of the fax gateway is written as {example}.", field="fax",
            example="{number}@fax.example.com",
        )  # fmt: skip


def fax_email(number: str, pattern: str | None = None) -> str:
    """The gateway's address for a fax number; the plus is left out."""
    return (setting("fax_address") if pattern is None else pattern).replace(
        NUMBER, phone_number(number).lstrip("+")
    )


@operation("set_up")
def set_command(act: Act, method: str, command: str) -> None:
    """The program that sends faxes or text messages, with its first arguments; empty: none.

    Set from the shell of the hotel's machine alone, for whoever sets it says what that machine runs. Refused:
    LETTER_METHOD, LETTER_COMMAND.
    """
    if method not in COMMANDS:
        raise Refused("LETTER_METHOD", "This way of sending needs no program.", field="method")
    try:
        argv = shlex.split(words(command, "command"))
    except ValueError as error:
        raise Refused("LETTER_COMMAND", "The command cannot be read: {why}", why=error) from error
    if argv and not argv[0].startswith("/"):
        raise Refused(
            "LETTER_COMMAND", "Name the program by its whole path, such as /usr/local/bin/send-text."
        )
    set_setting(act, COMMANDS[method], shlex.join(argv))


def is_set_up(method: str) -> bool:
    """Whether letters can leave by this way at all, line up or down."""
    mail = bool(setting("smtp_host") and setting("smtp_from"))
    if method == EMAIL:
        return mail
    if method == FAX:
        return bool(setting("fax_command")) or (mail and bool(setting("fax_address")))
    if method == TEXT:
        return bool(setting("text_command"))
    return True
