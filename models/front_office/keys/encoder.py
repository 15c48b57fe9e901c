"""Which program writes the house's key cards. What it is given and must answer: docs/keys.md."""

from __future__ import annotations

import shlex

from models.house.acts import Act, operation
from models.house.inputs import words
from models.house.refusals import Refused
from models.house.settings import set_setting


@operation("set_up")
def set_encoder(act: Act, command: str) -> None:
    """The program with its first arguments; empty: cards are made by hand.

    Set from the shell of the hotel's machine alone, for whoever sets it says what that machine runs. Refused:
    ENCODER_COMMAND.
    """
    try:
        argv = shlex.split(words(command, "command"))
    except ValueError as error:
        raise Refused("ENCODER_COMMAND", "The command cannot be read: {why}", why=error) from error
    if argv and not argv[0].startswith("/"):
        raise Refused("ENCODER_COMMAND", "Name the program by its whole path, such as /usr/local/bin/cards.")
    set_setting(act, "encoder_command", shlex.join(argv))
