"""What is generated is current, what ships is the same everywhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pagearchive
from pagearchive.demo import TOPIC_PATH, sample_page

ROOT = Path(__file__).resolve().parents[2]


def test_the_documents_of_the_record_are_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "record_docs.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_schema_names_every_key_of_a_record() -> None:
    schema = json.loads((ROOT / "docs" / "record.schema.json").read_text())
    record = pagearchive.to_dict(pagearchive.extract("<title>T</title><p>Some words."))
    assert set(record) <= set(schema["$defs"]["Article"]["properties"])


def test_the_first_fixture_is_the_sample_of_the_demonstration() -> None:
    case = ROOT / "tests" / "fixtures" / "invision-4" / "news-desk-topic"
    origin = json.loads((case / "case.json").read_text())["url"].removesuffix(TOPIC_PATH)
    assert (case / "page.html").read_text() == sample_page(origin)


def test_public_names_exist() -> None:
    for name in pagearchive.__all__:
        assert getattr(pagearchive, name) is not None
    assert issubclass(pagearchive.ArchiveError, pagearchive.PageArchiveError)
    assert set(pagearchive.__all__) == set(dir(pagearchive))
