"""Fetching, against servers on this machine."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import framing as fr
from framing.cli import app
from framing.collection import fetching, web
from framing.collection.fetching import fetch, fetch_articles
from framing.collection.pages import Page, Pages
from framing.collection.web import is_public, own_hosts
from framing.errors import FramingError

pytest.importorskip("trafilatura")
pytest.importorskip("protego")

Reply = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]

SENTENCE = (
    "The council of {} met on Monday and decided that the bridge over the river will be built. "
)


def page(name: str, charset: str = "utf-8", title: str = "Bridge for {}") -> bytes:
    paragraphs = "".join(
        f"<p>{SENTENCE.format(name)} Speaker number {i} said that {name} had waited {i} years.</p>"
        for i in range(2, 8)
    )
    html = f"""<!doctype html><html><head><title>{title.format(name)}</title>
    <meta property="og:type" content="article"><meta property="og:site_name" content="Site">
    <meta property="article:published_time" content="2025-03-02"></head>
    <body><article><h1>{title.format(name)}</h1>{paragraphs}</article></body></html>"""
    return html.encode(charset)


class Server:
    """Answers by path, and notes what was asked when, and by what host name."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply | list[Reply]] = {}
        self.asked: list[tuple[str, str, float, float]] = []  # host, path, begun, ended
        self.agents: set[str] = set()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                begun = time.monotonic()
                host = self.headers["Host"].partition(":")[0]
                server.agents.add(self.headers["User-Agent"])
                reply = server.replies.get(f"{host}{self.path}", server.replies.get(self.path))
                if isinstance(reply, list):
                    reply = reply.pop(0) if len(reply) > 1 else reply[0]
                try:
                    if callable(reply):
                        reply(self)
                    else:
                        server.send(self, *(reply or (404, {}, b"")))
                except OSError:
                    pass  # the client has had enough
                server.asked.append((host, self.path, begun, time.monotonic()))

            def log_message(self, *args: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_port
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,))
        self.thread.start()

    @staticmethod
    def send(to: BaseHTTPRequestHandler, status: int, headers: dict[str, str], data: bytes) -> None:
        to.send_response(status)
        for name, value in ({"Content-Type": "text/html"} | headers).items():
            to.send_header(name, value)
        to.send_header("Content-Length", str(len(data)))
        to.end_headers()
        to.wfile.write(data)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for _, path, _, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()
    made.thread.join()


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRAMING_CACHE", raising=False)


@pytest.fixture
def listed(tmp_path: Path, server: Server) -> Callable[..., Path]:
    """Writes a list of addresses."""

    def write(*paths: str, **columns: list[str]) -> Path:
        urls = [path if "//" in path else server.url(path) for path in paths]
        outlets = {"outlet": [f"O{i}" for i in range(len(urls))]}
        frame = pd.DataFrame({"url": urls, **outlets, **columns})
        frame.to_csv(tmp_path / "list.csv", index=False)
        return tmp_path / "list.csv"

    return write


def reasons(corpus: fr.Corpus) -> list[str]:
    return corpus.receipt.quarantined["reason"].tolist()


def test_pages_become_articles_with_what_the_list_says(
    tmp_path: Path, server: Server, listed: Callable[..., Path]
) -> None:
    server.replies = {"/a": (200, {}, page("Tolby")), "/b": (200, {}, page("Hask"))}
    manifest = listed("/a", "/b", "/none", title=["Given", "", ""], date=["2025-01-01", "", ""])
    corpus = fetch_articles(manifest, tmp_path / "mine", delay=0)
    articles = corpus.articles
    assert articles["outlet"].tolist() == ["O0", "O1"]
    assert articles["title"].tolist() == ["Given", "Bridge for Hask"]
    assert articles["date"].dt.strftime("%Y-%m-%d").tolist() == ["2025-01-01", "2025-03-02"]
    assert articles["text"].str.contains("Speaker number 7").all()
    assert reasons(corpus) == ["HTTP 404"]
    assert corpus.receipt.expected == 3
    assert corpus.receipt.quarantined["row"].tolist() == [3]
    (agent,) = server.agents
    assert agent.startswith(f"media-framing/{fr.__version__} (research")
    table = pd.read_csv(tmp_path / "mine" / "receipt" / "manifest_matches.csv")
    assert table["match"].tolist() == ["unchecked", "unchecked", "missing"]
    assert table["source"].tolist()[:2] == [server.url("/a"), server.url("/b")]
    assert fr.read_corpus(tmp_path / "mine").fingerprint == corpus.fingerprint


