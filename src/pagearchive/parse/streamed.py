"""Pages that React streams: late parts stand behind the rest, hidden, each with a script that puts it in its place.

A browser runs those scripts; a page that was only fetched is put in order here. The markup is React's own
(`react-dom/server`): `<template id="B:1">` with a stand-in behind it is where the content of `<div hidden id="S:1">`
belongs, as `$RC("B:1","S:1")` says, and `<template id="P:2">` where `$RS("S:2","P:2")` puts a part of a part.
"""

from __future__ import annotations

from bisect import bisect_right

from pagearchive.patterns import regex

_CALL = regex(r'\$R(?:C\("(B:[0-9a-f]+)","(S:[0-9a-f]+)"|S\("(S:[0-9a-f]+)","(P:[0-9a-f]+)")')
_PART = regex(r'<div hidden(?:="")? id="(S:[0-9a-f]+)">')
_HOLE = regex(r'<template id="([BP]:[0-9a-f]+)"></template>')
_EDGE = regex(r"<!--(/?)\$[?!]?-->")
"""Where a part that may be late begins and ends."""
MAX_PARTS = 1000
MAX_STAND_IN = 50_000
"""Characters of what stands in for a part."""
_DEEPEST = 20
"""Parts inside parts."""


def in_order(html: str) -> str:
    """The page with its late parts in their places."""
    if '$RC("B:' not in html or '<template id="B:' not in html:
        return html
    begun_at = [found.start() for found in _PART.finditer(html)]
    starts = {found[1]: found for found in _PART.finditer(html)}
    parts: dict[str, str] = {}
    cuts: list[tuple[int, int]] = []
    for _number, call in zip(range(MAX_PARTS), _CALL.finditer(html), strict=False):
        name, hole = call[2] or call[3], call[1] or call[4]
        begun = starts.pop(name, None)
        script = html.rfind("<script", begun.end(), call.start()) if begun is not None else -1
        if begun is None or script < 0:
            continue
        following = bisect_right(begun_at, begun.start())
        limit = min(script, begun_at[following]) if following < len(begun_at) else script
        end = html.rfind("</div>", begun.end(), limit)
        if end > 0:
            parts[hole] = html[begun.end() : end]
            cuts.append((begun.start(), end + len("</div>")))
    return _filled(_without(html, cuts), parts, 0) if parts else html


def _without(html: str, cuts: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in sorted(cuts):
        kept.append(html[at : max(at, start)])
        at = max(at, end)
    return "".join([*kept, html[at:]])


def _filled(html: str, parts: dict[str, str], depth: int) -> str:
    """The markup with each hole that a part is known for filled, and the stand-in behind it taken away."""
    filled, at = [], 0
    for hole in _HOLE.finditer(html):
        if hole.start() < at or hole[1] not in parts or depth >= _DEEPEST:
            continue
        filled += [html[at : hole.start()], _filled(parts.pop(hole[1]), parts, depth + 1)]
        at = hole.end() if hole[1][0] == "P" else _behind_stand_in(html, hole.end())
    return "".join([*filled, html[at:]])


def _behind_stand_in(html: str, at: int) -> int:
    """Where the stand-in that begins here ends: at the end of the part that it stands in for."""
    depth = 0
    for edge in _EDGE.finditer(html, at, at + MAX_STAND_IN):
        if not edge[1]:
            depth += 1
        elif depth:
            depth -= 1
        else:
            return edge.start()
    return at
