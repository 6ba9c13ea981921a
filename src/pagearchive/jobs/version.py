"""The version of this package, for what it writes."""

from __future__ import annotations

from pagearchive import __version__

SOFTWARE = f"pagearchive/{__version__}"
"""As it stands in `warcinfo` and in a record's provenance."""
