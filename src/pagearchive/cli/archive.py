"""`pagearchive archive`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pagearchive.cli import options as opt
from pagearchive.cli.printing import Printer, progress

if TYPE_CHECKING:
    from pagearchive.jobs.outcome import Outcome


def archive(
    urls: Annotated[list[str], typer.Argument(metavar="URL", help="Pages to archive.", show_default=False)],
    to: opt.To = Path("archives"),
    quiet: opt.Quiet = False,
    json: opt.Json = False,
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
    robots: opt.Robots = opt.RobotsChoice.warn,
    follow: opt.Follow = None,
    max_pages: opt.MaxPages = 500,
    max_threads: opt.MaxThreads = None,
    since: opt.Since = None,
) -> None:
    """Archive pages: capture each in a browser, write the WARC, and the clean data beside it.

    Prints a line a page: verdict, title, posts or words, and the WARC it is in. Failures are named on standard error
    and in report.jsonl; the other pages still go through.

    Examples:

        pagearchive archive https://forum.example.org/topic/1 --to my-archive

        pagearchive archive https://example.org/a https://example.org/b --to my-archive --json

        pagearchive archive https://forum.example.org/topic/1 --follow thread --to my-archive

        pagearchive archive https://forum.example.org/boats/ --follow board --since 2026-01-01 --max-threads 50
    """
    from pagearchive.jobs.archiving import archive_pages
    from pagearchive.jobs.options import RunOptions
    from pagearchive.jobs.running import run

    printer = Printer(quiet=quiet, json=json)
    options = RunOptions(
        browser=browser,
        timeout=timeout,
        scroll=scroll,
        allow_private=allow_private,
        trust_origins=True,
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
    verdicts: list[str] = []
    with progress(quiet=quiet) as show:

        def report(outcome: Outcome, record: object) -> None:
            verdicts.append("" if outcome.archived else outcome.verdict)
            printer.data(outcome)
            (printer.say if outcome.archived else printer.error)(line_for(outcome))
            if outcome.unread:
                printer.note(f"{outcome.url}: {outcome.unread}")

        run(archive_pages(urls, to, options, report, lambda url: show(f"[{len(verdicts) + 1}/{len(urls)}] {url}")))
    failed = [verdict for verdict in verdicts if verdict]
    if failed:
        raise typer.Exit(2 if all(verdict == "not-a-url" for verdict in verdicts) else 1)


def line_for(outcome: Outcome) -> str:
    """The line that a person reads about a page."""
    if not outcome.archived:
        reason = outcome.error or "no reason was given"
        shown = reason if reason.startswith(outcome.url) else f"{outcome.url}: {reason}"
        return f"{outcome.verdict:<8} {shown}"
    parts = [outcome.title or outcome.url]
    if outcome.posts is not None:
        parts.append(f"{outcome.posts} {'post' if outcome.posts == 1 else 'posts'}")
    if outcome.words is not None:
        parts.append(f"{outcome.words} words")
    if outcome.found is not None:
        parts.append(f"{len(outcome.found)} threads to archive")
    if outcome.pages is not None:
        parts.append(f"{outcome.pages} pages")
    if outcome.unread:
        parts.append(outcome.content_type or "no content type")
    if outcome.warc_file:
        parts.append(f"warc/{outcome.warc_file}")
    if outcome.verdict != "ok" and outcome.error:
        parts.append(outcome.error)
    return f"{outcome.verdict:<8} " + " · ".join(parts)
