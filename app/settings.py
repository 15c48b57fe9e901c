"""Where this machine's hotel is, and the hotel's own key file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def default_database() -> str:
    """``RECEPTION_DATABASE``, else a file of the person's own."""
    chosen = os.environ.get("RECEPTION_DATABASE")
    if chosen:
        return chosen
    import platformdirs

    return str(Path(platformdirs.user_data_dir("reception", appauthor=False)) / "hotel.db")


def key_file() -> Path | None:
    """``RECEPTION_KEYS``, else ``keys.toml`` in the configuration folder, where there is one."""
    chosen = os.environ.get("RECEPTION_KEYS")
    if chosen:
        return Path(chosen)
    import platformdirs

    file = Path(platformdirs.user_config_dir("reception", appauthor=False)) / "keys.toml"
    return file if file.exists() else None


SMTP_PASSWORD, SMTP_PASSWORD_FILE = "RECEPTION_SMTP_PASSWORD", "RECEPTION_SMTP_PASSWORD_FILE"


def smtp_password(environ: Mapping[str, str]) -> str:
    """Of the mail server: from the file that ``RECEPTION_SMTP_PASSWORD_FILE`` names, or the variable itself.

    It never enters the database. A file that cannot be read gives nothing; the server will say so.
    """
    named = environ.get(SMTP_PASSWORD_FILE)
    if named:
        try:
            return Path(named).read_text(encoding="utf-8").strip()
        except OSError:
            return ""
    return environ.get(SMTP_PASSWORD, "")


def encoder_command(environ: Mapping[str, str]) -> str:
    """``RECEPTION_ENCODER`` of this desk, so that each has its own encoder; else the house's setting, or nothing.

    Either is said from the shell of the hotel's machine, for whoever names a program says what the machine runs.
    """
    from models.house.property import setting

    return environ.get("RECEPTION_ENCODER", "").strip() or setting("encoder_command").strip()
