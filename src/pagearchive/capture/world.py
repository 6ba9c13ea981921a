"""The page seen from a JavaScript world of our own, which its scripts can neither see nor change."""

from __future__ import annotations

import asyncio
import math
import time
from functools import cache
from importlib import resources
from typing import Any

from playwright.async_api import CDPSession, Error, Frame, Page

from pagearchive.capture.bounded import StepTimeoutError, bounded

WORLD = "pagearchive"
MAX_FRAMES = 60
ATTACH_SECONDS = 2.0
LEAST_SECONDS = 2.0
STOP_SECONDS = 2.0
_STOP: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Runtime.terminateExecution", {}),
    ("Emulation.setScriptExecutionDisabled", {"value": True}),
    ("Runtime.terminateExecution", {}),
    ("Page.stopLoading", {}),
)


@cache
def script(name: str) -> str:
    """One of the scripts beside this module."""
    return resources.files("pagearchive.capture").joinpath("scripts", name).read_text(encoding="utf-8")


class GoneError(Exception):
    """The document is no longer there: the page navigated, crashed or was closed."""


class World:
    """Runs functions of `scripts/watch.js` in the frames of a page, or of a frame with a process of its own."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session
        self._contexts: dict[str, int] = {}
        """Frame id to the id of our execution context in it."""
        self._main: dict[str, int] = {}
        """Frame id to the id of the page's own execution context."""
        self._names: dict[int, tuple[bool, str]] = {}
        self.frame = ""
        self.deadline = math.inf
        """No answer is waited for much longer than this (monotonic seconds)."""

    @classmethod
    async def of(cls, page: Page, watch: str, hooks: str, frame: Frame | None = None) -> World:
        """Attach to a page, or to a frame of it that has a process of its own."""
        session = await page.context.new_cdp_session(frame or page)
        world = cls(session)
        session.on("Runtime.executionContextCreated", world._created)
        session.on("Runtime.executionContextDestroyed", world._destroyed)
        session.on("Runtime.executionContextsCleared", world._cleared)
        # Sent one after the other without waiting for each answer: they are taken in their order.
        ways: list[tuple[str, dict[str, Any]]] = [
            ("Page.getFrameTree", {}),
            ("Page.enable", {}),
            ("Runtime.enable", {}),
        ]
        if frame is None:
            ways.append(("Page.addScriptToEvaluateOnNewDocument", {"source": hooks}))
        ways.append(
            (
                "Page.addScriptToEvaluateOnNewDocument",
                {"source": watch, "worldName": WORLD, "runImmediately": True},
            )
        )
        answers = await asyncio.gather(*(session.send(method, parameters) for method, parameters in ways))
        world.frame = answers[0]["frameTree"]["frame"]["id"]
        return world

    def _created(self, event: dict[str, Any]) -> None:
        context = event["context"]
        aux = context.get("auxData") or {}
        frame = aux.get("frameId", "")
        if context.get("name") == WORLD:
            self._contexts[frame] = context["id"]
            self._names[context["id"]] = (False, frame)
        elif aux.get("isDefault"):
            self._main[frame] = context["id"]
            self._names[context["id"]] = (True, frame)

    def _destroyed(self, event: dict[str, Any]) -> None:
        main, frame = self._names.pop(event["executionContextId"], (False, ""))
        table = self._main if main else self._contexts
        if table.get(frame) == event["executionContextId"]:
            del table[frame]

    def _cleared(self, _: dict[str, Any]) -> None:
        self._contexts.clear()
        self._main.clear()
        self._names.clear()

    def frames(self) -> list[str]:
        """Ids of the frames of this target, the outermost first."""
        others = [frame for frame in self._contexts if frame != self.frame]
        return [self.frame, *others[: MAX_FRAMES - 1]]

    async def call(self, expression: str, seconds: float, frame: str | None = None) -> Any:
        """Evaluate in our world. Raises GoneError, or StepTimeoutError."""
        context = self._contexts.get(frame or self.frame)
        if context is None:
            raise GoneError("no document")
        return await self._evaluate(expression, context, seconds)

    async def call_page(self, expression: str, seconds: float, frame: str | None = None) -> Any:
        """Evaluate in the page's own world; its answer is the page's word and no more. Raises like `call`."""
        context = self._main.get(frame or self.frame)
        if context is None:
            raise GoneError("no document")
        return await self._evaluate(expression, context, seconds)

    async def hold_still(self) -> None:
        """Stop the page: end the script that runs, let no other begin, and load nothing more."""
        for command, parameters in _STOP:
            try:
                await bounded(self.session.send(command, parameters), STOP_SECONDS, command)
            except (Error, StepTimeoutError):
                continue  # the next one may still get through

    async def _evaluate(self, expression: str, context: int, seconds: float) -> Any:
        parameters = {"expression": expression, "contextId": context, "returnByValue": True, "awaitPromise": True}
        seconds = min(seconds, max(LEAST_SECONDS, self.deadline - time.monotonic()))
        try:
            answer = await bounded(self.session.send("Runtime.evaluate", parameters), seconds, expression[:40])
        except Error as error:
            raise GoneError(str(error).splitlines()[0]) from error
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            text = details.get("exception", {}).get("description") or details.get("text", "")
            raise GoneError(f"{expression[:40]}: {text.splitlines()[0] if text else 'failed'}")
        return answer["result"].get("value")


class Frames:
    """The page's own target and, where frames of other sites have processes of their own, those too."""

    def __init__(self, page: Page, main: World) -> None:
        self.main = main
        self._page = page
        self._apart: dict[Frame, World] = {}
        self._together: set[Frame] = set()

    async def _attach(self) -> None:
        """Find frames that have come since, and forget those that are gone."""
        for frame in list(self._apart):
            if frame.is_detached():
                del self._apart[frame]
        for frame in self._page.frames[1:MAX_FRAMES]:
            if frame in self._apart or frame in self._together or not frame.url.startswith("http"):
                continue
            try:
                self._apart[frame] = await bounded(
                    World.of(self._page, script("watch.js"), "", frame), ATTACH_SECONDS, "attaching to a frame"
                )
            except (Error, StepTimeoutError):
                # It is in a process with its parent, whose session reaches it.
                self._together.add(frame)

    async def call(self, expression: str, seconds: float) -> list[Any]:
        """Evaluate in our world in every frame that answers, the page's main frame first."""
        await self._attach()
        answers = []
        for world in [self.main, *self._apart.values()]:
            for frame in world.frames():
                try:
                    answers.append(await world.call(expression, seconds, frame))
                except (GoneError, StepTimeoutError):
                    if world is self.main and frame == world.frame:
                        raise
        return answers
