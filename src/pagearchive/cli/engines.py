"""Where the work is done: the option that `batch` and `extract` share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class EngineChoice(StrEnum):
    """What `--engine` takes."""

    local = "local"
    ray = "ray"


Engine = Annotated[
    EngineChoice,
    typer.Option("--engine", help="Work on this machine, or on a Ray cluster: RAY_ADDRESS says which."),
]
