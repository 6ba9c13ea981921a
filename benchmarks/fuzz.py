"""Is there a page that ends in anything but a record or an error of the package's own?

    python benchmarks/fuzz.py [CORPUS] [--count 10000] [--seed 1] [--pages 300000]

Inputs are pages (the corpus's, and the fixtures') that were cut, repeated, shuffled, mixed with each other, wrongly
encoded, nested and strewn with odd characters, and trees made up of the names that the readers look for. Every input
is told by its number alone: `--only NUMBER` reads that one again. A child process reads them by the hundred, so that
a crash of the parser is counted like an exception.
"""

from __future__ import annotations

import argparse
import gzip
import random
import subprocess
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pagearchive
from pagearchive.model import Page
from pagearchive.parse import read
from pagearchive.parse.platforms import PLATFORMS
from pagearchive.parse.platforms.loading import selectors

FIXTURES = Path(__file__).parent.parent / "tests" / "fixtures"
PER_CHILD = 250
SLOW = 10.0
"""Seconds of processor time: an input that takes more is named."""


def main(arguments: list[str] | None = None) -> int:
    """Read all inputs. Exit status 1: one of them ended in something else than a record or a PageArchiveError."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=300_000, help="bytes of the largest page to start from")
    parser.add_argument("--only", type=int, help="one input, by its number")
    parser.add_argument("--range", type=int, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.only is not None:
        attempt(options.corpus, options.pages, options.seed, options.only)
        return 0
    if options.range:
        return _child(options.corpus, options.pages, options.seed, *options.range)
    return _parent(options)


def _parent(options: argparse.Namespace) -> int:
    failures: list[str] = []
    fixed = ["--seed", str(options.seed), "--pages", str(options.pages)]
    corpus = [str(options.corpus)] if options.corpus else []
    at = done = refused = 0
    while at < options.count:
        end = min(at + PER_CHILD, options.count)
        command = [sys.executable, __file__, *corpus, *fixed, "--range", str(at), str(end)]
        child = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = child.stdout.splitlines()
        failures += [line for line in lines if line.startswith(("FAIL", "SLOW"))]
        refused += sum(line.startswith("REFUSED") for line in lines)
        last = max((int(line.split()[1]) for line in lines if line.startswith("AT")), default=at)
        if child.returncode:  # the input that was being read has it
            failures.append(f"CRASH {last}: exit status {child.returncode} {child.stderr.strip()[-200:]}")
            end = last + 1
        done += end - at
        at = end
        print(f"{at} inputs, {len(failures)} failures", file=sys.stderr)
    print("\n".join(failures))
    print(f"{done} inputs: {done - refused - len(failures)} records, {refused} refusals, {len(failures)} failures")
    return 1 if failures else 0


def _child(corpus: Path | None, largest: int, seed: int, first: int, end: int) -> int:
    for number in range(first, end):
        print("AT", number, flush=True)
        start = time.process_time()
        try:
            attempt(corpus, largest, seed, number)
        except pagearchive.PageArchiveError as error:
            print("REFUSED", number, error)
        except Exception as error:  # whatever it is, it is what is looked for
            print(f"FAIL {number}: {type(error).__name__}: {str(error)[:200]!r}")
        if (seconds := time.process_time() - start) > SLOW:
            print(f"SLOW {number}: {seconds:.1f} s")
    return 0


def attempt(corpus: Path | None, largest: int, seed: int, number: int) -> None:
    """Read one input, with all adapters or (every third) with none."""
    rng = random.Random(f"{seed} {number}")
    html = made_up(rng) if number % 4 == 0 else mutated(pages(corpus, largest), rng)
    platforms = () if number % 3 == 0 else PLATFORMS
    content: str | bytes = html
    if rng.random() < 0.3:
        content = html.encode(rng.choice(("utf-8", "utf-16", "cp1252", "shift_jis", "koi8-r")), "replace")
    url = rng.choice((None, "https://forum.example.org/threads/a.1/page-2", "https://example.org/news/1", "http://[x"))
    pagearchive.to_dict(read(Page(html=content, url=url), platforms=platforms))


@lru_cache(maxsize=1)
def pages(corpus: Path | None, largest: int) -> list[str]:
    """The pages to start from."""
    found = [path.read_text("utf-8", "replace") for path in sorted(FIXTURES.glob("*/*/page.html"))]
    for path in sorted((corpus / "wcxb/html").glob("*.html.gz")) if corpus is not None else ():
        raw = gzip.decompress(path.read_bytes())
        if len(raw) <= largest:
            found.append(raw.decode("utf-8", "replace"))
    return found


# ── mutations ────────────────────────────────────────────────────────────────────────────────────────────────────

_ODD = (
    "\0",
    "\ufffe",
    "\u202e",
    "\ud800",
    "&#0;",
    "&#x110000;",
    "<![CDATA[",
    "<!--",
    "-->",
    "</",
    "<a",
    '"',
    "'",
    "=",
    "\r",
)


def mutated(sources: list[str], rng: random.Random) -> str:
    """A page after one to six mutations."""
    html = rng.choice(sources)
    for _ in range(rng.randint(1, 6)):
        html = rng.choice(_MUTATIONS)(html, rng, sources)[:2_000_000]
    return html


def _span(html: str, rng: random.Random, longest: int) -> tuple[int, int]:
    start = rng.randrange(len(html) + 1)
    return start, min(len(html), start + rng.randint(0, longest))


def _cut(html: str, rng: random.Random, _sources: list[str]) -> str:
    return html[: rng.randrange(len(html) + 1)]


def _without(html: str, rng: random.Random, _sources: list[str]) -> str:
    start, end = _span(html, rng, 5000)
    return html[:start] + html[end:]


def _repeated(html: str, rng: random.Random, _sources: list[str]) -> str:
    start, end = _span(html, rng, 4000)
    return html[:end] + html[start:end] * rng.choice((1, 3, 50)) + html[end:]


def _moved(html: str, rng: random.Random, _sources: list[str]) -> str:
    start, end = _span(html, rng, 8000)
    rest = html[:start] + html[end:]
    at = rng.randrange(len(rest) + 1)
    return rest[:at] + html[start:end] + rest[at:]


def _mixed(html: str, rng: random.Random, sources: list[str]) -> str:
    other = rng.choice(sources)
    start, end = _span(other, rng, 20_000)
    at = rng.randrange(len(html) + 1)
    return html[:at] + other[start:end] + html[at:]


def _strewn(html: str, rng: random.Random, _sources: list[str]) -> str:
    parts = list(html)
    for _ in range(rng.randint(1, 60)):
        parts.insert(rng.randrange(len(parts) + 1), rng.choice(_ODD))
    return "".join(parts)


def _swapped(html: str, rng: random.Random, _sources: list[str]) -> str:
    one, two = (
        rng.choice(("class", "href", "div", "id", "time", "2024", ">", "<", "li", '"', "title")),
        rng.choice(("href", "itemprop", "script", "x", "", "&", "datetime", "table", "99999999999999999999", " ")),
    )
    return html.replace(one, two, rng.choice((1, 10, -1)))


def _nested(html: str, rng: random.Random, _sources: list[str]) -> str:
    at = rng.randrange(len(html) + 1)
    return (
        html[:at]
        + f"<{rng.choice(('div', 'b', 'blockquote', 'table', 'ul', 'span'))}>" * rng.choice((20, 600, 5000))
        + html[at:]
    )


def _one_line(html: str, rng: random.Random, _sources: list[str]) -> str:
    at = rng.randrange(len(html) + 1)
    return (
        html[:at]
        + rng.choice(("a", " ", "1", "-", "a ", "&", ". ", "2024-", "by ")) * rng.choice((100, 20_000))
        + html[at:]
    )


def _left_open(html: str, rng: random.Random, _sources: list[str]) -> str:
    """Elements of one kind without their ends: what followed them stands inside them."""
    return html.replace(
        f"</{rng.choice(('div', 'article', 'li', 'blockquote', 'td', 'table'))}>", "", rng.choice((1, 30, -1))
    )


_MUTATIONS: tuple[Callable[[str, random.Random, list[str]], str], ...] = (
    _cut, _without, _repeated, _moved, _mixed, _strewn, _swapped, _nested, _one_line, _left_open,
)  # fmt: skip


# ── trees ────────────────────────────────────────────────────────────────────────────────────────────────────────

_TAGS = (
    *("div", "p", "a", "li", "ul", "article", "span", "blockquote", "table", "tr", "td", "time", "h1", "h2", "img"),
    *(
        "section",
        "header",
        "footer",
        "noscript",
        "script",
        "br",
        "b",
        "figure",
        "figcaption",
        "meta",
        "svg",
        "template",
    ),
)
_WORDS = (
    *("Anna", "wrote:", "2024-01-02 10:11", "yesterday", "Reply", "said", "12", "Click to expand...", "–", "\u00a0"),
    *(
        "(AP)",
        "Posted by",
        "2 days ago",
        "Photo: X / Reuters",
        "Last edited by",
        "1704190000",
        "Sent from my phone",
        "http://a.b/c",
    ),
)


@lru_cache(maxsize=1)
def _names() -> tuple[list[str], list[str]]:
    """Classes and ids that the adapters ask for."""
    classes, ids = set(), set()
    for platform in PLATFORMS:
        for _field, selector in selectors(platform):
            for part in selector.replace(":", " ").replace(">", " ").replace(",", " ").replace("(", " ").split():
                classes |= {name.split("[")[0].strip(")") for name in part.split(".")[1:]}
                ids |= {name.split("[")[0].split(".")[0].strip(")") for name in part.split("#")[1:]}
    return sorted(classes - {""}), sorted(ids - {""})


def made_up(rng: random.Random) -> str:
    """A page of random elements with the names that the readers look for."""
    classes, ids = _names()
    parts: list[str] = []
    opened: list[str] = []
    alike = [_tag(rng, classes, ids) for _ in range(4)]
    for _ in range(rng.choice((5, 60, 600))):
        kind = rng.random()
        if kind < 0.5:
            tag, text = rng.choice(alike) if rng.random() < 0.5 else _tag(rng, classes, ids)
            parts.append(text)
            opened.append(tag)
        elif kind < 0.75 and opened:
            parts.append(f"</{opened.pop(rng.randrange(len(opened)) if rng.random() < 0.1 else -1)}>")
        else:
            parts.append(" ".join(rng.choices(_WORDS, k=rng.randint(1, 12))))
    return "".join(parts)


def _tag(rng: random.Random, classes: list[str], ids: list[str]) -> tuple[str, str]:
    tag = rng.choice(_TAGS)
    attributes = {
        "class": " ".join(rng.choices(classes, k=rng.randint(0, 3))),
        "id": rng.choice((f"{rng.choice(ids)}", f"post-{rng.randint(1, 99)}", f"p{rng.randint(1, 999)}", "")),
        rng.choice(
            ("data-author", "itemprop", "itemtype", "datetime", "title", "href", "src", "data-time", "content")
        ): rng.choice(
            (
                *_WORDS,
                "author",
                "text",
                "https://schema.org/Comment",
                "javascript:",
                "https://schema.org/QAPage",
                "//x",
                "",
            )
        ),
    }
    scope = " itemscope" if rng.random() < 0.2 else ""
    return tag, f"<{tag}{scope}" + "".join(f' {name}="{value}"' for name, value in attributes.items() if value) + ">"


if __name__ == "__main__":
    sys.exit(main())
