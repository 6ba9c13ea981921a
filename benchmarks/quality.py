"""How much of a corpus of real pages is read right, against floors that only rise.

    python benchmarks/quality.py CORPUS                the adapters and all other readers
    python benchmarks/quality.py CORPUS --no-adapters  the readers of threads of unknown make alone
    python benchmarks/quality.py CORPUS --raise        write what was reached into floors.json, where it is more

A corpus is a directory outside this checkout that holds `wcxb/html/ID.html.gz`, `wcxb/truth/ID.json`,
`posts/ID.json` and the measure itself, `score.py` with `main(arguments) -> rows`. Without one nothing is measured,
and a line says so.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pagearchive
from pagearchive.model import Page
from pagearchive.parse import read

FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.0005
"""Figures are kept to three places."""

Row = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, compare. Exit status 1: a figure is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--no-adapters", action="store_true")
    parser.add_argument("--type", action="append", default=[], help="only pages of this type (forum, article…)")
    parser.add_argument("--raise", dest="raises", action="store_true", help="raise the floors to what was reached")
    options = parser.parse_args(arguments)
    if options.corpus is None or not (options.corpus / "score.py").exists():
        print("SKIPPED: quality was not measured, because no corpus was given (or it holds no score.py)")
        return 0
    if options.no_adapters:
        _without_adapters()
    wanted = [part for kind in options.type for part in ("--type", kind)]
    rows = _measure(options.corpus)(["--corpus", str(options.corpus), *wanted])
    reached = figures(rows)
    if options.no_adapters:  # the other figures of such a run are those of the usual one
        reached = {"posts": reached["posts"]}
        _print_false_threads(rows)
    return _compare("no-adapters" if options.no_adapters else "all", reached, raises=options.raises)


def _measure(corpus: Path) -> Callable[[list[str]], list[Row]]:
    """The corpus's own `main`."""
    spec = importlib.util.spec_from_file_location("corpus_score", corpus / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module: ModuleType = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    measure: Callable[[list[str]], list[Row]] = module.main
    return measure


def _without_adapters() -> None:
    def extract(html: str | bytes, url: str | None = None, captured_at: Any = None, *, comments: bool = False) -> Any:
        return read(
            Page(html=html, url=url, requested_url=url, captured_at=captured_at), platforms=(), comments=comments
        )

    pagearchive.extract = extract


def figures(rows: list[Row]) -> dict[str, dict[str, float]]:
    """The means that have floors: by page type, and of all posts."""
    by_type: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_type[row["type"]].append(row)
    found = {
        kind: {
            name: _mean([row[key] for row in group if row.get(key) is not None])
            for name, key in (("f1", "f1"), ("title", "title"), ("author", "author"), ("date", "date"))
            if any(row.get(key) is not None for row in group)
        }
        for kind, group in by_type.items()
    }
    threads = [row["posts"] for row in rows if row.get("posts")]
    if threads:
        count = sum(thread["n"] for thread in threads)
        found["posts"] = {
            "found": sum(thread["found"] for thread in threads) / max(count, 1),
            "exact": _mean([thread["exact"] for thread in threads]),
            "author": _mean([right for thread in threads for right in thread["author"]]),
            "date": _mean([right for thread in threads for right in thread["date"]]),
            "whole": _mean([thread["whole"] for thread in threads]),
            "not chrome": 1 - _mean([thread["chrome"] for thread in threads]),
        }
    found["errors"] = {"none": float(not any(row["error"] for row in rows))}
    return found


def _print_false_threads(rows: list[Row]) -> None:
    false = [row["id"] for row in rows if row["type"] != "forum" and row["read_by"] in ("blocks", "schema.org")]
    others = sum(row["type"] != "forum" for row in rows)
    print(f"\npages that are no thread and were read as one: {len(false)} of {others} {' '.join(false[:20])}")


def _compare(run: str, reached: dict[str, dict[str, float]], *, raises: bool) -> int:
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    kept = floors.setdefault(run, {})
    below = 0
    print(f"\n{'figure':<28}{'reached':>9}{'floor':>9}")
    for kind, values in sorted(reached.items()):
        for name, value in values.items():
            floor = kept.get(kind, {}).get(name)
            low = floor is not None and value < floor - SLACK
            below += low
            shown = f"{floor:9.3f}" if floor is not None else "        -"
            print(f"{kind:<14}{name:<14}{value:9.3f}{shown}{'  BELOW' * low}")
            if raises and (floor is None or value > floor):
                kept.setdefault(kind, {})[name] = int(value * 1000) / 1000
    if raises:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n")
    return 1 if below else 0


def _mean(values: list[Any]) -> float:
    return sum(values) / len(values) if values else 1.0


if __name__ == "__main__":
    sys.exit(main())
