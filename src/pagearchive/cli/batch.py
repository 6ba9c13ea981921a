"""`pagearchive batch` and `pagearchive status`: a list of addresses worked through, and how far it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pagearchive.cli import options as opt
from pagearchive.cli.engines import Engine, EngineChoice
from pagearchive.cli.printing import Printer
from pagearchive.errors import UsageError

if TYPE_CHECKING:
    from pagearchive.jobs.cluster.engine import RayEngine
    from pagearchive.jobs.options import RunOptions

_PACE = "The pace"


def batch(
    list_: Annotated[
        str,
        typer.Argument(
            metavar="LIST",
            help="Addresses: text, one a line, # comments; or CSV with a url column; - for standard input.",
            show_default=False,
        ),
    ],
    to: opt.To = Path("archives"),
    quiet: opt.Quiet = False,
    json: opt.Json = False,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=1024, help="Pages visited at a time.", rich_help_panel=_PACE)
    ] = 4,
    delay: Annotated[
        float,
        typer.Option("--delay", metavar="SECONDS", min=0, help="Wait between visits to a host.", rich_help_panel=_PACE),
    ] = 1.0,
    retries: Annotated[
        int, typer.Option("--retries", min=0, max=20, help="Further tries of what may pass.", rich_help_panel=_PACE)
    ] = 2,
    robots: opt.Robots = opt.RobotsChoice.warn,
    follow: opt.Follow = None,
    max_pages: opt.MaxPages = 500,
    max_threads: opt.MaxThreads = None,
    since: opt.Since = None,
    update: Annotated[
        bool,
        typer.Option("--update", help="Visit finished threads again, from their last page.", rich_help_panel=_PACE),
    ] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try again what failed in earlier runs.", rich_help_panel=_PACE)
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Visit finished pages again, too.", rich_help_panel=_PACE)
    ] = False,
    engine: Engine = EngineChoice.local,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="URL",
            help="With --engine ray: put the collection's files there (s3://bucket/name …); --to keeps the state.",
        ),
    ] = None,
    browser: opt.BrowserPath = None,
    timeout: opt.Timeout = 90,
    scroll: opt.Scroll = True,
    dismiss_overlays: opt.DismissOverlays = True,
    storage_state: opt.StorageState = None,
    credentials: opt.Credentials = None,
    keep_secrets: opt.KeepSecrets = False,
    logged_in_if: opt.LoggedInIf = None,
    user_agent: opt.UserAgent = None,
    contact: opt.Contact = None,
    insecure: opt.Insecure = False,
    allow_private: opt.AllowPrivate = False,
) -> None:
    """Archive a list of pages; the same command again goes on where the last run stopped.

    Each host is visited by one worker at a time, with a delay between visits; what may pass is tried again; finished
    pages are never fetched twice. At the end there is report.html in the collection.

    Examples:

        pagearchive batch urls.txt --to my-archive --workers 8 --contact me@example.org

        pagearchive batch sample.csv --to my-archive --retry-failed

        pagearchive batch topics.txt --follow thread --update --to my-archive

        pagearchive batch urls.txt --to /shared/my-archive --engine ray --workers 40
    """
    from pagearchive.cli.batch_display import display
    from pagearchive.jobs.batch import BatchOptions, local_engine, run_batch
    from pagearchive.jobs.lists import read_list
    from pagearchive.jobs.options import RunOptions
    from pagearchive.jobs.politeness import HostRules
    from pagearchive.jobs.report_page import write_report
    from pagearchive.jobs.running import run
    from pagearchive.jobs.summary import summarise

    options = RunOptions(
        browser=browser,
        timeout=timeout,
        scroll=scroll,
        allow_private=allow_private,
        dismiss_overlays=dismiss_overlays,
        storage_state=storage_state,
        credentials=credentials,
        keep_secrets=keep_secrets,
        logged_in_if=logged_in_if,
        user_agent=user_agent,
        contact=contact,
        insecure=insecure,
        robots=robots.value,
        follow=follow.value if follow else None,
        max_pages=max_pages,
        max_threads=max_threads,
        since=opt.moment(since),
    )
    how = BatchOptions(
        workers=workers,
        retries=retries,
        hosts=HostRules(delay=delay),
        retry_failed=retry_failed,
        fresh=fresh,
        update=update,
    )
    printer = Printer(quiet=quiet, json=json)
    states: dict[str, int] = {}
    make_engine = local_engine if engine is EngineChoice.local else _ray_engine(store, to)
    if store is not None and engine is EngineChoice.local:
        raise UsageError("--store needs --engine ray; without it, copy the finished collection")

    async def work() -> None:
        states.update(await run_batch(read_list(list_, sys.stdin), to, options, how, events, make_engine))

    try:
        with display(printer, quiet=quiet) as events:
            run(work())
    except KeyboardInterrupt:
        printer.error(f"interrupted; finished pages are in {to}, and the same command goes on with the others")
        raise
    summary = summarise(to)
    if store is not None:
        from pagearchive.jobs.cluster.engine import finish_store

        finish_store(store, to)
    page = write_report(to, summary)
    printer.data({"event": "end", "states": states, "verdicts": summary.verdicts, "bytes": summary.bytes})
    printer.say(" · ".join(f"{count} {state}" for state, count in states.items()) or "nothing to do")
    printer.say(f"report: {page}")
    if states.get("failed", 0) + states.get("skipped", 0):
        printer.say("what failed is tried again with --retry-failed")
        raise typer.Exit(1)


def _ray_engine(store: str | None, to: Path) -> Callable[[RunOptions], RayEngine]:
    from pagearchive.jobs.cluster.engine import RayEngine, prepare_store

    if store is not None:
        prepare_store(store, to)
    return lambda options: RayEngine(store)


def status(
    collection: Annotated[Path, typer.Argument(metavar="DIR", help="A collection.", show_default=False)],
    quiet: opt.Quiet = False,
    json: opt.Json = False,
) -> None:
    """Show how far a collection's batch is, and what failed.

    Example:

        pagearchive status my-archive
    """
    from pagearchive.jobs.summary import state_of

    printer = Printer(quiet=quiet, json=json)
    found = state_of(collection)
    printer.data(found)
    printer.say(" · ".join(f"{count} {state}" for state, count in found.states.items()) or "no batch has run here")
    for url, verdict, reason in found.failures:
        printer.say(f"{verdict:<8} {url}: {reason}")
