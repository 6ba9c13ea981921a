"""Does a post of a long thread cost more than one of a short thread? Time per post from 50 posts to 20,000.

    python benchmarks/scaling.py [--svg scaling.svg]

The pages are invented: one in the markup of a known forum software, one of unknown make, one whose posts are a tree;
one whose dates are words; and two whose posts were not closed, so that each stands inside the one before.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pagearchive.model import Page
from pagearchive.parse import read

SIZES = (50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000)
GROWTH_TARGET = 1.5
"""A post among 5,000 costs at most so many times one among 50."""
_WORDS = ("the", "board", "and", "plane", "left", "by", "some", "old", "hand", "dries", "slowly", "in", "winter", "but")


def text(rng: random.Random) -> str:
    """An invented post."""
    sentences = [
        " ".join(rng.choices(_WORDS, k=rng.randint(5, 18))).capitalize() + "." for _ in range(rng.randint(1, 6))
    ]
    return "</p><p>".join(sentences)


def known(count: int) -> str:
    """A thread in the markup of XenForo 2."""
    rng = random.Random(count)
    posts = "".join(
        f'<article class="message message--post" data-author="user{n % 97}" data-content="post-{n}" id="js-post-{n}">'
        f'<div class="message-user"><h4 class="message-name"><a class="username" href="/members/u.{n % 97}/">'
        f'user{n % 97}</a></h4></div><div class="message-attribution"><a href="/threads/x.1/post-{n}">'
        f'<time class="u-dt" datetime="2024-01-{n % 28 + 1:02}T10:{n % 60:02}:00+0000">x</time></a></div>'
        f'<div class="message-body"><div class="bbWrapper"><p>{text(rng)}</p></div></div></article>'
        for n in range(1, count + 1)
    )
    return (
        f'<html data-app="public" id="XF"><title>T</title><body><h1 class="p-title-value">T</h1>{posts}</body></html>'
    )


def unknown(count: int) -> str:
    """A thread of unknown make."""
    rng = random.Random(count)
    posts = "".join(_block(n, rng) + "</li>" for n in range(1, count + 1))
    return f'<html><title>T</title><body class="forum"><h1>T</h1><ol class="talk">{posts}</ol></body></html>'


def tree(count: int) -> str:
    """A thread of unknown make whose answers stand inside what they answer, eight deep at most."""
    rng = random.Random(count)
    parts, depth = [], 0
    for n in range(1, count + 1):
        parts.append(_block(n, rng))
        if depth < 8 and n % 3 and n < count:
            parts.append("<ol>")
            depth += 1
        else:
            parts.append("</li>" + "</ol></li>" * depth)
            depth = 0
    posts = "".join(parts)
    return f'<html><title>T</title><body class="forum"><h1>T</h1><ol class="talk">{posts}</ol></body></html>'


def worded(count: int) -> str:
    """A thread of unknown make that prints its dates in words."""
    rng = random.Random(count)
    months = ("января", "марта", "июля", "декабря")
    posts = "".join(
        f'<li class="turn" id="turn-{n}"><a href="/people/user{n % 97}">user{n % 97}</a> '
        f"<span>{n % 28 + 1} {months[n % 4]} {1990 + n % 30} г., {n % 24}:{n % 60:02}</span>"
        f'<div class="words"><p>{text(rng)}</p></div></li>'
        for n in range(1, count + 1)
    )
    return f'<html lang="ru"><title>T</title><body class="forum"><h1>T</h1><ol class="talk">{posts}</ol></body></html>'


UNCLOSED = 200
"""Posts inside each other; then all end. (What nests deeper than browsers allow is read as if it did not.)"""


def unclosed(count: int) -> str:
    """A thread of unknown make whose posts stand inside each other's bodies."""
    rng = random.Random(count)
    posts = "".join(
        f'<div class="turn" id="turn-{n}"><a href="/people/user{n % 97}">user{n % 97}</a> '
        f'<b>2024-01-{n % 28 + 1:02} 10:{n % 60:02}</b><div class="words"><p>{text(rng)}</p>'
        + ("</div></div>" * UNCLOSED if n % UNCLOSED == 0 else "")
        for n in range(1, count + 1)
    )
    return f'<html><title>T</title><body class="forum"><h1>T</h1>{posts}</body></html>'