def test_robots_txt_is_kept(tmp_path: Path, server: Server, listed: Callable[..., Path]) -> None:
    rules = b"User-agent: *\nDisallow: /private\nDisallow: /*?print=\nAllow: /private/open\n"
    server.replies = {
        "/robots.txt": (200, {}, rules),
        "/a": (200, {}, page("Tolby")),
        "/private/open": (200, {}, page("Hask")),
        "/from": (302, {"Location": "/private/2"}, b""),
    }
    manifest = listed("/a", "/private/1", "/a?print=1", "/private/open", "/from")
    corpus = fetch_articles(
        manifest, tmp_path / "mine", delay=0, archived=True, archive=server.url("")
    )
    assert len(corpus) == 2
    assert reasons(corpus) == ["robots.txt of 127.0.0.1 does not allow it"] * 3
    assert server.paths() == ["/a", "/private/open", "/from"]
    assert [path for _, path, _, _ in server.asked].count("/robots.txt") == 1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_nothing_is_asked_where_the_rules_cannot_be_had(
    tmp_path: Path, server: Server, listed: Callable[..., Path], status: int
) -> None:
    server.replies = {
        "/robots.txt": (status, {"Retry-After": "0"}, b""),
        "/a": (200, {}, page("x")),
    }
    with pytest.raises(FramingError, match=f"cannot be had \\(HTTP {status}\\)"):
        fetch(listed("/a"), tmp_path / "mine", delay=0)
    assert server.paths() == []
    assert not (tmp_path / "mine" / "articles.parquet").exists()


def test_delays_are_kept_and_crawl_delay_goes_before(
    tmp_path: Path, server: Server, listed: Callable[..., Path]
) -> None:
    server.replies = {f"/{i}": (200, {}, page(f"Town {i}")) for i in range(3)}
    server.replies["127.0.0.1/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 0.3\n")
    urls = [server.url(f"/{i}", host) for i in range(3) for host in ("127.0.0.1", "localhost")]
    fetch(listed(*urls), tmp_path / "mine", delay=0.1, clean=False)
    for host, delay in {"127.0.0.1": 0.3, "localhost": 0.1}.items():
        own = [(begun, ended) for name, _, begun, ended in server.asked if name == host]
        assert len(own) == 4
        gaps = [later[0] - earlier[0] for earlier, later in pairwise(own[1:])]
        assert min(gaps) >= delay


def test_hosts_are_asked_at_once_and_each_one_thing_at_a_time(
    tmp_path: Path, server: Server, listed: Callable[..., Path]
) -> None:
    both = threading.Barrier(2, timeout=20)

    def waiting(to: BaseHTTPRequestHandler) -> None:
        both.wait()  # until the other host is asked too
        server.send(to, 200, {}, page(to.headers["Host"]))

    server.replies = {"/together": waiting, "/then": (200, {}, page("Hask"))}
    paths = [
        server.url(path, host)
        for path in ("/together", "/then")
        for host in ("127.0.0.1", "localhost")
    ]
    _, table = fetch(listed(*paths), tmp_path / "mine", delay=0, clean=False)
    assert len(table) == 4
    for host in ("127.0.0.1", "localhost"):
        spans = [(begun, ended) for name, _, begun, ended in server.asked if name == host]
        assert all(ended <= begun for (_, ended), (begun, _) in pairwise(spans))


def test_a_server_that_asks_to_come_back_later_is_obeyed(
    tmp_path: Path, server: Server, listed: Callable[..., Path]
) -> None:
    server.replies = {
        "/a": [(429, {"Retry-After": "1"}, b""), (200, {}, page("Tolby"))],
        "/b": (503, {"Retry-After": "86400"}, b""),
        "/c": (503, {}, b""),
    }
    elsewhere = [server.url(path, "localhost") for path in ("/b", "/a")]
    corpus = fetch_articles(listed("/a", "/c", *elsewhere), tmp_path / "mine", delay=0)
    assert len(corpus) == 1
    assert reasons(corpus) == [
        "HTTP 503",
        *["localhost asks to come back in 86,400 s (HTTP 503)"] * 2,  # and is asked no more
    ]
    first, second = (begun for _, path, begun, _ in server.asked if path == "/a")
    assert second - first >= 1
    assert server.paths().count("/c") == web.TRIES


