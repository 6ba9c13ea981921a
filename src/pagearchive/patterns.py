"""Regular expressions that are compiled when they are first used.

Python compiles a pattern anew in each process. The readers have some four hundred, many of them tables of words in
several languages: compiled all at once they took half of the time to the first record, and a page needs a few of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, but put off. Raises re.error when it is first used, where `re.compile` does so at once."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))


class _Pattern:
    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """What is not there yet: taken over from the compiled pattern, and so found at once the next time."""
        if name.startswith("__"):
            raise AttributeError(name)
        value = self.__dict__[name] = getattr(re.compile(self._text, self._flags), name)
        return value
