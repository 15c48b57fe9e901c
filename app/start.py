"""What ``reception`` begins with: a desk at the session server where one listens, else the whole program.

At a server it needs neither the screen nor the database, and must not pay for importing them.
"""

import os
import sys


def desk_wanted(arguments: list[str]) -> dict[str, str] | None:
    """The hotel and the language asked for, when all that is wanted is a desk; None for every other command."""
    wanted = {"--database": "", "--language": ""}
    rest = list(arguments)
    while rest:
        name, is_given, value = rest.pop(0).partition("=")
        if name not in wanted:
            return None
        if not is_given:
            if not rest:
                return None
            value = rest.pop(0)
        wanted[name] = value
    return wanted if wanted["--language"] in ("", "en", "th") else None


def main() -> None:
    if os.name == "posix" and sys.argv[1:2] == ["desk"]:
        from app.server.door import come_in, wanted_socket

        socket = wanted_socket(sys.argv[1:])
        if socket is not None:
            sys.exit(come_in(socket))
    wanted = desk_wanted(sys.argv[1:]) if os.name == "posix" else None
    if wanted is not None:
        from app.server.client import go_to_server

        code = go_to_server(wanted["--database"], wanted["--language"])
        if code is not None:
            sys.exit(code)
        from app.opening import open_desk

        sys.exit(open_desk(wanted["--database"], wanted["--language"]))
    from app.cli import main as run

    run()


if __name__ == "__main__":
    main()