def test_what_is_no_page_or_too_much_is_put_aside(
    tmp_path: Path, server: Server, listed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "READ", 0.3)
    monkeypatch.setattr(web, "WHOLE", 0.8)
    monkeypatch.setattr(web, "LARGEST", 100_000)
    done = threading.Event()

    def silent(to: BaseHTTPRequestHandler) -> None:
        done.wait(20)

    def dripping(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "text/html")
        to.end_headers()
        while not done.wait(0.05):
            to.wfile.write(b"<p>")
            to.wfile.flush()

    def endless(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "text/html")
        to.end_headers()
        while not done.is_set():
            to.wfile.write(b"x" * 10_000)

    bomb = gzip.compress(b"0" * 5_000_000)
    server.replies = {
        "/good": (200, {}, page("Tolby")),
        "/pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF"),
        "/large": (200, {}, b"x" * 100_001),
        "/endless": endless,
        "/bomb": (200, {"Content-Encoding": "gzip"}, bomb),
        "/badzip": (200, {"Content-Encoding": "gzip"}, b"no gzip at all"),
        "/silent": silent,
        "/dripping": dripping,
        "/empty": (200, {}, b""),
        "/round": (302, {"Location": "/round"}, b""),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
        "/nowhere": (302, {}, b""),
    }
    paths = list(server.replies)
    try:
        corpus = fetch_articles(listed(*paths), tmp_path / "mine", delay=0)
    finally:
        done.set()
    assert len(corpus) == 1
    told = dict(zip(paths[1:], reasons(corpus), strict=True))
    assert told["/pdf"] == "the address gives application/pdf and not a page"
    assert {told[name] for name in ("/large", "/endless", "/bomb")} == {"larger than 0.1 MB"}
    assert told["/badzip"].startswith("the server cannot be reached")
    assert told["/silent"] == "the server did not answer in time"
    assert told["/dripping"] == "not finished after 0.8 s"
    assert told["/empty"] == "the page is empty"
    assert told["/round"] == "more than 5 redirections"
    assert told["/file"] == "not an address of the web: file:///etc/passwd"
    assert told["/nowhere"] == "HTTP 302"


def test_addresses_that_are_none_are_put_aside(
    tmp_path: Path, server: Server, listed: Callable[..., Path]
) -> None:
    server.replies = {"/a": (200, {}, page("Tolby"))}
    others = [
        "ftp://example.org/x",
        "http://u:p@127.0.0.1/",
        "file:///etc/passwd",
        "http://[x/",
        "http://127.0.0.1:x/",
    ]
    corpus = fetch_articles(listed("/a", *others), tmp_path / "mine", delay=0)
    assert len(corpus) == 1
    assert len(reasons(corpus)) == len(others)
    assert reasons(corpus)[1] == "the address holds a name or a password"
    assert server.paths() == ["/a"]


def test_no_private_address_is_asked_but_those_that_are_named(
    tmp_path: Path, server: Server, listed: Callable[..., Path]
) -> None:
    other = Server()
    try:
        other.replies = {"/secret": (200, {}, page("Secret"))}
        server.replies = {
            "/a": (200, {}, page("Tolby")),
            "/away": (302, {"Location": other.url("/secret")}, b""),
        }
        corpus = fetch_articles(listed("/a", "/away"), tmp_path / "mine", delay=0)
        assert len(corpus) == 1
        (reason,) = reasons(corpus)
        assert "the address leads to a private network (127.0.0.1)" in reason
        assert other.asked == []
    finally:
        other.http.shutdown()
        other.http.server_close()
        other.thread.join()


def test_which_addresses_are_public() -> None:
    private = ["10.1.2.3", "127.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"]
    for address in [*private, "::1", "fe80::1%eth0", "::ffff:10.0.0.1", "fd00::1"]:
        assert not is_public(address)
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1::1")
    named = [
        "http://localhost/x",
        "https://192.168.0.4/x",
        "http://93.184.216.34/",
        "https://example.org/",
        "-",
    ]
    assert own_hosts(named) == {("localhost", 80), ("192.168.0.4", 443)}


