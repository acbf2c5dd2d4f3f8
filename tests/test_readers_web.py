"""Saved pages, WARC and WACZ: what is taken for an article, and what is hostile or broken."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sys
import time
import zipfile
import zlib
from pathlib import Path

import hypothesis.strategies as st
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from framing.errors import FramingError
from framing.readers import read_corpus, read_files
from framing.readers.formats import format_of, read_file
from framing.readers.gather import Read

PAGE = Path(__file__).parent / "samples" / "page.html"
SENTENCE = "The quay of Port Selden closes on Monday, the harbour board said in its letter. "
TEXT = "".join(f"<p>{SENTENCE} It is the {n}th time since {1900 + n}.</p>" for n in range(4, 12))


def page(text: str = TEXT, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{text}</article></body></html>"


def linked(**data: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(data)}</script>"


def read_html(text: str | bytes, folder: Path, name: str = "one.html") -> Read:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_file(path, name)


def record(read: Read) -> dict[str, str]:
    (only,) = read.frame.to_dict("records")
    return {name: value for name, value in only.items() if isinstance(value, str)}


def reasons(read: Read) -> list[tuple[int, str]]:
    return list(zip(read.quarantined["row"], read.quarantined["reason"], strict=True))


# --- pages ------------------------------------------------------------------------------------


def test_a_saved_page() -> None:
    read = read_file(PAGE, "page.html")
    assert record(read) == {
        "outlet": "Harbour Herald",
        "text": "The northern quay of Port Selden will close for six weeks from Monday, the harbour"
        " board said on Tuesday, after divers found cracks in eleven of its piles.\n\n"
        "“Nobody should use the steps,” said Mara Ruiz, who leads the board. Ferries will call at"
        " the fish market instead, and buses will run every ten minutes.\n\n"
        "What comes next\n\n"
        "Traders on the quay asked for help with lost sales.\n"
        "The town council is to vote on Thursday on a fund of 40,000 crowns, set up on"
        " 12 January 1999.\n\n"
        "Ferries call at the fish market\n\nThe steps are closed\n\n"
        "We were told in January, and nothing was done.",
        "date": "2025-03-04T06:30:00+01:00",
        "title": "Quay to close for repairs",
        "subtitle": "Ferries go to the fish market",
        "author": "Ada Brandt; Otto Lind",
        "url": "https://www.harbour-herald.example/news/2025/03/quay-to-close",
        "section": "Local; News",
        "language": "en-GB",
        "document_type": "NewsArticle",
        "description": "Divers found cracks in eleven piles.",
        "caption": "The old quay on Monday. Photo: M. Ruiz",
        "updated": "2025-03-05T09:00:00Z",
    }
    assert read.sources["encoding"].tolist() == ["cp1252"]
    article = read_corpus(PAGE).articles.iloc[0]
    assert str(article["date"]) == "2025-03-04 05:30:00"
    assert article["genre"] == "news"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        (linked(**{"@type": "NewsArticle", "datePublished": "2025-03-04"}), "2025-03-04"),
        (linked(**{"@type": "WebSite", "datePublished": "2025-03-04"}), None),
        ("<meta property='article:published_time' content='2025-03-04'>", "2025-03-04"),
        ("<meta name='DC.date.issued' content='4 March 2025'>", "4 March 2025"),
        ("<meta itemprop='datePublished' content='2025-03-04'>", "2025-03-04"),
        ("<meta name='parsely-pub-date' content='2025-03-04'>"
         "<meta name='date' content='2020-01-01'>", "2025-03-04"),
        ("<title>Of 4 March 2025</title><link rel=canonical href='https://a.example/2025/03/04/q'>"
         "<meta property='article:modified_time' content='2025-03-05'>", None),
    ],
)  # fmt: skip
def test_the_date_is_that_of_the_metadata_and_never_guessed(
    head: str, date: str | None, tmp_path: Path
) -> None:
    text = f"<time datetime='2019-01-01'>1 January 2019</time>{TEXT}<p>Published 2 May 2018</p>"
    assert record(read_html(page(text, head), tmp_path)).get("date") == date


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("<meta property='og:site_name' content=' The  Courier '>", "The Courier"),
        (linked(**{"@type": "Article", "publisher": {"name": "Courier"}}), "Courier"),
        (linked(**{"@type": "Article", "publisher": "Courier"}), "Courier"),
        (linked(**{"@type": "Article", "publisher": {"@id": "https://c.example/#o"}})
         + "<link rel=canonical href='https://www.c.example/a'>", "c.example"),
        ("<link rel='alternate canonical' href='//c.example/a'>", None),
        ("<meta property='og:url' content='http://news.c.example:8080/a?b#c'>", "news.c.example"),
        ("<link rel=canonical href='http://[bad/a'>", None),
        ("<!-- Page saved with SingleFile\n url: https://www.c.example/a\n -->", "c.example"),
        ("", None),
    ],
)  # fmt: skip
def test_the_outlet(head: str, outlet: str | None, tmp_path: Path) -> None:
    assert record(read_html(page(head=head), tmp_path)).get("outlet") == outlet


def test_of_several_articles_in_the_metadata_it_is_the_page_s_own(tmp_path: Path) -> None:
    def news(name: str, **more: object) -> dict[str, object]:
        url = f"https://c.example/{name}"
        return {"@type": "NewsArticle", "url": url, "datePublished": f"2025-{name}", **more}

    graph = [
        {"@type": "Organization", "@id": "https://c.example/#org", "name": "Courier"},
        {"@type": "Person", "@id": "https://c.example/#ada", "name": "Ada Brandt"},
        news("03-01"),
        news("03-02", author={"@id": "https://c.example/#ada"},
             publisher={"@id": "https://c.example/#org"}),
    ]  # fmt: skip
    head = linked(**{"@graph": graph}) + "<link rel=canonical href='https://c.example/03-02/'>"
    found = record(read_html(page(head=head), tmp_path))
    assert (found["date"], found["author"], found["outlet"]) == (
        "2025-03-02",
        "Ada Brandt",
        "Courier",
    )
    teasers = {"@type": "CollectionPage", "mainEntity": {"itemListElement": [news("03-01")]}}
    assert read_html(page(head=linked(**teasers)), tmp_path).frame.empty


@pytest.mark.parametrize(
    ("data", "genre"),
    [
        ({"@type": "OpinionNewsArticle"}, "opinion"),
        ({"@type": ["Article", "https://schema.org/AnalysisNewsArticle"]}, "analysis"),
        ({"@type": "NewsArticle", "articleSection": "Opinion"}, "opinion"),
        ({"@type": "NewsArticle", "genre": ["Editorial"]}, "opinion"),
        ({"@type": "ReportageNewsArticle"}, "news"),
        ({"@type": "NewsArticle"}, None),
    ],
)
def test_the_genre(data: dict[str, object], genre: str | None, tmp_path: Path) -> None:
    head = "<meta property='og:site_name' content='A'>" + linked(**data)
    (tmp_path / "one.html").write_text(page(head=head))
    articles = read_corpus(tmp_path / "one.html").articles
    assert articles.get("genre", pd.Series([None])).iloc[0] == genre


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (page("<p>Rain.</p>"), "no article is found on the page (fewer than 50 words of text)"),
        (page(head="<link rel=canonical href='http://a.example/'>"), "a home page, not an article"),
        (page(head=linked(**{"@type": "CollectionPage"})),
         "the page declares itself a list or a page about the site"),
        ("", "the page is empty"),
        (page("<p>Rain.</p>", linked(**{"@type": "NewsArticle"})),
         "no article is found on the page (fewer than 20 words of text)"),
    ],
    ids=range(5),
)  # fmt: skip
def test_a_page_without_an_article_is_put_aside(text: str, reason: str, tmp_path: Path) -> None:
    assert reasons(read_html(text, tmp_path)) == [(1, reason)]


def test_a_short_article_that_says_it_is_one_is_kept(tmp_path: Path) -> None:
    text = "<p>" + SENTENCE * 2 + "</p>"
    head = linked(mainEntity={"@type": "Report"})
    assert record(read_html(page(text, head), tmp_path))["text"] == (SENTENCE * 2).strip()


@pytest.mark.parametrize(
    ("said", "actual"),
    [
        ("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("iso-8859-1", "utf-8"),
        ("utf-8", "cp1252"), ("", "utf-8-sig"), ("utf-16", "utf-16"), ("bogus", "utf-8"),
    ],
)  # fmt: skip
def test_the_encoding_of_a_page(said: str, actual: str, tmp_path: Path) -> None:
    text = page(f"{TEXT}<p>Die Größe – “so” sagte er.</p>", f"<meta charset='{said}'>")
    read = read_html(text.encode(actual), tmp_path)
    assert record(read)["text"].endswith("Die Größe – “so” sagte er.")


def test_what_cannot_be_decoded_is_marked_and_told(tmp_path: Path) -> None:
    text = page(TEXT + "<p>Größe über Malmö.</p>" * 3).encode().replace(b"11th", b"1\xff1th")
    read = read_html(text, tmp_path)
    assert "1\ufffd1th" in record(read)["text"]
    assert read.repaired["detail"].tolist() == ["text: 1"]


def test_a_page_that_was_saved_whole_brings_its_folder_along(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE.read_bytes())
    files = tmp_path / "page_files"
    files.mkdir()
    (files / "style.css").write_text("a, b { color: red }")
    (files / "script.js").write_text("var a = 1, b;")
    (files / "frame.html").write_text("<html><body>Buy!</body></html>")
    corpus = read_corpus(tmp_path)
    assert corpus.receipt.sources["source"].tolist() == ["page.html"]


@pytest.mark.parametrize("name", ["trafilatura", "warcio"])
def test_a_missing_library_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.warc").write_bytes(warc([response("https://a.example/1", page())]))
    (tmp_path / "one.html").write_text(page())
    for module in list(sys.modules):
        if module.partition(".")[0] == name:
            monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, name, None)
    wanted = {"trafilatura": ["one.html", "one.warc"], "warcio": ["one.warc"]}[name]
    for file in wanted:
        with pytest.raises(
            FramingError, match=rf"needs {name}: pip install 'media-framing\[web\]'"
        ):
            read_file(tmp_path / file, file)


HOSTILE = {
    "deep": "<div>" * 100_000 + TEXT,
    "lists": "<ul><li>a" * 5_000 + TEXT,
    "brackets": "<" * 500_000,
    "comments": "<!-- " * 200_000,
    "nothing": "\0" * 100_000,
    "entities": "&#0;&#xD800;&#x110000;&bogus;&" * 10_000,
    "deep data": "<script type='application/ld+json'>" + "[" * 200_000 + "</script>" + TEXT,
    "wide data": "<script type='application/ld+json'>["
    + '{"@type":"x","y":[{"@type":5}]},' * 50_000 + "1]</script>" + TEXT,
    "odd data": linked(**{"@type": {"name": 3}, "author": [[[["x"]]]], "headline": 5}) + TEXT,
    "wrong data": linked(
        **{"@type": "Article", "author": 5, "publisher": [None], "headline": ["", {}],
           "datePublished": {"a": 1}, "url": "http://[", "articleSection": {"name": {"name": []}}}
    ) + TEXT,
    "doctype": '<!DOCTYPE html [<!ENTITY a "b">]><html><body>&a;' + TEXT,
    "image": "<img src='data:image/png;base64," + "A" * 20_000_000 + "'>" + TEXT,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_do_no_harm(name: str, tmp_path: Path) -> None:
    began = time.perf_counter()
    read = read_html("<html><body>" + HOSTILE[name], tmp_path)
    assert time.perf_counter() - began < 2
    assert len(read.frame) + len(read.quarantined) == 1
    if "data" in name or name == "image":
        assert record(read)["text"].startswith(SENTENCE.strip())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_pages_damaged_at_random(data: st.DataObject, tmp_path: Path) -> None:
    content = damaged(data, PAGE.read_bytes())
    began = time.perf_counter()
    path = tmp_path / "one.html"
    path.write_bytes(content)
    read = read_files([path])
    assert time.perf_counter() - began < 2
    assert len(read.frame) + len(read.quarantined) == 1


def damaged(data: st.DataObject, content: bytes) -> bytes:
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(content)))
        much = data.draw(st.integers(0, 40))
        content = content[:at] + data.draw(st.binary(max_size=8)) + content[at + much :]
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    return content


# --- web archives -----------------------------------------------------------------------------

Entry = tuple[str, str, bytes, str, list[tuple[str, str]], dict[str, str]]


def response(
    url: str,
    body: str | bytes,
    when: str = "2025-03-04T00:00:00Z",
    status: str = "200 OK",
    headers: list[tuple[str, str]] | None = None,
    kind: str = "response",
    **more: str,
) -> Entry:
    data = body.encode() if isinstance(body, str) else body
    named = [("Content-Type", "text/html; charset=utf-8")] if headers is None else headers
    extra = {"WARC-Date": when, **{f"WARC-{key}": value for key, value in more.items()}}
    return kind, url, data, status, named, extra


def warc(entries: list[Entry], packed: bool = False) -> bytes:
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "tests"}))
    for kind, url, data, status, headers, extra in entries:
        http = None if kind == "resource" else StatusAndHeaders(status, headers, "HTTP/1.1")
        record = writer.create_warc_record(
            url,
            kind,
            payload=io.BytesIO(data),
            length=len(data),
            http_headers=http,
            warc_content_type="text/html" if kind == "resource" else "",
            warc_headers_dict=extra,
        )
        writer.write_record(record)
    return file.getvalue()


SITE = "https://courier.example"
HEAD = "<meta property='og:site_name' content='Courier'>"
OLD, NEW = "2025-03-04T00:00:00Z", "2025-03-05T00:00:00Z"


def chunked(data: bytes) -> bytes:
    parts = [data[i : i + 100] for i in range(0, len(data), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [*parts, b""])


def encoded(how: str) -> list[tuple[str, str]]:
    return [("Content-Type", "text/html"), ("Content-Encoding", how)]


def crawl() -> list[Entry]:
    zipped = encoded("gzip")
    pieces = [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")]
    html = page(head=HEAD).encode()
    return [
        response(f"{SITE}/quay", page(TEXT + "<p>As it was.</p>", HEAD), OLD),
        response(f"{SITE}/quay#top", page(TEXT + "<p>As it is now.</p>", HEAD), NEW),
        response(f"{SITE}/zipped", gzip.compress(html), headers=zipped),
        response(f"{SITE}/deflated", zlib.compress(html), headers=encoded("deflate")),
        response(f"{SITE}/decoded", html, headers=zipped),
        response(f"{SITE}/pieces", chunked(html), headers=pieces),
        response(f"{SITE}/both", chunked(gzip.compress(html)), headers=[*zipped, pieces[1]]),
        response(f"{SITE}/saved", html, kind="resource"),
        response(f"{SITE}/style.css", "a {}", headers=[("Content-Type", "text/css")]),
        response(f"{SITE}/moved", "<html>Moved</html>", status="301 Moved Permanently"),
        response(f"{SITE}/gone", page(), status="404 Not Found"),
        response(f"{SITE}/", page("<p>Headlines</p>", HEAD)),
        response(f"{SITE}/quay", b"", NEW, kind="revisit"),
        response(f"{SITE}/brotli", b"\x0b\x02\x80\x03", headers=encoded("br")),
        response(f"{SITE}/half", page(head=HEAD)[:500], Truncated="length"),
        response("dns:courier.example", b"", headers=[], kind="resource"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "whole.gz"])
def test_the_pages_of_a_warc(name: str, tmp_path: Path) -> None:
    data = warc(crawl(), packed=name == "crawl.warc.gz")
    (tmp_path / name).write_bytes(gzip.compress(data) if name == "whole.gz" else data)
    read = read_file(tmp_path / name, name)
    assert read.origin["row"].tolist() == [3, 4, 5, 6, 7, 8, 9]
    assert read.frame["url"].tolist() == [
        f"{SITE}/{part}"
        for part in ("quay", "zipped", "deflated", "decoded", "pieces", "both", "saved")
    ]
    assert read.frame["captured"].tolist() == [NEW] + [OLD] * 6
    assert read.frame["text"][0].endswith("As it is now.")
    assert read.frame["text"].str.startswith(SENTENCE.strip()).all()
    assert set(read.frame["outlet"]) == {"Courier"}
    assert read.frame["date"].isna().all()
    assert reasons(read) == [
        (2, "an earlier capture of a page"),
        (12, "the server answered '404'"),
        (13, "a home page, not an article"),
        (14, "a page found unchanged, whose text lies here (revisit)"),
        (15, "the page is compressed in a way not read (br)"),
        (16, "the page was cut off when it was captured (length)"),
    ]


def test_a_warc_that_is_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    entries = [response(f"{SITE}/{n}", page(head=HEAD)) for n in range(4)]
    for packed in (False, True):
        data = warc(entries, packed)
        name = "one.warc.gz" if packed else "one.warc"
        (tmp_path / name).write_bytes(data[:-200])
        read = read_file(tmp_path / name, name)
        assert read.frame["url"].tolist() == [f"{SITE}/{n}" for n in range(3)]
        assert reasons(read) == [(5, "from record 5 on the archive is cut off")]


def test_a_record_of_the_wrong_length_costs_no_other(tmp_path: Path) -> None:
    data = warc([response(f"{SITE}/{n}", page(head=HEAD)) for n in range(3)])
    records = data.split(b"WARC/1.0\r\n")
    records[3] = records[3].replace(b"Content-Length: ", b"Content-Length: -", 1)
    (tmp_path / "one.warc").write_bytes(b"WARC/1.0\r\n".join(records))
    read = read_file(tmp_path / "one.warc", "one.warc")
    assert read.frame["url"].tolist() == [f"{SITE}/0", f"{SITE}/2"]
    assert [why for _, why in reasons(read)] == ["a part of the archive that is no record"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"WARC/1.0\r\n", "a part of the archive that is no record"),
        (warc([]), "no HTML pages"),
        (b"WARC/1.0\r\n" + b"A: b\r\n" * 300_000, "headers of a record do not end"),
        (b"WARC/1.0\r\n" + b"a" * 3_000_000, "headers of a record do not end"),
    ],
    ids=range(4),
)
def test_hostile_archives_are_one_sentence(data: bytes, says: str, tmp_path: Path) -> None:
    for name, content in (("one.warc", data), ("one.warc.gz", gzip.compress(data))):
        (tmp_path / name).write_bytes(content)
        read = read_files([tmp_path / name])
        (why,) = read.quarantined["reason"]
        assert says in why


def test_bombs_are_not_unpacked(tmp_path: Path) -> None:
    zeros = gzip.compress(b" " * 60_000_000)
    entries = [
        response(f"{SITE}/bomb", zeros, headers=encoded("gzip")),
        response(f"{SITE}/large", b" " * 21_000_000),
        response(f"{SITE}/quay", page(head=HEAD)),
    ]  # fmt: skip
    (tmp_path / "one.warc.gz").write_bytes(warc(entries, packed=True))
    began = time.perf_counter()
    read = read_file(tmp_path / "one.warc.gz", "one.warc.gz")
    assert time.perf_counter() - began < 3
    assert read.frame["url"].tolist() == [f"{SITE}/quay"]
    assert [why for _, why in reasons(read)] == ["a page of over 20 MB"] * 2


def wacz(pages: list[str], data: bytes, digest: str | None = None) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as bundle:
        bundle.writestr("archive/data.warc.gz", data)
        listed = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
        listed += [{"url": url, "ts": OLD, "title": "A page"} for url in pages]
        bundle.writestr("pages/pages.jsonl", "\n".join(map(json.dumps, listed)))
        bundle.writestr("indexes/index.cdx.gz", gzip.compress(b""))
        told = digest or hashlib.sha256(data).hexdigest()
        resource = {
            "name": "data.warc.gz",
            "path": "archive/data.warc.gz",
            "hash": f"sha256:{told}",
        }
        package = {"profile": "data-package", "wacz_version": "1.1.1", "resources": [resource]}
        bundle.writestr("datapackage.json", json.dumps(package))
    return file.getvalue()


def test_the_pages_of_a_wacz(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wacz"
    data = warc(crawl(), packed=True)
    path.write_bytes(wacz([f"{SITE}/quay", f"{SITE}/moved", f"{SITE}/saved"], data))
    read = read_file(path, "crawl.wacz")
    assert len(read.frame) == 7
    assert len(read.quarantined) == 6
    assert set(read.origin["source"]) == {"crawl.wacz/archive/data.warc.gz"}
    assert read.sources["format"].tolist() == ["wacz"]


def test_a_wacz_is_checked_against_its_own_lists(tmp_path: Path) -> None:
    path = tmp_path / "crawl.wacz"
    data = warc([response(f"{SITE}/quay", page(head=HEAD))], packed=True)
    path.write_bytes(wacz([f"{SITE}/quay", f"{SITE}/missing"], data, digest="0" * 64))
    read = read_file(path, "crawl.wacz")
    assert len(read.frame) == 1
    assert read.quarantined[["source", "row", "reason"]].to_numpy().tolist() == [
        [
            "crawl.wacz/datapackage.json",
            1,
            "archive/data.warc.gz is not what is described there: its sha256 differs",
        ],
        ["crawl.wacz/pages/pages.jsonl", 3, "a page that is listed and not there"],
    ]
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(FramingError, match="cannot be read as WACZ"):
        read_file(path, "crawl.wacz")


def test_the_format_is_told_by_the_content(tmp_path: Path) -> None:
    data = warc([response(f"{SITE}/quay", page())], packed=True)
    for content, form in [
        (data, "warc"), (gzip.decompress(data), "warc"), (wacz([], data), "wacz"),
        (page().encode(), "html"), (b"\xef\xbb\xbf <!-- a --> <HTML><body>", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x' 'y'><html xmlns='z'>", "html"),
    ]:  # fmt: skip
        (tmp_path / "one").write_bytes(content)
        found = format_of(tmp_path / "one")
        assert found is not None
        assert found.name == form


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_archives_damaged_at_random(data: st.DataObject, tmp_path: Path) -> None:
    whole = data.draw(st.sampled_from(ARCHIVES))
    path = tmp_path / "one.warc"
    path.write_bytes(damaged(data, whole))
    began = time.perf_counter()
    read = read_files([path])
    assert time.perf_counter() - began < 2
    assert len(read.frame) + len(read.quarantined) > 0 or path.stat().st_size == 0


SMALL = [
    response(f"{SITE}/quay", page(head=HEAD), OLD),
    response(f"{SITE}/quay", chunked(page(head=HEAD).encode()), NEW,
             headers=[("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")]),
]  # fmt: skip
ARCHIVES = [warc(SMALL), warc(SMALL, packed=True), wacz([f"{SITE}/quay"], warc(SMALL))]
