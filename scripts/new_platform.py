"""Begin an adapter: `make platform NAME=exampleboard-3` writes its module, registers it and lays out a fixture."""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

MODULE = '''"""{title}."""

from __future__ import annotations

from pagearchive.parse.platforms.platform import Platform

{constant} = Platform(
    name="{name}",
    marks=("div.post[id^=post-]",),  # one element that no other software has
    post="div.post[id^=post-]",
    title=("h1",),
    board=".breadcrumb a",
    post_id=("@id~post-(\\\\d+)",),
    post_url=("a.permalink@href",),
    author=(".author a", ".author"),
    author_url=(".author a@href",),
    date=("time@datetime",),
    date_raw=("time",),
    modified=(".edited time@datetime",),
    body=".body",
    quote="blockquote",
    quote_author=("cite~^(.+?) wrote",),
    quote_noise="blockquote > cite",
    signature=".signature",
    noise={{"edit notice": ".edited"}},
)
'''
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Replace this by a page in the software's real markup</title></head>
<body></body></html>
"""
NEXT = """
Next, as docs/adding-a-platform.md goes through it:
  pagearchive archive URL --to /tmp/{name}
      a page of a thread, as a browser shows it
  pagearchive explain /tmp/{name} --platform {name}
      what each selector finds on it; change {module} until each finds what it should
  pagearchive fixture add /tmp/{name} --name posts-with-quote --url URL
      the page as a fixture with invented content; remove what-it-shows/ then, which is for one by hand
  make test ARGS="tests/test_fixtures.py tests/parse/test_platforms.py"
      what is still missing"""


def main(arguments: list[str] | None = None) -> int:
    """Write the files. Exit status 2 for a name that cannot be used or is taken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help='software and generation in kebab case: "exampleboard-3"')
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent, help="the checkout")
    options = parser.parse_args(arguments)
    name, module = options.name, re.sub(r"[-\d]+$", "", options.name).replace("-", "_")
    platforms = options.root / "src/pagearchive/parse/platforms"
    index = platforms / "__init__.py"
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name) or not module:
        return _refuse(f'"{name}" is no name in kebab case; write it like "exampleboard-3"')
    if (platforms / f"{module}.py").exists():
        return _refuse(f"{platforms / module}.py exists: add a second record to it by hand")
    constant = name.replace("-", "_").upper()
    text = MODULE.format(title=name.replace("-", " ").capitalize(), name=name, constant=constant)
    (platforms / f"{module}.py").write_text(text, encoding="utf-8")
    index.write_text(_registered(index.read_text(encoding="utf-8"), module, constant), encoding="utf-8")
    fixture = options.root / "tests/fixtures" / name / "what-it-shows"
    fixture.mkdir(parents=True)
    (fixture / "page.html").write_text(PAGE, encoding="utf-8")
    case = {"url": "https://forum.example.org/thread/1", "captured_at": "2026-01-01T00:00:00Z", "shows": ""}
    (fixture / "case.json").write_text(json.dumps(case, indent=2) + "\n", encoding="utf-8")
    for path in (platforms / f"{module}.py", fixture / "page.html", fixture / "case.json"):
        print(path)
    print(NEXT.format(name=name, module=(platforms / f"{module}.py").relative_to(options.root)))
    return 0


def _registered(index: str, module: str, constant: str) -> str:
    """The package's text with the module imported, in its place by the alphabet, and its record asked last."""
    head, names, tail = re.split(r"(?<=import \(\n)((?:    \w+,\n)+)(?=\))", index, maxsplit=1)
    lines = sorted({*names.splitlines(), f"    {module},"})
    before, records, after = re.split(r"(?<== \(\n)((?:    [\w.]+,\n)+)(?=\))", tail, maxsplit=1)
    return head + "\n".join(lines) + "\n" + before + records + f"    {module}.{constant},\n" + after


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
