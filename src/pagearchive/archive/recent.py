"""A memory with a bound, for what stands near each other in an archive."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeVar

_Value = TypeVar("_Value")

NEARBY = 30_000
"""Keys remembered: a request stands within some ten thousand records of its response (each has about three keys)."""


class Recent(OrderedDict[str, _Value]):
    """A mapping that forgets its oldest entries beyond NEARBY."""

    def put(self, key: str, value: _Value) -> None:
        """Remember `value` as the newest."""
        self[key] = value
        self.move_to_end(key)
        if len(self) > NEARBY:
            self.popitem(last=False)
