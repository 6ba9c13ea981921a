"""Forum software, one module each: selectors as data. `PLATFORMS` is the order in which they are asked."""

from __future__ import annotations

from pagearchive.parse.document import Document
from pagearchive.parse.platforms import (
    discourse,
    drupal,
    flarum,
    hackernews,
    hyperkitty,
    invision,
    jforum,
    khoros,
    kunena,
    lemmy,
    lobsters,
    mbin,
    mybb,
    nodebb,
    phpbb,
    proboards,
    punbb,
    question2answer,
    quora,
    reddit,
    slash,
    smf,
    stackexchange,
    ubbthreads,
    vanilla,
    vbulletin,
    woltlab,
    wordpress,
    xenforo,
    zendesk,
)
from pagearchive.parse.platforms.marks import first_of
from pagearchive.parse.platforms.platform import Look, Picks, Platform, value, values

__all__ = ["PLATFORMS", "Look", "Picks", "Platform", "recognise", "value", "values"]

PLATFORMS: tuple[Platform, ...] = (
    xenforo.FORA,
    xenforo.XENFORO_2,
    xenforo.XENFORO_1,
    invision.INVISION_5,
    invision.INVISION_4,
    invision.INVISION_3,
    discourse.DISCOURSE,
    discourse.DISCOURSE_LIVE,
    discourse.DISCOURSE_DATA,
    discourse.DISCOURSE_CREATORS,
    stackexchange.STACK_EXCHANGE,
    vbulletin.VBULLETIN_5,
    vbulletin.VBULLETIN_4,
    vbulletin.VBULLETIN_3,
    phpbb.TAPATALK,
    phpbb.PHPBB_3,
    punbb.FLUXBB,
    punbb.PUNBB,
    nodebb.NODEBB,
    reddit.REDDIT,
    reddit.OLD_REDDIT,
    smf.SMF,
    smf.SMF_1,
    mybb.MYBB,
    vanilla.VANILLA,
    flarum.FLARUM_LIVE,
    flarum.FLARUM,
    flarum.FLARUM_NOSCRIPT,
    lemmy.LEMMY,
    lobsters.LOBSTERS,
    hackernews.HACKER_NEWS,
    quora.QUORA,
    slash.SLASH,
    woltlab.WOLTLAB,
    woltlab.BURNING_BOARD_3,
    wordpress.BBPRESS,
    wordpress.WPFORO,
    khoros.KHOROS,
    khoros.INSIDED,
    proboards.PROBOARDS,
    question2answer.QUESTION2ANSWER,
    kunena.KUNENA,
    drupal.DRUPAL_FORUM,
    ubbthreads.UBB_THREADS,
    jforum.JFORUM,
    zendesk.ZENDESK,
    mbin.MBIN,
    hyperkitty.HYPERKITTY,
    phpbb.PHPBB_2,
)


def recognise(document: Document, platforms: tuple[Platform, ...] = PLATFORMS) -> Platform | None:
    """The first of the platforms whose marks all stand on the page, or None."""
    return first_of(document, platforms)
