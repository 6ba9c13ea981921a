"""Writes docs/record.schema.json and docs/record.md from the types in pagearchive.model: `make docs`.

With --check nothing is written, and the exit status is 1 when a file is out of date.
"""

from __future__ import annotations

import ast
import inspect
import sys
from pathlib import Path
from typing import Any

import msgspec

from pagearchive import model

DOCS = Path(__file__).resolve().parent.parent / "docs"
ORDER = (
    *(
        "Thread",
        "Article",
        "Author",
        "Post",
        "Quote",
        "Link",
        "Reaction",
        "Comment",
        "Image",
        "Embedded",
        "Attribution",
    ),
    *("ThreadInfo", "ThreadPart", "Removed", "Problem", "Provenance"),
)
INTRODUCTION = """\
# The record

Generated from the types in `src/pagearchive/model.py` by `make docs`; the JSON Schema beside this file
(`record.schema.json`) is generated from the same types.

`extract`, `archive` and `records.jsonl` give one such record a page: a **Thread** or an **Article**. Keys are always
present unless marked *may be absent*; what is unknown is `null`, an empty list is `[]`. Times are RFC 3339 and carry an
offset only where the page gives one; addresses are absolute; text is UTF-8.

A post's `text` is what its author wrote there: quotes stay in their place (and are listed in `quotes`); signatures,
reactions, ranks, notices of edits and buttons are not in it. An attribution line is in `attribution`, not in `text`.
"""


def render() -> dict[Path, str]:
    """The files' contents by path."""
    schema = described_schema()
    return {
        DOCS / "record.schema.json": msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n",
        DOCS / "record.md": INTRODUCTION + "".join(section(name, schema["$defs"][name]) for name in ORDER),
    }


def described_schema() -> dict[str, Any]:
    """The schema of a record with the docstrings of types and fields as descriptions."""
    roots, definitions = msgspec.json.schema_components([model.Thread, model.Article], ref_template="#/$defs/{name}")
    for name, definition in definitions.items():
        texts = field_texts(getattr(model, name))
        for field, schema in definition["properties"].items():
            if field in texts:
                definition["properties"][field] = {**schema, "description": texts[field]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A record of pagearchive",
        "anyOf": list(roots),
        "$defs": dict(sorted(definitions.items())),
    }


def field_texts(kind: type) -> dict[str, str]:
    """The docstring below each field, base classes included."""
    texts: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if base.__module__ != model.__name__:
            continue
        body = ast.parse(inspect.getsource(base)).body[0]
        assert isinstance(body, ast.ClassDef)
        for node, after in zip(body.body, body.body[1:], strict=False):
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and isinstance(after, ast.Expr):
                text = ast.literal_eval(after.value)
                texts[node.target.id] = " ".join(text.split())
    return texts


def section(name: str, definition: dict[str, Any]) -> str:
    """One type as a table."""
    lines = [
        f"\n## {name}\n",
        f"{definition.get('description', '')}\n",
        "| key | type | meaning |",
        "| --- | --- | --- |",
    ]
    for field, schema in definition["properties"].items():
        text = schema.get("description", "")
        if name_is_optional(name, field):
            text = f"*May be absent.* {text}".strip()
        lines.append(f"| `{field}` | {type_text(schema)} | {text.replace('|', chr(92) + '|')} |")
    return "\n".join(lines) + "\n"


def name_is_optional(name: str, field: str) -> bool:
    """Whether the key may be missing from the JSON altogether."""
    kinds = {found.name: found for found in msgspec.structs.fields(getattr(model, name))}
    return "UnsetType" in str(kinds[field].type)


def type_text(schema: dict[str, Any]) -> str:
    """The schema's type in a few words."""
    if "anyOf" in schema:
        return " or ".join(type_text(part) for part in schema["anyOf"])
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "enum" in schema:
        return ", ".join(f'"{value}"' for value in schema["enum"] if value is not None)
    if schema.get("type") == "array":
        return f"list of {type_text(schema.get('items', {}))}"
    kind = str(schema.get("type", "anything"))
    return {"string": "text", "integer": "number", "boolean": "true or false"}.get(kind, kind)


def main() -> int:
    stale = [path for path, text in render().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path}: out of date; run `make docs`", file=sys.stderr)
        return 1 if stale else 0
    for path in stale:
        path.write_text(render()[path], encoding="utf-8")
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
