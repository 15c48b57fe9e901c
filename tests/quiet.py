"""When a desk has done all there is to do. The pilot waits for that, instead of a fiftieth of a second twice a key."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import textual.app
import textual.pilot

SOON = 0.02  # seconds; a timer nearer than this belongs to what is being done, the painter's among them
_given_to_threads: set[Future[Any]] = set()
_submit = ThreadPoolExecutor.submit


def _watched_submit(pool: ThreadPoolExecutor, *what: Any, **more: Any) -> Future[Any]:
    future = _submit(pool, *what, **more)
    _given_to_threads.add(future)
    return future


async def until_quiet(_at_least: float = 0, at_most: float = 1) -> None:
    """Until nothing is ready to run, no thread is at work for the desk and no timer is about to go off."""
    loop: Any = asyncio.get_running_loop()
    end = time.monotonic() + at_most
    while time.monotonic() < end:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        if _given_to_threads:
            _given_to_threads.difference_update([future for future in _given_to_threads if future.done()])
            await asyncio.sleep(0.001)
            continue
        soonest = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=end)
        if soonest - loop.time() > SOON:
            return
        await asyncio.sleep(max(soonest - loop.time(), 0))


def use_it() -> None:
    ThreadPoolExecutor.submit = _watched_submit  # type: ignore[method-assign,assignment]
    textual.app.wait_for_idle = until_quiet  # type: ignore[attr-defined]
    textual.pilot.wait_for_idle = until_quiet  # type: ignore[attr-defined]