@pytest.mark.parametrize("charset", ["cp1252", "windows-1251", "utf-16"])
def test_the_encoding_that_the_server_names_is_used(
    tmp_path: Path, server: Server, listed: Callable[..., Path], charset: str
) -> None:
    name = "Толби" if charset == "windows-1251" else "Tölby’s"
    reply = (200, {"Content-Type": f"text/html; charset={charset}"}, page(name, charset))
    server.replies = {"/a": reply}
    corpus = fetch_articles(listed("/a"), tmp_path / "mine", delay=0, clean=False)
    assert f"The council of {name} met" in corpus.articles["text"].iloc[0]


def test_nothing_is_asked_for_twice(
    tmp_path: Path, server: Server, listed: Callable[..., Path]
) -> None:
    server.replies = {"/a": (200, {}, page("Tolby")), "/b": (404, {}, b"")}
    manifest = listed("/a", "/b")
    first = fetch_articles(manifest, tmp_path / "mine", delay=0)
    asked = len(server.asked)
    again = fetch_articles(manifest, tmp_path / "mine", delay=0)
    assert len(server.asked) == asked
    assert again.fingerprint == first.fingerprint
    assert reasons(again) == ["HTTP 404"]
    other = fetch_articles(manifest, tmp_path / "mine", delay=0, retry=True)
    assert server.paths() == ["/a", "/b", "/b"]
    assert reasons(other) == ["HTTP 404"]
    server.replies["/b"] = (200, {}, page("Hask"))
    last = fetch_articles(manifest, tmp_path / "mine", delay=0, retry=True)
    assert len(last) == 2
    assert reasons(last) == []
    table = pd.read_csv(tmp_path / "mine" / "receipt" / "manifest_matches.csv")
    assert table["match"].tolist() == ["unchecked"] * 2
    assert table["source"].notna().all()


def test_an_interrupted_errand_goes_on(
    tmp_path: Path, server: Server, listed: Callable[..., Path]
) -> None:
    server.replies = {f"/{i}": (200, {}, page(f"Town {i}")) for i in range(4)}
    manifest = listed(*server.replies)

    def told(url: str, what: str) -> None:
        if url.endswith("/2") and what == "asking":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_articles(manifest, tmp_path / "mine", delay=0, told=told)
    assert server.paths() == ["/0", "/1"]
    assert not (tmp_path / "mine" / "articles.parquet").exists()
    said: list[tuple[str, str]] = []
    corpus = fetch_articles(
        manifest, tmp_path / "mine", delay=0, told=lambda *what: said.append(what)
    )
    assert len(corpus) == 4
    assert server.paths() == ["/0", "/1", "/2", "/3"]
    assert [what for _, what in said] == ["had before"] * 2 + ["asking", "had"] * 2


def test_a_worker_that_waits_is_stopped(
    tmp_path: Path, server: Server, listed: Callable[..., Path]
) -> None:
    """An interruption does not wait until the delay of other hosts is over."""
    server.replies = {"/a": (200, {}, page("Tolby"))}
    urls = [server.url("/a", host) for host in ("127.0.0.1", "localhost")]

    def told(url: str, what: str) -> None:
        if "localhost" in url:
            # Until robots.txt of the other host was asked for, which waits since; but what is told
            # is told one at a time, so if this comes first the other has to wait for it.
            for _ in range(100):
                if server.asked:
                    break
                time.sleep(0.01)
            raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        fetch(listed(*urls), tmp_path / "mine", delay=60, told=told)
    assert time.monotonic() - begun < 50
    assert server.paths() == []