def known_unclosed(count: int) -> str:
    """The like in the markup of Invision Community 4."""
    rng = random.Random(count)
    posts = "".join(
        f'<article class="cPost" id="elComment_{n}"><div class="cAuthorPane_author"><a href="/profile/{n % 97}-u/">'
        f'user{n % 97}</a></div><div data-role="commentContent"><p>{text(rng)}</p>'
        + ("</div></article>" * UNCLOSED if n % UNCLOSED == 0 else "")
        for n in range(1, count + 1)
    )
    return f"<html><title>T</title><body><h1>T</h1>{posts}</body></html>"


def _block(n: int, rng: random.Random) -> str:
    return (
        f'<li class="turn" id="turn-{n}"><div class="head"><a href="/people/user{n % 97}">user{n % 97}</a> '
        f'<a href="#turn-{n}">2024-01-{n % 28 + 1:02} 10:{n % 60:02}</a></div>'
        f'<div class="words"><p>{text(rng)}</p></div>'
    )


KINDS: dict[str, Callable[[int], str]] = {
    "known": known,
    "unknown": unknown,
    "tree": tree,
    "worded": worded,
    "unclosed": unclosed,
    "known, unclosed": known_unclosed,
}


def measure(make: Callable[[int], str], size: int) -> float:
    """Microseconds of processor time a post: the fastest of a few runs."""
    page = Page(html=make(size), url="https://forum.example.org/threads/x.1/")
    best = float("inf")
    for _ in range(3 if size <= 5000 else 1):
        start = time.process_time()
        record = read(page)
        best = min(best, time.process_time() - start)
    if len(record.posts) != size:
        print(f"{make.__name__} {size}: {len(record.posts)} posts were found", file=sys.stderr)
    return best / size * 1e6


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. Exit status 1: long threads cost too much."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--svg", type=Path, help="write the curves there")
    parser.add_argument("--most", type=int, default=SIZES[-1])
    options = parser.parse_args(arguments)
    sizes = [size for size in SIZES if size <= options.most]
    curves = {name: [measure(make, size) for size in sizes] for name, make in KINDS.items()}
    top = max(max(curve) for curve in curves.values())
    for name, curve in curves.items():
        print(f"{name}: microseconds a post")
        for size, value in zip(sizes, curve, strict=True):
            print(f"  {size:>6} {value:8.0f} {'█' * max(1, round(value / top * 60))}")
    if options.svg is not None:
        options.svg.write_text(svg(sizes, curves))
    missed = 0
    if 5000 in sizes:
        at = sizes.index(5000)
        for name, curve in curves.items():
            growth = curve[at] / curve[0]
            missed += growth > GROWTH_TARGET
            print(f"{name}: a post among 5,000 costs {growth:.2f} times one among 50 (target {GROWTH_TARGET})")
    return 1 if missed else 0


COLOURS = ("#1b6ca8", "#c0392b", "#2e7d32", "#8e44ad", "#b9770e", "#555555")


def svg(sizes: list[int], curves: dict[str, list[float]]) -> str:
    """The curves as a picture: posts from left to right on a logarithmic scale, time a post upwards."""
    top = max(max(curve) for curve in curves.values()) * 1.1
    step = 560 / max(len(sizes) - 1, 1)
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 360" font-family="sans-serif" font-size="12">']
    for at, size in enumerate(sizes):
        parts.append(f'<text x="{80 + at * step:.0f}" y="345" text-anchor="middle">{size}</text>')
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = 320 - 290 * share
        parts.append(f'<line x1="80" x2="640" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="74" y="{y + 4:.0f}" text-anchor="end">{top * share:.0f} µs</text>')
    for (name, curve), colour in zip(curves.items(), COLOURS, strict=True):
        points = " ".join(f"{80 + at * step:.0f},{320 - 290 * value / top:.0f}" for at, value in enumerate(curve))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="646" y="{324 - 290 * curve[-1] / top:.0f}" fill="{colour}">{name}</text>')
    return "\n".join(parts) + "\n</svg>\n"


if __name__ == "__main__":
    sys.exit(main())
