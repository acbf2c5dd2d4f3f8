"""The texts of a list's addresses, obtained from the web when that is asked for."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import pandas as pd

from framing.collection.importing import Told
from framing.collection.manifests import read_list, with_texts
from framing.collection.page import with_page
from framing.collection.pages import Page, Pages
from framing.collection.rebuilding import take, there_already
from framing.collection.store import Collection
from framing.collection.web import NotHadError, Web, own_hosts
from framing.columns import strings
from framing.corpus import Corpus
from framing.dates import parse_dates
from framing.errors import FramingError
from framing.readers.gather import Gatherer, Read
from framing.readers.html import keep_page
from framing.readers.joined import mapped

DELAY = 5.0  # seconds between two requests to a host
ARCHIVE = "https://archive.org"
_AT_ONCE = 8  # hosts
_SNAPSHOT = re.compile(r"(/web/\d{4,14})(?:[a-z]{2}_)?/")


def fetch_articles(
    manifest: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    delay: float = DELAY,
    archived: bool = False,
    retry: bool = False,
    clean: bool = True,
    told: Told | None = None,
    archive: str = ARCHIVE,
) -> Corpus:
    """Obtain the texts of a list's addresses from the web, politely, and make a corpus of them.

    The rules of each host's robots.txt are kept (RFC 9309; where it cannot be had nothing is
    asked), and so are the delays that it or an answer (Retry-After) asks for. A host gets one
    request at a time, and `delay` seconds between two; different hosts are asked at once. Servers
    are told the program's name, version and purpose. Redirections are followed, but only on the
    web and to no private address; a page may have 10 MB and take two minutes.

    Every page is kept in the cache (``.framing`` in the folder, or ``$FRAMING_CACHE``), and so is
    the reason why one could not be had: the same call goes on after an interruption, and asks for
    nothing twice. Articles that are in the folder already are not asked for.

    The corpus takes what the list says of an article, and from the page its text and what the list
    leaves open (outlet, date, headline, author, …).

    Parameters
    ----------
    manifest
        As for `rebuild_corpus`; it must give addresses (`url`).
    out
        The folder of the corpus, as in `import_articles`; ``receipt/manifest_matches.csv`` is as
        `rebuild_corpus` writes it, with the address of the page as `source` and when it was
        `retrieved`.
    columns
        Which column of the list stands for which.
    delay
        Seconds between two requests to a host; at least 1, but on one's own network.
    archived
        Whether the Internet Archive is asked for a copy, the nearest to the article's date, of
        what cannot be had (not of what robots.txt does not allow).
    retry
        Whether what could not be had before is asked for again.
    clean
        Whether texts are cleaned.
    told
        Called with an address and ``"asking"``, and again with what came of it.
    archive
        The archive's address.

    Returns
    -------
    Corpus
        All articles of the folder. What could not be had is put aside in its receipt, with the
        reason.

    Raises
    ------
    FramingError
        The list has no addresses, or no article could be had.

    Examples
    --------
    A server on this machine, and a list with the address of its one page:

    >>> import tempfile
    >>> from functools import partial
    >>> from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
    >>> class Quiet(SimpleHTTPRequestHandler):
    ...     def log_message(self, *args): pass
    >>> folder = Path(tempfile.mkdtemp())
    >>> rain = [f"<p>Rain fell on Tolby for {n} days, and the river rose.</p>" for n in range(9)]
    >>> _ = (folder / "rain.html").write_text("<h1>Rain in Tolby</h1>" + "".join(rain))
    >>> server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    >>> threading.Thread(target=server.serve_forever, daemon=True).start()
    >>> address = f"http://127.0.0.1:{server.server_port}/rain.html"
    >>> _ = (folder / "list.csv").write_text(f"outlet,url\\nTolby Post,{address}\\n")
    >>> corpus = fetch_articles(folder / "list.csv", folder / "mine", delay=0)
    >>> corpus.articles[["outlet", "title"]].to_numpy().tolist()
    [['Tolby Post', 'Rain in Tolby']]
    >>> server.shutdown(); server.server_close()
    """
    fetch(
        manifest, out, columns, delay=delay, archived=archived, retry=retry, clean=clean,
        told=told, archive=archive,
    )  # fmt: skip
    return with_page(out)


def fetch(
    manifest: str | os.PathLike[str],
    out: str | os.PathLike[str],
    columns: Mapping[str, str] | None = None,
    *,
    delay: float = DELAY,
    archived: bool = False,
    retry: bool = False,
    clean: bool = True,
    told: Told | None = None,
    archive: str = ARCHIVE,
) -> tuple[Collection, pd.DataFrame]:
    """As `fetch_articles`: the collection and the table of matches."""
    if not delay >= 0:
        raise FramingError(f"delay={delay!r} is not a number of seconds; give 0 or more.")
    listed, out = read_list(manifest, columns), Path(out)
    urls = addresses(listed)
    there = there_already(Collection(out), listed.frame)
    days = _days(listed.frame)
    wanted = {url: days[i] for i, url in enumerate(urls) if url and i not in there}
    _check_reader()
    errand = _Errand(out, delay, [*wanted, archive], archive if archived else None, retry, told)
    pages = errand.run(wanted)

    name = Path(manifest).name
    gathered = Gatherer(typed=False)
    gathered.source(name, "html", None)
    for i, url in enumerate(urls):
        page = pages.get(url)
        if i in there:
            continue
        if page is None:
            gathered.reject("no address", name, i)
        elif page.failure:
            gathered.reject(page.failure, name, i)
        else:
            keep_page(gathered, name, i, page.data, page.url, page.charset)
    got = mapped(gathered.finish(["text"]), {}, required=())
    positions = got.origin["row"].to_numpy(dtype=int)
    reasons = dict(zip(got.quarantined["row"], got.quarantined["reason"], strict=True))
    if not len(positions) and not there:
        reason = next(iter(reasons.values()), "the list is empty")
        raise FramingError(
            f"no article could be had from the {len(urls):,} addresses of {name} ({reason})."
        )
    read = with_texts(listed, got.frame.set_axis(positions), reasons)
    read = replace(read, repaired=got.repaired)
    had = [pages[urls[i]] for i in positions]
    more = pd.DataFrame(
        {
            "known_by": "address",
            "source": [page.found_at for page in had],
            "retrieved": [page.retrieved for page in had],
        },
        index=positions,
    )
    return take(manifest, listed, read, more, out, clean=clean)


def addresses(listed: Read) -> list[str]:
    """The addresses of a list, "" where there is none."""
    if "url" not in listed.frame or not strings(listed.frame["url"]).notna().any():
        name = listed.sources["source"].iloc[0] if len(listed.sources) else "the list"
        raise FramingError(f"{name} has no addresses; say which column holds them: url='…'.")
    return strings(listed.frame["url"]).fillna("").str.strip().tolist()


class _Errand:
    """Asks for many pages, those of one host one after another."""

    def __init__(
        self,
        out: Path,
        delay: float,
        named: list[str],
        archive: str | None,
        retry: bool,
        told: Told | None,
    ) -> None:
        self._stop = threading.Event()
        self._web = Web(delay, own_hosts(named), self._stop)
        self._pages = Pages(out)
        self._archive, self._retry = archive, retry
        self._told, self._telling = told or (lambda name, what: None), threading.Lock()

    def run(self, wanted: Mapping[str, str]) -> dict[str, Page]:
        """What came of each address, of which `wanted` gives the day of the article."""
        queues: dict[str, list[str]] = {}
        for url in wanted:
            queues.setdefault(_queue(url), []).append(url)
        found: dict[str, Page] = {}
        with ThreadPoolExecutor(max(1, min(_AT_ONCE, len(queues)))) as workers:
            try:
                tasks = [workers.submit(self._ask_all, queue, wanted) for queue in queues.values()]
                for task in as_completed(tasks):
                    found.update(task.result())
            except BaseException:
                self._stop.set()
                workers.shutdown(cancel_futures=True)
                raise
        return found

    def _ask_all(self, urls: list[str], days: Mapping[str, str]) -> dict[str, Page]:
        found = {}
        for url in urls:
            if self._stop.is_set():
                break
            found[url] = self._obtain(url, days[url])
        return found

    def _obtain(self, url: str, day: str) -> Page:
        """The page, from the cache if it was asked for before."""
        page = self._pages.get(url)
        if page is not None and not (page.failure and self._retry):
            if not page.failure or page.refused or page.archived or self._archive is None:
                self._tell(url, "had before" if not page.failure else page.failure)
                return page
        else:
            self._tell(url, "asking")
            page = self._live(url)
        if page.failure and self._archive and not page.refused:
            page = self._from_archive(page, self._archive, day)
        self._pages.put(page)
        self._tell(url, page.failure or "had")
        return page

    def _live(self, url: str) -> Page:
        try:
            answer = self._web.page(url)
        except NotHadError as error:
            return Page(url, failure=str(error), refused=error.refused)
        return Page(url, answer.url, _now(), answer.kind[1], data=answer.data)

    def _from_archive(self, page: Page, archive: str, day: str) -> Page:
        """The archive's copy nearest to the day of the article; it is asked for as the archive
        received the page, without its own frame."""
        asked = f"{archive}/wayback/available?url={quote(page.url, safe='')}"
        try:
            told = json.loads(self._web.json(asked + (f"&timestamp={day}" if day else "")))
            snapshot = told["archived_snapshots"]["closest"]["url"]
            if archive.startswith("https:"):
                snapshot = re.sub(r"^http:", "https:", snapshot)
            snapshot = _SNAPSHOT.sub(r"\1id_/", snapshot, count=1)
            answer = self._web.page(snapshot, by_rules=False)
        except NotHadError as error:
            reason = f"{page.failure}; in the archive: {error}"
            return replace(page, failure=reason, archived=True)
        except (ValueError, KeyError, TypeError):
            return replace(page, failure=f"{page.failure}; not in the archive", archived=True)
        return Page(page.url, answer.url, _now(), answer.kind[1], archived=True, data=answer.data)

    def _tell(self, url: str, what: str) -> None:
        with self._telling:
            self._told(url, what)


def _queue(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _days(frame: pd.DataFrame) -> list[str]:
    """The days of the articles as the archive writes them, "" where they are not known."""
    if "date" not in frame:
        return [""] * len(frame)
    dates, _ = parse_dates(frame["date"])
    return dates.dt.strftime("%Y%m%d").fillna("").tolist()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _check_reader() -> None:
    """Nothing is asked for that cannot be read afterwards."""
    if importlib.util.find_spec("trafilatura") is None:
        raise FramingError("fetching needs trafilatura: pip install 'media-framing[web]'.")
