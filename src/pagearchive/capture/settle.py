"""When a page is done: nothing on the wire, nothing new in the DOM, no timer about to bring more.

Each of the three can fail to come to rest for ever, so each has a patience of its own; what was not waited for any
longer is said in the capture's notes.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from pagearchive.capture.bounded import StepTimeoutError
from pagearchive.capture.ledger import Ledger
from pagearchive.capture.world import GoneError, World

QUIET_SECONDS = 0.22
"""Network and DOM have been still for as long as this."""
GLANCE_SECONDS = 0.06
DOM_PATIENCE = 4.0
"""A DOM that goes on changing while the network is quiet (a clock, a slide show) is waited for as long as this."""
READY_PATIENCE = 2.5
"""A document that is not complete although nothing is on the wire (a frame that asks for a password)."""
TIMER_PATIENCE = 6.0
POLL_SECONDS = 0.04
ANSWER_SECONDS = 5.0


@dataclass
class Settled:
    """How a page came to rest."""

    settled: bool
    reason: str | None = None
    """What was still moving; None when nothing was."""


async def settle(
    world: World, ledger: Ledger, deadline: float, quick: bool = False, patience: float = DOM_PATIENCE
) -> Settled:
    """Wait for the page to come to rest, at the latest until `deadline` (monotonic seconds).

    `quick` is content with a loaded document and a short pause on the wire; `patience` is how many seconds a DOM that
    does not come to rest is waited for while the network is quiet.
    """
    watch = _Watch(world, ledger, quick, patience)
    while True:
        now = time.monotonic()
        if now >= deadline:
            return Settled(False, watch.moving)
        try:
            if await watch.still(now):
                return Settled(True, watch.gave_up)
        except GoneError:
            watch.restart()  # between two documents
        except StepTimeoutError:
            watch.moving = "its script"
        await asyncio.sleep(min(watch.pause, max(0.0, deadline - time.monotonic())))


class _Watch:
    def __init__(self, world: World, ledger: Ledger, quick: bool, patience: float) -> None:
        self._world = world
        self._quick = quick
        self._patience = patience
        self._ledger = ledger
        self.moving = "its document"
        self.gave_up: str | None = None
        self.pause = POLL_SECONDS
        """Seconds until it makes sense to look again: each question costs the page and the browser time."""
        self.restart()

    def restart(self) -> None:
        """A new document: everything is counted from now."""
        self._changes = -1
        self._confirmed = False
        self._changed = self._began = time.monotonic()
        self._url = ""
        self._quiet_since: float | None = None
        self._timers_since: float | None = None

    async def still(self, now: float) -> bool:
        self.pause = POLL_SECONDS
        quiet = self._ledger.quiet_for()
        if quiet <= (GLANCE_SECONDS if self._quick else QUIET_SECONDS):
            self._wait_for_quiet(quiet)
            return False
        state = await self._world.call("pagearchive.state()", ANSWER_SECONDS)
        if state["url"] != self._url and self._url.partition("#")[0] != state["url"].partition("#")[0]:
            self.restart()
            self._url = state["url"]
        if state["changes"] != self._changes:
            self._changes = state["changes"]
            self._changed = max(self._changed, time.monotonic() - state["still"] / 1000)
            self._confirmed = False
        quiet = self._ledger.quiet_for()
        if self._quick and state["ready"] == "complete" and quiet > GLANCE_SECONDS:
            return True
        if quiet < QUIET_SECONDS:
            self._wait_for_quiet(quiet)
            return False
        self._quiet_since = self._quiet_since or now
        if state["ready"] != "complete":
            self.moving = "its document"
            if now - self._quiet_since < min(READY_PATIENCE, self._patience):
                return False
            self.gave_up = "the document did not finish loading while the network was quiet"
        changed_for = time.monotonic() - self._changed
        if changed_for < QUIET_SECONDS:
            self.moving = "its DOM"
            if now - self._quiet_since < self._patience:
                self.pause = max(POLL_SECONDS, QUIET_SECONDS - changed_for)
                return False
            self.gave_up = "the DOM went on changing while the network was quiet"
        if await self._awaited(state, now):
            self._confirmed = False
            return False
        if not self._confirmed:
            # On a busy machine the page may not have got round yet to what has come for it.
            self._confirmed = await self._world.call("pagearchive.idle()", ANSWER_SECONDS)
            return False
        return True

    def _wait_for_quiet(self, quiet: float) -> None:
        """The network moves, or did just now: the page need not be asked before it has been quiet for long enough."""
        self.moving = "the network"
        self._quiet_since = None
        self._confirmed = False
        if quiet > 0 and not self._quick:
            self.pause = max(POLL_SECONDS, QUIET_SECONDS - quiet)

    async def _awaited(self, state: dict[str, float], now: float) -> bool:
        """True while a timer or a redirect by <meta> or Refresh is to be waited for."""
        self._timers_since = self._timers_since or now
        refresh = max(state["refresh"], self._ledger.refresh(self._url))
        if refresh >= 0 and state["age"] / 1000 < refresh + 1.5:
            self.moving = "a redirect that is about to come"
            return True
        if now - self._timers_since > TIMER_PATIENCE:
            return False
        waits = [await self._wait(frame) for frame in self._world.frames()[:8]]
        if max(waits, default=0) > 0:
            self.moving = "a timer"
            return True
        return False

    async def _wait(self, frame: str) -> float:
        try:
            value = await self._world.call_page("window.__pagearchive.wait()", ANSWER_SECONDS, frame)
        except GoneError:
            return 0.0
        return value if isinstance(value, (int, float)) else 0.0
