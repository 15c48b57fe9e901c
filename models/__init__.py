"""Accounts and rules. Peewee is imported here first, without the driver of PostgreSQL.

Peewee imports every driver it finds, and that one takes as long as Peewee itself: a desk on a file would be kept
waiting for it at every start.
"""

import importlib
import sys

_DRIVER = "psycopg"
if _DRIVER not in sys.modules:
    sys.modules[_DRIVER] = None  # type: ignore[assignment]
    try:
        import peewee  # noqa: F401
    finally:
        del sys.modules[_DRIVER]


def with_postgres() -> None:
    """Give Peewee the driver it was imported without, where it is installed."""
    import peewee

    if peewee.psycopg is not None:
        return
    try:
        driver = importlib.import_module("psycopg")
    except ImportError:
        return  # Peewee says so
    json = importlib.import_module("psycopg.types.json")
    status = importlib.import_module("psycopg.pq").TransactionStatus
    peewee.psycopg, peewee.TransactionStatus = driver, status
    peewee.Json_pg3, peewee.Jsonb_pg3 = json.Json, json.Jsonb
    adapter = peewee.Psycopg3Adapter
    adapter.txn_idle, adapter.txn_inerror, adapter.txn_unknown = status.IDLE, status.INERROR, status.UNKNOWN
