"""Adapters of somebody's own: a Python file beside their data, so that nobody needs a fork to read one more forum."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from msgspec import structs

from pagearchive import dom
from pagearchive.errors import InputError, UsageError
from pagearchive.parse.platforms import PLATFORMS
from pagearchive.parse.platforms.platform import Platform, complaint_about, selector_of

_PLAIN = (
    *("post", "body", "own", "nest", "board", "quote", "quote_noise", "signature", "attachments", "opening"),
    *("reaction", "accepted", "comment", "comment_body"),
)
"""Fields that are one selector. All other texts in tuples are picks."""


def with_own(path: Path) -> tuple[Platform, ...]:
    """The adapters of the file, before those of the package: whoever writes their own wants it asked first.

    Raises as `load_platforms`.
    """
    return (*load_platforms(path), *PLATFORMS)


def load_platforms(path: Path) -> tuple[Platform, ...]:
    """The adapters in a Python file: what it calls `PLATFORMS`, else every Platform it holds, in the order written.

    Raises InputError when the file cannot be read, UsageError when it does not run, holds no adapter, or holds one
    whose selectors the parser does not understand; the message names file, adapter and field.
    """
    module = _run(path)
    declared = getattr(module, "PLATFORMS", None)
    if declared is None:
        declared = [value for value in vars(module).values() if isinstance(value, Platform)]
    found = tuple(declared) if isinstance(declared, list | tuple) else ()
    if not found or not all(isinstance(platform, Platform) for platform in found):
        raise UsageError(f"{path}: holds no adapters; write `PLATFORMS = (Platform(name=…, marks=(…,), …),)`")
    for platform in found:
        for field, complaint in faults(platform):
            raise UsageError(f"{path}: {platform.name}.{field}: {complaint}")
    return found


def faults(platform: Platform) -> Iterator[tuple[str, str]]:
    """What is wrong with an adapter as such: field and complaint."""
    if not platform.name or not platform.marks or not platform.post or not platform.body:
        yield "name", "name, marks, post and body must say something"
        return
    if any(sign in mark for mark in platform.marks[0].split(", ") for sign in " >+~("):
        yield "marks[0]", f"{platform.marks[0]!r} must speak of one element: it is looked for on every page"
    for field, selector in _whole(platform):
        if selector and not dom.is_valid(selector):
            yield field, f"{selector!r} is no CSS selector that the parser understands"
    for field, pick in _picks(platform):
        complaint = complaint_about(pick)
        if complaint is not None:
            yield field, f"{pick!r} {complaint}"


def selectors(platform: Platform) -> Iterator[tuple[str, str]]:
    """All CSS selectors of an adapter, those in its picks too, with the field they stand in."""
    yield from _whole(platform)
    yield from ((field, selector_of(pick)) for field, pick in _picks(platform))


def _whole(platform: Platform) -> Iterator[tuple[str, str]]:
    """What is a CSS selector as a whole, with the field it stands in."""
    for mark in platform.marks:
        yield "marks", mark
    for field in _PLAIN:
        yield field, getattr(platform, field)
    for reason, selector in platform.noise.items():
        yield f"noise[{reason}]", selector


def _picks(platform: Platform) -> Iterator[tuple[str, str]]:
    """All picks, with the field they stand in."""
    for field, value in structs.asdict(platform).items():
        if field == "reactions":
            yield from ((f"{field}[{kind}]", pick) for kind, picks in value.items() for pick in picks)
        elif isinstance(value, tuple) and field != "marks":
            yield from ((field, pick) for pick in value)


def _run(path: Path) -> ModuleType:
    if not path.is_file():
        raise InputError(f"{path}: no such file; --platforms takes a Python file that defines PLATFORMS")
    name = f"pagearchive_platforms_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path}: not a Python file; its name must end in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # somebody else's code: whatever it raises, they want the line
        raise UsageError(f"{path}{_line_of(error, path)}: {type(error).__name__}: {error}") from error
    return module


def _line_of(error: Exception, path: Path) -> str:
    if isinstance(error, SyntaxError):
        return f", line {error.lineno}"
    here = path.resolve()
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename).resolve() == here]
    return f", line {lines[-1]}" if lines else ""
