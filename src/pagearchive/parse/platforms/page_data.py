"""JSON that a page carries for its own scripts, read without trust in its shape."""

from __future__ import annotations

import json
from typing import Any


def loaded(text: str) -> Any:
    """What the JSON says; None where it is none (or nested too deep to be read)."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def mapping(value: object) -> dict[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[dict[str, Any]]:
    """The objects of an array; nothing where the value is none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def number(value: object) -> int:
    """A whole number, or 0."""
    return value if isinstance(value, int) else 0
