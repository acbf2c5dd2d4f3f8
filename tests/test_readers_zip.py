"""Zip archives: what is read, how it is called, and what is hostile or broken."""

from __future__ import annotations

import io
import os
import stat
import time
import zipfile
import zlib
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.readers import read_corpus, read_files, zipped
from framing.readers.formats import format_of, read_file

SAMPLES = Path(__file__).parent / "samples"
RAIN = b"outlet,text\nA,Rain fell on the quay.\n"
DRY = b'{"outlet": "B", "text": "It was dry."}\n'
Members = dict[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]]


def packed(members: Members, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in members.items() if isinstance(members, dict) else members:
            archive.writestr(name, content)
    return file.getvalue()


def corpus_of(folder: Path, data: bytes, name: str = "all.zip") -> Corpus:
    (folder / name).write_bytes(data)
    corpus = read_corpus(folder / name)
    receipt = corpus.receipt
    assert receipt.expected == receipt.kept + len(receipt.quarantined)
    assert receipt.sources["source"].is_unique
    assert receipt.sources["expected"].sum() == receipt.expected
    return corpus


def put_aside(corpus: Corpus) -> dict[str, str]:
    told = corpus.receipt.quarantined
    return dict(zip(told["source"], told["reason"], strict=True))


# --- what is read -----------------------------------------------------------------------------


def test_files_of_any_format_are_read_under_the_name_of_the_archive(tmp_path: Path) -> None:
    members = {
        "a.csv": RAIN,
        "deep/b.jsonl": DRY,
        "deep/one.xml": (SAMPLES / "nitf-wire.xml").read_bytes(),
        "page.html": (SAMPLES / "page.html").read_bytes(),
        "deep/plain.txt": b"---\noutlet: C\n---\nSnow lay.",
        "bad.parquet": b"PAR1 broken",
        "picture.png": b"\x89PNG",
        "__MACOSX/deep/._b.jsonl": b"\x00\x05\x16\x07",
        "deep/.DS_Store": b"\x00",
        "Thumbs.db": b"\x00",
    }
    corpus = corpus_of(tmp_path, packed(members))
    origin = corpus.receipt.sources.set_index("source")["kept"]
    assert origin.to_dict() == {
        "all.zip/a.csv": 1,
        "all.zip/bad.parquet": 0,
        "all.zip/deep/b.jsonl": 1,
        "all.zip/deep/one.xml": 1,
        "all.zip/deep/plain.txt": 1,
        "all.zip/page.html": 1,
    }
    assert list(put_aside(corpus)) == ["all.zip/bad.parquet"]
    assert sorted(corpus.articles["outlet"]) == ["A", "B", "C", "Harbour Herald", "Harbour Herald"]


@pytest.mark.parametrize("within", ["", "export/", "export/2025/"])
def test_a_table_that_names_files_is_read_with_them(within: str, tmp_path: Path) -> None:
    members = {
        f"{within}articles.csv": b"path,outlet\ntexts/1.txt,A\ntexts/2.txt,B\n../out.txt,C\n",
        f"{within}texts/1.txt": b"Rain fell.",
        f"{within}texts/2.txt": b"It was dry.",
        f"{within}texts/3.txt": b"Not named.",
        "out.txt" if within == "export/2025/" else f"{within}README.md": b"Nothing.",
    }
    if within == "export/2025/":
        del members["out.txt"]
    corpus = corpus_of(tmp_path, packed(members))
    assert corpus.articles["text"].tolist() == ["Rain fell.", "It was dry."]
    assert corpus.articles["outlet"].tolist() == ["A", "B"]
    assert put_aside(corpus) == {
        f"all.zip/{within}articles.csv": "the path leads out of the folder",
        f"all.zip/{within}texts/3.txt": "the file is not named in the table",
    }


def test_an_archive_in_an_archive(tmp_path: Path) -> None:
    inner = packed({"a.csv": RAIN})
    middle = packed({"b.jsonl": DRY, "inner.zip": inner})
    corpus = corpus_of(tmp_path, packed({"x/middle.zip": middle, "x/inner.zip": inner}))
    assert sorted(corpus.receipt.sources["source"]) == [
        "all.zip/x/inner.zip/a.csv",
        "all.zip/x/middle.zip/b.jsonl",
        "all.zip/x/middle.zip/inner.zip/a.csv",
    ]
    assert len(corpus) == 3
    too_deep = packed({"c.csv": RAIN, "outer.zip": packed({"middle.zip": middle})})
    assert put_aside(corpus_of(tmp_path, too_deep)) == {
        "all.zip/outer.zip/middle.zip/inner.zip": "inner.zip lies more than 3 archives deep;"
        " unpack it."
    }


def test_documents_that_are_zips_are_no_archives(tmp_path: Path) -> None:
    for inside, form in [
        ({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}, None),
        ({"mimetype": b"application/epub+zip", "a.html": b"<html>"}, None),
        ({"a.csv": RAIN}, "zip"),
    ]:
        (tmp_path / "one").write_bytes(packed(inside))
        found = format_of(tmp_path / "one")
        assert (found and found.name) == form


def test_two_archives_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "one.zip").write_bytes(packed({"a.csv": RAIN, "b.jsonl": DRY}))
    (tmp_path / "two.zip").write_bytes(packed({"a.csv": RAIN.replace(b"Rain", b"Hail")}))
    corpus = read_corpus(tmp_path)
    assert corpus.articles.index.tolist() == [
        "one.zip/a.csv:1",
        "one.zip/b.jsonl:1",
        "two.zip/a.csv:1",
    ]


