"""Pages asked for politely: by the rules of robots.txt, one at a time a host, with limits."""

from __future__ import annotations

import ipaddress
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from framing.errors import FramingError

AGENT = "media-framing"  # the name that robots.txt may address
LARGEST = 10_000_000  # bytes of a page
CONNECT, READ, WHOLE = 15.0, 30.0, 120.0  # seconds for a connection, between bytes, for a page
REDIRECTS = 5
TRIES = 3  # where a server asks to come back later
LONGEST_WAIT = 300.0  # seconds that are waited where a server asks for it
LEAST_DELAY = 1.0  # seconds between requests to a host that is not one's own
_LARGEST_RULES = 500_000  # bytes of a robots.txt
_BLOCK = 65_536
_LATER = (429, 503)
_PAGES = ("text/html", "application/xhtml+xml", "")


class NotHadError(Exception):
    """A page that could not be had, and why; `refused` if robots.txt does not allow it."""

    def __init__(self, reason: str, refused: bool = False) -> None:
        super().__init__(reason)
        self.refused = refused


class StoppedError(Exception):
    """Work was stopped before the page was asked for."""


@dataclass(frozen=True)
class Answer:
    """What a server sent."""

    url: str
    status: int
    headers: Any
    data: bytes

    @property
    def kind(self) -> tuple[str, str | None]:
        """The media type and the charset that the server names."""
        message = Message()
        message["Content-Type"] = self.headers.get("Content-Type", "")
        kind = message.get_content_type() if self.headers.get("Content-Type") else ""
        return kind, message.get_content_charset()


@dataclass
class _Host:
    delay: float
    turn: threading.Lock = field(default_factory=threading.Lock)
    ready: float = 0.0  # when it may be asked again
    closed: str = ""  # why it is not asked again
    reading_rules: threading.Lock = field(default_factory=threading.Lock)
    rules: dict[str, Any] = field(default_factory=dict)  # by scheme, host and port


class Web:
    """Asks servers for pages.

    `own` are hosts (with ports) of the user's own network that were named by the user: no other
    private address is asked, wherever a name or a redirection leads.
    """

    def __init__(self, delay: float, own: set[tuple[str, int]], stop: threading.Event) -> None:
        self._delay, self._own, self._stop = delay, own, stop
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._pools = _pool_manager(self._may_reach)

    def page(self, url: str, by_rules: bool = True) -> Answer:
        """A page, redirections followed; `by_rules` keeps to robots.txt.

        Raises `NotHadError` with the reason if it cannot be had.
        """
        answer = self._follow(url, by_rules, LARGEST)
        if answer.status != 200:
            raise NotHadError(f"HTTP {answer.status}")
        kind, _ = answer.kind
        if kind not in _PAGES:
            raise NotHadError(f"the address gives {kind[:60]} and not a page")
        return answer

    def json(self, url: str) -> bytes:
        """What an interface made for programs answers."""
        answer = self._follow(url, False, LARGEST)
        if answer.status != 200:
            raise NotHadError(f"HTTP {answer.status}")
        return answer.data

    def _follow(self, url: str, by_rules: bool, largest: int) -> Answer:
        for _ in range(REDIRECTS + 1):
            if by_rules and not self._rules(url).can_fetch(url, AGENT):
                raise NotHadError(f"robots.txt of {_host(url)[0]} does not allow it", refused=True)
            answer = self._ask(url, largest)
            target = answer.headers.get("Location")
            if answer.status not in (301, 302, 303, 307, 308) or not target:
                return answer
            url = _checked(urljoin(url, target))
        raise NotHadError(f"more than {REDIRECTS} redirections")

    def _rules(self, url: str) -> Any:
        """The rules of robots.txt for the host (RFC 9309): none if it has none, and nothing is
        asked where it cannot be had."""
        from protego import Protego

        parts = urlsplit(_checked(url))
        origin = f"{parts.scheme}://{parts.netloc}"
        host = self._known(url)
        with host.reading_rules:
            if origin not in host.rules:
                host.rules[origin] = self._read_rules(f"{origin}/robots.txt")
                rules = host.rules[origin]
                if not isinstance(rules, str):
                    host.delay = max(host.delay, _asked_delay(rules))
        rules = host.rules[origin]
        if isinstance(rules, str):
            raise NotHadError(rules)
        if host.delay > LONGEST_WAIT:
            raise NotHadError(f"robots.txt of {parts.hostname} asks for {host.delay:.0f} s a page")
        assert isinstance(rules, Protego)
        return rules

    def _read_rules(self, url: str) -> Any:
        from protego import Protego

        try:
            answer = self._follow(url, False, _LARGEST_RULES)
        except NotHadError as error:
            return f"robots.txt of {_host(url)[0]} cannot be had ({error})"
        if answer.status >= 500 or answer.status == 429:
            return f"robots.txt of {_host(url)[0]} cannot be had (HTTP {answer.status})"
        text = answer.data.decode("utf-8", "replace") if answer.status == 200 else ""
        return Protego.parse(text)

    def _ask(self, url: str, largest: int) -> Answer:
        """One request, repeated where the server asks to come back later."""
        host = self._known(url)
        for left in reversed(range(TRIES)):
            with self._turn(host):
                answer = self._request(url, largest)
                later = answer.status in _LATER
                wait = _retry_after(answer.headers.get("Retry-After")) if later else 0.0
                if wait is None:
                    wait = host.delay * 2 ** (TRIES - left)
                if wait > LONGEST_WAIT:
                    name = _host(url)[0]
                    host.closed = (
                        f"{name} asks to come back in {wait:,.0f} s (HTTP {answer.status})"
                    )
                    raise NotHadError(host.closed)
                host.ready = time.monotonic() + wait
            if not later or not left:
                return answer
        raise AssertionError("unreachable")

    @contextmanager
    def _turn(self, host: _Host) -> Iterator[None]:
        """The host to oneself, once the delay since the last request is over."""
        with host.turn:
            if host.closed:
                raise NotHadError(host.closed)
            while (wait := host.ready - time.monotonic()) > 0 and not self._stop.is_set():
                self._stop.wait(wait)
            if self._stop.is_set():
                raise StoppedError
            try:
                yield
            finally:
                host.ready = max(host.ready, time.monotonic() + host.delay)

    def _request(self, url: str, largest: int) -> Answer:
        import urllib3

        begun = time.monotonic()
        timeout = urllib3.Timeout(connect=CONNECT, read=READ)
        headers = {"User-Agent": user_agent(), "Accept": "text/html,*/*;q=0.5"}
        headers["Accept-Encoding"] = "gzip, deflate"
        try:
            response = self._pools.request(
                "GET", url, headers=headers, timeout=timeout, redirect=False, retries=False,
                preload_content=False,
            )  # fmt: skip
            try:
                stated = response.headers.get("Content-Length", "")
                if stated.isdecimal() and int(stated) > largest:
                    raise NotHadError(f"larger than {largest / 1e6:g} MB")
                data = bytearray()
                while block := response.read1(_BLOCK, decode_content=True):
                    data += block
                    if len(data) > largest:
                        raise NotHadError(f"larger than {largest / 1e6:g} MB")
                    if time.monotonic() - begun > WHOLE:
                        raise NotHadError(f"not finished after {WHOLE:g} s")
            finally:
                response.close()
        except urllib3.exceptions.TimeoutError:
            raise NotHadError("the server did not answer in time") from None
        except urllib3.exceptions.HTTPError as error:
            raise NotHadError(f"the server cannot be reached ({_why(error)})") from None
        return Answer(url, response.status, response.headers, bytes(data))

    def _known(self, url: str) -> _Host:
        name, port = _host(_checked(url))
        delay = self._delay if (name, port) in self._own else max(self._delay, LEAST_DELAY)
        with self._lock:
            return self._hosts.setdefault(name, _Host(delay))

    def _may_reach(self, name: str, port: int, address: str) -> bool:
        return (name, port) in self._own or is_public(address)


