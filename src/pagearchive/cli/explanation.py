"""An explanation as people read it: coloured on a terminal, plain in a pipe."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from pagearchive.cli.printing import clean
from pagearchive.parse.explain import Candidate, Explanation, Finding

NEAR_MISSES = 4
"""Adapters that do not claim the page and are shown all the same."""
_YES, _NO, _HEAD, _DIM = "green", "red", "bold", "dim"
_MAX_PICK, _MAX_FIELD, _MAX_NAME = 56, 28, 16
_WIDE = 1_000_000
"""Columns of a pipe: nothing is cut."""


def show(explanation: Explanation, source: str) -> None:
    """Print it on standard output; on a terminal a line is cut at its edge."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDE)
    for line in _lines(explanation, source, console.width):
        line.rstrip()
        console.print(line, no_wrap=True, overflow="ellipsis", crop=True, soft_wrap=False)


def _lines(found: Explanation, source: str, width: int) -> list[Text]:
    unit = f"{found.posts} posts, " if found.kind == "thread" else ""
    lines = [
        _text((found.url or source, _HEAD)),
        _text(
            "  read by ",
            (found.read_by, _YES),
            f": {found.kind}, {unit}{found.words} words, {found.title or '(no title)'!r}",
        ),
        *_section("Who was asked"),
    ]
    lines += [_text("  ", _tick(one.reads), f" {one.reader:<{_MAX_NAME}} {one.why}") for one in found.considered]
    lines += _section("Marks")
    lines += _marks(found.candidates, found.adapter)
    if found.adapter is not None:
        lines += _section(f"Selectors of {found.adapter}")
        lines += _findings(found.findings, width)
    lines += _section("Taken away")
    lines += [_text(f"  {one.count:>5} × {one.reason}") for one in found.removed] or [_text("  nothing")]
    lines += _section("Problems")
    lines += [_text("  ", (one.code, _NO), f": {one.message}") for one in found.problems] or [_text("  none")]
    return [*lines, Text()]


def _marks(candidates: list[Candidate], adapter: str | None) -> list[Text]:
    claiming = [one for one in candidates if one.claims]
    asked = [one for one in candidates if one.platform == adapter and not one.claims]
    near = asked + [one for one in candidates if one.is_near and not one.claims and one not in asked]
    lines = []
    for one in claiming + near[:NEAR_MISSES]:
        line = _text("  ", _tick(one.claims), f" {one.platform:<{_MAX_NAME}}")
        for mark in one.marks:
            line.append_text(_text(" ", _tick(mark.hits > 0), f" {mark.selector} ({mark.hits}) "))
        line.append_text(_text((f" posts: {one.posts}", _DIM)))
        lines.append(line)
    others = len(candidates) - len(lines)
    return [*lines, _text((f"  {others} other adapters are further away", _DIM))]


def _findings(findings: list[Finding], columns: int) -> list[Text]:
    first = min(_MAX_FIELD, max(len(one.field) for one in findings))
    second = min(_MAX_PICK, columns * 2 // 5, max(len(one.pick) for one in findings))
    lines = [_text((f"  {'':{first}} {'':{second}} {'page':>5} {'post 1':>6} {'posts':>5}  first value", _DIM))]
    before = ""
    for one in findings:
        name = "" if one.field == before else _cut(one.field, first)
        pick = one.pick if columns == _WIDE else _cut(one.pick, second)
        before = one.field
        value = one.post_value or one.value
        counts = f" {one.hits:>5} {_number(one.post_hits):>6} {_number(one.posts):>5}  "
        shown = (value, "") if value else ("–", _DIM)
        lines.append(_text(f"  {name:{first}} {pick:{second}}", (counts, _YES if value else _NO), shown))
    return lines


def _section(title: str) -> list[Text]:
    return [Text(), _text((title, _HEAD))]


def _tick(right: bool) -> tuple[str, str]:
    return ("✓", _YES) if right else ("✗", _NO)


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _text(*parts: str | tuple[str, str]) -> Text:
    """A line of plain and styled parts, without control characters: a page's words must not steer the terminal."""
    line = Text()
    for part in parts:
        words, style = (part, "") if isinstance(part, str) else part
        line.append(_safe(words), style)
    return line


def _safe(text: str) -> str:
    """Control characters gone, spaces at either end kept."""
    return clean(f"|{text}|")[1:-1]
