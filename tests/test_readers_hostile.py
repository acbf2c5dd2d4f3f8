"""Whatever bytes lie under whatever name: a file is read, or refused in one sentence, in time."""

from __future__ import annotations

import time
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given

from framing.errors import FramingError
from framing.readers import read_corpus, read_files
from framing.readers.formats import FORMATS, SUFFIXES, Head

SLOWEST = 5.0  # seconds of the processor, for a file of a few kilobytes

# Beginnings that make a format of the bytes that follow, whatever these are.
BEGINNINGS = [
    b"", b"\xef\xbb\xbf", b"\xff\xfe", b"PAR1", b"ARROW1", b"---\noutlet: A\n---\n", b"[", b"{",
    b'[{"', b'{"articles":[{', b"PK\x03\x04", b"{\\rtf1\\ansi ", b"<?xml version='1.0'?><nitf>",
    b"<html>", b"<!DOCTYPE html><html>", b"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>",
    b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"TY  - NEWS\r\n", b"1 of 3 DOCUMENTS\n\n", b"outlet,text\n",
    b"____________________________________________________________\n\nDocument 1 of 2\n",
    b'"Key","Item Type","Publication Year","Author","Title"\n',
    b"id,indexed_date,language,media_name\n", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0",
    b"<!DOCTYPE a [<!ENTITY b 'c'><!ENTITY d '&b;&b;'>]><nitf>&d;",
]  # fmt: skip
PIECES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from(
        [b'","', b"\r\n\r\n", b"</p>", b"{{{{", b"}}}}", b"\\par ", b"\\u8217?", b"]]>",
         b"\x00" * 9, b"<!--", b"<![CDATA[", b"\\bin99999 ", b"]}]}", b"\\n", b"\x1a",
         b"Content-Length: 99999999\r\n\r\n", b"ER  - \r\n", b"Full text: ",
         b"End of Document", b"<p>", b"&#x110000;", b"&nbsp;"]
    ),
)  # fmt: skip


@given(
    beginning=st.sampled_from(BEGINNINGS),
    pieces=st.lists(PIECES, max_size=12),
    suffix=st.sampled_from(sorted({*SUFFIXES, ".xml", ".html", ".xyz", ""})),
)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, beginning: bytes, pieces: list[bytes], suffix: str
) -> None:
    path = tmp_path_factory.mktemp("hostile") / f"file{suffix}"
    path.write_bytes(beginning + b"".join(pieces))
    begun = time.process_time()
    refused = ""
    try:
        receipt = read_corpus(path).receipt
    except FramingError as error:
        refused = str(error)
    assert "\n" not in refused.strip()
    assert len(refused) < 700
    if not refused:
        assert receipt.expected == receipt.kept + len(receipt.quarantined)
        assert receipt.expected == receipt.sources["expected"].sum()
    assert time.process_time() - begun < SLOWEST


@given(beginning=st.sampled_from(BEGINNINGS), pieces=st.lists(PIECES, max_size=6))
def test_looking_at_a_file_never_fails(
    tmp_path_factory: pytest.TempPathFactory, beginning: bytes, pieces: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("head") / "file"
    path.write_bytes(beginning + b"".join(pieces))
    for form in FORMATS:
        assert form.fits(Head(path)) in (True, False)


@given(
    st.lists(st.tuples(st.sampled_from(BEGINNINGS), PIECES, st.sampled_from(sorted(SUFFIXES))),
             max_size=5)
)  # fmt: skip
def test_bad_files_never_cost_a_good_one(
    tmp_path_factory: pytest.TempPathFactory, files: list[tuple[bytes, bytes, str]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("mixed")
    (folder / "good.csv").write_text("outlet,text\nThe Harbour Ledger,Rain fell on the quay.\n")
    for number, (beginning, piece, suffix) in enumerate(files):
        (folder / f"bad{number}{suffix}").write_bytes(beginning + piece)
    for found in (read_corpus(folder).articles, read_files([folder]).frame):
        assert (found["text"] == "Rain fell on the quay.").any()
    paths = sorted(folder.iterdir())
    read = read_files(paths)
    assert (read.frame["text"] == "Rain fell on the quay.").any()
    assert {path.name for path in paths} >= {"good.csv"}
    assert set(read.sources["source"].str.split("/").str[0]) <= {path.name for path in paths}
