"""Web archives: WARC files written, read, verified, indexed and packed as WACZ.

The only code that knows these formats; its names are imported from here.
"""

from pagearchive.archive.framing import WarcRecord
from pagearchive.archive.reading import read_pages, read_records
from pagearchive.archive.writing import WarcWriter

__all__ = ["WarcRecord", "WarcWriter", "read_pages", "read_records"]
