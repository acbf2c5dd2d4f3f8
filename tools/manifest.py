"""Write the manifest of a corpus: its metadata, and a hash and word count of each text, no text.

    python tools/manifest.py FOLDER MANIFEST.csv

FOLDER holds text files and an articles.csv whose column `path` names them.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pandas as pd

import framing as fr


def manifest(folder: Path) -> pd.DataFrame:
    """The rows of articles.csv with the `sha256` of each file and its number of `words`."""
    table = pd.read_csv(folder / "articles.csv", dtype="str")
    words = fr.tokenize(fr.read_corpus(folder)).articles["n_words"]
    table["sha256"] = [
        hashlib.sha256((folder / path).read_bytes()).hexdigest() for path in table["path"]
    ]
    table["words"] = words.reindex(table["article_id"]).to_numpy()
    columns = ["article_id", "outlet", "date", "event", "title", "url", "path", "sha256", "words"]
    return table[[*columns, "note"]]


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    manifest(source).to_csv(target, index=False)
