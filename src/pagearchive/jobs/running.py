"""What the runs of one page and of many have in common: what the WARC says of its making, and a clean end."""

from __future__ import annotations

import asyncio
import platform
import signal
from collections.abc import Coroutine
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from pagearchive.jobs.options import RunOptions
from pagearchive.jobs.version import SOFTWARE

_SAID = ("timeout", "scroll", "dismiss_overlays", "screenshot", "insecure", "robots", "allow_private")


def warc_info(options: RunOptions, browser_version: str, program: Path) -> dict[str, str]:
    """The fields of `warcinfo`: software, versions, browser and options; nothing secret and no user's name."""
    chosen = {name: getattr(options, name) for name in _SAID}
    info = {
        "software": SOFTWARE,
        "python": platform.python_version(),
        "playwright": version("playwright"),
        "browser": f"{program.name} {browser_version}",
        "operating-system": f"{platform.system()} {platform.release()}",
        "options": msgspec.json.encode(chosen).decode(),
        "robots": options.robots,
    }
    if options.user_agent:
        info["http-header-user-agent"] = options.user_agent
    if options.contact:
        info["operator"] = options.contact
    if options.storage_state or options.credentials:
        info["logged-in"] = "yes, secrets kept" if options.keep_secrets else "yes, secrets masked"
    return info


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end. Ctrl-C and SIGTERM cancel the work, which then ends cleanly; raises KeyboardInterrupt.

    A second Ctrl-C does not wait.
    """

    async def guarded() -> None:
        task = asyncio.current_task()
        assert task is not None
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, task.cancel)
        try:
            await work
        finally:
            loop.remove_signal_handler(signal.SIGTERM)

    try:
        asyncio.run(guarded())
    except asyncio.CancelledError as error:
        raise KeyboardInterrupt from error