# --- what is not ------------------------------------------------------------------------------


def link(name: str, mode: int = stat.S_IFLNK) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (mode | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../out.csv", "the path leads out of the archive"),
        ("a/../../out.csv", "the path leads out of the archive"),
        ("/etc/out.csv", "the path leads out of the archive"),
        ("..\\out.csv", "the path leads out of the archive"),
        ("C:\\out.csv", "the path leads out of the archive"),
        ("NUL.csv", "this is no name for a file"),
        ("a\nb.csv", "this is no name for a file"),
        ("good.csv", "two files of the archive are called 'good.csv'"),
        ("good.csv/x.csv", "the file cannot be unpacked (File exists)"),
        ("x" * 300 + ".csv", "the file cannot be unpacked (File name too long)"),
        (link("link.csv"), "a link or a device, not a file"),
        (link("pipe.csv", stat.S_IFIFO), "a link or a device, not a file"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")  # of zipfile, when it writes
def test_what_must_not_be_unpacked_is_put_aside(
    name: str | zipfile.ZipInfo, reason: str, tmp_path: Path
) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    corpus = corpus_of(folder, packed([("good.csv", RAIN), (name, RAIN)]))
    assert len(corpus) == 1
    (told,) = put_aside(corpus).values()
    assert told == reason
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["all.zip"]


def test_what_is_encrypted_or_damaged_is_put_aside(tmp_path: Path) -> None:
    data = packed({"a.csv": RAIN, "b.jsonl": DRY, "c.csv": RAIN}, zipfile.ZIP_STORED)
    damaged = data.replace(b"It was dry", b"It was wet", 1)
    corpus = corpus_of(tmp_path, damaged)
    assert len(corpus) == 2
    assert "CRC" in put_aside(corpus)["all.zip/b.jsonl"]
    flagged = bytearray(data)
    flagged[data.index(b"PK\x01\x02") + 8] |= 1
    assert put_aside(corpus_of(tmp_path, bytes(flagged))) == {
        "all.zip/a.csv": "the file is encrypted; unpack it with its password"
    }
    other = bytearray(data)
    other[data.index(b"PK\x01\x02") + 10] = 99
    other[8] = 99
    assert "cannot be unpacked" in put_aside(corpus_of(tmp_path, bytes(other)))["all.zip/a.csv"]


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = b"outlet,text\n" + b"A,Rain fell.\n" * 10_000
    monkeypatch.setattr(zipped, "_RATIO_FROM", 50_000)
    told = put_aside(corpus_of(tmp_path, packed({"a.csv": RAIN, "bomb.csv": b" " * 10**7})))
    assert list(told) == ["all.zip/bomb.csv"]
    assert "unpacks to more than" in told["all.zip/bomb.csv"]
    monkeypatch.setattr(zipped, "_RATIO_FROM", 10**9)
    monkeypatch.setattr(zipped, "_Allowance", lambda: Allowance(left=200_000))
    inner = packed({"large.csv": large, "larger.csv": large})
    told = put_aside(corpus_of(tmp_path, packed({"a.csv": RAIN, "inner.zip": inner})))
    assert list(told) == ["all.zip/inner.zip/larger.csv"]
    monkeypatch.setattr(zipped, "_Allowance", lambda: Allowance(members=2))
    corpus = corpus_of(tmp_path, packed({f"{n}.csv": RAIN for n in range(4)}))
    assert len(corpus) == 2
    assert "more than 100,000 files" in put_aside(corpus)["all.zip"]


Allowance = zipped._Allowance


@pytest.mark.parametrize("stored", [True, False])
def test_an_archive_that_is_cut_off_gives_the_files_before(stored: bool, tmp_path: Path) -> None:
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    text = "".join(f"A,Rain fell {n} times.\n" for n in range(500)).encode()
    members = {"a.csv": RAIN, "b.jsonl": DRY, "c.csv": b"outlet,text\n" + text}
    data = packed(members, how)
    corpus = corpus_of(tmp_path, data[: data.index(b"c.csv") + 500])
    assert sorted(corpus.articles["outlet"]) == ["A", "B"]
    assert put_aside(corpus) == {
        "all.zip/c.csv": "the file cannot be unpacked (cut off)",
        "all.zip": "the archive is cut off or damaged: its list of files is missing",
    }
    whole = corpus_of(tmp_path, data[: data.index(b"PK\x01\x02")])
    assert len(whole) == 502


def test_a_stream_that_is_cut_off_gives_the_files_before(tmp_path: Path) -> None:
    class Pipe(io.RawIOBase):  # sizes stand behind the files when they could not be known before
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, block: object) -> int:
            self.data += bytes(block)  # type: ignore[call-overload]
            return len(bytes(block))  # type: ignore[call-overload]

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("a.csv", RAIN)
        archive.writestr("b.jsonl", DRY)
    corpus = corpus_of(tmp_path, pipe.data[: pipe.data.index(b"PK\x01\x02")])
    assert sorted(corpus.articles["outlet"]) == ["A", "B"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("all.zip", packed({}), "no file of articles"),
        ("all.zip", packed({"a.png": b"\x89PNG"}), "no file of articles"),
        ("all.zip", b"PK\x03\x04 and no more", "cut off or damaged"),
        ("all.zip", b"not a zip at all", "cut off or damaged"),
    ],
)
def test_an_archive_without_articles_is_one_error(
    name: str, data: bytes, says: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FramingError) as caught:
        read_file(tmp_path / name, name)
    assert says in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "all.zip").write_bytes(packed({"a.csv": RAIN, "b.parquet": b"PAR1"}))
    read_corpus(tmp_path / "all.zip")
    assert os.listdir(tmp_path) == ["all.zip"]


WHOLE = packed(
    [
        ("a.csv", RAIN),
        ("inner.zip", packed({"b.jsonl": DRY})),
        ("texts/c.txt", b"---\noutlet: C\n---\nSnow lay."),
        ("one.xml", zlib.compress(b"x")),
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_archives_damaged_at_random(data: st.DataObject, tmp_path: Path) -> None:
    content = WHOLE
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(content)))
        much = data.draw(st.integers(0, 20))
        content = content[:at] + data.draw(st.binary(max_size=8)) + content[at + much :]
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    path = tmp_path / "all.zip"
    path.write_bytes(content)
    began = time.perf_counter()
    read = read_files([path])
    assert time.perf_counter() - began < 2
    assert len(read.frame) + len(read.quarantined) > 0
