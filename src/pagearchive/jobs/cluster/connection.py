"""The connection to a Ray cluster; without an address, one that is started on this machine and ends with us."""

from __future__ import annotations

import os
from typing import Any

from pagearchive.errors import SetupError

NAMESPACE = "pagearchive"
_SETTINGS = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_raylet_start_wait_time_s": "120"}
"""Nothing is reported to Ray's makers; a busy machine may take its time to start."""


def connected() -> Any:
    """The module `ray`, connected: to the cluster that RAY_ADDRESS names, else to a new one on this machine.

    A new one listens on loopback alone, has no dashboard and reports nothing to anybody. Raises SetupError when Ray is
    not installed or the cluster cannot be reached.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError as error:
        raise SetupError("--engine ray needs Ray: pip install 'pagearchive[ray]'") from error
    if ray.is_initialized():
        return ray
    address = os.environ.get("RAY_ADDRESS")
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "warning", "namespace": NAMESPACE}
    try:
        if address:
            ray.init(address=address, **quiet)
        else:
            ray.init(address="local", include_dashboard=False, _node_ip_address="127.0.0.1", **quiet)
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        where = f"the Ray cluster at {address}" if address else "a Ray cluster on this machine"
        raise SetupError(f"{where} does not answer: {' '.join(str(error).split())[:300]}") from error
    return ray
