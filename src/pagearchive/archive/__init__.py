"""Web archives: WARC files written, read, verified, salvaged, searched and packed as WACZ.

The only code that knows these formats; its names are imported from here.
"""

from pagearchive.archive.disk import OPEN_SUFFIX
from pagearchive.archive.entries import Entry
from pagearchive.archive.framing import WarcRecord
from pagearchive.archive.packing import pack
from pagearchive.archive.pictures import read_stored
from pagearchive.archive.reading import Found, all_in_one, read_pages, read_payload, read_records
from pagearchive.archive.replaying import Payload, ReplayIndex, StoredResponse, find_payload, payload_digests
from pagearchive.archive.salvaging import salvage
from pagearchive.archive.splitting import PageRange, byte_ranges, find_pages
from pagearchive.archive.verifying import Fault, verify
from pagearchive.archive.writing import WarcWriter

__all__ = [
    "OPEN_SUFFIX",
    "Entry",
    "Fault",
    "Found",
    "PageRange",
    "Payload",
    "ReplayIndex",
    "StoredResponse",
    "WarcRecord",
    "WarcWriter",
    "all_in_one",
    "byte_ranges",
    "find_pages",
    "find_payload",
    "pack",
    "payload_digests",
    "read_pages",
    "read_payload",
    "read_records",
    "read_stored",
    "salvage",
    "verify",
]
