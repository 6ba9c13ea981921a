"""What lies over the page is answered or set aside before the DOM is stored: consent banners, sign-in boxes, modals.

A consent banner is refused, by a button that says so, else by the rules for consent platforms of DuckDuckGo's
autoconsent; nothing is ever agreed to. What cannot be answered, and every other box that locks the page, is hidden,
and stays in the DOM with the attribute `data-pagearchive-set-aside`. The DOM as it was before is kept.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

import msgspec
from duckduckgo_autoconsent import bundle, rules_json

from pagearchive.capture.bounded import StepTimeoutError
from pagearchive.capture.ledger import Ledger
from pagearchive.capture.world import Frames, GoneError, World, script

STEP_SECONDS = 4.0
PRESS_SECONDS = 0.35
"""Time for a banner to go away after a press."""
RULES_SECONDS = 5.0
MAX_TURNS = 3

_CONFIG = {
    "enabled": True,
    "autoAction": "optOut",
    "disabledCmps": [],
    "enablePrehide": False,
    "enableCosmeticRules": False,
    "enableGeneratedRules": True,
    "enableHeuristicDetection": False,
    "detectRetries": 3,
    "isMainWorld": False,
    "prehideTimeout": 0,
    "logs": {},
}


@dataclass
class Overlays:
    """What was done about one page's overlays."""

    ledger: Ledger
    before: str | None = None
    """The DOM before the first of them was touched."""
    done: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """Kinds that were hidden because they could not be answered."""
    _ruled: bool = False

    async def clear(self, frames: Frames) -> bool:
        """Answer or set aside what is there now; True when anything was done."""
        acted = False
        for _ in range(MAX_TURNS):
            layers = await self._layers(frames.main)
            if not [layer for layer in layers if layer["kind"] != "backdrop"]:
                break
            if self.before is None:
                self.before = await frames.main.call("pagearchive.dom()", STEP_SECONDS * 2)
            acted = True
            await self._turn(frames, layers)
        return acted

    async def _layers(self, world: World) -> list[dict[str, Any]]:
        found = await world.call("pagearchive.layers ? pagearchive.layers() : null", STEP_SECONDS)
        if found is None:
            found = await world.call(script("overlays.js") + "\npagearchive.layers()", STEP_SECONDS)
        return list(found)

    async def _turn(self, frames: Frames, layers: list[dict[str, Any]]) -> None:
        world = frames.main
        for layer in layers:
            kind, index = layer["kind"], layer["index"]
            if kind == "backdrop":
                continue
            if await self._answered(frames, kind, index):
                continue
            await world.call(f"pagearchive.setAside({index})", STEP_SECONDS)
            self.left.append(kind)
            self._note(f"set aside ({kind}): “{layer['text'][:80]}”")
        for layer in layers:
            if layer["kind"] == "backdrop" and await world.call(f"pagearchive.open({layer['index']})", STEP_SECONDS):
                await world.call(f"pagearchive.setAside({layer['index']})", STEP_SECONDS)
        if await world.call("pagearchive.unlock()", STEP_SECONDS):
            self._note("the page was locked and is unlocked")

    async def _answered(self, frames: Frames, kind: str, index: int) -> bool:
        """Whether a press, or the rules for consent platforms, made it go away."""
        world = frames.main
        for how in ("refuse", "close") if kind == "consent" else ("close",):
            words = await world.call(f"pagearchive.press({index}, '{how}')", STEP_SECONDS)
            if not words and how == "refuse":
                words = await self._in_frames(frames)
            if words:
                self._note(f"pressed “{words[:60]}” ({kind})")
                if await self._closed(world, index):
                    return True
            if how == "refuse" and await self._by_rules(world) and await self._closed(world, index):
                return True
        return False

    async def _in_frames(self, frames: Frames) -> str:
        source = script("overlays.js")
        for answer in await frames.call(
            f"(() => {{ {source}\n return self === top ? '' : pagearchive.refuseHere() }})()", 2
        ):
            if isinstance(answer, str) and answer:
                return answer
        return ""

    async def _closed(self, world: World, index: int) -> bool:
        until = time.monotonic() + PRESS_SECONDS * 3
        while time.monotonic() < until:
            await asyncio.sleep(PRESS_SECONDS / 3)
            if not await world.call(f"pagearchive.open({index})", STEP_SECONDS):
                return True
        return False

    async def _by_rules(self, world: World) -> bool:
        """Run autoconsent in the main frame, once a page; True when it says that it has refused."""
        if self._ruled:
            return False
        self._ruled = True
        try:
            return await _autoconsent(world, self)
        except (GoneError, StepTimeoutError) as error:
            self.ledger.note(f"the rules for consent platforms did not run: {error}")
            return False

    def refused_by(self, platform: str) -> None:
        """Note what autoconsent did."""
        self._note(f"refused by the rules for {platform}")

    def _note(self, text: str) -> None:
        self.done.append(text)
        self.ledger.note(text)


async def _autoconsent(world: World, overlays: Overlays) -> bool:
    """Refuse by the rules; they run in our world and ask for the few things that only the page's world can answer."""
    await world.call(
        "window.autoconsentQueue = []; window.autoconsentSendMessage = (m) => { autoconsentQueue.push(m); }; true",
        STEP_SECONDS,
    )
    await world.call(bundle() + "\ntrue", STEP_SECONDS)
    config = msgspec.json.encode(_CONFIG).decode()
    start = f"{{type: 'initResp', config: {config}, rules: {{autoconsent: {rules_json()}}}}}"
    await world.call(f"autoconsentReceiveMessage({start}); true", STEP_SECONDS)
    until = time.monotonic() + RULES_SECONDS
    found = False
    while time.monotonic() < until:
        messages = await world.call(
            "autoconsentQueue.splice(0).map((m) => JSON.parse(JSON.stringify(m)))", STEP_SECONDS
        )
        for message in messages:
            kind = message.get("type")
            if kind == "eval":
                await _evaluate(world, message)
            elif kind == "popupFound":
                found = True
            elif kind == "autoconsentDone":
                overlays.refused_by(str(message.get("cmp", "a consent platform"))[:60])
                return True
            elif kind in ("optOutResult", "autoconsentError") and not message.get("result"):
                return False
        if not found and time.monotonic() > until - RULES_SECONDS * 0.6:
            return False
        await asyncio.sleep(0.1)
    return False


async def _evaluate(world: World, message: dict[str, Any]) -> None:
    """Answer a rule's question about the page's own world."""
    try:
        result = bool(await world.call_page(str(message.get("code", "false")), STEP_SECONDS))
    except (GoneError, StepTimeoutError):
        result = False
    answer = msgspec.json.encode({"type": "evalResp", "id": message.get("id"), "result": result}).decode()
    await world.call(f"autoconsentReceiveMessage({answer}); true", STEP_SECONDS)
