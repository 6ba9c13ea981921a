"""Options of the test run, and the signals that the processes under test begin with."""

from __future__ import annotations

import signal

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expectations of the fixtures: read the diff")


def pytest_configure() -> None:
    """A shell starts its background jobs deaf to Ctrl-C, and they hand that on to every process they start."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
