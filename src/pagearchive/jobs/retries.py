"""What another try may change, and when it is made."""

from __future__ import annotations

import random

from pagearchive.jobs.batch_options import BatchOptions
from pagearchive.jobs.outcome import Outcome

PASSING = frozenset({"timeout", "connection-error", "dns-error", "crashed", "interrupted"})
"""Verdicts that another try may change; HTTP errors go by their status."""
UNREACHED = frozenset({"timeout", "connection-error", "dns-error", "tls-error"})
"""Verdicts that count against the host."""
PASSING_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 530})
BUSY_STATUSES = frozenset({429, 503})
MAX_BACKOFF = 600.0


def retry_in(outcome: Outcome, tries: int, batch: BatchOptions) -> float | None:
    """Seconds until what may pass is tried again after `tries` earlier tries; None: it is not."""
    passing = outcome.verdict in PASSING or outcome.status in PASSING_STATUSES
    if outcome.archived or not passing or tries >= batch.retries:
        return None
    wait: float = min(MAX_BACKOFF, batch.backoff * 2**tries) * random.uniform(0.75, 1.25)  # noqa: S311
    return max(wait, outcome.retry_after or 0.0)
