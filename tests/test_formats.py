"""Files of several formats read as one, and what a source says of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import framing as fr
from framing.errors import FramingError
from framing.readers import read_files, read_manifest
from framing.readers.formats import Head, format_of
from framing.readers.gather import Gatherer
from framing.readers.genre import genre_of, genre_of_address


def test_a_folder_of_mixed_files_is_one_corpus_and_a_bad_file_one_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("outlet,text,lines\nA,Rain fell.,3\nA,,4\n")
    (tmp_path / "b.jsonl").write_text(json.dumps({"source": "B", "body": "It was dry."}))
    (tmp_path / "c.txt").write_text("---\noutlet: C\n---\nSnow lay.")
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "e.parquet").write_bytes(b"PAR1 broken")
    (tmp_path / "README.txt").write_text("Nothing to read.")
    corpus = fr.read_corpus(tmp_path)
    assert dict(zip(corpus.articles["outlet"], corpus.articles["text"], strict=True)) == {
        "A": "Rain fell.",
        "B": "It was dry.",
        "C": "Snow lay.",
    }
    receipt = corpus.receipt
    assert receipt.expected == 6
    assert sorted(receipt.quarantined["source"]) == ["a.csv", "d.pdf", "e.parquet"]
    assert receipt.sources.set_index("source")["kept"].to_dict() == {
        "a.csv": 1, "b.jsonl": 1, "c.txt": 1, "d.pdf": 0, "e.parquet": 0,
    }  # fmt: skip


def test_articles_of_files_without_identifiers_are_told_apart(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.csv").write_text(f"outlet,text\n{name},Rain fell on {name}.\n")
    assert fr.read_corpus(tmp_path).articles.index.tolist() == ["a.csv:1", "b.csv:1"]


def test_one_identifier_in_two_files_is_two_articles_unless_the_text_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("article_id,outlet,text\n1,A,Rain fell.\n2,A,It was dry.\n")
    (tmp_path / "b.csv").write_text("article_id,outlet,text\n1,A,Snow lay.\n2,A,It was dry.\n")
    corpus = fr.read_corpus(tmp_path)
    assert corpus.articles.index.tolist() == ["1", "2", "b.csv:1"]
    assert corpus.receipt.quarantined["article_id"].tolist() == ["2"]


def test_articles_that_a_file_states_and_does_not_hold_are_put_aside() -> None:
    gathered = Gatherer(typed=True)
    gathered.source("list.docx", "docx", None)
    gathered.stated("list.docx", 4)
    gathered.keep({"outlet": "A", "text": "Rain fell."}, "list.docx", 1)
    gathered.repair("a mark restored", "one")
    gathered.reject("no text", "list.docx", 2)
    read = gathered.finish()
    assert read.quarantined["row"].tolist() == [2, 3, 4]
    assert read.quarantined["reason"].tolist()[1:] == ["the file states 4 articles and holds 2"] * 2
    assert read.repaired.to_numpy().tolist() == [[0, "a mark restored", "one"]]
    assert read.sources["stated"].tolist() == [4]


def test_addresses_without_texts_are_a_manifest_and_no_corpus(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("url,source,publish_date\nhttps://a.example/news/1,A,2025-03-01\n")
    with pytest.raises(FramingError, match="corpus fetch"):
        fr.read_corpus(path)
    frame = read_manifest(path).frame
    assert frame[["outlet", "date", "genre"]].to_numpy().tolist() == [["A", "2025-03-01", "news"]]
    assert "text" not in read_files([path]).frame


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("OPINION; Pg. 23", "opinion"), ("Opinion & analysis", None), ("Op-Ed", "opinion"),
        ("NEWS; Pg. A1", "news"), ("Letters to the Editor", "opinion"), ("Sport", None),
        ("World/Analysis", "analysis"), ("Opinion polls", None), ("", None),
    ],
)  # fmt: skip
def test_genre_of_a_label(label: str, kind: str | None) -> None:
    assert genre_of(label) == kind


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://www.example.org/opinions/2025/a-quay", "opinion"),
        ("https://opinion.example.org/a-quay", "opinion"),
        ("https://example.org/world/europe/opinion-divided", "news"),
        ("https://example.org/opinion", None),
        ("no address", None),
        ("//example.org/in-depth/analysis/x?opinion/y", "analysis"),
    ],
)
def test_genre_of_an_address(url: str, kind: str | None) -> None:
    assert genre_of_address(url) == kind


def test_genre_given_stays_and_the_rest_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    rows = ["A,Rain.,feature,Opinion", "B,Dry.,,Comment; Pg. 3", "C,Snow.,,Sport"]
    path.write_text("outlet,text,genre,section\n" + "\n".join(rows))
    assert fr.read_corpus(path).articles["genre"].fillna("").tolist() == ["feature", "opinion", ""]


def test_the_head_of_a_file_is_read_in_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        path.write_bytes("Größe – 12".encode(encoding))
        assert Head(path).text == "Größe – 12"
    path.write_bytes(b"PK\x03\x04 broken")
    assert Head(path).members == ()
    assert format_of(path) is None


def test_a_thousand_names_of_columns_and_no_more() -> None:
    gathered = Gatherer(typed=True)
    gathered.source("a.jsonl", "jsonl", None)
    gathered.keep({"outlet": "A", "text": "Rain fell."}, "a.jsonl", 1)
    for row in range(2, 30):
        gathered.keep({f"k{row}-{i}": i for i in range(100)}, "a.jsonl", row)
    read = gathered.finish()
    assert read.frame.shape == (29, 1000)
    assert read.repaired["detail"].tolist() == ["1,802 of 2,802"]
