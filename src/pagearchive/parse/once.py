"""A property that is worked out once, when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

_Value = TypeVar("_Value")


class once(Generic[_Value]):  # noqa: N801 - a decorator
    """Keeps what the function gives in the owner's `__dict__`, where the next look finds it.

    functools.cached_property takes a lock in Python 3.11, which costs more than most of these properties.
    """

    def __init__(self, function: Callable[[Any], _Value]) -> None:
        self.function = function
        self.name = function.__name__
        self.__doc__ = function.__doc__

    def __get__(self, owner: Any, kind: type | None = None) -> _Value:
        value = owner.__dict__[self.name] = self.function(owner)
        return value
