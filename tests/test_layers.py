"""The house stands as it is drawn: imports run downwards, and opening the desk loads the desk only."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Loaded when a paper, a spreadsheet, a demo or a replay is asked for, never by opening the desk.
LATER = {
    "typst", "babel", "num2words", "openpyxl", "xlsxwriter", "segno", "click.testing", "beancount",
    "models.front_office.demo", "models.front_office.replay", "models.front_office.proof",
    "models.front_office.night_audit", "models.ledger.journal_export", "models.front_office.imports",
    "app.documents.pdf", "app.documents.text",
    "smtplib", "app.post_office", "screens.front_office.letters",
    "screens.front_office.booking", "screens.front_office.folio", "screens.front_office.stay",
    "screens.back_office.accounts", "screens.back_office.trial_balance",
}  # fmt: skip


def test_imports_run_downwards() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_opening_the_desk_loads_no_more_than_the_desk() -> None:
    code = "import sys, app.console, screens.front_office.rack; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert LATER & set(done.stdout.split()) == set()


def test_models_and_words_know_no_screen() -> None:
    code = (
        "import sys, pkgutil, models, locales, importlib\n"
        "for package in (models, locales):\n"
        "    for m in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if not m.name.rsplit('.', 1)[-1][0].isdigit() and m.name != 'locales.build':\n"
        "            importlib.import_module(m.name)\n"
        "print('\\n'.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"textual", "rich", "click", "app", "screens"} & set(done.stdout.split()) == set()
