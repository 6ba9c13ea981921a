"""Explanations of all pages of an input."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pagearchive.errors import InputError, PageArchiveError, UsageError
from pagearchive.jobs.extraction import input_pages
from pagearchive.parse.explain import Explanation, explain
from pagearchive.parse.platforms import PLATFORMS, Platform


def explain_input(
    name: str,
    url: str | None,
    stdin: BinaryIO,
    *,
    platforms: tuple[Platform, ...] = PLATFORMS,
    adapter: str | None = None,
) -> Iterator[Explanation | PageArchiveError]:
    """How each page of the input is read. `url` is the address of a bare page, or the page of an archive to explain.

    `adapter` names the one whose selectors are looked up. Raises UsageError when there is none of that name,
    InputError when the input has no page of that address.
    """
    chosen = _named(adapter, platforms) if adapter is not None else None
    any_found = False
    for page in input_pages([name], url, stdin):
        if isinstance(page, PageArchiveError):
            any_found = True
            yield page
        elif url is None or url in (page.url, page.requested_url):
            any_found = True
            yield explain(page, platforms=platforms, adapter=chosen)
    if not any_found:
        raise InputError(f"{name}: holds no page" + (f" of {url}" if url else ""))


def _named(name: str, platforms: tuple[Platform, ...]) -> Platform:
    for platform in platforms:
        if platform.name == name:
            return platform
    known = ", ".join(dict.fromkeys(platform.name for platform in platforms))
    raise UsageError(f"no adapter is called {name!r}; there are {known}")
