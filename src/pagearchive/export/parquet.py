"""The table of posts as Apache Parquet, for data frames."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from pagearchive.errors import SetupError
from pagearchive.export.rows import COLUMNS, rows
from pagearchive.export.whole import whole_file

_GROUP = 20_000
"""Rows held in memory at a time; one row group of the file."""


def write_parquet(records: Iterable[dict[str, Any]], path: Path) -> int:
    """The columns of the CSV with their types. Returns the number of rows. Raises SetupError without pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise SetupError("Parquet needs pyarrow: pip install 'pagearchive[parquet]'") from error
    types = {str: pyarrow.string(), int: pyarrow.int64(), bool: pyarrow.bool_()}
    schema = pyarrow.schema([(name, types[kind]) for name, kind in COLUMNS])
    count = 0
    waiting = rows(records)
    with whole_file(path) as file, pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(waiting, _GROUP)):
            writer.write_table(pyarrow.Table.from_pylist(group, schema=schema))
            count += len(group)
    return count
