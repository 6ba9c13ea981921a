"""Parameters that say where a reader came from, or which session they are in: nothing about the page."""

from __future__ import annotations

import re

from pagearchive.patterns import regex

_CAMPAIGNS = (
    "utm_[a-z_]+|ga_(?:source|medium|term|content|campaign|place)|pk_(?:campaign|kwd|source|medium|content|cid)",
    "piwik_(?:campaign|kwd)|mtm_[a-z]+|matomo_[a-z]+|hsa_[a-z]+|at_(?:campaign|medium|custom[0-9]|bbc_team|format)",
    "s_cid|ns_(?:campaign|mchannel|source|linkname|fee)|ref_(?:src|url)|cmpid|xtor|ncid|ito|mbid|wt[.]mc_id",
    "sc_(?:campaign|channel|content|medium|outcome|geo|country)|trk_(?:contact|msg|module|sid)|guce_[a-z_]+|guccounter",
)
_CLICKS = (
    "fbclid|fb_(?:action_ids|action_types|source|ref)|gclid|gclsrc|dclid|gbraid|wbraid|gad_(?:source|campaignid)",
    "srsltid|msclkid|yclid|ysclid|_openstat|twclid|ttclid|li_fat_id|igshid|igsh|epik|rdt_cid|sccid|tblci|dicbo",
    "mc_(?:cid|eid)|mkt_tok|_hsenc|_hsmi|__hs[a-z]+|hsctatracking|vero_(?:id|conv)|oly_(?:enc|anon)_id|rb_clickid",
    "wickedid|ml_subscriber(?:_hash)?|_bta_(?:tid|c)|_gl|_ga",
)
_SESSIONS = (
    "phpsessid=[^&;#]*|jsessionid=[^&;#]*|cftoken=[^&;#]*|cfid=[0-9]+(?=[&;#]|$)",
    "(?:sid|s|session_?id|osc?sid|zenid|xtcsid)=[0-9a-f]{26,40}(?=[&;#]|$)",
)
_TRACKING = regex(
    rf"([?&;])(?:amp;)?(?:(?:{'|'.join((*_CAMPAIGNS, *_CLICKS))})=[^&;#]*|{'|'.join(_SESSIONS)})", re.IGNORECASE
)
_PATH_SESSION = regex(r";jsessionid=[^?#/]*", re.IGNORECASE)
_FRAGMENT = regex(r"#(?:utm_|xtor=|at_medium=)[^#]*$", re.IGNORECASE)
_BROKEN_START = regex(r"\?(?:&(?:amp;)?|;)+")
_EMPTY_QUERY = regex(r"\?(?=#|$)")


def without_tracking(url: str) -> str:
    """The address without campaign, click and session parameters; all else stays as it is, order included.

    `s=` and `sid=` go only where their value looks like a session's (26 to 40 hexadecimal digits).
    """
    if "jsession" in url.lower():
        url = _PATH_SESSION.sub("", url)
    if "#" in url:
        url = _FRAGMENT.sub("", url)
    if "?" not in url:
        return url
    cleaned, count = _TRACKING.subn(_start_kept, url)
    if not count:
        return url
    return _EMPTY_QUERY.sub("", _BROKEN_START.sub("?", cleaned, count=1), count=1)


def _start_kept(parameter: re.Match[str]) -> str:
    return "?" if parameter[1] == "?" else ""
