"""Whose turn it is: one address at a time a host, with a delay between them, and host after host in a circle.

Time is passed in, so nothing here waits.
"""

from __future__ import annotations

import heapq
from itertools import count

from msgspec import Struct

MAX_DELAY = 300.0


class HostRules(Struct, frozen=True, kw_only=True):
    """How a host is treated."""

    delay: float = 1.0
    """Seconds between the end of a visit to a host and the next one."""
    failures: int = 5
    """So many failures in a row to reach a host pause it."""
    pause: float = 60.0
    """Seconds of the first pause; each further one is twice as long."""
    pauses: int = 3
    """After so many pauses the host is given up."""
    max_crawl_delay: float = 60.0
    """A longer Crawl-delay of robots.txt is cut to this."""


class Host:
    """What is known about one host."""

    def __init__(self, name: str, rules: HostRules) -> None:
        self.name = name
        self.floor = rules.delay
        """The delay asked for by the user or by robots.txt."""
        self.delay = rules.delay
        self.failures = 0
        self.pauses = 0
        self.visits = 0
        self.paused_until = 0.0
        self.given_up: str | None = None


class Schedule:
    """The hosts that have work, by the moment when each may be visited again."""

    def __init__(self, rules: HostRules) -> None:
        self._rules = rules
        self._heap: list[tuple[float, int, str]] = []
        self._waiting: dict[str, int] = {}
        """Host -> number of its entry in the heap; entries with another number count no more."""
        self._sequence = count()
        self.hosts: dict[str, Host] = {}
        self.busy: set[str] = set()

    def add(self, name: str, now: float) -> Host:
        """A host has work (again). One that waits or is being visited already stays where it is."""
        host = self.hosts.setdefault(name, Host(name, self._rules))
        if name not in self._waiting and name not in self.busy and host.given_up is None:
            self._push(name, now)
        return host

    def take(self, now: float) -> Host | None:
        """The host that has waited longest of those that may be visited now; it is busy until given back."""
        at = self.next_at()
        if at is None or at > now:
            return None
        _, _, name = heapq.heappop(self._heap)
        del self._waiting[name]
        self.busy.add(name)
        return self.hosts[name]

    def next_at(self) -> float | None:
        """When the next host may be visited; None when no host waits."""
        while self._heap and self._waiting.get(self._heap[0][2]) != self._heap[0][1]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def waiting(self) -> int:
        """Hosts that wait for their turn."""
        return len(self._waiting)

    def upcoming(self, most: int) -> list[tuple[float, Host]]:
        """The hosts whose turn comes next, with its moment; the soonest first."""
        due = [(at, name) for at, number, name in self._heap if self._waiting.get(name) == number]
        return [(at, self.hosts[name]) for at, name in heapq.nsmallest(most, due)]

    def give_back(self, host: Host, at: float) -> None:
        """The host may be visited again at `at`."""
        self.busy.discard(host.name)
        if host.given_up is None and host.name not in self._waiting:
            self._push(host.name, at)

    def drop(self, host: Host) -> None:
        """The host has no work left; it is not waited for."""
        self.busy.discard(host.name)
        self._waiting.pop(host.name, None)

    def ask(self, host: Host, delay: float) -> None:
        """The site's robots.txt asks for a delay between visits."""
        host.floor = max(host.floor, min(delay, self._rules.max_crawl_delay))
        host.delay = max(host.delay, host.floor)

    def reached(self, host: Host, now: float) -> None:
        """A visit came through: the host is well, and a raised delay falls again by half."""
        host.failures = 0
        host.pauses = 0
        host.visits += 1
        host.delay = max(host.floor, host.delay / 2)
        self.give_back(host, now + host.delay)

    def slow_down(self, host: Host, now: float, asked: float | None) -> None:
        """The server said 429 or 503: wait as long as it asks, and longer between visits from now on."""
        host.visits += 1
        host.delay = min(MAX_DELAY, max(host.delay * 2, 1.0))
        self.give_back(host, now + max(host.delay, asked or 0.0))

    def give_up(self, host: Host, reason: str) -> None:
        """The host is not visited any more."""
        host.given_up = reason
        self.drop(host)

    def unreachable(self, host: Host, now: float, reason: str) -> None:
        """A visit could not get through. Too many in a row pause the host; too many pauses give it up."""
        host.failures += 1
        host.visits += 1
        if host.failures < self._rules.failures:
            self.give_back(host, now + host.delay)
            return
        host.failures = 0
        host.pauses += 1
        if host.pauses > self._rules.pauses:
            self.give_up(host, f"{host.name} was given up after {self._rules.pauses} pauses; at last: {reason}")
            return
        host.paused_until = now + self._rules.pause * 2 ** (host.pauses - 1)
        self.give_back(host, host.paused_until)

    def _push(self, name: str, at: float) -> None:
        self._waiting[name] = number = next(self._sequence)
        heapq.heappush(self._heap, (at, number, name))
