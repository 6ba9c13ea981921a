"""What a collection's runs came to: figures, and report.html for people."""

from __future__ import annotations

from collections import Counter
from heapq import nlargest
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from pagearchive.collection import CollectionDirectory, Queue, read_lines
from pagearchive.errors import InputError
from pagearchive.jobs.outcome import Outcome

_SLOWEST = 20
_FAILED = 500
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; color: #222; }
table { border-collapse: collapse; } td, th { padding: .15em .8em .15em 0; text-align: left; vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; } td.u { word-break: break-all; }
rect { fill: #3d7391; } rect.bad { fill: #b5302a; }
@media (prefers-color-scheme: dark) { body { background: #181a1b; color: #ddd; } a { color: #8ab4f8; } }
"""


class Summary(Struct, kw_only=True):
    """Figures over report.jsonl; the last attempt of each address counts for `verdicts`."""

    verdicts: dict[str, int]
    attempts: int
    bytes: int
    exchanges: int
    seconds: float
    hosts: dict[str, int]
    durations: list[float]


class CollectionState(Struct, kw_only=True):
    """How far a batch is."""

    states: dict[str, int]
    failures: list[tuple[str, str, str]]


def state_of(root: Path) -> CollectionState:
    """The state of the collection's addresses. Raises InputError where there is no collection."""
    directory = CollectionDirectory(root)
    directory.require()
    if not directory.index.exists():
        return CollectionState(states={}, failures=[])
    with Queue(directory.index) as queue:
        return CollectionState(states=queue.counts(whole=True), failures=queue.failures(whole=True))


def summarise(root: Path) -> Summary:
    """Read the report, write report.html beside it, and give the figures."""
    directory = CollectionDirectory(root)
    last: dict[str, tuple[str, str | None]] = {}
    hosts: Counter[str] = Counter()
    durations: list[float] = []
    slowest: list[tuple[float, str, str]] = []
    totals: Counter[str] = Counter()
    for place, line in read_lines(directory.report):
        try:
            outcome = msgspec.json.decode(line, type=Outcome)
        except msgspec.DecodeError as error:
            raise InputError(
                f"{directory.report} at offset {place.offset}: not a line of a report ({error})"
            ) from error
        last[outcome.url] = (outcome.verdict, outcome.error)
        totals.update(attempts=1, bytes=outcome.bytes, exchanges=outcome.exchanges)
        hosts[urlsplit(outcome.url).netloc] += 1
        durations.append(outcome.seconds)
        slowest.append((outcome.seconds, outcome.url, outcome.verdict))
        if len(slowest) > 10_000:
            slowest = nlargest(_SLOWEST, slowest)
    summary = Summary(
        verdicts=dict(Counter(verdict for verdict, _ in last.values()).most_common()),
        attempts=totals["attempts"],
        bytes=totals["bytes"],
        exchanges=totals["exchanges"],
        seconds=sum(durations),
        hosts=dict(hosts.most_common(20)),
        durations=durations,
    )
    failed = [(url, verdict, error or "") for url, (verdict, error) in last.items() if verdict not in ("ok", "partial")]
    html = _page(root.resolve().name, summary, nlargest(_SLOWEST, slowest), failed)
    waiting = root / ".report.html.part"
    waiting.write_text(html, encoding="utf-8")
    waiting.replace(root / "report.html")
    return summary


def _page(
    name: str, summary: Summary, slowest: list[tuple[float, str, str]], failed: list[tuple[str, str, str]]
) -> str:
    parts = [
        f"<!DOCTYPE html><html lang='en'><meta charset='utf-8'><title>{escape(name)}</title><style>{_STYLE}</style>",
        f"<h1>{escape(name)}</h1>",
        f"<p>{sum(summary.verdicts.values())} addresses, {summary.attempts} attempts, {summary.exchanges} exchanges, "
        f"{summary.bytes / 2**20:.1f} MB, {summary.seconds:.0f} s of visits.</p>",
        "<h2>What became of them</h2>",
        _bars([(verdict, count, verdict not in ("ok", "partial")) for verdict, count in summary.verdicts.items()]),
        "<h2>Seconds a page</h2>",
        _bars([(label, count, False) for label, count in _histogram(summary.durations)]),
        "<h2>Hosts</h2>",
        _bars([(host, count, False) for host, count in summary.hosts.items()]),
    ]
    if failed:
        rows = "".join(_row(verdict, url, reason) for url, verdict, reason in failed[:_FAILED])
        more = f"<p>… and {len(failed) - _FAILED} more in report.jsonl.</p>" if len(failed) > _FAILED else ""
        parts.append(f"<h2>Not archived</h2><table>{rows}</table>{more}")
    rows = "".join(_row(f"{seconds:.1f} s", url, verdict) for seconds, url, verdict in slowest)
    parts.append(f"<h2>Slowest</h2><table>{rows}</table></html>")
    return "\n".join(parts)


def _row(first: str, url: str, last: str) -> str:
    link = (
        f"<a href='{escape(url)}' rel='noreferrer'>{escape(url)}</a>"
        if url.startswith(("http:", "https:"))
        else escape(url)
    )
    return f"<tr><td>{escape(first)}<td class='u'>{link}<td>{escape(last)}"


def _bars(entries: list[tuple[str, int, bool]]) -> str:
    most = max((count for _, count, _ in entries), default=1)
    rows = [
        f"<tr><td>{escape(label)}<td class='n'>{count}<td>"
        f"<svg width='400' height='12'><rect width='{max(1, round(400 * count / most))}' height='12'"
        f"{' class=bad' if bad else ''}/></svg>"
        for label, count, bad in entries
    ]
    return f"<table>{''.join(rows)}</table>"


def _histogram(durations: list[float]) -> list[tuple[str, int]]:
    edges = (1, 2, 3, 5, 8, 13, 21, 34, 55, 90)
    counts = Counter(next((edge for edge in edges if seconds < edge), 0) for seconds in durations)
    labels = [(f"under {edge}", counts[edge]) for edge in edges] + [("90 and more", counts[0])]
    return [(label, count) for label, count in labels if count]
