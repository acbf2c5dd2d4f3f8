"""Addresses of articles, brought to one form so that the same page is known by each of its ways."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

# Parameters that say how a reader came to the page, and not which page it is.
_TRACKING = re.compile(
    r"(?:utm|mc|at|ns|pk|mtm|hsa|hmb|ito|ftag|cmp|smid|smtyp|ocid|taid|xtor|_ga)(?:_.*)?"
    r"|(?:fb|g|d|ms|y|tw)cl(?:id|kid|sr?id)|igshid|cmpid|ncid|partner|soc_src|soc_trk|guccounter"
    r"|guce_referrer(?:_sig)?|amp|outputtype",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.)")
_AMP = re.compile(r"(?:/amp|\.amp|/amp\.html)$|^/amp(?=/)", re.IGNORECASE)
_PORTS = {80, 443, None}


def plain_address(url: str) -> str:
    """The address without what does not tell pages apart: "" if it names no page.

    Left out are the scheme, `www.` and its like, the port where it is the usual one, parameters
    of tracking, the forms for mobile readers (AMP), the fragment and the last slash. The address
    of a host alone names no page.

    >>> plain_address("https://www.Example.org/2025/rain/?utm_source=x&id=3#top")
    'example.org/2025/rain?id=3'
    >>> plain_address("http://example.org/2025/rain/amp?id=3")
    'example.org/2025/rain?id=3'
    >>> plain_address("https://example.org/")
    ''
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    path = unquote(parts.path).rstrip("/")
    path = _AMP.sub("", path).rstrip("/")
    asked = [pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])]
    if not path and not asked:
        return ""
    host = _HOST.sub("", host) if _HOST.match(host) else host
    where = host if port in _PORTS else f"{host}:{port}"
    return f"{where}{path}" + (f"?{urlencode(sorted(asked))}" if asked else "")
