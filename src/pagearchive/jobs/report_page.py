"""report.html: what a collection's runs came to, for a person to look at. One file, no scripts, nothing fetched."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path

from pagearchive.errors import OutputError
from pagearchive.jobs.outcome import ARCHIVED
from pagearchive.jobs.summary import EDGES, FAILED, HostFigures, Summary

_HOSTS = 25
_BARS = 60
_STYLE = """
:root { --ink: #1f2a30; --soft: #64737b; --line: #dfe5e8; --paper: #fff; --back: #f4f6f7; --good: #2f7d6d;
  --bad: #b8412f; --some: #3d7391; }
@media (prefers-color-scheme: dark) { :root { --ink: #dfe5e8; --soft: #93a1a8; --line: #333c41; --paper: #1b2124;
  --back: #14181a; --good: #56b29e; --bad: #e0705c; --some: #6ba3c4; } }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0; background: var(--back); color: var(--ink); }
main { max-width: 64em; margin: 0 auto; padding: 2em 1.2em 4em; }
h1 { font-size: 1.6em; margin: 0; } h2 { font-size: 1em; margin: 0 0 .8em; }
.when { color: var(--soft); margin: .2em 0 1.4em; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(7em, 1fr)); gap: .8em; margin-bottom: .8em; }
.tile, section { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 1em 1.2em; }
section { margin-bottom: .8em; overflow-x: auto; }
.tile b { display: block; font-size: 1.5em; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile span, th, figcaption { color: var(--soft); font-size: .87em; font-weight: normal; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(20em, 1fr)); gap: .8em; }
.pair section { margin-bottom: .8em; }
table { border-collapse: collapse; width: 100%; }
td, th { padding: .22em .9em .22em 0; text-align: left; vertical-align: top; }
tr + tr td { border-top: 1px solid var(--line); }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .u { overflow-wrap: anywhere; }
.bar { width: 45%; }
.bar div { height: .8em; margin-top: .35em; border-radius: 2px; background: var(--some); min-width: 2px; }
.bar.bad div { background: var(--bad); } .bar.ok div { background: var(--good); }
svg { display: block; width: 100%; height: auto; } rect.g { fill: var(--good); } rect.b { fill: var(--bad); }
figure { margin: 0; } a { color: var(--some); text-decoration: none; } a:hover { text-decoration: underline; }
"""


def write_report(root: Path, summary: Summary) -> Path:
    """Write report.html into the collection; gives its path. Raises OutputError."""
    waiting, path = root / ".report.html.part", root / "report.html"
    try:
        waiting.write_text(page_of(root.resolve().name, summary), encoding="utf-8")
        waiting.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}") from error
    return path


def page_of(name: str, summary: Summary) -> str:
    """The report as HTML."""
    failed = sum(count for verdict, count in summary.verdicts.items() if verdict not in ARCHIVED)
    parts = [
        f"<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>{escape(name)}</title>",
        f"<meta name='viewport' content='width=device-width'><style>{_STYLE}</style><main>",
        f"<h1>{escape(name)}</h1><p class='when'>{_period(summary)}</p>",
        _tiles(summary, failed),
        f"<section><h2>Pages over time</h2>{_timeline(summary)}</section>",
        "<div class='pair'>",
        f"<section><h2>What became of the addresses</h2>{_verdicts(summary.verdicts)}</section>",
        f"<section><h2>Seconds a visit</h2>{_durations(summary.durations)}</section></div>",
        f"<section><h2>Hosts</h2>{_hosts(summary.hosts)}</section>",
    ]
    if summary.failed:
        rows = "".join(_row(verdict, url, reason) for url, verdict, reason in summary.failed)
        more = f"<p>The first {FAILED}; all are in report.jsonl.</p>" if failed > len(summary.failed) else ""
        parts.append(f"<section><h2>Not archived</h2><table>{rows}</table>{more}</section>")
    rows = "".join(_row(f"{seconds:.1f} s", url, verdict) for seconds, url, verdict in summary.slowest)
    parts.append(f"<section><h2>Slowest visits</h2><table>{rows}</table></section></main></html>")
    return "\n".join(parts)


def _tiles(summary: Summary, failed: int) -> str:
    addresses = sum(summary.verdicts.values())
    span = (summary.ended - summary.began).total_seconds() / 60 if summary.began and summary.ended else 0
    tiles = [
        (f"{addresses - failed:,}", "archived"),
        (f"{failed:,}", "not archived"),
        (f"{summary.attempts:,}", "attempts"),
        (f"{summary.exchanges:,}", "exchanges"),
        (_size(summary.bytes), "received"),
        (f"{summary.seconds / summary.visits:.1f} s" if summary.visits else "–", "a visit"),
        (f"{summary.visits / span:.0f}" if span > 1 else "–", "visits a minute"),
    ]
    boxes = "".join(f"<div class='tile'><b>{figure}</b><span>{what}</span></div>" for figure, what in tiles)
    return f"<div class='tiles'>{boxes}</div>"


def _period(summary: Summary) -> str:
    if summary.began is None or summary.ended is None:
        return "Nothing has been visited yet."
    return f"{_moment(summary.began)} to {_moment(summary.ended)} UTC"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%-d %B %Y, %H:%M")


def _timeline(summary: Summary) -> str:
    """Visits in equal spans of time, archived ones below, others on top."""
    if not summary.minutes:
        return ""
    first, last = min(summary.minutes), max(summary.minutes)
    step = -(-(last - first + 1) // _BARS)
    bars: dict[int, tuple[int, int]] = {}
    for minute, (good, bad) in summary.minutes.items():
        place = (minute - first) // step
        before = bars.get(place, (0, 0))
        bars[place] = (before[0] + good, before[1] + bad)
    most = max(good + bad for good, bad in bars.values())
    count = (last - first) // step + 1
    width = min(960 / count, 48)
    shapes = []
    for place, (good, bad) in sorted(bars.items()):
        left, high, red = place * width, 110 * good / most, 110 * bad / most
        shapes.append(_rect("g", left, 112 - high, width * 0.86, high))
        if bad:
            shapes.append(_rect("b", left, 112 - high - red, width * 0.86, red))
    span = f"{step} minutes" if step > 1 else "a minute"
    return (
        f"<figure><svg viewBox='0 0 960 114' role='img' aria-label='visits over time'>{''.join(shapes)}</svg>"
        f"<figcaption>each bar is {span}; the highest {most:,} visits; green archived, red not</figcaption></figure>"
    )


def _rect(kind: str, left: float, top: float, width: float, height: float) -> str:
    return f"<rect class='{kind}' x='{left:.1f}' y='{top:.1f}' width='{width:.1f}' height='{height:.1f}'/>"


def _verdicts(verdicts: dict[str, int]) -> str:
    return _bars([(verdict, count, "ok" if verdict in ARCHIVED else "bad") for verdict, count in verdicts.items()])


def _durations(counts: list[int]) -> str:
    labels = [f"under {edge}" for edge in EDGES] + [f"{EDGES[-1]} and more"]
    return _bars([(label, count, "") for label, count in zip(labels, counts, strict=True) if count])


def _bars(entries: list[tuple[str, int, str]]) -> str:
    most = max((count for _, count, _ in entries), default=1)
    rows = [
        f"<tr><td>{escape(label)}<td class='n'>{count:,}<td class='bar {kind}'>"
        f"<div style='width:{100 * count / most:.1f}%'></div>"
        for label, count, kind in entries
    ]
    return f"<table>{''.join(rows)}</table>"


def _hosts(hosts: dict[str, HostFigures]) -> str:
    shown = sorted(hosts.items(), key=lambda item: -item[1].visits)
    most = shown[0][1].visits if shown else 1
    rows = [
        f"<tr><td class='u'>{escape(name)}<td class='n'>{host.visits:,}<td class='n'>{host.failed or ''}"
        f"<td class='n'>{host.seconds / host.visits:.1f} s<td class='n'>{_size(host.bytes)}"
        f"<td class='bar'><div style='width:{100 * host.visits / most:.1f}%'></div>"
        for name, host in shown[:_HOSTS]
    ]
    head = "<tr><th>host<th class='n'>visits<th class='n'>failed<th class='n'>a visit<th class='n'>received<th>"
    more = f"<p>… and {len(shown) - _HOSTS:,} more.</p>" if len(shown) > _HOSTS else ""
    return f"<table>{head}{''.join(rows)}</table>{more}"


def _row(first: str, url: str, last: str) -> str:
    shown = escape(url)
    if url.startswith(("http:", "https:")):
        shown = f"<a href='{escape(url)}' rel='noreferrer'>{shown}</a>"
    return f"<tr><td class='n' style='text-align:left'>{escape(first)}<td class='u'>{shown}<td class='u'>{escape(last)}"


def _size(count: int) -> str:
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" or size >= 10 else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
