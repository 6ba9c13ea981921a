"""The entry point: runs the command and turns whatever it raises into one line and an exit status.

0: all pages archived. 1: some failed. 2: wrong usage. 130: interrupted. Nobody is shown a traceback unless
`PAGEARCHIVE_TRACEBACK=1` asks for it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from pagearchive.cli.app import app
from pagearchive.errors import PageArchiveError, UsageError

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status. `arguments` default to the process's own."""
    status: object = OK
    try:
        app(args=None if arguments is None else list(arguments), prog_name="pagearchive")
    except SystemExit as end:
        status = end.code
    except KeyboardInterrupt:
        status = INTERRUPTED
    except PageArchiveError as error:
        return _complain(error, str(error), USAGE if isinstance(error, UsageError) else FAILED)
    except OSError as error:
        return _complain(error, of_the_system(error), FAILED)
    except Exception as error:
        what = f"a fault in pagearchive itself ({type(error).__name__}: {error})"
        return _complain(error, f"{what}; PAGEARCHIVE_TRACEBACK=1 shows where", FAILED)
    return _flush(status if isinstance(status, int) else OK if status is None else FAILED)


def of_the_system(error: OSError) -> str:
    """The operating system's complaint in one line, with the file it is about."""
    reason = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename else reason


def _complain(error: Exception, message: str, status: int) -> int:
    if os.environ.get("PAGEARCHIVE_TRACEBACK"):
        raise error
    print(f"pagearchive: {' '.join(message.split())}", file=sys.stderr)
    _flush(status)
    return status


def _flush(status: int) -> int:
    """Write out what is still in Python's buffer while its failure can be reported."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()  # the reader has gone (`| head`): nothing more to say to it
    except OSError as error:
        _discard_output()
        print(f"pagearchive: standard output: {of_the_system(error)}", file=sys.stderr)
        return FAILED
    return status


def _discard_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