def test_archived_copies_by_choice(
    tmp_path: Path, server: Server, listed: Callable[..., Path]
) -> None:
    gone, kept = server.url("/gone"), server.url("/kept")
    snapshot = {"url": server.url("/web/20250301000000/http://x/gone"), "available": True}
    from urllib.parse import quote

    server.replies = {
        "/kept": (200, {}, page("Tolby")),
        f"/wayback/available?url={quote(gone, safe='')}&timestamp=20250301": (
            200, {"Content-Type": "application/json"},
            json.dumps({"archived_snapshots": {"closest": snapshot}}).encode(),
        ),
        "/web/20250301000000id_/http://x/gone": (200, {}, page("Gone")),
        f"/wayback/available?url={quote(server.url('/never'), safe='')}": (
            200, {"Content-Type": "application/json"}, b'{"archived_snapshots": {}}',
        ),
    }  # fmt: skip
    manifest = listed(gone, kept, "/never", date=["2025-03-01", "", ""])
    options = {"delay": 0, "archive": server.url("")}
    corpus = fetch_articles(manifest, tmp_path / "mine", **options)  # type: ignore[arg-type]
    assert len(corpus) == 1
    assert not any("wayback" in path for path in server.paths())
    corpus = fetch_articles(manifest, tmp_path / "mine", archived=True, **options)  # type: ignore[arg-type]
    assert len(corpus) == 2
    assert "The council of Gone" in corpus.articles["text"].str.cat()
    assert reasons(corpus) == ["HTTP 404; not in the archive"]
    assert server.paths().count("/gone") == 1
    asked = len(server.asked)
    fetch_articles(manifest, tmp_path / "mine", archived=True, **options)  # type: ignore[arg-type]
    assert len(server.asked) == asked


def test_pages_are_kept_by_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages(tmp_path)
    pages.put(Page("http://x/é", "http://x/y", "now", "utf-8", data=b"a\nb"))
    assert pages.get("http://x/é") == Page("http://x/é", "http://x/y", "now", "utf-8", data=b"a\nb")
    assert pages.get("http://x/other") is None
    (file,) = tmp_path.rglob("*.gz")
    assert file.is_relative_to(tmp_path / ".framing" / "pages")
    file.write_bytes(file.read_bytes()[:-4])
    assert pages.get("http://x/é") is None
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path / "cache"))
    assert Pages(tmp_path).folder == tmp_path / "cache" / "pages"


def test_articles_there_from_copies_are_not_asked_for(
    tmp_path: Path, server: Server, listed: Callable[..., Path]
) -> None:
    server.replies = {"/b": (200, {}, page("Hask"))}
    manifest = listed("/a", "/b")
    text = "Rain fell on Tolby all night, and the river rose by a foot."
    copies = tmp_path / "copies.csv"
    pd.DataFrame({"url": [server.url("/a")], "text": [text]}).to_csv(copies, index=False)
    fr.rebuild_corpus(manifest, copies, tmp_path / "mine", clean=False)
    corpus = fetch_articles(manifest, tmp_path / "mine", delay=0, clean=False)
    assert server.paths() == ["/b"]
    assert len(corpus) == corpus.receipt.expected == 2
    table = pd.read_csv(tmp_path / "mine" / "receipt" / "manifest_matches.csv")
    assert table["source"].tolist() == ["copies.csv", server.url("/b")]


def test_a_list_without_addresses_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("outlet,title\nA,Rain\n")
    with pytest.raises(FramingError, match=r"list\.csv has no addresses"):
        fetch_articles(tmp_path / "list.csv", tmp_path / "mine")
    with pytest.raises(FramingError, match="delay=-1"):
        fetch_articles(tmp_path / "list.csv", tmp_path / "mine", delay=-1)


def test_hosts_of_others_get_a_second_at_least() -> None:
    asking = web.Web(0.0, {("localhost", 80)}, threading.Event())
    assert asking._known("http://example.org/x").delay == web.LEAST_DELAY
    assert asking._known("http://localhost/x").delay == 0
    assert fetching.DELAY == 5


def test_the_command(tmp_path: Path, server: Server, listed: Callable[..., Path]) -> None:
    server.replies = {"/a": (200, {}, page("Tolby"))}
    command = [
        "corpus",
        "fetch",
        str(listed("/a", "/b")),
        "--out",
        str(tmp_path / "mine"),
        "--delay",
        "0",
    ]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert f"{server.url('/b')}: HTTP 404" in done.stderr
    assert "2 articles expected = 1 kept + 1 quarantined" in done.stdout
    done = CliRunner().invoke(app, ["corpus", "fetch", str(tmp_path / "none.csv"), "--out", "x"])
    assert done.exit_code == 2