def user_agent() -> str:
    """How servers are told who asks, and why."""
    from framing import __version__

    return f"{AGENT}/{__version__} (research on news: a listed article, asked for once)"


def own_hosts(urls: list[str]) -> set[tuple[str, int]]:
    """The hosts and ports among these addresses that are written as private ones, or localhost."""
    found = set()
    for url in urls:
        try:
            name, port = _host(url)
        except (ValueError, NotHadError):
            continue
        try:
            private = name == "localhost" or not is_public(name)
        except ValueError:  # a name
            private = False
        if private:
            found.add((name, port))
    return found


def is_public(address: str) -> bool:
    """Whether an IP address is one of the Internet's, and not of a private network."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


def _checked(url: str) -> str:
    """The address, if it is one of the web."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        fine = False
    if not fine:
        raise NotHadError(f"not an address of the web: {url[:80]}")
    if parts.username or parts.password:
        raise NotHadError("the address holds a name or a password")
    if re.search(r"[\x00-\x20\x7f]", url):
        raise NotHadError("the address holds a space or a control character")
    return url


def _host(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.hostname or "", port


def _asked_delay(rules: Any) -> float:
    """Seconds between requests that robots.txt asks for."""
    rate = rules.request_rate(AGENT)
    by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
    return max(float(rules.crawl_delay(AGENT) or 0.0), by_rate)


def _retry_after(value: str | None) -> float | None:
    """Seconds to wait by the header of that name, or None if it says nothing."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _why(error: Exception) -> str:
    return str(error).rpartition(": ")[2][:120]


def _pool_manager(may_reach: Any) -> Any:
    """Connections that are closed, before anything is asked, if they lead to where they may not."""
    try:
        import urllib3
        from protego import Protego as Protego
    except ImportError:
        raise FramingError(
            "fetching needs urllib3, protego and trafilatura: pip install 'media-framing[web]'."
        ) from None
    from urllib3.connection import HTTPConnection, HTTPSConnection

    class Checked:
        def _new_conn(self) -> Any:
            connection = super()._new_conn()  # type: ignore[misc]
            address = connection.getpeername()[0]
            if not may_reach(self.host, self.port, address):  # type: ignore[attr-defined]
                connection.close()
                raise NotHadError(f"the address leads to a private network ({address})")
            return connection

    class Http(Checked, HTTPConnection):
        pass

    class Https(Checked, HTTPSConnection):
        pass

    class HttpPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Http

    class HttpsPool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Https

    manager = urllib3.PoolManager(num_pools=50)
    manager.pool_classes_by_scheme = {"http": HttpPool, "https": HttpsPool}
    return manager
