"""Articles read by pagearchive and by other extractors, on the same pages in one run: word F1 and time.

    python benchmarks/articles_vs_peers.py CORPUS [--pages 150] [--peer trafilatura --peer resiliparse]

The peers are installed into an environment of their own below the system's directory for temporary files and run
there, so that they never meet this package's dependencies. Times are of the process's own CPU, each page once after a
warm-up, parsing included; the bare parse is selectolax's of the same pages in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from pathlib import Path

from pagearchive import dom
from pagearchive.model import Page
from pagearchive.parse import read

PEERS = {
    # name -> what to install, the body of a function of `html` and `url` that gives the text
    "trafilatura": (
        ["trafilatura", "lxml_html_clean"],
        "import trafilatura",
        "trafilatura.bare_extraction(html, url=url, with_metadata=True)",
    ),
    "resiliparse": (
        ["resiliparse"],
        "from resiliparse.extract.html2text import extract_plain_text",
        "extract_plain_text(html, main_content=True)",
    ),
}
_RUNNER = """
import json, sys, time
{imports}
pages = json.load(open(sys.argv[1], encoding="utf-8"))
def run(html, url):
    found = {call}
    return getattr(found, "text", None) or (found if isinstance(found, str) else "")
for page in pages[:10]:
    run(page["html"], page["url"])
texts, start = [], time.process_time()
for page in pages:
    texts.append(run(page["html"], page["url"]))
json.dump({{"seconds": time.process_time() - start, "texts": texts}}, open(sys.argv[2], "w", encoding="utf-8"))
"""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. Exit status 1: trafilatura takes less than ten times as long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--pages", type=int, default=150)
    parser.add_argument("--peer", action="append", choices=sorted(PEERS))
    options = parser.parse_args(arguments)
    if options.corpus is None or not options.corpus.exists():
        print("SKIPPED: nothing was measured, because no corpus was given")
        return 0
    pages = _pages(options.corpus, options.pages)
    bare = _timed(lambda page: dom.parse(page["html"]), pages)[0]
    own, texts = _timed(lambda page: read(Page(html=page["html"], url=page["url"])).text, pages)
    print(f"{len(pages)} article pages{'':<12}{'ms a page':>10}{'x parse':>9}{'word F1':>9}")
    _line("selectolax, bare parse", bare, bare, pages, None)
    _line("pagearchive", own, bare, pages, texts)
    slowest = None
    for name in options.peer or PEERS:
        seconds, found = _peer(name, pages)
        _line(name, seconds, bare, pages, found)
        if name == "trafilatura":
            slowest = seconds / own
    if slowest is not None:
        print(f"trafilatura takes {slowest:.1f} times as long as pagearchive (target 10)")
    return 0 if slowest is None or slowest >= 10 else 1


def _pages(corpus: Path, count: int) -> list[dict[str, str]]:
    found = []
    for truth in sorted((corpus / "wcxb/truth").glob("*.json")):
        facts = json.loads(truth.read_text(encoding="utf-8"))
        if facts["page_type"] == "article" and facts["main_content"]:
            raw = gzip.decompress((corpus / f"wcxb/html/{truth.stem}.html.gz").read_bytes())
            found.append({"html": raw.decode("utf-8", "replace"), "url": facts["url"], "truth": facts["main_content"]})
    return found[:: max(1, len(found) // count)][:count]


def _timed(job: object, pages: list[dict[str, str]]) -> tuple[float, list[str]]:
    assert callable(job)
    for page in pages[:10]:
        job(page)
    start = time.process_time()
    results = [job(page) for page in pages]
    return time.process_time() - start, results


def _peer(name: str, pages: list[dict[str, str]]) -> tuple[float, list[str]]:
    packages, imports, call = PEERS[name]
    home = Path(tempfile.gettempdir()) / "pagearchive-peers" / name
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
    with tempfile.TemporaryDirectory() as directory:
        given, answer, runner = (Path(directory) / part for part in ("pages.json", "answer.json", "run.py"))
        given.write_text(json.dumps(pages), encoding="utf-8")
        runner.write_text(_RUNNER.format(imports=imports, call=call), encoding="utf-8")
        subprocess.run([str(python), str(runner), str(given), str(answer)], check=True, cwd=directory)
        found = json.loads(answer.read_text(encoding="utf-8"))
    return float(found["seconds"]), list(found["texts"])


def _line(name: str, seconds: float, bare: float, pages: list[dict[str, str]], texts: list[str] | None) -> None:
    score = ""
    if texts is not None:
        score = f"{sum(_f1(text, page['truth']) for text, page in zip(texts, pages, strict=True)) / len(pages):9.3f}"
    print(f"{name:<25}{1000 * seconds / len(pages):10.2f}{seconds / bare:9.1f}{score}")


def _f1(found: str | None, wanted: str) -> float:
    got, want = (Counter(re.findall(r"\w+", (text or "").lower())) for text in (found, wanted))
    common = sum((got & want).values())
    return 2 * common / (sum(got.values()) + sum(want.values())) if common else 0.0


if __name__ == "__main__":
    sys.exit(main())
